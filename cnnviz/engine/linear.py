"""Sums along axes: products of matrices, and means of parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import require_bool, require_int, require_iterable, require_word
from cnnviz.engine.arrays import as_floats, require_few
from cnnviz.engine.layer import (
    Layer,
    Shape,
    broadcast,
    few,
    require_array,
    require_axis,
    sizes,
)
from cnnviz.engine.seen import Seen

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class MatMul(Layer):
    """The product of matrices along the last two axes; the others are stretched onto each other.

    It reads two, or one and has a weight, which stands after it, or before where it comes first.
    """

    MOST_INPUTS: ClassVar[int] = 2

    weight_shape: Shape | None = None
    weight: Array | None = field(default=None, repr=False)
    weight_first: bool = False

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        require_bool("weight_first", self.weight_first)
        if self.weight_shape is not None:
            object.__setattr__(self, "weight_shape", sizes(self.weight_shape, "weight_shape"))

    def output_shape(self, shape: Shape) -> Shape:
        return self.joined_shape([shape])

    def joined_shape(self, shapes: Sequence[Shape]) -> Shape:
        first, second = self._both([sizes(shape) for shape in few(self, "shapes", shapes)])
        rows, columns = (
            first[-2:-1] if len(first) > 1 else (),
            second[-1:] if len(second) > 1 else (),
        )
        if not first or not second or first[-1] != (second[-2] if len(second) > 1 else second[0]):
            raise ValueError(
                f"shapes must fit on each other for {self.name}; got {first} and {second}"
            )
        stretched = [shape[:-2] for shape in (first, second) if shape[:-2]]
        result = (*(broadcast(self.name, stretched) if stretched else ()), *rows, *columns)
        require_few("shapes must make", result)
        return result

    def _both(self, given: list[Any]) -> list[Any]:
        kept = self.weight_shape if given and isinstance(given[0], tuple) else self.weight
        if self.weight_shape is not None:
            given = [kept, *given] if self.weight_first else [*given, kept]
        if len(given) != 2:
            raise ValueError(f"shapes and x must be two for {self.name}; got {len(given)}")
        return given

    def array_shapes(self) -> dict[str, Shape]:
        return {} if self.weight_shape is None else {"weight": self.weight_shape}

    def multiply_adds(self, shape: Shape) -> int:
        return self.joined_multiply_adds([shape])

    def joined_multiply_adds(self, shapes: Sequence[Shape]) -> int:
        first, _ = self._both(list(shapes))
        return int(prod(self.joined_shape(shapes)) * first[-1])

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        return Seen(None, tuple(shape[-2:]) if len(shape) >= 3 else (1, 1))

    def combine(self, inputs: Sequence[Array]) -> Array:
        if self.weight_shape is not None:
            require_array(self.name, self.weight)
        self.joined_shape([each.shape for each in inputs])
        first, second = self._both([as_floats(each) for each in inputs])
        return np.asarray(first @ second)


KINDS: dict[str, Callable[..., Array]] = {
    "mean": np.mean,
    "sum": np.sum,
    "max": np.max,
    "min": np.min,
}


@dataclass(frozen=True, slots=True, eq=False)
class Reduce(Layer):
    """One number for all along some axes: a name in KINDS. Whole numbers become float64."""

    kind: str
    axes: tuple[int, ...]
    keeps_axes: bool = False

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        require_word("kind", self.kind, KINDS)
        require_bool("keeps_axes", self.keeps_axes)
        axes = tuple(
            require_int("axes", axis, 0, 7) for axis in require_iterable("axes", self.axes)
        )
        object.__setattr__(self, "axes", tuple(sorted(set(axes))))

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        for axis in self.axes:
            require_axis(self.name, axis, shape)
        kept = [1 if axis in self.axes else size for axis, size in enumerate(shape)]
        if self.keeps_axes:
            return tuple(kept)
        return tuple(size for axis, size in enumerate(shape) if axis not in self.axes)

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        (before,) = inputs
        if {1, 2} <= set(self.axes):
            return before.whole()
        if not {1, 2} & set(self.axes):
            return before
        return Seen(None, tuple(shape[-2:]) if len(shape) >= 3 else (1, 1))

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        return np.asarray(KINDS[self.kind](as_floats(x), axis=self.axes, keepdims=self.keeps_axes))
