"""SVG → PDF, a page a picture, by Typst: lines stay lines, and texts can be found and copied."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cnnviz.render.extras import extra
from cnnviz.render.look import Look
from cnnviz.render.raster import FONTS

_POINTS = 0.75
"""How many points a pixel is."""


class PaperPage(NamedTuple):
    """A picture as SVG, and what is to be seen in it in words."""

    svg: str
    words: str
    marks: tuple[str, ...] = ()
    """Bookmarks that lead to it, from the highest level down; one that is empty is none."""


def pdf(pages: Iterable[PaperPage], look: Look, title: str) -> bytes:
    """The pages as one document. Raises MissingExtra."""
    typst = extra("typst", "a PDF")
    size = f"width: {look.width * _POINTS}pt, height: {look.height * _POINTS}pt"
    with TemporaryDirectory(prefix="cnnviz-") as folder:
        source = [
            f"#set document(title: {_text(title)}, date: none)",
            f"#set page({size}, margin: 0pt, fill: none)",
        ]
        for number, (svg, words, marks) in enumerate(pages, 1):
            Path(folder, f"{number}.svg").write_text(svg, encoding="utf-8")
            picture = f'image("{number}.svg", {size}, alt: {_text(words)})'
            leads = [
                f"#place(hide(heading(level: {level}, {_text(mark)})))"
                for level, mark in enumerate(marks, 1)
                if mark
            ]
            source += [*(["#pagebreak()"] if number > 1 else []), *leads, f"#{picture}"]
        main = Path(folder, "main.typ")
        main.write_text("\n".join(source), encoding="utf-8")
        body: bytes = typst.compile(
            str(main), font_paths=[str(FONTS)], ignore_system_fonts=True, root=folder
        )
    return bytes(body)


def _text(words: str) -> str:
    """A text as Typst reads it, on one line."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)
