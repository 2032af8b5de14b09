"""What a residual block makes of a digit: all its maps, one of its cells, its panels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.computation import Computation, Operand
from cnnviz.content.scene import Array, Panel, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.engine.geometry import conv2d_parameters
from cnnviz.misconceptions.shortcuts import JOINED, Block, Joined
from cnnviz.staging import panels
from cnnviz.staging.cut_out import cut_out
from cnnviz.staging.diagrams import box, disc, drawing, line, word
from cnnviz.staging.formatting import count_noun, join_sides, number
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.pytorch.block_rows import DEEP, backward

STRONGEST = 4
"""At this strength F's weights are the filter's own; below, so many of its parts."""
SIGN = 6.4
"""How wide the disc is in which both ways meet, in cells of x."""
CARD = 11.0
"""How wide a cell is drawn that is read, in cells of x."""
RELU, RELU_LETTERS = (7.2, 18), 3.4
"""How high and wide the box of the ReLU is that follows, and the size of its word."""
BOTH = ("x", "pattern", "found", "plus", "y", "relu")
"""The way through the filter, and on behind the block."""
FULL = 1.5
"""The magnitude that x, F(x) and y have in full colour: their colours can be compared."""


class Residual(NamedTuple):
    """A filter on a digit, the digit added to its map; with a stride of 2 as well."""

    x: Tensor
    filter: Tensor
    found: Tensor
    """What the filter makes of x: F(x)."""
    y: Tensor
    none: Tensor
    """A filter of zeros."""
    nothing: Tensor
    """Its map."""
    patch: Tensor
    """What the filter reads of x for one cell."""
    parts: Tensor
    """One cell of F(x), and of x, a channel each."""
    total: Tensor
    """Their sum."""
    half: Tensor
    """F(x) with a stride of 2."""
    point: Tensor
    """A filter of 1×1."""
    short: Tensor
    """What it makes of x with that stride."""
    half_y: Tensor
    """Their sum."""
    place: tuple[int, int]
    """Row and column of the cell that is worked out."""
    work: Computation
    """What the filter makes of that."""

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        return self[:-2]

    @property
    def is_zero(self) -> bool:
        """Whether the filter finds nothing, as all its weights are 0."""
        return not self.filter.data.any()

    @property
    def joined(self) -> Joined:
        """The cell that is worked out, in both."""
        return Joined(*(Fraction(float(each)) for each in self.parts.data.flat))

    @property
    def cells(self) -> tuple[float, float, float]:
        """What F(x), x and y have there."""
        found, given = (float(each) for each in self.parts.data.flat)
        return found, given, float(self.total.data[0, 0, 0])


def residual_of(name: str, strength: int) -> Residual:
    """The block of that filter, with so many quarters of its weights, on the running digit."""
    weights = exact.products(seeds.example(f"filter: {name}"), strength / STRONGEST)
    x = _map("x", seeds.digit(), "x", Stage.INPUT)
    kernel = Tensor("filter", weights, "Filter", Stage.CONV, "signed", FULL, weights=True)
    sweep = Sweep(x, kernel, padding=1, output_name="found", output_label="F(x)")
    found = replace(sweep.output, max_abs=FULL)
    y, column = place = _place(found.data[0], x.data[0])
    work = sweep.computation(sweep.index(y, column))
    parts = np.array([found.data[0, y, column], x.data[0, y, column]]).reshape(2, 1, 1)
    total = JOINED.right(Joined(*(Fraction(float(each)) for each in parts.flat))).value
    assert isinstance(total, Fraction)
    none = replace(kernel, name="no filter", data=np.zeros_like(weights))
    half = Sweep(x, kernel, stride=2, padding=1, output_name="half", output_label="F(x)").output
    point = replace(kernel, name="point", data=np.ones((1, 1, 1)), label="1×1")
    short = Sweep(x, point, stride=2, output_name="short", output_label="x, smaller").output
    return Residual(
        x,
        kernel,
        found,
        _map("y", _added(found.data, x.data), "y", Stage.STACK),
        none,
        _map("nothing", np.zeros_like(x.data), "F(x)", Stage.CONV),
        _map(
            "patch",
            cut_out(x.data, (y - 1, y + 2), (column - 1, column + 2), 0),
            "What it reads",
            Stage.INPUT,
        ),
        _map("parts", parts, "cells", Stage.CONV),
        _map("total", np.full((1, 1, 1), float(total)), "y", Stage.STACK),
        replace(half, max_abs=FULL),
        point,
        replace(short, max_abs=FULL, stage=Stage.INPUT),
        _map("half y", _added(half.data, short.data), "y", Stage.STACK),
        place,
        replace(
            work,
            tensor="parts",
            index=(0, 0, 0),
            operands=(Operand("patch"), *work.operands[1:]),
        ),
    )


def _map(name: str, data: Array, label: str, stage: Stage) -> Tensor:
    return Tensor(name, data, label, stage, "signed", FULL)


def _added(one: Array, other: Array) -> Array:
    """Two maps, cell by cell, every sum exact."""
    pairs = np.stack([one.ravel(), other.ravel()], axis=1)
    return exact.dots(pairs, np.ones(2)).reshape(one.shape)


def _place(found: Array, x: Array) -> tuple[int, int]:
    """Where sum, product, mean and each alone are far apart; if F(x) is 0, where x is no 1.

    If it can be, where F(x) is positive and has one decimal: that can be added up in the head.
    """
    ways = [x, x - 1]
    if found.any():
        ways += [found, found - x, found + x]
    apart = np.min(np.abs(ways), axis=0)
    short = apart * (found > 0) * (np.abs(found * 10 - np.rint(found * 10)) < 1e-9)
    y, column = divmod(int((short if short.any() else apart).argmax()), x.shape[1])
    return y, column


def block_panels(made: Residual, block: Block) -> Iterator[Panel]:
    """All that is drawn of it: the shortcut, the block in a row, one of its cells, its weights."""
    sides = join_sides(made.x.data.shape[1:])
    halved = join_sides(made.half.data.shape[1:])
    # Large and ever the same: where it is not the last, an exported file keeps it once.
    deep = drawing("deep", "ResNet-152", "", backward(), DEEP)
    yield replace(deep, stage=Stage.STACK)
    way = panels.Arc(source="x", target="plus", text="Shortcut", along=BOTH)
    yield way.panel("shortcut", stage=Stage.STACK, size=(5.0, 30.0))
    fitted = replace(way, text="1×1, stride 2", along=())
    yield fitted.panel("projection", stage=Stage.STACK, size=(5.0, 30.0))
    plain = panels.Grid(row="new")
    yield panels.grid(made.x, plain, note=sides)
    yield _card(made.parts, "x cell", 1)
    yield replace(panels.grid(made.patch, zoom=8.0, operator="→"), note="3×3")
    yield panels.grid(made.filter, zoom=8.0, operator="∗", note="3×3")
    # In the block it is too small for its numbers; of the one without any its note tells.
    for name, tensor, note in (("pattern", made.filter, "3×3"), ("zeros", made.none, "all 0")):
        options, size = panels.Grid(numbers=False), panels.WEIGHT
        yield panels.grid(tensor, options, zoom=size, name=name, operator="∗", note=note)
    yield panels.grid(made.point, zoom=panels.WEIGHT, operator="∗", note="stride 2")
    yield panels.grid(made.short, operator="→", note=halved)
    yield panels.products(made.filter, (29.0, 22.0))
    yield _of(made.found, made.nothing, operator="→", note=sides)
    yield _card(made.parts, "found cell", 0)
    yield panels.grid(made.half, operator="→", note=f"{halved}, stride 2")
    sign = [
        disc(0, SIGN / 2, SIGN / 2, 0.46 * SIGN, "+", "stack", until=1, size=3.4),
        disc(1, SIGN / 2, SIGN / 2, 0.46 * SIGN, "?", "stack", size=3.4),
    ]
    yield replace(drawing("plus", "", "", sign, (SIGN, SIGN)), operator="→")
    yield _of(made.y, made.x, operator="→", note=sides)
    high, wide = RELU
    relu = replace(box(0, 0, 0, wide, high, "ReLU", "activate", filled=True), size=RELU_LETTERS)
    yield replace(drawing("relu", "", "", [relu], RELU), operator="→")
    yield _card(made.total, "y cell", 0)
    yield panels.grid(made.half_y, operator="→", note=halved)
    yield _weights(block)


def _card(cells: Tensor, name: str, channel: int) -> Panel:
    """One cell of a map, under it, so large that its number can be read."""
    options = panels.Grid(channel=channel, row="under")
    return replace(panels.grid(cells, options, zoom=CARD, name=name), label="", note="")


def _of(tensor: Tensor, other: Tensor, *, operator: str, note: str) -> Panel:
    """A grid that can show another tensor in its place."""
    panel = panels.grid(tensor, operator=operator, note=note)
    return replace(panel, tensors=(tensor.name, other.name))


COPIES = 5
"""So many filters of a convolution are drawn at most, one behind the other."""
SIDE = 2.2
"""How wide a weight of a filter is drawn."""


def _weights(block: Block) -> Panel:
    """A block's two convolutions as stacks of filters, and the shortcut, which has none: how many
    weights each has is there from the second beat on."""
    k, channels = block.kernel, block.channels
    each = number(conv2d_parameters(k, k, channels, channels, bias=False))
    said = f"{count_noun(channels, 'filter')}, {join_sides((k, k, channels))}"
    middle, over, plus = 15.0, 3.6, 48.0
    parts = [
        word(0, 2.0, middle, "x", size=1.6),
        line(0, (3.4, middle), (9.4, middle), arrow=True, wide=3),
        line(0, (20.4, middle), (29.4, middle), arrow=True, wide=3),
        line(0, (40.4, middle), (45.6, middle), arrow=True, wide=3),
        disc(0, plus, middle, 1.7, "+", "stack", size=1.5),
        line(0, (50.4, middle), (54.4, middle), arrow=True, wide=3),
        word(0, 56.0, middle, "y", size=1.6),
        line(
            0,
            (6.0, middle),
            (6.0, over),
            (plus, over),
            (plus, 12.9),
            hue="stack",
            wide=5,
            arrow=True,
        ),
        word(0, 27.0, 2.0, "Shortcut", "stack", size=1.6),
    ]
    for x, y, count, hue in (
        (27.0, 5.8, "0", "stack"),
        (14.0, 22.7, each, "conv"),
        (34.0, 22.7, each, "conv"),
    ):
        parts += [
            replace(word(0, x, y, "?", hue, size=2.0), until=1),
            word(1, x, y, count, hue, size=2.0),
        ]
    for left in (10.4, 30.4):
        parts += _filters(left, middle - 1.5 * SIDE, min(channels, COPIES), k)
        parts.append(word(0, left + 3.6, 20.0, said, "muted", 1.6))
    return drawing("weights", "", "", parts, (24.0, 58.0))


def _filters(left: float, top: float, count: int, kernel: int) -> list[panels.Part]:
    """So many filters, one behind the other, the weights of the first one in cells."""
    side = kernel * SIDE
    behind = [
        box(0, left + 0.7 * k, top - 0.7 * k, side, side, "", "conv")
        for k in range(count - 1, 0, -1)
    ]
    cells = [
        box(0, left + SIDE * x, top + SIDE * y, SIDE, SIDE, "", "conv")
        for y in range(kernel)
        for x in range(kernel)
    ]
    return behind + cells
