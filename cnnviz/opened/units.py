"""Which units of a network are looked at, and where its picture excites them most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.scene import Array
from cnnviz.engine.layers import Conv2d
from cnnviz.engine.normalization import BatchNorm2d
from cnnviz.engine.receptive import ReceptiveField
from cnnviz.opened.subject import Subject
from cnnviz.staging.cut_out import cut_out

LAYERS, UNITS = 4, 6
"""How many layers are looked at, and how many units of each, at most."""
ALIKE = 0.5
"""Two units are alike whose maps correlate by so much, or more."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A map of a layer, from 0, and the cell of it that is largest."""

    channel: int
    row: int
    column: int


@dataclass(frozen=True, eq=False)
class Looked:
    """A layer, and those of its units that are looked at."""

    subject: Subject
    layer: str

    @cached_property
    def source(self) -> str:
        """Whose values count: the layer's, or those of the batch normalisation behind it."""
        readers = [name for name, read in self.subject.sources.items() if self.layer in read]
        if len(readers) == 1 and isinstance(self.subject.layers[readers[0]], BatchNorm2d):
            return readers[0]
        return self.layer

    @cached_property
    def fields(self) -> tuple[ReceptiveField, ReceptiveField]:
        """What each of its cells sees, along (y, x)."""
        return self.subject.network.receptive_fields()[self.layer]

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The choosiest ones, by channel.

        Those whose largest value stands out most from their map: by how many deviations it is above
        the mean. One whose map is much like that of a choosier one is passed over, as long as there
        are others.
        """
        maps = self.subject.kept[self.source].astype(np.float64)
        flat = maps.reshape(len(maps), -1)
        apart = flat - flat.mean(axis=1, keepdims=True)
        deviation = apart.std(axis=1)
        known = np.where(deviation > 0, deviation, 1)
        normal = apart / known[:, None]
        order = np.argsort(-normal.max(axis=1), kind="stable").tolist()
        taken: list[int] = []
        for channel in order:
            alike = np.abs(normal[taken] @ normal[channel]) / flat.shape[1]
            if len(taken) < UNITS and not (alike >= ALIKE).any():
                taken.append(channel)
        taken += [channel for channel in order if channel not in taken][: UNITS - len(taken)]
        wide = maps.shape[2]
        cells = flat.argmax(axis=1)
        return tuple(Unit(k, *divmod(int(cells[k]), wide)) for k in sorted(taken))

    @cached_property
    def is_cut(self) -> bool:
        """Whether only the middle of what a unit sees is cut out: it sees most of the picture."""
        return any(field.size > side for field, side in zip(self.fields, self._half, strict=True))

    @property
    def _half(self) -> Span:
        _, height, width = self.subject.shapes["input"]
        return max(1, height // 2), max(1, width // 2)

    def window(self, unit: Unit) -> tuple[Span, Span]:
        """Rows and columns that a unit sees at its cell; of more than half of the picture's side
        the middle half. They may lie in the padding."""
        y, x = (
            _middle(field.seen_by(cell), half)
            for field, cell, half in zip(
                self.fields, (unit.row, unit.column), self._half, strict=True
            )
        )
        return y, x

    def within(self, unit: Unit) -> tuple[Span, Span]:
        """Its window, as far as it is within the picture."""
        sides = self.subject.shapes["input"][1:]
        y, x = (
            (min(max(start, 0), side - 1), max(min(end, side), 1))
            for (start, end), side in zip(self.window(unit), sides, strict=True)
        )
        return y, x

    def patches(self, grey: Array) -> Array:
        """What the units see in the picture, one behind the other: N·C×h×w.

        grey: of each channel what is there beyond the picture's edge.
        """
        picture = self.subject.picture
        assert picture is not None
        return np.concatenate([cut_out(picture, *self.window(unit), grey) for unit in self.units])


def _middle(span: Span, most: int) -> Span:
    cut = max(0, span[1] - span[0] - most)
    return span[0] + cut // 2, span[1] - (cut - cut // 2)


def candidates(subject: Subject) -> tuple[str, ...]:
    """The convolutions whose units can be looked at, in order.

    Those over more than one cell, if there are any, that make maps and see the same at each place.
    """
    if subject.picture is None or not subject.is_played:
        return ()
    fields = subject.network.receptive_fields()
    found = [
        layer
        for name, layer in subject.layers.items()
        if isinstance(layer, Conv2d) and name in fields and max(subject.shapes[name][1:]) > 1
    ]
    wide = [layer.name for layer in found if layer.kernel != (1, 1)]
    return tuple(wide or [layer.name for layer in found])


def spread(names: tuple[str, ...], most: int = LAYERS) -> tuple[str, ...]:
    """The first, the last, and those evenly between them: `most` at most.

    >>> spread(("a", "b", "c", "d", "e", "f", "g"))
    ('a', 'c', 'e', 'g')
    """
    if len(names) <= most:
        return names
    places: NDArray[np.float64] = np.linspace(0, len(names) - 1, most)
    return tuple(names[round(float(place))] for place in places)
