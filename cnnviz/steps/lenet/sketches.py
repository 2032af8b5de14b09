"""Two networks after LeNet-5 as sketches in ink: AlexNet's layers, and the shortcuts of ResNet."""

from __future__ import annotations

import numpy as np

from cnnviz.content.scene import Array
from cnnviz.steps.lenet.envelope import drawn

SIDE = 80
"""Height and width of a sketch in pixels."""
CONVOLUTIONS = ((55, 96), (27, 256), (13, 384), (13, 384), (13, 256))
"""Of AlexNet's convolutions how high and wide their maps are, and how many they make (Krizhevsky
and others, 2012, figure 2): the boxes are to scale, height to height and depth to depth."""
DENSE = (26, 26, 14)
"""Half the heights of its fully connected layers, the classes last; not to scale."""
INK = 0.8
"""How dark lines are."""


def alexnet() -> Array:
    """Five convolutions as boxes and three fully connected layers, 1×SIDE×SIDE: paper 0, ink 1."""
    ink = np.zeros((SIDE, SIDE))
    x, middle = 1.5, 44.0
    for side, maps in CONVOLUTIONS:
        _box(ink, x, middle, 0.9 * side, maps / 40)
        x += 0.22 * side + maps / 40 + 1
    for half in DENSE:
        _layer(ink, (x, x + 2.2), (middle - half, middle + half))
        x += 3.6
    return ink[np.newaxis]


def resnet() -> Array:
    """Three times two layers with a shortcut past them, 1×SIDE×SIDE: paper 0, ink 1."""
    ink = np.zeros((SIDE, SIDE))
    middle, turn = 48.0, np.linspace(0, np.pi, 30)
    lines = [np.array([(0, middle), (SIDE, middle)])]
    for left in (2.0, 28.0, 54.0):
        for x in (left + 5, left + 13):
            _layer(ink, (x, x + 5), (33, 63))
        arc = left + 12 + 11 * np.cos(turn), middle - 28 * np.sin(turn) ** 0.8
        ring = left + 23 + 2 * np.cos(2 * turn), middle + 2 * np.sin(2 * turn)
        lines += [np.stack(each, axis=1) for each in (arc, ring)]
    _over(ink, drawn(lines, 1.3, SIDE), INK)
    return ink[np.newaxis]


def _box(ink: Array, x: float, middle: float, side: float, deep: float) -> None:
    """A stack of square maps seen from the side, as deep as they are many."""
    wide, up = 0.42 * side, 0.26 * side
    low, high = middle + (side + up) / 2 - 0.15 * deep, middle - (side - up) / 2 - 0.15 * deep
    front = np.array([(x, low), (x + wide, low - up), (x + wide, high - up), (x, high)])
    moved = front + np.array([deep, 0.3 * deep])
    _filled(ink, np.array([front[3], front[2], moved[2], moved[3]]), 0.25)
    _filled(ink, np.array([front[0], front[3], moved[3], moved[0]]), 0.55)
    _filled(ink, moved)


def _layer(ink: Array, x: tuple[float, float], y: tuple[float, float]) -> None:
    """An upright box."""
    (left, right), (top, bottom) = x, y
    _filled(ink, np.array([(left, top), (right, top), (right, bottom), (left, bottom)]))


def _filled(ink: Array, corners: Array, tone: float = 0.4) -> None:
    """A convex polygon over what is there, and its outline, its corners in order, N×2."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    ends = np.roll(corners, -1, axis=0)
    # How far within each side a pixel lies, whichever way round the corners go.
    sides = np.array(
        [
            ((xb - xa) * (y - ya) - (yb - ya) * (x - xa)) / np.hypot(xb - xa, yb - ya)
            for (xa, ya), (xb, yb) in zip(corners, ends, strict=True)
        ]
    )
    within = np.clip(np.maximum(sides.min(axis=0), -sides.max(axis=0)) + 0.5, 0, 1)
    _over(ink, within, tone)
    _over(ink, drawn([np.append(corners, corners[:1], axis=0)], 1.0, SIDE), INK)


def _over(ink: Array, cover: Array, tone: float) -> None:
    """Something of one tone over what is there: cover 1 hides it, 0 leaves it."""
    ink += cover * (tone - ink)
