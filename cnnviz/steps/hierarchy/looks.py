"""A unit of the deeper network, and the place of a painted picture that excites it most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Box, Span, Tensor
from cnnviz.staging.boxes import region
from cnnviz.steps.hierarchy.rungs import UNITS, Place, Rung, shown_pictures

TELLING = (4, "dog"), (5, "car")
"""Layer and class of the units in whose pictures a part can be made out."""

BEST = "best"
"""Asks for the painted picture that excites the unit most."""


@dataclass(frozen=True, slots=True)
class Look:
    """A unit, and the place of a picture that excites it most."""

    rung: Rung
    unit: int
    """From 0."""
    place: Place

    def boxes(self, image: Tensor) -> tuple[Box, ...]:
        """What it sees there; nothing if it finds nothing."""
        if self.place.value == 0:
            return ()
        return (region(image, "window", *self.rung.seen(self.place)),)

    @property
    def beyond(self) -> tuple[int, int, int, int]:
        """How far it sees beyond the picture; not at all if it finds nothing."""
        return self.rung.beyond(self.place) if self.place.value else (0, 0, 0, 0)

    def both(self, image: Tensor) -> tuple[Box, ...]:
        """What it sees there, and as much of what it likes best, which is no piece of the picture:
        the two are not joined."""
        return (*self.boxes(image), self.framed())

    def framed(self) -> Box:
        """As much as it sees at a time of what it likes best."""
        (_, height, width), size = self.rung.liked.data.shape, self.rung.field.size
        rows, columns = (((side - size) // 2, (side + size) // 2) for side in (height, width))
        return self.piece(rows, columns)

    def piece(self, rows: Span, columns: Span) -> Box:
        """A piece of what it likes best."""
        own = (3 * self.unit, 3 * self.unit + 3)
        return region(self.rung.liked, "highlight", rows, columns, channels=own)


def around(looks: Iterable[Look]) -> tuple[int, int, int, int]:
    """How much room a picture needs on its four sides for what these see beyond its edge, so that
    it is as high as wide with it."""
    top, right, below, left = map(max, zip(*(look.beyond for look in looks), strict=True))
    more = top + below - right - left
    # How far they see beyond it is even everywhere, as the network's steps are.
    across, down = max(more, 0) // 2, max(-more, 0) // 2
    return top + down, right + across, below + down, left + across


def telling(looks: Iterable[Look]) -> tuple[Look, ...]:
    """At the same places the units in whose pictures a part can be made out, where a layer has
    one."""
    classes = dict(TELLING)
    return tuple(
        replace(look, unit=look.rung.names.index(classes[look.rung.layer]))
        for look in looks
        if look.rung.layer in classes
    )


def ladder(every: Sequence[Rung], picture: int) -> tuple[Look, ...]:
    """Of each layer the unit that the picture excites most, of those that are drawn."""
    found = []
    for rung in every:
        unit = max(range(UNITS), key=lambda k: rung.places[k][picture].value)
        found.append(Look(rung, unit, rung.places[unit][picture]))
    return tuple(found)


def chosen_look(every: Sequence[Rung], values: Values) -> Look:
    """The unit and the picture asked for."""
    rung, asked = every[int(values.word("layer")) - 1], values.integer("unit")
    unit = asked - 1 if asked else int(np.argmax(rung.agree))
    word = values.word("picture")
    picture = rung.best(unit).picture
    if word != BEST:
        picture = shown_pictures().index(word)
    return Look(rung, unit, rung.places[unit][picture])
