"""Receptive fields: which input pixels a neuron sees through any chain of layers.

The recurrence is that of Araujo, Norris & Sim, "Computing receptive fields of convolutional neural
networks", Distill (2019), one axis at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from cnnviz.engine.arguments import (
    Sides,
    dilated_size,
    padding_sides,
    require_int,
    require_iterable,
    short_repr,
)


class Windowed(Protocol):
    """One axis of anything that slides a window: kernel size, stride, padding and dilation."""

    @property
    def kernel(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def padding(self) -> Sides: ...
    @property
    def dilation(self) -> int: ...


Window: TypeAlias = (
    "Windowed | tuple[int] | tuple[int, int] | tuple[int, int, Sides] | tuple[int, int, Sides, int]"
)
"""One axis: such an object, or (kernel, stride, padding, dilation), where the kernel is enough."""


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """What one layer's outputs see of the input, along one axis, in input pixels.

    Output 0 sees [start, start + size); each further output sees the same, `jump` pixels on.
    """

    size: int
    jump: int
    start: int

    def seen_by(self, position: int) -> tuple[int, int]:
        """The half-open input range that the output at `position` sees; it may lie outside.

        Raises ValueError for a position that is not a whole number of at least 0.

        >>> ReceptiveField(size=5, jump=2, start=-1).seen_by(3)
        (5, 10)
        """
        first = self.start + require_int("position", position, 0) * self.jump
        return first, first + self.size

    def through(self, window: Window) -> ReceptiveField:
        """What the outputs of a window over these outputs see. Raises as `receptive_field`.

        >>> ReceptiveField(size=5, jump=2, start=-1).through((3, 2, 1))
        ReceptiveField(size=9, jump=4, start=-3)
        """
        kernel, stride, padding, dilation = _axis(window)
        before, _ = padding_sides(padding)
        return ReceptiveField(
            size=self.size + (dilated_size(kernel, dilation) - 1) * self.jump,
            jump=self.jump * stride,
            start=self.start - before * self.jump,
        )


def receptive_field(layers: Iterable[Window]) -> tuple[ReceptiveField, ...]:
    """The receptive field after each layer of a chain, first layer first.

    Raises ValueError, naming the parameter, for a kernel, stride or dilation below 1 or a negative
    padding, and for a layer of another form.

    >>> [field.size for field in receptive_field([(3,), (3,), (3,)])]
    [3, 5, 7]
    >>> receptive_field([(5,), (2, 2), (5,), (2, 2), (5,)])[-1]
    ReceptiveField(size=32, jump=4, start=0)
    """
    field = ReceptiveField(1, 1, 0)
    fields = []
    for layer in require_iterable("layers", layers):
        field = field.through(layer)
        fields.append(field)
    return tuple(fields)


def _axis(layer: Window) -> tuple[int, int, Sides, int]:
    names = ("kernel", "stride", "padding", "dilation")
    given: tuple[Any, ...]
    if isinstance(layer, tuple) and 1 <= len(layer) <= 4:
        given = (*layer, *(1, 1, 0, 1)[len(layer) :])
    elif all(hasattr(layer, name) for name in names):
        given = tuple(getattr(layer, name) for name in names)
    else:
        raise ValueError(
            "layers must be (kernel, stride, padding, dilation) each, of which the kernel is "
            f"enough; got {short_repr(layer)}"
        )
    kernel, stride, padding, dilation = given
    return (
        require_int("kernel", kernel, 1),
        require_int("stride", stride, 1),
        padding,
        require_int("dilation", dilation, 1),
    )
