"""The panels of what units like best, large or in a row, and of what is known of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from cnnviz.content import seeds
from cnnviz.content.scene import Panel, Stage
from cnnviz.engine.chance import largest_by_chance
from cnnviz.staging import panels
from cnnviz.staging.formatting import about, number
from cnnviz.steps.hierarchy.looks import Look
from cnnviz.steps.hierarchy.rungs import NETWORK, PIECES, Rung
from cnnviz.steps.hierarchy.tiles import LINE, alone, names

RISING = tuple(0.3 * side for side in PIECES)
"""How large they are at last: a pixel is as large in all of them."""

ONE = 16.0
"""How large what a unit likes best is where a part can be made out in it."""

BESIDE = (13.6, 14.4, 15.2, 16.0)
"""How large one of a layer is beside the picture: the more the layer sees, the larger."""

NAMED = 4
"""From this layer on the class is said by which a unit goes."""

FOUND_SIZE, FOUND_BESIDE = (14.5, 27.0), (9.5 + LINE, 9.5)
"""How high and wide the table of what others found is, and a unit's picture beside it."""

FOUND = (
    ("1", "edges, colour gradients"),
    ("2", "corners, curves, repeated patterns"),
    ("3", "textures: mesh, text"),
    ("4", "parts of one class: dog faces, birds' legs"),
    ("5", "whole objects in many poses: keyboards, dogs"),
)
"""What Zeiler and Fergus found by layer, in 2014, in a network that had learned from ImageNet."""


def unit_panels(look: Look) -> tuple[str, str]:
    """The panels of a layer's unit beside the picture, and at last."""
    layer = look.rung.layer
    return f"One {layer}", f"best {layer}"


def large(look: Look) -> Panel:
    """What a unit likes best in which a part can be made out, with the class that it goes by."""
    rung, size = look.rung, (ONE + LINE, ONE)
    called = names(rung)[look.unit]
    return alone(rung, f"large {rung.layer}", f"Layer {rung.layer}", "", called, size=size)


def beside(look: Look, side: float) -> Panel:
    """What the unit of a layer likes best that the picture excites most."""
    rung = look.rung
    label = f"Layer {rung.layer}, unit {rung.units[look.unit]}"
    note = names(rung)[look.unit] if rung.layer >= NAMED else ""
    return alone(rung, f"One {rung.layer}", label, note, size=(side, side))


def rising(rung: Rung, side: float) -> Panel:
    """What one of its units likes best, with how much of a picture it sees."""
    sees = f"{rung.field.size}×{rung.field.size}"
    # All stand on one line, with their names below it; a frame on each says how much it sees.
    size = (max(RISING) + LINE, side)
    return alone(rung, f"best {rung.layer}", "", f"Layer {rung.layer}", sees, size=size)


def found_table() -> Panel:
    """What others found, layer by layer."""
    listed = panels.Table(
        columns=("layer", "Zeiler and Fergus, 2014, ImageNet"),
        rows=FOUND,
        stages=(str(Stage.STACK),) * len(FOUND),
        known=1,
    )
    # It is no answer of a network's.
    return replace(panels.table("found", listed), stage=Stage.INPUT, size=FOUND_SIZE)


def agreeing_bars(strongest: int) -> Panel:
    """By layer, how many of the photographs that excite a unit most are of one class."""
    chance = by_chance(strongest)
    bars = (
        panels.Bar("drawn at random", chance, about(chance, 0), Stage.INPUT),
        *(
            panels.Bar(f"Layer {layer}", mean, number(mean), Stage.STACK)
            for layer, mean in enumerate(seeds.measured(NETWORK)["agree in layer"], 1)
        ),
    )
    return panels.bars(
        "agreeing",
        panels.Bars(bars=bars),
        label=f"Photographs that share one class, of {strongest}",
        height=3.0,
        width=30.0,
    )


@cache
def by_chance(strongest: int) -> float:
    """How many of so many photographs are of one class, if each class is as likely."""
    return largest_by_chance(strongest, len(seeds.outlined("simplecnn").classes))
