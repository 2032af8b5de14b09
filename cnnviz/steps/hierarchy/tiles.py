"""The pictures that the units of a layer like best, six in two rows, and how the first grow."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.scene import Panel, Stage, Tensor
from cnnviz.staging import panels
from cnnviz.steps.hierarchy.rungs import LAYERS, NETWORK, STEPS, UNITS, Rung

WIDE = 3
"""How many of a layer's tiles stand side by side."""

INNER = 0.9
"""The share of its place that a tile fills."""

TILE, LINE = 8.0, 1.2
"""How high a unit's picture is, and what is written below it, in units."""

TAPPED = LAYERS + STEPS + 4
"""The frame that shows a unit which was tapped, from 0."""


def names(rung: Rung) -> tuple[str, ...]:
    """By unit the class of its favourite photographs, and of how many; "" for less than half."""
    classes, half = seeds.outlined("simplecnn").classes, seeds.measured(NETWORK)["strongest"] / 2
    common = zip(rung.classes, rung.agree, strict=True)
    return tuple(f"{classes[name]} {agree}" if agree >= half else "" for name, agree in common)


def unit_tiles(rung: Rung) -> Panel:
    """What the units of a layer would like to see best; in its corner, what they like of ours."""
    opens = panels.Opens(frame=TAPPED, layers={rung.liked.name: str(rung.layer)}, unit="unit")
    options = panels.Tiles(columns=WIDE, smooth=True, opens=opens, texts=names(rung), corner=True)
    return options.panel(
        rung.liked.name,
        tensors=(rung.liked.name, rung.patches.name),
        label="What six of its units like best",
        stage=Stage.STACK,
        size=(UNITS / WIDE * (TILE + LINE), WIDE * TILE),
    )


def best_tile(rung: Rung) -> Panel:
    """One of them, below what it sees of a picture."""
    return panels.Tiles(columns=1, count=1, smooth=True, row="under", texts=names(rung)).panel(
        f"best {rung.layer}",
        tensors=(rung.liked.name,),
        label="likes best",
        stage=Stage.STACK,
        size=(TILE / INNER + LINE, TILE / INNER),
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
