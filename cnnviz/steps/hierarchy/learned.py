"""What the units of a deeper network of photographs look for, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

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
from cnnviz.steps.hierarchy.rungs import (
    NETWORK,
    STEPS,
    UNITS,
    Place,
    Rung,
    crop,
    growth,
    painted_picture,
    rungs,
)
from cnnviz.steps.hierarchy.tiles import agreeing, best_tile, growing_tiles, unit_tiles

LAYERS = ("first", "second", "third", "fourth", "fifth")
"""The keys of the sentences that speak of them."""

PATCH, PICTURE = 9.0, 15.0
"""How high what a unit sees is, and the picture that it looks at, in units."""

SMALL = (5.5,) * 5
"""How large the layers' pictures are below what others have found."""

RISING = (5.4, 6.8, 8.4, 10.4, 13.0)
"""How large they are at last: the more a layer sees, the larger."""

GROWING = 0.55
"""Seconds from one step of the tiles that grow out of noise to the next."""

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


@dataclass(frozen=True, slots=True)
class Look:
    """A unit, and the place of a picture that excites it most."""

    rung: Rung
    unit: int
    """From 0."""
    place: Place
    patch: Tensor
    """What it sees there; beyond the picture's edge there is grey, or nothing."""

    def boxes(self, image: Tensor) -> tuple[Box, ...]:
        """Its window, as far as that is within the picture, and the patch; of what excites it."""
        if self.place.value == 0:
            return ()
        rows, columns = self.rung.within(self.place)
        inside = []
        for (first, end), at, side in zip(
            (rows, columns), self.place[1:3], self.patch.data.shape[1:], strict=True
        ):
            # A patch that is cut off at the picture's edge begins there.
            start = self.rung.field.seen_by(at)[0] if side == self.rung.field.size else first
            inside.append((first - start, end - start))
        return (
            region(image, "window", rows, columns, group=0),
            region(self.patch, "highlight", *inside, group=0),
        )


def _look(rung: Rung, unit: int, picture: int, name: str, label: str, *, cut: bool = False) -> Look:
    """cut: whether its patch ends where the picture does."""
    place = rung.places[unit][picture]
    rows, columns = (slice(*each) for each in rung.within(place))
    seen = painted_picture(place.picture)[:, rows, columns] if cut else crop(rung.field, place)
    patch = Tensor(name, seen, label, Stage.INPUT, "rgb", 1.0, quantized=not cut)
    return Look(rung, unit, place, patch)


def _ladder(every: Sequence[Rung], picture: int) -> tuple[Look, ...]:
    """Of each layer the unit that the picture excites most, of those that are drawn."""
    found = []
    for rung in every:
        unit = max(range(UNITS), key=lambda k: rung.places[k][picture].value)
        found.append(_look(rung, unit, picture, f"seen {rung.layer}", f"Layer {rung.layer}"))
    return tuple(found)


def _chosen(every: Sequence[Rung], values: Values) -> Look:
    """The unit and the picture asked for. Raises ParameterError where it was never looked at."""
    rung, asked = every[int(values.word("layer")) - 1], values.integer("unit")
    unit = asked - 1 if asked else int(np.argmax(rung.agree))
    word = values.word("picture")
    picture = rung.best(unit).picture
    if word != BEST:
        picture = seeds.pictures().index(word)
        if picture >= len(rung.places[unit]):
            reason = f"must be {BEST} or one of the first {len(rung.places[unit])}; got {word}"
            raise ParameterError("picture", reason)
    return _look(rung, unit, picture, "patch", f"Layer {rung.layer}", cut=True)


def _zoom(look: Look) -> float:
    """How large a pixel of what a unit sees is."""
    sides: tuple[int, ...] = look.patch.data.shape
    return PATCH / max(sides)


def _rung(look: Look, label: str) -> tuple[Panel, Panel]:
    """What a unit sees of the picture, and under it what it would like best, with what it is."""
    size = look.rung.field.size
    seen = panels.grid(look.patch, RGB, zoom=_zoom(look), note=f"sees {size}×{size}")
    return seen, best_tile(look.rung, look.unit, label)


def _found() -> Panel:
    listed = panels.Table(
        columns=("layer", "what it answers to"), rows=FOUND, stages=(str(Stage.STACK),) * len(FOUND)
    )
    label = "Zeiler and Fergus, 2014: five layers, ImageNet"
    # It is no answer of a network's.
    return replace(panels.table("found", listed, label=label, height=3.0), stage=Stage.INPUT)


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


def _numbers(rung: Rung, chosen: Look) -> dict[str, object]:
    found = seeds.measured(NETWORK)
    means, classes = found["agree in layer"], seeds.outlined("simplecnn").classes
    named = next((k for k, name in enumerate(rung.names) if name), 0)
    return {
        "photographs": number(found["learned from"]),
        "accuracy": spoken_percent(found["accuracy"]),
        "n": number(found["n"]),
        "strongest": found["strongest"],
        "few": number(means[0]),
        "many": number(means[-1]),
        "name": rung.names[named],
        "count": agreeing(rung.agree[named]),
        "layer": rung.layer,
        "size": rung.field.size,
        "picture": tuple(seeds.pictures())[chosen.place.picture],
        "unit": chosen.rung.units[chosen.unit],
        "agree": chosen.rung.agree[chosen.unit],
        "class": classes[chosen.rung.classes[chosen.unit]],
    }


def _frames(text: SceneText, looks: Sequence[Look], chosen: Look, image: Tensor) -> Iterator[Frame]:
    """The picture; then layer by layer; one unit; how they agree; all layers, as others found."""
    units = [look.rung.liked.name for look in looks]
    seen = [look.patch.name for look in looks]
    best = [f"best {look.rung.layer}" for look in looks]
    every = sorted({*units, *seen, *best, "grown", "found", "agreeing", "picture", "patch"})
    means = seeds.measured(NETWORK)["agree in layer"]
    facts = {"rising": sorted(means) == list(means), "nothing": chosen.place.value == 0}
    large, small = (
        {
            name: panels.TilesChanges(first=look.unit, named=1, size=(side, side))
            for name, look, side in zip(best, looks, sides, strict=True)
        }
        for sides in (RISING, SMALL)
    )

    def at(seconds: float, key: str, *present: str, look: Look = chosen, lit: int = -1) -> Frame:
        name = look.rung.liked.name
        lights = {name: panels.TilesChanges(lit=lit, named=1)} if lit >= 0 else {}
        return Frame(
            seconds,
            text(key, facts, **_numbers(look.rung, chosen)),
            hidden=all_but(every, *present),
            boxes=look.boxes(image) if lit >= 0 else (),
            panels={**lights, **{"found": small, "close": large}.get(key, {})},
        )

    yield at(OPENING, "open", "picture")
    for step in range(STEPS):
        seconds = 3 * GROWING if step in (0, STEPS - 1) else GROWING
        yield replace(
            at(seconds, "ours", "picture", "grown", look=looks[0]),
            panels={"grown": panels.TilesChanges(first=step * UNITS)},
            tween=GROWING if step else 0.0,
        )
    for key, look, name in zip(LAYERS, looks, units, strict=True):
        yield at(5.0, key, "picture", look.patch.name, name, look=look, lit=look.unit)
    own = chosen.rung.liked.name
    yield at(6.0, "unit", own, "picture", "patch", lit=chosen.unit)
    yield at(6.0, "classes", "agreeing")
    yield at(6.0, "found", "found", *best)
    yield at(CLOSING, "close", *best)


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
    """A picture seen by each of five layers, and what six units of each would like best."""
    every = tuple(rungs())
    chosen = _chosen(every, values)
    picture = chosen.place.picture
    image = Tensor("picture", painted_picture(picture), "Picture", Stage.INPUT, "rgb", 1.0)
    looks = _ladder(every, picture)
    grown = growth(every[0])
    listed = (
        _found(),
        panels.grid(image, RGB, zoom=PICTURE / image.data.shape[1]),
        *chain.from_iterable(
            _rung(look, text(f"label-{key}")) for key, look in zip(LAYERS, looks, strict=True)
        ),
        panels.grid(
            chosen.patch, RGB, zoom=_zoom(chosen), note=f"gives {about(chosen.place.value)}"
        ),
        growing_tiles(grown),
        *map(unit_tiles, every),
        _agreeing(seeds.measured(NETWORK)["strongest"]),
    )
    patches = (look.patch for look in looks)
    drawn = (tensor for rung in every for tensor in (rung.liked, rung.patches))
    tensors = (image, *patches, chosen.patch, grown, *drawn)
    return Parts(tensors, listed, tuple(_frames(text, looks, chosen, image)))
