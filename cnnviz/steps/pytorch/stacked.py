"""VGG-16 beside the errors: three of its filters in a row, how far they see and what they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cnnviz.engine.geometry import conv2d_parameters
from cnnviz.engine.layers import Conv2d
from cnnviz.engine.network import Network
from cnnviz.staging.diagrams import box, line, word
from cnnviz.staging.formatting import join_sides, number
from cnnviz.staging.panels import Part
from cnnviz.steps.pytorch.block_rows import Piece, plain
from cnnviz.steps.pytorch.modules import FOOT, LENS, WIDE, Band, enlarged
from cnnviz.steps.pytorch.plans import Plan

ROW: Band = (0.3, 10.1, 1.9, 0.6)
"""Its row of layers above what is enlarged."""
SIDE, PITCH = 0.36, 1.3
"""How wide a cell of a receptive field is, and how far the next field is."""
DEEP, SEEN = 3, ("one", "two", "three")
"""How many filters in a row are enlarged, and what stands above the field that so many see."""


def stacked(label: str, network: Network) -> Plan:
    """VGG-16, and three of its filters of 3×3 in a row: what they see, field by field, and last
    how many weights they take."""
    pieces = plain(network)
    runs = (pieces[k : k + DEEP] for k in range(len(pieces)))
    parts, beat = enlarged(pieces, next(each for each in runs if _is_run(each)), ROW)
    kernel = next(layer.kernel[0] for layer in network.layers if isinstance(layer, Conv2d))
    sides = [1 + k * (kernel - 1) for k in range(DEEP + 1)]
    middle, right = LENS + 2.1, (WIDE + SIDE * sum(sides) + PITCH * DEEP) / 2
    parts += _field(beat, right - SIDE, middle - SIDE / 2, 1, 1)
    for k, side in enumerate(sides[1:]):
        # What the filter reads at its first place is written to the next field's first cell.
        goal = right - SIDE * sides[k], middle - SIDE * sides[k] / 2
        left, top = goal[0] - PITCH - SIDE * side, middle - SIDE * side / 2
        parts += _field(beat + k, left, top, side, kernel)
        for down, height in ((0.0, 0.0), (SIDE, SIDE * kernel)):
            edge = (left + SIDE * kernel, top + height)
            parts.append(line(beat + k, edge, (goal[0], goal[1] + down)))
        x = left + SIDE * side / 2
        parts.append(word(beat + k, x, LENS + 0.45, SEEN[k], "muted", 0.9))
        parts.append(word(beat + k, x, LENS + 3.8, join_sides((side, side)), "conv"))
        right = goal[0] - PITCH
    parts += _compared(beat + DEEP, sides[-1], kernel)
    return Plan(label, parts, beat + DEEP + 1, WIDE, FOOT + 0.1)


def _is_run(pieces: Sequence[Piece]) -> bool:
    """Whether they are as many convolutions of one size as are enlarged."""
    return len(pieces) == DEEP and len({(each.hue, each.high) for each in pieces}) == 1


def _field(at: int, left: float, top: float, side: int, kernel: int) -> Iterator[Part]:
    """So many cells, and a filter on the first of them."""
    wide, window = SIDE * side, SIDE * kernel
    yield box(at, left, top, window, window, "", "conv", filled=True)
    for k in range(side + 1):
        far = SIDE * k
        yield line(at, (left + far, top), (left + far, top + wide), hue="muted", wide=1.5)
        yield line(at, (left, top + far), (left + wide, top + far), hue="muted", wide=1.5)


def _compared(at: int, side: int, kernel: int) -> Iterator[Part]:
    """The weights of one large filter, and of the small ones that see as far, as bars."""
    large, small = (conv2d_parameters(k, k, 1, 1, bias=False) for k in (side, kernel))
    for k, (name, each, count) in enumerate(
        (("one", side, large), ("three", kernel, DEEP * small))
    ):
        y, length = LENS + 4.35 + 0.8 * k, 3.9 * count / large
        told = f"{name} {join_sides((each, each))}"
        yield word(at, 4.4, y + 0.28, told, "ink", 1.0, "right")
        yield replace(box(at, 4.7, y, length, 0.56, "", "conv", filled=True), rightward=True)
        yield word(at, 4.9 + length, y + 0.28, number(count), "conv", 1.0, "left")
