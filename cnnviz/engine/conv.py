"""Convolution: a plan for each shape gathers windows into columns, then one matrix product.

The columns (Chellapilla, Puri & Simard, "High performance convolutional neural networks for
document processing", 2006) are gathered block by block of output rows, so that each block is still
in the cache when the product reads it.
"""

from __future__ import annotations

from math import gcd, prod
from typing import Any, Literal

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import (
    Around,
    Padding,
    Pair,
    as_pair,
    padding2d,
    padding_form,
    require_int,
    short_repr,
)
from cnnviz.engine.arrays import as_real, exact_type, magnitudes, require_few, sum_type
from cnnviz.engine.geometry import output_size
from cnnviz.engine.scratch import SCRATCH

Array = NDArray[Any]

_BLOCK_BYTES = 512 * 1024
"""How many bytes of columns are gathered at a time: about a core's second-level cache."""
_VIEW_BYTES = 2048
"""About what Python keeps for two arrays that are views, and for where they belong."""


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
    integers give int64, exactly (see `arrays`). Raises ValueError, naming the parameter and its
    range, where shapes do not fit, no window does, or sums of integers could pass 2^63 − 1.

    >>> x = np.indices((5, 5)).sum(0)[None] % 2 == 0
    >>> conv2d(x, [[[[1, 0, -1]] * 3]]).tolist()
    [[[0, 0, 0], [0, 0, 0], [0, 0, 0]]]
    >>> conv2d([[[1, 2, 3]]], [[[[1, 10]]]], [100], padding="same").tolist()
    [[[121, 132, 103]]]
    """
    with np.errstate(all="ignore"):
        return convolved(
            as_real("x", x),
            as_real("kernel", kernel),
            None if bias is None else as_real("bias", bias),
            as_pair("stride", stride, 1),
            padding_form(padding),
            as_pair("dilation", dilation, 1),
            require_int("groups", groups, 1),
        )


def convolved(
    x: Array,
    kernel: Array,
    bias: Array | None,
    stride: tuple[int, int],
    padding: Around | Literal["valid", "same"],
    dilation: tuple[int, int],
    groups: int,
) -> Array:
    """`conv2d` of checked arrays and parameters; the caller has turned warnings off."""
    given = dtype = sum_type(x, kernel, bias)
    if given.kind == "i":

        def reach() -> Array:
            sizes = magnitudes(x), magnitudes(kernel), None if bias is None else magnitudes(bias)
            return convolved(*sizes, stride, padding, dilation, groups)

        dtype = exact_type(prod(kernel.shape[1:]), x, kernel, bias, reach)
    key = (x.shape, kernel.shape, dtype, stride, padding, dilation, groups)
    plan = SCRATCH.find(key)
    if plan is None:
        plan = _plan(*key)
        SCRATCH.keep(key, plan)
    if bias is not None and bias.shape != plan.bias.shape:
        raise ValueError(f"bias must be a vector of {plan.bias.size}; got shape {bias.shape}")
    out: Array = plan.run(x, kernel, bias)
    return out.astype(given, copy=False)


def _plan(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    dtype: np.dtype[Any],
    stride: tuple[int, int],
    padding: Around | Literal["valid", "same"],
    dilation: tuple[int, int],
    groups: int,
) -> _Plan:
    """Check that shapes and parameters fit on each other, and plan."""
    if len(size) != 3 or 0 in size:
        raise ValueError(f"x must be C×H×W, none of them 0; got shape {size}")
    if len(kernel) != 4 or 0 in kernel:
        raise ValueError(f"kernel must be O×C×kh×kw, none of them 0; got shape {kernel}")
    (c_in, height, width), (c_out, depth, kh, kw) = size, kernel
    if c_in % groups or c_out % groups:
        raise ValueError(
            f"groups must divide the input's {c_in} and the kernel's {c_out} channels; "
            f"got {short_repr(groups)}"
        )
    if depth != c_in // groups:
        raise ValueError(f"kernel must be {c_in // groups} channels deep; got {depth}")
    around = padding2d(padding, (height, width), (kh, kw), stride, dilation)
    padded = height + sum(around[0]), width + sum(around[1])
    h, w = (
        output_size(n, k, stride=s, padding=p, dilation=d)
        for n, k, s, p, d in zip(size[1:], kernel[2:], stride, around, dilation, strict=True)
    )
    require_few("x and padding must make", (c_in, *padded))
    require_few("x, kernel and padding must make", (c_out, h, w))
    require_few("x and kernel must make, for a row of the output,", (c_in, kh, kw, w))
    return _Plan(
        (c_in, height, width),
        (c_out, depth, kh, kw),
        (c_out, h, w),
        dtype,
        # Beyond the input a stride has nowhere to go, and a single weight has no neighbour.
        (min(stride[0], padded[0]), min(stride[1], padded[1])),
        around,
        (dilation[0] if kh > 1 else 1, dilation[1] if kw > 1 else 1),
        groups,
    )


class _Plan:
    """The arrays and views of one convolution; one thread's own, as a call writes into them."""

    def __init__(
        self,
        size: tuple[int, int, int],
        kernel: tuple[int, int, int, int],
        out: tuple[int, int, int],
        dtype: np.dtype[Any],
        stride: tuple[int, int],
        padding: Around,
        dilation: tuple[int, int],
        groups: int,
    ) -> None:
        c_in, (c_out, h, w), (kh, kw) = size[0], out, kernel[2:]
        self.dtype = dtype
        self.out_shape = out
        depth = c_in // groups * kh * kw
        self.flat_shape = (groups, c_out // groups, h * w)
        # The bias is one more weight, on a row of ones below the columns: adding it afterwards
        # would walk through the whole output again.
        self.weights = np.empty((groups, c_out // groups, depth + 1), dtype)
        self.kernel = self.weights[..., :-1].reshape(kernel)
        self.bias = self.weights[..., -1].reshape(c_out)

        phases, self.fill = _phases(size, dtype, stride[1], padding)
        rows = max(1, _BLOCK_BYTES // (c_in * kh * kw * w * dtype.itemsize))
        rows = -(-h // -(-h // rows))
        self.blocks = []
        self.nbytes = self.weights.nbytes + phases.nbytes
        # Kernel columns `period` apart fall into the same phase.
        common = gcd(stride[1], dilation[1])
        period = stride[1] // common
        grouped = (groups, c_in // groups)
        for row in range(0, h, rows):
            count = min(rows, h - row)
            if row == 0 or count < rows:
                gathered = np.ones((groups, depth + 1, count * w), dtype)
                self.nbytes += gathered.nbytes
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
            self.nbytes += _VIEW_BYTES * len(moves)
            self.blocks.append((moves, gathered, (..., slice(row * w, (row + count) * w))))

    def run(self, x: Array, kernel: Array, bias: Array | None) -> Array:
        for target, columns in self.fill:
            np.copyto(target, x if columns is None else x[columns])
        np.copyto(self.kernel, kernel)
        np.copyto(self.bias, 0 if bias is None else bias)
        out = np.empty(self.out_shape, self.dtype)
        flat = out.reshape(self.flat_shape)
        for moves, gathered, cells in self.blocks:
            for target, source in moves:
                np.copyto(target, source)
            np.matmul(self.weights, gathered, flat[cells])
        return out


def _phases(
    size: tuple[int, int, int], dtype: np.dtype[Any], step: int, padding: Around
) -> tuple[Array, list[tuple[Array, Any]]]:
    """The padded input, all 0, by phase; and each part to fill, with the input's columns for it.

    Column x is kept in phase x mod `step`, so that gathering every step-th column reads
    neighbours. The padding stays 0 from call to call.
    """
    (c_in, height, width), ((top, bottom), (left, right)) = size, padding
    across = -(-(width + left + right) // step)
    phases = np.zeros((step, c_in, height + top + bottom, across), dtype)
    fill: list[tuple[Array, Any]] = []
    for phase in range(step):
        columns = range((phase - left) % step, width, step)
        if columns:
            first = (columns[0] + left) // step
            target = phases[phase, :, top : top + height, first : first + len(columns)]
            fill.append((target, None if step == 1 else (..., slice(columns[0], None, step))))
    return phases, fill
