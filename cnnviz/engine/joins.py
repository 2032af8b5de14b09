"""Layers at which paths join: arithmetic of whole maps, and one behind the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import require_bool, require_int, require_word
from cnnviz.engine.arrays import as_floats, require_few
from cnnviz.engine.layer import Layer, Shape, broadcast, few, require_array, require_axis, sizes
from cnnviz.engine.seen import Seen, join_fields

Array = NDArray[Any]

OPERATIONS: dict[str, Callable[[Array, Array], Array]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "max": np.maximum,
    "min": np.minimum,
    "pow": np.power,
}


class _Join(Layer):
    """What joins share: each cell sees all that the cells see that it is made of."""

    __slots__ = ()
    MOST_INPUTS: ClassVar[int] = 1024

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        size = shape[-2:] if len(shape) >= 3 else _largest(inputs)
        return join_fields(inputs, size)


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(_Join):
    """Cell by cell: what it reads, and a constant where it has one, combined from left to right.

    kind: a name in OPERATIONS. What has one cell along an axis is stretched. The constant comes
    last, or first; it counts as learned if it is told to be. Whole numbers become float64.
    """

    kind: str
    constant_shape: Shape | None = None
    constant: Array | None = field(default=None, repr=False)
    constant_first: bool = False
    is_learned: bool = False

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        require_word("kind", self.kind, OPERATIONS)
        for name in ("constant_first", "is_learned"):
            require_bool(name, getattr(self, name))
        if self.constant_shape is not None:
            shape = sizes(self.constant_shape, "constant_shape")
            object.__setattr__(self, "constant_shape", shape)

    def output_shape(self, shape: Shape) -> Shape:
        return self.joined_shape([shape])

    def joined_shape(self, shapes: Sequence[Shape]) -> Shape:
        known = [sizes(shape) for shape in few(self, "shapes", shapes)]
        if self.constant_shape is not None:
            known.append(self.constant_shape)
        result = broadcast(self.name, known)
        require_few("shapes must make", result)
        return result

    def array_shapes(self) -> dict[str, Shape]:
        return {} if self.constant_shape is None else {"constant": self.constant_shape}

    def parameters(self) -> int:
        return Layer.parameters(self) if self.is_learned else 0

    def combine(self, inputs: Sequence[Array]) -> Array:
        self.joined_shape([each.shape for each in inputs])
        parts = [as_floats(each) for each in inputs]
        if self.constant_shape is not None:
            constant = require_array(self.name, self.constant)
            parts = [constant, *parts] if self.constant_first else [*parts, constant]
        first, *rest = parts
        return np.asarray(reduce(OPERATIONS[self.kind], rest, first if rest else first.copy()))


@dataclass(frozen=True, slots=True, eq=False)
class Concat(_Join):
    """What it reads, one behind the other along an axis: 0 of C×H×W is that of the channels."""

    axis: int = 0

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        require_int("axis", self.axis, 0, 7)

    def output_shape(self, shape: Shape) -> Shape:
        return self.joined_shape([shape])

    def joined_shape(self, shapes: Sequence[Shape]) -> Shape:
        first, *rest = [sizes(shape) for shape in few(self, "shapes", shapes)]
        require_axis(self.name, self.axis, first)
        for shape in rest:
            if len(shape) != len(first) or any(
                m != n
                for axis, (m, n) in enumerate(zip(first, shape, strict=True))
                if axis != self.axis
            ):
                raise ValueError(
                    f"shapes must differ along axis {self.axis} alone for {self.name}; "
                    f"got {first} and {shape}"
                )
        total = sum(shape[self.axis] for shape in (first, *rest))
        result = (*first[: self.axis], total, *first[self.axis + 1 :])
        require_few("shapes must make", result)
        return result

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        if len(shape) >= 3 and self.axis >= len(shape) - 2:
            return Seen(None, shape[-2:])  # other places than before
        return _Join.seen(self, inputs, shape)

    def combine(self, inputs: Sequence[Array]) -> Array:
        self.joined_shape([each.shape for each in inputs])
        return np.concatenate(list(inputs), axis=self.axis)


def _largest(inputs: Sequence[Seen]) -> tuple[int, int]:
    sizes_along = [max(along) for along in zip(*(each.size for each in inputs), strict=True)]
    return sizes_along[0], sizes_along[1]
