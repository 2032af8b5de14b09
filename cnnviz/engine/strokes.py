"""Owns ink: strokes become a picture, and a picture is centred as MNIST centres its digits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.spatial import whole

Ink = NDArray[np.float32]


def rasterize(
    strokes: Sequence[Sequence[Sequence[float]]], size: int = 28, thickness: float = 0.085
) -> Ink:
    """Draw strokes as antialiased lines with round ends: size×size, paper 0, ink 1.

    Each stroke is a list of points in the unit square, y downwards, [x, y] or with a thickness of
    its own [x, y, thickness], which changes evenly on the way to the next; a single point is a dot.
    A pixel's ink falls from 1 to 0 over one pixel around the line's edge. thickness is a share
    of the side. Raises ValueError for a point that is not two or three finite numbers, or a
    thickness that is not between 0 and 1.

    >>> rasterize([[[0.5, 0.1], [0.5, 0.9]]], size=5, thickness=0.2)[2].round(6).tolist()
    [0.0, 0.0, 1.0, 0.0, 0.0]
    """
    size = whole("size", size, 1)
    if not 0 < thickness <= 1:
        raise ValueError(f"thickness must be above 0 and at most 1; got {thickness}")
    ink = np.zeros((size, size))
    drawn = [_points(stroke, number, thickness) for number, stroke in enumerate(strokes)]
    if drawn:
        # A piece as long as the line is thick leaves the least of its tile empty.
        thickest = 2 * max(stroke[:, 2].max() for stroke in drawn)
        lines = _lines(drawn, max(_PIECE / size, thickest))
        # All lines are drawn at once, each on a tile as large as the largest of them needs.
        reach = np.abs(lines[:, 1, :2] - lines[:, 0, :2]).max() + 2 * lines[:, :, 2].max()
        tile = int(min(size, np.ceil(reach * size) + 3))
        for start in range(0, len(lines), count := max(1, _CELLS // tile**2)):
            _draw(ink, lines[start : start + count], tile)
    return ink.astype(np.float32)


_PIECE = 8
"""Longer lines, in pixels, are drawn in pieces, as a tile holds one piece; thick ones longer."""
_DOT = 1e-12
"""A line shorter than the root of this is as good as a dot."""
_FINE = 112
"""The side of the paper, in pixels, that a drawing is inked on before it is scaled."""
_A_LINE = 200
"""What a line costs whatever its tile, in pixels."""
_CELLS = 1 << 18
"""How many pixels of tiles are worked on at a time."""


def _lines(strokes: list[NDArray[np.float64]], longest: float) -> NDArray[np.float64]:
    """The strokes as lines from point to point, cut where they are longer: N×2×(x, y, radius)."""
    ends = [np.stack([s[:-1], s[1:]], axis=1) if len(s) > 1 else s[None, [0, 0]] for s in strokes]
    lines = np.concatenate(ends)
    lengths = np.abs(lines[:, 1, :2] - lines[:, 0, :2]).max(axis=1)
    pieces = np.clip(np.ceil(lengths / longest), 1, 64).astype(int)
    if pieces.max() > 1:
        whole_lines = np.repeat(lines, pieces, axis=0)
        first = np.repeat(np.cumsum(pieces) - pieces, pieces)
        k = np.arange(len(first)) - first
        count = np.repeat(pieces, pieces)
        shares = np.stack([k, k + 1], axis=1)[:, :, None] / count[:, None, None]
        start = whole_lines[:, :1]
        lines = start + shares * (whole_lines[:, 1:] - start)
    return lines


def _draw(ink: Ink | NDArray[np.float64], lines: NDArray[np.float64], tile: int) -> None:
    """Lines onto ink, each on a square tile of its own; where they meet the darker one stays."""
    size = len(ink)
    (x0, y0, r0), (x1, y1, r1) = lines[:, 0].T, lines[:, 1].T
    middle = (lines[:, 0, :2] + lines[:, 1, :2]) / 2 * size - tile / 2
    corners = np.clip(np.rint(middle), 0, size - tile).astype(int)
    centres = (corners[:, :, None] + np.arange(tile) + 0.5) / size
    column = (slice(None), None, None)
    # Within a tile single precision is good for a hundred thousandth of a pixel.
    x = (centres[:, 0, None, :] - x0[column]).astype(np.float32)
    y = (centres[:, 1, :, None] - y0[column]).astype(np.float32)
    length2 = (x1 - x0) ** 2 + (y1 - y0) ** 2
    dx, dy, more, least, scale = (
        each[column].astype(np.float32)
        for each in (x1 - x0, y1 - y0, r1 - r0, r0, 1 / np.maximum(length2, _DOT))
    )
    # The nearest point of the line: its share of the way, held between the ends.
    share = (x * (dx * scale)) + (y * (dy * scale))
    np.clip(share, 0, 1, out=share)
    across, down = x - share * dx, y - share * dy
    across *= across
    down *= down
    across += down
    tiles = np.sqrt(across, out=across)
    tiles -= least
    if more.any():
        tiles -= share * more
    tiles *= -size
    tiles += 0.5
    np.clip(tiles, 0, 1, out=tiles)
    for (left, top), each in zip(corners.tolist(), tiles, strict=True):
        part = ink[top : top + tile, left : left + tile]
        np.maximum(part, each, out=part)


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


def normalized(strokes: Sequence[Sequence[Sequence[float]]]) -> Ink:
    """Strokes as the networks read them: drawn finely, then centred and scaled as MNIST's digits.

    >>> normalized([[[0.1, 0.1], [0.1, 0.4]]]).shape
    (28, 28)
    """
    return center(rasterize(strokes, size=_FINE))


def effort(strokes: Sequence[Sequence[Sequence[float]]]) -> float:
    """About how many pixels `normalized` works on, told beforehand; a hundred take about 1 µs.

    Each line from point to point takes a tile as large as the thickest and longest of them needs,
    however small the drawing is on its paper. A line counts for some pixels by itself.

    >>> effort([[[0.1, 0.1], [0.1, 0.4]]]) < effort([[[0.1, 0.1, 1], [0.1, 0.4, 1]]])
    True
    """
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return 0.0
    xs, ys = ([point[axis] for point in points] for axis in (0, 1))
    enlarged = max(1.0, 1 / max(max(xs) - min(xs), max(ys) - min(ys), _DOT))
    thickest = max(min(1.0, point[2] * enlarged) if len(point) > 2 else 0.12 for point in points)
    lengths = [
        max(abs(b[0] - a[0]), abs(b[1] - a[1])) * enlarged
        for each in strokes
        for a, b in pairwise(each)
    ]
    piece = max(_PIECE / _FINE, thickest)
    tile = min(1.0, min(piece, max(lengths, default=0.0)) + thickest) * _FINE + 4
    return (len(points) + sum(lengths) / piece) * (tile**2 + _A_LINE)


def _points(
    stroke: Sequence[Sequence[float]], number: int, thickness: float
) -> NDArray[np.float64]:
    """A stroke as N×(x, y, radius)."""
    try:
        given = [len(point) for point in stroke]
        points = np.array(
            [(*point, thickness) if len(point) == 2 else point for point in stroke], np.float64
        )
    except (TypeError, ValueError):
        given, points = [], np.empty(0)
    if points.ndim != 2 or points.shape[1] != 3 or not np.isfinite(points).all() or 1 in given:
        raise ValueError(
            f"stroke {number} must be a list of [x, y] points of finite numbers, "
            "each with a thickness or without"
        )
    if points[:, 2].min() < 0 or points[:, 2].max() > 1:
        raise ValueError(f"stroke {number} must have thicknesses from 0 to 1")
    points[:, 2] /= 2
    return points
