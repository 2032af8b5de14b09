"""One strong value moves within its window, then across the border of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about
from cnnviz.steps.pooling.common import Pooling, map_of, method_param

PLACES = (("at first", 0, 0), ("1 right", 0, 1), ("1 down", 1, 1), ("1 right", 1, 2))
"""What each picture is called, and how far its map has moved down and to the right."""


class Moves(NamedTuple):
    """The map at each of its places, and what pooling makes of it."""

    before: tuple[Tensor, ...]
    after: tuple[Tensor, ...]

    def windows(self, i: int) -> tuple[Box, ...]:
        """The four windows of the i-th map, as outlines."""
        halves = ((0, 2), (2, 4))
        return tuple(region(self.before[i], "skipped", y, x) for y in halves for x in halves)

    def strongest(self, i: int) -> tuple[Box, Box]:
        """The window of the strongest value, and the cell that it gives."""
        y, x = divmod(int(self.after[i].data.argmax()), 2)
        rows, columns = (2 * y, 2 * y + 2), (2 * x, 2 * x + 2)
        window = region(self.before[i], "window", rows, columns, group=0)
        return window, cell(self.after[i], y, x, group=0)


def _moves(method: str) -> Moves:
    spot = seeds.example("spot")
    strong = float(spot.max())
    before = tuple(
        replace(map_of(np.roll(spot, (y, x), axis=(1, 2)), label, f"map{i}"), max_abs=strong)
        for i, (label, y, x) in enumerate(PLACES)
    )
    after = tuple(
        replace(Pooling(tensor, method, 2, 2).output, name=f"pooled{i}", label="pooled")
        for i, tensor in enumerate(before)
    )
    return Moves(before, after)


def _panels(moves: Moves) -> Iterator[Panel]:
    for i, tensor in enumerate(moves.before):
        yield panels.grid(tensor, panels.Grid(row="same" if i else None), note=" ")
    for i, tensor in enumerate(moves.after):
        grid = panels.grid(tensor, panels.Grid(row="same" if i else "new"), note="2×2")
        # As wide as the map above it, so that the two stand one under the other.
        yield replace(grid, size=(2.0, 4.0))


def _frames(text: SceneText, moves: Moves, method: str) -> Iterator[Frame]:
    after = [tensor.data for tensor in moves.after]
    facts = {
        "takes the maximum": method == "max",
        "within as at first": np.array_equal(after[1], after[0]),
        "down as before": np.array_equal(after[2], after[1]),
        "across changes": not np.array_equal(after[3], after[2]),
    }
    strong, kept = (about(float(each.max())) for each in (moves.before[0].data, after[0]))
    numbers = {"strong": strong, "kept": kept}

    def frame(i: int, sentence: str, seconds: float = 3.6) -> Frame:
        later = range(i + 1, len(PLACES))
        hidden = tuple(name for j in later for name in (f"map{j}", f"pooled{j}"))
        boxes = (*moves.windows(i), *moves.strongest(i))
        return Frame(seconds, sentence, boxes=boxes, hidden=hidden)

    first = frame(0, text("open"), OPENING)
    yield replace(first, boxes=moves.windows(0), hidden=(*first.hidden, "pooled0"))
    yield frame(0, text("pooled", facts, **numbers))
    yield frame(0, text("ask"), OPENING)
    yield frame(1, text("within", facts, **numbers))
    yield frame(2, text("down", facts))
    yield frame(3, text("across", facts, **numbers), 4.2)
    yield Frame(CLOSING, text("close"))


@scene("invariance", stage=Stage.POOL, params=(method_param("max"),))
def invariance(values: Values, text: SceneText) -> Parts:
    """One strong value moves within its window, then across the border of it."""
    method = values.word("method")
    moves = _moves(method)
    frames = tuple(_frames(text, moves, method))
    return Parts((*moves.before, *moves.after), tuple(_panels(moves)), frames)
