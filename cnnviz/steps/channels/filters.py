"""Four filters on the digit make a stack of four maps; the next filter is four deep."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.inputs import DIGIT

FILTERS = ("vertical edge", "horizontal edge", "Laplacian", "emboss")


@scene("filters", stage=Stage.STACK, params=(DIGIT,))
def filters(values: Values, text: SceneText) -> Parts:
    """Four filters on the digit make a stack of four maps; the next filter is four deep."""
    ink = seeds.digit(values.word("digit"))
    bank = np.concatenate([seeds.example(f"filter: {name}") for name in FILTERS])
    data = np.stack([exact.conv2d(ink, weights[np.newaxis]) for weights in bank])
    # The next layer's filter, by hand: upright edges that end in level ones, and the other way.
    mixing = bank[[1, 0, 3, 2]]
    joined = exact.conv2d(data, mixing)[np.newaxis]
    image = Tensor("image", ink, "Input", Stage.INPUT, "image")
    kernels = Tensor("filters", bank, "Filters", Stage.CONV, "signed", 2.0)
    maps = Tensor("maps", data, "Feature maps", Stage.STACK, "signed", panels.max_abs(data))
    deep = Tensor("deep", mixing, "One next filter", Stage.CONV, "signed", 2.0)
    result = Tensor("result", joined, "Its map", Stage.STACK, "signed", panels.max_abs(joined))
    return Parts(
        (image, kernels, maps, deep, result),
        (
            panels.grid(image),
            panels.stack(kernels, zoom=4.2, gap=0.7, operator="∗", note=f"{len(bank)} of 3×3"),
            panels.stack(maps, outline=True, operator="→"),
            panels.stack(deep, zoom=4.2, gap=0.7, operator="∗", note="4×3×3"),
            panels.grid(result, operator="→"),
        ),
        tuple(_filter_frames(text, len(bank), result)),
    )


def _filter_frames(text: SceneText, count: int, result: Tensor) -> Iterator[Frame]:
    """Plane by plane the stack grows; then one deep filter reads through all of it."""
    none = {"result": 0}
    later = ("deep", "result")
    empty = panels.StackChanges(shown=0)
    full = panels.StackChanges(shown=count)
    yield Frame(
        OPENING,
        text("open", count=count),
        hidden=("filters", "maps", *later),
        revealed=none,
        panels={"maps": empty},
    )
    yield Frame(
        OPENING,
        text("ask", count=count),
        hidden=("maps", *later),
        revealed=none,
        panels={"maps": empty},
    )
    for i, name in enumerate(FILTERS):
        yield Frame(
            2.6,
            text("one", filter=name),
            hidden=later,
            revealed=none,
            panels={
                "filters": panels.StackChanges(lit=i),
                "maps": panels.StackChanges(shown=i + 1, lit=i),
            },
        )
    yield Frame(
        OPENING,
        text("stack", count=count),
        hidden=later,
        focus=("maps",),
        revealed=none,
        panels={"maps": full},
    )
    yield Frame(
        OPENING,
        text("deep", count=count),
        hidden=("result",),
        focus=("maps", "deep"),
        revealed=none,
        panels={"maps": full},
    )
    _, height, width = result.data.shape
    for y in range(height):
        for x in (0, width // 2) if y == 0 else (0,):
            patch = panels.StackChanges(shown=count, patch=(y, y + 3, x, x + 3))
            yield Frame(
                OPENING if (y, x) == (0, 0) else max(0.2, 0.6 * 0.85**y),
                text("read" if (y, x) == (0, 0) else "sweep", count=count),
                boxes=(cell(result, y, x),),
                focus=("maps", "deep", "result"),
                revealed={"result": y * width + x + 1},
                panels={"maps": patch},
            )
    yield Frame(CLOSING, text("close", count=count), panels={"maps": full})
