"""A filter of 1×1 on a colour picture: it mixes the channels of each pixel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content.computation import Computation
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.cells import ONE_BY_ONE, Pixel
from cnnviz.misconceptions.questions import Spot, number
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about
from cnnviz.staging.formatting import number as written
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.channels.common import (
    COLOURS,
    PLACE,
    column,
    column_names,
    finds_red,
    picture,
    stack_swept,
)
from cnnviz.steps.channels.one_place import OnePlace, one_place

STOPS = 3
"""So many times the sweep is shown in each row of the map."""
MAP = 1.6
"""How large a cell of the map is drawn while it is filled."""
NEARER, LAST = 0.44, 41.6
"""How far the channels stand apart at last, as a share of their width; how high the map is then."""
EDGE = (21, 26)
"""The top left of nine cells at the end of the hull, which a filter of 3×3 adds up."""
CELL = 11.0
"""How large a number of the pixel is drawn, its weight, and their product."""


class Mixed(NamedTuple):
    """A 1×1 filter on a picture: its sweep, and one pixel of it."""

    sweep: Sweep
    one: OnePlace
    wide: Tensor
    """What a filter of 3×3 makes that has the same weights at each of its nine places."""


def _mixed(weights: tuple[int, ...]) -> Mixed:
    slices = np.array(weights, dtype=np.float64).reshape(3, 1, 1)
    image = picture()
    most = panels.max_abs(slices)
    kernel = Tensor("kernel", slices, "Filter", Stage.CONV, "signed", most, weights=True)
    sweep = Sweep(image, kernel, output_label="Map", stage=Stage.STACK)
    spread = replace(kernel, data=np.broadcast_to(slices, (3, 3, 3)))
    wide = Sweep(image, spread, output_name="wide", stage=Stage.STACK).output
    return Mixed(sweep, one_place(sweep, "One pixel"), wide)


def _panels(mixed: Mixed) -> Iterator[Panel]:
    image, kernel = mixed.sweep.input, mixed.sweep.kernel
    yield panels.grid(image, panels.Grid(channel=-1), name="picture", note="32×32 pixels")
    yield panels.stack(image, gap=panels.APART, name="channels", label="Channels")
    # Channel by channel, one below the other: each with its weight, and what comes of both.
    one = mixed.one
    yield from column(one.pixel, CELL, hues=COLOURS)
    yield panels.stack(
        kernel,
        zoom=9.0,
        gap=0.8,
        hues=COLOURS,
        name="slices",
        label="One filter",
        operator="∗",
    )
    yield from column(one.weights, CELL, "×", COLOURS)
    yield from column(one.parts, CELL, "=", COLOURS)
    yield replace(panels.grid(one.total, zoom=14.0, operator="→"), note="")
    yield panels.grid(mixed.sweep.output, zoom=MAP, operator="→")
    yield replace(panels.grid(mixed.wide), label="3×3, the same weights")


def _frames(text: SceneText, mixed: Mixed, names: tuple[str, ...]) -> Iterator[Frame]:
    y, x = PLACE
    none = {"parts": 0, "total": 0, "output": 0}
    pixel = {"channels": panels.StackChanges(patch=(y, y + 1, x, x + 1))}
    yield Frame(OPENING, text("open"), hidden=all_but(names, "channels", "slices"), revealed=none)
    red, green, blue = (written(float(value)) for value in mixed.one.pixel.data.flat)
    yield Frame(
        OPENING,
        text("pixel", red=red, green=green, blue=blue),
        hidden=all_but(names, "channels", "slices", *column_names(mixed.one.pixel)),
        revealed=none,
        boxes=tuple(mixed.one.tied(mixed.sweep.input)),
        panels=pixel,
    )
    r, g, b = (written(float(weight)) for weight in mixed.one.weights.data.flat)
    read, weights = (
        tuple(Fraction(float(value)) for value in tensor.data.flat)
        for tensor in (mixed.one.pixel, mixed.one.weights)
    )
    spots = {"read": Spot("pixel"), "weights": Spot("kernel"), "written": Spot("total")}
    yield Frame(
        OPENING,
        text("ask", r=r, g=g, b=b),
        hidden=all_but(names, *column_names(mixed.one.pixel, mixed.one.weights)),
        revealed=none,
        question=number(ONE_BY_ONE, Pixel(read, weights), spots=spots),
    )
    yield from _worked(text, mixed, names)
    yield from _swept(text, mixed, names)


def _worked(text: SceneText, mixed: Mixed, names: tuple[str, ...]) -> Iterator[Frame]:
    """Each channel times its weight, and their sum."""
    one = mixed.one
    red, *others = one.works
    second, third = (about(work.result) for work in others)
    shown = all_but(names, *column_names(one.pixel, one.weights, one.parts), "total")

    def written(*works: Computation) -> tuple[Box, ...]:
        return tuple(
            cell(one.parts, 0, 0, channel=work.index[0], stage=Stage.STACK) for work in works
        )

    yield Frame(
        OPENING,
        text("term", part=about(red.result)),
        computations=(red,),
        boxes=written(red),
        hidden=shown,
        revealed={"parts": 1, "total": 0, "output": 0},
        pictured=True,
    )
    yield Frame(
        OPENING,
        text("terms", second=second, third=third),
        computations=tuple(others),
        boxes=written(*one.works),
        hidden=shown,
        revealed={"total": 0, "output": 0},
        pictured=True,
    )
    yield Frame(
        OPENING,
        text("sum", result=about(one.work.result)),
        computations=(one.added,),
        boxes=(cell(one.total, 0, 0, stage=Stage.STACK),),
        hidden=shown,
        revealed={"output": 0},
        pictured=True,
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
    # In the picture's scale.
    same = panels.GridChanges(size=output.data.shape[1:])
    yield Frame(
        OPENING,
        text("found", facts),
        hidden=all_but(names, "picture", "output"),
        panels={"output": same},
    )
    if output.data.any():
        (y, x), side = EDGE, 3
        yield Frame(
            OPENING,
            text("wide", side=len(mixed.wide.data[0])),
            # Nine cells, at the edge of the hull, and what they make together.
            boxes=(
                region(output, "window", (y, y + side), (x, x + side), group=0, stage=Stage.STACK),
                cell(mixed.wide, y, x, group=0, stage=Stage.STACK),
            ),
            hidden=all_but(names, "output", "wide"),
            panels={"output": same},
        )
    # Nothing is looked for on them any more: nearer to one another, all is larger.
    nearer = panels.stack_size(panels.planes(mixed.sweep.input, gap=NEARER))
    yield Frame(
        CLOSING,
        text("close"),
        hidden=swept,
        panels={
            "channels": panels.StackChanges(size=nearer),
            "output": panels.GridChanges(size=(LAST, LAST)),
        },
    )


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
    sweep = mixed.sweep
    tensors = (sweep.input, sweep.kernel, *mixed.one.tensors, sweep.output, mixed.wide)
    return Parts(tensors, drawn, tuple(frames))
