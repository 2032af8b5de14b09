"""What training/features.py found of the units of a deeper network of photographs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.content.scene import Span, Stage, Tensor
from cnnviz.engine.receptive import ReceptiveField

NETWORK = "ladder"
"""Its pictures and numbers are in the seeds; its weights are not."""

LAYERS, UNITS = 5, 6
"""How many layers it has, and how many units of each are drawn."""

PIECES = (14, 22, 30, 38, 50)
"""How many pixels of its drawing are shown, by layer: its pattern goes on beyond them. A unit that
sees more has a larger piece, so that each shows its pattern about as many times."""

STEPS = 7
"""So many moments of the first layer's drawings are shown, from noise to what they are at last."""

SHADES = 4
"""Colours are rounded to so many of 255: no eye tells them apart, and they travel in less."""


class Place(NamedTuple):
    """The place of a picture that excites a unit most, and how strongly."""

    picture: int
    row: int
    column: int
    value: float


@dataclass(frozen=True, slots=True)
class Rung:
    """One layer: its units' pictures, and what excites them most."""

    layer: int
    """From 1."""
    field: ReceptiveField
    liked: Tensor
    places: tuple[tuple[Place, ...], ...]
    """By unit, the best place of each painted picture."""
    units: tuple[int, ...]
    """Which units of the network they are, from 1."""
    classes: tuple[int, ...]
    agree: tuple[int, ...]
    """Of the photographs that excite each most: how many are of its commonest class, `classes`."""
    names: tuple[str, ...]
    """By unit the class of at least half of those photographs; "" where there is none."""

    def seen(self, place: Place) -> tuple[Span, Span]:
        """Which rows and columns a unit sees at a place, those beyond the picture's edge too."""
        return self.field.seen_by(place.row), self.field.seen_by(place.column)

    def within(self, place: Place) -> tuple[Span, Span]:
        """Which rows and columns of the picture a unit sees at a place."""
        side = painted_picture(place.picture).shape[1]
        (top, below), (left, right) = self.seen(place)
        return (max(top, 0), min(below, side)), (max(left, 0), min(right, side))

    def beyond(self, place: Place) -> tuple[int, int, int, int]:
        """How far beyond the picture it sees there: above, to the right, below, to the left."""
        side = painted_picture(place.picture).shape[1]
        (top, below), (left, right) = self.seen(place)
        return max(-top, 0), max(right - side, 0), max(below - side, 0), max(-left, 0)

    def best(self, unit: int) -> Place:
        """The place that excites a unit most, of all pictures."""
        return max(self.places[unit], key=lambda place: place.value)


def _sheet(layer: int, pictures: NDArray[np.floating]) -> Tensor:
    """Pictures N×3×H×W, 0 to 1, as one tensor."""
    _, _, height, width = pictures.shape
    data = pictures.reshape(-1, height, width).astype(np.float32)
    name, label = f"layer {layer}", f"Layer {layer}"
    return Tensor(name, data, label, Stage.STACK, "rgb", 1.0, quantized=True)


def shown_pictures() -> tuple[str, ...]:
    """The names of the painted pictures that the network was shown: the first ones."""
    return seeds.pictures()[: len(seeds.features(NETWORK)["pictures"])]


def painted_picture(number: int) -> NDArray[np.float32]:
    """A painted picture as the network saw it: 3×32×32, 0 to 1."""
    found: NDArray[np.float32] = seeds.features(NETWORK)["pictures"][number].astype(np.float32)
    return found / np.float32(255)


def _piece(pictures: NDArray[np.integer], side: int, shade: int = SHADES) -> NDArray[np.float32]:
    """The middle of each picture N×3×H×W, 0 to 255, in fewer shades: N×3×side×side, 0 to 1."""
    height, width = pictures.shape[2:]
    rows, columns = (slice((each - side) // 2, (each + side) // 2) for each in (height, width))
    shades = np.round(pictures[:, :, rows, columns] / shade) * shade
    found: NDArray[np.float32] = np.minimum(shades, 255).astype(np.float32) / np.float32(255)
    return found


def _places(layer: int) -> tuple[tuple[Place, ...], ...]:
    """By unit of a layer, from 0, the best place of each picture."""
    found, count = seeds.measured(NETWORK), len(seeds.features(NETWORK)["pictures"])
    sides = (LAYERS, count, UNITS)
    rows, columns, values = (
        np.array(found[key]).reshape(sides)[layer] for key in ("rows", "columns", "values")
    )
    return tuple(
        tuple(
            Place(n, int(rows[n, unit]), int(columns[n, unit]), float(values[n, unit]))
            for n in range(count)
        )
        for unit in range(UNITS)
    )


def growth(first: Rung) -> Tensor:
    """What the first layer's units like, from noise on: moment by moment, then unit by unit."""
    # Every other one that was kept: noise is the one thing that travels in no less.
    moments = seeds.features(NETWORK)["grown"][::2]
    assert len(moments) == STEPS - 1
    shades = _piece(moments.reshape(-1, *moments.shape[2:]), PIECES[0], 4 * SHADES)
    data = np.concatenate([shades.reshape(-1, *shades.shape[2:]), first.liked.data])
    return replace(first.liked, name="grown", data=data)


def rungs() -> Iterator[Rung]:
    """The layers, from the first to the fifth."""
    found, drawn = seeds.measured(NETWORK), seeds.features(NETWORK)
    classes = seeds.outlined("simplecnn").classes
    for k in range(LAYERS):
        field = ReceptiveField(*(found[key][k] for key in ("size", "jump", "start")))
        places = _places(k)
        liked = _piece(drawn[f"layer {k + 1}"], PIECES[k])
        own = slice(UNITS * k, UNITS * (k + 1))
        units, numbers, agree = (tuple(found[key][own]) for key in ("units", "classes", "agree"))
        half = found["strongest"] / 2
        names = tuple(
            classes[number] if count >= half else ""
            for number, count in zip(numbers, agree, strict=True)
        )
        yield Rung(
            k + 1,
            field,
            _sheet(k + 1, liked),
            places,
            units,
            numbers,
            agree,
            names,
        )
