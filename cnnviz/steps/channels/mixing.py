"""A filter of 1×1 on a colour picture: it mixes the channels of each pixel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.cells import ONE_BY_ONE, Pixel
from cnnviz.misconceptions.questions import Spot, number
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, product
from cnnviz.staging.formatting import number as written
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.channels.common import (
    PLACE,
    finds_red,
    picture_pixels,
    stack_swept,
)
from cnnviz.steps.channels.one_place import OnePlace, one_place

STOPS = 3
"""So many times the sweep is shown in each row of the map."""
_BARE = {"products": panels.ProductsChanges(factors=False)}
"""The factors stand above their product."""


class Mixed(NamedTuple):
    """A 1×1 filter on a picture: its sweep, and one pixel of it."""

    sweep: Sweep
    one: OnePlace


def _mixed(weights: tuple[int, ...]) -> Mixed:
    slices = np.array(weights, dtype=np.float64).reshape(3, 1, 1)
    image = Tensor("image", picture_pixels(), "Picture", Stage.INPUT, "rgb", 1.0)
    most = panels.max_abs(slices)
    kernel = Tensor("kernel", slices, "Filter", Stage.CONV, "signed", most, weights=True)
    sweep = Sweep(image, kernel, output_label="Map")
    return Mixed(sweep, one_place(sweep, "Red, green, blue"))


def _panels(mixed: Mixed) -> Iterator[Panel]:
    image, kernel = mixed.sweep.input, mixed.sweep.kernel
    yield panels.grid(image, panels.Grid(channel=-1), name="picture", note="32×32 pixels")
    yield panels.stack(
        image, gap=panels.APART, name="channels", label="Three channels", note="3×32×32"
    )
    yield panels.stack(
        kernel, zoom=14.0, gap=0.8, name="slices", label="One filter", note="3×1×1", operator="∗"
    )
    yield replace(panels.grid(mixed.one.pixel, zoom=11.0), note="")
    under = panels.Grid(row="under")
    # Channel by channel, one under the other: a name between would be in the way.
    weights = panels.grid(mixed.one.weights, under, zoom=11.0, operator="×")
    yield replace(weights, label="", note="")
    summed = panels.products(mixed.one.weights, (22.0, 33.0))
    yield replace(summed, label="", options=panels.Products(row="under"))
    yield replace(panels.grid(mixed.one.total, zoom=14.0, operator="→"), note="")
    output = replace(mixed.sweep.output, stage=Stage.STACK)
    yield panels.grid(output, operator="→", note="1×32×32")


def _frames(text: SceneText, mixed: Mixed, names: tuple[str, ...]) -> Iterator[Frame]:
    y, x = PLACE
    none = {"total": 0, "output": 0}
    pixel = {"channels": panels.StackChanges(patch=(y, y + 1, x, x + 1))}
    yield Frame(OPENING, text("open"), hidden=all_but(names, "channels", "slices"), revealed=none)
    red, green, blue = (written(float(value)) for value in mixed.one.pixel.data.flat)
    yield Frame(
        OPENING,
        text("pixel", red=red, green=green, blue=blue),
        hidden=all_but(names, "channels", "pixel"),
        revealed=none,
        boxes=tuple(mixed.one.tied(mixed.sweep.input)),
        panels=pixel,
    )
    r, g, b = (written(float(weight)) for weight in mixed.one.weights.data.flat)
    read, weights = (
        tuple(Fraction(float(value)) for value in tensor.data.flat)
        for tensor in (mixed.one.pixel, mixed.one.weights)
    )
    spots = {"read": Spot("pixel"), "weights": Spot("weights"), "written": Spot("total")}
    yield Frame(
        OPENING,
        text("ask", r=r, g=g, b=b),
        hidden=all_but(names, "pixel", "weights"),
        revealed=none,
        question=number(ONE_BY_ONE, Pixel(read, weights), spots=spots),
    )
    yield from _worked(text, mixed, names)
    yield from _swept(text, mixed, names)


def _worked(text: SceneText, mixed: Mixed, names: tuple[str, ...]) -> Iterator[Frame]:
    """Channel times weight, and the sum."""
    work = mixed.one.work
    window = region(mixed.one.pixel, "window", (0, 1), (0, 3))
    shown = all_but(names, "pixel", "weights", "products", "total")
    yield Frame(
        OPENING,
        text("term", product=product(*work.terms[0])),
        computations=(replace(work, shown=1),),
        boxes=(window,),
        hidden=shown,
        panels=_BARE,
        revealed={"total": 0, "output": 0},
    )
    yield Frame(
        OPENING,
        text("sum", result=about(work.result)),
        computations=(work,),
        boxes=(window, cell(mixed.one.total, 0, 0)),
        hidden=shown,
        panels=_BARE,
        revealed={"total": 1, "output": 0},
    )


def _swept(text: SceneText, mixed: Mixed, names: tuple[str, ...]) -> Iterator[Frame]:
    """So it goes on, over the whole picture."""
    output = mixed.sweep.output
    swept = all_but(names, "channels", "slices", "output")
    sentence, seconds = text("sweep"), (0.9, 0.025)
    size = panels.spread(mixed.sweep.input)
    yield from stack_swept(
        sentence, output, "channels", swept, side=1, size=size, steps=STOPS, seconds=seconds
    )
    facts = {"finds red": finds_red(mixed.sweep), "all 0": not mixed.sweep.output.data.any()}
    yield Frame(OPENING, text("found", facts), hidden=all_but(names, "picture", "output"))
    yield Frame(CLOSING, text("close"), hidden=swept)


def _weight(colour: str, default: int) -> Param:
    return Param(colour, f"{colour.capitalize()}'s weight", "integer", default, -3, 3)


@scene(
    "mixing",
    stage=Stage.STACK,
    params=(_weight("red", 2), _weight("green", -1), _weight("blue", -1)),
)
def mixing(values: Values, text: SceneText) -> Parts:
    """A filter of 1×1 on a colour picture: it mixes the channels of each pixel."""
    mixed = _mixed(tuple(values.integer(name) for name in ("red", "green", "blue")))
    drawn = tuple(_panels(mixed))
    frames = _frames(text, mixed, tuple(panel.name for panel in drawn))
    output = replace(mixed.sweep.output, stage=Stage.STACK)
    tensors = (mixed.sweep.input, mixed.sweep.kernel, *mixed.one.tensors, output)
    return Parts(tensors, drawn, tuple(frames))
