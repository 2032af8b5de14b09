"""Owns pooling: the strongest or the mean of each neighbourhood, channel by channel."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.geometry import output_size
from cnnviz.engine.spatial import Pair, frozen, pair

Array = NDArray[Any]


def max_pool2d(
    x: ArrayLike,
    size: Pair,
    *,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,
) -> Array:
    """The largest value of each window: C×H×W → C×H'×W', of the same type.

    size, stride (default: the size) and padding are a number or (y, x). Padding never wins: it
    counts as −∞. Raises ValueError, naming the parameter and its range, where no window fits or
    the padding exceeds half the window.

    >>> x = np.array([[[1, 3, 2, 1], [5, 2, 0, 2], [4, 8, 1, 6], [3, 1, 5, 4]]])
    >>> max_pool2d(x, 2).tolist()
    [[[5, 2], [8, 6]]]
    """
    x = _maps(x)
    return _reduce(
        x,
        _plan(x.shape, frozen(size), frozen(stride), frozen(padding), ceil_mode),
        np.maximum,
        _lowest(x),
    )


def avg_pool2d(
    x: ArrayLike,
    size: Pair,
    *,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """The mean of each window: C×H×W → C×H'×W'; float32 stays float32, integers give float64.

    Parameters and errors as for `max_pool2d`. Padding counts as zeros, or with `count_include_pad`
    false not at all. What `ceil_mode` adds beyond the padding never counts (PyTorch's rule).

    >>> x = np.array([[[1, 3, 2, 1], [5, 2, 0, 2], [4, 8, 1, 6], [3, 1, 5, 4]]])
    >>> avg_pool2d(x, 2).tolist()
    [[[2.75, 1.25], [4.0, 4.0]]]
    """
    x = _maps(x)
    plan = _plan(x.shape, frozen(size), frozen(stride), frozen(padding), ceil_mode)
    total = _reduce(x if x.dtype.kind == "f" else x.astype(np.float64), plan, np.add, 0)
    counts = plan.counts if count_include_pad else plan.counts_inside
    total /= counts if isinstance(counts, int) else counts.astype(total.dtype)
    return total


def global_avg_pool2d(x: ArrayLike) -> Array:
    """The mean of each map: C×H×W → C (Lin, Chen & Yan, "Network in network", 2014).

    >>> global_avg_pool2d(np.array([[[1, 2], [3, 4]], [[0, 0], [0, 8]]])).tolist()
    [2.5, 2.0]
    """
    result: Array = _maps(x).mean(axis=(1, 2))
    return result


class _Plan(NamedTuple):
    """What pooling needs to know once for a shape and its parameters."""

    padded: tuple[int, int, int] | None
    inside: tuple[slice, slice, slice]
    rows: tuple[tuple[slice, slice], ...]
    columns: tuple[tuple[slice, slice, slice], ...]
    counts: int | Array
    counts_inside: int | Array


@lru_cache(maxsize=256)
def _plan(
    shape: tuple[int, int, int], size: Pair, stride: Pair | None, padding: Pair, ceil_mode: bool
) -> _Plan:
    kernel = pair("size", size, 1)
    step = kernel if stride is None else pair("stride", stride, 1)
    pads = pair("padding", padding, 0)
    slices, padded, counts, inside = [], [], [], []
    for axis in (0, 1):
        k, s, p, n = kernel[axis], step[axis], pads[axis], shape[axis + 1]
        if p > k // 2:
            raise ValueError(f"padding must be at most {k // 2} (half the window); got {p}")
        try:
            count = output_size(n, k, stride=s, padding=p, ceil_mode=ceil_mode)
        except ValueError as error:
            raise ValueError(str(error).replace("kernel", "size")) from None
        slices.append(tuple(slice(d, d + (count - 1) * s + 1, s) for d in range(k)))
        padded.append(max(n + p, (count - 1) * s + k))
        starts = np.arange(count) * s - p
        counts.append(np.minimum(starts + k, n + p) - starts)
        inside.append(np.minimum(starts + k, n) - np.maximum(starts, 0))
    (h, w), (top, left) = shape[1:], pads
    every = slice(None)
    return _Plan(
        None if (padded[0], padded[1]) == (h, w) else (shape[0], padded[0], padded[1]),
        (every, slice(top, top + h), slice(left, left + w)),
        tuple((every, rows) for rows in slices[0]),
        tuple((every, every, columns) for columns in slices[1]),
        _scalar(np.multiply.outer(counts[0], counts[1])),
        _scalar(np.multiply.outer(inside[0], inside[1])),
    )


def _scalar(counts: Array) -> int | Array:
    """One number where every window counts the same: then dividing needs no second array."""
    first = int(counts[0, 0])
    return first if bool((counts == first).all()) else counts


def _reduce(x: Array, plan: _Plan, combine: Callable[..., Array], nothing: Any) -> Array:
    """Combine each window's values, rows first and then columns: k + k passes instead of k·k."""
    if plan.padded is not None:
        padded = np.full(plan.padded, nothing, x.dtype)
        # Trailing pixels may be in no window: the frame can be larger than needed, not smaller.
        padded[plan.inside] = x
        x = padded
    for passes in (plan.rows, plan.columns):
        if len(passes) == 1:
            x = x[passes[0]]
            continue
        out = combine(x[passes[0]], x[passes[1]])
        for window in passes[2:]:
            combine(out, x[window], out=out)
        x = out
    # A window one wide leaves a view; what is given away is its receiver's own.
    return x if x.base is None else x.copy()


def _lowest(x: Array) -> Any:
    return -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min


def _maps(x: ArrayLike) -> Array:
    x = np.asarray(x)
    if x.ndim != 3 or 0 in x.shape:
        raise ValueError(f"x must be C×H×W, none of them 0; got shape {x.shape}")
    return x.view(np.uint8) if x.dtype == np.bool_ else x
