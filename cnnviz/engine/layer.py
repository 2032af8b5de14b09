"""What all layers share: names, shapes, and what they see of their input."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import Sides, require_int, require_iterable, short_repr
from cnnviz.engine.arrays import as_real

Array = NDArray[Any]
Shape: TypeAlias = tuple[int, ...]
Axis: TypeAlias = tuple[int, int, Sides, int]
"""Kernel, stride, padding and dilation along one axis, as `receptive_field` takes them."""

STILL: tuple[Axis, Axis] = ((1, 1, 0, 1), (1, 1, 0, 1))
"""The window of a layer that reads each cell alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A named layer.

    Each kind raises ValueError, naming the parameter and its range, for one that it cannot have,
    and its methods do for an input or a shape that they cannot take.
    """

    name: str

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise ValueError(f"name must be a text that is not empty; got {short_repr(self.name)}")

    def output_shape(self, shape: Shape) -> Shape:
        """The output shape for an input of `shape`. Raises ValueError if there is none."""
        return sizes(shape)

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
        return STILL

    def apply(self, x: ArrayLike) -> Array:
        """The layer's output for one input, an array of its own."""
        with np.errstate(all="ignore"):
            return self.compute(as_real("x", x))

    def compute(self, x: Array) -> Array:
        """`apply` of an array of real numbers, where warnings are off; each kind says how."""
        return x.copy()


def sizes(shape: Shape) -> Shape:
    """A shape as a tuple. Raises ValueError if it is none."""
    return tuple(require_int("shape", size, 1) for size in require_iterable("shape", shape))


def maps_shape(name: str, shape: Shape) -> Shape:
    """`shape` as C×H×W. Raises ValueError, naming the layer, if it has not three axes."""
    shape = sizes(shape)
    if len(shape) != 3:
        raise ValueError(f"shape must be C×H×W for {name}; got {short_repr(shape)}")
    return shape


def everything(shape: Shape) -> tuple[Axis, Axis]:
    """A window over the whole of each map, so that one position is left."""
    height, width = shape[1:] if len(shape) == 3 else (1, 1)
    return (height, 1, 0, 1), (width, 1, 0, 1)
