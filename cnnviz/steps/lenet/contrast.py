"""How often the layers of LeNet-5 multiply; what the convolutions hold and what they do, each
beside the dense layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from cnnviz.content.scene import Panel, Stage
from cnnviz.staging import panels
from cnnviz.staging.diagrams import box, word
from cnnviz.staging.formatting import number, percent

HIGH, WIDE = 44.0, 100.0
"""The panels' sides, in their units: those of the picture of all parameters, which turns into
them."""
THICK = 7.5
"""How thick a bar is."""
ROWS = (8.5, 29.5)
"""Where each bar begins, from above."""
LETTERS = 2.6
"""The size of what is written, where a unit is a hundredth of the stage's width."""
BEGIN, LONGEST = 10.0, 73.5
"""Where each layer's bar begins, and how long the longest is."""
HEAD, PITCH, BAR = 1.5, 5.6, 3.4
"""Where the middle of the title is, how far bars are below one another, how thick they are."""
HUES = (Stage.CONV, Stage.CLASSIFY)
"""Of the convolutions, and of the dense layers."""


def contrast_panel(
    name: str, titles: Sequence[str], sides: Sequence[tuple[int, int]], names: tuple[str, str]
) -> Panel:
    """Two bars, from beats 1 and 2 on, and before them their places; each is cut where the first
    side ends and the second begins."""
    parts = tuple(
        part
        for beat, (title, both) in enumerate(zip(titles, sides, strict=True), 1)
        for part in _bar(beat, title, both, names)
    )
    return panels.Drawing(parts=parts).panel(name, stage=Stage.CONV, size=(HIGH, WIDE))


def _bar(
    beat: int, title: str, sides: tuple[int, int], names: tuple[str, str]
) -> Iterator[panels.Part]:
    top, total = ROWS[beat - 1], sum(sides)
    cut = WIDE * sides[0] / total
    # Before a bar comes its place is there, empty.
    yield word(0, 0, top - 2.6, title, "ink", LETTERS, "left")
    yield box(0, 0, top, WIDE, THICK, "", "muted")
    # Both grow from the left end, the first one over the second.
    for end, hue in zip((WIDE, cut), reversed(HUES), strict=True):
        yield replace(box(beat, 0, top, end, THICK, "", hue, filled=True), rightward=True)
    shares = (Fraction(count, total) for count in sides)
    first, second = (f"{name}: {percent(share)}" for name, share in zip(names, shares, strict=True))
    below = top + THICK + 2.6
    yield word(beat, 0, below, first, HUES[0], LETTERS, "left")
    yield word(beat, WIDE, below, second, HUES[1], LETTERS, "right")


def multiplications_panel(
    name: str, title: str, work: Mapping[str, int], stages: Mapping[str, Stage], lit: str
) -> Panel:
    """How often each layer multiplies by a weight: first the layers' names, then a bar for each;
    one of them is spoken of."""
    most = max(work.values())
    parts = [word(0, BEGIN, HEAD, title, "ink", LETTERS, "left")]
    for row, (layer, count) in enumerate(work.items()):
        top, hue = HEAD + 3.4 + PITCH * row, stages[layer]
        middle, long = top + BAR / 2, float(np.round(LONGEST * count / most, 3))
        parts.append(word(0, BEGIN - 1.2, middle, layer, hue, LETTERS, "right"))
        parts.append(box(0, BEGIN, top, LONGEST, BAR, "", "surface", filled=True))
        if count:
            bar = box(1, BEGIN, top, max(long, 0.15), BAR, "", hue, filled=True)
            parts.append(replace(bar, rightward=True))
        ink = hue if layer == lit else "muted"
        parts.append(word(1, BEGIN + long + 1.2, middle, number(count), ink, LETTERS, "left"))
    return panels.Drawing(parts=tuple(parts)).panel(name, stage=Stage.CONV, size=(HIGH, WIDE))
