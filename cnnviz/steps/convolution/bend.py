"""Two convolutions in a row: one larger filter gives the same map, until ReLU stands between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.texts import SceneText
from cnnviz.engine.activations import relu
from cnnviz.staging import panels
from cnnviz.staging.boxes import whole
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import shape_text
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.convolution.common import input_of, kernel_of

LARGE = 22.0
"""How large the filter is while only it and its map are there, beside a digit of 28 pixels."""
WEIGHT, MAP = 10.0, 2.14
"""How large a weight is, and a cell of the maps, where both ways are compared."""
SMALL, CURVE = 20.0, (22.0, 14.5)
"""How large the digit is there, and how high and wide the curve between: all of it is in one row,
and the weights can be read."""
AT_ONCE = ("again", "wide", "once")
"""The panels of the larger filter: what it reads, itself, and its map."""
SAME = 1e-9
"""What differs by no more than this, differs as rounding does."""


class Layers(NamedTuple):
    """A digit, a filter, the larger filter that does what it does twice, and the three maps."""

    picture: Tensor
    filter: Tensor
    wide: Tensor
    twice: Tensor
    once: Tensor
    bent: Tensor

    @property
    def matters(self) -> bool:
        """Whether the map is another one with ReLU between."""
        return bool(np.abs(self.twice.data - self.bent.data).max() > SAME)


def layers(digit: Array, weights: Array) -> Layers:
    """All of it, of a digit 1×28×28 and a filter 1×3×3."""
    picture = replace(input_of(digit, "Input", "picture"), editable="")
    kernel = replace(kernel_of(weights), name="filter", editable="")
    wide = replace(kernel, name="wide", data=_larger(weights))
    size = shape_text(wide.data)
    wide = replace(wide, label=f"One {size} filter", max_abs=panels.max_abs(wide.data))
    first = Sweep(picture, kernel).output
    rectified = replace(first, data=relu(first.data))
    made = [
        replace(Sweep(source, by).output, name=name, label="Map")
        for source, by, name in (
            (first, kernel, "twice"),
            (picture, wide, "once"),
            (rectified, kernel, "bent"),
        )
    ]
    # They are compared: in colours of one scale, so strong that the weaker can be seen.
    most = panels.vivid(np.concatenate([each.data for each in made]))
    return Layers(picture, kernel, wide, *(replace(each, max_abs=most) for each in made))


def _larger(weights: Array) -> Array:
    """The filter that gives at once what these weights give twice: each weight times them all."""
    _, height, width = weights.shape
    larger = np.zeros((1, 2 * height - 1, 2 * width - 1))
    for y, x in np.ndindex(height, width):
        larger[:, y : y + height, x : x + width] += weights[0, y, x] * weights
    return larger


def rows(made: Layers, curve: Panel) -> tuple[Panel, ...]:
    """Two convolutions, with `curve` between them, what does the same at once, and their maps."""
    same = panels.Grid(row="same")
    plain = panels.grid(made.filter, zoom=WEIGHT, operator="∗")
    assert isinstance(curve.options, panels.Curve)
    between = replace(curve.options, row="same")
    size = shape_text(made.twice.data)
    twice = replace(panels.grid(made.twice, operator="="), label=f"{size} map", note="")
    once = replace(panels.grid(made.once, same, zoom=MAP), label=twice.label, note="")
    return (
        panels.grid(made.picture),
        replace(plain, name="first"),
        replace(curve, name="bend", label="ReLU", size=CURVE, operator="→", options=between),
        replace(plain, name="second"),
        panels.grid(made.picture, same, name="again"),
        replace(panels.grid(made.wide, same, zoom=WEIGHT, operator="∗"), note=""),
        replace(twice, tensors=("twice", "bent")),
        once,
    )


def frames(text: SceneText, made: Layers, others: tuple[str, ...]) -> Iterator[Frame]:
    """The filter twice, then the larger one, which gives the same; then a bend between both."""
    bare: dict[str, panels.Changes] = {"bend": panels.CurveChanges(shown=1)}
    row = Frame(CLOSING, text("row"), hidden=(*others, "bend", *AT_ONCE))
    large = panels.GridChanges(size=(LARGE, LARGE))
    yield replace(row, panels={**bare, "first": large, "second": large})
    _, height, width = made.twice.data.shape
    below = panels.GridChanges(operator="", size=(height * MAP, width * MAP))
    small = panels.GridChanges(size=(SMALL, SMALL))
    compared = {**bare, "picture": small, "twice": below, **_signs("=")}
    framed = tuple(whole(each, "highlight", stage=Stage.CONV) for each in (made.twice, made.once))
    why = replace(row, narration=text("why"), hidden=(*others, "bend"), panels=compared)
    yield replace(why, boxes=framed)
    compared |= {"twice": replace(below, tensor="bent"), **_signs("≠" if made.matters else "=")}
    facts = {"matters": made.matters}
    bent = replace(why, narration=text("bend", facts), hidden=others, panels=compared, tween=1.6)
    other = whole(made.bent, "highlight", stage=Stage.CONV)
    yield replace(bent, boxes=(other, framed[1]))


def _signs(sign: str) -> dict[str, panels.GridChanges]:
    """The sign between both ways, and between their maps."""
    once = panels.GridChanges(operator=sign)
    return {"again": replace(once, size=(SMALL, SMALL)), "once": once}
