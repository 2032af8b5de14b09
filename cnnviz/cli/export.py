"""`cnnviz export`: writes the chapter as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnnviz.cli.options import Sorry, add_seeds
from cnnviz.writing import rewritten


def run(words: list[str]) -> None:
    """Writes that file. Raises Sorry."""
    parser = argparse.ArgumentParser(
        prog="cnnviz export",
        description="Writes the whole chapter as one file, which plays by double click: all scenes "
        "with their usual settings. It takes a minute at most.",
        allow_abbrev=False,
    )
    parser.add_argument("file", type=Path, help="such as chapter.html")
    add_seeds(parser)
    file: Path = parser.parse_args(words).file

    from cnnviz.server.export import exported
    from cnnviz.server.templates import Harmed

    try:
        # Opened before the work, which may be for nothing.
        with rewritten(file) as opened:
            body = exported()
            opened.write(body)
    except OSError as error:
        raise Sorry(f"cannot write {file}: {error.strerror or error}") from None
    except Harmed as reason:
        raise Sorry(f"the page cannot be made: {reason}") from None
    print(f"{file}: {len(body) / 1e6:.2f} MB. A double click plays it.")
