"""A filter of choice sweeps the running example's digit and leaves its feature map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Array, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import shape_text
from cnnviz.staging.inputs import array_param
from cnnviz.staging.sweep import Beat, Sweep
from cnnviz.steps.convolution.common import (
    VERTICAL,
    Shot,
    input_of,
    kernel_of,
    products_panel,
    products_size,
    swept,
)

CLOSE, BESIDE = 8.0, 20.0
"""How large a pixel and a weight are for a closer look; how large the picture is beside them."""


def _as_text(name: str) -> str:
    rows = seeds.example(f"filter: {name}")[0]
    return ";".join(",".join(f"{weight:g}" for weight in row) for row in rows)


@scene(
    "digit",
    stage=Stage.CONV,
    params=(
        array_param("input", "Input", seeds.digit()),
        array_param("kernel", "Filter", VERTICAL),
    ),
    presets=tuple((name, {"kernel": _as_text(name)}) for name in seeds.FILTERS),
)
def digit(values: Values, text: SceneText) -> Parts:
    """A filter of choice sweeps the running example's digit and leaves its feature map."""
    kernel = kernel_of(values.array("kernel"))
    sweep = Sweep(input_of(values.array("input"), "Input"), kernel)
    worked = _strongest(sweep.output.data)
    window = _enlarged(sweep, worked)
    none = {sweep.output.name: 0}
    label = _filter_name(kernel.data)
    hidden = ("window", "products", "output")
    facts = {
        "a digit": any(
            np.array_equal(sweep.input.data, seeds.digit(d.name)) for d in seeds.digits()
        ),
        "all 0": not sweep.output.data.any(),
    }
    numbers = {
        "filter": label,
        "size": shape_text(sweep.input.data),
        "windows": len(sweep),
        "count": kernel.data.size,
    }
    before = (
        Frame(OPENING, text("open", facts, **numbers), hidden=hidden, revealed=none),
        Frame(OPENING, text("ask", facts, **numbers), hidden=hidden, revealed=none),
    )
    close = Frame(CLOSING, text("close", facts, **numbers), hidden=("window", "products"))
    frames = swept(
        text,
        sweep,
        before,
        (close,),
        shot=_shots(kernel, window),
        worked=worked,
        complete=0,
    )
    return Parts(
        (sweep.input, window, kernel, sweep.output),
        (
            panels.grid(sweep.input),
            replace(panels.grid(window, zoom=CLOSE), note=""),
            panels.grid(kernel, zoom=panels.WEIGHT, operator="∗"),
            products_panel(kernel, zoom=7.0),
            panels.grid(sweep.output, operator="→"),
        ),
        frames,
    )


def _enlarged(sweep: Sweep, k: int) -> Tensor:
    """What the k-th window reads."""
    data = sweep.patch(k).reshape(1, *sweep.size)
    return replace(sweep.input, name="window", label="Window", data=data, editable="")


def _shots(kernel: Tensor, window: Tensor) -> Callable[[Beat], Shot]:
    """The map grows beside the digit; for a closer look, the window unfolds out of it."""
    _, height, width = kernel.data.shape

    pair = panels.GridChanges(size=(height * CLOSE, width * CLOSE))
    close: dict[str, Changes] = {
        "input": panels.GridChanges(size=(BESIDE, BESIDE)),
        "window": pair,
        "kernel": replace(pair, operator="⊙"),
        "products": panels.ProductsChanges(factors=False, size=products_size(kernel, CLOSE)),
    }

    def shot(beat: Beat) -> Shot:
        match beat:
            case "stop" | "term":
                return Shot(("output",), close, window)
            case "sum":
                return Shot(("input",), close, window)
            case _:
                return Shot(("window", "products"))

    return shot


def _strongest(output: Array) -> int:
    """Where the pattern is found best, in reading order; the first place where it is nowhere."""
    return int(output.argmax())


def _filter_name(data: Array) -> str:
    known = (
        name for name in seeds.FILTERS if np.array_equal(data, seeds.example(f"filter: {name}"))
    )
    return next(known, "your own")
