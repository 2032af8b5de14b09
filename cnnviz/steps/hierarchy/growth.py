"""How far a neuron sees: stacked convolutions, with and without pools between them."""

from __future__ import annotations

from typing import NamedTuple

from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import output_size
from cnnviz.engine.receptive import ReceptiveField, receptive_field
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING

WIDTH = 24
"""Input pixels of the side view."""


class Level(NamedTuple):
    """One layer of the side view: (kernel, stride) and how many neurons it has."""

    label: str
    window: tuple[int, int]
    neurons: int


def _levels(pooled: bool) -> tuple[Level, ...]:
    """The layers over the input: three convolutions with pools between them, or five without."""
    plan = (
        [
            ("layer 1", 3, 1),
            ("pool 1", 2, 2),
            ("layer 2", 3, 1),
            ("pool 2", 2, 2),
            ("layer 3", 3, 1),
        ]
        if pooled
        else [(f"layer {n}", 3, 1) for n in range(1, 6)]
    )
    levels = []
    count = WIDTH
    for label, kernel, stride in plan:
        count = output_size(count, kernel, stride=stride)
        levels.append(Level(label, (kernel, stride), count))
    return tuple(levels)


def _spans(levels: tuple[Level, ...], top: int, neuron: int) -> list[tuple[int, int]]:
    """Half-open ranges, input first, of what neuron `neuron` of level `top` sees of each level."""
    low, high = neuron, neuron + 1
    spans = [(low, high)]
    for level in reversed(levels[:top]):
        kernel, stride = level.window
        low, high = low * stride, (high - 1) * stride + kernel
        spans.append((low, high))
    return spans[::-1]


@scene(
    "growth",
    stage=Stage.STACK,
    params=(
        Param(
            "between",
            "Between",
            "choice",
            "none",
            choices=(("none", "nothing"), ("pool", "2×2 pools")),
        ),
        Param("layer", "Layer", "integer", 3, 1, 5, help="Counted from the input."),
        Param("neuron", "Neuron", "integer", 9, 1, 22, help="Counted from the left."),
    ),
    presets=(
        ("five of 3×3", {"between": "none", "layer": 5, "neuron": 7}),
        ("three, with pools", {"between": "pool", "layer": 5, "neuron": 1}),
    ),
)
def growth(values: Values, text: SceneText) -> Parts:
    """Stacked layers from the side: the cone of what a neuron sees, down to the input."""
    levels = _levels(values.word("between") == "pool")
    chosen, neuron = values.integer("layer"), values.integer("neuron")
    if neuron > levels[chosen - 1].neurons:
        raise ParameterError(
            "neuron",
            f"must be at most {levels[chosen - 1].neurons} "
            f"({levels[chosen - 1].label} has no more); got {neuron}",
        )
    fields = (ReceptiveField(1, 1, 0), *receptive_field([level.window for level in levels]))

    def at(top: int, index: int, seconds: float, sentence: str) -> Frame:
        size = fields[top].size
        state = panels.ConeChanges(
            spans=tuple(_spans(levels, top, index)),
            shown=top,
            text=f"{size}×{size}" if top else "",
        )
        formula = _growth(fields, levels, top)
        return Frame(seconds, sentence, formula=formula, panels={"cone": state.record()})

    def told(top: int) -> str:
        level, field = levels[top - 1], fields[top]
        holds = {
            "first layer": top == 1,
            "neighbours further apart": field.jump > fields[top - 1].jump,
        }
        return text(
            "layer", holds, label=level.label.capitalize(), size=field.size, jump=field.jump
        )

    def middle(top: int) -> int:
        return levels[top - 1].neurons // 2

    nothing = panels.ConeChanges(spans=(), shown=0)
    last = levels[chosen - 1]
    frames = (
        Frame(OPENING, text("open"), panels={"cone": nothing.record()}),
        at(1, middle(1), 4.0, told(1)),
        at(1, middle(1), OPENING, text("ask")),
        *(at(top, middle(top), 4.0, told(top)) for top in range(2, len(levels) + 1)),
        at(
            chosen,
            neuron - 1,
            CLOSING,
            text(
                "close",
                {"only 3×3": all(level.window == (3, 1) for level in levels)},
                neuron=neuron,
                label=last.label,
                size=fields[chosen].size,
            ),
        ),
    )
    drawn = tuple(
        panels.Level(
            label="input" if i == 0 else levels[i - 1].label,
            stage=_hue(levels, i),
            jump=field.jump,
            first=field.start + (field.size - 1) / 2,
            count=WIDTH if i == 0 else levels[i - 1].neurons,
        )
        for i, field in enumerate(fields)
    )
    panel = panels.Cone(levels=drawn, width=WIDTH, names=4.0 / (WIDTH + 4.0)).panel(
        "cone", stage=Stage.STACK, size=(9.6, WIDTH + 4.0)
    )
    return Parts((), (panel,), frames)


def _hue(levels: tuple[Level, ...], i: int) -> Stage:
    """The hue of the input, 0, or of the i-th layer."""
    if i == 0:
        return Stage.INPUT
    return Stage.POOL if levels[i - 1].window[1] > 1 else Stage.STACK


def _growth(fields: tuple[ReceptiveField, ...], levels: tuple[Level, ...], top: int) -> str:
    if top == 0:
        return ""
    kernel, _ = levels[top - 1].window
    before, now = fields[top - 1], fields[top]
    return rf"r = {before.size} + ({kernel} - 1) \cdot {before.jump} = {now.size}"
