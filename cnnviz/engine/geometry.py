"""Owns the integers of a layer: output sizes, windows, usage, parameter and multiply-add counts.

Everything here is one axis at a time and exact; the formulas are those of Dumoulin & Visin,
"A guide to convolution arithmetic for deep learning" (2016).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.receptive import ReceptiveField, receptive_field
from cnnviz.engine.spatial import Sides, same_padding, sides, span, whole

__all__ = [
    "ReceptiveField",
    "conv2d_multiply_adds",
    "conv2d_parameters",
    "dense_multiply_adds",
    "dense_parameters",
    "output_size",
    "receptive_field",
    "same_padding",
    "usage",
    "usage2d",
    "windows",
]


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

    With `ceil_mode` the division rounds up, but no window starts beyond the input and its padding
    before (PyTorch's rule), so that none lies wholly outside.
    Raises ValueError, naming the parameter and its range, where no window fits.

    >>> output_size(32, 3), output_size(32, 3, padding=1), output_size(32, 3, stride=2, padding=1)
    (30, 32, 16)
    >>> output_size(5, 7)
    Traceback (most recent call last):
    ValueError: kernel must be at most 5 (the padded input); got 7
    """
    size = whole("size", size, 1)
    kernel = whole("kernel", kernel, 1)
    stride = whole("stride", stride, 1)
    dilation = whole("dilation", dilation, 1)
    before, after = sides(padding)
    padded = size + before + after
    room = padded - span(kernel, dilation)
    if room < 0:
        most = (padded - 1) // dilation + 1
        why = "the padded input" if dilation == 1 else f"dilation {dilation}, padded input {padded}"
        raise ValueError(f"kernel must be at most {most} ({why}); got {kernel}")
    if not ceil_mode:
        return room // stride + 1
    count = -(-room // stride) + 1
    return count - 1 if (count - 1) * stride >= size + before else count


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
    Raises ValueError as `output_size` does.

    >>> windows(5, 3, stride=2, padding=1)
    ((-1, 2), (1, 4), (3, 6))
    """
    count = output_size(
        size, kernel, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
    )
    before, reach = sides(padding)[0], span(kernel, dilation)
    return tuple((i * stride - before, i * stride - before + reach) for i in range(count))


def usage(
    size: int, kernel: int, *, stride: int = 1, padding: Sides = (0, 0), dilation: int = 1
) -> tuple[int, ...]:
    """In how many windows each input position takes part, along one axis.

    Raises ValueError as `output_size` does.

    >>> usage(5, 3), usage(5, 3, padding=1), usage(5, 3, stride=2)
    ((1, 2, 3, 2, 1), (2, 3, 3, 3, 2), (1, 1, 2, 1, 1))
    """
    counts = [0] * size
    for start, stop in windows(size, kernel, stride=stride, padding=padding, dilation=dilation):
        for position in range(start, stop, dilation):
            if 0 <= position < size:
                counts[position] += 1
    return tuple(counts)


def usage2d(
    size: tuple[int, int],
    kernel: tuple[int, int],
    *,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[Sides, Sides] = (0, 0),
    dilation: tuple[int, int] = (1, 1),
) -> NDArray[np.int64]:
    """In how many windows each pixel takes part: H×W, the outer product of the two axes (y, x).

    Raises ValueError as `output_size` does.

    >>> usage2d((5, 5), (3, 3))[2].tolist()
    [3, 6, 9, 6, 3]
    """
    rows, columns = (
        usage(size[a], kernel[a], stride=stride[a], padding=padding[a], dilation=dilation[a])
        for a in (0, 1)
    )
    return np.multiply.outer(np.array(rows, np.int64), np.array(columns, np.int64))


def conv2d_parameters(
    kernel_h: int, kernel_w: int, c_in: int, c_out: int, bias: bool = True, groups: int = 1
) -> int:
    """Weights and biases of a convolution: K·K·(C_in / groups)·C_out + C_out.

    >>> conv2d_parameters(3, 3, 64, 128)
    73856
    """
    return kernel_h * kernel_w * (c_in // groups) * c_out + (c_out if bias else 0)


def dense_parameters(n_in: int, n_out: int, bias: bool = True) -> int:
    """Weights and biases of a fully connected layer.

    >>> dense_parameters(400, 120)
    48120
    """
    return n_in * n_out + (n_out if bias else 0)


def conv2d_multiply_adds(
    kernel_h: int, kernel_w: int, c_in: int, c_out: int, out_h: int, out_w: int, groups: int = 1
) -> int:
    """Multiply-adds of a convolution, biases not counted: each output cell costs one filter.

    >>> conv2d_multiply_adds(5, 5, 1, 6, 28, 28)
    117600
    """
    return conv2d_parameters(kernel_h, kernel_w, c_in, c_out, False, groups) * out_h * out_w


def dense_multiply_adds(n_in: int, n_out: int) -> int:
    """Multiply-adds of a fully connected layer, biases not counted.

    >>> dense_multiply_adds(400, 120)
    48000
    """
    return n_in * n_out
