"""Vectors as arrows, at the angles from one of them that their cosines tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import acos, cos, sin
from typing import NamedTuple

from cnnviz.content.scene import Panel, Stage
from cnnviz.staging.diagrams import line, word
from cnnviz.staging.formatting import number
from cnnviz.staging.panels import Drawing, Part

HIGH, WIDE = 76.0, 84.0
"""The panel's sides, in units."""
LONGEST = 54.0
"""How long the arrows are where that has room, in units."""
STEPS = 12
"""Of how many pieces the arc of an angle is."""
LETTERS = 5.0
"""The size of what is written, where a unit is as small as a pixel of the digit."""
SEEN = 0.2
"""From which angle on there is one to be seen."""


class Arrow(NamedTuple):
    """Another vector: its name, its cosine with the first, on which side of it, from which beat."""

    name: str
    cosine: float
    up: bool
    at: int

    @property
    def angle(self) -> float:
        """From the first vector, in radians, counterclockwise."""
        return acos(max(-1.0, min(1.0, self.cosine))) * (1 if self.up else -1)


def angle_panel(name: str, first: str, others: Sequence[Arrow]) -> Panel:
    """The first one on the level, each other one at its angle above it or below."""
    widest = max(abs(sin(each.angle)) for each in others)
    long = min(LONGEST, (HIGH / 2 - 6) / max(widest, 0.01))
    parts = list(_arrow(0, 0.0, long, first))
    for other in others:
        apart = abs(other.angle) > SEEN
        parts += _arrow(other.at, other.angle, long, other.name, 0 if apart else 6)
        if apart:
            parts += _arc(other, long)
    drawing = Drawing(parts=tuple(parts))
    return drawing.panel(name, label="Angles to the digit", stage=Stage.INPUT, size=(HIGH, WIDE))


def _at(turn: float, far: float) -> tuple[float, float]:
    return 2 + far * cos(turn), HIGH / 2 - far * sin(turn)


def _arrow(beat: int, turn: float, long: float, name: str, lower: float = 0) -> Iterator[Part]:
    x, y = _at(turn, long + 3)
    yield line(beat, _at(0, 0), _at(turn, long), hue="ink", arrow=True, wide=5)
    yield word(beat, x, y + lower, name, "input", LETTERS, "left")


def _arc(other: Arrow, long: float) -> Iterator[Part]:
    """The angle, and in it its cosine."""
    far = long * 0.42
    x, y = _at(other.angle / 2, far + 2.5)
    arc = (_at(other.angle * k / STEPS, far) for k in range(STEPS + 1))
    yield line(other.at, *arc, hue="conv", wide=4)
    yield word(other.at, x, y, number(other.cosine), "conv", LETTERS, "left")
