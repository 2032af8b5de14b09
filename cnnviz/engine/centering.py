"""Centres ink as MNIST centres its digits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import require_int
from cnnviz.engine.arrays import as_real

Ink = NDArray[np.float32]
MOST_PIXELS = 4096
"""The largest side of a paper."""


def center(ink: ArrayLike, size: int = 28, box: int = 20) -> Ink:
    """Place ink as MNIST does: fitted into a 20×20 box, its centre of mass in the middle of 28×28.

    ink: H×W, paper 0, ink up to 1; the aspect ratio stays. Blank paper stays blank. The rule is
    that of LeCun, Cortes & Burges, "The MNIST database of handwritten digits". Raises ValueError
    if ink is not a finite H×W array, size not from 1 to 4096, or box not from 1 to size.

    >>> picture = np.zeros((60, 60)); picture[5:45, 5:15] = 1
    >>> rows, columns = np.nonzero(center(picture))
    >>> (rows.min().item(), rows.max().item()), (columns.min().item(), columns.max().item())
    ((4, 23), (11, 16))
    """
    size = require_int("size", size, 1, MOST_PIXELS)
    box = require_int("box", box, 1, size)
    picture: NDArray[np.float64] = as_real("ink", ink).astype(np.float64)
    if picture.ndim != 2 or not picture.size or not np.isfinite(picture).all():
        raise ValueError(f"ink must be a finite H×W array; got shape {picture.shape}")
    picture = np.clip(picture, 0, 1)
    rows = np.flatnonzero(picture.max(axis=1) > 0.05)
    columns = np.flatnonzero(picture.max(axis=0) > 0.05)
    if not len(rows):
        return np.zeros((size, size), np.float32)
    picture = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = box / max(picture.shape)
    vertical = _coverage(picture.sum(axis=1), scale, size)
    horizontal = _coverage(picture.sum(axis=0), scale, size)
    return np.clip(vertical @ picture @ horizontal.T, 0, 1).astype(np.float32)


def _coverage(profile: NDArray[np.float64], scale: float, size: int) -> NDArray[np.float64]:
    """How much of each output pixel each input pixel covers, its mass in the middle: size×count."""
    count = len(profile)
    middle = float(profile @ (np.arange(count) + 0.5) / profile.sum()) * scale
    edges = np.arange(count + 1) * scale + (size / 2 - middle)
    pixel = np.arange(size)[:, None]
    overlap = np.minimum(edges[1:], pixel + 1) - np.maximum(edges[:-1], pixel)
    covered: NDArray[np.float64] = np.maximum(overlap, 0)
    return covered
