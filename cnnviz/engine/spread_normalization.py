"""Normalisation of a picture by itself: over groups of channels, or over the last axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import require_int, require_number, short_repr
from cnnviz.engine.arrays import as_floats
from cnnviz.engine.layer import Layer, Shape, require_array, sizes
from cnnviz.engine.seen import Seen

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class GroupNorm(Layer):
    """Each group of channels less its mean, by its deviation, then scale and shift by channel.

    With as many groups as channels it is instance normalisation (Wu & He, 2018).
    """

    channels: int
    groups: int
    epsilon: float = 1e-5
    scale: Array | None = field(default=None, repr=False)
    shift: Array | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        channels = require_int("channels", self.channels, 1)
        if channels % require_int("groups", self.groups, 1):
            raise ValueError(
                f"groups must divide the {short_repr(channels)} channels of {self.name}; "
                f"got {short_repr(self.groups)}"
            )
        require_number("epsilon", self.epsilon, 0)

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if len(shape) < 2 or shape[0] != self.channels:
            raise ValueError(
                f"shape must have the {self.channels} channels of {self.name}, and more axes; "
                f"got {short_repr(shape)}"
            )
        return shape

    def array_shapes(self) -> dict[str, Shape]:
        return dict.fromkeys(("scale", "shift"), (self.channels,))

    def multiply_adds(self, shape: Shape) -> int:
        return prod(self.output_shape(shape))

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        return _everywhere(inputs[0])

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        scale, shift = require_array(self.name, self.scale), require_array(self.name, self.shift)
        along = (-1, *(1,) * (x.ndim - 1))
        out = _normal(as_floats(x).reshape(self.groups, -1), 1, self.epsilon).reshape(x.shape)
        return np.asarray(out * scale.reshape(along) + shift.reshape(along))


@dataclass(frozen=True, slots=True, eq=False)
class LayerNorm(Layer):
    """The last axes, of `normal_shape`, less their mean, by their deviation, then scale and shift.

    Both of these have that shape, or one that fits on it (Ba, Kiros & Hinton, 2016).
    """

    normal_shape: Shape
    epsilon: float = 1e-5
    scale: Array | None = field(default=None, repr=False)
    shift: Array | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        shape = sizes(self.normal_shape, "normal_shape")
        if not shape:
            raise ValueError(f"normal_shape must have an axis; got {short_repr(shape)}")
        object.__setattr__(self, "normal_shape", shape)
        require_number("epsilon", self.epsilon, 0)

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if shape[-len(self.normal_shape) :] != self.normal_shape:
            raise ValueError(
                f"shape must end with the {self.normal_shape} of {self.name}; "
                f"got {short_repr(shape)}"
            )
        return shape

    def array_shapes(self) -> dict[str, Shape]:
        return dict.fromkeys(("scale", "shift"), self.normal_shape)

    def multiply_adds(self, shape: Shape) -> int:
        return prod(self.output_shape(shape))

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        if len(shape) < 3:
            return inputs[0].whole() if len(shape) == 1 else inputs[0]
        if len(self.normal_shape) < 2:
            return Seen(None, inputs[0].size)
        return _everywhere(inputs[0])

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        scale, shift = require_array(self.name, self.scale), require_array(self.name, self.shift)
        axes = tuple(range(x.ndim - len(self.normal_shape), x.ndim))
        return np.asarray(_normal(as_floats(x), axes, self.epsilon) * scale + shift)


def _normal(x: Array, axes: int | tuple[int, ...], epsilon: float) -> Array:
    apart = x - x.mean(axis=axes, keepdims=True)
    variance = np.square(apart).mean(axis=axes, keepdims=True)
    return np.asarray(apart / np.sqrt(variance + x.dtype.type(epsilon)))


def _everywhere(before: Seen) -> Seen:
    """What each place sees where all depends on all of the map."""
    y, x = ((2 * n - 1, 1, n - 1, 1) for n in before.size)
    return before.through((y, x), before.size)
