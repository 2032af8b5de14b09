"""What all layers share: names, inputs, shapes, and what they see of their input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import require_int, require_iterable, short_repr
from cnnviz.engine.arrays import as_real
from cnnviz.engine.seen import Axis, Seen

Array = NDArray[Any]
Shape: TypeAlias = tuple[int, ...]
STILL: tuple[Axis, Axis] = ((1, 1, 0, 1), (1, 1, 0, 1))
"""The window of a layer that reads each cell alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A named layer, and the names of what it reads: without any, the layer before it.

    Each kind raises ValueError, naming the parameter and its range, for one that it cannot have,
    and its methods do for an input or a shape that they cannot take.
    """

    MOST_INPUTS: ClassVar[int] = 1
    """How many activations it reads at most."""

    name: str
    inputs: tuple[str, ...] = field(default=(), kw_only=True, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise ValueError(f"name must be a text that is not empty; got {short_repr(self.name)}")
        inputs = tuple(require_iterable("inputs", self.inputs))
        if not all(isinstance(each, str) for each in inputs) or len(inputs) > self.MOST_INPUTS:
            raise ValueError(
                f"inputs must be the names of at most {self.MOST_INPUTS} layers; "
                f"got {short_repr(self.inputs)}"
            )
        object.__setattr__(self, "inputs", inputs)

    def output_shape(self, shape: Shape) -> Shape:
        """The output shape for an input of `shape`. Raises ValueError if there is none."""
        return sizes(shape)

    def joined_shape(self, shapes: Sequence[Shape]) -> Shape:
        """`output_shape` for all that it reads."""
        (shape,) = few(self, "shapes", shapes)
        return self.output_shape(shape)

    def array_shapes(self) -> dict[str, Shape]:
        """What the layer learns: the shape of each array, by name."""
        return {}

    def parameters(self) -> int:
        """How many numbers the layer learns."""
        return sum(prod(shape) for shape in self.array_shapes().values())

    def multiply_adds(self, shape: Shape) -> int:
        """How many multiply-adds an input of `shape` costs; what learns nothing counts as none."""
        return 0

    def joined_multiply_adds(self, shapes: Sequence[Shape]) -> int:
        """`multiply_adds` for all that it reads."""
        return self.multiply_adds(few(self, "shapes", shapes)[0])

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        """Kernel, stride, padding and dilation on an input of `shape`, along (y, x)."""
        return STILL

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        """What its outputs, of `shape`, see of the network's input, by what each input sees."""
        (before,) = inputs
        window = self.window((1, *before.size))
        return before.through(window, shape[1:] if len(shape) == 3 else None)

    def apply(self, x: ArrayLike, *more: ArrayLike) -> Array:
        """The layer's output for one input, or for all that it reads, an array of its own."""
        given = few(self, "x and more", (x, *more))
        with np.errstate(all="ignore"):
            return self.combine([as_real("x", each) for each in given])

    def combine(self, inputs: Sequence[Array]) -> Array:
        """`compute` of all that it reads."""
        return self.compute(inputs[0])

    def compute(self, x: Array) -> Array:
        """`apply` of an array of real numbers, where warnings are off; each kind says how."""
        return x.copy()


def few(layer: Layer, name: str, given: Sequence[Any]) -> Sequence[Any]:
    """`given` if there are as many as the layer reads. Otherwise raises ValueError, naming it."""
    count, most = len(given), layer.MOST_INPUTS
    if not 1 <= count <= most or (layer.inputs and count != len(layer.inputs)):
        many = len(layer.inputs) or most
        raise ValueError(f"{name} must be {many} for {layer.name}; got {count}")
    return given


def sizes(shape: Shape, name: str = "shape") -> Shape:
    """A shape as a tuple. Raises ValueError, naming it, if it is none."""
    return tuple(require_int(name, size, 1) for size in require_iterable(name, shape))


def require_axis(name: str, axis: int, shape: Shape) -> None:
    """Raise ValueError, naming the layer, where a shape has no such axis."""
    if axis >= len(shape):
        raise ValueError(
            f"shape must have at least {axis + 1} axes for {name}; got {short_repr(shape)}"
        )


def broadcast(name: str, shapes: Sequence[Shape]) -> Shape:
    """The shape of arrays that are stretched onto each other, as numpy does along axes of 1.

    Raises ValueError, naming the layer, where they do not fit.

    >>> broadcast("add", [(3, 4, 5), (3, 1, 1), (5,)])
    (3, 4, 5)
    """
    rank = max(map(len, shapes))
    found = []
    for along in zip(*((*(1,) * (rank - len(shape)), *shape) for shape in shapes), strict=True):
        wide = {size for size in along if size != 1}
        if len(wide) > 1:
            raise ValueError(
                f"shapes must fit on each other for {name}; got "
                f"{' and '.join('×'.join(map(str, shape)) for shape in shapes)}"
            )
        found.append(max(wide, default=1))
    return tuple(found)


def maps_shape(name: str, shape: Shape) -> Shape:
    """`shape` as C×H×W. Raises ValueError, naming the layer, if it has not three axes."""
    shape = sizes(shape)
    if len(shape) != 3:
        raise ValueError(f"shape must be C×H×W for {name}; got {short_repr(shape)}")
    return shape


def require_channels(name: str, shape: Shape, channels: int) -> Shape:
    """`shape`, whose first axis must have so many. Raises ValueError, naming the layer."""
    if shape[0] != channels:
        raise ValueError(f"shape must have the {channels} channels of {name}; got {shape}")
    return shape


def weight_and_bias(weight: Shape, outputs: int, has_bias: bool) -> dict[str, Shape]:
    """The shapes of the arrays of a layer that has a weight, and a bias for each output."""
    return {"weight": weight, "bias": (outputs,)} if has_bias else {"weight": weight}


def everything(shape: Shape) -> tuple[Axis, Axis]:
    """A window over the whole of each map, so that one position is left."""
    height, width = shape[1:] if len(shape) == 3 else (1, 1)
    return (height, 1, 0, 1), (width, 1, 0, 1)


def as_order(name: str, axes: Sequence[int]) -> tuple[int, ...]:
    """`axes` as an order of the axes 0 to n − 1. Otherwise raises ValueError, naming it."""
    order = tuple(require_int(name, axis, 0) for axis in require_iterable(name, axes))
    if sorted(order) != list(range(len(order))):
        raise ValueError(
            f"{name} must be each axis once, from 0 to {len(order) - 1}; got {short_repr(axes)}"
        )
    return order


def require_array(name: str, weight: Array | None) -> Array:
    """The array of a layer. Raises ValueError, naming the layer, where it is only an outline."""
    if weight is None:
        raise ValueError(f"{name} has no weights: this network is only an outline")
    return weight
