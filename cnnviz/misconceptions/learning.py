"""What people believe of learning: filters, gradients, normalisation."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import NamedTuple

from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    added,
    averaged,
    bracketed,
    plain,
    product,
    taken,
    worked,
    written,
)


class FirstLayer(NamedTuple):
    """A first layer: how many filters, and how many weights each has."""

    filters: int
    weights: int

    @classmethod
    def drawn(cls, random: Random) -> FirstLayer:
        """A usual one."""
        return cls(random.choice((6, 8, 16, 32, 64, 96)), random.choice((9, 25, 27, 75, 147)))


def _all_are_learned(each: FirstLayer) -> Outcome:
    """All weights, less those that are learned: all of them."""
    count = rf"{written(each.filters)} \cdot {written(each.weights)}"
    return worked(f"{count} - {count}", 0).of("filters", "weights", "filters", "weights")


BY_HAND: Topic[FirstLayer] = Topic(
    "weights-by-hand",
    _all_are_learned,
    (
        Misconception(
            "filters are put in by hand",
            "Somebody designs the edge filters.",
            "They start at random and are learned.",
            lambda each: product(each, "filters", "weights"),
        ),
    ),
    FirstLayer.drawn,
)

DIFFERENT: Topic[FirstLayer] = Topic(
    "different-filters",
    lambda each: plain(each, "filters"),
    (
        Misconception(
            "all filters learn the same",
            "All filters see the same pictures, so they learn the same.",
            "Each starts from different random numbers, and learns something different.",
            lambda each: taken(1),
        ),
    ),
    FirstLayer.drawn,
)


class Shared(NamedTuple):
    """The gradients of one shared weight at all places where it is used."""

    gradients: tuple[Fraction, ...]

    @classmethod
    def drawn(cls, random: Random) -> Shared:
        """Four places."""
        return cls(tuple(Fraction(random.randint(-4, 8), 2) for _ in range(4)))

    @property
    def places(self) -> int:
        """How many places there are."""
        return len(self.gradients)


def _mean(shared: Shared) -> Outcome:
    return averaged(shared.gradients).of(*_each(shared), "places")


def _each(shared: Shared) -> list[str]:
    return ["gradients"] * shared.places


SHARED: Topic[Shared] = Topic(
    "shared-gradient",
    lambda shared: added(shared.gradients).of(*_each(shared)),
    (
        Misconception(
            "one place teaches",
            "A shared weight learns from one of its places.",
            "It is used at all places, and its gradient is the sum over them.",
            lambda shared: taken(shared.gradients[0]).of("gradients"),
        ),
        Misconception(
            "places are averaged",
            "A shared weight's gradient is the mean over its places.",
            "It is the sum: each use counts.",
            _mean,
        ),
    ),
    Shared.drawn,
)


class Normalised(NamedTuple):
    """A value in use, and the mean and spread that were stored in training."""

    value: Fraction
    mean: Fraction
    spread: Fraction

    @classmethod
    def drawn(cls, random: Random) -> Normalised:
        """Small numbers."""
        spread = Fraction(random.choice((1, 2, 4, 8)), 2)
        return cls(spread * random.randint(-4, 4), Fraction(random.randint(-3, 3)), spread)


def _normal(each: Normalised, less: str) -> Outcome:
    mean: Fraction = getattr(each, less)
    over = rf"\dfrac{{{written(each.value)} - {bracketed(mean)}}}{{{written(each.spread)}}}"
    return worked(over, (each.value - mean) / each.spread).of("value", less, "spread")


IN_USE: Topic[Normalised] = Topic(
    "normalised-value",
    lambda each: _normal(each, "mean"),
    (
        Misconception(
            "a batch of one",
            "When used, it subtracts the mean of what it is given, as in training.",
            "When used, it takes the mean and spread that were stored in training.",
            lambda each: _normal(each, "value"),
        ),
        Misconception(
            "normalised in training alone",
            "Batch normalisation is for training: when used, it leaves values as they are.",
            "The next layers have learned from normalised values, and still need them.",
            lambda each: plain(each, "value"),
        ),
    ),
    Normalised.drawn,
)

TOPICS = (BY_HAND, DIFFERENT, SHARED, IN_USE)
