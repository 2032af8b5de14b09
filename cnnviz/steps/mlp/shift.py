"""The scene shift: the digit moves; what becomes of the vector, and what of a feature map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.engine.shift import shifted
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, number, shape_text, shift_in_words
from cnnviz.steps.mlp.common import ink, vector_of

AROUND = 3
"""Zeros around the digit, so that its map has room to move as far as the digit may."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The digit and the digit moved: as pictures, as vectors, as feature maps of one filter."""

    dy: int
    dx: int
    digits: tuple[Tensor, Tensor]
    vectors: tuple[Tensor, Tensor]
    changes: Tensor
    """1 where the vectors differ."""
    maps: tuple[Tensor, Tensor]

    def facts_and_numbers(self) -> tuple[dict[str, bool], dict[str, object]]:
        """What holds of them, and the numbers that sentences speak of."""
        old, new = (each.data.ravel() for each in self.vectors)
        still, moved = (each.data for each in self.maps)
        changed = int(self.changes.data.sum())
        wrong = int((shifted(moved, -self.dy, -self.dx) != still).sum())
        facts = {
            "moved": bool(self.dy or self.dx),
            "none changed": changed == 0,
            "most of them paper": int(((old == new) & (old == 0)).sum()) * 2 > old.size - changed,
            "same direction": changed == 0,
            "map moved along": wrong == 0,
        }
        return facts, {
            "pixels": old.size,
            "changed": changed,
            "same": old.size - changed,
            "cosine": about(float(old @ new / np.sqrt((old @ old) * (new @ new)))),
            "where": shift_in_words(self.dy, self.dx),
            "answers": number(still.size),
            "wrong": wrong,
        }

    @property
    def matching(self) -> tuple[Box, Box]:
        """The same piece of both maps: around all answers, and as far along as the digit went."""
        _, *places = np.nonzero(self.maps[0].data)
        (top, bottom), (left, right) = ((int(each.min()), int(each.max()) + 1) for each in places)
        moved = (top + self.dy, bottom + self.dy), (left + self.dx, right + self.dx)
        return (
            region(self.maps[0], "window", (top, bottom), (left, right), group=0),
            region(self.maps[1], "window", *moved, group=0),
        )


def _shift(dy: int, dx: int) -> Shift:
    before = ink(seeds.digit(), "Digit", "digit")
    after = ink(shifted(before.data, dy, dx), "Moved", "moved")
    old = vector_of(before.data, "Flattened", "vector")
    new = vector_of(after.data, "Flattened, moved", "moved vector")
    differ = (old.data != new.data).astype(np.float64)
    kernel = seeds.example(f"filter: {seeds.FILTERS[0]}")
    still, moved = (
        exact.conv2d(each.data, kernel, padding=AROUND)[np.newaxis] for each in (before, after)
    )
    limit = panels.max_abs(still)
    return Shift(
        dy,
        dx,
        (before, after),
        (old, new),
        Tensor("changes", differ, "Changed", Stage.INPUT, "count"),
        (
            Tensor("map", still, "Its map", Stage.CONV, "signed", limit),
            Tensor("moved map", moved, "Its map, moved", Stage.CONV, "signed", limit),
        ),
    )


def _panels(shift: Shift) -> tuple[Panel, ...]:
    before, after = shift.digits
    differ = shift.changes.data
    changed = f"entries that changed: {int(differ.sum())} of {differ.size}"
    texts = ("the digit as a vector", "the moved digit as a vector", changed)
    drags = panels.Drags(x="dx", y="dy", reach=AROUND, frame=1)
    note = f"{shape_text(after.data)} · drag it"
    return (
        panels.grid(before),
        panels.grid(after, panels.Grid(drags=drags), operator="→", note=note),
        panels.grid(shift.maps[0]),
        panels.grid(shift.maps[1], panels.Grid(row="same"), operator="→"),
        panels.Strip(texts=texts, row="new").panel(
            "strip",
            tensors=tuple(each.name for each in (*shift.vectors, shift.changes)),
            stage=Stage.INPUT,
            size=(24.0, 100.0),
        ),
    )


def _frames(text: SceneText, shift: Shift) -> Iterator[Frame]:
    """The vector and what changes in it, then the map and what does not."""
    facts, numbers = shift.facts_and_numbers()
    maps = ("map", "moved map")
    for key, seconds, strips, hidden, focus in (
        ("open", OPENING, 1, ("moved", *maps), ()),
        ("move", OPENING, 1, maps, ()),
        ("ask", OPENING, 2, maps, ()),
        ("changed", CLOSING, 3, maps, ("strip",)),
        ("cosine", CLOSING, 3, maps, ()),
        ("map", OPENING, 3, maps[1:], ()),
        ("maps", OPENING, 3, maps[1:], ()),
        ("maps-back", CLOSING, 3, (), maps),
        ("close", CLOSING, 3, (), ()),
    ):
        yield Frame(
            seconds,
            text(key, facts, **numbers),
            boxes=shift.matching if key == "maps-back" else (),
            hidden=hidden,
            focus=focus,
            panels={"strip": panels.StripChanges(shown=strips)},
        )


_HELP = "How many pixels the digit moves."


@scene(
    "shift",
    stage=Stage.INPUT,
    params=(
        Param("dy", "Down", "integer", 0, -AROUND, AROUND, help=_HELP),
        Param("dx", "Right", "integer", 1, -AROUND, AROUND, help=_HELP),
    ),
)
def shift(values: Values, text: SceneText) -> Parts:
    """The digit moves: what becomes of the vector, and what of a feature map."""
    made = _shift(values.integer("dy"), values.integer("dx"))
    tensors = (*made.digits, *made.vectors, made.changes, *made.maps)
    return Parts(tensors, _panels(made), tuple(_frames(text, made)))
