"""A digit while a hand draws it: what the network answers at each moment, and where it errs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cnnviz.content import seeds
from cnnviz.content.drawings import Strokes
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.texts import SceneText, Sentence
from cnnviz.engine.network import Network
from cnnviz.staging import panels
from cnnviz.staging.answers import SURE, Answer, answer_of
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import as_probability, percent
from cnnviz.staging.network_columns import with_border

ANSWERS = "answers"
"""The panel of the ten bars."""
SIZE = (10.0, 13.0)
"""Its height and width, in units of the stage."""
POINTS = 3
"""So many points are drawn from moment to moment."""
MOMENT = 0.45
"""Seconds from moment to moment."""


class Moment(NamedTuple):
    """How far the drawing is, and what the network makes of it."""

    points: int
    answer: Answer
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Drawn:
    """A drawing from its first points to its last."""

    network: Network
    strokes: Strokes

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """All of them, the finished drawing last."""
        count = sum(map(len, self.strokes))
        return tuple(self._at(points) for points in (*range(POINTS, count, POINTS), count))

    def _at(self, points: int) -> Moment:
        ink = seeds.ink_of(begun(self.strokes, points))
        kept = self.network.run(with_border(self.network, ink))
        shares = kept[self.network.layers[-1].name].ravel()
        return Moment(points, answer_of(self.network, kept), tuple(map(float, shares)))

    @cached_property
    def turn(self) -> int:
        """The last moment at which it is sure of another class than at the end; −1 for none."""
        best = self.moments[-1].answer.best
        sure = [
            k
            for k, (_, answer, _) in enumerate(self.moments)
            if answer.best != best and answer.share >= SURE and not answer.unlike
        ]
        return max(sure, default=-1)

    def panel(self, text: SceneText) -> Panel:
        """Ten bars, a class each."""
        bars = tuple(panels.Bar(each, 0.0, "", Stage.CLASSIFY) for each in self.network.classes)
        return panels.Bars(bars=bars, most=1.0).panel(
            ANSWERS, label=text("label-answers"), stage=Stage.CLASSIFY, size=SIZE
        )

    def frames(self, text: SceneText, hidden: tuple[str, ...]) -> Iterator[Frame]:
        """From an empty paper to the end; where it errs, and is sure, the hand stops."""
        turn, end = self.moments[self.turn], self.moments[-1]
        numbers = {
            "digit": self.network.classes[end.answer.best],
            "share": end.answer.spoken["share"],
            "other": self.network.classes[turn.answer.best],
            "othershare": turn.answer.spoken["share"],
        }
        blank = (0.0,) * len(self.network.classes)
        empty = panels.BarsChanges(bars=blank, texts=("",) * len(blank))
        again = text("again")
        yield Frame(
            2.0, again, hidden=hidden, panels={"pad": panels.PadChanges(points=0), ANSWERS: empty}
        )
        errs = self.turn >= 0
        first = self.moments[: self.turn + 1] if errs else self.moments
        yield from self._drawn(again, first, hidden)
        if errs:
            yield self._frame(3.2, text("sure-early", **numbers), turn, hidden, lit=True)
            yield from self._drawn(
                text("goes-on", **numbers), self.moments[self.turn + 1 :], hidden
            )
        closing = text("finished", {"errs": errs}, **numbers)
        yield self._frame(CLOSING, closing, end, hidden, lit=True)

    def _drawn(
        self, said: Sentence, moments: Sequence[Moment], hidden: tuple[str, ...]
    ) -> Iterator[Frame]:
        for moment in moments:
            yield self._frame(MOMENT, said, moment, hidden, tween=MOMENT)

    def _frame(
        self,
        seconds: float,
        said: Sentence,
        moment: Moment,
        hidden: tuple[str, ...],
        *,
        lit: bool = False,
        tween: float = 0.0,
    ) -> Frame:
        points, answer, shares = moment
        bars = panels.BarsChanges(
            bars=shares,
            texts=tuple(percent(as_probability(share)) for share in shares),
            lit=answer.best if lit else None,
        )
        changes = {"pad": panels.PadChanges(points=points), ANSWERS: bars}
        return Frame(seconds, said, hidden=hidden, panels=changes, tween=tween)


def begun(strokes: Strokes, points: int) -> Strokes:
    """Strokes as far as so many of their points.

    >>> begun((((0.0, 0.0), (0.5, 0.5)), ((1.0, 1.0), (1.0, 0.5))), 3)
    (((0.0, 0.0), (0.5, 0.5)), ((1.0, 1.0),))
    """
    found = []
    for stroke in strokes:
        found.append(stroke[:points])
        points -= len(stroke)
        if points <= 0:
            break
    return tuple(found)
