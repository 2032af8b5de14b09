"""Every parameter of LeNet-5 as one cell, all of one size: what each layer learns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content.scene import Array, Panel, Stage, Tensor
from cnnviz.engine.network import Network
from cnnviz.staging import panels
from cnnviz.staging.diagrams import Point, box, word
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
    "C1": (0.4, 3.5),
    "S2": (16, 3.5),
    "C3": (34, 3.5),
    "S4": (70, 3.5),
    "F5": (0.4, 15.2),
    "F6": (76.6, 15.2),
    "output": (76.6, 39.1),
}
"""Where each layer's parameters begin; layers without any have their place, too."""
NEAR = {"C1": (3.2, 9), "S2": (23, 9), "C3": (3.2, 24), "S4": (47, 9)}
"""Where those begin that are seen from near, before the others come."""
ALONE = 10.6
"""How far below the panel's upper edge those of the first layer begin, as long as it is alone."""
LARGE, LARGEST = 0.62, 3.6
"""A parameter's side from near, and in the first layer while it is alone."""
EMPTY = (5.0, 1.4)
"""The width and height of the frame of a layer that has nothing to learn."""
SUM = (0.4, 39.7)
"""Where the total is written."""
BELOW = 2.4
"""How far below a layer's parameters the middle of how their count comes about is."""
NEXT = 3.0
"""How far below the total the next line is."""
YEAR = "1998"
"""When the paper appeared."""
BIAS = "bias"
"""What is written above the last column of the first layer's parameters."""
LEVELS = 1, 3
"""So many shades are told apart on each side of zero, and in layers that are seen from near."""


class Beats(NamedTuple):
    """By which beats, counted from 0, a layer is there, has its parameters, and has its count;
    until when it is spoken of; and from when on it is spoken of once more, if it is."""

    there: int
    filled: int
    counted: int
    told: int
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
        levels = LEVELS[layer.name in NEAR]
        shades = np.rint(rows.clip(-most, most) / most * levels) / levels
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
    paper: Mapping[str, str],
) -> Panel:
    """All of them: the convolutions from near, then, from a step further away each time, what
    comes after them; how each count comes about while it is spoken of; the total; and what the
    paper counts otherwise, by layer, and of all under an empty name."""
    by_layer = {each.name.removesuffix(" parameters"): each for each in tensors}
    counts, stages = network.parameters(), stages_of(network)
    last = max(each.told for each in beats.values())
    views = _views(beats)
    parts: list[panels.Part] = []
    # What moves lies above what is there already.
    for layer, when in sorted(beats.items(), key=lambda each: each[0] in views):
        tensor = by_layer.get(layer)
        seen = _Seen(layer, tensor, when, views.get(layer, ()), stages[layer])
        parts += [*_cells(seen), *_words(seen, number(counts[layer]), told[layer], last)]
    alone, when = views["C1"][0], beats["C1"]
    right = alone.x + tensors[0].data.shape[-1] * alone.cell
    bias = word(when.counted, right, alone.y - ABOVE, BIAS, stages["C1"], LETTERS, "right")
    parts.append(replace(bias, until=when.told))
    parts.append(word(last, *SUM, f"all: {total}", "ink", LETTERS, "left"))
    # Those of the convolutions and of what pools them stand in one line.
    under = PLACES["C3"][1] + _size(by_layer["C3"])[1] + BELOW
    for layer, count in paper.items():
        x, y = PLACES[layer] if layer else SUM
        below = (
            y + NEXT
            if layer == ""
            else under
            if layer in NEAR
            else y + _size(by_layer[layer])[1] + BELOW
        )
        said = word(last + 1, x, _rounded(below), f"{YEAR}: {count}", "muted", LETTERS, "left")
        parts.append(replace(said, until=last + 2))
    return panels.Drawing(parts=tuple(parts)).panel(
        name,
        tensors=tuple(each.name for each in tensors),
        stage=Stage.CLASSIFY,
        size=(HIGH, WIDE),
    )


def _size(tensor: Tensor | None) -> tuple[float, float]:
    """The width and height of a layer's parameters where each has its least side."""
    if not tensor:
        return EMPTY
    _, rows, columns = tensor.data.shape
    return _rounded(columns * CELL), _rounded(rows * CELL)


def _rounded(length: float) -> float:
    return float(np.round(length, 4))


class _View(NamedTuple):
    """Where a layer's parameters begin at a beat, and how large each is."""

    x: float
    y: float
    cell: float


class _Seen(NamedTuple):
    """A layer, its parameters if it has any, its beats, how it is seen at each, and its hue."""

    layer: str
    tensor: Tensor | None
    beats: Beats
    views: tuple[_View, ...]
    stage: Stage

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height where a parameter has its least side."""
        return _size(self.tensor)

    def view(self, beat: int) -> _View:
        """How it is seen at a beat, counted from 0."""
        last = _View(*PLACES[self.layer], CELL)
        return self.views[beat] if beat < len(self.views) else last

    @property
    def moves(self) -> tuple[Point, ...]:
        """How far from its last place it stands, beat by beat."""
        x, y = PLACES[self.layer]
        ways = tuple((_rounded(each.x - x), _rounded(each.y - y)) for each in self.views)
        return (*ways, (0.0, 0.0)) if ways else ()

    @property
    def times(self) -> tuple[float, ...]:
        """How many times as large it is."""
        sizes = tuple(_rounded(each.cell / CELL) for each in self.views)
        return (*sizes, 1.0) if sizes else ()


def _views(beats: Mapping[str, Beats]) -> dict[str, tuple[_View, ...]]:
    """The first layer alone in the middle, then all that is seen from near."""
    first, second = beats["C1"], beats["C3"]
    near = {layer: (_View(*at, LARGE),) * beats["S2"].told for layer, at in NEAR.items()}
    alone = _View((WIDE - 26 * LARGEST) / 2, ALONE, LARGEST)
    count = second.there - first.there
    return near | {"C1": (alone,) * count + near["C1"][count:]}


def _cells(seen: _Seen) -> Iterator[panels.Part]:
    """Its frame, thick while a layer is spoken of among others; and its parameters."""
    x, y = PLACES[seen.layer]
    width, height = seen.size
    there, filled, _, told, again = seen.beats
    frame = replace(
        box(there, x, y, width, height, "", seen.stage, moves=seen.moves),
        times=seen.times or (1.0,),
        dashed=not seen.tensor,
        thick=0.13,
    )
    spoken = replace(frame, thick=0.8)
    if not seen.views:
        yield replace(spoken, at=filled, until=told)
    if again is not None:
        yield replace(spoken, at=again)
    yield frame
    if seen.tensor:
        picture = replace(frame, shape="picture", at=filled, tensor=seen.tensor.name)
        yield replace(picture, colour="", dashed=False, thick=None)


def _words(seen: _Seen, count: str, told: Told, last: int) -> Iterator[panels.Part]:
    """Its name, with its count from when that is told; and how that comes about."""
    x, y = PLACES[seen.layer]
    there, _, counted, until, _ = seen.beats
    names = {there: seen.layer, counted: f"{seen.layer}: {count}"}
    if told.share:
        names[last] = f"{seen.layer}: {count}, {told.share} of all"
    for at, end in zip(names, (*list(names)[1:], None), strict=True):
        named = word(at, x, y - ABOVE, names[at], seen.stage, LETTERS, "left")
        yield replace(named, until=end, moves=seen.moves)
    if told.total:
        view = seen.view(counted)
        below = view.y + seen.size[1] * view.cell / CELL + BELOW
        said = word(counted, view.x, _rounded(below), told.total, seen.stage, LETTERS, "left")
        yield replace(said, until=until)
