"""Transposed convolution: each cell of the input lays the kernel, times its value, on the output.

It is the adjoint of the convolution of the same parameters (Dumoulin & Visin, 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import (
    Around,
    as_pair,
    dilated_size,
    padding_form,
    require_bool,
    require_int,
    short_repr,
)
from cnnviz.engine.arrays import as_floats, require_few
from cnnviz.engine.layer import (
    Layer,
    Shape,
    maps_shape,
    require_array,
    require_channels,
    weight_and_bias,
)
from cnnviz.engine.seen import Seen

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class ConvTranspose2d(Layer):
    """A transposed convolution: C×H×W → O×H'×W', H' = (H − 1)·S + D·(K − 1) + 1 − P + extra.

    padding is what is cut off on each side, P of an axis both together; `extra` rows and columns
    come after. The weight is C×(O / groups)×kh×kw. Whole numbers give float64.

    >>> up = ConvTranspose2d("up", 1, 1, 2, stride=2, has_bias=False, weight=np.ones((1, 1, 2, 2)))
    >>> up.apply([[[1, 2]]]).tolist()
    [[[1.0, 1.0, 2.0, 2.0], [1.0, 1.0, 2.0, 2.0]]]
    """

    c_in: int
    c_out: int
    kernel: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    padding: Around = ((0, 0), (0, 0))
    dilation: tuple[int, int] = (1, 1)
    extra: tuple[int, int] = (0, 0)
    groups: int = 1
    has_bias: bool = True
    weight: Array | None = field(default=None, repr=False)
    bias: Array | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        put = object.__setattr__
        for name in ("kernel", "stride", "dilation"):
            put(self, name, as_pair(name, getattr(self, name), 1))
        put(self, "extra", as_pair("extra", self.extra, 0))
        for axis, (more, step, apart) in enumerate(
            zip(self.extra, self.stride, self.dilation, strict=True)
        ):
            require_int("extra", self.extra[axis], 0, max(step, apart) - 1 if more else 0)
        padding = padding_form(self.padding)
        if isinstance(padding, str):
            raise ValueError(f"padding must be numbers of {self.name}; got {short_repr(padding)}")
        put(self, "padding", padding)
        require_bool("has_bias", self.has_bias)
        groups = require_int("groups", self.groups, 1)
        for name in ("c_in", "c_out"):
            if require_int(name, getattr(self, name), 1) % groups:
                raise ValueError(
                    f"groups must divide the {self.c_in} and {self.c_out} channels of {self.name}; "
                    f"got {short_repr(groups)}"
                )

    def output_shape(self, shape: Shape) -> Shape:
        shape = require_channels(self.name, maps_shape(self.name, shape), self.c_in)
        full = self._full(shape)
        sizes = [n - sum(cut) for n, cut in zip(full, self.padding, strict=True)]
        if min(sizes) < 1:
            raise ValueError(
                f"padding must leave a cell of the {full[0]}×{full[1]} of {self.name}; "
                f"got {short_repr(self.padding)}"
            )
        require_few("shape and kernel must make", (self.c_out, *full))
        require_few("shape and kernel must make", (self.c_out, *self.kernel, *shape[1:]))
        return self.c_out, sizes[0], sizes[1]

    def _full(self, shape: Shape) -> tuple[int, int]:
        """Height and width before anything is cut off."""
        y, x = (
            (n - 1) * s + dilated_size(k, d) + more
            for n, s, k, d, more in zip(
                shape[1:], self.stride, self.kernel, self.dilation, self.extra, strict=True
            )
        )
        return y, x

    def array_shapes(self) -> dict[str, Shape]:
        weight = (self.c_in, self.c_out // self.groups, *self.kernel)
        return weight_and_bias(weight, self.c_out, self.has_bias)

    def multiply_adds(self, shape: Shape) -> int:
        self.output_shape(shape)
        return prod(shape) * self.c_out // self.groups * prod(self.kernel)

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        reach = [dilated_size(k, d) for k, d in zip(self.kernel, self.dilation, strict=True)]
        (top, _), (left, _) = self.padding
        return inputs[0].finer((reach[0], reach[1]), self.stride, (top, left), shape[1:])

    def compute(self, x: Array) -> Array:
        _, height, width = self.output_shape(x.shape)
        weight, x = require_array(self.name, self.weight), as_floats(x)
        dtype = np.result_type(x, weight)
        (kh, kw), groups = self.kernel, self.groups
        columns = weight.reshape(groups, self.c_in // groups, -1).transpose(0, 2, 1) @ x.reshape(
            groups, self.c_in // groups, -1
        )
        laid = columns.reshape(self.c_out, kh, kw, *x.shape[1:])
        full = np.zeros((self.c_out, *self._full(x.shape)), dtype)
        (h, w), (sy, sx), (dy, dx) = x.shape[1:], self.stride, self.dilation
        for ky in range(kh):
            rows = slice(ky * dy, ky * dy + (h - 1) * sy + 1, sy)
            for kx in range(kw):
                places = slice(kx * dx, kx * dx + (w - 1) * sx + 1, sx)
                full[:, rows, places] += laid[:, ky, kx]
        (top, _), (left, _) = self.padding
        out = full[:, top : top + height, left : left + width]
        if self.bias is not None:
            return np.asarray(out + self.bias[:, None, None])
        return out.copy()
