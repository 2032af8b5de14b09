"""`cnnviz export`: writes the chapter as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnnviz.cli.options import CommandError, add_seeds, url_of
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
    parser.add_argument(
        "--scene",
        metavar="STEP/SCENE",
        help="that scene alone, such as convolution/edge, in a file of less than 400 KB for a "
        "course page",
    )
    parser.add_argument(
        "--public-url",
        default="",
        help="where people find the whole chapter: a scene alone links to it there",
    )
    add_seeds(parser)
    options = parser.parse_args(words)
    file: Path = options.file
    whole = url_of(options.public_url)

    from cnnviz.chapter import NotFound
    from cnnviz.export.figure import export_figure
    from cnnviz.export.single_file import export_chapter
    from cnnviz.page.templates import BrokenPage

    try:
        # Opened before the work, which may be for nothing.
        with rewritten(file) as opened:
            if options.scene is None:
                body = export_chapter()
            else:
                body = export_figure(options.scene, whole=whole)
            opened.write(body)
    except NotFound as error:
        raise CommandError(f"scene must be like convolution/edge: {error}") from None
    except OSError as error:
        raise CommandError(f"cannot write {file}: {error.strerror or error}") from None
    except BrokenPage as reason:
        raise CommandError(f"the page cannot be made: {reason}") from None
    print(f"{file}: {len(body) / 1e6:.2f} MB. A double click plays it.")
