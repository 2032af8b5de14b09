"""Four filters on the digit make a stack of four maps; the next filter is four deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.computation import Computation, Operand
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.engine.activations import relu
from cnnviz.misconceptions.layers import FILTER_WEIGHTS, MAPS, ConvLayer
from cnnviz.misconceptions.questions import number
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, latex
from cnnviz.staging.inputs import DIGIT
from cnnviz.staging.shots import all_but
from cnnviz.steps.channels.common import filled, stack_swept

FILTERS = ("vertical edge", "horizontal edge", "Laplacian", "emboss")

BANK = tuple(f"bank {i}" for i in range(len(FILTERS)))
"""All filters at once."""
PARTS = tuple(f"part {c}" for c in range(len(FILTERS)))
"""What each slice of the next layer's filter adds up to."""
WEIGHT, USED = 4.8, 6.6
"""How large a weight is drawn, beside a cell of a map: of all filters at once, and of one."""
STACKED = 0.92
"""How large a cell of a map in a stack."""
GAP, NEARER = 0.8, 0.5
"""How far the slices of the next layer's filter stand apart, and at last the maps, as shares of
their width."""
CARD, SLICE = 15.0, 4.2
"""How large a slice's sum is drawn, and a weight while the filter is at work."""
STACKED_ONLY = {"result": 0}
"""All maps are there, and nothing that is made of them."""
SLICE_READ = 1.1
"""Seconds in which one slice is read and its sum comes."""
STOPS = 3
"""So many times a sweep is shown in each row of a map."""


class Layers(NamedTuple):
    """The digit, a bank of filters, their maps before and after ReLU; one deep filter, its map."""

    image: Tensor
    filters: Tensor
    maps: Tensor
    activated: Tensor
    deep: Tensor
    result: Tensor
    one: Tensor
    """The strongest cell of the result, alone."""
    parts: Tensor
    """What each slice of the filter adds up to there: 4×1×1."""

    @property
    def place(self) -> tuple[int, int]:
        """Where that is."""
        return _strongest(self.result.data[0])

    def added(self) -> Computation:
        """The slices' sums, one after another."""
        values = self.parts.data[:, 0, 0]
        return Computation(
            op="sum",
            terms=tuple((float(value),) for value in values),
            running=tuple(exact.running(values).tolist()),
            result=float(self.one.data.item()),
            tensor=self.one.name,
            index=(0, 0, 0),
            shown=len(values),
            shape=(len(values), 1, 1),
            operands=(Operand(self.parts.name),),
        )


def _strongest(plane: Array) -> tuple[int, int]:
    y, x = np.unravel_index(np.abs(plane).argmax(), plane.shape)
    return int(y), int(x)


def _layers(ink: Array) -> Layers:
    bank = np.concatenate([seeds.example(f"filter: {name}") for name in FILTERS])
    data = np.stack([exact.conv2d(ink, weights[np.newaxis]) for weights in bank])
    # The next layer's filter, by hand; its slices are none of the filters before.
    sobel, plus = (seeds.example(f"filter: {name}") for name in ("Sobel", "plus"))
    mixing = np.concatenate([-sobel.swapaxes(1, 2), -sobel, -plus, plus])
    activated = relu(data)
    joined = exact.conv2d(activated, mixing)[np.newaxis]
    y, x = _strongest(joined[0])
    strongest, most = joined[:, y : y + 1, x : x + 1], panels.vivid(joined)
    read = activated[:, y : y + 3, x : x + 3]
    sums = (exact.conv2d(read[c : c + 1], mixing[c : c + 1]) for c in range(len(mixing)))
    parts = np.stack(tuple(sums))
    return Layers(
        Tensor("image", ink, "Input", Stage.INPUT, "image"),
        Tensor("filters", bank, "Filters", Stage.CONV, "signed", 2.0, weights=True),
        Tensor("maps", data, "Feature maps", Stage.STACK, "signed", panels.vivid(data)),
        Tensor("activated", activated, "After ReLU", Stage.ACTIVATE, "signed", panels.vivid(data)),
        Tensor("deep", mixing, "Next layer's filter", Stage.CONV, "signed", 2.0, weights=True),
        Tensor("result", joined, "Its map", Stage.STACK, "signed", most),
        Tensor("one", strongest, "Sum", Stage.STACK, "signed", most),
        Tensor("parts", parts, "slice", Stage.CONV, "signed", most),
    )


def _panels(layers: Layers) -> Iterator[Panel]:
    image, filters, maps, activated, deep, result, strongest, parts = layers
    # The digit and a map are as high as one another, and so are their titles.
    same = maps.data.shape[1]
    yield panels.grid(image, zoom=same / image.data.shape[1])
    for i, name in enumerate(FILTERS):
        # All of them two by two, and one by one on the way from the digit to its map.
        options, sign = panels.Grid(channel=i, row="under" if i % 2 else None), "" if i else "∗"
        alone = panels.Grid(channel=i)
        weights = panels.grid(filters, options, zoom=WEIGHT, name=f"bank {i}", operator=sign)
        yield replace(weights, label=name, note="")
        weights = panels.grid(filters, alone, zoom=USED, name=f"filter {i}", operator="∗")
        yield replace(weights, label=name, note="")
    for i in range(len(FILTERS)):
        own = panels.Grid(channel=i)
        one = panels.grid(maps, own, name=f"map {i}", operator="→", note="26×26")
        yield replace(one, label="Its map")
    # Stack, filter and map are nearly as high as one another: their titles stand on one line.
    yield panels.stack(maps, zoom=STACKED, gap=0.3, outline=True)
    yield panels.stack(activated, zoom=STACKED, gap=0.3, outline=True, operator="→")
    yield panels.stack(deep, zoom=5.8, gap=GAP, operator="∗")
    yield panels.grid(result, zoom=1.6, operator="→")
    for c in range(len(FILTERS)):
        # Below what they are made of.
        row = panels.Grid(channel=c, row=None if c else "new")
        card = panels.grid(parts, row, zoom=CARD, name=PARTS[c], operator="+" * bool(c))
        yield replace(card, label=f"slice {c + 1}", note="")
    yield replace(panels.grid(strongest, zoom=CARD, operator="="), note="")


@scene("filters", stage=Stage.STACK, params=(DIGIT,))
def filters(values: Values, text: SceneText) -> Parts:
    """Four filters on the digit make a stack of four maps; the next filter is four deep."""
    layers = _layers(seeds.digit(values.word("digit")))
    drawn = tuple(_panels(layers))
    names = tuple(panel.name for panel in drawn)
    return Parts(tuple(layers), drawn, tuple(_frames(text, layers, names)))


def _frames(text: SceneText, layers: Layers, names: tuple[str, ...]) -> Iterator[Frame]:
    """Filter by filter the stack grows; then one deep filter reads through all of it."""
    count = len(FILTERS)
    none = {"maps": 0, "result": 0}
    asked = all_but(names, "image", *BANK)
    yield Frame(OPENING, text("open"), hidden=asked, revealed=none)
    bank = ConvLayer(1, count, layers.filters.data.shape[2], layers.image.data.shape[1])
    yield Frame(
        OPENING,
        text("ask"),
        hidden=asked,
        revealed=none,
        question=number(MAPS, bank, "channels")
        .found_in("", "c_out", text="four")
        .found_in("", "c_in", text="one"),
    )
    for i, name in enumerate(FILTERS):
        sentence = text("one", {each: each == name for each in FILTERS})
        yield from _one_filter(sentence, layers, names, i)
    yield from _stacked(text, layers, names)
    after = bank._replace(c_in=count, side=layers.maps.data.shape[1])
    yield from _deep(text, layers, names, after)


def _stacked(text: SceneText, layers: Layers, names: tuple[str, ...]) -> Iterator[Frame]:
    """The stack, fanned out, so that each map can be seen; then without what is negative."""
    fanned = panels.StackChanges(size=_fan(layers))
    yield Frame(
        OPENING,
        text("stack"),
        hidden=all_but(names, "maps"),
        revealed=STACKED_ONLY,
        panels={"maps": fanned},
    )
    yield Frame(
        OPENING,
        text("bend"),
        hidden=all_but(names, "activated"),
        revealed=STACKED_ONLY,
        panels={"activated": fanned},
        tween=2.4,
    )


def _fan(layers: Layers) -> tuple[float, float]:
    return panels.spread(layers.activated, zoom=STACKED)


def _nearer(layers: Layers) -> tuple[float, float]:
    """The maps while no window lies on them: there is more room for the filter."""
    planes = panels.planes(layers.activated, zoom=STACKED, gap=NEARER)
    return panels.stack_size(planes, STACKED)


def _deep(
    text: SceneText, layers: Layers, names: tuple[str, ...], after: ConvLayer
) -> Iterator[Frame]:
    """A filter of the next layer: its weights, what it makes at one place, and its map."""
    read = {"activated": panels.StackChanges(size=_nearer(layers))}
    deep = all_but(names, "activated", "deep")
    yield Frame(OPENING, text("deep"), hidden=deep, revealed=STACKED_ONLY, panels=read)
    yield Frame(
        OPENING,
        text("weights", side=after.kernel),
        hidden=deep,
        revealed=STACKED_ONLY,
        panels=read,
        question=number(FILTER_WEIGHTS, after, "weights").found_in("deep", "kernel", "c_in"),
    )
    weights, side = FILTER_WEIGHTS.right(after).printed, after.kernel
    yield Frame(
        OPENING,
        text("count", side=side, weights=weights),
        formula=latex(rf"{after.c_in} \cdot {side} \cdot {side} = {weights}"),
        hidden=deep,
        revealed=STACKED_ONLY,
        panels=read,
    )
    y, x = layers.place
    at_work, size = _at_work(layers), _fan(layers)
    patch = panels.StackChanges(patch=(y, y + side, x, x + side), size=size)
    sentence = text(
        "read", weights=weights, terms=side * side, value=about(float(layers.one.data.item()))
    )
    yield from _read(sentence, layers, names, patch)
    shown = all_but(names, "activated", "deep", "result")
    yield from stack_swept(
        text("sweep"),
        layers.result,
        "activated",
        shown,
        side=side,
        size=size,
        steps=STOPS,
        seconds=(0.9, 0.06),
        beside=at_work,
    )
    near = {"activated": panels.StackChanges(size=_nearer(layers))}
    yield Frame(CLOSING, text("close"), hidden=shown, panels=at_work | near)


def _read(
    sentence: str, layers: Layers, names: tuple[str, ...], patch: panels.StackChanges
) -> Iterator[Frame]:
    """Slice by slice, what it adds up to at one place; then all of them together."""
    hidden = all_but(names, "activated", "deep", "one", *PARTS)
    none = {**STACKED_ONLY, "one": 0}
    for c in range(len(PARTS)):
        yield Frame(
            SLICE_READ,
            sentence,
            hidden=hidden,
            revealed={**none, "parts": c + 1},
            panels={"activated": replace(patch, lit=c), "deep": panels.StackChanges(lit=c)},
        )
    yield Frame(
        OPENING,
        sentence,
        computations=(layers.added(),),
        boxes=(cell(layers.one, 0, 0),),
        hidden=hidden,
        revealed=STACKED_ONLY,
        panels={"activated": patch},
        pictured=True,
    )


def _at_work(layers: Layers) -> dict[str, panels.StackChanges]:
    """The next layer's filter, smaller beside the maps that it reads."""
    small = panels.planes(layers.deep, zoom=SLICE, gap=GAP)
    return {"deep": panels.StackChanges(size=panels.stack_size(small, SLICE))}


def _one_filter(sentence: str, layers: Layers, names: tuple[str, ...], i: int) -> Iterator[Frame]:
    """One filter sweeps the digit, and its map drops into the stack of those before."""

    def window(y: int, x: int) -> Box:
        return region(layers.image, "window", (y, y + 3), (x, x + 3))

    swept, steps = ("image", f"filter {i}", f"map {i}"), STOPS if i == 0 else 1
    yield from filled(
        sentence, layers.maps, i, window, names, swept=swept, later="result", steps=steps
    )
