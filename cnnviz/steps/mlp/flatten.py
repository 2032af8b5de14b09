"""The scene flatten: the digit is unrolled row by row, and neurons are wired to every entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
from cnnviz.misconceptions.layers import PARAMETERS, ConvLayer
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, join_sides, number, roughly
from cnnviz.steps.mlp.common import ink, vector_of

PHOTO = (224, 224, 3)
"""Height, width and channels of an ordinary input picture."""

FILTER = (3, 3, 3, 64)
"""Height, width, channels and number of the filters of a first convolutional layer."""


BYTES = 4
"""Of a weight in float32."""

ROW = 11.0
"""How high a bar and its label are, in units."""

WIDE = 100.0
"""How wide the stage is, in units."""


class Layer(NamedTuple):
    """A first layer, and how many weights it has, without biases and with them."""

    label: str
    weights: int
    parameters: int
    stage: Stage = Stage.CLASSIFY


class Layers(NamedTuple):
    """Fully connected ones on the digit and on an ordinary picture, and a convolutional one."""

    digit: Layer
    photo: Layer
    conv: Layer

    @property
    def scale(self) -> int:
        """How many parameters the longest bar stands for that the wall has room for."""
        return max(self.digit.parameters, self.conv.parameters)


def _layers(digit: Tensor, neurons: int) -> Layers:
    def dense(sides: str, inputs: int) -> Layer:
        label = f"{sides}, fully connected, {number(neurons)} neurons"
        return Layer(label, inputs * neurons, dense_parameters(inputs, neurons))

    photos = join_sides(PHOTO)
    label = f"{photos}, {FILTER[3]} filters of {'×'.join(map(str, FILTER[:3]))}"
    return Layers(
        dense(join_sides(digit.data.shape[1:]), digit.data.size),
        dense(photos, prod(PHOTO)),
        Layer(label, prod(FILTER), conv2d_parameters(*FILTER), Stage.CONV),
    )


def _said(layers: Layers) -> tuple[str, str, str]:
    """What stands in or beside each layer's bar."""
    digit, photo, conv = (number(each.parameters) for each in layers)
    longer = Fraction(layers.photo.parameters, layers.digit.parameters)
    return digit, f"{photo} · {number(longer, 0)} times as long", conv


def _bars(layers: Layers) -> Panel:
    """The layers' parameters; the photo's run off the wall."""
    bars = tuple(
        panels.Bar(each.label, each.parameters, text, each.stage)
        for each, text in zip(layers, _said(layers), strict=True)
    )
    options = panels.Bars(bars=bars, most=float(layers.scale), above=True, inside=True, filled=True)
    label = "Weights and biases, at one scale"
    return panels.bars("bars", options, label=label, height=ROW, width=WIDE)


def _panels(
    digit: Tensor, vector: Tensor, photograph: Tensor, neurons: int, layers: Layers
) -> tuple[Panel, ...]:
    pixels, photo = vector.data.size, prod(PHOTO)
    strip = panels.Strip(
        neurons=neurons, entries=pixels, said=f"{number(neurons)} neurons", row="new"
    )
    entries = tuple(
        panels.Bar(label, count, number(count), Stage.INPUT)
        for label, count in (
            (f"Digit, {join_sides(digit.data.shape[1:])}", pixels),
            (f"Photograph, {join_sides(PHOTO)}", photo),
        )
    )
    return (
        panels.grid(digit),
        strip.panel(
            "strip",
            tensors=(vector.name,),
            note=f"a vector of {pixels} entries",
            stage=Stage.INPUT,
            size=(6.5, WIDE),
        ),
        replace(panels.grid(photograph, panels.Grid(channel=-1), zoom=SIDE), note=""),
        panels.bars(
            "entries",
            panels.Bars(bars=entries, above=True, row="same"),
            label="Entries of the vector, at one scale",
            height=13.0,
            width=BESIDE,
        ),
        _bars(layers),
    )


PICTURE, SAMPLES = "ship", 56
"""What stands for a photograph, and how many pixels across are enough to draw it."""
SIDE, BESIDE = 0.5, 68.77
"""Units: one of these pixels, and how wide bars are beside the picture."""
LIFTED = 2.6
"""In how many seconds the first row is taken out of the picture."""

SMALL = panels.GridChanges(size=(24.0, 24.0))
"""The digit, where the vector stands below it."""


LARGE = panels.GridChanges(size=(34.0, 34.0))
"""Where two of its pixels are looked at."""


def _unrolled(text: SceneText, digit: Tensor, vector: Tensor) -> Iterator[Frame]:
    """Row after row laid end to end; then two neighbours that are torn apart."""
    _, height, width = digit.data.shape
    pairs = np.minimum(digit.data[0, :-1], digit.data[0, 1:])
    y, x = divmod(int(pairs.argmax()), width)
    touching = tuple(
        replace(
            region(digit, "window", (row, row + 1), (x, x + 1), group=row - y),
            stage=Stage.CLASSIFY,
        )
        for row in (y, y + 1)
    )
    entries = tuple(
        replace(cell(vector, 0, row * width + x, group=row - y), stage=Stage.CLASSIFY)
        for row in (y, y + 1)
    )
    later = ("entries", "photograph", "bars")
    yield Frame(OPENING, text("open", height=height, width=width), hidden=("strip", *later))
    for row in range(height):
        yield Frame(
            2.4 if row == 0 else max(0.14, 0.6 * 0.86**row),
            text("first" if row == 0 else "rows", width=width),
            boxes=(
                region(digit, "window", (row, row + 1), (0, width), group=0),
                region(vector, "cell", (0, 1), (row * width, (row + 1) * width), group=0),
            ),
            hidden=later,
            revealed={"vector": (row + 1) * width},
            panels={"digit": SMALL},
            tween=LIFTED if row == 0 else 0.0,
        )
    for key, boxes in (("ask", touching), ("torn", (*touching, *entries))):
        yield Frame(
            CLOSING,
            text(key, apart=width),
            boxes=boxes,
            hidden=later,
            panels={"digit": LARGE},
            tween=1.2 if key == "ask" else 0.0,
        )


def _wired(text: SceneText, neurons: int, layers: Layers) -> Iterator[Frame]:
    """A neuron is wired to every entry, then many are."""
    inputs = layers.digit.weights // neurons
    for key, wires, many, weights in (
        ("neuron", 0.04, 0, inputs),
        ("wires", 1, 0, inputs),
        ("many", 1, 1, layers.digit.weights),
    ):
        yield Frame(
            OPENING,
            text(key, neurons=number(neurons), weights=number(weights)),
            hidden=("digit", "entries", "photograph", "bars"),
            panels={"strip": panels.StripChanges(wires=wires, many=many, size=(32.0, WIDE))},
            tween=1.2 if key == "wires" else 0.0,
        )


def _counted(text: SceneText, neurons: int, layers: Layers) -> Iterator[Frame]:
    """A photograph instead of the digit; the weights of each layer, bar by bar."""
    ratio = Fraction(layers.photo.parameters, layers.conv.parameters)
    numbers = {
        "neurons": number(neurons),
        "biases": number(neurons),
        "weights": number(layers.photo.weights),
        "inputs": number(prod(PHOTO)),
        "size": " × ".join(map(str, PHOTO)),
        "megabytes": about(Fraction(BYTES * layers.photo.weights, 10**6), 0),
        "parameters": number(layers.conv.parameters),
        "times": roughly(ratio),
    }
    facts = {"too short to be seen": layers.conv.parameters < layers.scale * panels.UNSEEN}
    before = ("digit", "strip")
    yield Frame(OPENING, text("photo", facts, **numbers), hidden=(*before, "bars"))
    two = panels.BarsChanges(shown=2, size=(2 * ROW, BESIDE))
    lengths = tuple(float(each.parameters) for each in layers[:2])
    asked = panels.BarsChanges(bars=(*lengths, 0.0), texts=(*_said(layers)[:2], "?"))
    kernel, _, c_in, c_out = FILTER
    question = choice(PARAMETERS, ConvLayer(c_in, c_out, kernel, PHOTO[0])).found_in(
        "bars", "kernel", "c_in", "c_out", text=layers.conv.label.partition(", ")[2]
    )
    for key, seconds, bars in (
        ("photo-weights", CLOSING, two),
        ("memory", CLOSING, two),
        ("predict", OPENING, asked),
        ("conv", CLOSING, panels.BarsChanges()),
        ("close", CLOSING, panels.BarsChanges()),
    ):
        yield Frame(
            seconds,
            text(key, facts, **numbers),
            hidden=(*before, "entries", *(() if bars is two else ("photograph",))),
            panels={"bars": bars},
            tween=1.2 if key == "photo-weights" else 0.0,
            question=question if key == "predict" else None,
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
    frames = (
        *_unrolled(text, digit, vector),
        *_wired(text, neurons, layers),
        *_counted(text, neurons, layers),
    )
    pixels = seeds.picture(PICTURE, SAMPLES)
    photograph = Tensor(
        "photograph", pixels, "A picture of 224×224", Stage.INPUT, "rgb", 1.0, quantized=True
    )
    drawn = _panels(digit, vector, photograph, neurons, layers)
    return Parts((digit, vector, photograph), drawn, frames)
