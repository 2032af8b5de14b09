"""The scene priors: a patch, one filter at all places, patches of patches: over one digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.receptive import receptive_field
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.mlp.common import ink


@scene(
    "priors",
    stage=Stage.INPUT,
    params=(
        Param(
            "filter",
            "Filter",
            "choice",
            seeds.FILTERS[0],
            choices=tuple((name, name) for name in seeds.FILTERS),
        ),
    ),
)
def priors(values: Values, text: SceneText) -> Parts:
    """A patch, one filter at all places, patches of patches: over one digit."""
    word = values.word("filter")
    weights = seeds.example(f"filter: {word}")
    digit = ink(seeds.digit(), "Digit", "digit")
    kernel = Tensor("kernel", weights, "One filter", Stage.CONV, "signed", panels.max_abs(weights))
    first = Sweep(digit, kernel, output_name="map", output_label="Its map")
    _, height, width = first.output.data.shape
    second = Sweep(
        first.output,
        Tensor("over", seeds.example("filter: horizontal edge"), "", Stage.STACK),
        output_name="deep",
    )
    deep = replace(second.output, label="A map over the map", stage=Stage.STACK)
    reach = receptive_field([(first.size[0],), (second.size[0],)])[-1].size
    pixels, patch = digit.data.size, weights.size
    whole = region(digit, "window", (0, digit.data.shape[1]), (0, digit.data.shape[2]), group=0)
    start = int(np.abs(first.output.data).argmax())
    none = {"map": 0, "deep": 0}
    told: dict[str, int | str] = {
        "pixels": pixels,
        "patch": patch,
        "side": first.size[0],
        "places": len(first),
        "own": number(len(first) * patch),
        "reach": reach,
    }
    y, x = first.position(start)
    spot = cell(first.output, y, x, group=0)
    rows, columns = first.window(start)
    near = region(digit, "window", rows, columns, group=0)
    early = ("kernel", "deep")
    spoken: tuple[tuple[str, float, tuple[Box, ...]], ...] = (
        ("all", OPENING, (whole, spot)),
        ("local", CLOSING, (near, spot)),
        ("ask", OPENING, (near, spot)),
    )
    frames = (
        Frame(OPENING, text("open", **told), hidden=(*early, "map"), revealed=none),
        *(
            Frame(seconds, text(key, **told), boxes=boxes, hidden=early, revealed=none)
            for key, seconds, boxes in spoken
        ),
        Frame(
            OPENING,
            text("filter", **told),
            boxes=first.boxes(0),
            hidden=early[1:],
            revealed={**none, "map": 1},
        ),
        *(
            Frame(
                max(0.12, 0.5 * 0.85**i),
                text("share", **told),
                boxes=first.boxes(k),
                hidden=early[1:],
                revealed={**none, "map": k + 1},
            )
            for i, k in enumerate(_stops(height, width))
        ),
        Frame(CLOSING, text("shared", **told), hidden=early[1:]),
        *_hierarchy(text, told, digit, first, deep),
        Frame(CLOSING, text("close", **told)),
    )
    return Parts(
        (digit, kernel, first.output, deep),
        (
            panels.grid(digit),
            panels.grid(kernel, zoom=3.6, operator="∗"),
            panels.grid(first.output, operator="→"),
            panels.grid(deep, operator="→"),
        ),
        frames,
    )


def _stops(height: int, width: int) -> Iterator[int]:
    """A few places in each row, its last one among them."""
    for y in range(height):
        for x in sorted({width // 3, 2 * width // 3, width - 1}):
            yield y * width + x


def _hierarchy(
    text: SceneText, told: dict[str, int | str], digit: Tensor, first: Sweep, deep: Tensor
) -> Iterator[Frame]:
    """A cell of the second map, its window on the first, and that window's on the digit."""
    _, height, width = deep.data.shape
    side = first.size[0]
    reach = int(told["reach"])
    best = int(np.abs(deep.data).argmax())
    walk = [(y, x) for y in range(height) for x in sorted({width // 2, width - 1})]
    lines = [(divmod(best, width), "over", CLOSING, 0)]
    lines.append((divmod(best, width), "reach", CLOSING, 0))
    lines += [(at, "deep", max(0.12, 0.5 * 0.85**i), 1) for i, at in enumerate(walk)]
    lines.append((divmod(best, width), "hierarchy", CLOSING, 2))
    for (y, x), key, seconds, moving in lines:
        seen = y * width + x + 1 if moving == 1 else deep.data.size if moving else 0
        below = region(digit, "window", (y, y + reach), (x, x + reach), group=0)
        yield Frame(
            seconds,
            text(key, **told),
            boxes=(
                *((below,) if key != "over" else ()),
                region(first.output, "window", (y, y + side), (x, x + side), group=0),
                cell(deep, y, x, group=0),
            ),
            hidden=("kernel",),
            revealed={"deep": seen},
        )
