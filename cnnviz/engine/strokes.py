"""Owns ink: strokes become a picture, and a picture is centred as MNIST centres its digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.spatial import whole

Ink = NDArray[np.float32]


def rasterize(
    strokes: Sequence[Sequence[Sequence[float]]], size: int = 28, thickness: float = 0.085
) -> Ink:
    """Draw strokes as antialiased lines with round ends: size×size, paper 0, ink 1.

    Each stroke is a list of [x, y] points in the unit square, y downwards; a single point is a dot.
    A pixel's ink falls from 1 to 0 over one pixel around the line's edge. thickness is a share
    of the side. Raises ValueError for a point that is not two finite numbers, or a thickness
    that is not between 0 and 1.

    >>> rasterize([[[0.5, 0.1], [0.5, 0.9]]], size=5, thickness=0.2)[2].round(6).tolist()
    [0.0, 0.0, 1.0, 0.0, 0.0]
    """
    size = whole("size", size, 1)
    if not 0 < thickness <= 1:
        raise ValueError(f"thickness must be above 0 and at most 1; got {thickness}")
    ink = np.zeros((size, size))
    centres = (np.arange(size) + 0.5) / size
    x, y = centres[None, :], centres[:, None]
    for number, stroke in enumerate(strokes):
        points = _points(stroke, number)
        ends = points[1:] if len(points) > 1 else points
        for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
            dx, dy = x1 - x0, y1 - y0
            length2 = dx * dx + dy * dy
            # The nearest point of the segment: its share of the way, held between the ends.
            along = (x - x0) * dx + (y - y0) * dy
            share = np.clip(along / length2, 0, 1) if length2 > 0 else np.zeros_like(along)
            distance = np.hypot(x - x0 - share * dx, y - y0 - share * dy)
            np.maximum(ink, np.clip((thickness / 2 - distance) * size + 0.5, 0, 1), out=ink)
    return ink.astype(np.float32)


def center(ink: ArrayLike, size: int = 28, box: int = 20) -> Ink:
    """Place ink as MNIST does: fitted into a 20×20 box, its centre of mass in the middle of 28×28.

    ink: H×W, paper 0, ink up to 1; the aspect ratio stays. Blank paper stays blank. The rule is
    that of LeCun, Cortes & Burges, "The MNIST database of handwritten digits". Raises ValueError
    if ink is not a finite H×W array.

    >>> picture = np.zeros((60, 60)); picture[5:45, 5:15] = 1
    >>> rows, columns = np.nonzero(center(picture))
    >>> (rows.min().item(), rows.max().item()), (columns.min().item(), columns.max().item())
    ((4, 23), (11, 16))
    """
    picture: NDArray[np.float64] = np.asarray(ink, np.float64)
    if picture.ndim != 2 or not np.isfinite(picture).all():
        raise ValueError(f"ink must be a finite H×W array; got shape {picture.shape}")
    picture = np.clip(picture, 0, 1)
    rows = np.flatnonzero(picture.max(axis=1) > 0.05)
    columns = np.flatnonzero(picture.max(axis=0) > 0.05)
    if not len(rows):
        return np.zeros((size, size), np.float32)
    picture = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = box / max(picture.shape)
    vertical = _placed(picture.sum(axis=1), scale, size)
    horizontal = _placed(picture.sum(axis=0), scale, size)
    return np.clip(vertical @ picture @ horizontal.T, 0, 1).astype(np.float32)


def _placed(profile: NDArray[np.float64], scale: float, size: int) -> NDArray[np.float64]:
    """How much of each output pixel each input pixel covers, its mass in the middle: size×count."""
    count = len(profile)
    middle = float(profile @ (np.arange(count) + 0.5) / profile.sum()) * scale
    edges = np.arange(count + 1) * scale + (size / 2 - middle)
    pixel = np.arange(size)[:, None]
    overlap = np.minimum(edges[1:], pixel + 1) - np.maximum(edges[:-1], pixel)
    covered: NDArray[np.float64] = np.maximum(overlap, 0)
    return covered


def _points(stroke: Sequence[Sequence[float]], number: int) -> NDArray[np.float64]:
    try:
        points = np.asarray(stroke, np.float64)
    except (TypeError, ValueError):
        points = np.empty(0)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points) or not np.isfinite(points).all():
        raise ValueError(f"stroke {number} must be a list of [x, y] points of finite numbers")
    return points
