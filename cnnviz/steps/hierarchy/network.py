"""The receptive fields of a whole network, layer by layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

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
from cnnviz.staging.boxes import region, whole
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.inputs import DIGIT
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.stages import stages_of
from cnnviz.steps.hierarchy.fields import grown_text

SEEN = ("C1", "S2", "C3", "S4", "F5")
ENLARGED, AROUND = "S2", 2
"""The layer of which one neuron is seen enlarged, and how many pixels around what it sees."""

HOP, COMES = 0.6, 0.9
"""Seconds from one neuron that is read to the next, and in which one goes nearer, or back."""

ASKED = "S4"
"""The layer of which one is asked how far its neurons see."""


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
    first = replace(_grown_box(seen, side), role="border", group=-1, stage=None, name="")
    yield first
    yield replace(first, rows=(bottom - side, bottom), columns=(right - side, right))


def _bars(network: Network) -> panels.Bars:
    """How many pixels across the neurons of each layer see, and what they read."""
    fields, stages = network.receptive_fields(), stages_of(network)
    bars = []
    for k, (name, read) in enumerate(_read(network)):
        field, below = fields[name][0], fields[SEEN[k - 1]][0]
        said = grown_text(below, _hops(below, field)) if k else f"{field.size}×{field.size}"
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
        # What the other layers read stands there from the start.
        shown=count + rest,
        bars=(*values, *[0.0] * rest),
        texts=(*texts, *asked, *[""] * (rest - len(asked))),
        most=all_bars.bars[-1].value,
        lit=lit,
    )


class Film(NamedTuple):
    """What the frames are made of."""

    text: SceneText
    network: Network
    image: Tensor
    bars: panels.Bars
    pieces: dict[str, Tensor]
    """By layer, the piece of the picture that its middle neuron sees, where that is not all."""

    def without(self, *names: str) -> tuple[str, ...]:
        """All panels but the picture and these."""
        every = ("layers", *(each.name for each in self.pieces.values()))
        return tuple(name for name in every if name not in names)

    def field(self, name: str) -> ReceptiveField:
        """How far a neuron of that layer sees, down and across alike."""
        return self.network.receptive_fields()[name][0]

    def box(self, name: str) -> Box:
        """What the middle neuron of a layer sees."""
        vertical, horizontal = self.network.receptive_fields()[name]
        shape = self.network.shapes()[name]
        y, x = (shape[1] // 2, shape[2] // 2) if len(shape) == 3 else (0, 0)
        seen = region(self.image, "window", vertical.seen_by(y), horizontal.seen_by(x), group=0)
        return replace(seen, stage=stages_of(self.network)[name], name=name)

    def frame(
        self, seconds: float, told: str, boxes: Iterable[Box], bars: panels.BarsChanges
    ) -> Frame:
        """A frame of the whole picture and the bars."""
        return Frame(
            seconds,
            told,
            boxes=tuple(boxes),
            hidden=self.without("layers"),
            panels={"layers": bars},
        )

    def at(self, i: int) -> Iterator[Frame]:
        """The neurons that are read one by one, from the first to the last, as the field grows."""
        name = SEEN[i]
        seen, field = self.box(name), self.field(name)
        told = self.text(name.lower(), size=field.size)
        if not i:
            yield self.frame(3.6, told, (seen,), _known(self.bars, 1, 0))
            return
        below = self.field(SEEN[i - 1])
        if name == ENLARGED:
            yield from self.enlarged(i, told, below)
            return
        last = _hops(below, field)
        for hop in range(last + 1):
            side = below.size + hop * below.jump
            grown = _grown_box(seen, side)
            known = _known(self.bars, i + 1, i, (side, grown_text(below, hop)))
            boxes = (*_corners(grown, below.size), grown)
            # After the layer that was enlarged, one goes back first.
            back = hop == 0 and SEEN[i - 1] == ENLARGED
            seconds, tween = (COMES + HOP, COMES) if back else (HOP, 0.6 * HOP)
            frame = self.frame(3.6 if hop == last else seconds, told, boxes, known)
            yield replace(frame, tween=tween)

    def enlarged(self, i: int, told: str, below: ReceptiveField) -> Iterator[Frame]:
        """Its four neurons one by one, where they can be told apart."""
        grown = self.box(SEEN[i])
        (top, bottom), (left, right) = grown.rows, grown.columns
        rows, columns = self.image.data.shape[1:]
        nearer = panels.GridChanges(
            around=(
                AROUND - top,
                AROUND + right - columns,
                AROUND + bottom - rows,
                AROUND - left,
            )
        )
        before = stages_of(self.network)[SEEN[i - 1]]
        read: list[Box] = []
        for k in range(4):
            y, x = top + below.jump * (k // 2), left + below.jump * (k % 2)
            spans = (y, y + below.size), (x, x + below.size)
            own = region(self.image, "highlight", *spans, stage=before)
            down, wide = (below.size + below.jump * hop for hop in (k // 2, int(k > 0)))
            field = replace(grown, rows=(top, top + down), columns=(left, left + wide))
            known = _known(self.bars, i + 1, i, (wide, grown_text(below, int(k > 0))))
            # The picture is near before its neurons are told apart.
            seconds, tween = (COMES + HOP, COMES) if k == 0 else (HOP, 0.6 * HOP)
            frame = self.frame(3.0 if k == 3 else seconds, told, (*read, own, field), known)
            yield replace(frame, panels={**frame.panels, "image": nearer}, tween=tween)
            # Those that have been seen stay, in dashes; the one that is looked at is whole.
            read.append(replace(own, role="border"))

    def asking(self, asked: int) -> Frame:
        """How far a neuron of the next layer sees."""
        chain = Chain.up_to(self.network, ASKED)
        question = choice(FIELD, chain, unit="square").found_in("layers", "kernels")
        known = _known(self.bars, asked, asked)
        boxes = (self.box(SEEN[asked - 1]),)
        frame = self.frame(3.6, self.text("ask", name=ASKED), boxes, known)
        return replace(frame, question=question)

    def closing(self) -> Frame:
        """All fields, each beside the others as a piece of the picture."""
        first, last = (f"{self.field(each).size}" for each in (SEEN[0], SEEN[-1]))
        told = self.text("close", first=f"{first}×{first}", last=f"{last}×{last}")
        # The pieces have their names above them.
        fields = [
            replace(
                self.box(name), role="highlight", group=-1, name="" if name in self.pieces else name
            )
            for name in SEEN
        ]
        stages, pieces = stages_of(self.network), self.pieces
        around = (whole(piece, "highlight", stage=stages[name]) for name, piece in pieces.items())
        shown = self.without(*(piece.name for piece in pieces.values()))
        return Frame(CLOSING, told, boxes=(*fields, *around), hidden=shown)


@scene("network", stage=Stage.STACK, params=(DIGIT,))
def network(values: Values, text: SceneText) -> Parts:
    """LeNet-5's receptive fields, layer by layer, on the running example."""
    lenet = seeds.network("lenet")
    ink = with_border(lenet, seeds.digit(values.word("digit"))).astype(np.float64)
    image = Tensor("image", ink, "Input", Stage.INPUT, "image")
    bars = _bars(lenet)
    film = Film(text, lenet, image, bars, {})
    for name in SEEN[:-1]:
        seen = film.box(name)
        cut = ink[:, slice(*seen.rows), slice(*seen.columns)]
        film.pieces[name] = Tensor(f"{name} sees", cut, name, Stage.INPUT, "image")
    asked = SEEN.index(ASKED)
    frames = (
        Frame(OPENING, text("open"), hidden=film.without()),
        *(frame for i in range(asked) for frame in film.at(i)),
        film.asking(asked),
        *(frame for i in range(asked, len(SEEN)) for frame in film.at(i)),
        film.closing(),
    )
    reach = panels.bars("layers", bars, label="How far a neuron sees", height=6.0, width=40.0)
    plain = panels.Grid(numbers=False)
    cuts = (
        replace(panels.grid(piece, plain), stage=stages_of(lenet)[name])
        for name, piece in film.pieces.items()
    )
    listed = (replace(reach, stage=Stage.INPUT), *cuts, panels.grid(image))
    return Parts((image, *film.pieces.values()), listed, frames)
