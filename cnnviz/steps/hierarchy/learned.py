"""What the units of a deeper network of photographs look for, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, number, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.steps.hierarchy.rungs import NETWORK, UNITS, Place, Rung, cut, painted, rungs

LAYERS = ("first", "second", "third", "fourth", "fifth")
"""The keys of the sentences that speak of them."""

WIDE, NARROW = 3, 2
"""How many tiles stand side by side where one layer is there, and where all are."""

TILE, PATCH = 8.0, 5.5
"""How high a unit's picture is, and a patch, in units."""

FOUND = (
    ("1", "edges, colour gradients"),
    ("2", "corners, curves, repeated patterns"),
    ("3", "parts: eyes, wheels, windows"),
    ("4 and 5", "whole objects, scenes"),
)
"""What Zeiler and Fergus found by layer, in 2014, in a network that had learned from ImageNet."""

RGB = panels.Grid(channel=-1)

BEST = "best"
"""Asks for the painted picture that excites the unit most."""


def _size(columns: int, tile: float) -> tuple[float, float]:
    """Height and width of six tiles."""
    return UNITS / columns * tile, columns * tile


def _tiles(rung: Rung) -> Panel:
    """What the units look for."""
    opens = panels.Opens(
        frame=len(LAYERS) + 4, layers={rung.liked.name: str(rung.layer)}, unit="unit"
    )
    return panels.Tiles(columns=NARROW, smooth=True, opens=opens).panel(
        rung.liked.name,
        tensors=(rung.liked.name,),
        label=rung.liked.label,
        note=f"sees {rung.field.size}×{rung.field.size}",
        stage=Stage.STACK,
        size=_size(NARROW, TILE),
    )


def _patches(rung: Rung) -> Panel:
    """What of the painted pictures excites them most."""
    return panels.Tiles(columns=WIDE).panel(
        rung.patches.name,
        tensors=(rung.patches.name,),
        label=rung.patches.label,
        note=f"{rung.field.size}×{rung.field.size}",
        stage=Stage.INPUT,
        size=_size(WIDE, PATCH),
    )


def _found() -> Panel:
    listed = panels.Table(
        columns=("layer", "what it answers to"), rows=FOUND, stages=(str(Stage.STACK),) * len(FOUND)
    )
    label = "Zeiler and Fergus, 2014: five layers, ImageNet"
    return panels.table("found", listed, label=label, height=3.0)


def _agreeing(strongest: int) -> Panel:
    """By layer, how many of the photographs that excite a unit most are of one class."""
    bars = tuple(
        panels.Bar(f"Layer {layer}", mean, f"{number(mean)} of {strongest}", Stage.STACK)
        for layer, mean in enumerate(seeds.measured(NETWORK)["agree in layer"], 1)
    )
    return panels.bars(
        "agreeing",
        panels.Bars(bars=bars),
        label="Photographs of one class, on average",
        height=3.0,
        width=30.0,
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The unit that is looked at more closely, and where in a picture."""

    rung: Rung
    unit: int
    """From 0."""
    place: Place
    image: Tensor
    patch: Tensor

    @property
    def window(self) -> Box:
        """Where the unit looks, as far as that is within the picture."""
        side = self.image.data.shape[1]
        field, place = self.rung.field, self.place
        rows, columns = (
            (max(start, 0), min(stop, side))
            for start, stop in (field.seen_by(place.row), field.seen_by(place.column))
        )
        return region(self.image, "window", rows, columns, group=0)

    @property
    def target(self) -> Box:
        """All of the patch that it sees there."""
        side = (0, self.rung.field.size)
        return region(self.patch, "highlight", side, side, group=0)


def _chosen(every: list[Rung], values: Values) -> Chosen:
    """The unit and the picture asked for. Raises ParameterError where it was never looked at."""
    rung, asked = every[int(values.word("layer")) - 1], values.integer("unit")
    unit = asked - 1 if asked else int(np.argmax(rung.agree))
    word = values.word("picture")
    place = rung.best(unit)
    if word != BEST:
        number = seeds.pictures().index(word)
        if number >= len(rung.places[unit]):
            reason = f"must be {BEST} or one of the first {len(rung.places[unit])}; got {word}"
            raise ParameterError("picture", reason)
        place = rung.places[unit][number]
    image = Tensor("picture", painted(place.picture), "Picture", Stage.INPUT, "rgb", 1.0)
    label = f"gives {about(place.value)}"
    patch = Tensor("patch", cut(rung.field, place), label, Stage.INPUT, "rgb", 1.0)
    return Chosen(rung, unit, place, image, patch)


def _numbers(rung: Rung, chosen: Chosen) -> dict[str, object]:
    found = seeds.measured(NETWORK)
    means, classes = found["agree in layer"], seeds.outlined("simplecnn").classes
    return {
        "photographs": number(found["learned from"]),
        "accuracy": spoken_percent(found["accuracy"]),
        "n": number(found["n"]),
        "strongest": found["strongest"],
        "few": number(means[0]),
        "many": number(means[-1]),
        "layer": rung.layer,
        "size": rung.field.size,
        "side": chosen.image.data.shape[1],
        "unit": rung.units[chosen.unit],
        "agree": rung.agree[chosen.unit],
        "class": classes[rung.classes[chosen.unit]],
    }


def _frames(text: SceneText, layers: list[Rung], chosen: Chosen) -> Iterator[Frame]:
    """What was found in 2014; then layer by layer; all of them; one unit."""
    ladder = {rung.liked.name for rung in layers}
    every = ladder | {rung.patches.name for rung in layers}
    every |= {"found", "agreeing", "picture", "patch"}
    means = seeds.measured(NETWORK)["agree in layer"]
    facts = {"rising": sorted(means) == list(means), "nothing": chosen.place.value == 0}

    def at(
        seconds: float,
        key: str,
        present: set[str],
        rung: Rung = chosen.rung,
        boxes: tuple[Box, ...] = (),
        lit: int | None = None,
    ) -> Frame:
        wide = panels.TilesChanges(columns=WIDE, size=_size(WIDE, TILE), lit=lit)
        return Frame(
            seconds,
            text(key, facts, **_numbers(rung, chosen)),
            hidden=all_but(sorted(every), *present),
            boxes=boxes,
            panels={} if ladder <= present else dict.fromkeys(sorted(ladder & present), wide),
        )

    yield at(OPENING, "open", {"found"})
    yield at(OPENING, "ours", {layers[0].liked.name}, layers[0])
    for key, rung in zip(LAYERS, layers, strict=True):
        yield at(6.0, key, {rung.liked.name, rung.patches.name}, rung)
    yield at(6.0, "ladder", ladder)
    yield at(6.0, "classes", {"agreeing"})
    boxes = () if facts["nothing"] else (chosen.window, chosen.target)
    own = {chosen.rung.liked.name, "picture", "patch"}
    yield at(6.0, "unit", own, boxes=boxes, lit=chosen.unit)
    yield at(CLOSING, "close", ladder)


_HELP = "Counted from the top left; 0 takes the one whose photographs agree most."


@scene(
    "learned",
    stage=Stage.STACK,
    params=(
        Param(
            "layer",
            "Layer",
            "choice",
            "5",
            choices=tuple((str(k), str(k)) for k in range(1, len(LAYERS) + 1)),
        ),
        Param("unit", "Unit", "integer", 0, 0, UNITS, help=_HELP),
        Param(
            "picture",
            "Picture",
            "choice",
            BEST,
            choices=((BEST, "its best"), *((name, name) for name in seeds.pictures())),
        ),
    ),
)
def learned(values: Values, text: SceneText) -> Parts:
    """Six units of each of five layers, and what of the painted pictures excites them most."""
    every = list(rungs())
    chosen = _chosen(every, values)
    side = chosen.rung.field.size
    listed = (
        _found(),
        *map(_tiles, every),
        *map(_patches, every),
        panels.grid(chosen.image, RGB, zoom=2 * TILE / chosen.image.data.shape[1]),
        panels.grid(chosen.patch, RGB, zoom=1.4 * TILE / side, note=f"{side}×{side}"),
        _agreeing(seeds.measured(NETWORK)["strongest"]),
    )
    tensors = (
        *(rung.liked for rung in every),
        *(rung.patches for rung in every),
        chosen.image,
        chosen.patch,
    )
    return Parts(tensors, listed, tuple(_frames(text, every, chosen)))
