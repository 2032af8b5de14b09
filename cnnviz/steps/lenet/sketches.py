"""Two networks after LeNet-5 as sketches in ink: AlexNet's layers, and the shortcuts of ResNet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from cnnviz.content.scene import Array

SIDE = 80
"""Height and width of a sketch in pixels."""
FINE = 4
"""Each pixel is the mean of so many in both directions."""
CONVOLUTIONS = ((55, 96), (27, 256), (13, 384), (13, 384), (13, 256))
"""Of AlexNet's convolutions how high and wide their maps are, and how many they make (Krizhevsky
and others, 2012, figure 2): the boxes are to scale, height to height and depth to depth."""
DENSE = (26, 26, 14)
"""Half the heights of its fully connected layers, the classes last; not to scale."""
_Y, _X = np.mgrid[: SIDE * FINE, : SIDE * FINE] / FINE + 0.5 / FINE
_Points = Sequence[tuple[float, float]]


def alexnet() -> Array:
    """Five convolutions as boxes and three fully connected layers, 1×SIDE×SIDE: paper 0, ink 1."""
    ink = np.zeros((SIDE * FINE, SIDE * FINE))
    x, middle = 1.5, 44.0
    for side, maps in CONVOLUTIONS:
        _box(ink, x, middle, 0.9 * side, maps / 40)
        x += 0.22 * side + maps / 40 + 1
    for half in DENSE:
        _filled(ink, [(x, 44 - half), (x + 2.2, 44 - half), (x + 2.2, 44 + half), (x, 44 + half)])
        x += 3.6
    return _pixels(ink)


def resnet() -> Array:
    """Three times two layers with a shortcut past them, 1×SIDE×SIDE: paper 0, ink 1."""
    ink = np.zeros((SIDE * FINE, SIDE * FINE))
    middle, turn = 48.0, np.linspace(0, np.pi, 30)
    _line(ink, [(0, middle), (SIDE, middle)])
    for left in (2.0, 28.0, 54.0):
        for x in (left + 5, left + 13):
            _filled(ink, [(x, 33), (x + 5, 33), (x + 5, 63), (x, 63)])
        arc = zip(left + 12 + 11 * np.cos(turn), middle - 28 * np.sin(turn) ** 0.8, strict=True)
        _line(ink, list(arc))
        ring = zip(left + 23 + 2 * np.cos(2 * turn), middle + 2 * np.sin(2 * turn), strict=True)
        _line(ink, list(ring))
    return _pixels(ink)


def _box(ink: Array, x: float, middle: float, side: float, deep: float) -> None:
    """A stack of square maps seen from the side, as deep as they are many."""
    wide, up = 0.42 * side, 0.26 * side
    low, high = middle + (side + up) / 2 - 0.15 * deep, middle - (side - up) / 2 - 0.15 * deep
    front = [(x, low), (x + wide, low - up), (x + wide, high - up), (x, high)]
    moved = [(a + deep, b + 0.3 * deep) for a, b in front]
    _filled(ink, [front[3], front[2], moved[2], moved[3]], 0.25)
    _filled(ink, [front[0], front[3], moved[3], moved[0]], 0.55)
    _filled(ink, moved)


def _filled(ink: Array, points: _Points, tone: float = 0.4) -> None:
    """A convex polygon and its outline, its corners in order."""
    sides = [
        ((xb - xa) * (_Y - ya) - (yb - ya) * (_X - xa)) / np.hypot(xb - xa, yb - ya)
        for (xa, ya), (xb, yb) in zip(points, [*points[1:], points[0]], strict=True)
    ]
    within = np.maximum(np.min(sides, axis=0), np.min(np.negative(sides), axis=0))
    ink[within > 0] = tone
    ink[np.abs(within) < 0.5] = 0.8


def _line(ink: Array, points: _Points, thickness: float = 1.3) -> None:
    for (xa, ya), (xb, yb) in pairwise(points):
        dx, dy = xb - xa, yb - ya
        along = np.clip(((_X - xa) * dx + (_Y - ya) * dy) / (dx * dx + dy * dy), 0, 1)
        ink[np.hypot(_X - xa - along * dx, _Y - ya - along * dy) < thickness / 2] = 0.8


def _pixels(ink: Array) -> Array:
    pixels: Array = ink.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3))[np.newaxis]
    return pixels
