"""One strong value moves within its window, then across the border of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.question import Window
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.moved import CHANGED, Moved
from cnnviz.misconceptions.questions import cell as cell_question
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about
from cnnviz.steps.pooling.common import Pooling, map_of, method_param

MOVES = ((0, 0), (0, 1), (1, 0), (0, 1))
"""How far the map moves down and to the right, at each of its places from the one before."""
WINDOW = 2
AGAIN, CROSSES = 3.4, 1.2
"""Seconds for going back across the border in the end and standing there, and for the way."""
MOVED = 1.6
"""Seconds in which the map moves where nothing is asked, and stands there."""
LEFT = "left"
"""The pooled map when only the window has been pooled again that the value has left."""
READ = (3.6, 1.6)
"""Seconds for the first window, and for each other."""


class Places(NamedTuple):
    """One map at each of its places, and what pooling makes of it there."""

    before: tuple[Tensor, ...]
    after: tuple[Pooling, ...]

    def tensors(self) -> tuple[Tensor, ...]:
        """The maps, then the pooled maps."""
        return *self.before, *(pooling.output for pooling in self.after), self.left

    @property
    def left(self) -> Tensor:
        """The pooled map before the last move, but for the window that was the strongest."""
        old, new = (pooling.output for pooling in self.after[-2:])
        data, k = old.data.copy(), self.strongest(len(self.after) - 2)
        data.flat[k] = new.data.flat[k]
        return replace(old, name=LEFT, data=data)

    def strongest(self, i: int) -> int:
        """The window with the strongest answer, in reading order."""
        return int(self.after[i].output.data.argmax())


def _places(method: str) -> Places:
    spot = seeds.example("spot")
    at = np.cumsum(MOVES, axis=0)
    before = tuple(
        replace(
            map_of(np.roll(spot, place, axis=(1, 2)), "Feature map", f"map{i}"),
            max_abs=float(spot.max()),
        )
        for i, place in enumerate(at.tolist())
    )
    after = tuple(
        Pooling(tensor, method, WINDOW, WINDOW, f"pooled{i}") for i, tensor in enumerate(before)
    )
    return Places(before, after)


def _panels(places: Places) -> Iterator[Panel]:
    before = tuple(tensor.name for tensor in places.before)
    after = (*(pooling.output.name for pooling in places.after), LEFT)
    yield replace(panels.grid(places.before[0], name="map"), tensors=before)
    # A cell of the pooled map is as large as its window.
    pooled = panels.grid(places.after[0].output, zoom=WINDOW, name="pooled")
    yield replace(pooled, tensors=after)


def _standing(i: int, *, moved: bool = False, waits: bool = False) -> dict[str, panels.GridChanges]:
    """Both panels at one of the places; moved: the map slides there.

    Where the pooled map waits, it is still that of the place before, and not made from this one.
    """
    changes = panels.GridChanges(tensor=f"map{i}", moved=MOVES[i] if moved else None)
    pooled = panels.GridChanges(tensor=f"pooled{i}")
    late = panels.GridChanges(tensor=f"pooled{i - 1}")
    return {"map": changes, "pooled": late if waits else pooled}


def _frames(text: SceneText, places: Places, method: str) -> Iterator[Frame]:
    after = [pooling.output.data for pooling in places.after]
    facts = {
        "takes the maximum": method == "max",
        "within as at first": np.array_equal(after[1], after[0]),
        "down as before": np.array_equal(after[2], after[1]),
        "across changes": not np.array_equal(after[3], after[2]),
    }
    strong, kept = (about(float(each.max())) for each in (places.before[0].data, after[0]))
    numbers = {"strong": strong, "kept": kept, "rest": about(float(after[0].min()))}
    count = len(places.after[0])
    windows = [
        region(places.before[0], "highlight", *places.after[0].spans(k)) for k in range(count)
    ]

    def frame(i: int, sentence: str, seconds: float = 3.6, *, read: int = -1) -> Frame:
        """The window with the strongest answer, or another one, and what it keeps."""
        pooling, k = places.after[i], places.strongest(i) if read < 0 else read
        return Frame(
            seconds,
            sentence,
            boxes=(*windows, *_joined(places, pooling, k)),
            computations=(pooling.computation(k),),
            panels=_standing(i),
        )

    def asked(i: int, sentence: str) -> Frame:
        """The map moves to the next place: which cells of the pooled map will change?"""
        before, after = (grid_of(each.data[0]) for each in places.before[i : i + 2])
        moved, asked = Moved(before, after, WINDOW), places.after[i].output.name
        window = Window(places.before[0].name, WINDOW, WINDOW)
        question = cell_question(CHANGED, moved, asked, window)
        return Frame(
            OPENING,
            sentence,
            boxes=tuple(windows),
            panels=_standing(i + 1, moved=True, waits=True),
            tween=1.2,
            question=question,
        )

    yield Frame(OPENING, text("open"), boxes=tuple(windows), hidden=("pooled",))
    for k in range(count):
        made = frame(0, text("others" if k else "pooled", facts, **numbers), READ[k > 0], read=k)
        # No cell is seen before its number has landed.
        yield replace(made, revealed={places.after[0].output.name: k + 1})
    yield asked(0, text("ask"))
    yield frame(1, text("within", facts, **numbers))
    # It arrives before its window is pooled again.
    down = text("down", facts)
    yield _arriving(2, down, tuple(windows))
    yield frame(2, down, AGAIN)
    yield asked(2, text("ask-across"))
    told = text("across", facts, **numbers)
    # First the window that it has left, then the one that has it now.
    yield _emptied(frame(3, told, 1.8, read=places.strongest(2)))
    yield frame(3, told, 4.2)
    yield from _again(text("close"), tuple(windows))


def _joined(places: Places, pooling: Pooling, k: int) -> tuple[Box, Box]:
    """A window and the cell that it gives, with a beam between them where none is in its way."""
    y, x = divmod(k, WINDOW)
    group = -1 if x else 0
    read, (rows, columns) = places.before[0], pooling.spans(k)
    window = region(read, "window", rows, columns, group=group, stage=Stage.POOL)
    return window, cell(pooling.output, y, x, group=group, stage=Stage.POOL)


def _arriving(i: int, told: str, windows: tuple[Box, ...]) -> Frame:
    """The map moves to one of its places, and the pooled map is still that of the place before."""
    waits = _standing(i, moved=True, waits=True)
    return Frame(MOVED, told, boxes=windows, panels=waits, tween=CROSSES)


def _emptied(left: Frame) -> Frame:
    """The window alone that the value has left is pooled again."""
    (work,) = left.computations
    *around, target = left.boxes
    return replace(
        left,
        boxes=(*around, replace(target, tensor=LEFT)),
        computations=(replace(work, tensor=LEFT),),
        panels={**left.panels, "pooled": panels.GridChanges(tensor=LEFT)},
    )


def _again(told: str, windows: tuple[Box, ...]) -> Iterator[Frame]:
    """Across the border and back, and across it once more."""
    last, (down, right) = len(MOVES) - 1, MOVES[-1]
    for i, moved, seconds in ((last - 1, (-down, -right), AGAIN), (last, (down, right), CLOSING)):
        # What is kept goes over to the other cell as the value crosses to the other window.
        crossing = {
            "map": panels.GridChanges(tensor=f"map{i}", moved=moved),
            "pooled": panels.GridChanges(tensor=f"pooled{i}", moved=moved),
        }
        yield Frame(seconds, told, boxes=windows, panels=crossing, tween=CROSSES)


@scene("invariance", stage=Stage.POOL, params=(method_param("max"),))
def invariance(values: Values, text: SceneText) -> Parts:
    """One strong value moves within its window, then across the border of it."""
    method = values.word("method")
    places = _places(method)
    frames = tuple(_frames(text, places, method))
    return Parts(places.tensors(), tuple(_panels(places)), frames)
