"""What is counted, as bars with their numbers: asked for first, then told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cnnviz.content.question import Question
from cnnviz.content.scene import Frame, Stage
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import number


def count_bars(told: Iterable[tuple[str, int, Stage]]) -> panels.Bars:
    """A bar for each label, count and hue, as long as the count, which stands in it."""
    rows = tuple(panels.Bar(label, count, number(count), stage) for label, count, stage in told)
    return panels.Bars(bars=rows, above=True, inside=True, filled=True)


def ask_and_tell(
    sentences: tuple[str, str],
    bars: panels.Bars,
    question: Question | None,
    formula: str,
    hidden: tuple[str, ...],
) -> Iterator[Frame]:
    """Of the panel "bars", the first bar alone and the question; then all, and the formula."""
    most = float(bars.bars[0].value)
    asks, tells = sentences
    known = panels.BarsChanges(most=most)
    first = replace(bars.told_up_to(1), most=most)
    yield Frame(CLOSING, asks, hidden=hidden, panels={"bars": first}, question=question)
    yield Frame(CLOSING, tells, formula, hidden=hidden, panels={"bars": known}, tween=1.2)
