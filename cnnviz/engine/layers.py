"""Owns the layers: what each computes, the shape it gives, what it has to learn, what it sees."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, TypeAlias

from numpy.typing import NDArray

from cnnviz.engine import activations
from cnnviz.engine.conv import conv2d
from cnnviz.engine.dense import dense, flatten
from cnnviz.engine.geometry import (
    conv2d_multiply_adds,
    conv2d_parameters,
    dense_multiply_adds,
    dense_parameters,
    output_size,
)
from cnnviz.engine.pool import avg_pool2d, global_avg_pool2d, max_pool2d
from cnnviz.engine.spatial import Padding, Sides, padding2d

Array = NDArray[Any]
Shape: TypeAlias = tuple[int, ...]
Axis: TypeAlias = tuple[int, int, Sides, int]
"""Kernel, stride, padding and dilation along one axis, as `receptive_field` takes them."""

ACTIVATIONS = {
    "relu": activations.relu,
    "tanh": activations.tanh,
    "sigmoid": activations.sigmoid,
    "softmax": activations.softmax,
}

_STILL: tuple[Axis, Axis] = ((1, 1, 0, 1), (1, 1, 0, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A named layer; the stage is its station in the pipeline: input … classify."""

    name: str
    stage: str

    def output_shape(self, shape: Shape) -> Shape:
        """The shape that this layer makes of `shape`; ValueError where it cannot."""
        return shape

    def array_shapes(self) -> dict[str, Shape]:
        """What the layer learns: the shape of each array, by name."""
        return {}

    def parameters(self) -> int:
        """How many numbers the layer learns."""
        return sum(prod(shape) for shape in self.array_shapes().values())

    def multiply_adds(self, shape: Shape) -> int:
        """How many multiply-adds an input of `shape` costs; what learns nothing counts as none."""
        return 0

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        """Kernel, stride, padding and dilation on an input of `shape`, along (y, x)."""
        return _STILL

    def apply(self, x: Array) -> Array:
        """The layer's output for one input."""
        return x


@dataclass(frozen=True, slots=True, eq=False)
class Conv2d(Layer):
    """A convolution; its arrays are absent in a network that is only an outline."""

    c_in: int
    c_out: int
    kernel: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    padding: Padding = 0
    dilation: tuple[int, int] = (1, 1)
    groups: int = 1
    has_bias: bool = True
    weight: Array | None = None
    bias: Array | None = None

    def output_shape(self, shape: Shape) -> Shape:
        if _maps(self.name, shape)[0] != self.c_in:
            raise ValueError(f"{self.name} needs {self.c_in} channels; got shape {shape}")
        if self.c_in % self.groups or self.c_out % self.groups:
            raise ValueError(
                f"groups must divide {self.c_in} and {self.c_out} channels; got {self.groups}"
            )
        return (self.c_out, *_slide(self.window(shape), shape))

    def array_shapes(self) -> dict[str, Shape]:
        weight = (self.c_out, self.c_in // self.groups, *self.kernel)
        return {"weight": weight, "bias": (self.c_out,)} if self.has_bias else {"weight": weight}

    def parameters(self) -> int:
        return conv2d_parameters(*self.kernel, self.c_in, self.c_out, self.has_bias, self.groups)

    def multiply_adds(self, shape: Shape) -> int:
        _, height, width = self.output_shape(shape)
        return conv2d_multiply_adds(*self.kernel, self.c_in, self.c_out, height, width, self.groups)

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        size = shape[1], shape[2]
        sides = padding2d(self.padding, size, self.kernel, self.stride, self.dilation)
        y, x = zip(self.kernel, self.stride, sides, self.dilation, strict=True)
        return y, x

    def apply(self, x: Array) -> Array:
        return conv2d(
            x,
            _learned(self.name, self.weight),
            self.bias,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            groups=self.groups,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Pool2d(Layer):
    """What both kinds of pooling share: a window, and nothing to learn."""

    size: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int] = (0, 0)
    ceil_mode: bool = False

    def output_shape(self, shape: Shape) -> Shape:
        return (shape[0], *_slide(self.window(_maps(self.name, shape)), shape, self.ceil_mode))

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        (k_y, k_x), (s_y, s_x), (p_y, p_x) = self.size, self.stride, self.padding
        return (k_y, s_y, p_y, 1), (k_x, s_x, p_x, 1)


class MaxPool2d(Pool2d):
    """The strongest of each window."""

    __slots__ = ()

    def apply(self, x: Array) -> Array:
        return max_pool2d(
            x, self.size, stride=self.stride, padding=self.padding, ceil_mode=self.ceil_mode
        )


class AvgPool2d(Pool2d):
    """The mean of each window, padding counted as zeros."""

    __slots__ = ()

    def apply(self, x: Array) -> Array:
        return avg_pool2d(
            x, self.size, stride=self.stride, padding=self.padding, ceil_mode=self.ceil_mode
        )


class GlobalAvgPool2d(Layer):
    """The mean of each map: C×H×W → C."""

    __slots__ = ()

    def output_shape(self, shape: Shape) -> Shape:
        return _maps(self.name, shape)[:1]

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        return _everything(shape)

    def apply(self, x: Array) -> Array:
        return global_avg_pool2d(x)


@dataclass(frozen=True, slots=True, eq=False)
class Activation(Layer):
    """A function of each value alone (softmax: of each vector); kind is a name in ACTIVATIONS."""

    kind: str

    def apply(self, x: Array) -> Array:
        return ACTIVATIONS[self.kind](x)


class Flatten(Layer):
    """C×H×W unrolled into a vector."""

    __slots__ = ()

    def output_shape(self, shape: Shape) -> Shape:
        return (prod(shape),)

    def apply(self, x: Array) -> Array:
        return flatten(x)


@dataclass(frozen=True, slots=True, eq=False)
class Dense(Layer):
    """A fully connected layer; its arrays are absent in a network that is only an outline."""

    n_in: int
    n_out: int
    has_bias: bool = True
    weight: Array | None = None
    bias: Array | None = None

    def output_shape(self, shape: Shape) -> Shape:
        if shape != (self.n_in,):
            raise ValueError(f"{self.name} needs a vector of {self.n_in}; got shape {shape}")
        return (self.n_out,)

    def array_shapes(self) -> dict[str, Shape]:
        weight = (self.n_out, self.n_in)
        return {"weight": weight, "bias": (self.n_out,)} if self.has_bias else {"weight": weight}

    def parameters(self) -> int:
        return dense_parameters(self.n_in, self.n_out, self.has_bias)

    def multiply_adds(self, shape: Shape) -> int:
        return dense_multiply_adds(self.n_in, self.n_out)

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        return _everything(shape)

    def apply(self, x: Array) -> Array:
        return dense(x, _learned(self.name, self.weight), self.bias)


def _maps(name: str, shape: Shape) -> Shape:
    if len(shape) != 3:
        raise ValueError(f"{name} needs C×H×W; got shape {shape}")
    return shape


def _slide(window: tuple[Axis, Axis], shape: Shape, ceil_mode: bool = False) -> tuple[int, int]:
    height, width = (
        output_size(n, k, stride=s, padding=p, dilation=d, ceil_mode=ceil_mode)
        for n, (k, s, p, d) in zip(shape[1:], window, strict=True)
    )
    return height, width


def _everything(shape: Shape) -> tuple[Axis, Axis]:
    """A window over the whole of each map; behind it there is one position only."""
    height, width = shape[1:] if len(shape) == 3 else (1, 1)
    return (height, 1, 0, 1), (width, 1, 0, 1)


def _learned(name: str, weight: Array | None) -> Array:
    if weight is None:
        raise ValueError(f"{name} has no weights: this network is only an outline")
    return weight
