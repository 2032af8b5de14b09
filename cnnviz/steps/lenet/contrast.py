"""What the convolutions of LeNet-5 hold and what they do, each beside the dense layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cnnviz.content.scene import Panel, Stage
from cnnviz.staging import panels
from cnnviz.staging.diagrams import box, word
from cnnviz.staging.formatting import percent

HIGH, WIDE = 40.0, 100.0
"""The panel's sides, in its units."""
THICK = 7.5
"""How thick a bar is."""
ROWS = (7.0, 27.5)
"""Where each bar begins, from above."""
LETTERS = 2.6
"""The size of what is written, where a unit is a hundredth of the stage's width."""
HUES = (Stage.CONV, Stage.CLASSIFY)
"""Of the convolutions, and of the dense layers."""


def contrast_panel(
    name: str, titles: Sequence[str], sides: Sequence[tuple[int, int]], names: tuple[str, str]
) -> Panel:
    """Two bars, from beats 0 and 1 on, each cut where the first side ends and the second begins."""
    parts = tuple(
        part
        for beat, (title, both) in enumerate(zip(titles, sides, strict=True))
        for part in _bar(beat, title, both, names)
    )
    return panels.Drawing(parts=parts).panel(name, stage=Stage.CONV, size=(HIGH, WIDE))


def _bar(
    beat: int, title: str, sides: tuple[int, int], names: tuple[str, str]
) -> Iterator[panels.Part]:
    top, total = ROWS[beat], sum(sides)
    cut = WIDE * sides[0] / total
    # Before a bar comes its place is there, empty.
    yield word(0, 0, top - 2.6, title, "ink", LETTERS, "left")
    yield box(0, 0, top, WIDE, THICK, "", "muted")
    spans = (0.0, cut), (cut, WIDE)
    for (start, end), hue in zip(spans, HUES, strict=True):
        yield box(beat, start, top, end - start, THICK, "", hue, filled=True)
    shares = (Fraction(count, total) for count in sides)
    first, second = (f"{name}: {percent(share)}" for name, share in zip(names, shares, strict=True))
    below = top + THICK + 2.6
    yield word(beat, 0, below, first, HUES[0], LETTERS, "left")
    yield word(beat, WIDE, below, second, HUES[1], LETTERS, "right")
