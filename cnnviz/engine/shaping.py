"""Layers that only move values: another shape, another order of axes, a part, a border."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import (
    MOST_PADDING,
    as_pair,
    require_int,
    require_iterable,
    require_number,
    require_word,
    short_repr,
)
from cnnviz.engine.arrays import require_few
from cnnviz.engine.layer import Layer, Shape, as_order, require_axis, sizes
from cnnviz.engine.seen import Seen, join_fields

Array = NDArray[Any]
Mode = Literal["constant", "edge", "reflect"]
MODES = ("constant", "edge", "reflect")


@dataclass(frozen=True, slots=True, eq=False)
class Reshape(Layer):
    """The same values in another shape, read and written in C order."""

    shape: Shape

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        object.__setattr__(self, "shape", sizes(self.shape))

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if prod(shape) != prod(self.shape):
            raise ValueError(
                f"shape must be of {prod(self.shape)} values for {self.name}; got {shape}"
            )
        return self.shape

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        (before,) = inputs
        # A vector that was only flattened keeps the view of its maps.
        size = tuple(shape[-2:]) if len(shape) >= 3 else before.size
        if size == tuple(before.size):
            return Seen(before.fields, size)
        # What saw all of the input sees all of it in each place.
        return join_fields(inputs, size) if before.size == (1, 1) else Seen(None, size)

    def compute(self, x: Array) -> Array:
        return x.reshape(self.output_shape(x.shape)).copy()


@dataclass(frozen=True, slots=True, eq=False)
class Transpose(Layer):
    """The same values with the axes in another order: axis k was axis `axes[k]`."""

    axes: tuple[int, ...]

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        object.__setattr__(self, "axes", as_order("axes", self.axes))

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if len(shape) != len(self.axes):
            raise ValueError(f"shape must have {len(self.axes)} axes for {self.name}; got {shape}")
        return tuple(shape[axis] for axis in self.axes)

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        (before,) = inputs
        rank = len(shape)
        if rank < 3 or self.axes[-2:] == (rank - 2, rank - 1):
            return before
        size = (shape[-2], shape[-1])
        if self.axes[-2:] == (rank - 1, rank - 2) and before.fields:
            return Seen((before.fields[1], before.fields[0]), size)
        return Seen(None, size)

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        return x.transpose(self.axes).copy()


@dataclass(frozen=True, slots=True, eq=False)
class Slice(Layer):
    """A part along one axis: from `start` to before `stop`, each `step`-th."""

    axis: int
    start: int
    stop: int
    step: int = 1

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        require_int("axis", self.axis, 0, 7)
        require_int("start", self.start, 0)
        require_int("stop", self.stop, 1)
        require_int("start", self.start, 0, self.stop - 1)
        require_int("step", self.step, 1)

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        require_axis(self.name, self.axis, shape)
        if self.stop > shape[self.axis]:
            raise ValueError(
                f"shape must be at least {self.stop} along axis {self.axis} for {self.name}; "
                f"got {short_repr(shape)}"
            )
        count = len(range(self.start, self.stop, self.step))
        return (*shape[: self.axis], count, *shape[self.axis + 1 :])

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        (before,) = inputs
        along = self.axis - (len(shape) - 2)
        if len(shape) < 3 or along < 0 or before.fields is None:
            return before._replace(size=tuple(shape[-2:])) if len(shape) >= 3 else before
        fields = list(before.fields)
        field = fields[along]
        fields[along] = type(field)(
            field.size, field.jump * self.step, field.start + self.start * field.jump
        )
        return Seen((fields[0], fields[1]), tuple(shape[-2:]))

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        part = (slice(None),) * self.axis + (slice(self.start, self.stop, self.step),)
        return x[part].copy()


@dataclass(frozen=True, slots=True, eq=False)
class Pad(Layer):
    """A border: for each axis (before, after) cells of a value, of the edge, or mirrored at it."""

    around: tuple[tuple[int, int], ...]
    mode: Mode = "constant"
    value: float = 0.0

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        pairs = require_iterable("around", self.around)
        around = tuple(
            as_pair("around", each, 0, MOST_PADDING, "(before, after)") for each in pairs
        )
        object.__setattr__(self, "around", around)
        require_word("mode", self.mode, MODES)
        require_number("value", self.value)

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if len(shape) != len(self.around):
            raise ValueError(
                f"shape must have {len(self.around)} axes for {self.name}; got {short_repr(shape)}"
            )
        for size, sides in zip(shape, self.around, strict=True):
            if self.mode == "reflect" and max(sides) >= size:
                raise ValueError(
                    f"around must be less than the map, at most {size - 1}, for {self.name}; "
                    f"got {max(sides)}"
                )
        result = tuple(
            size + before + after for size, (before, after) in zip(shape, self.around, strict=True)
        )
        require_few("shape and around must make", result)
        return result

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        (before,) = inputs
        if len(shape) < 3:
            return before
        y, x = self.around[-2:]
        size = (shape[-2], shape[-1])
        if self.mode != "constant" and any((*y, *x)):
            return Seen(None, size)  # a mirrored cell sees another place
        return before.through(((1, 1, y, 1), (1, 1, x, 1)), size)

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        if self.mode == "constant":
            return np.pad(x, self.around, constant_values=x.dtype.type(self.value))
        return np.pad(x, self.around, mode=self.mode)
