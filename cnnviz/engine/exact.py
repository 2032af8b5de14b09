"""Exact arithmetic for what is counted and compared: 0.1 + 0.2 is 0.3 here, on every CPU.

Decimals become whole numbers of their last place, and whole numbers below 2⁵³ add up without
rounding in whatever order. Numbers that are no short decimals are summed as they are, and only the
sum is rounded.
"""

from __future__ import annotations

from math import fsum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import as_pair, require_int, short_repr
from cnnviz.engine.arrays import as_real, require_few

Floats = NDArray[np.float64]

PLACES = 9
"""Numbers of more decimal places than this are not taken for decimals."""
WHOLE = 2.0**53
"""Below this every whole number is a float64."""


def patches(
    x: ArrayLike, size: tuple[int, int], *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> Floats:
    """What each window of `size` (height, width) reads from x; zeros in the padding.

    x: C×H×W; the result: height out × width out × terms, a window's terms by channel, row, column.
    Raises ValueError, naming the parameter and its range, for an x that is not finite, and where
    the window, dilated, is larger than the padded input.
    """
    x, size = _finite("x", x, "C×H×W"), as_pair("size", size, 1)
    stride, dilation = require_int("stride", stride, 1), require_int("dilation", dilation, 1)
    padding = require_int("padding", padding, 0)
    require_few("x and padding must make", (len(x), *(side + 2 * padding for side in x.shape[1:])))
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    reach = tuple(dilation * (side - 1) + 1 for side in size)
    if reach[0] > padded.shape[1] or reach[1] > padded.shape[2]:
        raise ValueError(
            f"size must be at most {padded.shape[1]}×{padded.shape[2]} once dilated "
            f"(the padded input's); got {short_repr(reach[0])}×{short_repr(reach[1])}"
        )
    views = sliding_window_view(padded, reach, axis=(1, 2))
    views = views[:, ::stride, ::stride, ::dilation, ::dilation].transpose(1, 2, 0, 3, 4)
    require_few("size must make", views.shape)
    return views.reshape(*views.shape[:2], -1)


def conv2d(
    x: ArrayLike,
    weight: ArrayLike,
    *,
    bias: float = 0.0,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Floats:
    """One filter over x, every sum exact. x: C×H×W, weight: C×kh×kw; the result: H'×W'.

    Raises ValueError as `patches` does; the filter is its size.

    >>> conv2d([[[0.1, 0.2, 0.3]]], [[[1, 1]]]).tolist()
    [[0.3, 0.5]]
    """
    weight = _finite("weight", weight, "C×kh×kw")
    if len(weight) != len(_finite("x", x, "C×H×W")):
        raise ValueError(f"weight must be as deep as x; got shape {weight.shape}")
    size = (weight.shape[1], weight.shape[2])
    read = patches(x, size, stride=stride, padding=padding, dilation=dilation)
    sums = dots(read.reshape(-1, read.shape[2]), weight.ravel(), bias)
    return sums.reshape(read.shape[:2])


def products(a: ArrayLike, b: ArrayLike) -> Floats:
    """a·b, element by element: the float64 nearest to the product of the decimals.

    Raises ValueError for arrays that are not finite, or do not fit on each other.

    >>> products([0.1, 2], [3, 0.25]).tolist()
    [0.3, 0.5]
    """
    a, b = _finite("a", a), _finite("b", b)
    if any(m != n and 1 not in (m, n) for m, n in zip(a.shape[::-1], b.shape[::-1], strict=False)):
        raise ValueError(f"b must fit on a, of shape {a.shape}; got shape {b.shape}")
    units = _units(a, b)
    return a * b if units is None else units[0] * units[1] / units[2]


def dots(windows: ArrayLike, weights: ArrayLike, bias: float = 0.0) -> Floats:
    """Σ value·weight + bias for each window: the float64 nearest to the exact sum.

    windows: N×T, weights: T; the result: N. Where the decimals are short, 0 means that the terms
    cancel exactly, and equal sums are equal. Raises ValueError for arrays of other shapes, or that
    are not finite.

    >>> dots([[0.1, 0.2, 0.3], [0.5, 0, 0]], [1, 1, -1], 0.5).tolist()
    [0.5, 1.0]
    """
    windows, weights = _finite("windows", windows, "N×T"), _finite("weights", weights, "T")
    if windows.shape[1] != len(weights):
        raise ValueError(f"weights must be {windows.shape[1]} numbers; got {len(weights)}")
    shift = np.full((len(windows), 1), float(_finite("bias", bias, "")))
    a = np.concatenate([windows, shift], axis=1)
    b = np.append(weights, 1.0)
    units = _units(a, b)
    if units is not None:
        return np.asarray(units[0] @ units[1] / units[2], np.float64)
    high, low = _two_product(a, b)
    return np.array([fsum(row) for row in np.concatenate([high, low], axis=1).tolist()])


def running(terms: ArrayLike) -> Floats:
    """The sums of the first 1, 2, … of T terms. Raises ValueError where they are no finite row.

    >>> running([0.1, 0.2, -0.3]).tolist()
    [0.1, 0.3, 0.0]
    """
    terms = _finite("terms", terms, "T")
    units = _units(terms, np.ones(terms.shape))
    return terms.cumsum() if units is None else units[0].cumsum() / units[2]


def means(windows: ArrayLike) -> Floats:
    """The mean of each window: the float64 nearest to it. windows: N×T; the result: N.

    Raises ValueError where they are not that, or not finite.

    >>> means([[0.1, 0.2], [1, 2]]).tolist()
    [0.15, 1.5]
    """
    windows = _finite("windows", windows, "N×T")
    count = windows.shape[1]
    units = _units(windows, np.ones(count))
    if units is None:
        return np.array([fsum(row) / count for row in windows.tolist()])
    return np.asarray(units[0].sum(axis=1) / (units[2] * count), np.float64)


def _finite(name: str, x: ArrayLike, form: str | None = None) -> Floats:
    """x in float64; `form` tells its axes. Raises ValueError, naming it, where it is not that."""
    array = as_real(name, x).astype(np.float64)
    axes = len(form.split("×")) if form else 0
    if form is not None and (array.ndim != axes or not array.size):
        told = f"{form}, none of them 0" if form else "a number"
        raise ValueError(f"{name} must be {told}; got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite numbers")
    return array


def _units(a: Floats, b: Floats) -> tuple[Floats, Floats, float] | None:
    """a and b as whole numbers, and by what to divide their products.

    None where they are no short decimals, or a sum of products over the last axis may pass 2⁵³.
    """
    found = []
    for data in (a, b):
        for places in range(PLACES + 1):
            require_int = np.rint(data * 10.0**places)
            if np.array_equal(require_int / 10.0**places, data):
                found.append((require_int, places))
                break
        else:
            return None
    (left, first), (right, second) = found
    most = np.abs(left).max(initial=0.0) * np.abs(right).max(initial=0.0)
    terms = a.shape[-1] if a.ndim else 1
    return (left, right, 10.0 ** (first + second)) if most * terms < WHOLE else None


def _two_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """a·b as the rounded product and what rounding took from it (Dekker, 1971)."""
    product = a * b
    (a1, a2), (b1, b2) = _split(a), _split(b)
    return product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2


def _split(a: Floats) -> tuple[Floats, Floats]:
    """The upper and the lower half of each number's digits."""
    scaled = a * (2.0**27 + 1)
    upper = scaled - (scaled - a)
    return upper, a - upper
