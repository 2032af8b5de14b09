"""The digit's real feature map and its shifted twin: how many values stay, pooled or not."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.engine.activations import relu
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import shift_in_words, spoken_percent
from cnnviz.steps.pooling.common import method_param, pooled


class Pair(NamedTuple):
    """A map and that of the shifted digit, with the cells that are equal in both."""

    here: Tensor
    moved: Tensor
    same: Tensor
    kept: int
    """How many cells kept their value."""
    active: int
    """How many cells are not zero in both."""

    @property
    def part(self) -> Fraction:
        """The part that kept its value."""
        return Fraction(self.kept, self.active)

    @property
    def numbers(self) -> dict[str, object]:
        """What sentences speak of."""
        return {"kept": self.kept, "active": self.active, "share": spoken_percent(self.part)}


def _pair(
    names: tuple[str, str, str], label: str, stage: Stage, limit: float, a: Array, b: Array
) -> Pair:
    here, moved, same = names
    equal, active = a == b, (a != 0) | (b != 0)
    return Pair(
        Tensor(here, a, label, stage, "signed", limit),
        Tensor(moved, b, "of the shifted digit", stage, "signed", limit),
        Tensor(same, (equal & active).astype(np.float64), "unchanged", stage, "count"),
        int((equal & active).sum()),
        int(active.sum()),
    )


def _pairs(dy: int, dx: int, method: str) -> tuple[Pair, Pair]:
    """The maps, then what pooling makes of them."""
    ink, kernel = seeds.digit(), seeds.example("filter: vertical edge")
    a, b = (
        relu(exact.conv2d(each, kernel, padding=1)[np.newaxis])
        for each in (ink, np.roll(ink, (dy, dx), axis=(1, 2)))
    )
    c, d = (pooled(each, method, 2, 2) for each in (a, b))
    limit = panels.max_abs(a)
    return (
        _pair(("map", "moved", "same"), "Feature map", Stage.ACTIVATE, limit, a, b),
        _pair(("small", "small_moved", "small_same"), "Pooled", Stage.POOL, limit, c, d),
    )


def _panels(maps: Pair, small: Pair) -> Iterator[Panel]:
    same = panels.Grid(row="same")
    for pair, first, zoom in ((maps, panels.Grid(), 0.5), (small, panels.Grid(row="new"), 0.86)):
        yield panels.grid(pair.here, first, zoom=zoom)
        yield panels.grid(pair.moved, same, zoom=zoom)
        yield panels.grid(pair.same, same, zoom=zoom, operator="=")


def _frames(text: SceneText, maps: Pair, small: Pair, dy: int, dx: int) -> Iterator[Frame]:
    facts = {
        "moved": bool(dy or dx),
        "by whole windows": dy % 2 == dx % 2 == 0,
        "better": small.part > maps.part,
        "worse": small.part < maps.part,
        "less than half": small.part < Fraction(1, 2),
        "unchanged": maps.part == small.part == 1,
    }
    late = (small.here.name, small.moved.name, small.same.name)
    yield Frame(OPENING, text("open"), hidden=("moved", "same", *late))
    shift = text("shift", facts, where=shift_in_words(dy, dx))
    yield Frame(OPENING, shift, hidden=("same", *late))
    yield Frame(4.5, text("before", **maps.numbers), hidden=late)
    yield Frame(OPENING, text("pool"), hidden=late[2:], focus=late[:2])
    yield Frame(4.5, text("after", **small.numbers), focus=late)
    share, after = maps.numbers["share"], small.numbers["share"]
    yield Frame(CLOSING, text("close", facts, share=share, share_after=after))


@scene(
    "measured",
    stage=Stage.POOL,
    params=(
        Param("dy", "Down", "integer", 0, -2, 2, help="Pixels that the digit moves down."),
        Param("dx", "Right", "integer", 1, -2, 2, help="Pixels that it moves right."),
        method_param("max"),
    ),
)
def measured(values: Values, text: SceneText) -> Parts:
    """The digit's real feature map and its shifted twin: how many values stay, pooled or not."""
    dy, dx = values.integer("dy"), values.integer("dx")
    maps, small = _pairs(dy, dx, values.word("method"))
    return Parts(
        (maps.here, maps.moved, small.here, small.moved, maps.same, small.same),
        tuple(_panels(maps, small)),
        tuple(_frames(text, maps, small, dy, dx)),
    )
