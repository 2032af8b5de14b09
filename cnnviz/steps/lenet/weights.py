"""Every parameter of LeNet-5 as one cell, all of one size: what each layer learns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content.scene import Array, Panel, Stage, Tensor
from cnnviz.engine.network import Network
from cnnviz.staging import panels
from cnnviz.staging.diagrams import Point, line, word
from cnnviz.staging.formatting import number
from cnnviz.staging.stages import stages_of

HIGH, WIDE = 44.0, 100.0
"""The panel's sides, in its units."""
CELL = 0.184
"""A parameter's side."""
LETTERS = 2.4
"""The size of what is written, where a unit is a hundredth of the stage's width."""
ABOVE = 2.2
"""How far above a layer's parameters the middle of its name is."""
PLACES: Mapping[str, Point] = {
    "C1": (0.4, 4.4),
    "S2": (18, 4.4),
    "C3": (32, 4.4),
    "S4": (64, 4.4),
    "F5": (0.4, 15.6),
    "F6": (77.2, 15.6),
    "output": (77.2, 38.6),
}
"""Where each layer's parameters begin; layers without any have their place, too."""
EMPTY = (5.0, 1.4)
"""The width and height of the frame of a layer that has nothing to learn."""
SUM = (0.4, 40.4)
"""Where the total is written."""
BELOW = 2.4
"""How far below a layer's parameters the middle of how their count comes about is."""
FILLED, SHARED = 1, 2
"""The beats at which the parameters come, and their shares of all; before there are only names."""
LEVELS = 1
"""So many shades are told apart on each side of zero."""


class Beats(NamedTuple):
    """From which beat on, counted from 0, a layer is spoken of, and has its count; and from when
    on it is spoken of once more, if it is."""

    told: int
    counted: int
    again: int | None = None


class Told(NamedTuple):
    """What is written of a layer: its share of all, or nothing, and how its count comes about."""

    share: str
    total: str


def parameter_tensors(network: Network, layers: tuple[str, ...]) -> tuple[Tensor, ...]:
    """By layer that learns its parameters: a row for each filter or neuron, its bias last."""
    stages = stages_of(network)
    found = []
    for layer in network.layers:
        if layer.name not in layers or not layer.array_shapes():
            continue
        weight, bias = (np.asarray(getattr(layer, each)) for each in ("weight", "bias"))
        rows: Array = np.column_stack([weight.reshape(len(weight), -1), bias]).astype(np.float64)
        most = float(np.percentile(np.abs(rows), 90))
        shades = np.rint(rows.clip(-most, most) / most * LEVELS) / LEVELS
        name, stage = f"{layer.name} parameters", stages[layer.name]
        found.append(
            Tensor(name, shades[np.newaxis], f"Parameters of {layer.name}", stage, quantized=True)
        )
    return tuple(found)


def parameters_panel(
    name: str,
    network: Network,
    tensors: tuple[Tensor, ...],
    beats: Mapping[str, Beats],
    told: Mapping[str, Told],
    total: str,
) -> Panel:
    """All of them; each layer by its beats, and how its count comes about while it is spoken of;
    at the end the total."""
    by_layer = {each.name.removesuffix(" parameters"): each for each in tensors}
    counts, stages = network.parameters(), stages_of(network)
    parts = [
        part
        for layer, when in beats.items()
        for part in _layer(
            layer, by_layer.get(layer), when, counts[layer], stages[layer], told[layer]
        )
    ]
    whole = word(0, *SUM, f"all: {total}", "ink", LETTERS, "left")
    first, *_, last = sorted(each.counted for each in beats.values())
    parts += replace(whole, at=SHARED, until=first), replace(whole, at=last + 1)
    return panels.Drawing(parts=tuple(parts)).panel(
        name,
        tensors=tuple(each.name for each in tensors),
        stage=Stage.CLASSIFY,
        size=(HIGH, WIDE),
    )


def _layer(
    layer: str,
    tensor: Tensor | None,
    beats: Beats,
    count: int,
    stage: Stage,
    told: Told,
) -> Iterator[panels.Part]:
    x, y = PLACES[layer]
    width, height = EMPTY
    if tensor:
        _, rows, columns = tensor.data.shape
        width, height = columns * CELL, rows * CELL
        yield panels.Part(
            shape="picture",
            at=FILLED,
            x=x,
            y=y,
            width=float(np.round(width, 3)),
            height=float(np.round(height, 3)),
            tensor=tensor.name,
        )
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    yield replace(line(0, *corners, hue=stage, dashed=not tensor), thick=0.13)
    names = {0: layer, beats.counted: f"{layer}: {number(count)}"}
    if told.share:
        names = {0: layer, SHARED: f"{layer}: {told.share}", **names}
    for at, until in zip(names, (*list(names)[1:], None), strict=True):
        named = word(at, x, y - ABOVE, names[at], stage, LETTERS, "left")
        yield replace(named, until=until)
    # While it is spoken of it has a frame, and its sum is written down.
    frame = line(beats.told, *_around(corners), hue=stage, until=beats.counted + 1)
    yield replace(frame, thick=0.4)
    if beats.again:
        yield replace(frame, thick=0.4, at=beats.again, until=None)
    if tensor:
        said = word(beats.counted, x, y + height + BELOW, told.total, stage, LETTERS, "left")
        yield replace(said, until=beats.counted + 1)


def _around(corners: tuple[Point, ...], air: float = 0.4) -> tuple[Point, ...]:
    (left, top), _, (right, bottom), *_ = corners
    left, top, right, bottom = left - air, top - air, right + air, bottom + air
    return (left, top), (right, top), (right, bottom), (left, bottom), (left, top)
