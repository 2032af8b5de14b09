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
from cnnviz.staging.diagrams import word
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import shape_text
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.convolution.common import input_of, kernel_of

WEIGHT, CURVE = 6.1, 22.0
"""How large a weight, and the curve between, are drawn beside a digit, in its pixels."""
LARGE = 22.0
"""How large the filter is while only it and its maps are there."""
SPARE = 25.0
"""How much wider than the larger filter its place is, so that both rows are as long."""
BENT = 40.5
"""How much wider still, where the curve stands in the upper row."""
SAME = 1e-9
"""What differs by no more than this, differs as rounding does."""
LOWER = ("sign", "again", "wide", "once")
"""The panels of the lower row, and the sign between both maps."""
SIGN = 2.0
"""How high that is."""


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
    # They are compared.
    return Layers(picture, kernel, wide, *panels.alike(*made))


def _larger(weights: Array) -> Array:
    """The filter that gives at once what these weights give twice: each weight times them all."""
    _, height, width = weights.shape
    larger = np.zeros((1, 2 * height - 1, 2 * width - 1))
    for y, x in np.ndindex(height, width):
        larger[:, y : y + height, x : x + width] += weights[0, y, x] * weights
    return larger


def rows(made: Layers, curve: Panel) -> tuple[Panel, ...]:
    """Two convolutions above, with `curve` between them, and below what does the same at once."""
    plain = replace(panels.grid(made.filter, zoom=WEIGHT), operator="∗")
    twice = panels.grid(made.twice, operator="=")
    again = panels.Grid(row="new")
    wide = panels.grid(made.wide, zoom=WEIGHT, operator="∗")
    side = float(made.twice.data.shape[2])
    same, other = (word(k, side / 2, SIGN / 2, text, "ink", 8.0) for k, text in enumerate("=≠"))
    sign = panels.Drawing(parts=(replace(same, until=1), other), row="under")
    return (
        replace(panels.grid(made.picture), note=""),
        replace(plain, name="first"),
        replace(curve, name="bend", label="ReLU", size=(CURVE, CURVE), operator="→"),
        replace(plain, name="second"),
        replace(twice, tensors=("twice", "bent"), note=""),
        sign.panel("sign", stage=Stage.CONV, size=(SIGN, side)),
        replace(panels.grid(made.picture, again, name="again"), label="", note=""),
        replace(wide, note="", size=(wide.size[0], wide.size[1] + SPARE)),
        replace(panels.grid(made.once, operator="="), label="", note=""),
    )


def frames(text: SceneText, made: Layers, others: tuple[str, ...]) -> Iterator[Frame]:
    """The filter twice, then the larger one, which gives the same; then a bend between both."""
    bare: dict[str, panels.Changes] = {"bend": panels.CurveChanges(shown=1)}
    row = Frame(CLOSING, text("row"), hidden=(*others, "bend", *LOWER), panels=bare)
    large, small = panels.GridChanges(size=(LARGE, LARGE)), panels.GridChanges(bare=True)
    yield replace(row, panels={**bare, "first": large, "second": large})
    bare |= {"first": small, "second": small}
    row = replace(row, panels=bare)
    framed = tuple(whole(each, "highlight", stage=Stage.CONV) for each in (made.twice, made.once))
    facts = {"matters": made.matters}
    row = replace(row, panels=bare | {"sign": panels.DrawingChanges(shown=1)})
    yield replace(row, narration=text("why"), hidden=(*others, "bend"), boxes=framed)
    high, wide = (WEIGHT * side for side in made.wide.data.shape[1:])
    changed = {
        **bare,
        "sign": panels.DrawingChanges(shown=1 + made.matters),
        "twice": panels.GridChanges(tensor="bent"),
        "wide": replace(small, size=(high, wide + SPARE + BENT)),
    }
    bent = replace(row, narration=text("bend", facts), hidden=others, panels=changed, tween=1.6)
    other = whole(made.bent, "highlight", stage=Stage.CONV)
    yield replace(bent, boxes=(other, framed[1]))
