"""A digit while a hand draws it: what the network answers at each moment, and where it errs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from math import ceil
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
SIZE = (13.5, 11.0)
"""Its height and width, in units of the stage."""
PAPER = (10.0, 10.0)
"""The paper's, and that of what the network sees of it."""
MOMENTS = 20
"""Each stroke is drawn in at least so many moments."""
FIRST, SLOW, FAST = 0.28, 0.5, 0.22
"""Seconds from moment to moment: before it errs, until the answer tips, and after that."""
REFITS, REFITTING = 4, 0.3
"""In how many steps the first moment after that is fitted anew, as it grows at once by much; and
seconds for each."""


class Moment(NamedTuple):
    """How far the drawing is, and what the network makes of it."""

    points: float
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
        return tuple(self._at(points) for points in reached(self.strokes))

    def _at(self, points: float) -> Moment:
        ink = seeds.ink_of(begun(self.strokes, points))
        return self._moment(points, with_border(self.network, ink))

    def _moment(self, points: float, seen: Array) -> Moment:
        kept = self.network.run(seen)
        shares = kept[self.network.layers[-1].name].ravel()
        return Moment(
            points, answer_of(self.network, kept), tuple(map(float, shares)), kept["input"]
        )

    @cached_property
    def turn(self) -> int:
        """The moment of the last stroke's end at which it is sure of another class than after all
        strokes; −1 for none."""
        best = self.moments[-1].answer.best
        ends = set(accumulate(map(len, self.strokes)))
        sure = [
            k
            for k, (points, answer, _, _) in enumerate(self.moments)
            if points in ends and answer.best != best and answer.share >= SURE and not answer.unlike
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

    @cached_property
    def refits(self) -> tuple[Moment, ...]:
        """What the network makes of what it is shown on the way from the scale before the turn to
        the one after it."""
        points = self.moments[self.turn + 1].points
        return tuple(self._moment(points, tensor.data) for tensor in self.tensors[-REFITS:])

    def _fit(self, k: int) -> Fit:
        """How it lies at the kth moment in what the network sees."""
        return fit_of(begun(self.strokes, self.moments[k].points), self.like.data.shape[-1])

    @property
    def _rows(self) -> int:
        """How many pixels high the first stroke is at the end."""
        (first, last), _ = self._fit(-1).extent(self.strokes[:1], self.like.data.shape[-1])
        return last - first

    def _height(self, fit: Fit) -> Box:
        """How many pixels high the first stroke is, as it lies there: a bar as high, near the edge,
        and its name in the corner above it, where nothing is drawn."""
        rows, _ = fit.extent(self.strokes[:1], self.like.data.shape[-1])
        box = region(self.like, "highlight", rows, (2, 3))
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
        """The network sees ink once it is on the paper: a moment later, so that at the end the
        hand waits for it."""
        for k in moments:
            yield self._frame(seconds, said, k, hidden, seen=k - 1, tween=seconds)
        yield self._frame(seconds, said, moments[-1], hidden, tween=seconds)

    def _refits(self, said: Sentence, hidden: tuple[str, ...]) -> Iterator[Frame]:
        """The first moment after the turn: drawn, then seen at the scale that it had, which
        shrinks until all of it fits; each picture with the answer to it."""
        k = self.turn + 1
        before, after = self._fit(k - 1), self._fit(k)
        yield self._frame(2 * SLOW, said, k, hidden, seen=k - 1, tween=2 * SLOW)
        drawn = self._frame(REFITTING, said, k, hidden, tween=REFITTING)
        for i, (tensor, moment) in enumerate(zip(self.tensors[-REFITS:], self.refits, strict=True)):
            seen = panels.GridChanges(tensor=tensor.name, size=PAPER)
            changed = {**drawn.panels, "seen": seen, ANSWERS: _bars(moment)}
            boxes = (self._height(before.towards(after, i / REFITS)),)
            yield replace(drawn, boxes=boxes, panels=changed)
        yield drawn

    def _frame(
        self,
        seconds: float,
        said: Sentence,
        k: int,
        hidden: tuple[str, ...],
        *,
        seen: int | None = None,
        told: bool = False,
        tween: float = 0.0,
    ) -> Frame:
        """The kth moment, the empty paper for −1; what leads stands out, and how high the first
        stroke is once it is there; figures are there where it stands still.

        seen: the moment that the network sees, if not yet the kth.
        """
        at = k if seen is None else seen
        drawn = self.moments[k].points if k >= 0 else 0
        changes = {
            "pad": panels.PadChanges(points=drawn, size=PAPER),
            "seen": panels.GridChanges(tensor=_seen(at), size=PAPER),
            ANSWERS: _bars(self.moments[at], told=told) if at >= 0 else self._no_bars(),
        }
        boxes = (self._height(self._fit(at)),) if 0 <= self.turn <= at else ()
        return Frame(seconds, said, boxes=boxes, hidden=hidden, panels=changes, tween=tween)

    def _no_bars(self) -> panels.BarsChanges:
        """Before there is anything to answer."""
        count = len(self.network.classes)
        return panels.BarsChanges(bars=(0.0,) * count, texts=("",) * count)


def _bars(moment: Moment, *, told: bool = False) -> panels.BarsChanges:
    """What is answered, in figures where it is told; what leads stands out."""
    texts = tuple(_written(share) if told else "" for share in moment.shares)
    return panels.BarsChanges(bars=moment.shares, texts=texts, lit=moment.answer.best)


def _seen(k: int) -> str:
    """The tensor that is seen at the kth moment, and at −1, when nothing is drawn."""
    return f"seen {k + 1}"


def _written(share: float) -> str:
    return percent(as_probability(share))


def reached(strokes: Strokes) -> Iterator[float]:
    """How many points are drawn at each moment: parts of a way that is long, and no stroke that is
    but begun, of which there is only a dot; a dot that is all of its stroke at once.

    >>> list(reached((((0.0, 0.0), (0.5, 0.5)),)))[:3]
    [1.05, 1.1, 1.15]
    >>> list(reached((((0.5, 0.5),),)))
    [1.0]
    """
    first = 1
    for stroke in strokes:
        ways = len(stroke) - 1
        if ways < 1:
            yield float(first)
        parts = ceil(MOMENTS / max(1, ways))
        yield from (first + k / parts for k in range(1, ways * parts + 1))
        first += len(stroke)


def begun(strokes: Strokes, points: float) -> Strokes:
    """Strokes as far as so many of their points, and a part of the way to the next.

    >>> begun((((0.0, 0.0), (0.5, 0.5)), ((1.0, 1.0), (1.0, 0.5))), 3)
    (((0.0, 0.0), (0.5, 0.5)), ((1.0, 1.0),))
    >>> begun((((0.0, 0.0), (0.5, 0.25)),), 1.5)
    (((0.0, 0.0), (0.25, 0.125)),)
    """
    found = []
    for stroke in strokes:
        whole = min(int(points), len(stroke))
        if whole < 1:
            break
        drawn, part = stroke[:whole], points - whole
        if part > 0 and whole < len(stroke):
            # Of some points the pressure is known, too.
            way = zip(drawn[-1], stroke[whole], strict=False)
            drawn = (*drawn, tuple(a + part * (b - a) for a, b in way))
        found.append(drawn)
        points -= len(stroke)
    return tuple(found)
