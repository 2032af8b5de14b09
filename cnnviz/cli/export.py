"""`cnnviz export`: writes the chapter as one file."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from cnnviz.cli.options import CommandError, add_seeds, output_of, url_of
from cnnviz.writing import rewritten


def run(words: list[str]) -> None:
    """Writes that file. Raises CommandError."""
    options = _parser().parse_args(words)
    file = output_of(options.file, ".zip" if options.scorm else ".html")
    make = _chosen(options)

    from cnnviz.page.templates import BrokenPage

    try:
        # Opened before the work, which may be for nothing.
        with rewritten(file) as opened:
            body = make()
            opened.write(body)
    except OSError as error:
        raise CommandError(f"cannot write {file}: {error.strerror or error}") from None
    except BrokenPage as reason:
        raise CommandError(f"the page cannot be made: {reason}") from None
    how = "A learning platform takes it." if options.scorm else "A double click plays it."
    print(f"{file}: {len(body) / 1e6:.2f} MB. {how}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cnnviz export",
        description="Writes the whole chapter as one file, which plays by double click: all scenes "
        "with their usual settings. It takes a minute at most.",
        allow_abbrev=False,
    )
    parser.add_argument("file", help="such as chapter.html; of --scorm, step2.zip")
    parser.add_argument(
        "--scene",
        metavar="STEP/SCENE",
        help="that scene alone, such as convolution/edge, in a file of less than 400 KB for a "
        "course page",
    )
    parser.add_argument(
        "--scorm",
        action="store_true",
        help="one step as a package for learning platforms (SCORM 1.2), such as step2.zip",
    )
    parser.add_argument("--step", help="of --scorm: its name or number")
    parser.add_argument(
        "--public-url",
        default="",
        help="where people find the whole chapter: a scene or step alone links to it there",
    )
    add_seeds(parser)
    return parser


def _chosen(options: argparse.Namespace) -> Callable[[], bytes]:
    """What makes the file that the options mean. Raises CommandError where they fit nothing."""
    whole = url_of(options.public_url)

    from cnnviz.chapter import Chapter, NotFound
    from cnnviz.content.names import UnknownName
    from cnnviz.export.figure import export_figure
    from cnnviz.export.scorm import export_step, step_of
    from cnnviz.export.single_file import export_chapter

    if options.scene is not None and (options.scorm or options.step is not None):
        raise CommandError("scene goes with neither scorm nor step")
    if options.scene is not None and "/" not in options.scene:
        raise CommandError(f"scene must be like convolution/edge; got {options.scene or 'nothing'}")
    if options.scorm != (options.step is not None):
        raise CommandError(
            "--scorm and --step go together: cnnviz export --scorm --step 2 step2.zip"
        )
    # Before the work, in which a name that is unknown is a fault of the texts.
    try:
        if options.scene is not None:
            Chapter.default().find(*options.scene.split("/", 1))
            return lambda: export_figure(options.scene, whole=whole)
        if options.scorm:
            step_of(options.step, Chapter.default())
            return lambda: export_step(options.step, whole=whole)
    except NotFound as error:
        raise CommandError(f"scene must be like convolution/edge: {error}") from None
    except UnknownName as error:
        raise CommandError(str(error)) from None
    return export_chapter
