"""A filter on a small checkerboard, every term of the first window written out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.question import Window
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions import questions
from cnnviz.misconceptions.maps import TOUCHED, Touched
from cnnviz.staging import panels
from cnnviz.staging.boxes import pixel
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number
from cnnviz.staging.sweep import Beat, Sweep
from cnnviz.steps.convolution.common import (
    CHECKERBOARD_PARAMS,
    TERMWISE,
    Shot,
    balance,
    input_of,
    kernel_of,
    opposite,
    products_panel,
    sum_question,
    swept,
    waiting,
)

SUMS = "sums"
"""The panel of the map while it is made."""
FRAMED, RESTORED = 1.8, 0.9
"""Seconds in which the cells are framed that a pixel may change, and in which the pixel that was
changed becomes what it was."""
LOOK, WINDOWS = 2.2, 3
"""Seconds for each window, of so many, in which plus and minus cancel."""
TILE = 1.25
"""How large a product is drawn, beside a pixel: a word stands beside their sum."""


def _opening(text: SceneText, sweep: Sweep) -> tuple[Frame, ...]:
    """Input, filter, and the filter on its first window."""
    _, height, width = sweep.input.data.shape
    none = {sweep.output.name: 0}
    return (
        Frame(
            OPENING,
            text("open", height=height, width=width),
            hidden=("kernel", "products", SUMS, "output"),
            revealed=none,
        ),
        Frame(
            OPENING,
            text("kernel", count=sweep.kernel.data.size),
            hidden=("products", SUMS, "output"),
            revealed=none,
        ),
        Frame(
            2.4,
            text("window"),
            boxes=waiting(sweep, 0),
            computations=(sweep.computation(0, 0),),
            hidden=("output",),
            panels=TERMWISE,
            revealed=none,
            question=sum_question(sweep, 0),
        ),
    )


class Change(NamedTuple):
    """One pixel that becomes another, and what the filter gives then."""

    touched: Touched
    picture: Tensor
    output: Tensor

    @classmethod
    def of(cls, sweep: Sweep) -> Change:
        """The pixel in the middle of the second row becomes 0, or 1 where it is 0."""
        _, height, width = sweep.input.data.shape
        row, column = min(1, height - 1), width // 2
        touched = Touched(row, column, height, width, sweep.size[0], sweep.stride, sweep.padding)
        data = sweep.input.data.copy()
        data[0, row, column] = float(not data[0, row, column])
        picture = replace(sweep.input, name="changed", data=data, editable="")
        swept = Sweep(
            picture,
            sweep.kernel,
            stride=sweep.stride,
            padding=sweep.padding,
            output_name="after",
        )
        return cls(touched, picture, swept.output)

    @property
    def value(self) -> float:
        """What the pixel becomes."""
        return float(self.picture.data[0, self.touched.row, self.touched.column])


def _touching(text: SceneText, sweep: Sweep, change: Change) -> Iterator[Frame]:
    """One pixel, and the cells whose windows cover it; only of a square filter it is asked."""
    if sweep.size[0] != sweep.size[1]:
        return
    touched, place = change.touched, (change.touched.row, change.touched.column)
    window = Window(sweep.input.name, sweep.size[0], sweep.stride, sweep.padding)
    changed = touched.covering()
    columns = sweep.output.data.shape[2]
    met = {divmod(k, columns): _weight_on(sweep, k, *place) for k in changed}
    idle = sum(weight == 0 for weight in met.values())
    facts = {
        "one cell": len(changed) == 1,
        "no cell": not changed,
        "some meet 0": 0 < idle < len(changed),
        "all meet 0": idle == len(changed) > 0,
    }
    asking = Frame(
        OPENING,
        text("touch"),
        boxes=(pixel(sweep.input, "highlight", *place, stage=Stage.CONV),),
        hidden=("products", SUMS),
        question=questions.cell(TOUCHED, touched, sweep.output.name, window).found_in(
            sweep.output.name, "rows", "columns", text="×"
        ),
    )
    yield asking
    numbers = {"cells": len(changed), "reached": len(changed) - idle, "idle": idle}
    cells = (
        pixel(change.output, "highlight", *at, stage=Stage.CONV)
        if weight
        else pixel(change.output, "border", *at)
        for at, weight in met.items()
    )
    told = replace(
        asking,
        narration=text("touched", facts, value=number(change.value), **numbers),
        question=None,
    )
    if changed:
        # They are framed before the pixel changes any of them.
        framed = (pixel(sweep.output, "highlight", *at, stage=Stage.CONV) for at in met)
        yield replace(told, seconds=FRAMED, boxes=(*asking.boxes, *framed))
    yield replace(
        told,
        boxes=(pixel(change.picture, "highlight", *place, stage=Stage.CONV), *cells),
        panels={
            each.name: panels.GridChanges(tensor=other.name)
            for each, other in ((sweep.input, change.picture), (sweep.output, change.output))
        },
        tween=1.2,
    )


def _weight_on(sweep: Sweep, k: int, row: int, column: int) -> float:
    """The weight that lies on a pixel in the k-th window."""
    (top, _), (left, _) = sweep.window(k)
    return float(sweep.kernel.data[0, row - top, column - left])


def _panels(sweep: Sweep, change: Change) -> tuple[Panel, ...]:
    """The map stands twice: beside the products, and without them, where its size is told."""
    sums = panels.grid(sweep.output, name=SUMS, operator="→")
    picture = panels.grid(sweep.input, panels.Grid(padding=sweep.padding))
    output = panels.grid(sweep.output, operator="→")
    return (
        replace(picture, tensors=(*picture.tensors, change.picture.name)),
        panels.grid(sweep.kernel, operator="∗"),
        products_panel(sweep.kernel, zoom=TILE),
        # What its size is might be taken for what is asked.
        replace(sums, note=""),
        replace(output, tensors=(*output.tensors, change.output.name)),
    )


def _shot(beat: Beat) -> Shot:
    """The products of the first two windows; then each window with its cell of the map."""
    if beat in ("term", "sum", "step", "move"):
        return Shot(("output",), TERMWISE)
    return Shot(("products", SUMS))


def _closing(text: SceneText, sweep: Sweep) -> Iterator[Frame]:
    """Why all answers are 0, where the outer columns cancel, and what that says."""
    _, height, width = sweep.input.data.shape
    _, height_out, width_out = sweep.output.data.shape
    rows, columns = np.indices((height, width))
    sides = [sweep.patch(k).reshape(sweep.size)[:, [0, -1]] for k in range(len(sweep))]
    facts = {
        "all 0": not sweep.output.data.any(),
        "checkerboard": np.array_equal(sweep.input.data[0], (rows + columns) % 2 == 0),
        "outer columns equal": all(np.array_equal(*side.T) for side in sides),
        "outer columns weigh opposite": opposite(sweep.kernel.data[0]),
    }
    told = text("close", facts, windows=len(sweep), height_out=height_out, width_out=width_out)
    close = Frame(CLOSING, told, hidden=("products", SUMS))
    if all(facts.values()):
        # The pixel is as it was before the filter goes to a window.
        restored = replace(close, seconds=RESTORED, narration=text("cancel"))
        yield restored
        windows = _some(sweep)
        for k in windows:
            yield replace(
                restored,
                seconds=CLOSING if k == windows[-1] else LOOK,
                boxes=sweep.boxes(k),
                computations=(sweep.computation(k, 0),),
                formula=balance(sweep, k),
            )
    yield close


def _some(sweep: Sweep) -> list[int]:
    """Windows that stand for each: the first of the row in the middle."""
    _, height, width = sweep.output.data.shape
    return [sweep.index(height // 2, x) for x in range(min(width, WINDOWS))]


@scene("checkerboard", stage=Stage.CONV, params=CHECKERBOARD_PARAMS)
def checkerboard(values: Values, text: SceneText) -> Parts:
    """A filter on a small checkerboard, every term of the first window written out."""
    sweep = Sweep(
        input_of(values.array("input")),
        kernel_of(values.array("kernel")),
        stride=values.integer("stride"),
        padding=values.integer("padding"),
    )
    change = Change.of(sweep)
    frames = swept(
        text,
        sweep,
        _opening(text, sweep),
        (*_touching(text, sweep, change), *_closing(text, sweep)),
        shot=_shot,
    )
    maps = panels.alike(sweep.output, change.output)
    return Parts((sweep.input, change.picture, sweep.kernel, *maps), _panels(sweep, change), frames)
