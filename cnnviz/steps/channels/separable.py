"""A filter for each channel, then a 1×1 filter: their maps, their weights, and their panels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.computation import Computation, Operand
from cnnviz.content.scene import Panel, Stage, Tensor
from cnnviz.engine.geometry import conv2d_parameters
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.staging import panels
from cnnviz.staging.formatting import number
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.channels.common import COLOURS, PLACE, column, picture
from cnnviz.steps.channels.one_place import OnePlace, one_place

FILTERS = ("vertical edge", "horizontal edge", "Laplacian")
"""The filter of each channel, in the channels' order."""
MIXING = (1, 2, -1)
"""The weights of the 1×1 filter that reads their maps."""
READ = 9.0
"""How large a number is drawn that the 1×1 filter reads, in units."""
CLOSER = 8.6
"""How large the pixels and the weights are of one cell that is worked out."""
USED = 6.4
"""As that, of a filter that sweeps its channel."""
MAPS = 0.9
"""How large a cell of the maps is drawn where they are stacked."""


class Split(NamedTuple):
    """The picture, a filter for each of its channels, their maps; a 1×1 filter and its map."""

    image: Tensor
    filters: Tensor
    maps: Tensor
    point: Tensor
    mixed: Tensor
    one: Tensor
    """The cell of the first channel's map that is worked out, alone."""
    work: Computation
    """What it is made of."""
    read: Tensor
    """The window that it reads."""
    place: OnePlace
    """What the 1×1 filter reads at that place."""

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        return (*self[:6], self.read, self.place.pixel, self.place.total)

    @property
    def side(self) -> int:
        """Of a filter."""
        return int(self.filters.data.shape[1])


def split_picture() -> Split:
    """The picture of this step under its three filters, and under the 1×1 filter after them."""
    image = picture()
    bank = np.concatenate([seeds.example(f"filter: {name}") for name in FILTERS])
    most = panels.max_abs(bank)
    filters = Tensor("filters", bank, "Filters", Stage.CONV, "signed", most, weights=True)
    sweeps = tuple(
        Sweep(
            replace(image, data=image.data[c : c + 1]),
            replace(filters, data=bank[c : c + 1]),
            channel=c,
        )
        for c in range(len(bank))
    )
    data = np.concatenate([sweep.output.data for sweep in sweeps])
    maps = Tensor("maps", data, "Maps", Stage.STACK, "signed", panels.vivid(data))
    weights = np.array(MIXING, dtype=np.float64).reshape(-1, 1, 1)
    point = Tensor("point", weights, "1×1 filter", Stage.CONV, "signed", most, weights=True)
    pointwise = Sweep(maps, point, output_name="mixed", output_label="Mixed map", stage=Stage.STACK)
    mixed = replace(pointwise.output, max_abs=panels.vivid(pointwise.output.data))
    work = sweeps[0].computation(sweeps[0].index(*PLACE))
    cells = np.full((1, 1, 1), work.result)
    one = Tensor("one", cells, "one cell", Stage.STACK, "signed", maps.max_abs)
    reads = Operand("read"), Operand(filters.name)
    work = replace(work, tensor=one.name, index=(0, 0, 0), operands=reads)
    pixels = sweeps[0].patch(sweeps[0].index(*PLACE)).reshape(1, *sweeps[0].size)
    read = replace(image, name="read", data=pixels)
    place = one_place(pointwise, "One place")
    return Split(image, filters, maps, point, mixed, one, work, read, place)


def split_panels(split: Split, layer: ConvLayer) -> Iterator[Panel]:
    """All that is drawn; layer: of which the weights are counted."""
    image, filters, maps, point, mixed, one, *_ = split
    for c, colour in enumerate(COLOURS):
        options = panels.Grid(channel=c)
        yield replace(panels.grid(image, options, zoom=0.94, name=colour), label=colour, note="")
        below = panels.Grid(channel=c, hue=colour, row="under")
        own = panels.grid(filters, below, zoom=panels.WEIGHT, name=f"filter {colour}", operator="∗")
        yield replace(own, label="its filter", note="")
    # One cell is worked out with the filter beside what it reads, with larger numbers.
    same = panels.Grid(row="same")
    yield replace(panels.grid(split.read, same, zoom=CLOSER), label=f"in {COLOURS[0]}", note="")
    for c, colour in enumerate(COLOURS):
        # On the way from its channel to its map.
        between = panels.Grid(channel=c, hue=colour, row="same")
        own = panels.grid(filters, between, zoom=USED, name=f"beside {colour}", operator="∗")
        yield replace(own, label="its filter", note="")
    multiplied = panels.products(filters, (44.0, 33.0))
    yield replace(multiplied, options=panels.Products(row="same"))
    for c, colour in enumerate(COLOURS):
        options = panels.Grid(channel=c)
        own = panels.grid(maps, options, name=f"map {colour}", operator="→")
        yield replace(own, label="its map", note="")
    yield replace(panels.grid(one, same, zoom=13.0, operator="→"), note="")
    yield panels.stack(maps, zoom=MAPS, gap=0.42, outline=True)
    yield from column(split.place.pixel, READ)
    yield panels.stack(point, zoom=9.0, gap=0.8, operator="∗")
    yield from column(split.place.weights, READ, "×")
    yield replace(panels.grid(split.place.total, zoom=READ, operator="→"), note="")
    yield panels.grid(mixed, zoom=1.55, operator="→")
    yield panels.bars("bars", weight_bars(layer), label="Weights", height=7.4, width=60.0)


def weight_bars(layer: ConvLayer) -> panels.Bars:
    """The weights of one convolution, of each of the two steps, and of both."""
    depthwise, pointwise = weight_counts(layer)
    counted = (
        ("one convolution", layer.weights, Stage.CONV),
        ("depthwise", depthwise, Stage.STACK),
        ("1×1", pointwise, Stage.STACK),
        ("both steps", depthwise + pointwise, Stage.STACK),
    )
    rows = tuple(panels.Bar(label, count, number(count), stage) for label, count, stage in counted)
    return panels.Bars(bars=rows, above=True, inside=True, filled=True)


def weight_counts(layer: ConvLayer) -> tuple[int, int]:
    """The weights of the depthwise filters, and those of the 1×1 filters."""
    k, c_in = layer.kernel, layer.c_in
    return (
        conv2d_parameters(k, k, c_in, c_in, bias=False, groups=c_in),
        conv2d_parameters(1, 1, c_in, layer.c_out, bias=False),
    )
