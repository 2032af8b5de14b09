"""Only whole windows, or a ring of zeros as well: how large the map becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, shape_text
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.stride_padding.common import SIDE, SMALL, formula_of, input_of, sides_of

RUN = 3.0
"""Seconds for the windows whose like has been seen."""


@scene("padding", stage=Stage.CONV, params=(SMALL, SIDE))
def padding(values: Values, text: SceneText) -> Parts:
    """Only whole windows, or a ring of zeros as well: how large the map becomes."""
    data, side, ring = sides_of(values)
    kernel = Tensor("kernel", np.ones((1, side, side)), "Filter", Stage.CONV, weights=True)
    inner = Sweep(input_of(data, "Input"), kernel, output_name="valid", output_label="Map")
    outer = Sweep(
        input_of(data, "Padded input", "padded", ""),
        kernel,
        padding=ring,
        output_name="same",
        output_label="Map",
    )
    around = f"{shape_text(data)}, zeros around" if ring else shape_text(data)
    return Parts(
        (inner.input, outer.input, kernel, inner.output, outer.output),
        (
            panels.grid(inner.input),
            panels.grid(inner.output, operator="→"),
            panels.grid(outer.input, panels.Grid(padding=ring), note=around),
            panels.grid(outer.output, operator="→"),
            *_compared(inner, outer),
        ),
        tuple(_frames(text, inner, outer)),
    )


COMPARED = ("beside", "small", "large")


def _compared(inner: Sweep, outer: Sweep) -> Iterator[Panel]:
    """The input and both maps, side by side at the end."""
    labels = ("Input", "Valid", "Same")
    tensors = (inner.input, inner.output, outer.output)
    for name, label, tensor in zip(COMPARED, labels, tensors, strict=True):
        yield replace(panels.grid(tensor, name=name), label=label)


def _frames(text: SceneText, inner: Sweep, outer: Sweep) -> Iterator[Frame]:
    """First the windows that lie wholly on the picture, then those that reach over its edge."""
    height = inner.input.data.shape[1]
    side, ring = inner.size[0], outer.padding
    none = {"valid": 0, "same": 0}
    size = shape_text(inner.input.data)
    left = ("padded", "same", *COMPARED)
    right = ("input", "valid", *COMPARED)
    alone = ("valid", *left)
    yield Frame(OPENING, text("open", size=size), hidden=alone, revealed=none)
    yield Frame(
        OPENING,
        text("ask", side=side, count=side * side),
        hidden=alone,
        revealed=none,
        boxes=inner.boxes(0, written=False),
    )
    for k in range(len(inner)):
        yield Frame(
            OPENING if k == 0 else accelerating(k - 1, len(inner)),
            text("valid" if k == 0 else "quick", result=about(inner.computation(k).result)),
            boxes=inner.boxes(k),
            computations=(inner.computation(k),),
            hidden=left,
            revealed={"valid": k + 1, "same": 0},
        )
    small, large = (shape_text(sweep.output.data) for sweep in (inner, outer))
    yield Frame(
        OPENING,
        text("fits", {"smaller": small != size}, size=small),
        hidden=left,
        revealed={"same": 0},
        formula=formula_of(height, side, 1, 0, 1),
    )
    facts = {"no ring": ring == 0, "one ring": ring == 1, "most common": side == 3}
    yield Frame(
        OPENING, text("ring", facts, ring=ring), hidden=("same", *right), revealed={"same": 0}
    )
    yield from _over_the_edge(text, outer, right)
    compared = ("input", "valid", "padded", "same")
    yield Frame(
        CLOSING,
        text("close", facts, small=small, large=large),
        formula=formula_of(height, side, 1, ring, 1),
        hidden=compared,
    )
    if facts["most common"]:
        yield Frame(CLOSING, text("usual"), hidden=compared)


def _over_the_edge(text: SceneText, outer: Sweep, hidden: tuple[str, ...]) -> Iterator[Frame]:
    """The first row window by window, as there the zeros are read; then the rest at a run."""
    columns = outer.output.data.shape[2]
    for k in range(len(outer)):
        facts = {
            "corner over the edge": k == 0 and outer.padding > 0,
            "over the edge": k < columns and outer.padding > 0,
        }
        yield Frame(
            OPENING if k == 0 else 0.5 if k < columns else RUN / len(outer),
            text("place", facts, result=about(outer.computation(k).result)),
            boxes=outer.boxes(k),
            computations=(outer.computation(k),),
            hidden=hidden,
            revealed={"same": k + 1},
        )
