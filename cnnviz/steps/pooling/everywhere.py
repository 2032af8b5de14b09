"""Global average pooling: each map of LeNet-5's first layer becomes one number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.activations import relu
from cnnviz.engine.network import Network
from cnnviz.engine.pool import global_avg_pool2d
from cnnviz.misconceptions.pooling import POOLED_MAPS, Pool
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.staging import panels
from cnnviz.staging.boxes import whole
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, equals, latex, number
from cnnviz.staging.inputs import DIGIT
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.shots import all_but
from cnnviz.steps.pooling import many
from cnnviz.steps.pooling.common import pool

MEAN = 18.0
"""How wide a mean is drawn, in cells of its map: its number has to be read."""
HALF = 2
"""How much narrower and lower the second picture is for which the layer needs no change."""
NUMBER = 18.0
"""How wide a mean is drawn in a row of them, in cells of the maps."""
FIRST, BLOCK = 3.0, 2.2
"""Seconds for the maps of the larger picture alone, and for each block but the last."""
WHOLE = 29.5
"""How large a picture is drawn before its maps, in cells of those."""
APART = 0.52
"""How far maps stand apart beside their means, as a share of their width."""


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
    pictures: tuple[Tensor, Tensor]
    """What the layer reads, whole and made smaller."""
    rows: tuple[Tensor, Tensor]
    """The means of the maps of either picture, side by side."""

    @property
    def compared(self) -> tuple[tuple[Tensor, Tensor, Tensor], ...]:
        """Either picture, its maps, and their means in a row."""
        return tuple(zip(self.pictures, (self.maps, self.half), self.rows, strict=True))


def _averaged(data: Array) -> Array:
    return np.asarray(global_avg_pool2d(data), dtype=np.float64)


def _halved(network: Network, picture: Array, most: float) -> Tensor:
    """What the first layer makes of a smaller picture."""
    x = relu(network.layers[0].apply(picture))
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
    shrinks = data.shape[1] // many.SIDE
    small = pool(data[:1], "mean", shrinks, shrinks)
    maps = Tensor("maps", data, "Feature maps", Stage.STACK, "signed", most)
    low = pool(picture, "mean", HALF, HALF)
    half = _halved(network, low, most)
    pictures = (
        Tensor("picture", picture, "Input", Stage.INPUT, "image"),
        Tensor("low picture", low, "Input", Stage.INPUT, "image"),
    )
    in_full = panels.max_abs(small)
    return Shown(
        maps,
        Tensor("means", means, "Mean", Stage.POOL, "signed", most),
        Tensor("small", small, "Map 1, pooled", Stage.STACK, "signed", in_full, quantized=True),
        half,
        pictures,
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
            zoom = maps.data.shape[1] / many.SIDE
            yield panels.grid(
                small, panels.Grid(row="same", numbers=False), zoom=zoom, operator="→"
            )
        yield panels.grid(means, one, zoom=MEAN, name=f"mean {i}", note=" ", operator="→")
    yield many.sheet(small)
    yield many.weights()
    high = maps.data.shape[1]
    for i, (picture, each, averaged) in enumerate(shown.compared):
        row = "new" if i else None
        read = panels.Grid(row=row, numbers=False)
        first = panels.grid(picture, read, zoom=WHOLE / picture.data.shape[1])
        yield replace(first, label="" if i else picture.label)
        # Drawn as large as one another, so that the means of a map stand below one another.
        zoom = high / each.data.shape[1]
        stack = panels.stack(
            each,
            most=len(each.data),
            gap=APART,
            zoom=zoom,
            name=f"{each.name} compared",
            operator="→",
        )
        assert isinstance(stack.options, panels.Stack)
        options = replace(stack.options, row="same")
        yield replace(stack, label="" if i else "Maps", options=options)
        last = panels.grid(averaged, panels.Grid(row="same"), zoom=NUMBER, operator="→", note=" ")
        yield replace(last, label="" if i else averaged.label)
    yield many.end()


def _frames(text: SceneText, shown: Shown) -> Iterator[Frame]:
    maps, means, small, *_ = shown
    channels, height, width = maps.data.shape
    first = float(means.data[0, 0, 0])
    pairs = [(f"map {i}", f"mean {i}") for i in range(channels)]
    both = [
        (picture.name, f"{each.name} compared", row.name) for picture, each, row in shown.compared
    ]
    compared = [*chain(*both)]
    names = ("maps", *chain(*pairs), "small", "sheet", "weights", *compared, "end")
    without = partial(all_but, names)
    opening = text("open", maps=channels, height=height, width=width)
    yield Frame(OPENING, opening, hidden=without("maps"))
    asked_of = Pool(channels, height, height)
    asked = number_question(POOLED_MAPS, asked_of).found_in("maps", "channels")
    yield Frame(OPENING, text("count", maps=channels), hidden=without("maps"), question=asked)
    one = Frame(
        4.0,
        text("mean", mean=about(first)),
        formula=rf"\dfrac{{\text{{sum of all values}}}}{{{height * width}}} "
        + latex(f"{equals(first)} {number(first)}"),
        boxes=many.collapse(maps, means, 0),
        hidden=without(*pairs[0]),
        tween=1.4,
    )
    told = text("one", cells=height * width)
    yield Frame(1.6, told, hidden=without(pairs[0][0]))
    # The map shrinks into its mean while that is told; then the number is read.
    yield replace(one, seconds=OPENING, narration=told, formula="")
    yield replace(one, tween=0.0)
    boxes = tuple(chain(*(many.collapse(maps, means, i) for i in range(channels))))
    told = text("others")
    yield Frame(1.4, told, hidden=without(*(each for each, _ in pairs)))
    every = Frame(OPENING, told, boxes=boxes, hidden=without(*chain(*pairs)), tween=1.4)
    yield every
    yield replace(every, narration=text("all", maps=channels), tween=0.0)
    yield from _smaller(text, maps, means, small, without)
    yield from many.flattened(text, small, means, without)
    flat, pooled = (round(bar.value) for bar in many.counted())
    counted = {"flat_weights": number(flat), "pooled_weights": number(pooled)}
    told = text("weights", **counted, fewer=flat // pooled)
    yield Frame(CLOSING, told, hidden=without("weights"))
    yield from _any_size(text, shown, both, without)


def _any_size(
    text: SceneText,
    shown: Shown,
    both: Sequence[tuple[str, ...]],
    without: Callable[..., tuple[str, ...]],
) -> Iterator[Frame]:
    """A smaller picture gives as many means; then how a network ends that averages its maps.

    both: the panels of the larger picture, and of the smaller one.
    """
    full, low = seeds.network("lenet").input_shape[1], shown.half.data.shape[1]
    told = text("any", whole=full, side=full // HALF, low=low)
    # What the smaller picture gives has its places before it comes.
    maps, means = shown.half.name, shown.rows[1].name
    for seconds, none in ((FIRST, {maps: 0, means: 0}), (BLOCK, {means: 0}), (CLOSING, {})):
        yield Frame(seconds, told, hidden=without(*chain(*both)), revealed=none, tween=1.2)
    told, count = text("close"), len(many.ENDS)
    for there in range(1, count + 1):
        ends = {"end": panels.BlocksChanges(shown=there, lit=min(1, there - 1))}
        seconds = CLOSING if there == count else BLOCK
        yield Frame(seconds, told, hidden=without("end"), panels=ends, tween=1.4)


def _smaller(
    text: SceneText,
    maps: Tensor,
    means: Tensor,
    small: Tensor,
    without: Callable[..., tuple[str, ...]],
) -> Iterator[Frame]:
    """The first map comes to be as small as those of a larger network, and its mean stays."""
    window, _ = many.collapse(maps, means, 0)
    side = len(small.data[0])
    made = whole(small, "cell", group=0, stage=Stage.POOL)
    told = text("near", side=side, window=maps.data.shape[1] // side, cells=small.data.size)
    alone = without("map 0", small.name)
    yield Frame(OPENING, told, boxes=(window, made), hidden=alone, tween=1.4)
    told = text("same", mean=about(float(means.data[0, 0, 0])))
    boxes = many.collapse(small, means, 0)
    yield Frame(OPENING, told, boxes=boxes, hidden=without(small.name, "mean 0"), tween=1.4)


@scene("global", stage=Stage.POOL, params=(DIGIT,))
def everywhere(values: Values, text: SceneText) -> Parts:
    """Global average pooling: each map of LeNet-5's first layer becomes one number."""
    shown = _tensors(values.word("digit"))
    tensors = (shown.maps, shown.means, shown.small, shown.half, *shown.pictures, *shown.rows)
    return Parts(tensors, tuple(_panels(shown)), tuple(_frames(text, shown)))
