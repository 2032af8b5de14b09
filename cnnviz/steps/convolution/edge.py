"""The same filter on a vertical edge and on the transposed picture, in step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.staging import panels
from cnnviz.staging.boxes import pixel, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, join_numbers, latex, number
from cnnviz.staging.inputs import array_param
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.convolution.common import VERTICAL, balance, input_of, kernel_of, sum_question

FILTER, BESIDE = 1.2, 1.0
"""How large a weight is drawn, beside a pixel; and while the maps are there, too."""


class Sweeps(NamedTuple):
    """One filter over a picture and over the same picture on its side."""

    upright: Sweep
    turned: Sweep

    def boxes(self, k: int, *, written: bool = True) -> Iterator[Box]:
        """Both k-th windows, and the cells that they give."""
        for each in self:
            yield from each.boxes(k, written=written, stage=Stage.CONV)

    def formula(self, k: int, *, told: bool) -> str:
        """What lies under plus, less what lies under minus, of both k-th windows.

        Where a sum is still to be asked for, no difference gives it away: what both come to, or,
        where that is the same, the products of one.
        """
        results = [number(each) for each in self.results(k)]
        if not told and results[0] == results[1]:
            return ""
        sums = (balance(each, k) for each in self) if told else map(latex, results)
        names = (each.input.label.removesuffix(" edge").lower() for each in self)
        named = zip(names, sums, strict=True)
        return r" \qquad ".join(rf"\text{{{name}: }} {text}" for name, text in named)

    @property
    def outputs(self) -> tuple[Tensor, ...]:
        """Both feature maps, in colours of one scale."""
        return panels.alike(*(each.output for each in self))

    def results(self, k: int) -> list[float]:
        """What both give at the k-th place."""
        return [float(each.output.data.flat[k]) for each in self]


def _sweeps(picture: Array, kernel: Tensor) -> Sweeps:
    edge = any(_edges(picture).values())
    label, other = ("Vertical edge", "Horizontal edge") if edge else ("Picture", "On its side")
    upright = input_of(picture, label)
    turned = input_of(picture.transpose(0, 2, 1), other, "turned")
    below = replace(turned, editable="")
    return Sweeps(
        Sweep(upright, kernel),
        Sweep(below, kernel, output_name="map", group=1),
    )


def _edges(picture: Array) -> dict[str, bool]:
    """Which vertical edge the picture is, if any: the same in all rows, and all in one sense."""
    steps = np.diff(picture[0], axis=1)
    straight = not np.diff(picture[0], axis=0).any() and bool(steps.any())
    return {
        "high to low": straight and bool((steps <= 0).all()),
        "low to high": straight and bool((steps >= 0).all()),
    }


def _panels(sweeps: Sweeps) -> tuple[Panel, ...]:
    """The filter between both pictures, each with its map under it, or beyond it."""
    row, beyond = panels.Grid(row="same"), panels.Grid(row="beyond")
    (upright, output), (turned, other) = (
        # Their names are as short as what they stand above.
        (
            replace(panels.grid(each.input, row), note=""),
            replace(panels.grid(out, beyond), label="Map", note=""),
        )
        for each, out in zip(sweeps, sweeps.outputs, strict=True)
    )
    weights = replace(panels.grid(sweeps.upright.kernel, row, zoom=FILTER), note="")
    left, right = replace(output, operator="←"), replace(other, operator="→")
    return (upright, left, weights, turned, right)


def _frames(text: SceneText, sweeps: Sweeps) -> Iterator[Frame]:
    """Both pictures, then place by place what the filter gives on each."""
    picture, outputs = sweeps.upright.input.data, sweeps.outputs
    facts = _edges(picture) | {
        "rows alike": all(not np.diff(each.data[0], axis=0).any() for each in outputs),
        "upright answers": bool(outputs[0].data.any()),
        "its pattern": bool((outputs[0].data >= 0).all()),
        "its opposite": bool((outputs[0].data <= 0).all()),
        "turned answers": bool(outputs[1].data.any()),
    }
    none = {"output": 0, "map": 0}
    yield Frame(
        OPENING,
        text("open", facts, height=picture.shape[1], width=picture.shape[2]),
        hidden=("turned", "output", "map"),
        revealed=none,
    )
    yield Frame(OPENING, text("ask", facts), hidden=("output", "map"), revealed=none)
    _, height, width = sweeps.upright.kernel.data.shape
    smaller = {"kernel": panels.GridChanges(size=(height * BESIDE, width * BESIDE))}
    turn = next((k for k in range(1, len(sweeps.upright)) if _turns(sweeps, k)), 0)
    for k in range(min(map(len, sweeps))):
        if k == turn > 0:
            place = sweeps.upright.position(k)
            wait = (pixel(each, "highlight", *place, stage=Stage.CONV) for each in outputs)
            yield Frame(
                OPENING,
                text("guess", facts),
                boxes=(*sweeps.boxes(k, written=False), *wait),
                revealed={"output": k, "map": k},
                panels=smaller,
                question=sum_question(sweeps.upright, k),
            )
        yield Frame(
            2.6 if k <= 2 else 0.9,
            _sentence(text, sweeps, k),
            formula=sweeps.formula(k, told=k >= turn),
            boxes=tuple(sweeps.boxes(k)),
            computations=tuple(each.computation(k) for each in sweeps),
            revealed={"output": k + 1, "map": k + 1},
            panels=smaller,
        )
    row = join_numbers(outputs[0].data[0, 0])
    told = text("close", facts, row=row)
    yield Frame(CLOSING, told, boxes=tuple(_rows(outputs)), panels=smaller)


def _rows(outputs: tuple[Tensor, ...]) -> Iterator[Box]:
    """Each row of the upright picture's map."""
    _, height, width = outputs[0].data.shape
    for y in range(height):
        yield region(outputs[0], "highlight", (y, y + 1), (0, width), stage=Stage.CONV)


def _turns(sweeps: Sweeps, k: int) -> bool:
    """Whether the upright picture gives another sum than at the place before."""
    before, result = (sweeps.results(each)[0] for each in (k - 1, k))
    return before != result


def _sentence(text: SceneText, sweeps: Sweeps, k: int) -> str:
    """What is said of both results at the k-th place."""
    if k > 3:
        return text("quick")
    result, other = sweeps.results(k)
    numbers = {"result": about(result), "other": about(other)}
    weights = sweeps.upright.kernel.data
    if k == 0:
        facts = {
            "both alike": all(np.ptp(each.patch(0)) == 0 for each in sweeps),
            "both 0": result == other == 0,
            "weights cancel": bool(weights.any()) and exact.running(weights.ravel())[-1] == 0,
        }
        return text("window", facts, **numbers)
    before, other_before = sweeps.results(k - 1)
    contrast = _contrast(sweeps.upright.patch(k), weights)
    facts = {
        "unchanged": result == before,
        "high under plus": contrast > 0,
        "high under minus": contrast < 0,
        "jumps": result > max(before, 0),
        "falls": result < min(before, 0),
        "other still 0": other == other_before == 0,
        "both 0": result == other == 0,
        "row begins": k % sweeps.upright.output.data.shape[2] == 0,
    }
    return text("step", facts, **numbers)


def _contrast(patch: Array, kernel: Array) -> float:
    """How much higher every pixel under a positive weight is than any under a negative one.

    Negative where all those under negative weights are higher; 0 where neither is so.
    """
    weights = kernel.ravel()
    plus, minus = patch[weights > 0], patch[weights < 0]
    if not (plus.size and minus.size):
        return 0.0
    over, under = plus.min() - minus.max(), minus.min() - plus.max()
    return float(over if over > 0 else -max(under, 0.0))


@scene(
    "edge",
    stage=Stage.CONV,
    params=(
        array_param("input", "Input", seeds.example("vertical edge")),
        array_param("kernel", "Filter", VERTICAL),
    ),
)
def edge(values: Values, text: SceneText) -> Parts:
    """The same filter on a vertical edge and on the transposed picture, in step."""
    kernel = kernel_of(values.array("kernel"))
    sweeps = _sweeps(values.array("input"), kernel)
    tensors = (sweeps.upright.input, sweeps.turned.input, kernel, *sweeps.outputs)
    return Parts(tensors, _panels(sweeps), tuple(_frames(text, sweeps)))
