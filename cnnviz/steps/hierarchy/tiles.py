"""The pictures that the units of a layer like best, six of them, and how the first grow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.scene import Panel, Stage, Tensor
from cnnviz.staging import panels
from cnnviz.staging.formatting import percent
from cnnviz.steps.hierarchy.rungs import LAYERS, NETWORK, STEPS, UNITS, Rung

WIDE = 3
"""How many of a layer's tiles stand side by side."""

TILE, LINE = 8.0, 1.2
"""How high a unit's picture is, and what is written below it, in units."""

SIZE = UNITS / WIDE * TILE, WIDE * TILE
"""How high and wide a layer's tiles are together."""

TAPPED = LAYERS + STEPS + 1
"""The frame that shows a unit which was tapped, from 0."""


def names(rung: Rung) -> tuple[str, ...]:
    """By unit the class of its favourite photographs, and of how many; "" for less than half."""
    both = zip(rung.names, rung.agree, strict=True)
    return tuple(f"{name} {agreeing(agree)}" if name else "" for name, agree in both)


def agreeing(count: int) -> str:
    """So many of a unit's favourite photographs, in per cent."""
    return percent(Fraction(count, seeds.measured(NETWORK)["strongest"]))


def _opens(rung: Rung) -> panels.Opens:
    """A tap on a unit's picture shows that unit."""
    return panels.Opens(frame=TAPPED, layers={rung.liked.name: str(rung.layer)}, unit="unit")


def unit_tiles(rung: Rung) -> Panel:
    """What the units of a layer would like to see best."""
    texts = names(rung)
    options = panels.Tiles(columns=WIDE, smooth=True, texts=texts, opens=_opens(rung))
    named = UNITS / WIDE * LINE if any(texts) else 0
    return options.panel(
        rung.liked.name,
        tensors=(rung.liked.name,),
        label=f"What layer {rung.layer} likes best",
        stage=Stage.STACK,
        size=(SIZE[0] + named, SIZE[1]),
    )


def alone(
    rung: Rung, name: str, label: str, note: str, named: str = "", *, size: tuple[float, float]
) -> Panel:
    """One of them, which a frame chooses; with a name below it, where it has one."""
    # In one row they rise; a narrow stage has too little room for that.
    options = panels.Tiles(columns=1, count=1, smooth=True, texts=(named,) * UNITS)
    return replace(options, row="same", opens=_opens(rung)).panel(
        name,
        tensors=(rung.liked.name,),
        label=label,
        note=note,
        stage=Stage.STACK,
        size=size,
    )


def growing_tiles(tensor: Tensor) -> Panel:
    """The first layer's tiles on their way out of noise, in the room that they have at last."""
    return panels.Tiles(columns=WIDE, count=UNITS, smooth=True).panel(
        tensor.name,
        tensors=(tensor.name,),
        label="Out of noise",
        stage=Stage.STACK,
        size=SIZE,
    )
