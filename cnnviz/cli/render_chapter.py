"""`cnnviz render --chapter`: writes the whole chapter as slides or as a document."""

from __future__ import annotations

import argparse

from cnnviz.cli.options import add_seeds
from cnnviz.cli.rendering import Told, drawing, open_output, output_in


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
    from cnnviz.render.forms import PAGED
    from cnnviz.render.look import Look, parsed_size

    file, form = output_in(given.output, PAGED)
    look = Look(*parsed_size(given.size), given.theme, caption=True)
    write = chapter_pptx if form == "pptx" else chapter_pdf
    with drawing(form) as engine, open_output(file) as target:
        target.write(write(engine, Chapter.default(), look, Told(file.name)))
