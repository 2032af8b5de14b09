"""An envelope with a ZIP code, in the pixels in which a machine of 1989 got it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array
from cnnviz.engine.pool import avg_pool2d
from cnnviz.engine.strokes import rasterize
from cnnviz.staging.network_columns import with_border

ZIP = (
    ("zero", 0.1, 0.9),
    ("seven", 0.22, 1.0),
    ("seven", -0.04, 0.8),
    ("three", 0.16, 0.85),
    ("three", -0.1, 1.1),
)
"""The ZIP code of Holmdel, New Jersey, where the laboratory was: each digit with the slant and the
width that it was written with."""

HEIGHT, WIDTH = 64, 112
"""Of the envelope, in pixels."""
ROW, COLUMN = 44, 28
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


def envelope() -> Array:
    """The envelope, 1×HEIGHT×WIDTH: paper 0, ink 1."""
    address = (
        *writing("BELL LABS", 30, 30, 7.0),
        *writing("HOLMDEL", 30, 41, 7.0),
        *writing("NJ", 8, 57, 8.0),
    )
    postmark = (_ring(78, 11, 7.5), _ring(78, 11, 5.0), *map(_wave, (7, 11, 15)))
    stamp = (
        np.array([(94, 3.5), (108, 3.5), (108, 19.5), (94, 19.5), (94, 3.5)]),
        np.array([(96, 17), (100, 9), (102, 13), (104, 10), (106.5, 17), (96, 17)]),
    )
    ink_of_each = (0.75 * drawn(postmark, 1.1), 0.9 * drawn(stamp, 1.3), 0.9 * drawn(address, 1.1))
    ink: Array = np.max(ink_of_each, axis=0)[:HEIGHT]
    code = written(ZIP)
    rows, columns = code.shape
    place = ink[ROW : ROW + rows, COLUMN : COLUMN + columns]
    np.maximum(place, code, out=place)
    return ink[np.newaxis]


def written(digits: Iterable[tuple[str, float, float]]) -> Array:
    """Digits of 16×16 pixels in a row, the size that a network of 1989 read.

    Each has its name, and the slant and the width that it is written with.
    """
    lenet = seeds.network("lenet")
    small = [avg_pool2d(with_border(lenet, _digit(*each)), 2, stride=2) for each in digits]
    joined: Array = np.concatenate(small, axis=2)[0]
    return joined


def _digit(name: str, slant: float, wide: float) -> Array:
    """A digit as nobody writes it twice: leaning to the right, and narrower or wider."""
    strokes = next(each.strokes for each in seeds.digits() if each.name == name)
    leaning = tuple(
        tuple((0.5 + (x - 0.5) * wide + slant * (0.5 - y), y) for x, y in stroke)
        for stroke in strokes
    )
    return seeds.ink_of(leaning)


def writing(words: str, x: float, base: float, high: float) -> Iterator[Array]:
    """Slanted capitals on a base line, from x on, in pixels: a stroke each, as (x, y).

    No letter is quite as high as its neighbour, nor quite on the line.
    """
    for i, letter in enumerate(words):
        for stroke in LETTERS.get(letter, ()):
            column, row = np.array([[int(each[0]), int(each[1])] for each in stroke.split()]).T / 4
            up = high * (1 + 0.08 * np.sin(2.3 * i)) * (1 - row) - 0.35 * np.sin(1.7 * i)
            yield np.stack([x + 0.62 * high * column + 0.18 * up, base - up], axis=1)
        x += high * (0.5 if letter == " " else 0.98)


def _ring(x: float, y: float, radius: float) -> Array:
    angle = np.linspace(0, 2 * np.pi, 40)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


def _wave(y: float) -> Array:
    """A line of the postmark, over the stamp."""
    x = np.linspace(84, 108, 40)
    return np.stack([x, y + 0.9 * np.sin(0.7 * x)], axis=1)


def drawn(strokes: Iterable[Array], thickness: float, side: int = WIDTH) -> Array:
    """Strokes in pixels, each N×2 for (x, y), as ink, side×side."""
    unit = [(each / side).tolist() for each in strokes]
    return rasterize(unit, side, thickness / side).astype(np.float64)
