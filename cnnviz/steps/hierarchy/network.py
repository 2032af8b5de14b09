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
HOP, NEXT = 0.6, 0.7
"""Seconds from one neuron that is read to the next, and from one layer's field to the next."""

ASKED = "S4"
"""The layer of which one is asked how far its neurons see."""


def _grown(below: ReceptiveField, hops: int) -> str:
    """How a field comes of one of those that are read, so many neurons on."""
    if not hops:
        return str(below.size)
    steps = "·".join(str(each) for each in (hops, below.jump) if each > 1) or "1"
    return f"{below.size} + {steps} = {below.size + hops * below.jump}"


def _hops(below: ReceptiveField, field: ReceptiveField) -> int:
    """How many neurons further the last one is that is read."""
    return (field.size - below.size) // below.jump


def _read(network: Network) -> Iterator[tuple[str, str]]:
    """The layers of which is said how far they see, and what a neuron of each reads."""
    before = "the input"
    for layer, shape in zip(network.layers, network.shapes().values(), strict=False):
        if layer.name in SEEN:
            (kernel, *_), _ = layer.window(shape)
            yield layer.name, f"{kernel}×{kernel} of {before}" if kernel > 1 else f"all of {before}"
            before = layer.name


def _grown_box(seen: Box, side: int) -> Box:
    """As much of a field, from its corner on."""
    (top, _), (left, _) = seen.rows, seen.columns
    return replace(seen, rows=(top, top + side), columns=(left, left + side))


def _corners(seen: Box, side: int) -> Iterator[Box]:
    """What the neurons see that a neuron reads: the first of them, and the last so far."""
    (_, bottom), (_, right) = seen.rows, seen.columns
    first = replace(_grown_box(seen, side), role="border", group=-1, stage=None)
    yield first
    yield replace(first, rows=(bottom - side, bottom), columns=(right - side, right))


def _bars(network: Network) -> panels.Bars:
    """How many pixels across the neurons of each layer see, and what they read."""
    fields, stages = network.receptive_fields(), stages_of(network)
    bars = []
    for k, (name, read) in enumerate(_read(network)):
        field, below = fields[name][0], fields[SEEN[k - 1]][0]
        said = _grown(below, _hops(below, field)) if k else f"{field.size}×{field.size}"
        bars.append(panels.Bar(f"{name} reads {read}", float(field.size), said, stages[name]))
    return panels.Bars(bars=tuple(bars), above=True)


def _known(
    all_bars: panels.Bars, count: int, lit: int, grown: tuple[int, str] | None = None
) -> panels.BarsChanges:
    """So many bars, the last of them grown so far; another one, if that is lit, is asked for."""
    known, rest = all_bars.bars[:count], len(all_bars.bars) - count
    values, texts = [each.value for each in known], [each.text for each in known]
    if grown:
        values[-1], texts[-1] = float(grown[0]), grown[1]
    asked = ["?"] if lit == count else []
    return panels.BarsChanges(
        shown=count + len(asked),
        bars=(*values, *[0.0] * rest),
        texts=(*texts, *asked, *[""] * (rest - len(asked))),
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

    def at(i: int) -> Iterator[Frame]:
        """The neurons that are read one by one, from the first to the last, as the field grows."""
        name = SEEN[i]
        seen, field = field_box(name), fields[name][0]
        told = text(name.lower(), size=field.size)
        if not i:
            yield Frame(3.6, told, boxes=(seen,), panels={"layers": _known(bars, 1, 0)})
            return
        below = fields[SEEN[i - 1]][0]
        last = _hops(below, field)
        for hop in range(last + 1):
            side = below.size + hop * below.jump
            grown = _grown_box(seen, side)
            known = _known(bars, i + 1, i, (side, _grown(below, hop)))
            yield Frame(
                3.6 if hop == last else HOP,
                told,
                boxes=(*_corners(grown, below.size), grown),
                panels={"layers": known},
                tween=0.6 * HOP,
            )

    def closing() -> Iterator[Frame]:
        """All fields, one after another, each with its bar."""
        first, last = (
            f"{each.size}×{each.size}" for each in (fields[SEEN[0]][0], fields[SEEN[-1]][0])
        )
        told = text("close", first=first, last=last)
        every = [replace(field_box(name), role="highlight", group=-1) for name in SEEN]
        for k in range(1, len(SEEN) + 1):
            lit = {"layers": _known(bars, len(SEEN), k - 1)}
            yield Frame(NEXT, told, boxes=tuple(every[:k]), panels=lit)
        known = {"layers": _known(bars, len(SEEN), -1)}
        yield Frame(CLOSING, told, boxes=tuple(every), panels=known)

    asked = SEEN.index(ASKED)
    frames = (
        Frame(OPENING, text("open"), hidden=("layers",)),
        *(frame for i in range(asked) for frame in at(i)),
        Frame(
            3.6,
            text("ask", name=ASKED),
            boxes=(field_box(SEEN[asked - 1]),),
            panels={"layers": _known(bars, asked, asked)},
            question=choice(FIELD, Chain.up_to(lenet, ASKED), unit="square").found_in(
                "layers", "kernels"
            ),
        ),
        *(frame for i in range(asked, len(SEEN)) for frame in at(i)),
        *closing(),
    )
    return Parts((image,), (panels.grid(image), replace(reach, stage=Stage.INPUT)), frames)
