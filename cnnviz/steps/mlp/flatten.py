"""The scene flatten: the digit is unrolled row by row, and neurons are wired to every entry."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, join_sides, number
from cnnviz.steps.mlp.common import ink, vector_of

PHOTO = (224, 224, 3)
"""Height, width and channels of an ordinary input picture."""

FILTER = (3, 3, 3, 64)
"""Height, width, channels and number of the filters of a first convolutional layer."""


class Layer(NamedTuple):
    """A first layer, and how many weights it has, without biases and with them."""

    label: str
    weights: int
    parameters: int
    stage: Stage = Stage.INPUT


def _layers(digit: Tensor, neurons: int) -> list[Layer]:
    """Fully connected ones on the digit and on an ordinary picture, and a convolutional one."""
    digits, photos = join_sides(digit.data.shape[1:]), join_sides(PHOTO)
    dense = (
        (f"{digits}, 1 neuron", digit.data.size, 1),
        (f"{digits}, {number(neurons)} neurons", digit.data.size, neurons),
        (f"{photos}, {number(neurons)} neurons", prod(PHOTO), neurons),
    )
    filters = f"{FILTER[3]} filters {'×'.join(map(str, FILTER[:3]))}"
    return [
        Layer(label, inputs * outputs, dense_parameters(inputs, outputs))
        for label, inputs, outputs in dense
    ] + [Layer(filters, prod(FILTER), conv2d_parameters(*FILTER), Stage.CONV)]


def _panels(digit: Tensor, vector: Tensor, neurons: int, layers: list[Layer]) -> tuple[Panel, ...]:
    pixels = vector.data.size
    strip = panels.Strip(neurons=neurons, entries=pixels, said=f"{number(neurons)} neurons")
    bars = tuple(
        panels.Bar(label, parameters, number(parameters), stage)
        for label, _, parameters, stage in layers
    )
    return (
        panels.grid(digit),
        strip.panel(
            "strip",
            tensors=(vector.name,),
            label=vector.label,
            note=f"a vector of {pixels}",
            stage=Stage.INPUT,
            size=(28.0, 100.0),
        ),
        panels.bars(
            "bars",
            panels.Bars(bars=bars, row="new"),
            label="Weights and biases, at one scale",
            height=5.2,
            width=100.0,
        ),
    )


def _unrolled(text: SceneText, digit: Tensor, vector: Tensor) -> Iterator[Frame]:
    """Row after row laid end to end; then two neighbours that are torn apart."""
    _, height, width = digit.data.shape
    none = {"vector": 0}
    later = ("strip", "bars")
    yield Frame(OPENING, text("open", height=height, width=width), hidden=later)
    yield Frame(OPENING, text("ask"), hidden=("bars",), revealed=none)
    for y in range(height):
        yield Frame(
            2.4 if y == 0 else accelerating(y, height),
            text("first" if y == 0 else "rows", width=width),
            boxes=(
                region(digit, "window", (y, y + 1), (0, width), group=0),
                region(vector, "cell", (0, 1), (y * width, (y + 1) * width), group=0),
            ),
            hidden=("bars",),
            revealed={"vector": (y + 1) * width},
        )
    pairs = np.minimum(digit.data[0, :-1], digit.data[0, 1:])
    y, x = divmod(int(pairs.argmax()), width)
    boxes = tuple(
        box
        for group, row in enumerate((y, y + 1))
        for box in (
            region(digit, "window", (row, row + 1), (x, x + 1), group=group),
            cell(vector, 0, row * width + x, group=group),
        )
    )
    yield Frame(CLOSING, text("torn", apart=width), boxes=boxes, hidden=("bars",))


def _counted(text: SceneText, pixels: int, neurons: int, layers: list[Layer]) -> Iterator[Frame]:
    """A neuron is wired to every entry, then many are; the weights are counted, bar by bar."""
    totals = [layer.parameters for layer in layers]
    facts = {"too short to be seen": totals[3] < totals[2] * panels.UNSEEN}
    for key, seconds, shown in (
        ("neuron", OPENING, 0),
        ("wires", OPENING, 1),
        ("many", OPENING, 2),
        ("photo", OPENING, 2),
        ("photo-weights", CLOSING, 3),
        ("predict", OPENING, 3),
        ("conv", CLOSING, 4),
        ("close", CLOSING, 4),
    ):
        sentence = text(
            key,
            facts,
            pixels=pixels,
            neurons=number(neurons),
            weights=number(layers[min(max(shown, 1), 3) - 1].weights),
            inputs=number(prod(PHOTO)),
            size=" × ".join(map(str, PHOTO)),
            biases=number(neurons),
            parameters=number(totals[3]),
            times=about(Fraction(totals[2], totals[3]), 0),
        )
        bars = tuple(total if i < shown else 0 for i, total in enumerate(totals))
        lit = -1 if key == "close" else shown - 1
        strip = panels.StripChanges(wires=1 if shown else 0.04, many=1 if shown > 1 else 0)
        yield Frame(
            seconds,
            sentence,
            hidden=() if shown else ("bars",),
            focus=("bars",) if shown > 2 else (),
            panels={
                "strip": strip,
                "bars": panels.BarsChanges(shown=shown, bars=bars, lit=lit),
            },
        )


_HELP = "In the first fully connected layer."


@scene(
    "flatten",
    stage=Stage.INPUT,
    params=(Param("neurons", "Hidden neurons", "integer", 1000, 2, 4096, help=_HELP),),
)
def flatten(values: Values, text: SceneText) -> Parts:
    """The digit is unrolled row by row, and neurons are wired to every entry."""
    neurons = values.integer("neurons")
    digit = ink(seeds.digit(), "Digit", "digit")
    vector = vector_of(digit.data, "Flattened", "vector")
    layers = _layers(digit, neurons)
    counted = _counted(text, vector.data.size, neurons, layers)
    frames = (*_unrolled(text, digit, vector), *counted)
    return Parts((digit, vector), _panels(digit, vector, neurons, layers), frames)
