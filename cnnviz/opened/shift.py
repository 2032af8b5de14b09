"""The picture moved by some pixels: what the network answers then, and whether maps move along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.opened import moving
from cnnviz.opened.maps import full_colour, picture_tensor
from cnnviz.opened.moving import Followed, follow, followed
from cnnviz.opened.subject import Subject
from cnnviz.opened.waiting import waiting
from cnnviz.opened.walk import are_shares
from cnnviz.opened.wording import layer_names
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import (
    as_probability,
    count_noun,
    join_sides,
    number,
    percent,
    shift_in_words,
    spoken_percent,
)
from cnnviz.staging.network_panels import most_varied
from cnnviz.staging.shots import all_but

BEST = 3
"""Answers that are drawn: so many of the largest before the move, and of those after it."""
SHOWN = 2
"""The frame, from 0, at which the answers after the move are there."""


@dataclass(frozen=True)
class _Move:
    subject: Subject
    dy: int
    dx: int

    @cached_property
    def scores(self) -> tuple[Array, Array]:
        """The answers before and after; none where they are no list."""
        name = self.subject.network.answers[0]
        values = self.subject.kept[name]
        if values.size != len(values) or values.size < 2:
            none = np.zeros(0)
            return none, none
        before, after = (moving.scores(self.subject, *by) for by in ((0, 0), (self.dy, self.dx)))
        return before, after

    @cached_property
    def shares(self) -> bool:
        return bool(len(self.scores[0])) and all(map(are_shares, self.scores))

    @cached_property
    def best(self) -> tuple[int, ...]:
        """The answers that are drawn, in their order."""
        found = {k for each in self.scores for k in np.argsort(-each, kind="stable")[:BEST]}
        return tuple(sorted(map(int, found)))

    @cached_property
    def line(self) -> tuple[int, ...]:
        """Places along which the picture is tried, in pixels to the right of where it was."""
        far, many = moving.reach(self.subject), moving.runs(self.subject)
        return tuple(sorted({round(x) for x in np.linspace(-far, far, many)})) if many else ()

    @cached_property
    def tried(self) -> tuple[float, ...]:
        """What was the largest answer, at each of these places."""
        best = int(self.scores[0].argmax())
        return tuple(float(moving.scores(self.subject, 0, x)[best]) for x in self.line)

    @cached_property
    def maps(self) -> dict[str, Followed]:
        return {
            name: follow(self.subject, name, self.dy, self.dx) for name in followed(self.subject)
        }

    def written(self, value: float) -> str:
        return percent(as_probability(value)) if self.shares else number(value)

    def spoken(self, value: float) -> str:
        return spoken_percent(as_probability(value)) if self.shares else number(value)


def _tensors(move: _Move) -> Iterator[Tensor]:
    picture = picture_tensor(move.subject)
    assert picture is not None
    yield picture
    seen = moving.moved(picture.data, move.dy, move.dx)
    yield Tensor("moved", seen, "Moved", Stage.INPUT, picture.scale)
    for name, each in move.maps.items():
        (which,) = most_varied(each.before, 1)
        limit = full_colour(np.stack([each.before[which], each.after[which]]))
        stage = move.subject.stage(name)
        for key, data in (("before", each.before), ("after", each.after), ("left", each.left)):
            label = {"before": f"{name}, map {which + 1}", "after": "After the move"}.get(key, LEFT)
            yield Tensor(f"{name} {key}", data[[which]], label, stage, "signed", limit)


LEFT = "What did not move along"


def _bars(move: _Move, name: str, label: str, values: Array) -> Panel:
    named = move.subject.names
    rows = [
        panels.Bar(named[k], float(values[k]), move.written(float(values[k])), Stage.CLASSIFY)
        for k in move.best
    ]
    return panels.bars(name, panels.Bars(bars=tuple(rows)), label=label, width=12.0)


def _lines(move: _Move) -> Panel:
    """The answer that was largest, at places along a row."""
    best, values = int(move.scores[0].argmax()), move.tried
    low, high = (0.0, 1.0) if move.shares else (min(0.0, *values), max(0.0, *values))
    series = panels.Series(
        label=f"{move.subject.names[best]}:",
        stage=Stage.CLASSIFY,
        values=tuple((each - low) / ((high - low) or 1.0) for each in values),
        texts=tuple(map(move.written, values)),
    )
    ends = ("0 %", "100 %") if move.shares else (number(low), number(high))
    lines = panels.Lines(
        lines=(series,),
        marks=tuple(number(x) for x in move.line),
        rules=((0.0, ends[0]), (1.0, ends[1])),
    )
    return lines.panel(
        "places", label="Pixels to the right", stage=Stage.CLASSIFY, size=(9.0, 22.0)
    )


def _size(tensor: Tensor) -> tuple[float, float]:
    """All are drawn equally large, whatever they hold."""
    _, rows, columns = tensor.data.shape
    return 10.0 * rows / max(rows, columns), 10.0 * columns / max(rows, columns)


def _panels(move: _Move, tensors: Sequence[Tensor]) -> Iterator[Panel]:
    picture, after, *maps = tensors
    coloured = -1 if len(picture.data) == 3 else 0
    drags = panels.Drags(x="dx", y="dy", reach=moving.reach(move.subject), frame=SHOWN)
    grid = panels.Grid(channel=coloured, numbers=False)
    for name, shown, options, note in (
        ("picture", (picture.name,), grid, join_sides(picture.data.shape[1:])),
        ("moved", (after.name, picture.name), replace(grid, drags=drags), "drag it"),
    ):
        label = name.capitalize()
        yield options.panel(
            name, tensors=shown, label=label, note=note, stage=Stage.INPUT, size=_size(picture)
        )
    if move.best:
        before, now = move.scores
        yield _bars(move, "answers", "Before", before)
        yield _bars(move, "moved answers", "After", now)
        if move.line:
            yield _lines(move)
    for tensor in maps:
        yield panels.Grid(numbers=False).panel(
            tensor.name,
            tensors=(tensor.name,),
            label=tensor.label,
            note=join_sides(tensor.data.shape[1:]),
            stage=tensor.stage,
            size=_size(tensor),
        )


@dataclass(frozen=True)
class _Film:
    move: _Move
    text: SceneText
    names: tuple[str, ...]
    """All panels."""

    @cached_property
    def facts(self) -> dict[str, bool]:
        return {"moved": bool(self.move.dy or self.move.dx), "shares": self.move.shares}

    @cached_property
    def numbers(self) -> dict[str, object]:
        return {
            "picture": self.move.subject.pictured,
            "where": shift_in_words(self.move.dy, self.move.dx),
        }

    def frame(
        self, seconds: float, sentence: str, *shown: str, **changes: panels.GridChanges
    ) -> Frame:
        """A frame with these panels; the moved picture is as it is after the move."""
        moved = {"moved": panels.GridChanges(tensor="moved")} | changes
        return Frame(seconds, sentence, hidden=all_but(self.names, *shown), panels=moved)

    def frames(self) -> Iterator[Frame]:
        """The move, the answers, the maps layer by layer."""
        both, move = ("picture", "moved"), self.move
        opening = self.text("open", self.facts, **self.numbers)
        still = panels.GridChanges(tensor="picture")
        yield self.frame(OPENING, opening, "picture", moved=still)
        slides = panels.GridChanges(tensor="moved", moved=(move.dy, move.dx))
        said = self.text("move", self.facts, **self.numbers)
        yield replace(self.frame(OPENING, said, *both, moved=slides), tween=1.2)
        if move.best:
            yield from self._answers()
        for name, each in move.maps.items():
            yield self._map(name, each)
        yield self.frame(CLOSING, self.text("close", self.facts, **self.numbers), *both)

    def _answers(self) -> Iterator[Frame]:
        before, after = self.move.scores
        first, now = int(before.argmax()), int(after.argmax())
        named, spoken = self.move.subject.names, self.move.spoken
        numbers = self.numbers | {
            "answer": named[first],
            "other": named[now],
            "before": spoken(float(before[first])),
            "after": spoken(float(after[first])),
            "most": spoken(float(after[now])),
        }
        facts = self.facts | {"same answer": first == now}
        said = self.text("answers", facts, **numbers)
        yield self.frame(CLOSING, said, "moved", "answers", "moved answers")
        if not self.move.line:
            return
        numbers |= {
            "reach": count_noun(self.move.line[-1], "pixel"),
            "least": spoken(min(self.move.tried)),
            "best": spoken(max(self.move.tried)),
        }
        steady = numbers["least"] == numbers["best"]
        said = self.text("places", facts | {"steady": steady}, **numbers)
        at = panels.LinesChanges(at=self.move.line.index(0))
        frame = self.frame(CLOSING, said, "places")
        yield replace(frame, panels={**frame.panels, "places": at})

    def _map(self, name: str, each: Followed) -> Frame:
        y, x = each.step
        facts = self.facts | {
            "whole": each.is_whole,
            "all": each.share == 1,
            "edge alone": each.is_edge_alone,
            "none": each.share == 0,
            "next to each other": each.step == (1, 1),
        }
        numbers = self.numbers | {
            **layer_names(self.move.subject, name),
            "step": count_noun(y, "pixel") if y == x else f"{y}×{x} pixels",
            "cells": shift_in_words(*each.cells) + " in its own cells" * (each.step != (1, 1)),
            "share": spoken_percent(each.share),
        }
        said = self.text("map", facts, **numbers)
        return self.frame(CLOSING, said, *(f"{name} {key}" for key in ("before", "after", "left")))


def shift_scene(subject: Subject) -> SceneSpec:
    """The scene in which its picture moves; `moving.reach` says how far, and whether it can."""
    far = moving.reach(subject)
    help_ = "How many pixels the picture moves; on the stage, drag it."
    params = tuple(
        Param(key, label, "integer", default, -far, far, help=help_)
        for key, label, default in (("dy", "Down", 0), ("dx", "Right", max(1, far // 2)))
    )

    def build(values: Values, text: SceneText) -> Parts:
        move = _Move(subject, values.integer("dy"), values.integer("dx"))
        tensors = tuple(_tensors(move))
        made = tuple(_panels(move, tensors))
        film = _Film(move, text, tuple(each.name for each in made))
        return Parts(tensors, made, tuple(waiting(film.frames())))

    return SceneSpec("shift", Stage.INPUT, build, params)
