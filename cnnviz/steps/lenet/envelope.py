"""An envelope with a ZIP code, stroke by stroke, and its digits as a network of 1989 got them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.drawings import Strokes
from cnnviz.content.names import find_named
from cnnviz.content.scene import Array, Stage
from cnnviz.engine.pool import avg_pool2d
from cnnviz.staging.diagrams import box, line
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.panels import Part

ZIP = (
    ("zero", 0.1, 0.9),
    ("seven", 0.22, 1.0),
    ("seven", -0.04, 0.8),
    ("three", 0.16, 0.85),
    ("three", -0.1, 1.1),
)
"""The ZIP code of Holmdel, New Jersey, where the laboratory was: each digit with the slant and the
width that it was written with."""

HEIGHT, WIDTH = 64.0, 112.0
"""Of the envelope, in its own units."""
AIR = 3.5
"""How much air is around it."""
SIDE, INKED = 16, 0.65
"""The side of a digit's paper, in units and in pixels, and how much of it the digit has."""
PEN = 1.5
"""How thick the pen is."""
ROW, COLUMN = 45, 26
"""Where its ZIP code begins."""
LETTERS = {
    "A": ("04 20 44", "13 33"),
    "B": ("04 00 30 41 32 02 42 43 34 04",),
    "D": ("04 00 20 41 43 24 04",),
    "E": ("40 00 04 44", "02 32"),
    "H": ("00 04", "40 44", "02 42"),
    "J": ("30 33 24 14 03",),
    "K": ("00 04", "40 02 44"),
    "L": ("00 04 34",),
    "M": ("04 00 23 40 44",),
    "N": ("04 00 44 40",),
    "O": ("20 01 03 24 43 41 20",),
    "S": ("41 30 10 01 12 32 43 34 14 03",),
}
"""Capitals by their strokes: each point's column and row, from 0 to 4."""


ROUND = "BDJOS"
"""Those that a hand writes without corners."""


def envelope(scanned: str) -> Iterator[Part]:
    """The envelope; from beat 1 on its digits are framed, from beat 2 on in pixels: that tensor."""
    yield from (_within(part) for part in _parts(scanned))


def _parts(scanned: str) -> Iterator[Part]:
    yield box(0, 0, 0, WIDTH, HEIGHT, "", "muted")
    yield from (stroke(each, 0.7, "muted") for each in _postage())
    address = (*writing("BELL LABS", 20, 30, 7.0), *writing("HOLMDEL NJ", 20, 41.5, 7.0))
    yield from (stroke(each, 0.75, "muted") for each in address)
    yield from digits(ZIP, COLUMN, ROW, until=2)
    yield _scan(scanned, COLUMN, ROW, SIDE)
    yield from _cuts(COLUMN, ROW)


def _within(part: Part) -> Part:
    """A part of it, so much to the right and down that there is air around."""
    points = tuple(
        (float(np.round(x + AIR, 3)), float(np.round(y + AIR, 3))) for x, y in part.points
    )
    return replace(part, x=part.x + AIR, y=part.y + AIR, points=points)


def _cuts(x: float, y: float) -> Iterator[Part]:
    """Around each digit of the ZIP code the square that is cut out, from beat 1 on."""
    for left in (x + SIDE * k for k in range(len(ZIP))):
        right, foot = left + SIDE, y + SIDE
        corners = ((left, y), (right, y), (right, foot), (left, foot), (left, y))
        yield replace(line(1, *corners, hue=Stage.CLASSIFY), thick=0.5)


def sign(scanned: str) -> Iterator[Part]:
    """A sign for the envelope, to be seen from far: a stamp, an address, a large ZIP code, as the
    network got it."""
    top, side = 35.0, 21.0
    left = (WIDTH - side * len(ZIP)) / 2
    corners = ((88, 6), (104, 6), (104, 25), (88, 25), (88, 6))
    yield stroke(np.array(corners), 2.0, "muted")
    for row, end in ((12, 50), (22, 38)):
        yield stroke(np.array([(8, row), (end, row)]), 2.0, "muted")
    yield replace(_scan(scanned, left, top, side), at=0)


def _scan(scanned: str, x: float, y: float, side: float) -> Part:
    """The ZIP code in pixels, each digit so large, from beat 2 on."""
    wide = side * len(ZIP)
    return Part(shape="picture", at=2, x=x, y=y, width=wide, height=side, tensor=scanned)


def _postage() -> Iterator[Array]:
    """A stamp, and the postmark over it."""
    yield np.array([(92, 4), (107, 4), (107, 21), (92, 21), (92, 4)])
    yield np.array([(94, 18), (98, 9), (101, 13.5), (103, 11), (105, 18), (94, 18)])
    yield from (_ring(76, 12.5, radius) for radius in (8.0, 5.6))
    yield from map(_wave, (8, 12.5, 17))


def digits(
    them: Iterable[tuple[str, float, float]],
    x: float,
    y: float,
    *,
    until: int | None = None,
) -> Iterator[Part]:
    """Digits side by side from there on, each on a paper of its own, up to that beat; they are
    given as `written` takes them."""
    for k, (name, slant, wide) in enumerate(them):
        strokes = [np.array([point[:2] for point in each]) for each in _leaning(name, slant, wide)]
        points = np.concatenate(strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        # A dot is as large as it is drawn.
        scale, middle = SIDE * INKED / ((high - low).max() or 1.0), (low + high) / 2
        centre = np.array([x + SIDE * (k + 0.5), y + SIDE / 2])
        for each in strokes:
            yield stroke(centre + (each - middle) * scale, PEN, "ink", until)


def stroke(points: Array, thick: float, hue: str, until: int | None = None) -> Part:
    """A line through points, N×2 for (x, y), so thick in the units of its diagram."""
    return replace(line(0, *map(tuple, points.tolist()), hue=hue, until=until), thick=thick)


def written(digits: Iterable[tuple[str, float, float]]) -> Array:
    """Digits of 16×16 pixels in a row, the size that a network of 1989 read.

    Each has its name, and the slant and the width that it is written with.
    """
    lenet = seeds.network("lenet")
    small = [avg_pool2d(with_border(lenet, _digit(*each)), 2, stride=2) for each in digits]
    joined: Array = np.concatenate(small, axis=2)[0]
    return joined


def _digit(name: str, slant: float, wide: float) -> Array:
    return seeds.ink_of(_leaning(name, slant, wide))


def _leaning(name: str, slant: float, wide: float) -> Strokes:
    """A digit as nobody writes it twice: leaning to the right, and narrower or wider."""
    strokes = find_named("digit", name, seeds.digits()).strokes
    return tuple(
        tuple(
            (0.5 + (x - 0.5) * wide + slant * (0.5 - y), y, *thickness)
            for x, y, *thickness in stroke
        )
        for stroke in strokes
    )


def writing(words: str, x: float, base: float, high: float) -> Iterator[Array]:
    """Slanted capitals on a base line, from x on, in pixels: a stroke each, as (x, y).

    No letter is quite as high as its neighbour, nor quite on the line.
    """
    for i, letter in enumerate(words):
        for stroke in LETTERS.get(letter, ()):
            column, row = np.array([[int(each[0]), int(each[1])] for each in stroke.split()]).T / 4
            up = high * (1 + 0.08 * np.sin(2.3 * i)) * (1 - row) - 0.35 * np.sin(1.7 * i)
            points = np.stack([x + 0.62 * high * column + 0.18 * up, base - up], axis=1)
            yield _rounded(points) if letter in ROUND else points
        x += high * {" ": 0.5, "L": 0.82}.get(letter, 0.96)


def _rounded(points: Array) -> Array:
    """A line that cuts each corner of another one, three times, and ends where that one does."""
    for _ in range(3):
        before, after = points[:-1], points[1:]
        cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1)
        points = np.concatenate([points[:1], cut.reshape(-1, 2), points[-1:]])
    return points


def _ring(x: float, y: float, radius: float) -> Array:
    angle = np.linspace(0, 2 * np.pi, 40)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


def _wave(y: float) -> Array:
    """A line of the postmark, over the stamp."""
    x = np.linspace(83, 110, 40)
    return np.stack([x, y + 0.9 * np.sin(0.7 * x)], axis=1)
