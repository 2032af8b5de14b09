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
"""How many of a layer's tiles stand side by side where they stand alone."""

PAIRS = 2
"""How many stand side by side where each has beside it what its unit finds in our pictures."""

INNER = 0.9
"""The share of its place that a tile fills."""

TILE, LINE = 8.0, 1.2
"""How high a unit's picture is, and what is written below it, in units."""

TAPPED = LAYERS + STEPS + 1
"""The frame that shows a unit which was tapped, from 0."""


def names(rung: Rung) -> tuple[str, ...]:
    """By unit the class of its favourite photographs, and of how many; "" for less than half."""
    both = zip(rung.names, rung.agree, strict=True)
    return tuple(f"{name} {agreeing(agree)}" if name else "" for name, agree in both)


def agreeing(count: int) -> str:
    """So many of a unit's favourite photographs, in per cent."""
    return percent(Fraction(count, seeds.measured(NETWORK)["strongest"]))


def _paired(rung: Rung) -> tuple[int, ...]:
    """By unit whether it finds something in our pictures, 0 or 1."""
    return tuple(int(place is not None) for place in rung.shown)


def unit_tiles(rung: Rung) -> Panel:
    """What the units of a layer would like to see best; beside it what they find in ours."""
    opens = panels.Opens(frame=TAPPED, layers={rung.liked.name: str(rung.layer)}, unit="unit")
    options = panels.Tiles(
        columns=PAIRS, smooth=True, opens=opens, texts=names(rung), paired=_paired(rung)
    )
    return options.panel(
        rung.liked.name,
        tensors=(rung.liked.name, rung.patches.name),
        label="What six of its units like best",
        stage=Stage.STACK,
        size=(UNITS / PAIRS * (TILE + LINE), PAIRS * 2 * TILE),
    )


def best_tile(rung: Rung, unit: int, label: str) -> Panel:
    """One of them alone, with what it finds; label: its kind."""
    # In one row they rise; a narrow stage has too little room for that.
    options = panels.Tiles(columns=1, count=1, smooth=True, paired=_paired(rung), below=True)
    return replace(options, row="same").panel(
        f"best {rung.layer}",
        tensors=(rung.liked.name, rung.patches.name),
        label=label,
        note=rung.names[unit],
        stage=Stage.STACK,
        size=(2 * TILE / INNER, TILE / INNER),
    )


def growing_tiles(tensor: Tensor) -> Panel:
    """The first layer's tiles on their way out of noise, in the room that they have at last."""
    return panels.Tiles(columns=WIDE, count=UNITS, smooth=True, texts=("",) * UNITS).panel(
        tensor.name,
        tensors=(tensor.name,),
        label="Out of noise",
        stage=Stage.STACK,
        size=(UNITS / WIDE * (TILE + LINE), WIDE * TILE),
    )
