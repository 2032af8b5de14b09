"""A filter as deep as its picture: its sweep, one place channel by channel, and their panels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.computation import Computation, Operand
from cnnviz.content.scene import Array, Box, Panel, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.staging import panels
from cnnviz.staging.boxes import region, whole
from cnnviz.staging.formatting import shape_text
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.channels.common import COLOURS, GAP, PLACE, picture

BIAS = "bias"
SAILS = {"white": (14, 12), "red": (13, 18)}
"""Where a sail is that colour: the top left of nine pixels of it."""
SLICES, APART = 7.6, 0.7
"""How large a weight of the filter is drawn, and how far its slices stand apart, as a share of
their width."""
PIXEL = 11.0
"""How large a pixel's three numbers are drawn beside the channels."""
WEIGHT, CARD, SUM = 8.4, 13.0, 17.0
"""How large a pixel and a weight are drawn for a closer look, and what a channel adds up to, there
and where all channels are added up."""


def slice_of(colour: str) -> str:
    """The panel of the slice that reads a channel."""
    return f"filter {colour}"


def slices_size(deep: Deep, weight: float) -> tuple[float, float]:
    """The size of the filter where a weight is so large."""
    return panels.stack_size(panels.planes(deep.sweep.kernel, zoom=weight, gap=APART), weight)


def patch_of(colour: str) -> str:
    """The panel of what it reads there."""
    return f"patch {colour}"


def strength_of(colour: str) -> str:
    """The panel of how strong a pixel is in a channel."""
    return f"strength {colour}"


class Deep(NamedTuple):
    """A filter on a picture: its sweep, and at one place what each channel adds up to."""

    sweep: Sweep
    works: tuple[Computation, ...]
    """The place's computation channel by channel."""
    sums: Tensor
    """What they come to, and the bias: 4×1×1."""
    total: Tensor
    read: Tensor
    """The window that is worked out, on each channel."""
    seen: tuple[Tensor, ...]
    """The middle pixel of each place of `SAILS`, 3×1×1."""

    @property
    def bias(self) -> float:
        """What is added to the three sums."""
        return float(self.sums.data[-1, 0, 0])

    @property
    def place(self) -> int:
        """The window that is worked out, in reading order."""
        return self.sweep.index(*PLACE)

    def tied(self, c: int) -> tuple[Box, Box]:
        """The window on a channel, and what it holds, for a closer look."""
        (y, x), (height, width) = PLACE, self.sweep.size
        channel, hue = (c, c + 1), Stage.STACK
        image, rows, columns = self.sweep.input, (y, y + height), (x, x + width)
        return (
            region(image, "window", rows, columns, channels=channel, group=1, stage=hue),
            whole(self.read, "highlight", channels=channel, group=1, stage=hue),
        )

    def patch(self, y: int, x: int) -> dict[str, panels.StackChanges]:
        """The window on all channels."""
        height, width = self.sweep.size
        return {"channels": panels.StackChanges(patch=(y, y + height, x, x + width))}

    def added(self) -> Computation:
        """The three sums and the bias, one after another."""
        values = self.sums.data[:, 0, 0]
        return Computation(
            op="sum",
            terms=tuple((float(value),) for value in values),
            running=tuple(exact.running(values).tolist()),
            result=float(self.total.data[0, 0, 0]),
            tensor=self.total.name,
            index=(0, 0, 0),
            shown=len(self.sums.data),
            shape=(len(self.sums.data), 1, 1),
            operands=(Operand(self.sums.name),),
        )


def deep_filter(bias: int) -> Deep:
    """The filter for colours on the picture, with that bias."""
    image = picture()
    weights = seeds.example("filter: colours")
    most = panels.max_abs(weights)
    kernel = Tensor("kernel", weights, "Filter", Stage.CONV, "signed", most, weights=True)
    sweep = Sweep(image, kernel, bias=float(bias), output_label="Map", stage=Stage.STACK)
    k = sweep.index(*PLACE)
    works = []
    for c in range(len(COLOURS)):
        channel = (
            replace(image, data=image.data[c : c + 1]),
            replace(kernel, data=weights[c : c + 1]),
        )
        work = Sweep(*channel, channel=c).computation(k)
        reads = Operand("read", (c, 0, 0)), Operand(kernel.name, (c, 0, 0))
        works.append(replace(work, tensor="sums", index=(c, 0, 0), operands=reads))
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
        replace(image, name="read", data=sweep.patch(k).reshape(weights.shape)),
        tuple(
            replace(
                image, name=f"{sail} pixel", label="One pixel", data=_pixel(image, y + 1, x + 1)
            )
            for sail, (y, x) in SAILS.items()
        ),
    )


def _pixel(image: Tensor, y: int, x: int) -> Array:
    return np.array(image.data[:, y : y + 1, x : x + 1], dtype=np.float64)


def deep_panels(deep: Deep) -> Iterator[Panel]:
    """All that is drawn: the channels, the filter, its sums, and the map."""
    image, kernel = deep.sweep.input, deep.sweep.kernel
    yield panels.grid(image, panels.Grid(channel=-1), name="picture", note="32×32 pixels")
    yield panels.stack(image, gap=GAP, name="channels", label="Channels")
    for c, colour in enumerate(COLOURS):
        options = panels.Grid(channel=c, hue=colour, row="under" if c else None)
        pixel = panels.grid(deep.seen[0], options, zoom=PIXEL, name=strength_of(colour))
        tensors, label = tuple(each.name for each in deep.seen), "" if c else pixel.label
        yield replace(pixel, tensors=tensors, label=label, note="")
    for c, colour in enumerate(COLOURS):
        options = panels.Grid(channel=c)
        pixels = panels.grid(deep.read, options, name=patch_of(colour), zoom=WEIGHT)
        yield replace(pixels, label=f"in {colour}", note="")
    slices = f"{shape_text(kernel.data)} weights"
    yield panels.stack(
        kernel,
        zoom=SLICES,
        gap=APART,
        hues=COLOURS,
        name="slices",
        label="One filter",
        note=slices,
        operator="∗",
    )
    for c, colour in enumerate(COLOURS):
        own = panels.Grid(channel=c, hue=colour)
        layer = panels.grid(kernel, own, name=slice_of(colour), zoom=WEIGHT, operator="⊙")
        yield replace(layer, label="its slice", note="")
    yield panels.products(kernel, (44.0, 33.0))
    # What each channel adds up to stands in one column, which fills.
    for c, colour in enumerate(COLOURS):
        options = panels.Grid(channel=c, hue=colour, row="under" if c else None)
        card = panels.grid(deep.sums, options, zoom=CARD, name=f"of {colour}", operator="→")
        yield replace(card, label=colour, note="", stage=Stage.INPUT)
    for c, colour in enumerate(COLOURS):
        # Below what they are made of, where that is seen.
        options, sign = panels.Grid(channel=c, hue=colour, row=None if c else "new"), "+" * bool(c)
        card = panels.grid(deep.sums, options, zoom=SUM, name=f"{colour} sum", operator=sign)
        yield replace(card, label=colour, note="", stage=Stage.INPUT)
    last = panels.Grid(channel=len(COLOURS))
    added = panels.grid(deep.sums, last, zoom=SUM, name=BIAS, operator="+")
    yield replace(added, label=BIAS, note="")
    yield replace(panels.grid(deep.total, zoom=SUM, operator="="), note="")
    yield panels.grid(deep.sweep.output, zoom=1.36, operator="→")
