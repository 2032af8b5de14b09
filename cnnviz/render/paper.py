"""SVG → PDF, a page a picture, by Typst: lines stay lines, and texts can be found and copied."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from cnnviz.render.extras import extra
from cnnviz.render.look import Look
from cnnviz.render.raster import FONTS

_POINTS = 0.75
"""How many points a pixel is."""


def pdf(pages: Iterable[tuple[str, str]], look: Look, title: str) -> bytes:
    """Pictures as SVG, each with what is to be seen in it in words. Raises MissingExtra."""
    typst = extra("typst", "a PDF")
    size = f"width: {look.width * _POINTS}pt, height: {look.height * _POINTS}pt"
    with TemporaryDirectory(prefix="cnnviz-") as folder:
        source = [
            f"#set document(title: {_text(title)}, date: none)",
            f"#set page({size}, margin: 0pt, fill: none)",
        ]
        for number, (svg, words) in enumerate(pages, 1):
            Path(folder, f"{number}.svg").write_text(svg, encoding="utf-8")
            picture = f'image("{number}.svg", {size}, alt: {_text(words)})'
            source.append(f"#{picture}" if number == 1 else f"#pagebreak()\n#{picture}")
        main = Path(folder, "main.typ")
        main.write_text("\n".join(source), encoding="utf-8")
        body: bytes = typst.compile(
            str(main), font_paths=[str(FONTS)], ignore_system_fonts=True, root=folder
        )
    return bytes(body)


def _text(words: str) -> str:
    """A text as Typst reads it, on one line."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)
