"""A digit while a hand draws it: what the network answers at each moment, and where it errs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.drawings import Strokes
from cnnviz.content.scene import Array, Box, Frame, Panel, Stage, Tensor
from cnnviz.content.texts import SceneText, Sentence
from cnnviz.engine.network import Network
from cnnviz.staging import panels
from cnnviz.staging.answers import SURE, Answer, answer_of
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import as_probability, number, percent, spoken_percent
from cnnviz.staging.network_columns import with_border
from cnnviz.steps.lenet.fitting import FIT, Fit, fit_of, refitting

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
REFITS, REFITTING = 4, 0.3
"""In how many steps the first moment after that is fitted anew, as it grows at once by much; and
seconds for each."""


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
    like: Tensor
    """What the network sees of it at the end."""

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

    @cached_property
    def tensors(self) -> tuple[Tensor, ...]:
        """What the network sees at each moment; and what comes after the turn, from the scale
        before it to its own."""
        like = self.like
        seen = {-1: np.zeros_like(like.data)} | {k: m.seen for k, m in enumerate(self.moments)}
        moments = tuple(replace(like, name=_seen(k), data=data) for k, data in seen.items())
        old, new = (begun(self.strokes, self.moments[self.turn + k].points) for k in (0, 1))
        return (*moments, *refitting(old, new, like, REFITS))

    def _fit(self, k: int) -> Fit:
        """How it lies at the kth moment in what the network sees."""
        return fit_of(begun(self.strokes, self.moments[k].points), self.like.data.shape[-1])

    @property
    def _rows(self) -> int:
        """How many pixels high the first stroke is at the end."""
        (first, last), _ = self._fit(-1).extent(self.strokes[:1], self.like.data.shape[-1])
        return last - first

    def _height(self, fit: Fit) -> Box:
        """How many pixels high the first stroke is, as it lies there: a band as high, whose name
        stands beside what is drawn."""
        side = self.like.data.shape[-1]
        rows, _ = fit.extent(self.strokes[:1], side)
        box = region(self.like, "highlight", rows, (0, side))
        return replace(box, name=f"{number(rows[1] - rows[0])} px")

    def panel(self, text: SceneText) -> Panel:
        """Ten bars, a class each."""
        shares = self.moments[-1].shares
        bars = tuple(
            panels.Bar(each, share, _written(share), Stage.CLASSIFY)
            for each, share in zip(self.network.classes, shares, strict=True)
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
            "rows": self._rows,
        }
        again = text("again")
        yield self._frame(0.9, again, -1, hidden)
        errs = self.turn >= 0
        yield from self._drawn(
            again, range(self.turn + 1 if errs else len(self.moments)), hidden, FIRST
        )
        if errs:
            yield self._frame(3.2, text("sure-early", **numbers), self.turn, hidden, told=True)
            circle = text("goes-on", **numbers)
            yield from self._refits(circle, hidden)
            yield from self._drawn(circle, range(self.turn + 2, self.tip + 1), hidden, SLOW)
            tips = text("tips", **numbers)
            yield self._frame(4.0, tips, self.tip, hidden, told=True)
            rest = range(self.tip + 1, len(self.moments))
            yield from self._drawn(text("rest", **numbers), rest, hidden, FAST)
        closing = text("finished", {"errs": errs}, **numbers)
        last = len(self.moments) - 1
        yield self._frame(CLOSING, closing, last, hidden, told=True)

    def _drawn(
        self, said: Sentence, moments: Sequence[int], hidden: tuple[str, ...], seconds: float
    ) -> Iterator[Frame]:
        for k in moments:
            yield self._frame(seconds, said, k, hidden, tween=seconds)

    def _refits(self, said: Sentence, hidden: tuple[str, ...]) -> Iterator[Frame]:
        """The first moment after the turn: it grows at the scale that it had, then shrinks to fit;
        what the network answers comes at the end."""
        before, after = self._fit(self.turn), self._fit(self.turn + 1)
        drawn = self._frame(SLOW, said, self.turn + 1, hidden, tween=SLOW)
        answers = self._frame(SLOW, said, self.turn, hidden).panels[ANSWERS]
        for k, tensor in enumerate(self.tensors[-REFITS:]):
            seconds = REFITTING if k else SLOW
            seen = panels.GridChanges(tensor=tensor.name, size=PAPER)
            changed = {**drawn.panels, "seen": seen, ANSWERS: answers}
            boxes = (self._height(before.towards(after, k / REFITS)),)
            yield replace(drawn, seconds=seconds, boxes=boxes, panels=changed, tween=seconds)
        yield replace(drawn, tween=REFITTING)

    def _frame(
        self,
        seconds: float,
        said: Sentence,
        k: int,
        hidden: tuple[str, ...],
        *,
        told: bool = False,
        tween: float = 0.0,
    ) -> Frame:
        """The kth moment, the empty paper for −1; what leads stands out, and how high the first
        stroke is once it is there; figures are there where it stands still."""
        points, answer, shares, _ = self.moments[k]
        bars = panels.BarsChanges(
            bars=shares if k >= 0 else (0.0,) * len(shares),
            texts=tuple(map(_written, shares)) if told else ("",) * len(shares),
            lit=answer.best if k >= 0 else None,
        )
        seen = panels.GridChanges(tensor=_seen(k), size=PAPER)
        pad = panels.PadChanges(points=points if k >= 0 else 0, size=PAPER)
        changes = {"pad": pad, "seen": seen, ANSWERS: bars}
        boxes = (self._height(self._fit(k)),) if 0 <= self.turn <= k else ()
        return Frame(seconds, said, boxes=boxes, hidden=hidden, panels=changes, tween=tween)


def _seen(k: int) -> str:
    """The tensor that is seen at the kth moment, and at −1, when nothing is drawn."""
    return f"seen {k + 1}"


def _written(share: float) -> str:
    return percent(as_probability(share))


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
