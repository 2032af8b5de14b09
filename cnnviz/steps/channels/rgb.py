"""One filter of three slices on a colour picture: three sums and a bias become one cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.computation import Computation, Operand
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.misconceptions.cells import CELL, Place
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.layers import ANSWERS, ConvLayer
from cnnviz.misconceptions.questions import Spot
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, number, product, shape_text
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.channels.common import (
    COLOURS,
    GAP,
    PLACE,
    finds_red,
    picture_pixels,
    products_sum,
    signed_sum,
    stack_swept,
)

BIAS = "bias"
STOPS = 6
"""So many times the sweep is shown in each row of the map."""
WEIGHT, CARD = 7.6, 13.0
"""How large a weight is drawn beside the channels that it reads, and what a channel adds up to."""


def slice_of(colour: str) -> str:
    """The panel of the slice that reads a channel."""
    return f"filter {colour}"


class Deep(NamedTuple):
    """A filter on a picture: its sweep, and at one place what each channel adds up to."""

    sweep: Sweep
    works: tuple[Computation, ...]
    """The place's computation channel by channel."""
    sums: Tensor
    """What they come to, and the bias: 4×1×1."""
    total: Tensor

    @property
    def bias(self) -> float:
        """What is added to the three sums."""
        return float(self.sums.data[-1, 0, 0])

    @property
    def place(self) -> int:
        """The window that is worked out, in reading order."""
        y, x = PLACE
        return y * int(self.sweep.output.data.shape[2]) + x

    def patch(self, y: int, x: int) -> dict[str, panels.StackChanges]:
        """The window on all channels."""
        height, width = self.sweep.size
        return {"channels": panels.StackChanges(patch=(y, y + height, x, x + width))}


def _deep(bias: int) -> Deep:
    pixels = picture_pixels()
    image = Tensor("image", pixels, "Picture", Stage.INPUT, "rgb", 1.0)
    weights = seeds.example("filter: colours")
    most = panels.max_abs(weights)
    kernel = Tensor("kernel", weights, "Filter", Stage.CONV, "signed", most, weights=True)
    sweep = Sweep(image, kernel, bias=float(bias), output_label="Map")
    k = PLACE[0] * sweep.output.data.shape[2] + PLACE[1]
    works = []
    for c in range(len(COLOURS)):
        channel = replace(image, data=pixels[c : c + 1]), replace(kernel, data=weights[c : c + 1])
        work = Sweep(*channel, channel=c).computation(k)
        works.append(replace(work, tensor="sums", index=(c, 0, 0)))
    total = sweep.computation(k).result
    limit = max(abs(value) for value in (*(work.result for work in works), bias, total)) or 1.0

    def column(name: str, label: str, stage: Stage, *values: float) -> Tensor:
        data = np.array(values, dtype=np.float64).reshape(-1, 1, 1)
        return Tensor(name, data, label, stage, "signed", limit)

    return Deep(
        sweep,
        tuple(works),
        column("sums", "sum", Stage.CONV, *(work.result for work in works), float(bias)),
        column("total", "one cell", Stage.STACK, total),
    )


def _panels(deep: Deep) -> Iterator[Panel]:
    image, kernel = deep.sweep.input, deep.sweep.kernel
    yield panels.grid(image, panels.Grid(channel=-1), name="picture", note="32×32 pixels")
    yield panels.stack(
        image, gap=GAP, name="channels", label="Three channels", note=shape_text(image.data)
    )
    slices = f"{shape_text(kernel.data)} weights"
    yield panels.stack(
        kernel, zoom=8.0, gap=0.63, name="slices", label="One filter", note=slices, operator="∗"
    )
    for c, colour in enumerate(COLOURS):
        layer = panels.grid(kernel, panels.Grid(channel=c), name=slice_of(colour), zoom=WEIGHT)
        yield replace(layer, label=f"for {colour}", note="", operator="×")
    yield panels.products(kernel, (66.0, 49.5))
    # What each channel adds up to stands in one column, which fills.
    for c, colour in enumerate(COLOURS):
        options = panels.Grid(channel=c, row="under" if c else None)
        card = panels.grid(deep.sums, options, zoom=CARD, name=f"of {colour}", operator="→")
        yield replace(card, label=colour, note="")
    for c, colour in enumerate(COLOURS):
        options, sign = panels.Grid(channel=c), "+" * bool(c)
        card = panels.grid(deep.sums, options, zoom=12.0, name=f"{colour} sum", operator=sign)
        yield replace(card, label=colour, note="")
    last = panels.Grid(channel=len(COLOURS))
    added = panels.grid(deep.sums, last, zoom=12.0, name=BIAS, operator="+")
    yield replace(added, label=BIAS, note="")
    yield replace(panels.grid(deep.total, zoom=12.0, operator="="), note="")
    output = replace(deep.sweep.output, stage=Stage.STACK)
    yield panels.grid(output, zoom=1.2, operator="→", note=f"{shape_text(output.data)} · one map")


def _frames(text: SceneText, deep: Deep, names: tuple[str, ...]) -> Iterator[Frame]:
    image = deep.sweep.input
    y, x = PLACE
    none = dict.fromkeys(("output", deep.total.name, deep.sums.name), 0)
    peeled = panels.StackChanges(source="picture")
    pixels = {"height": image.data.shape[1], "width": image.data.shape[2]}
    yield Frame(OPENING, text("open", **pixels), hidden=all_but(names, "picture"), revealed=none)
    yield Frame(
        OPENING,
        text("split"),
        hidden=all_but(names, "picture", "channels"),
        revealed=none,
        panels={"channels": peeled},
        tween=1.6,
    )
    channels, height, _ = image.data.shape
    yield Frame(
        OPENING,
        text("kernel"),
        hidden=all_but(names, "channels", "slices"),
        revealed=none,
        question=number_question(
            ANSWERS, ConvLayer(channels, 1, deep.sweep.size[0], height)
        ).found_in("slices", "c_in"),
    )
    yield Frame(
        OPENING,
        text("place"),
        hidden=all_but(names, "channels", "slices"),
        revealed=none,
        panels=deep.patch(y, x),
    )
    for c, (colour, work) in enumerate(zip(COLOURS, deep.works, strict=True)):
        cards = (f"of {each}" for each in COLOURS)
        shown = all_but(names, "channels", slice_of(colour), "products", *cards)
        lit = _arrow(c) | {"channels": replace(deep.patch(y, x)["channels"], lit=c)}
        said = {"colour": colour, "result": about(work.result), "terms": work.count}
        if c == 0:
            yield Frame(
                OPENING,
                text("term", product=product(*work.terms[0]), **said),
                computations=(replace(work, shown=1),),
                hidden=shown,
                revealed=none,
                panels=lit,
            )
        yield Frame(
            OPENING,
            text("layer" if c == 0 else "next", **said),
            formula=products_sum(work),
            computations=(work,),
            boxes=(cell(deep.sums, 0, 0, channel=c, group=c, stage=Stage.STACK),),
            hidden=shown,
            revealed=none | {deep.sums.name: c + 1},
            panels=lit,
        )
    yield from _ending(text, deep, names)


def _arrow(c: int) -> dict[str, panels.GridChanges]:
    """The arrow before the card into which the products go now."""
    return {
        f"of {colour}": panels.GridChanges(operator="→" if i == c else "")
        for i, colour in enumerate(COLOURS)
    }


def _ending(text: SceneText, deep: Deep, names: tuple[str, ...]) -> Iterator[Frame]:
    """The three sums and the bias make one number; so it goes on, over the whole picture."""
    cards = [*(f"{colour} sum" for colour in COLOURS), BIAS, deep.total.name]
    values = [*(work.result for work in deep.works), deep.bias]
    total = float(deep.total.data[0, 0, 0])
    yield Frame(
        OPENING,
        text("add", bias=number(values[-1])),
        hidden=all_but(names, *cards[:-1]),
        revealed={"output": 0, deep.total.name: 0},
        tween=1.2,
        question=number_question(
            CELL, _place(deep), spots={"sums": Spot("sums"), "written": Spot("total")}
        ).found_in(BIAS, "bias"),
    )
    yield Frame(
        CLOSING,
        text("sum", result=about(total), bias=number(values[-1])),
        formula=signed_sum(values, total),
        hidden=all_but(names, *cards, "output"),
        revealed={"output": 0},
        boxes=(
            region(deep.sums, "window", (0, 1), (0, 1), channels=(0, len(values))),
            # Where it lies in the map.
            region(deep.total, "window", (0, 1), (0, 1), group=0),
            cell(deep.sweep.output, *PLACE, group=0),
        ),
        computations=(_added(deep),),
    )
    swept, apart = all_but(names, "channels", "slices", "output"), panels.spread(deep.sweep.input)
    yield from stack_swept(
        text("sweep"),
        deep.sweep.output,
        "channels",
        swept,
        side=deep.sweep.size[0],
        size=apart,
        steps=STOPS,
        seconds=(0.9, 0.05),
    )
    # In the picture's scale.
    same = panels.GridChanges(size=deep.sweep.output.data.shape[1:])
    facts = {"finds red": finds_red(deep.sweep)}
    yield Frame(
        OPENING,
        text("found", facts),
        hidden=all_but(names, "picture", "output"),
        panels={"output": same},
    )
    yield Frame(
        CLOSING,
        text("close", terms=deep.sweep.kernel.data.size),
        hidden=swept,
        panels={"channels": panels.StackChanges(size=apart)},
    )


def _added(deep: Deep) -> Computation:
    """The three sums and the bias, one after another."""
    values = deep.sums.data[:, 0, 0]
    return Computation(
        op="sum",
        terms=tuple((float(value),) for value in values),
        running=tuple(exact.running(values).tolist()),
        result=float(deep.total.data[0, 0, 0]),
        tensor=deep.total.name,
        index=(0, 0, 0),
        shown=len(deep.sums.data),
        shape=(len(deep.sums.data), 1, 1),
        operands=(Operand(deep.sums.name),),
    )


def _place(deep: Deep) -> Place:
    """What the filter reads of each channel at the place that is worked out, and its slices."""
    kernel = deep.sweep.kernel.data
    patches = deep.sweep.patch(deep.place).reshape(kernel.shape)
    bias = Fraction(deep.bias)
    return Place(tuple(map(grid_of, patches)), tuple(map(grid_of, kernel)), bias)


@scene(
    "rgb",
    stage=Stage.STACK,
    params=(Param("bias", "Bias", "integer", 1, -3, 3, help="Added to every sum."),),
)
def rgb(values: Values, text: SceneText) -> Parts:
    """One filter of three slices on a colour picture: three sums and a bias become one cell."""
    deep = _deep(values.integer("bias"))
    drawn = tuple(_panels(deep))
    frames = _frames(text, deep, tuple(panel.name for panel in drawn))
    output = replace(deep.sweep.output, stage=Stage.STACK)
    image, kernel = deep.sweep.input, deep.sweep.kernel
    tensors = (image, kernel, deep.sums, deep.total, output)
    return Parts(tensors, drawn, tuple(frames))
