"""Only whole windows, or a ring of zeros as well: how large the map becomes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, shape_text
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.stride_padding.common import SIDE, SMALL, formula_of, input_of, sides_of


@scene("padding", stage=Stage.CONV, params=(SMALL, SIDE))
def padding(values: Values, text: SceneText) -> Parts:
    """Only whole windows, or a ring of zeros as well: how large the map becomes."""
    data, side, ring = sides_of(values)
    kernel = Tensor("kernel", np.ones((1, side, side)), "Filter", Stage.CONV)
    inner = Sweep(input_of(data, "Valid"), kernel, output_name="valid", output_label="Map")
    outer = Sweep(
        input_of(data, "Same", "padded", ""),
        kernel,
        padding=ring,
        output_name="same",
        output_label="Map",
        group=1,
    )
    around = f"{shape_text(data)}, zeros around" if ring else shape_text(data)
    return Parts(
        (inner.input, outer.input, kernel, inner.output, outer.output),
        (
            panels.grid(inner.input),
            panels.grid(inner.output, panels.Grid(row="same"), operator="→"),
            panels.grid(outer.input, panels.Grid(padding=ring), note=around),
            panels.grid(outer.output, panels.Grid(row="same"), operator="→"),
        ),
        tuple(_padding_sweep(text, inner, outer)),
    )


def _padding_sweep(text: SceneText, inner: Sweep, outer: Sweep) -> Iterator[Frame]:
    """First the windows that lie wholly on the picture, then those that reach over its edge."""
    height = inner.input.data.shape[1]
    side = inner.size[0]
    none = {"valid": 0, "same": 0}
    left, right = ("input", "valid"), ("padded", "same")
    size = shape_text(inner.input.data)
    yield Frame(OPENING, text("open", size=size), focus=("input",), revealed=none)
    yield Frame(
        OPENING,
        text("ask", side=side, count=side * side),
        focus=left,
        revealed=none,
        boxes=inner.boxes(0, written=False),
    )
    for k in range(len(inner)):
        yield Frame(
            accelerating(k, len(inner)) + (1.0 if k < 2 else 0.0),
            text("valid", result=about(inner.computation(k).result)),
            boxes=inner.boxes(k),
            computations=(inner.computation(k),),
            focus=left,
            revealed={"valid": k + 1, "same": 0},
        )
    small, large = (shape_text(sweep.output.data) for sweep in (inner, outer))
    yield Frame(
        OPENING,
        text("fits", {"smaller": small != size}, size=small),
        focus=left,
        revealed={"same": 0},
        formula=formula_of(height, side, 1, 0, 1),
    )
    ring = outer.padding
    yield Frame(
        OPENING,
        text("ring", {"no ring": ring == 0, "one ring": ring == 1}, ring=ring),
        revealed={"same": 0},
        focus=right,
    )
    columns = outer.output.data.shape[2]
    for k in range(len(outer)):
        facts = {
            "corner over the edge": k == 0 and ring > 0,
            "over the edge": k < columns and ring > 0,
        }
        yield Frame(
            OPENING if k == 0 else accelerating(k, len(outer)),
            text("place", facts, result=about(outer.computation(k).result)),
            boxes=outer.boxes(k),
            computations=(outer.computation(k),),
            focus=right,
            revealed={"same": k + 1},
        )
    yield Frame(
        CLOSING,
        text("close", {"no ring": ring == 0}, small=small, large=large),
        formula=formula_of(height, side, 1, ring, 1),
    )
