"""What the networks that followed look like, as rows of layers that grow beat by beat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import NamedTuple

from cnnviz.engine.layers import Conv2d, Dense, MaxPool2d
from cnnviz.engine.network import Network
from cnnviz.staging.diagrams import box, word
from cnnviz.staging.formatting import join_sides, number, roughly
from cnnviz.staging.panels import Part

SPAN = (0.3, 7.9)
"""Left and right of a network's diagram, in units."""
ASIDE = 1.0
"""What a word at its right end needs beside it."""
FLOOR = 8.0
"""The height of a network's diagram."""
COUNTED = 3.4
"""What its parameters need below it."""


POOL = 0.4
"""How wide a pooling layer is drawn, where the others are 1."""


class Plan(NamedTuple):
    """A network's diagram, which grows beat by beat."""

    label: str
    parts: list[Part]
    beats: int
    """With so many all of it is there but what is written; with one more its words are too."""
    wide: float
    """Its width, in units."""
    high: float = FLOOR
    """Its height, in units."""
    beside: float = 1.0
    """How much larger it is beside a chart, for the words around it."""


def row(label: str, network: Network) -> Plan:
    """Its layers side by side, each as high as its maps: convolutions, pooling, dense layers.

    What has the same kernel has it above, as many maps or numbers in a row stand below. What is
    between two poolings comes in one beat.
    """
    shapes = network.shapes()
    layers = [each for each in network.layers if isinstance(each, Conv2d | MaxPool2d | Dense)]
    widths = [POOL if isinstance(each, MaxPool2d) else 1.0 for each in layers]
    unit = (SPAN[1] - SPAN[0]) / sum(widths)
    x, parts, blocks, beat = SPAN[0], [], [], 0
    for layer, width in zip(layers, widths, strict=True):
        shape = shapes[layer.name]
        is_dense = isinstance(layer, Dense)
        high = dense_height(shape[0]) if is_dense else maps_height(shape[1])
        hue = "classify" if is_dense else "conv" if isinstance(layer, Conv2d) else "pool"
        top, inset = (FLOOR - high) / 2, 0.1 * unit
        place = (x + inset, top, width * unit - 2 * inset, high)
        parts.append(box(beat, *place, "", hue, filled=True))
        if hue == "pool":
            beat += 1
        else:
            kernel = join_sides(layer.kernel) if isinstance(layer, Conv2d) else "dense"
            blocks.append(Block(x, x + unit, high, kernel, number(shape[0]), hue))
        x += width * unit
    first, second = (next(same) for _, same in islice(groupby(blocks, lambda e: e.height), 2))
    if first.height - second.height > ROOM:
        blocks = [e._replace(made=f"{e.made} maps") if e.left < second.left else e for e in blocks]
    above = [_word(list(same), True) for _, same in groupby(blocks, lambda each: each.kernel)]
    below = [_word(list(same), False) for _, same in groupby(blocks, lambda each: each.made)]
    beats = beat + 1
    # A small diagram, as the last frame has it, has no room for them.
    words = [replace(each, at=beats, until=beats + 1) for each in (*above, *below)]
    return Plan(label, [*outlines(parts), *parts, *words], beats, SPAN[1] + ASIDE, beside=1.4)


def maps_height(side: int) -> float:
    """How high a layer is drawn whose maps have that side."""
    return 6.0 * math.sqrt(side / 224)


def dense_height(length: int) -> float:
    """How high a dense layer is drawn that makes so many numbers."""
    return 5.2 * math.sqrt(length / 4096)


class Block(NamedTuple):
    """A layer that learns, as it is drawn: from where to where, how high; its words."""

    left: float
    right: float
    height: float
    kernel: str
    made: str
    hue: str


def _word(same: Sequence[Block], is_above: bool) -> Part:
    """Above neighbours their kernel, below them how many maps or numbers each makes."""
    middle = (same[0].left + same[-1].right) / 2
    near = [each for each in same if abs(each.left + each.right - 2 * middle) < 2.2 * WORD]
    high = max(each.height for each in near or same)
    text = same[0].kernel if is_above else same[0].made
    # A large kernel's word is wider than its block, so it stands clear of the next one's.
    far = 0.7 if is_above and same[0].left == SPAN[0] and len(same) == 1 else 0.45
    y = FLOOR / 2 + (-1 if is_above else 1) * (high / 2 + far)
    if not is_above:
        # From its first block's edge on, so that it does not reach under the one before.
        return word(1, same[0].left + 0.05, y, text, same[0].hue, 0.9, "left")
    return word(1, middle, y, text, same[0].hue)


ROOM = 1.5
"""By how many units the next block is lower where a word has room above its word."""
WORD = 0.6
"""About half as wide as a word is, in units."""


def outlines(parts: Sequence[Part]) -> list[Part]:
    """What comes later, as an empty outline until then."""
    return [
        replace(each, at=0, until=each.at, text="", colour="line", filled=False)
        for each in parts
        if each.at and each.shape in ("box", "disc")
    ]


def counted(plan: Plan, count: int, most: int, missed: str = "") -> list[Part]:
    """A plan's parts, and with two beats more than all its parts its parameters, below as a bar;
    with a beat more what several of it missed."""
    beat = plan.beats + 1
    middle, wide = plan.wide / 2, (SPAN[1] - SPAN[0]) * count / most
    # The sentence compares them: as one says them, and not to the last.
    short = roughly(count).removeprefix("about ")
    return [
        *plan.parts,
        *([word(beat + 1, middle, FLOOR + 2.9, missed, "ink", 1.0)] if missed else []),
        box(beat, middle - wide / 2, FLOOR + 1.5, wide, 0.7, "", "input", filled=True),
        word(beat, middle, FLOOR + 0.8, short, "ink", 1.15),
    ]
