"""Cosines as marks on a scale from 0 to 1, which says what both of its ends mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cnnviz.content.scene import Panel, Stage
from cnnviz.staging.diagrams import disc, line, word
from cnnviz.staging.formatting import number
from cnnviz.staging.panels import Drawing, Part

HIGH, WIDE = 11.0, 100.0
"""The panel's sides, in units."""
FIRST, LAST = 27.0, 75.0
"""Where 0 and 1 are on it."""
LETTERS = 2.4
"""The size of what is written, where a unit is a hundredth of the stage's width."""
TICK = 0.9
"""How far a mark of the scale reaches to either side: at 0, one half and 1."""
ENDS = ("no overlap: 0", "1: same way")


class Mark(NamedTuple):
    """Of another vector: its name, its cosine, whether it is named above, from which beat on."""

    name: str
    cosine: float
    above: bool
    at: int
    hue: str


def cosine_scale(name: str, marks: Sequence[Mark]) -> Panel:
    """The scale, and each mark from its beat on."""
    middle = HIGH / 2
    parts = [
        line(0, (FIRST, middle), (LAST, middle), hue="muted", wide=3),
        word(0, FIRST - 2, middle, ENDS[0], "muted", LETTERS, "right"),
        word(0, LAST + 2, middle, ENDS[1], "muted", LETTERS, "left"),
        *(
            line(0, (x, middle - TICK), (x, middle + TICK), hue="muted", wide=3)
            for x in (FIRST, (FIRST + LAST) / 2, LAST)
        ),
    ]
    for mark in marks:
        parts += _marked(mark)
    drawing = Drawing(parts=tuple(parts))
    return drawing.panel(name, label="Cosine with the digit", stage=Stage.INPUT, size=(HIGH, WIDE))


def _marked(mark: Mark) -> Iterator[Part]:
    x, side = FIRST + (LAST - FIRST) * mark.cosine, -1 if mark.above else 1
    yield disc(mark.at, x, HIGH / 2, 1.1, "", mark.hue, filled=True)
    said = f"{mark.name} {number(mark.cosine)}"
    yield word(mark.at, x, HIGH / 2 + side * 3.6, said, mark.hue, LETTERS)
