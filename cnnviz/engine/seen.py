"""What the cells of a map see of the network's input, where paths part and join."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple, TypeAlias

from cnnviz.engine.arguments import Sides
from cnnviz.engine.geometry import output_size
from cnnviz.engine.receptive import ReceptiveField

Axis: TypeAlias = tuple[int, int, Sides, int]
"""Kernel, stride, padding and dilation along one axis, as `receptive_field` takes them."""

Fields: TypeAlias = tuple[ReceptiveField, ReceptiveField]
Grid: TypeAlias = tuple[int, ...]
"""Height and width."""


class Seen(NamedTuple):
    """Receptive fields along (y, x), and how many places of such there are.

    No fields: they are not the same at each place, as where paths of different jumps join. A vector
    that was only flattened still has the height and width of its maps.
    """

    fields: Fields | None
    size: Grid

    def through(self, windows: tuple[Axis, Axis], size: Grid | None = None) -> Seen:
        """Behind windows along (y, x); of `size`, or as many as fit."""
        if size is None:
            size = tuple(_fitting(n, window) for n, window in zip(self.size, windows, strict=True))
        if self.fields is None:
            return Seen(None, size)
        (y, x), (along_y, along_x) = self.fields, windows
        return Seen((y.through(along_y), x.through(along_x)), size)

    def whole(self) -> Seen:
        """Of what depends on all places: one place."""
        y, x = ((n, 1, 0, 1) for n in self.size)
        return self.through((y, x), (1, 1))

    def finer(
        self, kernel: tuple[int, int], stride: tuple[int, int], before: tuple[int, int], size: Grid
    ) -> Seen:
        """Behind what puts `stride` places where one was: at least as much as each place sees.

        kernel, stride and before, what is cut off, count in the new places. Of neighbours some see
        less. No fields where the old places are not so many pixels apart.
        """
        if self.fields is None:
            return Seen(None, size)
        found = []
        for field, k, s, cut in zip(self.fields, kernel, stride, before, strict=True):
            jump, odd = divmod(field.jump, s)
            if odd:
                return Seen(None, size)
            start = field.start - (k - 1 - cut) * jump
            found.append(ReceptiveField(field.size + (k - 1) * jump, jump, start))
        return Seen((found[0], found[1]), size)


def join_fields(inputs: Sequence[Seen], size: Grid) -> Seen:
    """What the places of a join see: all that their paths see; no fields without a common jump.

    What has one place along an axis is seen from each.

    >>> near, far = ReceptiveField(3, 2, -1), ReceptiveField(9, 2, 0)
    >>> join_fields([Seen((near, near), (5, 5)), Seen((far, far), (5, 1))], (5, 5)).fields[0]
    ReceptiveField(size=10, jump=2, start=-1)
    """
    seen = [(each.fields, each) for each in inputs if each.fields is not None]
    if len(seen) < len(inputs):
        return Seen(None, size)
    found = []
    for axis, count in enumerate(size):
        along = [(field[axis], each.size[axis]) for field, each in seen]
        jumps = [field.jump for field, places in along if places == count] or [along[0][0].jump]
        if count > 1 and len(set(jumps)) > 1:
            return Seen(None, size)
        found.append(reduce(_both, (_spread_field(*each, count, jumps[0]) for each in along)))
    return Seen((found[0], found[1]), size)


def _spread_field(field: ReceptiveField, places: int, count: int, jump: int) -> ReceptiveField:
    """A field of `places` that each of `count` places sees."""
    beyond = (count - 1) * jump if places < count else 0
    return ReceptiveField(field.size + beyond, jump, field.start - beyond)


def _both(one: ReceptiveField, other: ReceptiveField) -> ReceptiveField:
    start = min(one.start, other.start)
    end = max(one.start + one.size, other.start + other.size)
    return ReceptiveField(end - start, one.jump, start)


def _fitting(size: int, window: Axis) -> int:
    kernel, stride, padding, dilation = window
    return output_size(size, kernel, stride=stride, padding=padding, dilation=dilation)
