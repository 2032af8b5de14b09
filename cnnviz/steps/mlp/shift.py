"""The scene shift: the digit moves; what becomes of the vector, and what of a feature map."""

from __future__ import annotations

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine import exact
from cnnviz.engine.shift import shifted
from cnnviz.formatting import about, number
from cnnviz.param import Param, Values
from cnnviz.scene import Box, Frame, Json, Panel, Scene, Script, Stage, Tensor
from cnnviz.steps.mlp.words import NAME, ink, vector_of, words_of

AROUND = 3
"""Zeros around the digit, so that its map has room to move as far as the digit may."""


def shift(values: Values) -> Scene:
    """The digit moves: what becomes of the vector, and what of a feature map."""
    words = words_of("shift")
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
    limit = film.limit(answers[0])
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
        told = words(
            key,
            holds,
            pixels=a.size,
            changed=changed,
            same=a.size - changed,
            cosine=about(cosine),
            where=film.where(dy, dx),
            answers=number(answers[0].size),
            wrong=wrong,
        )
        return Frame(
            seconds,
            told,
            boxes=_matching(maps, dy, dx) if key == "maps-back" else (),
            hidden=hidden,
            panels={"strip": {"shown": strips}},
            focus=focus,
        )

    both = ("map", "moved map")
    frames = (
        at("open", film.OPENING, 1, "moved", *both),
        at("move", film.OPENING, 1, *both),
        at("ask", film.OPENING, 2, *both),
        at("changed", film.CLOSING, 3, *both, focus=("strip",)),
        at("cosine", film.CLOSING, 3, *both),
        at("map", film.OPENING, 3, "moved map"),
        at("maps", film.OPENING, 3),
        at("maps-back", film.CLOSING, 3, focus=both),
        at("close", film.CLOSING, 3),
    )
    texts: list[Json] = [
        "the digit as a vector",
        "the moved digit as a vector",
        f"entries that changed: {changed} of {a.size}",
    ]
    drags: Json = {"x": "dx", "y": "dy", "reach": AROUND, "frame": 1}
    return Scene(
        NAME,
        "shift",
        words.title,
        Stage.INPUT,
        values,
        (before, after, old, new, changes, *maps),
        (
            film.grid(before),
            film.grid(
                after,
                before="→",
                note=f"{film.shape(after.data)} · drag it",
                options={"drags": drags},
            ),
            film.grid(maps[0]),
            film.grid(maps[1], before="→", options={"row": "same"}),
            Panel(
                "strip",
                "strip",
                (old.name, new.name, changes.name),
                "",
                "",
                Stage.INPUT,
                (24.0, 100.0),
                "",
                {"texts": texts, "row": "new"},
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
        film.region(maps[0], "window", high, wide, tie=0),
        film.region(
            maps[1],
            "window",
            (high[0] + dy, high[1] + dy),
            (wide[0] + dx, wide[1] + dx),
            tie=0,
        ),
    )


_HELP = "How many pixels the digit moves."
SCRIPT = Script(
    "shift",
    Stage.INPUT,
    shift,
    (
        Param("dy", "Down", "integer", 0, -AROUND, AROUND, help=_HELP),
        Param("dx", "Right", "integer", 1, -AROUND, AROUND, help=_HELP),
    ),
)
