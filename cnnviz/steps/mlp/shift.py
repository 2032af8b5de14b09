"""The scene shift: the digit moves; what becomes of the vector, and what of a feature map."""

from __future__ import annotations

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Stage, Tensor
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
    dy, dx = values.integer("dy"), values.integer("dx")
    before = ink(seeds.digit(), "Digit", "digit")
    after = ink(shifted(before.data, dy, dx), "Moved", "moved")
    old = vector_of(before.data, "Flattened", "vector")
    new = vector_of(after.data, "Flattened, moved", "moved vector")
    differ = (old.data != new.data).astype(np.float64)
    changes = Tensor("changes", differ, "Changed", Stage.INPUT, "count")
    changed = int(differ.sum())
    a, b = old.data.ravel(), new.data.ravel()
    cosine = float(a @ b / np.sqrt((a @ a) * (b @ b)))
    kernel = seeds.example(f"filter: {seeds.FILTERS[0]}")
    answers = [
        exact.conv2d(each.data, kernel, padding=AROUND)[np.newaxis] for each in (before, after)
    ]
    limit = panels.max_abs(answers[0])
    maps = [
        Tensor(name, data, label, Stage.CONV, "signed", limit)
        for name, data, label in zip(
            ("map", "moved map"), answers, ("Its map", "Its map, moved"), strict=True
        )
    ]
    wrong = int((shifted(answers[1], -dy, -dx) != answers[0]).sum())
    holds = {
        "moved": bool(dy or dx),
        "none changed": changed == 0,
        "most of them paper": int(((a == b) & (a == 0)).sum()) * 2 > a.size - changed,
        "same direction": changed == 0,
        "map moved along": wrong == 0,
    }

    def at(
        key: str, seconds: float, strips: int, *hidden: str, focus: tuple[str, ...] = ()
    ) -> Frame:
        told = text(
            key,
            holds,
            pixels=a.size,
            changed=changed,
            same=a.size - changed,
            cosine=about(cosine),
            where=shift_in_words(dy, dx),
            answers=number(answers[0].size),
            wrong=wrong,
        )
        return Frame(
            seconds,
            told,
            boxes=_matching(maps, dy, dx) if key == "maps-back" else (),
            hidden=hidden,
            panels={"strip": panels.StripChanges(shown=strips).record()},
            focus=focus,
        )

    both = ("map", "moved map")
    frames = (
        at("open", OPENING, 1, "moved", *both),
        at("move", OPENING, 1, *both),
        at("ask", OPENING, 2, *both),
        at("changed", CLOSING, 3, *both, focus=("strip",)),
        at("cosine", CLOSING, 3, *both),
        at("map", OPENING, 3, "moved map"),
        at("maps", OPENING, 3),
        at("maps-back", CLOSING, 3, focus=both),
        at("close", CLOSING, 3),
    )
    texts = (
        "the digit as a vector",
        "the moved digit as a vector",
        f"entries that changed: {changed} of {a.size}",
    )
    drags = panels.Drags(x="dx", y="dy", reach=AROUND, frame=1)
    return Parts(
        (before, after, old, new, changes, *maps),
        (
            panels.grid(before),
            panels.grid(
                after,
                panels.Grid(drags=drags),
                operator="→",
                note=f"{shape_text(after.data)} · drag it",
            ),
            panels.grid(maps[0]),
            panels.grid(maps[1], panels.Grid(row="same"), operator="→"),
            panels.Strip(texts=texts, row="new").panel(
                "strip",
                tensors=(old.name, new.name, changes.name),
                stage=Stage.INPUT,
                size=(24.0, 100.0),
            ),
        ),
        frames,
    )


def _matching(maps: list[Tensor], dy: int, dx: int) -> tuple[Box, ...]:
    """The same piece of both maps: around all answers, and as far along as the digit went."""
    _, rows, columns = np.nonzero(maps[0].data)
    high = (int(rows.min()), int(rows.max()) + 1)
    wide = (int(columns.min()), int(columns.max()) + 1)
    return (
        region(maps[0], "window", high, wide, group=0),
        region(
            maps[1],
            "window",
            (high[0] + dy, high[1] + dy),
            (wide[0] + dx, wide[1] + dx),
            group=0,
        ),
    )
