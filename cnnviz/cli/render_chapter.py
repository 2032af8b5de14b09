"""`cnnviz render --chapter`: writes the whole chapter as slides or as a document."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnnviz.cli.options import CommandError, add_seeds
from cnnviz.cli.rendering import Told, drawing, form_of, open_output


def run(words: list[str]) -> None:
    """Writes that file. Raises CommandError, ParameterError."""
    parser = argparse.ArgumentParser(
        prog="cnnviz render --chapter",
        description="Writes the whole chapter: a slide, or a page, for each of its sentences.",
        allow_abbrev=False,
    )
    parser.add_argument("--chapter", action="store_true", help="every scene of every step")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="a .pptx or a .pdf")
    parser.add_argument("--size", default="1920x1080", metavar="WxH", help="of a page of a pdf")
    parser.add_argument("--theme", default="light", help="light, dark or contrast")
    add_seeds(parser)
    given = parser.parse_args(words)

    from cnnviz.chapter import Chapter
    from cnnviz.render.chapter import chapter_pdf, chapter_pptx
    from cnnviz.render.look import Look, parsed_size

    file = Path(given.output).expanduser()
    form = form_of(file)
    if form not in ("pptx", "pdf"):
        raise CommandError(f"a chapter is written as .pptx or .pdf; got {file.name}")
    look = Look(*parsed_size(given.size), given.theme, caption=True)
    write = chapter_pptx if form == "pptx" else chapter_pdf
    with drawing(form) as engine, open_output(file) as target:
        target.write(write(engine, Chapter.default(), look, Told(file.name)))
