"""Owns how coloured shapes become a picture: polygons and ellipses painted one over the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Shape = Mapping[str, Sequence[Any]]

FINE = 8
"""Samples along each side of a pixel: edges come out soft."""


def paint(shapes: Iterable[Shape], size: int = 32) -> NDArray[np.float64]:
    """Shapes as a 3×size×size picture, 0 to 1, the first at the back.

    Each shape has a "fill" (red, green, blue from 0 to 1) and either a "polygon" of [x, y] points,
    a "disc" [x, y, radius], or an "ellipse" [x, y, across, down, degrees] of two half axes turned
    clockwise, all in the unit square with y downwards; a "to" colour makes the
    fill fade from the top of the picture to its foot. Raises KeyError on another shape.

    >>> paint([{"fill": [1, 0, 0], "disc": [0.5, 0.5, 2]}], size=2)[:, 0, 0].tolist()
    [1.0, 0.0, 0.0]
    >>> paint([{"fill": [0, 0, 0], "ellipse": [0.5, 0.5, 1, 0.2, 90]}], size=4)[0, 0].tolist()
    [1.0, 0.25, 0.25, 1.0]
    """
    side = size * FINE
    y, x = (np.mgrid[:side, :side] + 0.5) / side
    canvas = np.ones((3, side, side))
    for shape in shapes:
        if "disc" in shape:
            middle_x, middle_y, radius = shape["disc"]
            inside = _ellipse((middle_x, middle_y, radius, radius, 0), y, x)
        elif "ellipse" in shape:
            inside = _ellipse(shape["ellipse"], y, x)
        else:
            inside = _polygon(shape["polygon"], y, x)
        top = np.asarray(shape["fill"], dtype=np.float64)[:, None, None]
        foot = np.asarray(shape.get("to", shape["fill"]), dtype=np.float64)[:, None, None]
        canvas = np.where(inside, top + (foot - top) * y, canvas)
    fine = canvas.reshape(3, size, FINE, size, FINE)
    picture: NDArray[np.float64] = fine.mean(axis=(2, 4)).round(2)
    return picture


def _ellipse(ellipse: Sequence[float], y: Array, x: Array) -> Array:
    middle_x, middle_y, across, down, degrees = ellipse
    turn = np.deg2rad(degrees)
    along = (x - middle_x) * np.cos(turn) + (y - middle_y) * np.sin(turn)
    beside = (y - middle_y) * np.cos(turn) - (x - middle_x) * np.sin(turn)
    inside: Array = (along / across) ** 2 + (beside / down) ** 2 <= 1
    return inside


def _polygon(points: Sequence[Sequence[float]], y: Array, x: Array) -> Array:
    """Where a ray to the right crosses the outline an odd number of times."""
    inside = np.zeros(x.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        inside ^= crosses & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside
