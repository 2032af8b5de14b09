"""Pooling: the largest value or the mean of each window, channel by channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import (
    Around,
    Padding,
    Pair,
    as_pair,
    dilated_size,
    padding2d,
    padding_form,
    require_bool,
    short_repr,
)
from cnnviz.engine.arrays import as_floats, as_maps, exact_sums, require_few
from cnnviz.engine.geometry import pooled_size
from cnnviz.engine.scratch import SCRATCH

Array = NDArray[Any]

_MOST_SIZE = 1 << 20
"""How wide a window is at most, in cells."""
_SLICES_BYTES = 512
"""About what Python keeps for the slices of one row or column of a window."""


def max_pool2d(
    x: ArrayLike,
    size: Pair,
    *,
    stride: Pair | None = None,
    padding: Padding = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
) -> Array:
    """The largest value of each window: C×H×W → C×H'×W', of the same type.

    size, stride (default: the size) and dilation are a number or (y, x); padding is given as to
    `conv2d`, each side narrower than the window. Padding never wins: it counts as −∞ (of integers
    the lowest), which is what a dilated window gets that holds nothing else. NaN wins always. With
    `ceil_mode` a last window may reach beyond the padded input, if it starts before its end (see
    `output_size`). Raises ValueError, naming the parameter and its range, where no window fits.

    >>> x = np.array([[[1, 3, 2, 1], [5, 2, 0, 2], [4, 8, 1, 6], [3, 1, 5, 4]]])
    >>> max_pool2d(x, 2).tolist()
    [[[5, 2], [8, 6]]]
    >>> max_pool2d(x, 2, dilation=2, stride=1).tolist()
    [[[4, 8], [5, 4]]]
    """
    return largest(as_maps("x", x), _window(size, stride, padding, dilation, ceil_mode))


def avg_pool2d(
    x: ArrayLike,
    size: Pair,
    *,
    stride: Pair | None = None,
    padding: Padding = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """The mean of each window: C×H×W → C×H'×W'; float32 stays float32, integers give float64.

    Parameters and errors as for `max_pool2d`. Padding counts as zeros, or with `count_include_pad`
    false not at all; then each window must hold a cell of the input. What `ceil_mode` adds beyond
    the padding never counts (the rule of PyTorch and ONNX). Integers are added exactly, or refused
    where their sums could pass 2^63 − 1.

    >>> x = np.array([[[1, 3, 2, 1], [5, 2, 0, 2], [4, 8, 1, 6], [3, 1, 5, 4]]])
    >>> avg_pool2d(x, 2).tolist()
    [[[2.75, 1.25], [4.0, 4.0]]]
    """
    window = _window(size, stride, padding, dilation, ceil_mode)
    counted = require_bool("count_include_pad", count_include_pad)
    with np.errstate(all="ignore"):
        return mean(as_maps("x", x), window, counted)


@np.errstate(all="ignore")
def global_avg_pool2d(x: ArrayLike) -> Array:
    """The mean of each map: C×H×W → C (Lin, Chen & Yan, "Network in network", 2014).

    float32 stays float32; integers give float64 and are added exactly, as by `avg_pool2d`. Raises
    ValueError where x is no C×H×W.

    >>> global_avg_pool2d(np.array([[[1, 2], [3, 4]], [[0, 0], [0, 8]]])).tolist()
    [2.5, 2.0]
    """
    x = as_maps("x", x)
    cells = x.shape[1] * x.shape[2]
    x = as_floats(x) if x.dtype.kind == "f" else exact_sums("x", x, cells)
    return np.asarray(x.sum(axis=(1, 2)) / x.dtype.type(cells))


class _Counts(NamedTuple):
    """How many cells each window holds, along y and along x, and over both."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    least: int
    same: bool
    """Whether every window holds as many: then dividing needs no second array."""

    def product(self, dtype: np.dtype[Any]) -> Array:
        return np.multiply.outer(self.rows, self.columns).astype(dtype)


class _Plan(NamedTuple):
    """What pooling needs to know once for a shape and its parameters."""

    padded: tuple[int, int, int] | None
    inside: tuple[slice, slice, slice]
    rows: tuple[tuple[slice, ...], ...]
    columns: tuple[tuple[slice, ...], ...]
    cells: _Counts
    cells_and_padding: _Counts
    nbytes: int


Window: TypeAlias = tuple[
    tuple[int, int],
    tuple[int, int],
    "Around | Literal['valid', 'same']",
    tuple[int, int],
    bool,
]
"""Size, stride, padding, dilation and ceil_mode, each in its one form."""


def _window(
    size: Pair, stride: Pair | None, padding: Padding, dilation: Pair, ceil_mode: bool
) -> Window:
    kernel = as_pair("size", size, 1, _MOST_SIZE)
    return (
        kernel,
        kernel if stride is None else as_pair("stride", stride, 1),
        padding_form(padding),
        as_pair("dilation", dilation, 1),
        require_bool("ceil_mode", ceil_mode),
    )


def largest(x: Array, window: Window) -> Array:
    """`max_pool2d` of C×H×W."""
    return _reduced(x, _kept_plan(x, window), np.maximum, _lowest(x))


def mean(x: Array, window: Window, count_include_pad: bool) -> Array:
    """`avg_pool2d` of C×H×W; the caller has turned warnings off."""
    size, _, padding, *_ = window
    if x.dtype.kind != "f":
        x = exact_sums("x", x, min(size[0] * size[1], x.shape[1] * x.shape[2]))
    elif x.dtype.itemsize == 2:
        x = as_floats(x)
    plan = _kept_plan(x, window)
    counts = plan.cells_and_padding if count_include_pad else plan.cells
    if not counts.least:
        raise ValueError(
            "padding must leave each window a cell of the input where count_include_pad is false; "
            f"got {short_repr(padding)}"
        )
    means: Array = as_floats(_reduced(x, plan, np.add, 0))
    means /= counts.least if counts.same else counts.product(means.dtype)
    return means


def _kept_plan(x: Array, window: Window) -> _Plan:
    key = (x.shape, window)
    plan: _Plan | None = SCRATCH.find(key)
    if plan is None:
        plan = _plan(x.shape, *window)
        SCRATCH.keep(key, plan)
    return plan


def _plan(
    shape: tuple[int, ...],
    kernel: tuple[int, int],
    stride: tuple[int, int],
    padding: Around | Literal["valid", "same"],
    dilation: tuple[int, int],
    ceil_mode: bool,
) -> _Plan:
    around = padding2d(padding, (shape[1], shape[2]), kernel, stride, dilation)
    slices, padded, cells, both = [], [], [], []
    for n, k, s, sides, d in zip(shape[1:], kernel, stride, around, dilation, strict=True):
        before, after = sides
        count = pooled_size(n, k, stride=s, padding=sides, dilation=d, ceil_mode=ceil_mode)
        reach = dilated_size(k, d)
        require_few("size must take", (k, count))
        ends = (count - 1) * s + 1
        slices.append(tuple(slice(t, t + ends, s) for t in range(0, reach, d)))
        padded.append(max(n + before, ends - 1 + reach))
        starts = np.arange(count) * min(s, padded[-1])
        cells.append(_taps(starts, k, d, before, before + n))
        both.append(_taps(starts, k, d, 0, n + before + after))
    require_few("x and padding must make", (shape[0], *padded))
    (h, w), (top, left) = shape[1:], (around[0][0], around[1][0])
    every = slice(None)
    views = len(slices[0]) + len(slices[1])
    return _Plan(
        None if (padded[0], padded[1]) == (h, w) else (shape[0], padded[0], padded[1]),
        (every, slice(top, top + h), slice(left, left + w)),
        tuple((every, rows) for rows in slices[0]),
        tuple((every, every, columns) for columns in slices[1]),
        _window_counts(*cells),
        _window_counts(*both),
        _SLICES_BYTES * views + sum(each.nbytes for each in (*cells, *both)),
    )


def _window_counts(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> _Counts:
    least, most = (int(end(rows) * end(columns)) for end in (np.min, np.max))
    return _Counts(rows, columns, least, least == most)


def _taps(
    starts: NDArray[np.int64], kernel: int, dilation: int, first: int, last: int
) -> NDArray[np.int64]:
    """How many cells of the windows at `starts`, `dilation` apart, lie in [first, last)."""
    before = np.clip(-(-(first - starts) // dilation), 0, kernel)
    return np.clip(-(-(last - starts) // dilation), 0, kernel) - before


def _reduced(x: Array, plan: _Plan, combine: Callable[..., Array], nothing: Any) -> Array:
    """Combine each window's values, rows first and then columns: k + k passes instead of k·k."""
    given = x
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
    # A window of one cell leaves a view; what is given away is its receiver's own.
    return x if x.base is None and x is not given else x.copy()


def _lowest(x: Array) -> Any:
    match x.dtype.kind:
        case "f":
            return -np.inf
        case "b":
            return False
    return np.iinfo(x.dtype).min
