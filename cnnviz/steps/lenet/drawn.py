"""A digit while a hand draws it: what the network answers at each moment, and where it errs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.drawings import Strokes
from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.texts import SceneText, Sentence
from cnnviz.engine.network import Network
from cnnviz.engine.strokes import LINE
from cnnviz.staging import panels
from cnnviz.staging.answers import SURE, Answer, answer_of
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import as_probability, percent, spoken_percent
from cnnviz.staging.network_columns import with_border

ANSWERS = "answers"
"""The panel of the ten bars."""
SIZE = (9.5, 11.0)
"""Its height and width, in units of the stage."""
PAPER = (8.0, 8.0)
"""The paper's, and that of what the network sees of it."""
POINTS = 3
"""So many points are drawn from moment to moment."""
FIRST, SLOW, FAST = 2.75, 1.46, 0.65
"""Seconds from moment to moment: before it errs, until the answer tips, and after that."""
FIT = 20
"""Pixels that the longer side of a drawing has as MNIST's digits are scaled."""


class Moment(NamedTuple):
    """How far the drawing is, and what the network makes of it."""

    points: int
    answer: Answer
    shares: tuple[float, ...]
    seen: Array
    """What the network sees."""


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
        seen = kept["input"]
        return Moment(points, answer_of(self.network, kept), tuple(map(float, shares)), seen)

    @cached_property
    def turn(self) -> int:
        """The last moment at which it is sure of another class than at the end; −1 for none."""
        best = self.moments[-1].answer.best
        sure = [
            k
            for k, (_, answer, _, _) in enumerate(self.moments)
            if answer.best != best and answer.share >= SURE and not answer.unlike
        ]
        return max(sure, default=-1)

    @cached_property
    def tip(self) -> int:
        """The first moment after that at which what it says at the end leads."""
        best = self.moments[-1].answer.best
        return next(k for k in range(self.turn + 1, len(self.moments)) if self._best(k) == best)

    def _best(self, k: int) -> int:
        return self.moments[k].answer.best

    @property
    def rows(self) -> int:
        """How high the first stroke is at the end in what the network sees, in pixels."""
        whole, first = (sides(each) for each in (self.strokes, self.strokes[:1]))
        line = LINE * max(whole)
        return round(FIT * (first[1] + line) / (max(whole) + line))

    def tensors(self, like: Tensor) -> tuple[Tensor, ...]:
        """What the network sees at each moment, as the tensor that it reads at the end."""
        seen = {-1: np.zeros_like(like.data)} | {k: m.seen for k, m in enumerate(self.moments)}
        return tuple(replace(like, name=_seen(k), data=data) for k, data in seen.items())

    def panel(self, text: SceneText) -> Panel:
        """Ten bars, a class each; what was drawn first in the drawing's own hue."""
        shown, shares = self._best(self.turn), self.moments[-1].shares
        bars = tuple(
            panels.Bar(each, share, _written(share), Stage.INPUT if k == shown else Stage.CLASSIFY)
            for k, (each, share) in enumerate(zip(self.network.classes, shares, strict=True))
        )
        panel = panels.Bars(bars=bars, most=1.0).panel(
            ANSWERS, label=text("label-answers"), stage=Stage.CLASSIFY, size=SIZE
        )
        return replace(panel, operator="→")

    def frames(self, text: SceneText, hidden: tuple[str, ...]) -> Iterator[Frame]:
        """From an empty paper to the end; where it errs, and is sure, the hand stops."""
        turn, tip, end = self.moments[self.turn], self.moments[self.tip], self.moments[-1]
        other = turn.answer.best
        numbers = {
            "digit": self.network.classes[end.answer.best],
            "share": end.answer.spoken["share"],
            "other": self.network.classes[other],
            "othershare": turn.answer.spoken["share"],
            "tipshare": tip.answer.spoken["share"],
            "left": spoken_percent(as_probability(tip.shares[other])),
            "fit": FIT,
            "rows": self.rows,
        }
        again = text("again")
        yield self._frame(0.9, again, -1, hidden)
        errs = self.turn >= 0
        yield from self._drawn(
            again, range(self.turn + 1 if errs else len(self.moments)), hidden, FIRST
        )
        if errs:
            yield self._frame(3.2, text("sure-early", **numbers), self.turn, hidden, lit=other)
            circle = text("goes-on", **numbers)
            yield from self._drawn(circle, range(self.turn + 1, self.tip + 1), hidden, SLOW)
            tips = text("tips", **numbers)
            yield self._frame(4.0, tips, self.tip, hidden, lit=tip.answer.best)
            rest = range(self.tip + 1, len(self.moments))
            yield from self._drawn(text("rest", **numbers), rest, hidden, FAST)
        closing = text("finished", {"errs": errs}, **numbers)
        last = len(self.moments) - 1
        yield self._frame(CLOSING, closing, last, hidden, lit=end.answer.best)

    def _drawn(
        self, said: Sentence, moments: Sequence[int], hidden: tuple[str, ...], seconds: float
    ) -> Iterator[Frame]:
        for k in moments:
            yield self._frame(seconds, said, k, hidden, tween=seconds)

    def _frame(
        self,
        seconds: float,
        said: Sentence,
        k: int,
        hidden: tuple[str, ...],
        *,
        lit: int | None = None,
        tween: float = 0.0,
    ) -> Frame:
        """The kth moment, the empty paper for −1; figures are there where it stands still."""
        points, _, shares, _ = self.moments[k]
        none = ("",) * len(shares)
        written = tuple(map(_written, shares))
        bars = panels.BarsChanges(
            bars=shares if k >= 0 else (0.0,) * len(shares),
            texts=none if lit is None else written,
            lit=lit,
        )
        seen = panels.GridChanges(tensor=_seen(k), size=PAPER)
        pad = panels.PadChanges(points=points if k >= 0 else 0, size=PAPER)
        changes = {"pad": pad, "seen": seen, ANSWERS: bars}
        return Frame(seconds, said, hidden=hidden, panels=changes, tween=tween)


def _seen(k: int) -> str:
    """The tensor that is seen at the kth moment, and at −1, when nothing is drawn."""
    return f"seen {k + 1}"


def _written(share: float) -> str:
    return percent(as_probability(share))


def sides(strokes: Strokes) -> tuple[float, float]:
    """How wide and how high it is, from point to point."""
    points = [point for stroke in strokes for point in stroke]
    wide, high = (max(p[i] for p in points) - min(p[i] for p in points) for i in (0, 1))
    return wide, high


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
