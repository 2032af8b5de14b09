"""What people believe of a convolutional layer: its maps, weights, biases and cost."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import NamedTuple

from cnnviz.engine.geometry import conv2d_multiply_adds, conv2d_parameters, output_size
from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    plain,
    product,
    sum_of_products,
    taken,
    worked,
    written,
)


class ConvLayer(NamedTuple):
    """`c_out` filters of kernel×kernel on `c_in` maps of side×side."""

    c_in: int
    c_out: int
    kernel: int
    side: int
    stride: int = 1
    padding: int = 0

    @classmethod
    def drawn(cls, random: Random) -> ConvLayer:
        """A small layer."""
        kernel = random.choice((3, 5))
        c_in, c_out = random.choice((2, 3, 4, 6)), random.choice((5, 8, 10, 16))
        side, stride = random.randint(2 * kernel, 32), random.randint(1, 3)
        return cls(c_in, c_out, kernel, side, stride, random.randint(0, kernel // 2))

    @property
    def out(self) -> int:
        """The side of its maps. Raises ValueError where the kernel does not fit."""
        return output_size(self.side, self.kernel, stride=self.stride, padding=self._around)

    @property
    def _around(self) -> tuple[int, int]:
        return self.padding, self.padding

    @property
    def weights(self) -> int:
        """All its weights, without biases."""
        return conv2d_parameters(self.kernel, self.kernel, self.c_in, self.c_out, bias=False)

    @property
    def parameters(self) -> int:
        """All its weights and biases."""
        return conv2d_parameters(self.kernel, self.kernel, self.c_in, self.c_out)


MAPS: Topic[ConvLayer] = Topic(
    "maps",
    lambda layer: plain(layer, "c_out"),
    (
        Misconception(
            "maps multiply",
            "A filter makes one map for each map that it reads.",
            "A filter spans all the maps at once and makes a single one.",
            lambda layer: product(layer, "c_in", "c_out"),
        ),
        Misconception(
            "filters follow maps",
            "There are as many filters as there are maps to read.",
            "How many filters a layer has is a free choice.",
            lambda layer: plain(layer, "c_in"),
        ),
    ),
    ConvLayer.drawn,
)

ONE_KERNEL: Misconception[ConvLayer] = Misconception(
    "one kernel for all channels",
    "The same small kernel serves every channel.",
    "A filter has a slice of weights for each channel.",
    lambda layer: product(layer, "kernel", "kernel"),
)
BIAS_EACH: Misconception[ConvLayer] = Misconception(
    "a bias for each weight",
    "Every weight comes with a bias.",
    "A filter adds one bias to its sum.",
    lambda layer: product(layer, "kernel", "kernel", "c_in", "c_out"),
)

FILTER_WEIGHTS: Topic[ConvLayer] = Topic(
    "filter-weights",
    lambda layer: product(layer, "kernel", "kernel", "c_in"),
    (ONE_KERNEL,),
    ConvLayer.drawn,
)


def _parameters(layer: ConvLayer, *factors: str, biases: str) -> Outcome:
    """The weights, and so many biases; a single channel is no factor that anybody writes."""
    names = [name for name in factors if name != "c_in" or layer.c_in > 1]
    return sum_of_products(layer, names, [biases])


PARAMETERS: Topic[ConvLayer] = Topic(
    "parameters",
    lambda layer: _parameters(layer, "kernel", "kernel", "c_in", "c_out", biases="c_out"),
    (
        replace(
            ONE_KERNEL,
            rule=lambda layer: _parameters(layer, "kernel", "kernel", "c_out", biases="c_out"),
        ),
        replace(
            BIAS_EACH,
            rule=lambda layer: _parameters(
                layer, "kernel", "kernel", "c_in", "c_out", biases="weights"
            ),
        ),
    ),
    ConvLayer.drawn,
)

ANSWERS: Topic[ConvLayer] = Topic(
    "numbers-at-a-place",
    lambda layer: taken(1),
    (
        Misconception(
            "channels stay apart",
            "Each channel gives its own number.",
            "The channels' sums are added up to one number.",
            lambda layer: plain(layer, "c_in"),
        ),
    ),
    ConvLayer.drawn,
)

BIASES: Topic[ConvLayer] = Topic(
    "biases",
    lambda layer: plain(layer, "c_out"),
    (
        BIAS_EACH,
        Misconception(
            "a bias for each channel",
            "A filter has a bias for each channel.",
            "A filter adds one bias to the sum over all channels.",
            lambda layer: product(layer, "c_in", "c_out"),
        ),
        Misconception(
            "a bias for each cell",
            "Every cell of a map has its own bias.",
            "The bias is shared like the weights: one per filter.",
            lambda layer: product(layer, "c_out", "out", "out"),
        ),
    ),
    ConvLayer.drawn,
)


def _more(layer: ConvLayer, times: int) -> Outcome:
    """How many more parameters the layer has where it has so many times as many."""
    before = written(layer.parameters)
    left = rf"{times} \cdot {before} - {before}" if times > 1 else f"{before} - {before}"
    constant = [""] * (times > 1)
    return worked(left, (times - 1) * layer.parameters).of(*constant, "parameters", "parameters")


# How many more parameters the layer has on a picture twice as wide and twice as high.
LARGER: Topic[ConvLayer] = Topic(
    "larger-picture",
    lambda layer: _more(layer, 1),
    (
        Misconception(
            "parameters grow with the picture",
            "A larger picture needs more weights.",
            "The same filters slide over it: the picture's size is not in the formula.",
            lambda layer: _more(layer, 4),
        ),
        Misconception(
            "parameters grow with the side",
            "A picture twice as wide needs twice as many weights.",
            "Every place uses the same weights: more places need no more of them.",
            lambda layer: _more(layer, 2),
        ),
    ),
    ConvLayer.drawn,
)

COST: Topic[ConvLayer] = Topic(
    "multiplications",
    lambda layer: Outcome(
        Fraction(
            conv2d_multiply_adds(
                layer.kernel, layer.kernel, layer.c_in, layer.c_out, layer.out, layer.out
            )
        ),
        product(layer, "weights", "out", "out").working,
    ).of("weights", "out", "out"),
    (
        Misconception(
            "few parameters, little work",
            "A layer with few weights has little to compute.",
            "Each weight is used at every place: count the multiplications.",
            lambda layer: plain(layer, "weights"),
        ),
        Misconception(
            "each pixel once",
            "Each filter multiplies every pixel once.",
            "A pixel is read by each window that covers it, and each time by another weight.",
            lambda layer: product(layer, "c_out", "c_in", "side", "side"),
        ),
    ),
    ConvLayer.drawn,
)


TOPICS = (MAPS, FILTER_WEIGHTS, PARAMETERS, ANSWERS, BIASES, LARGER, COST)
