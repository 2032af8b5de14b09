"""Draws coloured shapes as a picture: polygons and ellipses, one over the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import require_int, require_iterable, short_repr
from cnnviz.engine.arrays import as_real

Array = NDArray[Any]
Shape = Mapping[str, Sequence[Any]]

FINE = 8
"""Samples along each side of a pixel: edges come out soft."""


@np.errstate(all="ignore")
def paint(shapes: Iterable[Shape], size: int = 32) -> NDArray[np.float64]:
    """Shapes as a 3×size×size picture, 0 to 1, the first at the back.

    Each shape has a "fill" (red, green, blue from 0 to 1) and either a "polygon" of [x, y] points,
    a "disc" [x, y, radius], or an "ellipse" [x, y, across, down, degrees] of two half axes turned
    clockwise, all in the unit square with y downwards; a "to" colour makes the fill fade from the
    top of the picture to its foot. Raises ValueError, naming the shape by its
    number, for one of another form, and for a size that is not from 1 to 512.

    >>> paint([{"fill": [1, 0, 0], "disc": [0.5, 0.5, 2]}], size=2)[:, 0, 0].tolist()
    [1.0, 0.0, 0.0]
    >>> paint([{"fill": [0, 0, 0], "ellipse": [0.5, 0.5, 1, 0.2, 90]}], size=4)[0, 0].tolist()
    [1.0, 0.25, 0.25, 1.0]
    """
    side = require_int("size", size, 1, 512) * FINE
    y, x = (np.mgrid[:side, :side] + 0.5) / side
    canvas = np.ones((3, side, side))
    for number, shape in enumerate(require_iterable("shapes", shapes)):
        name = f"shapes, {number}:"
        if not isinstance(shape, Mapping):
            raise ValueError(f"{name} must be a mapping; got {short_repr(shape)}")
        top = _colour(f"{name} fill", shape.get("fill"))
        foot = _colour(f"{name} to", shape.get("to", shape.get("fill")))
        inside = _inside(name, shape, y, x)
        canvas = np.where(inside, top + (foot - top) * y, canvas)
    fine = canvas.reshape(3, size, FINE, size, FINE)
    picture: NDArray[np.float64] = fine.mean(axis=(2, 4)).round(2)
    return picture


def _inside(name: str, shape: Shape, y: Array, x: Array) -> Array:
    """Where the samples lie in a shape."""
    if "disc" in shape:
        middle_x, middle_y, radius = _numbers(f"{name} disc", shape["disc"], (3,))
        return _ellipse((middle_x, middle_y, radius, radius, 0), y, x)
    if "ellipse" in shape:
        return _ellipse(_numbers(f"{name} ellipse", shape["ellipse"], (5,)), y, x)
    if "polygon" in shape:
        return _polygon(_numbers(f"{name} polygon", shape["polygon"], (None, 2)), y, x)
    raise ValueError(
        f"{name} must have a polygon, a disc or an ellipse; got {short_repr(dict(shape))}"
    )


def _numbers(name: str, given: Any, shape: tuple[int | None, ...]) -> NDArray[np.float64]:
    """Finite numbers of that shape, where None is any length."""
    array = as_real(name, given).astype(np.float64)
    fits = len(array.shape) == len(shape) and all(
        size in (n, None) for n, size in zip(array.shape, shape, strict=True)
    )
    if not fits or not np.isfinite(array).all():
        form = "×".join("N" if size is None else str(size) for size in shape)
        raise ValueError(f"{name} must be {form} finite numbers; got {short_repr(given)}")
    return array


def _colour(name: str, given: Any) -> NDArray[np.float64]:
    """Red, green and blue from 0 to 1, as a column for a picture."""
    colour = _numbers(name, given, (3,))
    if colour.min() < 0 or colour.max() > 1:
        raise ValueError(f"{name} must be from 0 to 1; got {short_repr(given)}")
    return colour[:, None, None]


def _ellipse(ellipse: Iterable[float], y: Array, x: Array) -> Array:
    middle_x, middle_y, across, down, degrees = ellipse
    turn = np.deg2rad(degrees)
    along = (x - middle_x) * np.cos(turn) + (y - middle_y) * np.sin(turn)
    beside = (y - middle_y) * np.cos(turn) - (x - middle_x) * np.sin(turn)
    inside: Array = (along / across) ** 2 + (beside / down) ** 2 <= 1
    return inside


def _polygon(points: NDArray[np.float64], y: Array, x: Array) -> Array:
    """Where a ray to the right crosses the outline an odd number of times."""
    inside = np.zeros(x.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(points, np.roll(points, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        inside ^= crosses & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside
