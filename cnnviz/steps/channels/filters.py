"""Four filters on the digit make a stack of four maps; the next filter is four deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine import exact
from cnnviz.param import Param, Values
from cnnviz.scene import Frame, Json, Scene, Script, Stage, Tensor
from cnnviz.seeds import SceneText
from cnnviz.steps.channels.shared import NAME, words_of

FILTERS = ("vertical edge", "horizontal edge", "Laplacian", "emboss")


def filters(values: Values) -> Scene:
    """Four filters on the digit make a stack of four maps; the next filter is four deep."""
    words = words_of("filters")
    ink = seeds.digit(values.word("digit"))
    bank = np.concatenate([seeds.example(f"filter: {name}") for name in FILTERS])
    data = np.stack([exact.conv2d(ink, weights[np.newaxis]) for weights in bank])
    # The next layer's filter, by hand: upright edges that end in level ones, and the other way.
    mixing = bank[[1, 0, 3, 2]]
    joined = exact.conv2d(data, mixing)[np.newaxis]
    image = Tensor("image", ink, "Input", Stage.INPUT, "image")
    kernels = Tensor("filters", bank, "Filters", Stage.CONV, "signed", 2.0)
    maps = Tensor("maps", data, "Feature maps", Stage.STACK, "signed", film.limit(data))
    deep = Tensor("deep", mixing, "One next filter", Stage.CONV, "signed", 2.0)
    result = Tensor("result", joined, "Its map", Stage.STACK, "signed", film.limit(joined))
    stacked = film.stack(maps, before="→")
    return Scene(
        NAME,
        "filters",
        words.title,
        Stage.STACK,
        values,
        (image, kernels, maps, deep, result),
        (
            film.grid(image),
            film.stack(kernels, zoom=4.2, gap=0.7, before="∗", note=f"{len(bank)} of 3×3"),
            replace(stacked, options={**stacked.options, "ghost": True}),
            film.stack(deep, zoom=4.2, gap=0.7, before="∗", note="4×3×3"),
            film.grid(result, before="→"),
        ),
        tuple(_filter_frames(words, len(bank), result)),
    )


def _filter_frames(words: SceneText, count: int, result: Tensor) -> Iterator[Frame]:
    """Plane by plane the stack grows; then one deep filter reads through all of it."""
    none = {"result": 0}
    later = ("deep", "result")
    empty: dict[str, Json] = {"shown": 0}
    full: dict[str, Json] = {"shown": count}
    yield Frame(
        film.OPENING,
        words("open", count=count),
        hidden=("filters", "maps", *later),
        revealed=none,
        panels={"maps": empty},
    )
    yield Frame(
        film.OPENING,
        words("ask", count=count),
        hidden=("maps", *later),
        revealed=none,
        panels={"maps": empty},
    )
    for i, name in enumerate(FILTERS):
        yield Frame(
            2.6,
            words("one", filter=name),
            hidden=later,
            revealed=none,
            panels={"filters": {"lit": i}, "maps": {"shown": i + 1, "lit": i}},
        )
    yield Frame(
        film.OPENING,
        words("stack", count=count),
        hidden=later,
        focus=("maps",),
        revealed=none,
        panels={"maps": full},
    )
    yield Frame(
        film.OPENING,
        words("deep", count=count),
        hidden=("result",),
        focus=("maps", "deep"),
        revealed=none,
        panels={"maps": full},
    )
    _, height, width = result.data.shape
    for y in range(height):
        for x in (0, width // 2) if y == 0 else (0,):
            patch: dict[str, Json] = {"shown": count, "patch": [y, y + 3, x, x + 3]}
            yield Frame(
                film.OPENING if (y, x) == (0, 0) else max(0.2, 0.6 * 0.85**y),
                words("read" if (y, x) == (0, 0) else "sweep", count=count),
                boxes=(film.cell(result, y, x),),
                focus=("maps", "deep", "result"),
                revealed={"result": y * width + x + 1},
                panels={"maps": patch},
            )
    yield Frame(film.CLOSING, words("close", count=count), panels={"maps": full})


SCRIPT = Script(
    "filters",
    Stage.STACK,
    filters,
    (
        Param(
            "digit",
            "Digit",
            "choice",
            seeds.digits()[0].name,
            choices=tuple((each.name, str(each.label)) for each in seeds.digits()),
        ),
    ),
)
