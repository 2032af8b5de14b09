"""Step 6, the hierarchy of features: how far a neuron sees, and what excites it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine.geometry import output_size
from cnnviz.engine.receptive import ReceptiveField, receptive_field
from cnnviz.opened import prepared
from cnnviz.param import Param, ParameterError, Values
from cnnviz.scene import Box, Frame, Json, Panel, Scene, Script, Stage, Step, Tensor
from cnnviz.seeds import SceneText

NAME = "hierarchy"
WIDTH = 24
"""Input pixels of the side view."""
SEEN = ("C1", "S2", "C3", "S4", "F5")
FEATURES = (("C1 tanh", "C1", "small"), ("C3 tanh", "C3", "middle"), ("S4", "S4", "large"))


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


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


def growth(values: Values) -> Scene:
    """Stacked layers from the side: the cone of what a neuron sees, down to the input."""
    words = _words("growth")
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
        state: dict[str, Json] = {
            "spans": [list(span) for span in _spans(levels, top, index)],
            "shown": top,
            "text": f"{size}×{size}" if top else "",
        }
        return Frame(
            seconds, sentence, formula=_growth(fields, levels, top), panels={"cone": state}
        )

    def told(top: int) -> str:
        level, field = levels[top - 1], fields[top]
        key = "first" if top == 1 else "pool" if level.window[1] > 1 else "next"
        return words(key, label=level.label.capitalize(), size=field.size, jump=field.jump)

    def middle(top: int) -> int:
        return levels[top - 1].neurons // 2

    last = levels[chosen - 1]
    frames = (
        Frame(film.OPENING, words("open"), panels={"cone": {"spans": [], "shown": 0}}),
        at(1, middle(1), 4.0, told(1)),
        at(1, middle(1), film.OPENING, words("ask")),
        *(at(top, middle(top), 4.0, told(top)) for top in range(2, len(levels) + 1)),
        at(
            chosen,
            neuron - 1,
            film.CLOSING,
            words(
                "close" if values.word("between") == "pool" else "close-rule",
                neuron=neuron,
                label=last.label,
                size=fields[chosen].size,
            ),
        ),
    )
    drawn: list[Json] = [
        {
            "label": "input" if i == 0 else levels[i - 1].label,
            "stage": Stage.INPUT
            if i == 0
            else Stage.POOL
            if levels[i - 1].window[1] > 1
            else Stage.STACK,
            "jump": field.jump,
            "first": field.start + (field.size - 1) / 2,
            "count": WIDTH if i == 0 else levels[i - 1].neurons,
        }
        for i, field in enumerate(fields)
    ]
    panel = Panel(
        "cone",
        "cone",
        (),
        "",
        "",
        Stage.STACK,
        (9.6, WIDTH + 4.0),
        "",
        {"levels": drawn, "width": WIDTH, "names": 4.0 / (WIDTH + 4.0)},
    )
    return Scene(NAME, "growth", words.title, Stage.STACK, values, (), (panel,), frames)


def _growth(fields: tuple[ReceptiveField, ...], levels: tuple[Level, ...], top: int) -> str:
    if top == 0:
        return ""
    kernel, _ = levels[top - 1].window
    before, now = fields[top - 1], fields[top]
    return rf"r = {before.size} + ({kernel} - 1) \cdot {before.jump} = {now.size}"


def network(values: Values) -> Scene:
    """LeNet-5's receptive fields, layer by layer, on the running example."""
    words = _words("network")
    lenet = seeds.network("lenet")
    ink = prepared(lenet, seeds.digit(values.word("digit")))
    image = Tensor("image", ink.astype(np.float64), "Input", Stage.INPUT, "image")
    fields = lenet.receptive_fields()
    shapes = lenet.shapes()
    stages = tuple(str(lenet[name].stage) for name in SEEN)
    table = film.table(
        "layers",
        ("layer", "output", "sees"),
        tuple(
            (
                name,
                "×".join(map(str, shapes[name])),
                f"{fields[name][0].size}×{fields[name][1].size}",
            )
            for name in SEEN
        ),
        stages=stages,
        row=4.2,
    )

    def field_box(name: str) -> Box:
        vertical, horizontal = fields[name]
        shape = shapes[name]
        y, x = (shape[1] // 2, shape[2] // 2) if len(shape) == 3 else (0, 0)
        return film.region(image, "window", vertical.seen_by(y), horizontal.seen_by(x), tie=0)

    def at(i: int) -> Frame:
        name = SEEN[i]
        size = fields[name][0].size
        key = "whole" if size == image.data.shape[1] else "layer"
        return Frame(
            3.6,
            words(key, name=name, size=size),
            boxes=(field_box(name),),
            panels={"layers": {"shown": i + 1, "lit": i}},
        )

    frames = (
        Frame(film.OPENING, words("open"), hidden=("layers",)),
        *(at(i) for i in range(len(SEEN))),
        Frame(
            film.CLOSING,
            words("close"),
            boxes=tuple(
                Box("image", "note", b.channels, b.rows, b.columns) for b in map(field_box, SEEN)
            ),
            panels={"layers": {"shown": len(SEEN), "lit": -1}},
        ),
    )
    return Scene(
        NAME,
        "network",
        words.title,
        Stage.STACK,
        values,
        (image,),
        (film.grid(image), table),
        frames,
    )


def features(values: Values) -> Scene:
    """What excites LeNet-5's units: their maps, and the patch that one answers to most."""
    words = _words("features")
    lenet = seeds.network("lenet")
    ink = prepared(lenet, seeds.digit(values.word("digit")))
    image = Tensor("image", ink.astype(np.float64), "Input", Stage.INPUT, "image")
    activations, fields = lenet.run(ink), lenet.receptive_fields()
    stacks, patches, frames = [], [], []
    panels = [name for _, short, _ in FEATURES for name in (f"{short} maps", f"{short} patch")]
    for i, (layer, short, key) in enumerate(FEATURES):
        maps = activations[layer].astype(np.float64)
        unit = values.integer("unit") - 1
        if not 0 <= unit < len(maps):
            unit = int(maps.max(axis=(1, 2)).argmax())
        y, x = np.unravel_index(int(maps[unit].argmax()), maps[unit].shape)
        rows, columns = fields[layer][0].seen_by(int(y)), fields[layer][1].seen_by(int(x))
        # The convolutions of LeNet-5 do not pad, so a receptive field never leaves the picture.
        cut = image.data[:, rows[0] : rows[1], columns[0] : columns[1]]
        stack = Tensor(f"{short} maps", maps, f"Output of {short}", Stage.STACK)
        patch = Tensor(f"{short} patch", cut, f"{short} sees", Stage.INPUT, "image")
        stacks.append(stack)
        patches.append(patch)
        box = film.region(image, "window", rows, columns, tie=0)
        excited = film.cell(stack, int(y), int(x), channel=unit)
        target = film.region(patch, "note", (0, cut.shape[1]), (0, cut.shape[2]), tie=0)
        lit: dict[str, dict[str, Json]] = {stack.name: {"lit": unit}}
        later = tuple(panels[2 * i + 1 :])
        size, value = fields[layer][0].size, film.about(maps[unit, y, x])
        frames += [
            Frame(
                3.2,
                words("maps", layer=short, count=len(maps), unit=unit + 1),
                hidden=later,
                focus=("image", stack.name),
                panels=lit,
            ),
            Frame(
                3.2,
                words("patch", size=size, value=value),
                boxes=(box, excited, target),
                hidden=later[1:],
                focus=("image", stack.name, patch.name),
                panels=lit,
            ),
            Frame(
                3.6,
                words(key),
                boxes=(box, target),
                hidden=later[1:],
                focus=("image", patch.name),
                panels=lit,
            ),
        ]
    patch_zoom = (2.4, 1.0, 0.9)
    pairs = [
        panel
        for stack, patch, zoom in zip(stacks, patches, patch_zoom, strict=True)
        for panel in (
            _planes(stack, new_row=stack is stacks[1]),
            film.grid(patch, zoom=zoom),
        )
    ]
    return Scene(
        NAME,
        "features",
        words.title,
        Stage.STACK,
        values,
        (image, *stacks, *patches),
        (film.grid(image, zoom=0.7), *pairs),
        (
            Frame(film.OPENING, words("open"), hidden=tuple(panels)),
            *frames,
            Frame(film.CLOSING, words("close")),
        ),
    )


def _planes(stack: Tensor, *, new_row: bool) -> Panel:
    channels, side = stack.data.shape[:2]
    panel = film.stack(stack, planes=channels, gap=2.0 / channels, zoom=14 / side)
    return replace(panel, options={**panel.options, "row": "new"}) if new_row else panel


_DIGIT = Param(
    "digit",
    "Digit",
    "choice",
    seeds.digits()[0].name,
    choices=tuple((each.name, str(each.label)) for each in seeds.digits()),
)

STEP = Step(
    NAME,
    "view_in_ar",
    (
        Script(
            "growth",
            Stage.STACK,
            growth,
            (
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
            (
                ("five of 3×3", {"between": "none", "layer": 5, "neuron": 7}),
                ("three, with pools", {"between": "pool", "layer": 5, "neuron": 1}),
            ),
        ),
        Script("network", Stage.STACK, network, (_DIGIT,)),
        Script(
            "features",
            Stage.STACK,
            features,
            (
                _DIGIT,
                Param(
                    "unit",
                    "Unit",
                    "integer",
                    0,
                    0,
                    16,
                    help="Which map of each layer; 0 takes the one that is excited most.",
                ),
            ),
        ),
    ),
)
