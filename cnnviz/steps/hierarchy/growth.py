"""How far a neuron sees: stacked convolutions, with and without pools between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import output_size
from cnnviz.engine.receptive import ReceptiveField, receptive_field
from cnnviz.misconceptions.depth import FIELD, Chain
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.steps.hierarchy.fields import grown_text

WIDTH = 25
"""Input pixels of the side view: with an odd number, one is in the middle."""
ROW = WIDTH // 2
"""The row of the picture that stands in the side view: the middle one of what every middle neuron
sees, or, with pools, one of the middle two."""
TOP, LEFT = 1, 2
"""Where the digit is cut: most of its empty edge is left out, and there is ink in the middle."""

LAYERS = {
    "none": ("layer 1", "layer 2", "layer 3", "layer 4", "layer 5"),
    "pool": ("layer 1", "pool 2", "layer 3", "pool 4", "layer 5"),
}
"""What stands over the input, by what is between the convolutions: pools count as layers, too."""
NAMES = 3.8
"""How wide the names of the layers are, in units."""
ZOOM, BESIDE = 0.6, 0.42
"""How large a pixel of the picture is, in units, at first and beside the layers."""
ALONE = 2.8
"""Seconds in which the row stands alone before a layer comes above it."""
COMES, GROWING, AGAIN = 0.6, 1.0, 0.8
"""Seconds in which a layer comes, in which all below it spreads, and where that is known."""


SMALL = panels.GridChanges(size=(WIDTH * BESIDE, WIDTH * BESIDE))


class Level(NamedTuple):
    """The input, or one layer over it: its window, its neurons, and what each of them sees."""

    label: str
    kernel: int
    stride: int
    neurons: int
    field: ReceptiveField

    @property
    def stage(self) -> Stage:
        """Its hue."""
        if self.kernel == 1:
            return Stage.INPUT
        return Stage.POOL if self.stride > 1 else Stage.CONV


def _levels(labels: tuple[str, ...]) -> list[Level]:
    """The input and the layers over it."""
    levels = [Level("input", 1, 1, WIDTH, ReceptiveField(1, 1, 0))]
    windows = [(2, 2) if label.startswith("pool") else (3, 1) for label in labels]
    fields = receptive_field(windows)
    for label, (kernel, stride), field in zip(labels, windows, fields, strict=True):
        neurons = output_size(levels[-1].neurons, kernel, stride=stride)
        levels.append(Level(label, kernel, stride, neurons, field))
    return levels


def _spans(levels: list[Level], neuron: int) -> tuple[tuple[int, int], ...]:
    """Half-open ranges, input first, of what a neuron of the last level sees of each level."""
    low, high = neuron, neuron + 1
    spans = [(low, high)]
    for level in reversed(levels[1:]):
        low, high = low * level.stride, (high - 1) * level.stride + level.kernel
        spans.append((low, high))
    return tuple(reversed(spans))


def _panel(levels: list[Level], row: Tensor) -> Panel:
    drawn = tuple(
        panels.Level(
            label=level.label,
            stage=level.stage,
            jump=level.field.jump,
            first=level.field.start + (level.field.size - 1) / 2,
            count=level.neurons,
        )
        for level in levels
    )
    return panels.Cone(levels=drawn, width=WIDTH, names=NAMES / (WIDTH + NAMES)).panel(
        "cone", tensors=(row.name,), stage=Stage.STACK, size=(17.0, WIDTH + NAMES)
    )


class Picture(NamedTuple):
    """The digit, and the row of it that is seen from the side."""

    whole: Tensor
    row: Tensor

    def boxes(self, rows: tuple[int, int], columns: tuple[int, int], group: int) -> Iterator[Box]:
        """A region of the digit, and what the row has of it; in a group they are joined."""
        for tensor, lines in ((self.whole, rows), (self.row, (0, 1))):
            yield region(tensor, "window", lines, columns, group=group, stage=Stage.STACK)


def _marked(picture: Picture) -> Box:
    """The row that stands in the side view, in the picture."""
    return region(picture.whole, "border", (ROW, ROW + 1), (0, WIDTH), stage=Stage.STACK)


def _seen(picture: Picture, levels: list[Level], neuron: int) -> tuple[Box, ...]:
    """What a neuron of the last of these levels sees of the picture: of its rows the middle one."""
    rows, columns = _spans(levels, levels[-1].neurons // 2)[0], _spans(levels, neuron)[0]
    # The row that stands in the side view stays marked. Beams would go through the layers' names.
    return (_marked(picture), *picture.boxes(rows, columns, group=-1))


def _frame(
    picture: Picture,
    levels: list[Level],
    neuron: int,
    seconds: float,
    sentence: str,
    *,
    above: int = 0,
) -> Frame:
    """The cone below a neuron of the last of these levels; so many more stand above it."""
    below, (_, kernel, _, _, field) = levels[-2].field, levels[-1]
    # Of one pixel nothing grows: the first layer sees as much as its window.
    said = grown_text(below, kernel - 1) if below.size > 1 else str(field.size)
    changes = panels.ConeChanges(
        spans=_spans(levels, neuron), shown=len(levels) - 1 + above, text=f"{said} pixels"
    )
    return Frame(
        seconds,
        sentence,
        boxes=_seen(picture, levels, neuron),
        panels={"cone": changes, "picture": SMALL},
    )


def _frames(
    text: SceneText, picture: Picture, levels: list[Level], top: int, neuron: int
) -> Iterator[Frame]:
    """The middle neuron of one layer after another, and `neuron` of the level `top` at the end."""
    nothing = panels.ConeChanges(spans=(), shown=0)
    yield Frame(OPENING, text("open"), hidden=("cone",), panels={"cone": nothing})
    row = picture.boxes((ROW, ROW + 1), (0, WIDTH), group=0)
    yield Frame(ALONE, text("side"), boxes=tuple(row), panels={"cone": nothing})
    # The first layer comes above it; none of its neurons is looked at yet.
    yield Frame(
        OPENING,
        text("side"),
        boxes=(_marked(picture),),
        panels={"cone": replace(nothing, shown=1), "picture": SMALL},
        tween=GROWING,
    )
    for k, level in enumerate(levels[1:], 1):
        jump, middle = level.field.jump, level.neurons // 2
        apart = jump > levels[k - 1].field.jump
        # After the second of 3×3 it is known how it goes on.
        again = k > 2 and level.kernel == levels[k - 1].kernel
        facts = {"first layer": k == 1, "neighbours further apart": apart, "again": again}
        size = level.field.size
        sentence = text(
            "layer", facts, label=level.label, kernel=level.kernel, size=size, jump=jump
        )
        if again and k > 3:
            # One sentence for both that are left.
            sentence = text("further", fourth=levels[4].field.size, fifth=levels[5].field.size)
        grown = _frame(picture, levels[: k + 1], middle, 2.4 if again else 4.0, sentence)
        if k > 2:
            # First the layer comes, then what one of its neurons sees.
            below = levels[k - 1].neurons // 2
            comes = _frame(picture, levels[:k], below, COMES, sentence, above=1)
            yield replace(comes, tween=COMES)
        yield replace(grown, tween=AGAIN if again else GROWING)
        if k == 1:
            first, second = ((each.kernel, each.stride) for each in levels[1:3])
            chain = Chain(*zip(first, second, strict=True))
            asked = choice(FIELD, chain, unit="square").found_in("cone", "kernels", text="pixels")
            # The next layer is there already, with nothing below it.
            still = _frame(picture, levels[: k + 1], middle, OPENING, text("ask"), above=1)
            yield replace(still, tween=COMES, question=asked)
    label, *_, field = levels[top]
    facts = {"only 3×3": all(level.kernel == 3 for level in levels[1:])}
    sentence = text("close", facts, neuron=neuron + 1, label=label, size=field.size)
    closing = _frame(picture, levels[: top + 1], neuron, CLOSING, sentence)
    if facts["only 3×3"]:
        # The law by which it grows, of all layers at once.
        cone = panels.ConeChanges(
            spans=_spans(levels[: top + 1], neuron),
            shown=top,
            text=f"2·{top} + 1 = {field.size} pixels",
            sizes=tuple(str(level.field.size) for level in levels[1 : top + 1]),
        )
        closing = replace(closing, panels={**closing.panels, "cone": cone})
    yield closing


_BETWEEN = (("none", "nothing"), ("pool", "2×2 pools"))


@scene(
    "growth",
    stage=Stage.STACK,
    params=(
        Param("between", "Between", "choice", "none", choices=_BETWEEN),
        Param("layer", "Layer", "integer", 5, 1, 5, help="Counted from the input."),
        Param("neuron", "Neuron", "integer", 8, 1, 23, help="Counted from the left."),
    ),
    presets=(
        ("three of 3×3", {"between": "none", "layer": 3, "neuron": 10}),
        ("three, with pools", {"between": "pool", "layer": 5, "neuron": 1}),
    ),
)
def growth(values: Values, text: SceneText) -> Parts:
    """Stacked layers from the side: the cone of what a neuron sees, down to the input."""
    levels = _levels(LAYERS[values.word("between")])
    top, neuron = values.integer("layer"), values.integer("neuron")
    label, _, _, most, _ = levels[top]
    if neuron > most:
        reason = f"must be at most {most} ({label} has no more); got {neuron}"
        raise ParameterError("neuron", reason)
    ink = seeds.digit()[:, TOP : TOP + WIDTH, LEFT : LEFT + WIDTH]
    whole = Tensor("picture", ink, "Input", Stage.INPUT, "image")
    picture = Picture(whole, Tensor("row", ink[:, ROW : ROW + 1], "One row", Stage.INPUT, "image"))
    return Parts(
        tuple(picture),
        (panels.grid(whole, zoom=ZOOM), _panel(levels, picture.row)),
        tuple(_frames(text, picture, levels, top, neuron - 1)),
    )
