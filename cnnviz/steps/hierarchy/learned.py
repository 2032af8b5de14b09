"""What the units of a deeper network of photographs look for, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.chance import largest_by_chance
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import a_noun, about, number, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.steps.hierarchy.looks import BEST, Look, another, chosen_look, ladder
from cnnviz.steps.hierarchy.rungs import NETWORK, STEPS, UNITS, Rung, growth, painted_picture, rungs
from cnnviz.steps.hierarchy.tiles import (
    LINE,
    SIZE,
    agreeing,
    alone,
    growing_tiles,
    names,
    unit_tiles,
)

LAYERS = ("first", "second", "third", "fourth", "fifth")
"""The keys of the sentences that speak of them."""

PICTURE = 16.0
"""How high the picture is."""

RISING = (6.4, 7.6, 9.0, 10.8, 13.0)
"""How large they are at last: the more a layer sees, the larger."""

ONE = 16.0
"""How large what a unit likes best is where a part can be made out in it."""

PAIR = (12.2, 12.4, 12.6, 12.8, 13.0)
"""How large two of a layer are beside the picture: the more the layer sees, the larger."""

LARGE = 1.2 * SIZE[0], 1.2 * SIZE[1]
"""How high and wide the tiles of a layer are where one of them is spoken of."""

BESIDE = 1.4 * SIZE[0], 1.4 * SIZE[1]
"""How high and wide tiles are beside others like them: their names are read."""

TELLING = (4, "dog"), (5, "car")
"""Layer and class of the units in whose pictures a part can be made out."""

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

FOUND_SIZE = 14.0, 30.0
"""How high and wide their table is."""

RGB = panels.Grid(channel=-1)


def _large(rung: Rung, name: str) -> Panel:
    """What the first of its units likes best that goes by the class."""
    called = names(rung)[rung.names.index(name)]
    drawn = alone(rung, f"large {rung.layer}", f"Layer {rung.layer}", called)
    return replace(drawn, size=(ONE, ONE))


def _pair(look: Look, side: float) -> Iterator[Panel]:
    """What two units of a layer like best: the one that the picture excites most, and another."""
    rung = look.rung
    for which, unit in (("One", look.unit), ("Another", another(look))):
        label = f"Layer {rung.layer}, unit {rung.units[unit]}"
        drawn = alone(rung, f"{which} {rung.layer}", label, names(rung)[unit])
        yield replace(drawn, size=(side, side))


def _rising(rung: Rung, side: float) -> Panel:
    """What one of its units likes best, with how much of a picture it sees."""
    sees = f"sees {rung.field.size}×{rung.field.size}"
    drawn = alone(rung, f"best {rung.layer}", "", sees, named=f"Layer {rung.layer}")
    # All stand on one line, with their names below it.
    return replace(drawn, size=(max(RISING) + LINE, side))


def _found() -> Panel:
    listed = panels.Table(
        columns=("layer", "Zeiler and Fergus, 2014, ImageNet"),
        rows=FOUND,
        stages=(str(Stage.STACK),) * len(FOUND),
    )
    # It is no answer of a network's.
    return replace(panels.table("found", listed), stage=Stage.INPUT, size=FOUND_SIZE)


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


def _numbers(look: Look, chosen: Look) -> dict[str, object]:
    rung = look.rung
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
        "a_name": a_noun(rung.names[named]),
        "count": agreeing(rung.agree[named]),
        "layer": rung.layer,
        "agree_here": rung.agree[look.unit],
        "class_here": a_noun(classes[rung.classes[look.unit]]),
        "size": rung.field.size,
        "a_picture": a_noun(tuple(seeds.pictures())[chosen.place.picture]),
        "unit": chosen.rung.units[chosen.unit],
        "agree": chosen.rung.agree[chosen.unit],
        "class": classes[chosen.rung.classes[chosen.unit]],
    }


def _enlarged(looks: Sequence[Look]) -> Iterator[tuple[str, panels.TilesChanges]]:
    """Which unit of a layer is that of the class, by the panel that shows it large."""
    for layer, name in TELLING:
        first = looks[layer - 1].rung.names.index(name)
        yield f"large {layer}", panels.TilesChanges(first=first)


def _frames(text: SceneText, looks: Sequence[Look], chosen: Look, image: Tensor) -> Iterator[Frame]:
    """The picture; then layer by layer; one unit; how they agree; what others found; all layers."""
    units = [look.rung.liked.name for look in looks]
    best = [f"best {look.rung.layer}" for look in looks]
    large = [f"large {layer}" for layer, _ in TELLING]
    pairs = [f"{which} {look.rung.layer}" for look in looks for which in ("One", "Another")]
    every = sorted({*units, *best, *large, *pairs, "grown", "found", "agreeing", "picture"})
    means = seeds.measured(NETWORK)["agree in layer"]
    _, height, width = image.data.shape
    facts = {
        "rising": sorted(means) == list(means),
        "nothing": chosen.place.value == 0,
        "all": chosen.rung.agree[chosen.unit] == seeds.measured(NETWORK)["strongest"],
        "sees all": chosen.rung.within(chosen.place) == ((0, height), (0, width)),
    }

    def at(seconds: float, key: str, *present: str, look: Look = chosen, lit: int = -1) -> Frame:
        lights = {look.rung.liked.name: panels.TilesChanges(lit=lit, named=1)} if lit >= 0 else {}
        boxes = look.boxes(image) if lit >= 0 else ()
        return Frame(
            seconds,
            text(key, facts, **_numbers(look, chosen)),
            hidden=all_but(every, *present),
            boxes=boxes,
            panels=lights,
        )

    yield at(OPENING, "open", "picture")
    for step in range(STEPS):
        seconds = 3 * GROWING if step in (0, STEPS - 1) else GROWING
        yield replace(
            at(seconds, "ours", "picture", "grown", look=looks[0]),
            panels={"grown": panels.TilesChanges(first=step * UNITS)},
            tween=GROWING if step else 0.0,
        )
    # Of the first layer all stand there already; of each other one two are large.
    yield at(5.0, LAYERS[0], "picture", units[0], look=looks[0], lit=looks[0].unit)
    for key, look in zip(LAYERS[1:], looks[1:], strict=True):
        its, other = (f"{which} {look.rung.layer}" for which in ("One", "Another"))
        yield replace(
            at(5.0, key, "picture", its, other, look=look),
            boxes=look.both(image),
            panels={
                its: panels.TilesChanges(first=look.unit),
                other: panels.TilesChanges(first=another(look)),
            },
        )
    own = chosen.rung.liked.name
    one = at(6.0, "unit", "picture", own, lit=chosen.unit)
    yield replace(one, panels={own: panels.TilesChanges(lit=chosen.unit, named=1, size=LARGE)})
    # Each of the two is seen among its own before it grows.
    enlarged = dict(_enlarged(looks))
    among = {
        units[layer - 1]: panels.TilesChanges(lit=enlarged[name].first, named=1, size=BESIDE)
        for name, (layer, _) in zip(large, TELLING, strict=True)
    }
    yield replace(at(2.0, "look", *among), panels=among)
    for key in ("look", "large"):
        yield replace(at(6.0, key, *large), panels=enlarged, tween=1.4 if key == "look" else 0.0)
    yield at(6.0, "classes", "agreeing")
    yield at(6.0, "found", "found")
    each = {
        name: panels.TilesChanges(first=look.unit, named=1)
        for name, look in zip(best, looks, strict=True)
    }
    yield replace(at(CLOSING, "close", *best), panels=each)


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
    grown = growth(every[0])
    listed = (
        panels.grid(image, RGB, zoom=PICTURE / image.data.shape[1]),
        growing_tiles(grown),
        *map(unit_tiles, every),
        *(drawn for pair in zip(looks, PAIR, strict=True) for drawn in _pair(*pair)),
        *(_large(every[layer - 1], name) for layer, name in TELLING),
        _found(),
        _agreeing(seeds.measured(NETWORK)["strongest"]),
        *(_rising(rung, side) for rung, side in zip(every, RISING, strict=True)),
    )
    tensors = (image, grown, *(rung.liked for rung in every))
    return Parts(tensors, listed, tuple(_frames(text, looks, chosen, image)))
