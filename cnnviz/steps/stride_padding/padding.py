"""Only whole windows, or a ring of zeros as well: how large the map becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import output_size
from cnnviz.misconceptions.cells import PADDED, Corner
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.map_side import SIDE as MAP_SIDE
from cnnviz.misconceptions.questions import Spot, choice, number
from cnnviz.staging import panels
from cnnviz.staging.boxes import region, whole
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, shape_text
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.stride_padding.common import SIDE, SMALL, input_of, sides_of

RUN = 3.0
"""Seconds for the windows whose like has been seen."""
PALE = 1.5
"""By how much paler than they could be weights are drawn that are all equal."""


@scene("padding", stage=Stage.CONV, params=(SMALL, SIDE))
def padding(values: Values, text: SceneText) -> Parts:
    """Only whole windows, or a ring of zeros as well: how large the map becomes."""
    data, side, ring = sides_of(values)
    ones = np.ones((1, side, side))
    kernel = Tensor("kernel", ones, "Filter", Stage.CONV, "signed", PALE, weights=True)
    inner = Sweep(input_of(data, "Input"), kernel, output_name="valid", output_label="Padding 0")
    outer = Sweep(
        input_of(data, "Padded input", "padded", ""),
        kernel,
        padding=ring,
        output_name="same",
        output_label=f"Padding {ring}",
    )
    valid, same = panels.alike(inner.output, outer.output)
    flat = _flat(data, side)
    return Parts(
        (
            *(inner.input, outer.input, kernel, valid, same),
            *(flat.input, flat.kernel, flat.output),
        ),
        tuple(_panels(inner, outer, (valid, same), flat)),
        (*_frames(text, inner, outer), *(_edges(text, flat) if ring else ())),
    )


def _flat(data: Array, side: int) -> Sweep:
    """A picture of the input's size without any edge, and a filter that answers to edges."""
    weights = np.zeros((1, side, side))
    weights[:, :, 0], weights[:, :, -1] = 1, -1
    picture = Tensor("flat", np.ones(data.shape), "A flat picture", Stage.INPUT, "image", 3.0)
    kernel = Tensor("edges", weights, "Filter", Stage.CONV, "signed", 1.0, weights=True)
    ring = (side - 1) // 2
    return Sweep(picture, kernel, padding=ring, output_name="found", output_label="Map")


def _panels(inner: Sweep, outer: Sweep, maps: tuple[Tensor, ...], flat: Sweep) -> Iterator[Panel]:
    ring = outer.padding
    padded = panels.Grid(padding=ring)
    yield panels.grid(inner.input)
    yield panels.grid(outer.input, padded)
    yield panels.grid(inner.kernel, operator="∗")
    yield from (panels.grid(each, operator="→") for each in maps)
    yield panels.grid(flat.input, padded)
    yield panels.grid(flat.kernel, operator="∗")
    yield panels.grid(flat.output, operator="→")


RINGED = 1.2
"""In how many seconds the zeros come around the input."""
SWEPT = 1.8
"""Seconds of the filter's way over the flat picture."""
SHOWN = 50
"""At about so many of its windows it is seen on its way."""
NAMES = ("input", "padded", "kernel", "valid", "same", "flat", "edges", "found")


def _frames(text: SceneText, inner: Sweep, outer: Sweep) -> Iterator[Frame]:
    """First the windows that lie wholly on the picture, then those that reach over its edge."""
    (_, height, width), size = inner.input.data.shape, shape_text(inner.input.data)
    side, ring = inner.size[0], outer.padding
    none = {"valid": 0, "same": 0}
    left, right = (
        all_but(NAMES, "kernel", *each) for each in (("input", "valid"), ("padded", "same"))
    )
    alone = all_but(NAMES, "input")
    yield Frame(OPENING, text("open", size=size), hidden=alone, revealed=none)
    yield Frame(
        OPENING,
        text("ask", side=side, count=side * side),
        hidden=all_but(NAMES, "input", "kernel"),
        revealed=none,
        boxes=inner.boxes(0, written=False),
        question=choice(MAP_SIDE, ConvLayer(1, 1, side, width))
        .found_in("input", "side", text="×")
        .found_in("", "kernel", text="×"),
    )
    for k in range(len(inner)):
        yield Frame(
            OPENING if k == 0 else accelerating(k, len(inner)),
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
        formula=_width(height, side, 0),
    )
    facts = {"no ring": ring == 0, "one ring": ring == 1, "most common": side == 3}
    yield Frame(
        OPENING,
        text("ring", facts, ring=ring),
        hidden=all_but(NAMES, "padded", "kernel"),
        revealed={"same": 0},
        tween=RINGED,
    )
    yield from _over_the_edge(text, outer, right)
    # What was made of what stays while it is named; then both maps are compared.
    closing = text("close", facts, large=large, places=len(outer))
    yield Frame(CLOSING, closing, formula=_width(height, side, ring), hidden=right)
    if facts["most common"]:
        yield Frame(CLOSING, text("usual"), hidden=right)
    if ring:
        beside = _beside(text("inside", small=small), inner, outer)
        # The inner answers are framed where they stand before they come out.
        yield replace(
            beside, seconds=1.0, boxes=beside.boxes[:1], hidden=right, panels={}, tween=0.4
        )
        yield replace(beside, seconds=OPENING)


def _beside(told: str, inner: Sweep, outer: Sweep) -> Frame:
    """Both maps, and where the smaller one lies in the larger."""
    ring, (_, rows, columns) = outer.padding, inner.output.data.shape
    # The map of the windows that lie wholly on the picture comes out of the other one.
    inside = (ring, ring + rows), (ring, ring + columns)
    boxes = (
        region(outer.output, "window", *inside, group=0),
        whole(inner.output, "highlight", group=0),
    )
    apart = panels.GridChanges(operator="")
    return Frame(
        CLOSING,
        told,
        boxes=boxes,
        hidden=all_but(NAMES, "valid", "same"),
        panels={"valid": apart, "same": apart},
        tween=1.6,
    )


def _width(size: int, side: int, ring: int) -> str:
    """In how many places the filter fits side by side."""
    rings = rf" + 2 \cdot {ring}" if ring else ""
    return f"{size}{rings} - {side} + 1 = {output_size(size, side, padding=ring)}"


def _edges(text: SceneText, flat: Sweep) -> Iterator[Frame]:
    """What the zeros around a picture without any edge make a filter find."""
    hidden, with_map = all_but(NAMES, "flat", "edges"), all_but(NAMES, "flat", "edges", "found")
    yield Frame(OPENING, text("flat"), hidden=hidden)
    corner = Corner(Fraction(1), grid_of(flat.kernel.data[0]))
    spots = {"read": Spot("flat"), "weights": Spot("edges"), "written": Spot("found")}
    yield Frame(
        OPENING,
        text("neutral"),
        boxes=flat.boxes(0, written=False),
        hidden=hidden,
        question=number(PADDED, corner, spots=spots),
    )
    first = flat.computation(0)
    yield Frame(
        OPENING,
        text("edge", result=about(first.result)),
        boxes=flat.boxes(0),
        computations=(first,),
        hidden=with_map,
        revealed={"found": 1},
    )
    every = max(1, len(flat) // SHOWN)
    for k in range(1, len(flat), every):
        yield Frame(
            SWEPT * every / len(flat),
            text("on"),
            boxes=flat.boxes(k),
            computations=(flat.computation(k),),
            hidden=with_map,
            revealed={"found": k + 1},
        )
    yield Frame(CLOSING, text("edges"), hidden=with_map)


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
