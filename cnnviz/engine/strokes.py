"""Draws strokes as a picture, as the networks read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import require_int, require_iterable, short_repr
from cnnviz.engine.arrays import as_real
from cnnviz.engine.centering import MOST_PIXELS, Ink, center

_MOST_POINTS, _FAR = 20_000, 10.0
"""The largest drawing, and how far beside the paper a point may lie."""


def rasterize(
    strokes: Sequence[Sequence[Sequence[float]]], size: int = 28, thickness: float = 0.085
) -> Ink:
    """Draw strokes as antialiased lines with round ends: size×size, paper 0, ink 1.

    Each stroke is a list of points in the unit square, y downwards, [x, y] or with a thickness of
    its own [x, y, thickness], which changes evenly on the way to the next; a single point is a dot.
    A pixel's ink falls from 1 to 0 over one pixel around the line's edge. thickness is a share
    of the side. Raises ValueError, naming the stroke by its number, for a point that is not two or
    three numbers, places from −10 to 10 and a thickness from 0 to 1; for more than 20,000 points;
    and for a size that is not from 1 to 4096.

    >>> rasterize([[[0.5, 0.1], [0.5, 0.9]]], size=5, thickness=0.2)[2].round(6).tolist()
    [0.0, 0.0, 1.0, 0.0, 0.0]
    """
    size = require_int("size", size, 1, MOST_PIXELS)
    given = as_real("thickness", thickness)
    if given.ndim or given.dtype == np.bool_ or not 0 < given <= 1:
        raise ValueError(f"thickness must be above 0 and at most 1; got {short_repr(thickness)}")
    return _ink(_trace(strokes, float(given)), size)


def _ink(drawn: list[NDArray[np.float64]], size: int) -> Ink:
    """Strokes of (x, y, radius) as antialiased lines: size×size."""
    ink = np.zeros((size, size))
    if drawn:
        # All lines are drawn at once, each on a tile as large as the largest of them needs.
        lines, tile = _into_tiles(drawn, size)
        for start in range(0, len(lines), count := max(1, _CELLS // tile**2)):
            _draw(ink, lines[start : start + count], tile)
    return ink.astype(np.float32)


def _into_tiles(drawn: list[NDArray[np.float64]], size: int) -> tuple[NDArray[np.float64], int]:
    """The strokes as lines, and the side of the tile, in pixels, that holds any of them."""
    # A piece as long as the line is thick leaves the least of its tile empty.
    thickest = 2 * max(stroke[:, 2].max() for stroke in drawn)
    lines = _lines(drawn, max(_PIECE / size, thickest))
    reach = np.abs(lines[:, 1, :2] - lines[:, 0, :2]).max() + 2 * lines[:, :, 2].max()
    return lines, int(min(size, np.ceil(reach * size) + 3))


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
    ends = [
        np.stack([stroke[:-1], stroke[1:]], axis=1) if len(stroke) > 1 else stroke[None, [0, 0]]
        for stroke in strokes
    ]
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
        values[column].astype(np.float32)
        for values in (x1 - x0, y1 - y0, r1 - r0, r0, 1 / np.maximum(length2, _DOT))
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
    for (left, top), drawn in zip(corners.tolist(), tiles, strict=True):
        part = ink[top : top + tile, left : left + tile]
        np.maximum(part, drawn, out=part)


def normalized(strokes: Sequence[Sequence[Sequence[float]]]) -> Ink:
    """Strokes as the networks read them: drawn finely, then centred and scaled like MNIST's digits.

    The line's width follows the drawing, not the paper: what no pen has pressed is drawn as wide
    as suits the digit, and a pressed line that is far too wide or too thin for it is brought into
    bounds, all its points by one factor. Stray dots are left out. Raises ValueError as `rasterize`.

    >>> normalized([[[0.1, 0.1], [0.1, 0.4]]]).shape
    (28, 28)
    >>> tiny, large = (normalized([[[0.1, 0.1], [0.1, 0.1 + side]]]) for side in (0.1, 0.8))
    >>> bool(np.abs(tiny - large).max() < 1e-5)
    True
    """
    return center(_ink(_enlarged(strokes), size=_FINE))


def _enlarged(strokes: Sequence[Sequence[Sequence[float]]]) -> list[NDArray[np.float64]]:
    """The strokes of the digit as (x, y, radius), large in the middle, with a line that fits it."""
    strokes = tuple(require_iterable("strokes", strokes))
    drawn = _without_dots(_trace(strokes, 1))
    if not drawn:
        return []
    ends = np.concatenate(list(drawn.values()))[:, :2]
    low, high = ends.min(axis=0), ends.max(axis=0)
    side = max(float((high - low).max()), _LEAST)
    again = _trace(strokes, min(1.0, LINE * side))
    kept = [again[k] for k in drawn]
    # Of all that is drawn, the mean radius of its points, held within what the networks can read.
    mean = float(np.concatenate(kept)[:, 2].mean())
    pen = np.clip(mean, THINNEST * side / 2, THICKEST * side / 2) / mean if mean else 1.0
    for stroke in kept:
        stroke[:, :2] = 0.5 + (stroke[:, :2] - (low + high) / 2) * (_LARGE / side)
        stroke[:, 2] = np.minimum(stroke[:, 2] * pen * (_LARGE / side), (1 - _LARGE) / 2)
    return kept


LINE = 0.12
"""How wide a line is that no pen has pressed, as a share of the drawing's longer side."""
THINNEST, THICKEST = 0.04, 0.2
"""Of that side: how thin and how thick a pressed line may be on the whole."""
_LARGE = 0.7
"""How much of the paper a drawing fills as it is inked."""
_LEAST = 0.02
"""What is smaller than this share of the paper is a dot, and is not made larger than one."""
_STRAY = 0.15
"""A stroke this small beside the largest one, and this far from it, is a stray dot."""


def effort(strokes: Sequence[Sequence[Sequence[float]]]) -> float:
    """How many pixels `normalized` will work on; a hundred take about 1 µs.

    Each line from point to point takes a tile as large as the thickest and longest of them needs,
    however small the drawing is on its paper. A line counts for some pixels by itself.

    >>> effort([[[0.1, 0.1], [0.1, 0.4]]]) < effort([[[0.1, 0.1, 1], [0.1, 0.4, 1]]])
    True
    """
    drawn = _enlarged(strokes)
    if not drawn:
        return 0.0
    lines, tile = _into_tiles(drawn, _FINE)
    return float(len(lines) * (tile**2 + _A_LINE))


def has_stray_dots(strokes: Sequence[Sequence[Sequence[float]]]) -> bool:
    """Whether `normalized` leaves any of these strokes out. Raises ValueError as `rasterize`.

    >>> digit = [[0.3, 0.2], [0.7, 0.2], [0.5, 0.8]]
    >>> has_stray_dots([digit]), has_stray_dots([digit, [[0.9, 0.9]]])
    (False, True)
    """
    drawn = _trace(strokes, 1)
    return len(_without_dots(drawn)) < len(drawn)


def _without_dots(strokes: list[NDArray[np.float64]]) -> dict[int, NDArray[np.float64]]:
    """The strokes that make the digit, by number: small ones that stand apart are left out."""
    sides = [float(np.ptp(stroke[:, :2], axis=0).max()) for stroke in strokes]
    largest = max(sides, default=0)
    large = [stroke for stroke, side in zip(strokes, sides, strict=True) if side > _STRAY * largest]
    if len(large) == len(strokes) or not large:
        return dict(enumerate(strokes))
    lines = _lines(large, np.inf)[:, :, :2]
    return {
        k: stroke
        for k, (stroke, side) in enumerate(zip(strokes, sides, strict=True))
        if side > _STRAY * largest or _gap(stroke[:, :2], lines) < _STRAY * largest
    }


_AT_ONCE = 256
"""How many points are measured at a time."""


def _gap(points: NDArray[np.float64], lines: NDArray[np.float64]) -> float:
    """How near the nearest of N×2 points comes to the nearest of M×2×2 lines."""
    start, way = lines[:, 0], lines[:, 1] - lines[:, 0]
    nearest = np.inf
    for some in np.split(points, range(_AT_ONCE, len(points), _AT_ONCE)):
        from_start = some[:, None] - start
        share = (from_start * way).sum(axis=2) / np.maximum((way**2).sum(axis=1), _DOT)
        across = from_start - np.clip(share, 0, 1)[:, :, None] * way
        nearest = min(nearest, float((across**2).sum(axis=2).min()))
    return float(np.sqrt(nearest))


def _trace(
    strokes: Iterable[Sequence[Sequence[float]]], thickness: float
) -> list[NDArray[np.float64]]:
    """Each stroke as N×(x, y, radius)."""
    drawn = [
        _points(stroke, k, thickness)
        for k, stroke in enumerate(require_iterable("strokes", strokes))
    ]
    if (count := sum(map(len, drawn))) > _MOST_POINTS:
        raise ValueError(f"strokes must have at most {_MOST_POINTS} points; got {count}")
    return drawn


def _points(
    stroke: Sequence[Sequence[float]], number: int, thickness: float
) -> NDArray[np.float64]:
    try:
        points = as_real(
            "stroke", [(*point, thickness)[:3] for point in stroke if len(point) in (2, 3)]
        )
        whole_stroke = len(points) == len(stroke) > 0
    except Exception:  # whatever a stroke is that is no list of lists
        whole_stroke = False
    if not whole_stroke or points.ndim != 2 or not (np.abs(points) <= _FAR).all():
        raise ValueError(
            f"stroke {number} must be a list of [x, y] points of finite numbers from −{_FAR:g} "
            f"to {_FAR:g}, each with a thickness or without"
        )
    points = points.astype(np.float64)
    if points[:, 2].min() < 0 or points[:, 2].max() > 1:
        raise ValueError(f"stroke {number} must have thicknesses from 0 to 1")
    points[:, 2] /= 2
    return points
