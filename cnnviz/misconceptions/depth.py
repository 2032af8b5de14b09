"""What people believe of layers upon layers: how far a neuron sees, and what depth alone gives."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from cnnviz.engine.network import Network
from cnnviz.engine.receptive import receptive_field
from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    added,
    multiplied,
    plain,
    taken,
    worked,
)


class Chain(NamedTuple):
    """Layers one after another, by their kernels and strides."""

    kernels: tuple[int, ...]
    strides: tuple[int, ...]

    @classmethod
    def up_to(cls, network: Network, last: str) -> Chain:
        """The windows of a network's layers up to one of them; those of a single cell are left out.

        All are square.
        """
        windows = []
        for layer, shape in zip(network.layers, network.shapes().values(), strict=False):
            (kernel, stride, *_), _ = layer.window(shape)
            if kernel > 1:
                windows.append((kernel, stride))
            if layer.name == last:
                break
        return cls(*zip(*windows, strict=True))

    @classmethod
    def drawn(cls, random: Random) -> Chain:
        """Two or three layers."""
        count = random.randint(2, 3)
        kernels = tuple(random.choice((2, 3, 5)) for _ in range(count))
        return cls(kernels, tuple(random.choice((1, 1, 2)) for _ in range(count)))


def _seen(chain: Chain) -> Outcome:
    fields = receptive_field(zip(chain.kernels, chain.strides, strict=True))
    jumps = [1, *(field.jump for field in fields)]
    steps = (
        rf"({kernel} - 1) \cdot {jump}" for kernel, jump in zip(chain.kernels, jumps, strict=False)
    )
    terms = ("kernels", "", "") * len(chain.kernels)
    return worked(" + ".join(["1", *steps]), fields[-1].size).of("", *terms)


def _sides(chain: Chain, outcome: Outcome) -> Outcome:
    """What is made of the filters' sides alone."""
    return outcome.of(*["kernels"] * len(chain.kernels))


FIELD: Topic[Chain] = Topic(
    "receptive-field",
    _seen,
    (
        Misconception(
            "a neuron sees its filter",
            "A neuron of a later layer still sees as many pixels as its filter is wide.",
            "Each of the cells that it reads has seen a patch itself.",
            lambda chain: taken(chain.kernels[-1]).of("kernels"),
        ),
        Misconception(
            "fields multiply",
            "The filters' sides multiply.",
            "Patches of neighbours overlap, so each layer adds only a border.",
            lambda chain: _sides(chain, multiplied(*chain.kernels)),
        ),
        Misconception(
            "fields add up",
            "The filters' sides add up.",
            "Patches overlap, and after a stride neighbours stand further apart.",
            lambda chain: _sides(chain, added(chain.kernels)),
        ),
    ),
    Chain.drawn,
)


class Linear(NamedTuple):
    """So many convolutions in a row, with nothing between them."""

    depth: int

    @classmethod
    def drawn(cls, random: Random) -> Linear:
        """A few of them."""
        return cls(random.randint(2, 9))


COLLAPSED: Topic[Linear] = Topic(
    "convolutions-in-a-row",
    lambda linear: taken(1),
    (
        Misconception(
            "depth alone is power",
            "Every extra convolution adds power, even with nothing between them.",
            "Two in a row are one larger convolution: only a bend between them makes a difference.",
            lambda linear: plain(linear, "depth"),
        ),
    ),
    Linear.drawn,
)

TOPICS = (FIELD, COLLAPSED)
