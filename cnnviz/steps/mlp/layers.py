"""The first layers that step 1 compares: what they weigh, and their bars."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import NamedTuple

from cnnviz.content.scene import Stage, Tensor
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.staging import panels
from cnnviz.staging.formatting import join_sides, number, roughly

PHOTO = (224, 224, 3)
"""Height, width and channels of an ordinary input picture."""

FILTER = (3, 3, 3, 64)
"""Height, width, channels and number of the filters of a first convolutional layer."""


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
        """How many parameters the longest bar stands for."""
        return max(each.parameters for each in self)


def layers_for(digit: Tensor, neurons: int) -> Layers:
    """Of so many neurons the fully connected ones."""

    def dense(sides: str, inputs: int) -> Layer:
        label = f"{sides}, fully connected, {number(neurons)} neurons"
        return Layer(label, inputs * neurons, dense_parameters(inputs, neurons))

    photos = join_sides(PHOTO)
    label = f"{FILTER[3]} filters of {'×'.join(map(str, FILTER[:3]))}"
    return Layers(
        dense(join_sides(digit.data.shape[1:]), digit.data.size),
        dense(photos, prod(PHOTO)),
        Layer(label, prod(FILTER), conv2d_parameters(*FILTER), Stage.CONV),
    )


def _said(layers: Layers) -> tuple[str, str, str]:
    """What stands in or beside each layer's bar."""
    digit, photo, conv = (number(each.parameters) for each in layers)
    longer = Fraction(layers.photo.parameters, layers.digit.parameters)
    return digit, f"{photo} (× {roughly(longer)})", conv


def layer_bars(layers: Layers) -> panels.Bars:
    """The layers' parameters, all at the scale of the longest."""
    bars = tuple(
        panels.Bar(each.label, each.parameters, text, each.stage)
        for each, text in zip(layers, _said(layers), strict=True)
    )
    return panels.Bars(
        bars=bars, most=float(layers.scale), above=True, inside=True, filled=True, row="same"
    )


def digit_alone(layers: Layers) -> panels.BarsChanges:
    """The digit's bar as long as the panel, before the photograph's comes."""
    digit = layers.digit.parameters
    return panels.BarsChanges(
        shown=2, bars=(float(digit), 0.0, 0.0), texts=(number(digit), "", ""), most=float(digit)
    )


def in_memory(layers: Layers, megabytes: str) -> panels.BarsChanges:
    """The dense layers' bars, and how much memory the longer one takes."""
    digit, photo, conv = (number(each.parameters) for each in layers)
    return panels.BarsChanges(shown=2, texts=(digit, f"{photo} · {megabytes} MB", conv))


def compared(times: str) -> panels.BarsChanges:
    """All bars, and by how much the convolutional layer's is shorter than the photograph's."""
    return panels.BarsChanges(gap=panels.Gap(2, 1, f"× {times}"))
