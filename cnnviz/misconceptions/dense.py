"""What people believe of dense layers: what they read, their biases, and other sizes."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from cnnviz.engine.geometry import dense_parameters
from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    plain,
    product,
    worked,
    written,
)


class Dense(NamedTuple):
    """A dense layer of `neurons` on maps c×height×width, for a batch of pictures."""

    batch: int
    channels: int
    height: int
    width: int
    neurons: int

    @classmethod
    def drawn(cls, random: Random) -> Dense:
        """One after a few small maps."""
        channels, side = random.choice((4, 6, 16, 32)), random.randint(3, 8)
        return cls(random.choice((8, 16, 32)), channels, side, side, random.choice((10, 50, 100)))

    @property
    def inputs(self) -> int:
        """How many numbers of one picture it reads."""
        return self.channels * self.height * self.width


FLATTENED: Topic[Dense] = Topic(
    "dense-inputs",
    lambda dense: product(dense, "channels", "height", "width"),
    (
        Misconception(
            "the batch is flattened too",
            "Flattening puts all pictures of a batch in one row.",
            "Each picture is flattened by itself.",
            lambda dense: product(dense, "batch", "channels", "height", "width"),
        ),
        Misconception(
            "one input for each map",
            "A dense layer reads one number from each map.",
            "It reads every cell of every map, unless the maps are averaged before.",
            lambda dense: plain(dense, "channels"),
        ),
    ),
    Dense.drawn,
)


def _parameters(dense: Dense, biases: int, name: str = "") -> Outcome:
    left = rf"{written(dense.inputs)} \cdot {written(dense.neurons)} + {written(biases)}"
    parameters = dense_parameters(dense.inputs, dense.neurons, bias=False) + biases
    return worked(left, parameters).of("inputs", "neurons", name)


DENSE_PARAMETERS: Topic[Dense] = Topic(
    "dense-parameters",
    lambda dense: _parameters(dense, dense.neurons, "neurons"),
    (
        Misconception(
            "one bias for a dense layer",
            "A dense layer adds one bias.",
            "Each of its neurons has a bias.",
            lambda dense: _parameters(dense, 1),
        ),
        Misconception(
            "a bias for each input",
            "Every input comes with a bias.",
            "A bias belongs to a neuron, which adds it to its sum.",
            lambda dense: _parameters(dense, dense.inputs, "inputs"),
        ),
    ),
    Dense.drawn,
)


def _of_a_larger_picture(dense: Dense) -> Outcome:
    """What it reads of a map of a picture twice as large: more than it has weights for."""
    after = written(2 * dense.height), written(2 * dense.width)
    before = written(dense.height), written(dense.width)
    sides = (r" \cdot ".join(each) for each in (after, before))
    return Outcome("dense-layer", r" \ne ".join(sides)).of("", "", "height", "width")


FIXED: Topic[Dense] = Topic(
    "fixed-size",
    _of_a_larger_picture,
    (
        Misconception(
            "convolutions need a fixed size",
            "A convolution works for pictures of one size only.",
            "Its filters slide over pictures of any size: only a dense layer counts its inputs.",
            lambda _: Outcome("conv-layer"),
        ),
        Misconception(
            "every layer needs a fixed size",
            "Each layer of a network is built for one size of picture.",
            "Convolution and pooling slide over any size: only a dense layer counts its inputs.",
            lambda _: Outcome("every-layer"),
        ),
    ),
    Dense.drawn,
)

TOPICS = (FLATTENED, DENSE_PARAMETERS, FIXED)
