"""What people believe of learning, of dense layers, and of what a network says."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.engine.activations import softmax
from cnnviz.engine.geometry import dense_parameters, output_size
from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    added,
    multiplied,
    taken,
    worked,
    written,
)


class FirstLayer(NamedTuple):
    """A first layer: how many filters, and how many weights each has."""

    filters: int
    weights: int


BY_HAND: Topic[FirstLayer] = Topic(
    "weights-by-hand",
    lambda each: taken(0),
    (
        Misconception(
            "filters are put in by hand",
            "Somebody designs the edge filters.",
            "They start at random and are learned.",
            lambda each: multiplied(each.filters, each.weights),
        ),
    ),
)

DIFFERENT: Topic[FirstLayer] = Topic(
    "different-filters",
    lambda each: taken(each.filters),
    (
        Misconception(
            "all filters learn the same",
            "All filters see the same pictures, so they learn the same.",
            "Each starts from different random numbers, and learns something different.",
            lambda each: taken(1),
        ),
    ),
)


class Shared(NamedTuple):
    """The gradients of one shared weight at all places where it is used."""

    gradients: tuple[Fraction, ...]


def _mean(shared: Shared) -> Outcome:
    inside = " + ".join(f"({written(each)})" for each in shared.gradients)
    count = len(shared.gradients)
    return worked(rf"\dfrac{{{inside}}}{{{count}}}", sum(shared.gradients, Fraction()) / count)


SHARED: Topic[Shared] = Topic(
    "shared-gradient",
    lambda shared: added(shared.gradients),
    (
        Misconception(
            "one place teaches",
            "A shared weight learns from one of its places.",
            "It is used at all places, and its gradient is the sum over them.",
            lambda shared: taken(shared.gradients[0]),
        ),
        Misconception(
            "places are averaged",
            "The gradient of a shared weight is the mean over its places.",
            "It is the sum: each use changes the result by itself.",
            _mean,
        ),
    ),
)


class Dense(NamedTuple):
    """A dense layer of `neurons` on maps c×height×width, for a batch of pictures."""

    batch: int
    channels: int
    height: int
    width: int
    neurons: int

    @property
    def inputs(self) -> int:
        """How many numbers of one picture it reads."""
        return self.channels * self.height * self.width


FLATTENED: Topic[Dense] = Topic(
    "dense-inputs",
    lambda dense: multiplied(dense.channels, dense.height, dense.width),
    (
        Misconception(
            "the batch is flattened too",
            "Flattening puts all pictures of a batch in one row.",
            "Each picture is flattened by itself.",
            lambda dense: multiplied(dense.batch, dense.channels, dense.height, dense.width),
        ),
        Misconception(
            "one input for each map",
            "A dense layer reads one number from each map.",
            "It reads every cell of every map, unless the maps are averaged before.",
            lambda dense: taken(dense.channels),
        ),
    ),
)

DENSE_PARAMETERS: Topic[Dense] = Topic(
    "dense-parameters",
    lambda dense: worked(
        rf"{written(dense.inputs)} \cdot {written(dense.neurons)} + {written(dense.neurons)}",
        dense_parameters(dense.inputs, dense.neurons),
    ),
    (
        Misconception(
            "one bias for a dense layer",
            "A dense layer adds one bias.",
            "Each of its neurons has a bias.",
            lambda dense: worked(
                rf"{written(dense.inputs)} \cdot {written(dense.neurons)} + 1",
                dense.inputs * dense.neurons + 1,
            ),
        ),
    ),
)

FIXED: Topic[Dense] = Topic(
    "fixed-size",
    lambda _: Outcome("the fully connected layer"),
    (
        Misconception(
            "convolutions need a fixed size",
            "A convolution works for pictures of one size only.",
            "Its filters slide over pictures of any size: only a dense layer counts its inputs.",
            lambda _: Outcome("the convolution"),
        ),
    ),
)


class Scores(NamedTuple):
    """The scores that a network gives its classes."""

    scores: tuple[float, ...]

    def highest(self, times: int) -> Fraction:
        """The highest share after softmax was taken so many times."""
        shares = np.array(self.scores, dtype=np.float64)
        for _ in range(times):
            shares = np.asarray(softmax(shares), dtype=np.float64)
        return Fraction(float(shares.max()))


SURE: Topic[Scores] = Topic(
    "right-of-100",
    lambda _: Outcome("its share does not say"),
    (
        Misconception(
            "a share is a chance",
            "A share of 63 % means that it is right in 63 of 100 cases.",
            "Softmax compares scores: how often it is right has to be measured.",
            lambda scores: worked(
                rf"100 \cdot {written(scores.highest(1))}",
                100 * Fraction(written(scores.highest(1))),
            ),
        ),
    ),
)

LOSS: Topic[Scores] = Topic(
    "cross-entropy",
    lambda scores: Outcome(scores.highest(1), written(scores.highest(1))),
    (
        Misconception(
            "softmax before cross-entropy",
            "Cross-entropy needs shares, so softmax comes before it.",
            "In PyTorch it contains softmax: applied twice, softmax flattens the shares.",
            lambda scores: Outcome(scores.highest(2), written(scores.highest(2))),
        ),
    ),
)


class Upsampled(NamedTuple):
    """A map that a convolution has made, and a transposed one makes large again."""

    before: int
    kernel: int
    stride: int

    @property
    def side(self) -> int:
        """The map's side."""
        return output_size(self.before, self.kernel, stride=self.stride)


TRANSPOSED: Topic[Upsampled] = Topic(
    "transposed-side",
    lambda up: worked(
        rf"({up.side} - 1) \cdot {up.stride} + {up.kernel}",
        (up.side - 1) * up.stride + up.kernel,
    ),
    (
        Misconception(
            "transposed undoes",
            "A transposed convolution undoes a convolution.",
            "It restores the size, up to what was left over, but never the values.",
            lambda up: taken(up.before),
        ),
        Misconception(
            "the stride multiplies the size",
            "With stride 2 the map becomes twice as large.",
            "The windows are laid down a stride apart, and the last one is a whole kernel wide.",
            lambda up: multiplied(up.side, up.stride),
        ),
    ),
)


class Normalised(NamedTuple):
    """A value in use, and the mean and spread that were stored in training."""

    value: Fraction
    mean: Fraction
    spread: Fraction


def _normal(value: Fraction, mean: Fraction, spread: Fraction) -> Outcome:
    over = rf"\dfrac{{{written(value)} - ({written(mean)})}}{{{written(spread)}}}"
    return worked(over, (value - mean) / spread)


IN_USE: Topic[Normalised] = Topic(
    "normalised-value",
    lambda each: _normal(*each),
    (
        Misconception(
            "a batch of one",
            "When used, it subtracts the mean of what it is given, as in training.",
            "When used, it takes the mean and spread that were stored in training.",
            lambda each: _normal(each.value, each.value, each.spread),
        ),
    ),
)

TOPICS = (
    *(BY_HAND, DIFFERENT, SHARED, FLATTENED, DENSE_PARAMETERS, FIXED),
    *(SURE, LOSS, TRANSPOSED, IN_USE),
)
