"""In how many windows a corner and the middle take part, without padding and with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import usage2d, windows
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.steps.stride_padding.common import SIDE, SMALL, input_of, sides_of


@scene(
    "fairness",
    stage=Stage.CONV,
    params=(SMALL, SIDE),
)
def fairness(values: Values, text: SceneText) -> Parts:
    """In how many windows a corner and the middle take part, without padding and with it."""
    data, side, ring = sides_of(values)
    height, width = data.shape[1:]
    pads = (0, ring)
    inputs = [
        replace(input_of(data, label, name, ""), scale="image", max_abs=4.0 * panels.max_abs(data))
        for name, label in (("valid", "Valid"), ("same", "Same"))
    ]
    counts = [
        Tensor(
            f"{name} count",
            usage2d((height, width), (side, side), padding=(pad, pad))[np.newaxis],
            "Windows a pixel",
            Stage.CONV,
            "count",
            float(side * side),
        )
        for name, pad in (("valid", 0), ("same", ring))
    ]
    names = [count.name for count in counts]
    corner, middle = (0, 0), (height // 2, width // 2)
    read = {
        key: int(count.data[0, *at])
        for key, count, at in (
            ("corner", counts[0], corner),
            ("middle", counts[0], middle),
            ("corner_same", counts[1], corner),
            ("middle_same", counts[1], middle),
        )
    }
    holds = {
        "two pixels": corner != middle,
        "no ring": ring == 0,
        "middle more": read["middle"] > read["corner"],
        "border least": read["corner"] < int(counts[0].data.max()),
        "fairer": read["corner_same"] * read["middle"] > read["corner"] * read["middle_same"],
    }

    def reads(which: int, key: str, at: tuple[int, int]) -> Iterator[Frame]:
        """Window by window, those that read the pixel at `at`."""
        spans = [
            [
                span
                for span in windows(sides, side, padding=pads[which])
                if span[0] <= place < span[1]
            ]
            for sides, place in zip((height, width), at, strict=True)
        ]
        found = [(rows, columns) for rows in spans[0] for columns in spans[1]]
        (y, x), source, count = at, inputs[which], counts[which]
        pixel = region(source, "highlight", (y, y + 1), (x, x + 1))
        later = names if which == 0 else names[1:]
        there = dict.fromkeys(later, 0)
        for n, (rows, columns) in enumerate(found, 1):
            last = n == len(found)
            yield Frame(
                OPENING if last or n == 1 else 0.6,
                text(f"{key}-{'all' if last else 'some'}", holds, n=n, times=_times(len(found))),
                boxes=(region(source, "window", rows, columns, group=0), pixel),
                focus=(source.name, count.name),
                revealed=there,
            )

    first, second = (("valid", names[0]), ("same", names[1]))
    frames = (
        Frame(
            OPENING,
            text("open", holds),
            boxes=tuple(
                region(inputs[0], "highlight", (y, y + 1), (x, x + 1)) for y, x in (corner, middle)
            ),
            focus=("valid",),
            revealed=dict.fromkeys(names, 0),
        ),
        *reads(0, "corner", corner),
        *reads(0, "middle", middle),
        Frame(
            OPENING,
            text("map", holds, count=side * side),
            focus=first,
            revealed={names[1]: 0},
        ),
        Frame(
            OPENING,
            text("predict", holds),
            boxes=(region(inputs[1], "highlight", (0, 1), (0, 1)),),
            revealed={names[1]: 0},
            focus=second,
        ),
        *reads(1, "padded", corner),
        Frame(
            CLOSING,
            text("close", holds, **{key: _times(n) for key, n in read.items()}),
            boxes=tuple(cell(count, 0, 0) for count in counts),
            focus=tuple(names),
        ),
    )
    return Parts(
        (*inputs, *counts),
        (
            panels.grid(inputs[0], panels.Grid(numbers=False)),
            panels.grid(counts[0], panels.Grid(row="same"), operator="→"),
            panels.grid(inputs[1], panels.Grid(numbers=False, padding=ring)),
            panels.grid(counts[1], panels.Grid(row="same"), operator="→"),
        ),
        frames,
    )


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
