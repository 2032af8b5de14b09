"""What stands beside the answers of the run: ten names, a hundred answers, photographs in a row."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from cnnviz.content import seeds
from cnnviz.content.scene import Panel, Stage
from cnnviz.staging import panels
from cnnviz.staging.diagrams import disc, drawing, line, word
from cnnviz.staging.formatting import as_probability, number, percent, spoken_percent

ROWS = 10
"""Of a hundred answers."""
MARKED = 11.5
"""What a share needs beside them, in units."""
WIDE, MIDDLE, HIGH = 60.0, 15.0, 30.0
"""How wide the line of photographs is, where it runs, and how high its panel is, in units."""


def hundred(name: str, label: str, right: int, share: float | None = None) -> Panel:
    """A hundred answers as discs: open ones, of which so many are filled, row by row; a line where
    so many would be filled as a share says."""
    hue = str(Stage.CLASSIFY)
    # As much room on either side: its name stands above the middle of the discs.
    left = 0.0 if share is None else MARKED
    places = [(left + 3.6 * (k % ROWS) + 1.8, 3.6 * (k // ROWS) + 1.8) for k in range(ROWS**2)]
    discs = [disc(0, *place, 1.3, "", "muted") for place in places]
    counted = enumerate(places[:right])
    discs += [disc(1 + k // ROWS, *place, 1.3, "", hue, filled=True) for k, place in counted]
    right_end = left + 36.0
    if share is not None:
        row, filled = divmod(100 * share, ROWS)
        x, y = left + 3.6 * filled, 3.6 * row
        around = [(left, y + 3.6), (x, y + 3.6), (x, y), (right_end, y)]
        told = percent(as_probability(share))
        discs.append(line(1, *around, (right_end + 1.0, y), hue="ink", wide=3))
        discs.append(word(1, right_end + 1.8, y, told, "ink", 2.8, "left"))
        discs.append(word(1, right_end + 1.8, y - 3.4, "its share", "muted", 2.2, "left"))
    return drawing(name, label, "", discs, (36.0, right_end + left))


def names(classes: Sequence[str]) -> Panel:
    """The classes with empty bars, in the network's order: nothing says which it will be."""
    bars = tuple(panels.Bar(each, 0.0, "", Stage.INPUT) for each in classes)
    return panels.bars(
        "names", panels.Bars(bars=bars, most=1.0), label="Ten answers", height=3.6, width=64.0
    )


def strangeness(rarer: float) -> Panel:
    """The test photographs in a row, a stroke for each fiftieth, the strangest at the right; where
    the picture stands among them."""
    left, step = 2.0, WIDE / 50
    parts = [
        line(0, (x, MIDDLE - 3.0), (x, MIDDLE + 3.0), hue="muted", wide=4)
        for x in (left + step * (k + 0.5) for k in range(50))
    ]
    at = left + WIDE * (1 - rarer)
    parts += [
        line(1, (at, MIDDLE - 7.0), (at, MIDDLE + 3.0), hue="classify", wide=5),
        disc(1, at, MIDDLE - 7.0, 1.3, "", "classify", filled=True),
        word(1, at - 2.4, MIDDLE - 7.0, "this picture", "classify", 2.6, "right"),
        word(0, left, MIDDLE + 6.6, "usual", "muted", 2.6, "left"),
        word(0, left + WIDE, MIDDLE + 6.6, "strange", "muted", 2.6, "right"),
    ]
    return drawing("strangeness", "The test photographs", "", parts, (HIGH, WIDE + 4.0))


class Band(NamedTuple):
    """Answers whose share lies from one number to another, counted on the test photographs."""

    least: Fraction
    most: Fraction
    answers: int
    right: Fraction
    """Which part of them was right."""

    @property
    def numbers(self) -> dict[str, object]:
        return {
            "least": percent(self.least),
            "most": percent(self.most),
            "answers": number(self.answers),
            "right": spoken_percent(self.right),
            "of_hundred": round(100 * self.right),
        }


def band_of(share: float) -> Band:
    """The band in which an answer's share lies."""
    counted = seeds.measured("shares-simplecnn")
    edges, answers, right = (counted[name] for name in ("edges", "answers", "right"))
    k = max(k for k in range(len(answers)) if k == 0 or share >= edges[k])
    least, most = (Fraction(repr(edge)) for edge in edges[k : k + 2])
    return Band(least, most, answers[k], Fraction(right[k], max(1, answers[k])))
