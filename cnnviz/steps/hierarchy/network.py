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


@scene("network", stage=Stage.STACK, params=(DIGIT,))
def network(values: Values, text: SceneText) -> Parts:
    """LeNet-5's receptive fields, layer by layer, on the running example."""
    lenet = seeds.network("lenet")
    ink = with_border(lenet, seeds.digit(values.word("digit")))
    image = Tensor("image", ink.astype(np.float64), "Input", Stage.INPUT, "image")
    fields = lenet.receptive_fields()
    shapes = lenet.shapes()
    stages = stages_of(lenet)
    sizes = [f"{fields[name][0].size}×{fields[name][1].size}" for name in SEEN]
    rows = tuple((name, read, size) for (name, read), size in zip(_read(lenet), sizes, strict=True))
    hues = tuple(str(stages[name]) for name in SEEN)
    listed = panels.Table(columns=("layer", "reads", "sees"), rows=rows, stages=hues, known=2)
    table = panels.table("layers", listed, height=5.0)

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
            panels={"layers": panels.TableChanges(shown=i + 1, lit=i)},
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
            panels={"layers": panels.TableChanges(shown=asked, lit=asked)},
            question=choice(FIELD, Chain.up_to(lenet, ASKED), unit="square").found_in(
                "layers", "kernels"
            ),
        ),
        *(at(i) for i in range(asked, len(SEEN))),
        Frame(
            CLOSING,
            text("close", first=sizes[0], last=sizes[-1]),
            boxes=tuple(
                replace(field_box(name), role="highlight", group=-1, name=name) for name in SEEN
            ),
            panels={"layers": panels.TableChanges(shown=len(SEEN), lit=-1)},
        ),
    )
    return Parts((image,), (panels.grid(image), table), frames)
