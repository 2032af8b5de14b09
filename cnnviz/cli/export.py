"""`cnnviz export`: writes the chapter as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnnviz.cli.options import CommandError, add_seeds
from cnnviz.writing import rewritten


def run(words: list[str]) -> None:
    """Writes that file. Raises CommandError."""
    parser = argparse.ArgumentParser(
        prog="cnnviz export",
        description="Writes the whole chapter as one file, which plays by double click: all scenes "
        "with their usual settings. It takes a minute at most.",
        allow_abbrev=False,
    )
    parser.add_argument("file", type=Path, help="such as chapter.html")
    add_seeds(parser)
    file: Path = parser.parse_args(words).file

    from cnnviz.export.single_file import export_chapter
    from cnnviz.page.templates import BrokenPage

    try:
        # Opened before the work, which may be for nothing.
        with rewritten(file) as opened:
            body = export_chapter()
            opened.write(body)
    except OSError as error:
        raise CommandError(f"cannot write {file}: {error.strerror or error}") from None
    except BrokenPage as reason:
        raise CommandError(f"the page cannot be made: {reason}") from None
    print(f"{file}: {len(body) / 1e6:.2f} MB. A double click plays it.")
