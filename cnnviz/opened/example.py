"""A small network that has a bit of everything, on which the scenes are tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import prod
from typing import Any

import numpy as np

from cnnviz.content.spec import Step
from cnnviz.engine.activation_layers import Activation, Pointwise
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layer import Layer
from cnnviz.engine.layers import Conv2d, Dense, Flatten, GlobalAvgPool2d, MaxPool2d
from cnnviz.engine.network import Network
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.transposed import ConvTranspose2d
from cnnviz.opened.chapter import step_of
from cnnviz.opened.pictures import own_picture
from cnnviz.opened.subject import Subject, Unread

SIDE = 12
CLASSES = ("cat", "dog", "frog")


@cache
def example() -> Subject:
    """A residual network of four blocks, with a join, a way down and a way up."""
    rng = np.random.default_rng(0)
    layers = tuple(_filled(layer, rng) for layer in _layers())
    network = Network("example", (3, SIDE, SIDE), layers, CLASSES)
    seen, called = own_picture(network.input_shape) or (np.zeros((3, SIDE, SIDE)), "")
    given = {"input": (seen * 2 - 1).astype(np.float32)}
    note = "batch normalisation was folded into the weights when it was exported, of stem.conv"
    return Subject(network, given, picture=seen, pictured=called, notes=(note,))


def _filled(layer: Layer, rng: np.random.Generator) -> Layer:
    """The layer with random numbers of a size at which its values stay as large as they are."""
    arrays: dict[str, Any] = {
        name: rng.normal(0, max(1, prod(shape[1:])) ** -0.5, shape).astype(np.float32)
        for name, shape in layer.array_shapes().items()
    }
    return replace(layer, **arrays)


def _layers() -> Iterator[Layer]:
    yield Conv2d("stem.conv", 3, 4, (3, 3), padding=((1, 1), (1, 1)), inputs=("input",))
    yield Activation("stem.relu", "relu")
    yield MaxPool2d("stem.pool", (2, 2), (2, 2))
    before = "stem.pool"
    for k in range(4):
        name = f"block{k + 1}"
        yield Conv2d(f"{name}.spread", 4, 4, (1, 1), inputs=(before,))
        yield Activation(f"{name}.relu1", "relu")
        yield Conv2d(f"{name}.depth", 4, 4, (3, 3), padding=((1, 1), (1, 1)), groups=4)
        yield Arithmetic(f"{name}.add", "add", inputs=(f"{name}.depth", before))
        yield Activation(f"{name}.relu2", "relu")
        before = f"{name}.relu2"
    yield ConvTranspose2d("up.spread", 4, 4, (2, 2), (2, 2), inputs=(before,))
    yield Resize2d("up.larger", (SIDE, SIDE), inputs=(before,))
    yield Concat("up.join", inputs=("up.spread", "up.larger"))
    yield Pointwise("up.act", "leaky_relu")
    yield GlobalAvgPool2d("head.mean", keeps_axes=True)
    yield Flatten("head.flat")
    yield Dense("head.fc", 8, len(CLASSES))
    yield Activation("head.softmax", "softmax")


def _dear() -> Subject:
    """A network of which it would take long to make pictures, as its second layer is wide."""
    rng = np.random.default_rng(0)
    layers = (
        Conv2d("narrow", 3, 128, (3, 3), padding="same"),
        Conv2d("wide", 128, 160, (3, 3), padding="same", dilation=(8, 8)),
    )
    network = Network("dear", (3, 48, 48), tuple(_filled(layer, rng) for layer in layers))
    seen, called = own_picture(network.input_shape) or (np.zeros(network.input_shape), "")
    return Subject(network, {"input": seen.astype(np.float32)}, picture=seen, pictured=called)


def example_steps() -> tuple[Step, ...]:
    """It as it is played; as scores, as maps, without a picture; one that costs much; and where it
    cannot be run."""
    subject = example()
    network = subject.network
    scores = replace(network, layers=network.layers[:-1])
    maps = replace(network, layers=network.layers[:4], classes=(), more_inputs={"more": (2,)})
    both = {**subject.given, "more": np.zeros(2, np.float32)}
    joined = replace(network, layers=network.layers[:-4], classes=())
    bare = replace(network, layers=network.layers[1:2], classes=())
    bare = replace(bare, layers=(replace(bare.layers[0], inputs=()),))
    lost = (Unread("what", "What", "node what (What): this operator is not known", None),)
    return tuple(
        step_of(each)
        for each in (
            subject,
            replace(subject, network=scores),
            replace(subject, network=maps, given=both, picture=None, unread=lost),
            replace(subject, network=joined, unread=lost * 2),
            replace(subject, network=bare),
            _dear(),
            replace(subject, missing="its data file is not there"),
        )
    )
