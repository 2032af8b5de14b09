"""Global average pooling: each map of LeNet-5's first layer becomes one number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.activations import relu
from cnnviz.engine.geometry import dense_parameters
from cnnviz.engine.network import Network
from cnnviz.engine.pool import global_avg_pool2d
from cnnviz.misconceptions.dense import FLATTENED, Dense
from cnnviz.misconceptions.pooling import POOLED_MAPS, Pool
from cnnviz.misconceptions.questions import choice
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, equals, latex, number
from cnnviz.staging.inputs import DIGIT
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.shots import all_but
from cnnviz.steps.pooling.common import pool

SIDES = (7, 7)
BATCH = 32
"""How many pictures of a batch the question speaks of."""
FLAT, POOLED = 512 * 7 * 7, 512
"""How many inputs a dense layer has after 512 maps of 7×7, flattened or pooled."""
MEAN = 18.0
"""How wide a mean is drawn, in cells of its map: its number has to be read."""
SHEET = (16, 32)
"""Rows and columns in which those maps lie side by side."""
CLASSES = 1000
HALF = 2
"""How much narrower and lower the second picture is for which the layer needs no change."""
ENLARGED = 125.0
"""How large one of those maps is drawn beside them, in cells of the first layer's maps."""
NUMBER = 28.0
"""How wide a mean is drawn in a row of them, in cells of the maps."""


class Shown(NamedTuple):
    """What the scene shows, all by the engine."""

    maps: Tensor
    """Of the first layer."""
    means: Tensor
    """One a channel."""
    small: Tensor
    """The first map made smaller."""
    half: Tensor
    """The maps that the layer makes of the same picture made smaller."""
    rows: tuple[Tensor, Tensor]
    """The means of the maps of either picture, side by side."""

    @property
    def compared(self) -> tuple[tuple[Tensor, Tensor], ...]:
        """The maps of either picture, and their means in a row."""
        return tuple(zip((self.maps, self.half), self.rows, strict=True))


def _averaged(data: Array) -> Array:
    return np.asarray(global_avg_pool2d(data), dtype=np.float64)


def _halved(network: Network, picture: Array, most: float) -> Tensor:
    """What the first layer makes of the picture once that is half as wide and high."""
    x = relu(network.layers[0].apply(pool(picture, "mean", HALF, HALF)))
    return Tensor("half", x, "Maps", Stage.STACK, "signed", most, quantized=True)


def _tensors(digit: str) -> Shown:
    """The maps of the first layer and what is made of them."""
    network = seeds.network("lenet")
    picture = with_border(network, seeds.digit(digit))
    # As in networks that end in means: LeNet-5 itself has tanh.
    data = relu(network.run(picture)["C1"])
    means = _averaged(data).reshape(-1, 1, 1)
    # One scale for both: a mean is as pale as it would be among its map's cells.
    most = panels.vivid(data)
    shrinks = data.shape[1] // SIDES[0]
    small = pool(data[:1], "mean", shrinks, shrinks)
    maps = Tensor("maps", data, "Feature maps", Stage.STACK, "signed", most)
    half = _halved(network, picture, most)
    in_full = panels.max_abs(small)
    return Shown(
        maps,
        Tensor("means", means, "Mean", Stage.POOL, "signed", most),
        Tensor("small", small, "Map 1, pooled", Stage.STACK, "signed", in_full, quantized=True),
        half,
        (_in_a_row(maps), _in_a_row(half)),
    )


def _in_a_row(maps: Tensor) -> Tensor:
    row = _averaged(maps.data).reshape(1, 1, -1)
    return Tensor(f"{maps.name} averaged", row, "Means", Stage.POOL, "signed", maps.max_abs)


def _panels(shown: Shown) -> Iterator[Panel]:
    maps, means, small, *_ = shown
    yield panels.stack(maps, most=len(maps.data), gap=0.5)
    for i in range(len(maps.data)):
        row: Literal["new"] | None = "new" if i == len(maps.data) // 2 else None
        plane = panels.grid(maps, panels.Grid(channel=i, row=row), name=f"map {i}", note=" ")
        yield replace(plane, label=f"Map {i + 1}")
        one = panels.Grid(channel=i, row="same")
        if i == 0:
            # As large as the map that it is made of.
            zoom = maps.data.shape[1] / SIDES[0]
            yield panels.grid(
                small, panels.Grid(row="same", numbers=False), zoom=zoom, operator="→"
            )
        yield panels.grid(means, one, zoom=MEAN, name=f"mean {i}", note=" ", operator="→")
    (rows, columns), side = SHEET, SIDES[0]
    sheet = panels.Sheet(rows=rows, columns=columns, side=side)
    size = (rows * side * 1.1, columns * side * 1.3)
    yield sheet.panel("sheet", tensors=(small.name,), stage=Stage.STACK, size=size)
    yield panels.bars(
        "weights",
        panels.Bars(bars=_counted(), above=True),
        label="Weights",
        height=26.0,
        width=90.0,
    )
    for i, (each, averaged) in enumerate(shown.compared):
        # Drawn as large as one another, so that the means of a map stand below one another.
        zoom = maps.data.shape[1] / each.data.shape[1]
        stack = panels.stack(
            each, most=len(each.data), gap=0.5, zoom=zoom, name=f"{each.name} compared"
        )
        assert isinstance(stack.options, panels.Stack)
        options = replace(stack.options, row="new" if i else None)
        yield replace(stack, label="" if i else "Maps", options=options)
        last = panels.grid(averaged, panels.Grid(row="same"), zoom=NUMBER, operator="→", note=" ")
        yield replace(last, label="" if i else averaged.label)


def _counted() -> tuple[panels.Bar, panels.Bar]:
    """The weights of a dense layer after those maps, flattened or pooled."""
    flat, pooled = (
        panels.Bar(
            f"{number(inputs)} inputs",
            count := dense_parameters(inputs, CLASSES, bias=False),
            number(count),
            stage,
        )
        for inputs, stage in ((FLAT, Stage.STACK), (POOLED, Stage.POOL))
    )
    return flat, pooled


def _frames(text: SceneText, shown: Shown) -> Iterator[Frame]:
    maps, means, small, *_ = shown
    channels, height, width = maps.data.shape
    first = float(means.data[0, 0, 0])
    pairs = [(f"map {i}", f"mean {i}") for i in range(channels)]
    both = [(f"{each.name} compared", row.name) for each, row in shown.compared]
    compared = [*chain(*both)]
    names = ("maps", *chain(*pairs), "small", "sheet", "weights", *compared)
    without = partial(all_but, names)
    opening = text("open", maps=channels, height=height, width=width)
    yield Frame(OPENING, opening, hidden=without("maps"))
    asked_of = Pool(channels, height, height)
    asked = number_question(POOLED_MAPS, asked_of).found_in("maps", "channels")
    yield Frame(OPENING, text("count", maps=channels), hidden=without("maps"), question=asked)
    one = Frame(
        4.0,
        text("mean", mean=about(first)),
        formula=rf"\dfrac{{1}}{{{height * width}}} \sum_{{y,x}} \text{{map}}_1(y, x) "
        + latex(f"{equals(first)} {number(first)}"),
        boxes=_collapse(maps, means, 0),
        hidden=without(*pairs[0]),
        tween=1.4,
    )
    told = text("one", cells=height * width)
    yield Frame(OPENING, told, hidden=without(pairs[0][0]))
    yield one
    yield Frame(1.6, text("others"), hidden=without(*(each for each, _ in pairs)))
    boxes = tuple(chain(*(_collapse(maps, means, i) for i in range(channels))))
    told = text("all", maps=channels)
    yield Frame(OPENING, told, boxes=boxes, hidden=without(*chain(*pairs)), tween=1.4)
    yield from _smaller(text, maps, means, small, without)
    yield from _flattened(text, small, without(small.name, "sheet"), without("sheet"))
    flat, pooled = (number(round(bar.value)) for bar in _counted())
    told = text("weights", flat_weights=flat, pooled_weights=pooled)
    yield Frame(CLOSING, told, hidden=without("weights"))
    whole, low = seeds.network("lenet").input_shape[1], shown.half.data.shape[1]
    told = text("any", whole=whole, side=whole // HALF, low=low)
    yield Frame(CLOSING, told, hidden=without(*compared))
    yield Frame(OPENING, text("larger"), hidden=without(*compared))
    yield Frame(CLOSING, text("close"), hidden=without(*compared))


def _collapse(maps: Tensor, means: Tensor, i: int) -> tuple[Box, Box]:
    """The window over a whole map, and the cell into which the map shrinks."""
    _, height, width = maps.data.shape
    over = (i, i + 1)
    return (
        region(maps, "window", (0, height), (0, width), channels=over, group=i, stage=Stage.POOL),
        cell(means, 0, 0, channel=i, group=i, stage=Stage.POOL),
    )


def _smaller(
    text: SceneText,
    maps: Tensor,
    means: Tensor,
    small: Tensor,
    without: Callable[..., tuple[str, ...]],
) -> Iterator[Frame]:
    """The first map comes to be as small as those of a larger network, and its mean stays."""
    window, _ = _collapse(maps, means, 0)
    side = len(small.data[0])
    made = region(small, "cell", (0, side), (0, side), group=0, stage=Stage.POOL)
    told = text("near", side=side, window=maps.data.shape[1] // side, cells=small.data.size)
    alone = without("map 0", small.name)
    yield Frame(OPENING, told, boxes=(window, made), hidden=alone, tween=1.4)
    told = text("same", mean=about(float(means.data[0, 0, 0])))
    boxes = _collapse(small, means, 0)
    yield Frame(OPENING, told, boxes=boxes, hidden=without(small.name, "mean 0"), tween=1.4)


def _flattened(
    text: SceneText, small: Tensor, beside: tuple[str, ...], alone: tuple[str, ...]
) -> Iterator[Frame]:
    """What a dense layer reads of 512 maps, whole or pooled.

    small: one of them; beside: what is hidden where it stands beside the sheet; alone: where the
    sheet stands alone.
    """
    asked = (
        choice(FLATTENED, Dense(BATCH, POOLED, *SIDES, CLASSES))
        .found_in("sheet", "channels", "height", "width")
        .found_in("", "batch")
    )
    inputs = (number(FLAT), number(POOLED))
    side = SIDES[0]
    all_maps = f"{POOLED} maps of {side}×{side}"

    def sheet(below: str, pooled: int = 0) -> Mapping[str, panels.SheetChanges]:
        return {"sheet": panels.SheetChanges(pooled=pooled, text=below)}

    maps = sheet(all_maps)
    large = {**maps, small.name: panels.GridChanges(size=(ENLARGED, ENLARGED))}
    ours = region(small, "window", (0, side), (0, side), group=0)
    yield Frame(OPENING, text("large"), boxes=(ours,), panels=large, hidden=beside, tween=1.6)
    told = text("ask", batch=BATCH)
    yield Frame(OPENING, told, panels=maps, hidden=alone, question=asked, tween=1.6)
    yield Frame(
        CLOSING,
        text("flat", flat=inputs[0]),
        formula=latex(rf"{POOLED} \cdot {side} \cdot {side} = {inputs[0]}"),
        panels=sheet(f"{all_maps}\n{inputs[0]} inputs"),
        hidden=alone,
        tween=1.2,
    )
    yield Frame(
        CLOSING,
        text("compare", pooled=inputs[1]),
        panels=sheet(f"{POOLED} means\n{inputs[1]} inputs", pooled=1),
        hidden=alone,
        tween=3.0,
    )


@scene("global", stage=Stage.POOL, params=(DIGIT,))
def everywhere(values: Values, text: SceneText) -> Parts:
    """Global average pooling: each map of LeNet-5's first layer becomes one number."""
    shown = _tensors(values.word("digit"))
    tensors = (shown.maps, shown.means, shown.small, shown.half, *shown.rows)
    return Parts(tensors, tuple(_panels(shown)), tuple(_frames(text, shown)))
