"""An envelope with a ZIP code, in the pixels in which a machine of 1989 got it."""

from __future__ import annotations

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
LOOP = 4.8
"""How wide a letter of its writing is."""
TALL = (1.0, 0.7, 1.7, 0.8, 0.6, 1.2, 0.7)
"""How high letters are, one after another: like writing, and not to be read."""


def envelope() -> Array:
    """The envelope, 1×HEIGHT×WIDTH: paper 0, ink 1."""
    address = (
        _writing(6, 30, 8, 1.4),
        _writing(6, 24, 13, 1.4),
        _writing(33, 82, 29, 2.6),
        _writing(33, 96, 38, 2.6),
        _writing(8, 26, 56, 2.6),
    )
    postmark = (_ring(78, 11, 7.5), _ring(78, 11, 5.0), *map(_wave, (7, 11, 15)))
    stamp = (
        np.array([(94, 3.5), (108, 3.5), (108, 19.5), (94, 19.5), (94, 3.5)]),
        np.array([(96, 17), (100, 9), (102, 13), (104, 10), (106.5, 17), (96, 17)]),
    )
    ink = np.maximum(0.75 * _drawn((*address, *postmark), 1.1), 0.9 * _drawn(stamp, 1.3))
    code = zip_code()
    rows, columns = code.shape
    place = ink[ROW : ROW + rows, COLUMN : COLUMN + columns]
    np.maximum(place, code, out=place)
    return ink[np.newaxis]


def zip_code() -> Array:
    """Five digits of 16×16 pixels in a row, the size that a network of 1989 read."""
    lenet = seeds.network("lenet")
    digits = [avg_pool2d(with_border(lenet, _digit(*each)), 2, stride=2) for each in ZIP]
    joined: Array = np.concatenate(digits, axis=2)[0]
    return joined


def _digit(name: str, slant: float, wide: float) -> Array:
    """A digit as nobody writes it twice: leaning to the right, and narrower or wider."""
    strokes = next(each.strokes for each in seeds.digits() if each.name == name)
    leaning = tuple(
        tuple((0.5 + (x - 0.5) * wide + slant * (0.5 - y), y) for x, y in stroke)
        for stroke in strokes
    )
    return seeds.ink_of(leaning)


def _writing(left: float, right: float, base: float, high: float) -> Array:
    """A line of writing: loops on a base line, as (x, y) in pixels."""
    t = np.linspace(0, (right - left) / LOOP, 6 * int(right - left))
    tall = high * np.array(TALL)[t.astype(int) % len(TALL)]
    x = left + LOOP * t + 1.1 * np.cos(2 * np.pi * t)
    return np.stack([x, base - 0.8 * tall * (1 - np.cos(2 * np.pi * t))], axis=1)


def _ring(x: float, y: float, radius: float) -> Array:
    angle = np.linspace(0, 2 * np.pi, 40)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


def _wave(y: float) -> Array:
    """A line of the postmark, over the stamp."""
    x = np.linspace(84, 108, 40)
    return np.stack([x, y + 0.9 * np.sin(0.7 * x)], axis=1)


def _drawn(strokes: tuple[Array, ...], thickness: float) -> Array:
    """Strokes in pixels as ink, HEIGHT×WIDTH."""
    unit = [(each / WIDTH).tolist() for each in strokes]
    ink: Array = rasterize(unit, WIDTH, thickness / WIDTH)[:HEIGHT].astype(np.float64)
    return ink
