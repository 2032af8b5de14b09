"""The scene priors: a patch, one filter at all places, patches of patches: over one digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine.receptive import receptive_field
from cnnviz.film import Sweep
from cnnviz.formatting import number
from cnnviz.param import Param, Values
from cnnviz.scene import Box, Frame, Scene, Script, Stage, Tensor
from cnnviz.seeds import SceneText
from cnnviz.steps.mlp.words import NAME, ink, words_of


def priors(values: Values) -> Scene:
    """A patch, one filter at all places, patches of patches: over one digit."""
    words = words_of("priors")
    word = values.word("filter")
    weights = seeds.example(f"filter: {word}")
    digit = ink(seeds.digit(), "Digit", "digit")
    kernel = Tensor("kernel", weights, "One filter", Stage.CONV, "signed", film.limit(weights))
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
    whole = film.region(digit, "window", (0, digit.data.shape[1]), (0, digit.data.shape[2]), tie=0)
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
    spot = film.cell(first.output, y, x, tie=0)
    rows, columns = first.window(start)
    near = film.region(digit, "window", rows, columns, tie=0)
    early = ("kernel", "deep")
    spoken: tuple[tuple[str, float, tuple[Box, ...]], ...] = (
        ("all", film.OPENING, (whole, spot)),
        ("local", film.CLOSING, (near, spot)),
        ("ask", film.OPENING, (near, spot)),
    )
    frames = (
        Frame(film.OPENING, words("open", **told), hidden=(*early, "map"), revealed=none),
        *(
            Frame(seconds, words(key, **told), boxes=boxes, hidden=early, revealed=none)
            for key, seconds, boxes in spoken
        ),
        Frame(
            film.OPENING,
            words("filter", **told),
            boxes=first.boxes(0),
            hidden=early[1:],
            revealed={**none, "map": 1},
        ),
        *(
            Frame(
                max(0.12, 0.5 * 0.85**i),
                words("share", **told),
                boxes=first.boxes(k),
                hidden=early[1:],
                revealed={**none, "map": k + 1},
            )
            for i, k in enumerate(_stops(height, width))
        ),
        Frame(film.CLOSING, words("shared", **told), hidden=early[1:]),
        *_hierarchy(words, told, digit, first, deep),
        Frame(film.CLOSING, words("close", **told)),
    )
    return Scene(
        NAME,
        "priors",
        words.title,
        Stage.INPUT,
        values,
        (digit, kernel, first.output, deep),
        (
            film.grid(digit),
            film.grid(kernel, zoom=3.6, before="∗", options={"numbers": True}),
            film.grid(first.output, before="→"),
            film.grid(deep, before="→"),
        ),
        frames,
    )


def _stops(height: int, width: int) -> Iterator[int]:
    """A few places in each row, its last one among them."""
    for y in range(height):
        for x in sorted({width // 3, 2 * width // 3, width - 1}):
            yield y * width + x


def _hierarchy(
    words: SceneText, told: dict[str, int | str], digit: Tensor, first: Sweep, deep: Tensor
) -> Iterator[Frame]:
    """A cell of the second map, its window on the first, and that window's on the digit."""
    _, height, width = deep.data.shape
    side = first.size[0]
    reach = int(told["reach"])
    best = int(np.abs(deep.data).argmax())
    walk = [(y, x) for y in range(height) for x in sorted({width // 2, width - 1})]
    lines = [(divmod(best, width), "over", film.CLOSING, 0)]
    lines.append((divmod(best, width), "reach", film.CLOSING, 0))
    lines += [(at, "deep", max(0.12, 0.5 * 0.85**i), 1) for i, at in enumerate(walk)]
    lines.append((divmod(best, width), "hierarchy", film.CLOSING, 2))
    for (y, x), key, seconds, moving in lines:
        seen = y * width + x + 1 if moving == 1 else deep.data.size if moving else 0
        below = film.region(digit, "window", (y, y + reach), (x, x + reach), tie=0)
        yield Frame(
            seconds,
            words(key, **told),
            boxes=(
                *((below,) if key != "over" else ()),
                film.region(first.output, "window", (y, y + side), (x, x + side), tie=0),
                film.cell(deep, y, x, tie=0),
            ),
            hidden=("kernel",),
            revealed={"deep": seen},
        )


SCRIPT = Script(
    "priors",
    Stage.INPUT,
    priors,
    (
        Param(
            "filter",
            "Filter",
            "choice",
            seeds.FILTERS[0],
            choices=tuple((name, name) for name in seeds.FILTERS),
        ),
    ),
)
