"""One strong value moves within its window, then across the border of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Box, Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about
from cnnviz.steps.pooling.common import Pooling, map_of, method_param

PLACES = ((0, 0), (0, 1), (1, 1), (1, 2))
"""How far the map has moved, (down, right), in each picture of the toy."""


@scene(
    "invariance",
    stage=Stage.POOL,
    params=(method_param("max"),),
)
def invariance(values: Values, text: SceneText) -> Parts:
    """One strong value moves within its window, then across the border of it."""
    spot = seeds.example("spot")
    labels = ("at first", "1 right", "1 down", "1 right")
    moved = [np.roll(spot, place, axis=(1, 2)) for place in PLACES]
    before = [
        replace(map_of(data, label, f"map{i}"), max_abs=float(spot.max()))
        for i, (data, label) in enumerate(zip(moved, labels, strict=True))
    ]
    poolings = [Pooling(tensor, values.word("method"), 2, 2) for tensor in before]
    after = [
        replace(pooling.output, name=f"pooled{i}", label="pooled")
        for i, pooling in enumerate(poolings)
    ]
    strong = about(float(spot.max()))
    kept = [about(float(tensor.data.max())) for tensor in after]

    holds = {
        "takes the maximum": values.word("method") == "max",
        "within as at first": np.array_equal(after[1].data, after[0].data),
        "down as before": np.array_equal(after[2].data, after[1].data),
        "across changes": not np.array_equal(after[3].data, after[2].data),
    }
    told = {"strong": strong, "kept": kept[0]}

    def blocks(i: int) -> tuple[Box, ...]:
        y, x = divmod(int(after[i].data.argmax()), 2)
        window = region(before[i], "window", (2 * y, 2 * y + 2), (2 * x, 2 * x + 2), group=0)
        ghosts = tuple(
            region(before[i], "skipped", (a, a + 2), (b, b + 2)) for a in (0, 2) for b in (0, 2)
        )
        return (*ghosts, window, cell(after[i], y, x, group=0))

    def at(i: int, sentence: str, seconds: float = 3.6) -> Frame:
        hidden = tuple(
            name for j in range(i + 1, len(PLACES)) for name in (f"map{j}", f"pooled{j}")
        )
        return Frame(seconds, sentence, boxes=blocks(i), hidden=hidden)

    opened = replace(at(0, text("open"), OPENING), boxes=blocks(0)[:4])
    asked = at(0, text("ask"), OPENING)
    frames = (
        replace(opened, hidden=(*opened.hidden, "pooled0")),
        at(0, text("pooled", holds, **told)),
        asked,
        at(1, text("within", holds, **told)),
        at(2, text("down", holds)),
        at(3, text("across", holds, **told), 4.2),
        Frame(CLOSING, text("close")),
    )
    grids = [
        panels.grid(tensor, panels.Grid(row="same" if i else None), note=" ")
        for i, tensor in enumerate(before)
    ]
    pooled = [
        replace(
            panels.grid(tensor, panels.Grid(row="same" if i else "new"), note="2×2"),
            # As wide as the map above it, so that the two stand one under the other.
            size=(2.0, 4.0),
        )
        for i, tensor in enumerate(after)
    ]
    return Parts(
        (*before, *after),
        (*grids, *pooled),
        frames,
    )
