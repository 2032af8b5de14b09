"""The digit's real feature map and its shifted twin: how many values stay, pooled or not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Array, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.engine.activations import relu
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import shift_in_words, spoken_percent
from cnnviz.steps.pooling.common import method_param, pooled


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
    kernel = seeds.example("filter: vertical edge")

    def response(ink: Array) -> Array:
        return relu(exact.conv2d(ink, kernel, padding=1)[np.newaxis])

    ink = seeds.digit()
    pair = (response(ink), response(np.roll(ink, (dy, dx), axis=(1, 2))))
    small = tuple(pooled(each, values.word("method"), 2, 2) for each in pair)
    limit = panels.max_abs(pair[0])
    tensors = tuple(
        Tensor(name, data, label, stage, "signed", limit)
        for name, data, label, stage in (
            ("map", pair[0], "Feature map", Stage.ACTIVATE),
            ("moved", pair[1], "of the shifted digit", Stage.ACTIVATE),
            ("small", small[0], "Pooled", Stage.POOL),
            ("small_moved", small[1], "of the shifted digit", Stage.POOL),
        )
    )
    marks = tuple(
        Tensor(name, ((a == b) & (a != 0)).astype(np.float64), "unchanged", stage, "count")
        for name, (a, b), stage in (
            ("same", pair, Stage.ACTIVATE),
            ("small_same", small, Stage.POOL),
        )
    )
    counts = [_kept(*pair), _kept(*small)]
    parts = [Fraction(kept, active) for kept, active in counts]
    shares = [spoken_percent(part) for part in parts]
    holds = {
        "moved": bool(dy or dx),
        "by whole windows": dy % 2 == dx % 2 == 0,
        "better": parts[1] > parts[0],
        "worse": parts[1] < parts[0],
        "less than half": parts[1] < Fraction(1, 2),
        "unchanged": parts[0] == parts[1] == 1,
    }
    late = ("small", "small_moved", "small_same")
    first = ("moved", "same", *late)

    def count(i: int) -> dict[str, object]:
        kept, active = counts[i]
        return {"kept": kept, "active": active, "share": shares[i]}

    frames = (
        Frame(OPENING, text("open"), hidden=first),
        Frame(OPENING, text("shift", holds, where=shift_in_words(dy, dx)), hidden=first[1:]),
        Frame(4.5, text("before", **count(0)), hidden=late),
        Frame(OPENING, text("pool"), hidden=late[2:], focus=late[:2]),
        Frame(4.5, text("after", **count(1)), focus=late),
        Frame(
            CLOSING,
            text("close", holds, share=shares[0], share_after=shares[1]),
        ),
    )
    same = panels.Grid(row="same")
    pictures = (
        panels.grid(tensors[0], zoom=0.5),
        panels.grid(tensors[1], same, zoom=0.5),
        panels.grid(marks[0], same, zoom=0.5, operator="="),
        panels.grid(tensors[2], panels.Grid(row="new"), zoom=0.86),
        panels.grid(tensors[3], same, zoom=0.86),
        panels.grid(marks[1], same, zoom=0.86, operator="="),
    )
    return Parts((*tensors, *marks), pictures, frames)


def _kept(a: Array, b: Array) -> tuple[int, int]:
    """How many cells kept their value, of how many that are not zero in both."""
    active = (a != 0) | (b != 0)
    return int(((a == b) & active).sum()), int(active.sum())
