"""GoogLeNet and ResNet-50 as rows of layers and blocks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cnnviz.engine.layers import Conv2d, Dense, MaxPool2d
from cnnviz.engine.network import Network
from cnnviz.staging.diagrams import Point, box, line, word
from cnnviz.staging.panels import Part
from cnnviz.steps.pytorch.plans import (
    FLOOR,
    POOL,
    SPAN,
    Plan,
    dense_height,
    maps_height,
    outlines,
)

CLASSES = 1000
"""How many numbers the last layer makes."""
MODULE, WAYS = 1.5, 4
"""How wide a block of GoogLeNet is where a layer is 1, and how many ways lead through it."""


class Piece(NamedTuple):
    """A layer of a row, or a block of layers."""

    hue: str
    high: float
    wide: float = 1.0
    ways: int = 1
    """How many ways lead through it, one above the other."""
    past: bool = False
    """Whether a shortcut leads past it."""


def _conv(side: int) -> Piece:
    return Piece("conv", maps_height(side))


def _pool(side: int) -> Piece:
    return Piece("pool", maps_height(side), POOL)


_LAST = Piece("classify", dense_height(CLASSES))


def plain(network: Network) -> tuple[Piece, ...]:
    """The layers of a network that has no blocks."""
    shapes = network.shapes()
    pieces = []
    for layer in network.layers:
        match layer:
            case Conv2d():
                pieces.append(_conv(shapes[layer.name][1]))
            case MaxPool2d():
                pieces.append(_pool(shapes[layer.name][1]))
            case Dense():
                pieces.append(Piece("classify", dense_height(layer.n_out)))
    return tuple(pieces)


def googlenet() -> tuple[Piece, ...]:
    """Its layers, as in table 1 of Szegedy et al. (2014): each block of four ways is a piece."""
    blocks = [
        (*(Piece("conv", maps_height(side), MODULE, WAYS) for _ in range(count)), _pool(after))
        for side, count, after in ((28, 2, 14), (14, 5, 7), (7, 2, 1))
    ]
    stem = (_conv(112), _pool(56), _conv(56), _conv(56), _pool(28))
    return (*stem, *(piece for some in blocks for piece in some), _LAST)


def resnet50() -> tuple[Piece, ...]:
    """Its layers, as in table 1 of He et al. (2016): a piece for each block."""
    return _resnet(3, 4, 6, 3)


def resnet152() -> tuple[Piece, ...]:
    """The same of the network of 152 layers: 3 in each block, the first and the last one."""
    return _resnet(3, 8, 36, 3)


def _resnet(*counts: int) -> tuple[Piece, ...]:
    blocks = [
        Piece("conv", maps_height(side), past=True)
        for side, count in zip((56, 28, 14, 7), counts, strict=True)
        for _ in range(count)
    ]
    return (_conv(112), _pool(56), *blocks, _pool(1), _LAST)


Place = tuple[float, float, float, float]
"""Left, right, middle, and how high layers are."""


def pieces_row(pieces: Sequence[Piece], place: Place) -> Iterator[tuple[Piece, Part]]:
    """What each piece is drawn as; what is between two poolings comes in one beat."""
    left, right, middle, scale = place
    unit = (right - left) / sum(piece.wide for piece in pieces)
    beat = 0
    for piece in pieces:
        high, gap = piece.high * scale, 0.12 * scale
        each = (high - gap * (piece.ways - 1)) / piece.ways
        inset = 0.1 * unit
        for way in range(piece.ways):
            top = middle - high / 2 + way * (each + gap)
            wide = piece.wide * unit - 2 * inset
            yield piece, box(beat, left + inset, top, wide, each, "", piece.hue, filled=True)
        if piece.past:
            start, end = (left + inset, middle - high / 2), (left + unit - inset, middle - high / 2)
            yield piece, line(beat, start, *hop(start, end, 0.5), hue="stack", wide=4)
        beat += piece.hue == "pool"
        left += piece.wide * unit


DEEP = (9.6, 30.0)
"""How high and wide the deep network is, in units."""


def backward() -> list[Part]:
    """The deep network, and the way that the gradient takes back along all its shortcuts."""
    middle, scale = 4.4, 1.7
    drawn = list(pieces_row(resnet152(), (0.4, DEEP[1] - 0.4, middle, scale)))
    # On a narrow stage the arcs are as much thinner as they are closer.
    parts = [replace(part, at=0, thick=0.1 * (part.shape == "line") or None) for _, part in drawn]
    past = [part for part in parts if part.shape == "line"]
    first, last = parts[0], parts[-1]
    way = [(last.x + (last.width or 0.0) / 2, middle - (last.height or 0.0) / 2)]
    for each in reversed(past):
        way += reversed(each.points)
    way.append((first.x + (first.width or 0.0) / 2, middle - (first.height or 0.0) / 2))
    back = replace(line(1, *way, hue="classify", arrow=True), thick=0.16)
    return [
        *parts,
        back,
        word(0, first.x, DEEP[0] - 0.4, "first layer", "conv", 1.1, "left"),
        word(0, DEEP[1] - 0.4, DEEP[0] - 0.4, "last layer", "classify", 1.1, "right"),
        word(1, DEEP[1] / 2, 1.6, "gradient", "classify", 1.1),
    ]


def hop(start: Point, end: Point, high: float) -> list[Point]:
    """Half an ellipse over what lies between two points."""
    points = []
    for k in range(1, 25):
        angle = math.pi * k / 24
        t = (1 - math.cos(angle)) / 2
        x, y = (a + (b - a) * t for a, b in zip(start, end, strict=True))
        points.append((x, y - high * math.sin(angle)))
    return points


def blocks(label: str, pieces: Sequence[Piece]) -> Plan:
    """All layers in a row."""
    drawn = [part for _, part in pieces_row(pieces, (*SPAN, FLOOR / 2, 1.0))]
    beats = max(part.at for part in drawn) + 1
    return Plan(label, [*outlines(drawn), *drawn], beats, SPAN[0] + SPAN[1])
