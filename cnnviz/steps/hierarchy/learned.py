"""What the units of a deeper network of photographs look for, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.chance import largest_by_chance
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, number, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.steps.hierarchy.looks import BEST, Look, chosen_look, ladder
from cnnviz.steps.hierarchy.rungs import NETWORK, STEPS, UNITS, Rung, growth, painted_picture, rungs
from cnnviz.steps.hierarchy.tiles import agreeing, best_tile, growing_tiles, unit_tiles

LAYERS = ("first", "second", "third", "fourth", "fifth")
"""The keys of the sentences that speak of them."""

PATCH, PICTURE = 21.0, 16.0
"""How high what a unit sees is beside the tiles, and the picture beside those that grow."""

BESIDE = 9.0, 12.0
"""As those, where both stand beside the tiles, which are what is spoken of."""

NEEDED = ("first", "second")
"""Where the picture is shown, too: of all others a patch shows enough to be recognised in it."""

SMALL = (4.6,) * 5
"""How large the layers' pictures are below what others have found."""

RISING = (5.4, 6.8, 8.4, 10.4, 13.0)
"""How large they are at last: the more a layer sees, the larger."""

GROWING = 0.55
"""Seconds from one step of the tiles that grow out of noise to the next."""

FOUND = (
    ("1", "edges, colour gradients"),
    ("2", "corners, curves, repeated patterns"),
    ("3", "textures: mesh, text"),
    ("4", "parts of one class: dog faces, birds' legs"),
    ("5", "whole objects in many poses: keyboards, dogs"),
)
"""What Zeiler and Fergus found by layer, in 2014, in a network that had learned from ImageNet."""

FOUND_SIZE = 9.0, 30.0
"""How high and wide their table is: its rows are as low as can be read, the pictures below it have
the room."""

RGB = panels.Grid(channel=-1)
WHOLE = {"picture": panels.GridChanges(size=(PATCH, PATCH))}
"""The picture where a unit sees all of it."""


def _zoom(look: Look, high: float = PATCH) -> float:
    """How large a pixel of what a unit sees is, where the whole is so high."""
    sides: tuple[int, ...] = look.patch.data.shape
    return high / max(sides)


def _beside(look: Look) -> dict[str, Changes]:
    """Picture and patch as high as they are where both stand beside the tiles."""
    zoom = _zoom(look, BESIDE[0])
    _, height, width = look.patch.data.shape
    return {
        "picture": panels.GridChanges(size=(BESIDE[1], BESIDE[1])),
        look.patch.name: panels.GridChanges(size=(height * zoom, width * zoom)),
    }


def _rung(look: Look, label: str, cut: str) -> tuple[Panel, Panel]:
    """What a unit sees of the picture, and under it what it would like best, with what it is.

    cut: what is said of what the picture's edge cuts off.
    """
    size = look.rung.field.size
    seen = panels.grid(look.patch, RGB, zoom=_zoom(look), note=f"sees {size}×{size}{cut}")
    return seen, best_tile(look.rung, look.unit, label)


def _found() -> Panel:
    listed = panels.Table(
        columns=("layer", "what it answers to"), rows=FOUND, stages=(str(Stage.STACK),) * len(FOUND)
    )
    label = "Zeiler and Fergus, 2014: five layers, ImageNet"
    # It is no answer of a network's.
    drawn = panels.table("found", listed, label=label)
    return replace(drawn, stage=Stage.INPUT, size=FOUND_SIZE)


def _agreeing(strongest: int) -> Panel:
    """By layer, how many of the photographs that excite a unit most are of one class."""
    chance = _by_chance(strongest)
    bars = (
        panels.Bar("by chance", chance, about(chance, 0), Stage.INPUT),
        *(
            panels.Bar(f"Layer {layer}", mean, f"{number(mean)} of {strongest}", Stage.STACK)
            for layer, mean in enumerate(seeds.measured(NETWORK)["agree in layer"], 1)
        ),
    )
    return panels.bars(
        "agreeing",
        panels.Bars(bars=bars),
        label="Photographs of one class, on average",
        height=3.0,
        width=30.0,
    )


@cache
def _by_chance(strongest: int) -> float:
    """How many of so many photographs are of one class, if each class is as likely."""
    return largest_by_chance(strongest, len(seeds.outlined("simplecnn").classes))


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
        "chance": about(_by_chance(found["strongest"]), 0),
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
            name: panels.TilesChanges(first=look.unit, named=1, size=(2 * side, side))
            for name, look, side in zip(best, looks, sides, strict=True)
        }
        for sides in (RISING, SMALL)
    )

    def at(seconds: float, key: str, *present: str, look: Look = chosen, lit: int = -1) -> Frame:
        name = look.rung.liked.name
        lights = {name: panels.TilesChanges(lit=lit, named=1)} if lit >= 0 else {}
        both = {"picture", look.patch.name} <= {*present}
        boxes = look.boxes(image) if lit >= 0 else ()
        return Frame(
            seconds,
            text(key, facts, **_numbers(look.rung, chosen)),
            hidden=all_but(every, *present),
            boxes=tuple(each for each in boxes if each.tensor in present),
            panels={
                **lights,
                **(_beside(look) if both else {}),
                **(WHOLE if key == "unit" and not both else {}),
                **{"found": small, "close": large}.get(key, {}),
            },
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
        picture = ("picture",) if key in NEEDED else ()
        yield at(5.0, key, *picture, look.patch.name, name, look=look, lit=look.unit)
    own = chosen.rung.liked.name
    patch = ("patch",) if chosen.patch.data.shape != image.data.shape else ()
    yield at(6.0, "unit", own, "picture", *patch, lit=chosen.unit)
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
    chosen = chosen_look(every, values)
    picture = chosen.place.picture
    image = Tensor("picture", painted_picture(picture), "Picture", Stage.INPUT, "rgb", 1.0)
    looks = ladder(every, picture)
    # Said once.
    first = next((look for look in looks if look.is_cut), None)
    grown = growth(every[0])
    listed = (
        _found(),
        panels.grid(image, RGB, zoom=PICTURE / image.data.shape[1]),
        *chain.from_iterable(
            _rung(look, text(f"label-{key}"), text("label-cut") if look is first else "")
            for key, look in zip(LAYERS, looks, strict=True)
        ),
        panels.grid(chosen.patch, RGB, zoom=_zoom(chosen)),
        growing_tiles(grown),
        *map(unit_tiles, every),
        _agreeing(seeds.measured(NETWORK)["strongest"]),
    )
    patches = (look.patch for look in looks)
    drawn = (tensor for rung in every for tensor in (rung.liked, rung.patches))
    tensors = (image, *patches, chosen.patch, grown, *drawn)
    return Parts(tensors, listed, tuple(_frames(text, looks, chosen, image)))
