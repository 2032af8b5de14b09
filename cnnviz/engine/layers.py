"""The kinds of layers: what each computes, its output shape, its parameters, what it sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import Any, Literal

from numpy.typing import NDArray

from cnnviz.engine.activation_layers import ACTIVATIONS, Activation
from cnnviz.engine.arguments import (
    Around,
    as_pair,
    padding2d,
    padding_form,
    require_bool,
)
from cnnviz.engine.arrays import as_maps
from cnnviz.engine.conv import convolved
from cnnviz.engine.dense import weighted_sum
from cnnviz.engine.geometry import (
    conv2d_multiply_adds,
    conv2d_parameters,
    dense_multiply_adds,
    dense_parameters,
    output_size,
    pooled_size,
)
from cnnviz.engine.layer import (
    Layer,
    Shape,
    as_order,
    everything,
    maps_shape,
    require_array,
    require_channels,
    sizes,
    weight_and_bias,
)
from cnnviz.engine.pool import Window, global_avg_pool2d, largest, mean

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "AvgPool2d",
    "Axis",
    "Conv2d",
    "Dense",
    "Flatten",
    "GlobalAvgPool2d",
    "Layer",
    "MaxPool2d",
    "Pool2d",
    "Shape",
]
from cnnviz.engine.seen import Axis

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Conv2d(Layer):
    """A convolution; its arrays are absent in a network that is only an outline."""

    c_in: int
    c_out: int
    kernel: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    padding: Around | Literal["valid", "same"] = ((0, 0), (0, 0))
    dilation: tuple[int, int] = (1, 1)
    groups: int = 1
    has_bias: bool = True
    weight: Array | None = field(default=None, repr=False)
    bias: Array | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        _window(self, "kernel")
        # Refuses channels and groups that do not fit on each other.
        self.parameters()

    def output_shape(self, shape: Shape) -> Shape:
        shape = require_channels(self.name, maps_shape(self.name, shape), self.c_in)
        height, width = (
            output_size(n, k, stride=s, padding=p, dilation=d)
            for n, (k, s, p, d) in zip(shape[1:], self.window(shape), strict=True)
        )
        return self.c_out, height, width

    def array_shapes(self) -> dict[str, Shape]:
        weight = (self.c_out, self.c_in // self.groups, *self.kernel)
        return weight_and_bias(weight, self.c_out, self.has_bias)

    def parameters(self) -> int:
        return conv2d_parameters(*self.kernel, self.c_in, self.c_out, self.has_bias, self.groups)

    def multiply_adds(self, shape: Shape) -> int:
        _, height, width = self.output_shape(shape)
        return conv2d_multiply_adds(*self.kernel, self.c_in, self.c_out, height, width, self.groups)

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        return _axes(self, self.kernel, maps_shape(self.name, shape))

    def compute(self, x: Array) -> Array:
        return convolved(
            x,
            require_array(self.name, self.weight),
            self.bias,
            self.stride,
            self.padding,
            self.dilation,
            self.groups,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Pool2d(Layer):
    """What both kinds of pooling share: a window, and no parameters."""

    size: tuple[int, int]
    stride: tuple[int, int]
    padding: Around | Literal["valid", "same"] = ((0, 0), (0, 0))
    ceil_mode: bool = False
    dilation: tuple[int, int] = (1, 1)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        _window(self, "size")
        object.__setattr__(self, "ceil_mode", require_bool("ceil_mode", self.ceil_mode))

    def output_shape(self, shape: Shape) -> Shape:
        shape = maps_shape(self.name, shape)
        height, width = (
            pooled_size(n, k, stride=s, padding=p, dilation=d, ceil_mode=self.ceil_mode)
            for n, (k, s, p, d) in zip(shape[1:], self.window(shape), strict=True)
        )
        return shape[0], height, width

    @property
    def sliding(self) -> Window:
        """How its window goes over an input."""
        return self.size, self.stride, self.padding, self.dilation, self.ceil_mode

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        return _axes(self, self.size, maps_shape(self.name, shape))


class MaxPool2d(Pool2d):
    """The largest value of each window."""

    __slots__ = ()

    def compute(self, x: Array) -> Array:
        return largest(as_maps("x", x), self.sliding)


@dataclass(frozen=True, slots=True, eq=False)
class AvgPool2d(Pool2d):
    """The mean of each window, padding counted as zeros or not at all."""

    count_include_pad: bool = True

    def __post_init__(self) -> None:
        Pool2d.__post_init__(self)
        require_bool("count_include_pad", self.count_include_pad)

    def compute(self, x: Array) -> Array:
        return mean(as_maps("x", x), self.sliding, self.count_include_pad)


@dataclass(frozen=True, slots=True, eq=False)
class GlobalAvgPool2d(Layer):
    """The mean of each map: C×H×W → C, or C×1×1 where it keeps its axes."""

    keeps_axes: bool = False

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        keeps = require_bool("keeps_axes", self.keeps_axes)
        object.__setattr__(self, "keeps_axes", keeps)

    def output_shape(self, shape: Shape) -> Shape:
        channels = maps_shape(self.name, shape)[:1]
        return (*channels, 1, 1) if self.keeps_axes else channels

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        return everything(sizes(shape))

    def compute(self, x: Array) -> Array:
        means = global_avg_pool2d(x)
        return means[:, None, None] if self.keeps_axes else means


@dataclass(frozen=True, slots=True, eq=False)
class Flatten(Layer):
    """C×H×W unrolled into a vector, or its `axes` in another order: (1, 2, 0) reads rows first."""

    axes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        object.__setattr__(self, "axes", as_order("axes", self.axes))

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if self.axes and len(self.axes) != len(shape):
            raise ValueError(f"shape must have {len(self.axes)} axes for {self.name}; got {shape}")
        return (prod(shape),)

    def compute(self, x: Array) -> Array:
        return (x.transpose(self.axes) if self.axes else x).flatten()


@dataclass(frozen=True, slots=True, eq=False)
class Dense(Layer):
    """A fully connected layer; its arrays are absent in a network that is only an outline."""

    n_in: int
    n_out: int
    has_bias: bool = True
    weight: Array | None = field(default=None, repr=False)
    bias: Array | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        self.parameters()

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if shape != (self.n_in,):
            raise ValueError(f"shape must be the {self.n_in} values of {self.name}; got {shape}")
        return (self.n_out,)

    def array_shapes(self) -> dict[str, Shape]:
        weight = (self.n_out, self.n_in)
        return weight_and_bias(weight, self.n_out, self.has_bias)

    def parameters(self) -> int:
        return dense_parameters(self.n_in, self.n_out, self.has_bias)

    def multiply_adds(self, shape: Shape) -> int:
        return dense_multiply_adds(self.n_in, self.n_out)

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        return everything(sizes(shape))

    def compute(self, x: Array) -> Array:
        return weighted_sum(x, require_array(self.name, self.weight), self.bias)


def _window(layer: Conv2d | Pool2d, kernel: str) -> None:
    """Check what slides a window, and keep it in its one form."""
    put = object.__setattr__
    for name in (kernel, "stride", "dilation"):
        put(layer, name, as_pair(name, getattr(layer, name), 1))
    put(layer, "padding", padding_form(layer.padding))


def _axes(layer: Conv2d | Pool2d, kernel: tuple[int, int], shape: Shape) -> tuple[Axis, Axis]:
    size = shape[1], shape[2]
    around = padding2d(layer.padding, size, kernel, layer.stride, layer.dilation)
    y, x = zip(kernel, layer.stride, around, layer.dilation, strict=True)
    return y, x
