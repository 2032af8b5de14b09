"""What people believe of depthwise convolution, and of the 1×1 convolution that follows it."""

from __future__ import annotations

from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.outcome import (
    Misconception,
    Topic,
    plain,
    product,
    sum_of_products,
    taken,
)

DEPTHWISE_MAPS: Topic[ConvLayer] = Topic(
    "depthwise-maps",
    lambda layer: plain(layer, "c_in"),
    (
        Misconception(
            "channels are always added",
            "Every convolution adds up its channels.",
            "Depthwise, nothing is added across channels.",
            lambda _: taken(1),
        ),
        Misconception(
            "each filter meets every channel",
            "Each filter reads every channel.",
            "Depthwise, each reads its own channel.",
            lambda layer: product(layer, "c_in", "c_in"),
        ),
    ),
    ConvLayer.drawn,
)


MIXED = ("c_in", "c_out")
"""What the weights of the 1×1 filters are the product of."""

# How many weights depthwise filters and the 1×1 filters after them have, without biases.
SEPARABLE: Topic[ConvLayer] = Topic(
    "separable-weights",
    lambda layer: sum_of_products(layer, ("kernel", "kernel", "c_in"), MIXED),
    (
        Misconception(
            "two steps cost the same",
            "It is the same convolution, only split up.",
            "Only the filters of 1×1 still meet every channel.",
            lambda layer: product(layer, "kernel", "kernel", "c_in", "c_out"),
        ),
        Misconception(
            "depthwise filters are enough",
            "The depthwise filters do it all.",
            "They leave each channel by itself; filters of 1×1 mix them.",
            lambda layer: product(layer, "kernel", "kernel", "c_in"),
        ),
        Misconception(
            "depthwise filters for each map",
            "Each map needs depthwise filters of its own.",
            "All are mixed from the same maps, by filters of 1×1.",
            lambda layer: sum_of_products(layer, ("kernel", "kernel", "c_in", "c_out"), MIXED),
        ),
    ),
    ConvLayer.drawn,
)

TOPICS = (DEPTHWISE_MAPS, SEPARABLE)
