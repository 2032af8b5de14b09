"""The pictures that the units of a layer like best, six in two rows, and how the first grow."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.scene import Panel, Stage, Tensor
from cnnviz.staging import panels
from cnnviz.steps.hierarchy.rungs import LAYERS, NETWORK, STEPS, UNITS, Rung

WIDE = 3
"""How many of a layer's tiles stand side by side."""

TILE, LINE = 8.0, 1.2
"""How high a unit's picture is, and what is written below it, in units."""

TAPPED = LAYERS + STEPS + 4
"""The frame that shows a unit which was tapped, from 0."""


def unit_tiles(rung: Rung, mixed: str) -> Panel:
    """What the units of a layer would like to see best, and what their photographs show.

    mixed: what is written where fewer than half of them are of one class.
    """
    opens = panels.Opens(frame=TAPPED, layers={rung.liked.name: str(rung.layer)}, unit="unit")
    classes = seeds.outlined("simplecnn").classes
    common = zip(rung.classes, rung.agree, strict=True)
    half = seeds.measured(NETWORK)["strongest"] / 2
    texts = tuple(f"{classes[name]} {agree}" if agree >= half else mixed for name, agree in common)
    return panels.Tiles(columns=WIDE, smooth=True, opens=opens, texts=texts).panel(
        rung.liked.name,
        tensors=(rung.liked.name,),
        label="What six of its units like best",
        stage=Stage.STACK,
        size=(UNITS / WIDE * (TILE + LINE), WIDE * TILE),
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
