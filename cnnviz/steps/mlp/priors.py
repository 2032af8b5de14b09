"""The scene priors: a patch, one filter at all places, patches of patches: over one digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.receptive import receptive_field
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region, whole
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number
from cnnviz.staging.inputs import FILTER
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.mlp.common import falling_rows, ink
from cnnviz.steps.mlp.overview import (
    APART,
    COUNTS,
    GLANCES,
    glance_boxes,
    glance_changes,
    glance_panels,
    glances,
)
from cnnviz.steps.mlp.shared_weight import (
    LEARNING,
    Learned,
    learned_from,
    learning,
    learning_panels,
)

STEP = 0.09
"""How long the window is seen in each of its places."""


@dataclass(frozen=True, slots=True)
class Layers:
    """One filter over the digit, and another over the map that it gives."""

    first: Sweep
    second: Sweep

    @property
    def deep(self) -> Tensor:
        """The map of the map."""
        return self.second.output

    @property
    def strongest(self) -> int:
        """Where the first map is farthest from 0, in reading order."""
        return int(np.abs(self.first.output.data).argmax())

    @property
    def neuron(self) -> Tensor:
        """The one cell that is there, on its own."""
        answer = float(self.first.output.data.flat[self.strongest])
        return Tensor("neuron", np.array([[[answer]]]), "One neuron", Stage.CLASSIFY)

    @property
    def reach(self) -> int:
        """How many pixels a cell of that map sees, in height and in width."""
        return receptive_field([each.size[:1] for each in (self.first, self.second)])[-1].size

    @property
    def numbers(self) -> dict[str, object]:
        """What the sentences speak of."""
        patch = self.first.kernel.data.size
        return {
            "pixels": self.first.input.data.size,
            "patch": patch,
            "side": self.first.size[0],
            "places": len(self.first),
            "own": number(len(self.first) * patch),
            "reach": self.reach,
        }


def _layers(weights: Array) -> Layers:
    most = panels.max_abs(weights)
    kernel = Tensor("kernel", weights, "One filter", Stage.CONV, "signed", most, weights=True)
    digit = ink(seeds.digit(), "Digit", "digit")
    first = Sweep(digit, kernel, output_name="map", output_label="First map")
    again = seeds.example("filter: horizontal edge")
    most = panels.max_abs(again)
    over = Tensor("over", again, "Second filter", Stage.STACK, "signed", most, weights=True)
    second = Sweep(
        first.output, over, output_name="deep", output_label="Second map", stage=Stage.STACK
    )
    return Layers(first, second)


def _frames(text: SceneText, layers: Layers, learned: Learned) -> Iterator[Frame]:
    """One patch instead of all pixels, one filter at all places, and patches of patches."""
    numbers, first = layers.numbers, layers.first
    shown = glances(first.input)
    glance = Frame(
        CLOSING,
        text("open"),
        boxes=tuple(glance_boxes(shown, first, layers.strongest)),
        hidden=("digit", "neuron", "kernel", "map", "over", "deep", *LEARNING),
    )
    yield replace(glance, hidden=(*glance.hidden, *COUNTS))
    for frame in (
        *_local(text, layers, numbers),
        *_shared(text, first, numbers),
        *learning(text, learned),
        *_hierarchy(text, layers, numbers),
    ):
        yield replace(frame, hidden=(*frame.hidden, *GLANCES, *COUNTS))
    yield replace(glance, narration=text("close"), panels={**glance_changes(first)})


def _local(text: SceneText, layers: Layers, numbers: dict[str, object]) -> Iterator[Frame]:
    """A neuron that reads the whole digit, then a patch of it; then the patches next to that."""
    sweep, later = layers.first, ("kernel", "map", "over", "deep", *LEARNING)
    everything = whole(sweep.input, "window", group=0)
    (near,) = sweep.boxes(layers.strongest, written=False, stage=Stage.CONV)
    neuron = cell(layers.neuron, 0, 0, group=0, stage=Stage.CLASSIFY)
    patches = (
        *(region(sweep.input, "border", *sweep.window(k)) for k in _spread(sweep)),
        *(
            region(sweep.input, "window", *sweep.window(k), stage=Stage.CONV)
            for k in _beside(layers)
        ),
    )
    for key, seconds, boxes, hidden in (
        ("all", OPENING, (everything, neuron), later),
        ("local", CLOSING, (near, neuron), later),
        # One neuron reads one patch: of these each has its own.
        ("ask", OPENING, (*patches, near), (*later, "neuron")),
    ):
        yield Frame(
            seconds,
            text(key, **numbers),
            boxes=boxes,
            hidden=hidden,
            revealed={"neuron": 0},
            tween=1.2 if key == "local" else 0.0,
        )


def _spread(sweep: Sweep) -> Iterator[int]:
    """Places all over the picture, so far apart that their patches leave gaps."""
    width = sweep.output.data.shape[2]
    yield from (k for k in range(len(sweep)) if not any(each % APART for each in divmod(k, width)))


def _beside(layers: Layers) -> Iterator[int]:
    """The places one and two pixels further down and to the right, where the patch still fits."""
    _, height, width = layers.first.output.data.shape
    y, x = divmod(layers.strongest, width)
    for further in (1, 2):
        if y + further < height and x + further < width:
            yield (y + further) * width + x + further


def _shared(text: SceneText, sweep: Sweep, numbers: dict[str, object]) -> Iterator[Frame]:
    """The filter where it first answers most, then in the rest of that row, then everywhere."""
    answers = np.abs(sweep.output.data[0])
    row = int(answers.any(axis=1).argmax())
    first = sweep.index(row, int(answers[row].argmax()))
    hidden = ("neuron", "over", "deep", *LEARNING)
    for k in range(first, sweep.index(row + 1, 0)):
        yield Frame(
            OPENING if k == first else STEP,
            text("filter" if k == first else "share", **numbers),
            boxes=sweep.boxes(k, stage=Stage.CONV),
            computations=(sweep.computation(k),) if k == first else (),
            hidden=hidden,
            revealed={"map": k + 1},
        )
    yield from falling_rows(sweep, row + 1, text("share", **numbers), hidden)
    yield Frame(CLOSING, text("shared", **numbers), hidden=hidden)


def _hierarchy(text: SceneText, layers: Layers, numbers: dict[str, object]) -> Iterator[Frame]:
    """A second filter over the first map; then what a cell of its map sees of the digit."""
    deep, reach, side = layers.deep, layers.reach, layers.first.size[0]
    y, x = divmod(int(np.abs(deep.data).argmax()), deep.data.shape[2])
    hidden, hue = ("neuron", "kernel", *LEARNING), Stage.STACK
    read = region(layers.first.output, "window", (y, y + side), (x, x + side), group=0, stage=hue)
    seen = (read, cell(deep, y, x, group=0, stage=hue))
    over = Frame(
        CLOSING,
        text("over", **numbers),
        boxes=seen,
        hidden=(*hidden, "digit"),
        revealed={deep.name: 0},
    )
    yield over
    yield from falling_rows(layers.second, 0, text("deep", **numbers), over.hidden)
    below = region(layers.first.input, "window", (y, y + reach), (x, x + reach), group=0, stage=hue)
    yield replace(
        over,
        narration=text("reach", **numbers),
        boxes=(below, *seen),
        hidden=(*hidden, "over"),
        revealed={},
    )


@scene("priors", stage=Stage.INPUT, params=(FILTER,))
def priors(values: Values, text: SceneText) -> Parts:
    """A patch, one filter at all places, patches of patches: over one digit."""
    layers = _layers(seeds.example(f"filter: {values.word('filter')}"))
    first, deep = layers.first, layers.deep
    learned = learned_from(first)
    *patches, total = learning_panels(learned)
    kernel, over = (
        panels.grid(each.kernel, zoom=panels.WEIGHT, operator="∗")
        for each in (first, layers.second)
    )
    kernel = replace(kernel, tensors=(*kernel.tensors, learned.grown.name))
    shown = glances(first.input)
    return Parts(
        (
            *(*shown, first.input, layers.neuron, *learned.tensors),
            *(first.kernel, first.output, layers.second.kernel, deep),
        ),
        (
            *glance_panels(shown, first, layers.reach),
            panels.grid(first.input),
            replace(panels.grid(layers.neuron, panels.Grid(round=True), zoom=9), note=""),
            *patches,
            total,
            kernel,
            panels.grid(first.output, operator="→"),
            over,
            panels.grid(deep, operator="→"),
        ),
        tuple(_frames(text, layers, learned)),
    )
