"""Slides in LibreOffice: what it makes of them shows the pictures that they were made of."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from cnnviz.chapter import Chapter
from cnnviz.render.engine import Engine
from cnnviz.render.forms import Wanted, slides_of
from cnnviz.render.look import Look
from cnnviz.render.raster import png
from cnnviz.render.slides import HEIGHT, WIDTH, look_of, pptx
from patience import PATIENCE

SMALL = (320, 180)
"""Pixels in which slides are compared: letters are of another font, edges between pixels."""
_MARGIN, _TITLE = 0.35 / 13.333, (0.35 + 1.2) / 7.5
"""Where the picture begins on a slide, as shares of its sides."""


@pytest.mark.long
def test_libreoffice_shows_each_picture_below_its_sentence(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("there is no LibreOffice (on Debian: apt-get install libreoffice-impress)")
    spec = Chapter.default().find("pooling", "max")
    with Engine() as engine:
        film = engine.open(spec.scene(), look_of(Look()))
        frames = [frame for frame in film.frames if frame.rests]
        body = pptx(slides_of(film, Wanted("pptx")), film.look, film.title)
        drawn = [_on_paper(png(film.settled(frame.k))) for frame in frames]
    pages = _pages(office, tmp_path, body)
    assert len(pages) == len(frames)
    for index, (page, frame) in enumerate(zip(pages, frames, strict=True)):
        text = " ".join(page.get_textpage().get_text_bounded().split())
        assert " ".join(frame.sentence.split()) in text
        shown = _picture_of(page)
        off = [float(np.abs(shown - picture).mean()) for picture in drawn]
        assert off[index] == min(off), f"slide {index + 1} looks like {off.index(min(off)) + 1}"
        assert off[index] < 4, off


def _pages(office: str, folder: Path, body: bytes) -> list[Any]:
    slides = folder / "slides.pptx"
    slides.write_bytes(body)
    words = ["--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [office, *words, "--convert-to", "pdf", "--outdir", str(folder), str(slides)],
        check=True,
        capture_output=True,
        timeout=10 * PATIENCE,
    )
    document = pypdfium2.PdfDocument(folder / "slides.pdf")
    return [document[k] for k in range(len(document))]


def _picture_of(page: Any) -> NDArray[np.float64]:
    """The part of a slide in which its picture is."""
    width, height = page.get_size()
    assert abs(width / height - WIDTH / HEIGHT) < 0.01
    image = page.render(scale=1280 / width).to_pil()
    left, top = round(_MARGIN * image.width), round(_TITLE * image.height)
    bottom = image.height - round(0.35 / 7.5 * image.height)
    return _small(image.crop((left, top, image.width - left, bottom)))


def _on_paper(picture: bytes) -> NDArray[np.float64]:
    with Image.open(BytesIO(picture)) as image:
        sheet = Image.new("RGB", image.size, "#fcfbf8")
        sheet.paste(image, mask=image if image.mode == "RGBA" else None)
    return _small(sheet)


def _small(image: Image.Image) -> NDArray[np.float64]:
    return np.asarray(image.convert("RGB").resize(SMALL, Image.Resampling.BOX), np.float64)
