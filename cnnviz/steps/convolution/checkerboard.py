"""A filter on a small checkerboard, every term of the first window written out."""

from __future__ import annotations

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.convolution.common import (
    CHECKERBOARD_PARAMS,
    input_of,
    kernel_of,
    products_panel,
    swept,
)


@scene("checkerboard", stage=Stage.CONV, params=CHECKERBOARD_PARAMS)
def checkerboard(values: Values, text: SceneText) -> Parts:
    """A filter on a small checkerboard, every term of the first window written out."""
    sweep = Sweep(
        input_of(values.array("input")),
        kernel_of(values.array("kernel")),
        stride=values.integer("stride"),
        padding=values.integer("padding"),
    )
    _, height, width = sweep.input.data.shape
    _, height_out, width_out = sweep.output.data.shape
    none = {sweep.output.name: 0}
    later = ("kernel", "products", "output")
    rows, columns = np.indices((height, width))
    sides = [sweep.patch(k).reshape(sweep.size)[:, [0, -1]] for k in range(len(sweep))]
    facts = {
        "all 0": not sweep.output.data.any(),
        "checkerboard": np.array_equal(sweep.input.data[0], (rows + columns) % 2 == 0),
        "outer columns equal": all(np.array_equal(*side.T) for side in sides),
        "outer columns weigh opposite": _opposite(sweep.kernel.data[0]),
    }
    before = (
        Frame(OPENING, text("open", height=height, width=width), hidden=later, revealed=none),
        Frame(
            OPENING,
            text("kernel", count=sweep.kernel.data.size),
            hidden=later[1:],
            revealed=none,
        ),
        Frame(
            2.4,
            text("window"),
            boxes=sweep.boxes(0, written=False),
            computations=(sweep.computation(0, 0),),
            hidden=later[2:],
            revealed=none,
        ),
    )
    close = Frame(
        CLOSING,
        text("close", facts, windows=len(sweep), height_out=height_out, width_out=width_out),
        focus=("input", "kernel", "output"),
        computations=(sweep.computation(len(sweep) - 1),),
    )
    frames = swept(text, sweep, before, (close,))
    return Parts(
        (sweep.input, sweep.kernel, sweep.output),
        (
            panels.grid(sweep.input, panels.Grid(padding=sweep.padding)),
            panels.grid(sweep.kernel, operator="∗"),
            products_panel(sweep.kernel, zoom=1.25),
            panels.grid(
                sweep.output,
                operator="→",
                note=f"{height_out}×{width_out} · output of Conv",
            ),
        ),
        frames,
    )


def _opposite(kernel: Array) -> bool:
    """Whether the last column undoes the first, and nothing lies between them."""
    return (
        kernel.shape[1] > 1
        and np.array_equal(kernel[:, 0], -kernel[:, -1])
        and not kernel[:, 1:-1].any()
        and bool(kernel[:, 0].any())
    )
