"""Every scene as pixels: in letters that come with the package, and a film's out of one another."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from cnnviz.chapter import Chapter
from cnnviz.render.changes import patch
from cnnviz.render.engine import Engine, Film
from cnnviz.render.look import Look
from cnnviz.render.raster import png
from cnnviz.steps import STEPS

TRIES = 2


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as opened:
        yield opened


@pytest.fixture(scope="module", params=[each.path for step in STEPS for each in step.scenes])
def film(engine: Engine, request: pytest.FixtureRequest) -> Film:
    scene = Chapter.default().find(*request.param.split("/")).scene()
    return engine.open(scene, Look(480, 270, caption=True))


def drawn(svg: str) -> Any:
    return Image.open(BytesIO(png(svg))).convert("RGB")


def moments(film: Film) -> Iterator[tuple[str, str]]:
    """A few pairs of pictures that follow one another and differ."""
    found = 0
    for k in range(1, 60):
        seconds = film.seconds * (k * 0.618 % 1)
        pair = film.moving(seconds), film.moving(seconds + 1 / 30)
        if pair[0] != pair[1]:
            yield pair
            found += 1
        if found == TRIES:
            return


def test_a_scene_is_drawn_with_letters_that_the_package_has(film: Film) -> None:
    svg = film.settled(len(film.frames) - 1)
    assert ElementTree.fromstring(svg).get("viewBox") == "0 0 480 270"
    assert len(set(drawn(svg).convert("L").tobytes())) > 10


@pytest.mark.sampled(film=12)
def test_what_changed_makes_the_same_pixels(film: Film) -> None:
    for before, svg in moments(film):
        change = patch(before, svg)
        made, anew = drawn(before), drawn(change.svg)
        for area in change.areas:
            made.paste(anew.crop(area), area[:2])
        assert ImageChops.difference(made, drawn(svg)).getbbox() is None
