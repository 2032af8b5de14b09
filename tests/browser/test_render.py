"""What `cnnviz render` draws without a browser is the picture on the page's canvas."""

from __future__ import annotations

from base64 import b64decode, b64encode
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Route

from chapter_page import TWO_PICTURES, ChapterPage
from cnnviz.chapter import Chapter
from cnnviz.render.engine import Engine
from cnnviz.render.look import Look
from cnnviz.render.raster import FONTS, png

BEYOND = {40: 0.025, 120: 0.005}
"""Of how many pixels, as a share, red, green or blue may differ by more than so many of 255: lines
and letters are smoothed by another program, and a browser sets letters on whole pixels."""
SCENES = {
    "convolution/edge": 7,
    "convolution/digit": 60,
    "channels/filters": 100,
    "hierarchy/learned": 3,
    "lenet/live": 4,
    "pytorch/code": 5,
}
"""By scene the frame that is compared."""
FAMILIES = "system-ui, 'Segoe UI', Roboto"
_LETTERS = """(cuts) => Promise.all(cuts.map(async ([weight, letters]) => {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  document.fonts.add(await new FontFace("Roboto", bytes, { weight }).load());
}))"""
_CUTS = {"400": "Roboto-Regular.ttf", "650 900": "Roboto-Bold.ttf"}
_PIXELS = "() => document.querySelector('cnn-stage canvas').toDataURL().split(',')[1]"


@pytest.fixture(autouse=True)
def letters(chapter_page: ChapterPage) -> None:
    """The page writes in the letters of rendered pictures, not in those of this machine."""

    def script(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        route.fulfill(response=answer, body=body.replace(FAMILIES, "Roboto"))

    chapter_page.page.route("**/js/*.js", script)


def shown(chapter_page: ChapterPage, path: str, frame: int) -> Any:
    """The pixels of the page's canvas at a frame: height, width, three colours."""
    name, script = path.split("/")
    step = next(n for n, each in enumerate(chapter_page.steps, 1) if each["name"] == name)
    scene = [each["name"] for each in chapter_page.steps[step - 1]["scenes"]].index(script)
    chapter_page.at(step, scene, frame)
    cuts = [
        (weight, b64encode((FONTS / file).read_bytes()).decode()) for weight, file in _CUTS.items()
    ]
    chapter_page.page.evaluate(_LETTERS, cuts)
    # It was drawn before its letters were there.
    chapter_page.page.set_viewport_size({"width": 1100, "height": 700})
    chapter_page.page.set_viewport_size({"width": 1280, "height": 720})
    chapter_page.page.evaluate(TWO_PICTURES)
    return pixels(b64decode(chapter_page.page.evaluate(_PIXELS)))


def pixels(body: bytes) -> Any:
    return np.asarray(Image.open(BytesIO(body)).convert("RGB")).astype(int)


def compare(canvas: Any, drawn: Any) -> None:
    assert canvas.shape == drawn.shape
    by = np.abs(canvas - drawn).max(axis=2)
    for limit, most in BEYOND.items():
        share = (by > limit).mean()
        assert share <= most, f"{share:.3%} of the pixels differ by more than {limit}"


@pytest.mark.parametrize("path", SCENES)
def test_a_rendered_picture_is_that_of_the_page(chapter_page: ChapterPage, path: str) -> None:
    canvas = shown(chapter_page, path, SCENES[path])
    height, width, _ = canvas.shape
    with Engine() as engine:
        scene = Chapter.default().find(*path.split("/")).scene()
        film = engine.open(scene, Look(width, height, letters=9))
        svg = film.settled(SCENES[path] - 1)
        before = film.settled(SCENES[path] - 2)
    compare(canvas, pixels(png(svg)))
    if path == "convolution/edge":
        with pytest.raises(AssertionError, match="differ by more than"):
            compare(canvas, pixels(png(before)))
        bare = "\n".join(line for line in svg.splitlines() if not line.startswith("<text"))
        with pytest.raises(AssertionError, match="differ by more than"):
            compare(canvas, pixels(png(bare)))
