"""Where a gradient goes that comes back to a pooled map, and what a small change does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

import numpy as np

from cnnviz.content.computation import Computation, Operand
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.pooling import GRADIENT, Block
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, pixel, region
from cnnviz.staging.durations import OPENING
from cnnviz.staging.formatting import about, equals, latex
from cnnviz.staging.formatting import number as written
from cnnviz.staging.shots import all_but
from cnnviz.steps.pooling.common import Pooling

LITTLE = 0.1
"""How much a value grows at most to show whether the maximum does."""
SEEN = 1.4
"""Seconds in which the value has grown and the maximum has not answered yet."""
ANSWERS = 1.15
"""Seconds in which it does."""


class Change(NamedTuple):
    """One value of the first window has grown a little."""

    key: str
    """Of its sentence."""
    place: int
    """Where it stands in the window, in reading order."""
    read: Tensor
    made: Tensor


def _changes(pooling: Pooling) -> Iterator[Change]:
    """A little is added to the least value of the first window, then to its winner."""
    values = [float(value) for value in pooling.values(0)]
    won, lost = (values.index(choose(values)) for choose in (max, min))
    little = min(LITTLE, (values[won] - values[lost]) / 2)
    for key, place in (("stays", lost), ("follows", won)):
        data = np.array(pooling.input.data, dtype=np.float64)
        data[0, *divmod(place, pooling.window)] += little
        read = replace(pooling.input, name=key, data=data, editable="")
        made = replace(pooling, input=read, output_name=f"{key} pooled").output
        yield Change(key, place, read, replace(made, max_abs=pooling.output.max_abs))


def _gradient(pooling: Pooling) -> Tensor:
    """What comes back to each value of the map, if 1 comes back to each pooled one."""
    data = np.zeros(pooling.input.data.shape)
    for k in range(len(pooling)):
        winner = pooling.winner(k)
        data[0, winner.rows[0], winner.columns[0]] += 1
    most = pooling.input.max_abs
    return Tensor("gradient", data, "Gradient handed on", Stage.CONV, "signed", most)


def _back(pooling: Pooling) -> Tensor:
    """The 1 that comes back to each value of the pooled map."""
    ones = np.ones(pooling.output.data.shape)
    most = pooling.input.max_abs
    return Tensor("back", ones, "Gradient coming in", Stage.POOL, "signed", most)


def tensors(pooling: Pooling) -> Iterator[Tensor]:
    """What is shown besides the map and the pooled map."""
    yield from (_gradient(pooling), _back(pooling))
    yield from chain(*((each.read, each.made) for each in _changes(pooling)))


def drawn(shown: Sequence[Panel], pooling: Pooling, zoom: float) -> tuple[Panel, ...]:
    """The panels of both maps, which show them changed, too, and those of the gradient."""
    changes = list(_changes(pooling))
    read, *between, made = shown
    return (
        replace(read, tensors=(*read.tensors, *(each.read.name for each in changes))),
        *between,
        replace(made, tensors=(*made.tensors, *(each.made.name for each in changes))),
        panels.grid(_gradient(pooling)),
        panels.grid(_back(pooling), zoom=zoom, operator="←"),
    )


def told(
    text: SceneText,
    facts: Mapping[str, bool],
    pooling: Pooling,
    names: Sequence[str],
    winners: tuple[Box, ...],
) -> Iterator[Frame]:
    """Where a gradient goes that comes back to the pooled map."""
    result = about(pooling.computation(0).result)
    yield Frame(
        OPENING,
        text("ask-back", result=result),
        boxes=(
            region(pooling.input, "window", *pooling.spans(0), stage=Stage.POOL),
            cell(pooling.output, 0, 0, stage=Stage.POOL),
            replace(cell(pooling.output, 0, 0, stage=Stage.POOL), tensor="back"),
        ),
        # The pooled values, and the 1 that comes back to each.
        hidden=all_but(names, "input", "output", "back"),
        question=choice(GRADIENT, Block(pooling.window**2, Fraction(1))).found_in("", "gradient"),
    )
    told = text("gradient", facts, result=result)
    hidden = all_but(names, "input", "gradient", "back")
    yield Frame(1.6, told, hidden=hidden, revealed={"gradient": 0})
    # What the first window gets stands in it, value by value.
    rows, columns = pooling.spans(0)
    first = region(pooling.input, "window", rows, columns, stage=Stage.POOL)
    source = replace(cell(pooling.output, 0, 0, stage=Stage.POOL), tensor="back")
    handed_on = Frame(
        OPENING,
        told,
        boxes=(
            first,
            replace(first, tensor="gradient"),
            source,
            *winners,
            *(replace(box, tensor="gradient", role="cell") for box in winners),
        ),
        computations=tuple(_returned(pooling, winners)),
        hidden=hidden,
    )
    yield handed_on
    for change in _changes(pooling):
        yield from _followed(text, pooling, change, all_but(names, "input", "output"))


def _followed(
    text: SceneText, pooling: Pooling, change: Change, hidden: tuple[str, ...]
) -> Iterator[Frame]:
    """The value grows on the map that is there, and then the pooled map answers, if it does."""
    values = [
        float(value) for value in change.read.data[0, : pooling.window, : pooling.window].flat
    ]
    window = region(change.read, "window", *pooling.spans(0), group=0)
    grown = pixel(change.read, "highlight", *divmod(change.place, pooling.window))
    last = Frame(
        OPENING,
        text(change.key),
        formula=_largest(values),
        boxes=(window, cell(change.made, 0, 0, group=0), grown),
        hidden=hidden,
        panels={
            "input": panels.GridChanges(tensor=change.read.name),
            "output": panels.GridChanges(tensor=change.made.name),
        },
    )
    now = cell(pooling.output, 0, 0, group=0)
    # The value has grown; what the pooled map makes of it is still to come.
    before = replace(
        last, seconds=SEEN, boxes=(window, now, grown), formula=_largest(values, seen=False)
    )
    if change.key == "stays":
        there = _largest(pooling.values(0).tolist())
        before = replace(before, boxes=(replace(window, tensor="input"), now), formula=there)
    read = {"input": last.panels["input"]} if change.key == "follows" else {}
    yield replace(before, panels=read)
    yield replace(last, tween=ANSWERS) if read else last


def _largest(values: Sequence[float], *, seen: bool = True) -> str:
    """The largest of some values, in LaTeX; where it is not seen yet, its place."""
    listed = ", ".join(map(written, values))
    result = written(max(values)) if seen else r"\ldots"
    return latex(rf"\max({listed}) {equals(*values)} {result}")


def _returned(pooling: Pooling, winners: tuple[Box, ...]) -> Iterator[Computation]:
    """Each 1 that comes back goes to the winner of its window, if no other 1 goes there."""
    width = pooling.output.data.shape[2]
    every = (pooling.winner(k) for k in range(len(pooling)))
    places = [(box.rows[0], box.columns[0]) for box in every]
    times = Counter(places)
    for k, (y, x) in enumerate(places[: len(winners)]):
        if times[y, x] == 1:
            yield Computation(
                op="sum",
                terms=((1.0,),),
                result=1.0,
                tensor="gradient",
                index=(0, y, x),
                shown=1,
                operands=(Operand("back", (0, *divmod(k, width))),),
            )
