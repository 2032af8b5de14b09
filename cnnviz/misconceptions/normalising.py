"""What people believe of batch normalisation: over what it takes its mean, what it
learns and what it keeps."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    bracketed,
    plain,
    product,
    worked,
    written,
)
from cnnviz.staging.formatting import latex, number

SPREAD_DECIMALS = 3
"""A spread's decimals: what is divided by it as printed is then right to two."""


class Batch(NamedTuple):
    """One value of a channel; mean and spread over the batch, over its picture, at its place."""

    value: Fraction
    mean: Fraction
    spread: Fraction
    own_mean: Fraction
    own_spread: Fraction
    place_mean: Fraction
    place_spread: Fraction
    least: Fraction
    most: Fraction

    @classmethod
    def drawn(cls, random: Random) -> Batch:
        """Small numbers."""
        value = Fraction(random.randint(0, 12), 2)
        mean, own, place = (Fraction(random.randint(-4, 8), 2) for _ in range(3))
        spreads = [Fraction(random.choice((1, 2, 3, 4, 5)), 2) for _ in range(3)]
        least, most = Fraction(-random.randint(1, 6)), value + random.randint(1, 6)
        return cls(value, mean, spreads[0], own, spreads[1], place, spreads[2], least, most)

    @property
    def range(self) -> Fraction:
        """From the least value to the most."""
        return self.most - self.least


def _normal(batch: Batch, mean: str, spread: str) -> Outcome:
    less, over = (Fraction(getattr(batch, name)) for name in (mean, spread))
    under = latex(number(over, SPREAD_DECIMALS))
    left = rf"\dfrac{{{written(batch.value)} - {bracketed(less)}}}{{{under}}}"
    value = (batch.value - less) / over
    return worked(left, value, batch.value, less, over).of("value", mean, spread)


NORMALISED: Topic[Batch] = Topic(
    "batch-normalised",
    lambda batch: _normal(batch, "mean", "spread"),
    (
        Misconception(
            "each picture by itself",
            "Each picture is normalised by its own mean and spread.",
            "They are taken over the whole batch, channel by channel.",
            lambda batch: _normal(batch, "own_mean", "own_spread"),
        ),
        Misconception(
            "each place by itself",
            "Each place of a map has a mean and a spread.",
            "All places of a channel share one mean and one spread.",
            lambda batch: _normal(batch, "place_mean", "place_spread"),
        ),
        Misconception(
            "squeezed between 0 and 1",
            "Afterwards all values lie between 0 and 1.",
            "They have mean 0 and spread 1, and may lie anywhere.",
            lambda batch: _normal(batch, "least", "range"),
        ),
    ),
    Batch.drawn,
)


class Channels(NamedTuple):
    """So many channels of side×side that are normalised."""

    channels: int
    side: int

    @classmethod
    def drawn(cls, random: Random) -> Channels:
        """A usual layer."""
        return cls(random.choice((16, 32, 64, 128, 256)), random.choice((7, 14, 28, 56)))

    @property
    def learned(self) -> int:
        """A scale and a shift."""
        return 2

    @property
    def numbers(self) -> int:
        """With the mean and the spread that are kept."""
        return 2 * self.learned


CELLWISE: Misconception[Any] = Misconception(
    "a scale for each cell",
    "Each cell of each map has its own scale and shift.",
    "All cells of a channel share them.",
    lambda each: product(each, "learned", "channels", "side", "side"),
)
ONE_FOR_ALL: Misconception[Any] = Misconception(
    "one scale for all channels",
    "One scale and one shift serve the layer.",
    "Each channel has its own.",
    lambda each: plain(each, "learned"),
)

LEARNED: Topic[Channels] = Topic(
    "batch-norm-parameters",
    lambda each: product(each, "learned", "channels"),
    (
        CELLWISE,
        Misconception(
            "mean and spread are learned",
            "The mean and the spread are parameters, too.",
            "They are measured: no gradient changes them.",
            lambda each: product(each, "numbers", "channels"),
        ),
        ONE_FOR_ALL,
    ),
    Channels.drawn,
)

KEPT: Topic[Channels] = Topic(
    "batch-norm-kept",
    lambda each: product(each, "numbers", "channels"),
    (
        Misconception(
            "nothing is kept",
            "When used, a picture is normalised by its own mean and spread.",
            "The mean and the spread of training are kept, and used.",
            lambda each: product(each, "learned", "channels"),
        ),
        CELLWISE,
        ONE_FOR_ALL,
    ),
    Channels.drawn,
)

TOPICS = (NORMALISED, LEARNED, KEPT)
