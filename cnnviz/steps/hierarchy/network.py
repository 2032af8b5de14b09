"""The receptive fields of a whole network, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Box, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.network import Network
from cnnviz.engine.receptive import ReceptiveField
from cnnviz.misconceptions.depth import FIELD, Chain
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.inputs import DIGIT
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.stages import stages_of

SEEN = ("C1", "S2", "C3", "S4", "F5")
ASKED = "S4"
"""The layer of which one is asked how far its neurons see."""


def _grown(below: ReceptiveField, size: int) -> str:
    """How a field of that size comes of those that are read."""
    return rf"{below.size} + {(size - below.size) // below.jump} \cdot {below.jump} = {size}"


def _read(network: Network) -> Iterator[tuple[str, str]]:
    """The layers of which is said how far they see, and what a neuron of each reads."""
    before = "the input"
    for layer, shape in zip(network.layers, network.shapes().values(), strict=False):
        if layer.name in SEEN:
            (kernel, *_), _ = layer.window(shape)
            yield layer.name, f"{kernel}×{kernel} of {before}" if kernel > 1 else f"all of {before}"
            before = layer.name


def _corners(image: Tensor, seen: Box, side: int) -> Iterator[Box]:
    """What the neurons see that a neuron reads: the first and the last of them show how far."""
    for y, x in ((seen.rows[0], seen.columns[0]), (seen.rows[1] - side, seen.columns[1] - side)):
        yield region(image, "border", (y, y + side), (x, x + side))


def _bars(network: Network) -> panels.Bars:
    """How many pixels across the neurons of each layer see, and what they read."""
    fields, stages = network.receptive_fields(), stages_of(network)
    bars = []
    for name, read in _read(network):
        height, width = (field.size for field in fields[name])
        said = f"{height}×{width}"
        bars.append(panels.Bar(f"{name} reads {read}", float(width), said, stages[name]))
    return panels.Bars(bars=tuple(bars), above=True)


def _known(all_bars: panels.Bars, count: int, lit: int) -> panels.BarsChanges:
    """So many bars as they are; of the others the one spoken of is asked for."""
    known, rest = all_bars.bars[:count], len(all_bars.bars) - count
    asked = ["?"] if lit == count else []
    return panels.BarsChanges(
        bars=(*(each.value for each in known), *[0.0] * rest),
        texts=(*(each.text for each in known), *asked, *[""] * (rest - len(asked))),
        most=all_bars.bars[-1].value,
        lit=lit,
    )


@scene("network", stage=Stage.STACK, params=(DIGIT,))
def network(values: Values, text: SceneText) -> Parts:
    """LeNet-5's receptive fields, layer by layer, on the running example."""
    lenet = seeds.network("lenet")
    ink = with_border(lenet, seeds.digit(values.word("digit")))
    image = Tensor("image", ink.astype(np.float64), "Input", Stage.INPUT, "image")
    fields = lenet.receptive_fields()
    shapes = lenet.shapes()
    stages = stages_of(lenet)
    bars = _bars(lenet)
    reach = panels.bars("layers", bars, label="How far a neuron sees", height=6.0, width=40.0)

    def field_box(name: str) -> Box:
        vertical, horizontal = fields[name]
        shape = shapes[name]
        y, x = (shape[1] // 2, shape[2] // 2) if len(shape) == 3 else (0, 0)
        seen = region(image, "window", vertical.seen_by(y), horizontal.seen_by(x), group=0)
        return replace(seen, stage=stages[name])

    def at(i: int) -> Frame:
        name = SEEN[i]
        seen, size = field_box(name), fields[name][0].size
        below = fields[SEEN[i - 1]][0] if i else None
        return Frame(
            3.6,
            text(name.lower(), size=size),
            formula=_grown(below, size) if below else "",
            boxes=(*(_corners(image, seen, below.size) if below else ()), seen),
            panels={"layers": _known(bars, i + 1, i)},
        )

    asked = SEEN.index(ASKED)
    frames = (
        Frame(OPENING, text("open"), hidden=("layers",)),
        *(at(i) for i in range(asked)),
        replace(
            at(asked - 1),
            narration=text("ask", name=ASKED),
            formula="",
            boxes=(field_box(SEEN[asked - 1]),),
            panels={"layers": _known(bars, asked, asked)},
            question=choice(FIELD, Chain.up_to(lenet, ASKED), unit="square").found_in(
                "layers", "kernels"
            ),
        ),
        *(at(i) for i in range(asked, len(SEEN))),
        Frame(
            CLOSING,
            text("close", first=bars.bars[0].text, last=bars.bars[-1].text),
            boxes=tuple(
                replace(field_box(name), role="highlight", group=-1, name=name) for name in SEEN
            ),
            panels={"layers": _known(bars, len(SEEN), -1)},
        ),
    )
    return Parts((image,), (panels.grid(image), replace(reach, stage=Stage.INPUT)), frames)
