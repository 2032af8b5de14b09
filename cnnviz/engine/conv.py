"""Owns the convolution: a plan per shape gathers windows into columns, then one matrix product.

The columns (Chellapilla, Puri & Simard, "High performance convolutional neural networks for
document processing", 2006) are gathered block by block of output rows, so that each block is still
in the cache when the product reads it. A plan keeps its arrays and views from call to call, as for
small maps making them would take longer than the arithmetic.
"""

from __future__ import annotations

from functools import lru_cache
from math import gcd
from threading import get_ident
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.geometry import output_size
from cnnviz.engine.spatial import Padding, Pair, frozen, padding2d, pair, whole
from cnnviz.engine.winograd import WinogradPlan, pays

Array = NDArray[Any]

_BLOCK_BYTES = 512 * 1024
"""How many bytes of columns are gathered at a time: about a core's second-level cache."""


def conv2d(
    x: ArrayLike,
    kernel: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Array:
    """Convolution as networks mean it (the kernel is not flipped): C×H×W → O×H'×W'.

    kernel: O×(C / groups)×kh×kw; bias: O. stride and dilation: a number or (y, x); padding: a
    number, (y, x), ((top, bottom), (left, right)), "valid" or "same" (⌈size / stride⌉ outputs, an
    odd pixel after, as in TensorFlow; at stride 1 PyTorch's agrees). float32 stays float32;
    integers give int64, exactly. Raises ValueError, naming the parameter and its range, where
    shapes do not fit or no window does.

    >>> x = np.indices((5, 5)).sum(0)[None] % 2 == 0
    >>> conv2d(x, [[[[1, 0, -1]] * 3]]).tolist()
    [[[0, 0, 0], [0, 0, 0], [0, 0, 0]]]
    >>> conv2d([[[1, 2, 3]]], [[[[1, 10]]]], [100], padding="same").tolist()
    [[[121, 132, 103]]]
    """
    x, kernel = np.asarray(x), np.asarray(kernel)
    bias = None if bias is None else np.asarray(bias)
    plan = _plan(
        get_ident(),
        x.shape,
        kernel.shape,
        _result_type(x, kernel, bias),
        frozen(stride),
        frozen(padding),
        frozen(dilation),
        groups,
    )
    if bias is not None and bias.shape != plan.bias_shape:
        raise ValueError(f"bias must be a vector of {plan.bias_shape[0]}; got shape {bias.shape}")
    return plan.run(x, kernel, bias)


class _Plan:
    """The arrays and views of one convolution; one thread's own, as a call writes into them."""

    def __init__(
        self,
        size: tuple[int, int, int],
        kernel: tuple[int, int, int, int],
        dtype: np.dtype[Any],
        stride: tuple[int, int],
        padding: tuple[tuple[int, int], tuple[int, int]],
        dilation: tuple[int, int],
        groups: int,
    ) -> None:
        c_in, (c_out, _, kh, kw) = size[0], kernel
        h, w = (
            output_size(n, k, stride=s, padding=p, dilation=d)
            for n, k, s, p, d in zip(size[1:], kernel[2:], stride, padding, dilation, strict=True)
        )
        self.dtype = dtype
        self.bias_shape = (c_out,)
        self.out_shape = (c_out, h, w)
        depth = c_in // groups * kh * kw
        self.flat_shape = (groups, c_out // groups, h * w)
        # The bias is one more weight, on a row of ones below the columns: adding it afterwards
        # would walk through the whole output again.
        self.weights = np.empty((groups, c_out // groups, depth + 1), dtype)

        # Column x of the padded input is kept in phase x mod stride, so that gathering every
        # stride-th column reads neighbours. The padding stays 0 from call to call.
        (top, bottom), (left, right) = padding
        across = -(-(size[2] + left + right) // stride[1])
        phases = np.zeros((stride[1], c_in, size[1] + top + bottom, across), dtype)
        self.fill = []
        for phase in range(stride[1]):
            columns = range((phase - left) % stride[1], size[2], stride[1])
            if columns:
                first = (columns[0] + left) // stride[1]
                target = phases[phase, :, top : top + size[1], first : first + len(columns)]
                self.fill.append((target, (..., slice(columns[0], None, stride[1]))))

        rows = max(1, _BLOCK_BYTES // (c_in * kh * kw * w * dtype.itemsize))
        rows = -(-h // -(-h // rows))
        self.blocks = []
        # Kernel columns `period` apart fall into the same phase.
        common = gcd(stride[1], dilation[1])
        period = stride[1] // common
        grouped = (groups, c_in // groups)
        for row in range(0, h, rows):
            count = min(rows, h - row)
            if row == 0 or count < rows:
                gathered = np.ones((groups, depth + 1, count * w), dtype)
                windows = gathered[:, :depth].reshape(*grouped, kh, kw, count, w)
            moves = []
            for kx in range(min(period, kw)):
                target = windows[:, :, :, kx::period]
                offset, phase = divmod(kx * dilation[1], stride[1])
                source = phases[phase, :, row * stride[0] :, offset:]
                c, y, x = source.strides
                within = (y * dilation[0], x * (dilation[1] // common))
                steps = (c * grouped[1], c, *within, y * stride[0], x)
                moves.append((target, as_strided(source, target.shape, steps, writeable=False)))
            self.blocks.append((moves, gathered, (..., slice(row * w, (row + count) * w))))

    def run(self, x: Array, kernel: Array, bias: Array | None) -> Array:
        for target, columns in self.fill:
            np.copyto(target, x[columns])
        weights = self.weights
        np.copyto(weights[..., :-1], kernel.reshape(*weights.shape[:2], -1))
        weights[..., -1] = 0 if bias is None else bias.reshape(weights.shape[:2])
        out = np.empty(self.out_shape, self.dtype)
        flat = out.reshape(self.flat_shape)
        for moves, gathered, cells in self.blocks:
            for target, source in moves:
                np.copyto(target, source)
            np.matmul(weights, gathered, flat[cells])
        return out


@lru_cache(maxsize=64)
def _plan(
    thread: int,
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    dtype: np.dtype[Any],
    stride: Pair,
    padding: Padding,
    dilation: Pair,
    groups: int,
) -> _Plan | WinogradPlan:
    """Check the parameters once for each set of shapes, and plan; `thread` keeps plans apart."""
    if len(size) != 3 or 0 in size:
        raise ValueError(f"x must be C×H×W, none of them 0; got shape {size}")
    if len(kernel) != 4 or 0 in kernel:
        raise ValueError(f"kernel must be O×C×kh×kw, none of them 0; got shape {kernel}")
    groups = whole("groups", groups, 1)
    (c_in, height, width), (c_out, depth, kh, kw) = size, kernel
    if c_in % groups or c_out % groups:
        raise ValueError(
            f"groups must divide the input's {c_in} and the kernel's {c_out} channels; got {groups}"
        )
    if depth != c_in // groups:
        raise ValueError(f"kernel must be {c_in // groups} channels deep; got {depth}")
    steps, spread = pair("stride", stride, 1), pair("dilation", dilation, 1)
    around = padding2d(padding, (height, width), (kh, kw), steps, spread)
    sizes = (c_in, height, width), (c_out, depth, kh, kw)
    if dtype == np.float32 and (steps, spread, groups) == ((1, 1), (1, 1), 1):
        out = output_size(height, kh, padding=around[0]), output_size(width, kw, padding=around[1])
        if pays(sizes[1], out):
            corner = around[0][0], around[1][0]
            return WinogradPlan(c_in, c_out, (height, width), corner, out, _BLOCK_BYTES)
    return _Plan(*sizes, dtype, steps, around, spread, groups)


def _result_type(x: Array, kernel: Array, bias: Array | None) -> np.dtype[Any]:
    given = x.dtype
    if kernel.dtype != given or (bias is not None and bias.dtype != given):
        given = np.result_type(x, kernel) if bias is None else np.result_type(x, kernel, bias)
    if given.kind == "f":
        return given
    if given.kind in "biu":
        return np.dtype(np.int64)
    raise ValueError(f"x, kernel and bias must be real numbers; got {given}")
