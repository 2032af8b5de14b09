"""The integers of a layer: output sizes, windows, usage, parameters, multiply-adds.

Everything here is one axis at a time and exact; the formulas are those of Dumoulin & Visin,
"A guide to convolution arithmetic for deep learning" (2016).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import (
    Pair,
    Sides,
    as_pair,
    dilated_size,
    padding2d,
    padding_sides,
    require_bool,
    require_int,
    same_padding,
    short_repr,
)
from cnnviz.engine.arrays import require_few
from cnnviz.engine.receptive import ReceptiveField, receptive_field

__all__ = [
    "ReceptiveField",
    "conv2d_multiply_adds",
    "conv2d_parameters",
    "dense_multiply_adds",
    "dense_parameters",
    "output_size",
    "pooled_size",
    "receptive_field",
    "same_padding",
    "usage",
    "usage2d",
    "windows",
]


_MOST_WINDOWS = 1 << 20
"""How many windows are listed at most along an axis, and their pixels for `usage` 16 times that."""


def output_size(
    size: int,
    kernel: int,
    *,
    stride: int = 1,
    padding: Sides = (0, 0),
    dilation: int = 1,
    ceil_mode: bool = False,
) -> int:
    """How many windows fit along an axis: ⌊(W + P − D·(K − 1) − 1) / S⌋ + 1, P both sides together.

    With `ceil_mode` the division rounds up: a last window may reach beyond the padded input, if it
    starts within the input or its padding before (the rule of PyTorch and ONNX).
    Raises ValueError, naming the parameter and its range, where no window fits.

    >>> output_size(32, 3), output_size(32, 3, padding=1), output_size(32, 3, stride=2, padding=1)
    (30, 32, 16)
    >>> output_size(2, 3, stride=2, ceil_mode=True)
    1
    >>> output_size(5, 7)
    Traceback (most recent call last):
    ValueError: kernel must be at most 5 (the padded input); got 7
    """
    return _count(size, kernel, stride, padding, dilation, ceil_mode, "kernel")


def _count(
    size: int,
    kernel: int,
    stride: int,
    padding: Sides,
    dilation: int,
    ceil_mode: bool,
    name: str,
) -> int:
    """`output_size`, where the kernel is called by its name."""
    size = require_int("size", size, 1)
    kernel = require_int(name, kernel, 1)
    stride = require_int("stride", stride, 1)
    dilation = require_int("dilation", dilation, 1)
    beyond = stride - 1 if require_bool("ceil_mode", ceil_mode) else 0
    before, after = padding_sides(padding)
    padded = size + before + after
    room = padded - dilated_size(kernel, dilation) + beyond
    if room < 0:
        most = (padded + beyond - 1) // dilation + 1
        why = "the padded input"
        if dilation > 1:
            why = f"dilation {short_repr(dilation)}, padded input {short_repr(padded)}"
        if beyond:
            why += f", and {short_repr(beyond)} beyond it"
        raise ValueError(
            f"{name} must be at most {short_repr(most)} ({why}); got {short_repr(kernel)}"
        )
    count = room // stride + 1
    return count - 1 if beyond and (count - 1) * stride >= size + before else count


def pooled_size(
    size: int,
    kernel: int,
    *,
    stride: int = 1,
    padding: Sides = (0, 0),
    dilation: int = 1,
    ceil_mode: bool = False,
) -> int:
    """How many windows of pooling fit along an axis: `output_size`, with padding below the window.

    Raises ValueError as `output_size` does, and for wider padding; the kernel is called size.

    >>> pooled_size(4, 2, stride=2), pooled_size(3, 2, stride=2, padding=(0, 1))
    (2, 2)
    """
    around, reach = (
        padding_sides(padding),
        dilated_size(require_int("size", kernel, 1), require_int("dilation", dilation, 1)),
    )
    if max(around) >= reach:
        raise ValueError(
            f"padding must be at most {short_repr(reach - 1)} (less than the window); "
            f"got {short_repr(max(around))}"
        )
    return _count(size, kernel, stride, around, dilation, ceil_mode, "size")


def windows(
    size: int,
    kernel: int,
    *,
    stride: int = 1,
    padding: Sides = (0, 0),
    dilation: int = 1,
    ceil_mode: bool = False,
) -> tuple[tuple[int, int], ...]:
    """The half-open range of the input that each output position looks at, in input coordinates.

    A range starts below 0 or stops beyond the size where it reaches into the padding.
    Raises ValueError as `output_size` does, and where there are more than 2^20 windows.

    >>> windows(5, 3, stride=2, padding=1)
    ((-1, 2), (1, 4), (3, 6))
    """
    count = output_size(
        size, kernel, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
    )
    if count > _MOST_WINDOWS:
        raise ValueError(
            f"size and padding must make at most {_MOST_WINDOWS} windows; got {short_repr(count)}"
        )
    before, reach = padding_sides(padding)[0], dilated_size(kernel, dilation)
    return tuple((i * stride - before, i * stride - before + reach) for i in range(count))


def usage(
    size: int, kernel: int, *, stride: int = 1, padding: Sides = (0, 0), dilation: int = 1
) -> tuple[int, ...]:
    """In how many windows each input position takes part, along one axis.

    Raises ValueError as `windows` does, and for a size of more than 2^20 or windows of more than
    2^24 pixels together.

    >>> usage(5, 3), usage(5, 3, padding=1), usage(5, 3, stride=2)
    ((1, 2, 3, 2, 1), (2, 3, 3, 3, 2), (1, 1, 2, 1, 1))
    """
    size = require_int("size", size, 1, _MOST_WINDOWS)
    found = windows(size, kernel, stride=stride, padding=padding, dilation=dilation)
    if len(found) * kernel > 16 * _MOST_WINDOWS:
        raise ValueError(
            f"kernel must be at most {16 * _MOST_WINDOWS // len(found)} (with {len(found)} "
            f"windows); got {kernel}"
        )
    counts = [0] * size
    for start, stop in found:
        for position in range(start, stop, dilation):
            if 0 <= position < size:
                counts[position] += 1
    return tuple(counts)


def usage2d(
    size: tuple[int, int],
    kernel: tuple[int, int],
    *,
    stride: Pair = 1,
    padding: tuple[Sides, Sides] | int = 0,
    dilation: Pair = 1,
) -> NDArray[np.int64]:
    """In how many windows each pixel takes part: H×W, the outer product of the two axes (y, x).

    Raises ValueError as `usage` does.

    >>> usage2d((5, 5), (3, 3))[2].tolist()
    [3, 6, 9, 6, 3]
    """
    sizes, kernels = as_pair("size", size, 1), as_pair("kernel", kernel, 1)
    require_few("size must make", sizes)
    strides, spread = as_pair("stride", stride, 1), as_pair("dilation", dilation, 1)
    around = padding2d(padding, sizes, kernels, strides, spread)
    rows, columns = (
        usage(n, k, stride=s, padding=p, dilation=d)
        for n, k, s, p, d in zip(sizes, kernels, strides, around, spread, strict=True)
    )
    return np.multiply.outer(np.array(rows, np.int64), np.array(columns, np.int64))


def conv2d_parameters(
    kernel_h: int, kernel_w: int, c_in: int, c_out: int, bias: bool = True, groups: int = 1
) -> int:
    """Weights and biases of a convolution: K·K·(C_in / groups)·C_out + C_out.

    Raises ValueError, naming the parameter, for a number below 1, or groups that do not divide the
    channels; so do the other counts.

    >>> conv2d_parameters(3, 3, 64, 128)
    73856
    """
    kernel_h, kernel_w = require_int("kernel_h", kernel_h, 1), require_int("kernel_w", kernel_w, 1)
    c_in, c_out, groups = (
        require_int("c_in", c_in, 1),
        require_int("c_out", c_out, 1),
        require_int("groups", groups, 1),
    )
    if c_in % groups or c_out % groups:
        raise ValueError(
            f"groups must divide {short_repr(c_in)} and {short_repr(c_out)} channels; "
            f"got {short_repr(groups)}"
        )
    return kernel_h * kernel_w * (c_in // groups) * c_out + (
        c_out if require_bool("bias", bias) else 0
    )


def dense_parameters(n_in: int, n_out: int, bias: bool = True) -> int:
    """Weights and biases of a fully connected layer.

    >>> dense_parameters(400, 120)
    48120
    """
    n_in, n_out = require_int("n_in", n_in, 1), require_int("n_out", n_out, 1)
    return n_in * n_out + (n_out if require_bool("bias", bias) else 0)


def conv2d_multiply_adds(
    kernel_h: int, kernel_w: int, c_in: int, c_out: int, out_h: int, out_w: int, groups: int = 1
) -> int:
    """Multiply-adds of a convolution, biases not counted: each output cell costs one filter.

    >>> conv2d_multiply_adds(5, 5, 1, 6, 28, 28)
    117600
    """
    cells = require_int("out_h", out_h, 1) * require_int("out_w", out_w, 1)
    return conv2d_parameters(kernel_h, kernel_w, c_in, c_out, False, groups) * cells


def dense_multiply_adds(n_in: int, n_out: int) -> int:
    """Multiply-adds of a fully connected layer, biases not counted.

    >>> dense_multiply_adds(400, 120)
    48000
    """
    return dense_parameters(n_in, n_out, False)
