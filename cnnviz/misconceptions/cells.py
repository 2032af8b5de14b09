"""What people believe of a single cell: how its number comes about."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from random import Random
from typing import NamedTuple

import numpy as np

from cnnviz.content.computation import Computation, Index, Op, Operand
from cnnviz.engine import exact
from cnnviz.misconceptions.grids import Grid, grid_drawn, listed
from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    added,
    bracketed,
    played,
    worked,
    written,
)


class Place(NamedTuple):
    """What a filter reads at one place, and its weights: a grid for each channel; its bias.

    Of its computations "read" begins with the first cell of the patch, and "weights" with that of
    the filter; "sums" has what each channel adds up to, channel by channel.
    """

    patches: tuple[Grid, ...]
    slices: tuple[Grid, ...]
    bias: Fraction = Fraction()

    @classmethod
    def drawn(cls, random: Random) -> Place:
        """Two channels of 2×2."""
        patches, slices = (tuple(grid_drawn(random, 2, 2) for _ in range(2)) for _ in range(2))
        return cls(patches, slices, Fraction(random.randint(-2, 2)))

    @property
    def channels(self) -> tuple[Fraction, ...]:
        """What each channel adds up to, computed by the engine."""
        return tuple(_dot(*pair) for pair in zip(self.patches, self.slices, strict=True))


def _dot(patch: Grid, weights: Grid) -> Fraction:
    one, other = (np.array(each, dtype=np.float64) for each in (patch, weights))
    return Fraction(float(exact.dots(one.reshape(1, -1), other.ravel(), 0.0)[0]))


def _summed(place: Place) -> Outcome:
    parts, bias = place.channels, [place.bias] * bool(place.bias)
    outcome = added([*parts, *bias])
    return outcome.of(*_names(place)) if len([*parts, *bias]) > 1 else outcome


def _names(place: Place, *between: str) -> list[str]:
    """What the numbers of a sum are: those of the channels, some more, and the bias."""
    return [*["channels"] * len(place.patches), *between, *["bias"] * bool(place.bias)]


def _convolved(place: Place) -> Outcome:
    outcome = _summed(place)
    multiplied = _computed(place, Operand("weights"), outcome)
    return outcome._replace(computations=(multiplied, _gathered(place, "sum", outcome)))


def _gathered(place: Place, op: Op, outcome: Outcome) -> Computation:
    """The outcome, from what each channel adds up to."""
    assert isinstance(outcome.value, Fraction)
    return Computation(
        op,
        terms=tuple((float(each),) for each in place.channels),
        bias=float(place.bias),
        result=float(outcome.value),
        tensor="written",
        index=(0, 0, 0),
        shown=len(place.patches),
        shape=(len(place.patches), 1, 1),
        operands=(Operand("sums"),),
    )


def _computed(place: Place, weights: Operand, outcome: Outcome, step: int = 1) -> Computation:
    """The outcome, term by term; step: from one cell that is read to the next, 0 where it stays."""
    assert isinstance(outcome.value, Fraction)
    pairs = list(zip(_numbers(place.patches), _numbers(place.slices), strict=True))
    terms = tuple((float(a), float(b), float(a * b)) for a, b in pairs)
    return Computation(
        op="dot",
        terms=terms,
        running=tuple(map(float, accumulate(a * b for a, b in pairs))),
        bias=float(place.bias),
        result=float(outcome.value),
        tensor="written",
        index=(0, 0, 0),
        shown=len(terms),
        shape=_shape(place),
        operands=(Operand("read", step=(step, step)), weights),
    )


def _numbers(grids: Sequence[Grid]) -> list[Fraction]:
    return [number for grid in grids for number in listed(grid)]


def _shape(place: Place) -> Index:
    grid = place.slices[0]
    return len(place.slices), len(grid), len(grid[0])


def _averaged(place: Place) -> Outcome:
    parts = place.channels
    mean = sum(parts, Fraction()) / len(parts)
    inside = " + ".join(map(bracketed, parts))
    outside = f" + {bracketed(place.bias)}" if place.bias else ""
    left = rf"\dfrac{{{inside}}}{{{len(parts)}}}{outside}"
    outcome = worked(left, mean + place.bias, *parts).of(*_names(place, ""))
    return outcome._replace(computations=(_gathered(place, "mean", outcome),))


def _flipped(place: Place) -> Outcome:
    turned = place._replace(
        slices=tuple(tuple(row[::-1] for row in grid[::-1]) for grid in place.slices)
    )
    _, rows, columns = _shape(place)
    outcome = _summed(turned)
    # What the channels add up to is not the subject's.
    outcome = outcome.of(*(name.removeprefix("channels") for name in outcome.terms))
    backwards = Operand("weights", (0, rows - 1, columns - 1), (-1, -1))
    return outcome._replace(computations=(_computed(turned, backwards, outcome),))


CELL: Topic[Place] = Topic(
    "cell",
    _convolved,
    (
        Misconception(
            "channels are averaged",
            "The channels' sums are averaged.",
            "They are added up, together with one bias.",
            _averaged,
        ),
        Misconception(
            "the kernel is flipped",
            "A convolution flips its kernel before it multiplies.",
            "In mathematics it does. In networks each weight multiplies the pixel beneath it.",
            _flipped,
        ),
    ),
    Place.drawn,
)


class Pixel(NamedTuple):
    """A pixel's channels, and the weights of one 1×1 filter.

    Of its computations "read" and "weights" have one value in each channel.
    """

    values: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]

    @classmethod
    def drawn(cls, random: Random) -> Pixel:
        """Three channels, and small whole numbers."""
        values, weights = (
            tuple(Fraction(random.randint(-3, 3)) for _ in range(3)) for _ in range(2)
        )
        return cls(values, weights)


def _products(pixel: Pixel) -> Outcome:
    pairs = list(zip(pixel.values, pixel.weights, strict=True))
    terms = (rf"({written(a)}) \cdot ({written(b)})" for a, b in pairs)
    value = _dot((pixel.values,), (pixel.weights,))
    outcome = worked(" + ".join(terms), value, *pixel.values, *pixel.weights)
    read, weights = (
        tuple(((value,),) for value in values) for values in (pixel.values, pixel.weights)
    )
    place = Place(read, weights)
    return outcome._replace(computations=(_computed(place, Operand("weights"), outcome),))


def _left_alone(pixel: Pixel) -> Outcome:
    """The first channel, as it is: no weight is read."""
    first = pixel.values[0]
    outcome = worked(rf"({written(first)}) \cdot 1", first)
    return played(outcome, "dot", [[first, Fraction(1), first]], Operand("read"))


ONE_BY_ONE: Topic[Pixel] = Topic(
    "one-by-one",
    _products,
    (
        Misconception(
            "1×1 does nothing",
            "A 1×1 convolution leaves the picture as it is.",
            "It mixes the channels of each pixel.",
            _left_alone,
        ),
        Misconception(
            "1×1 scales a channel",
            "A 1×1 filter makes a channel stronger or weaker.",
            "It adds up all channels, each with its weight.",
            lambda pixel: _products(Pixel(pixel.values[:1], pixel.weights[:1])),
        ),
    ),
    Pixel.drawn,
)


class Corner(NamedTuple):
    """A picture of one grey, and a filter of an odd side that lies on its corner, the first pixel.

    Of its computations "read" begins with that pixel, and "weights" with the first weight.
    """

    grey: Fraction
    weights: Grid

    @classmethod
    def drawn(cls, random: Random) -> Corner:
        """A filter of 3×3."""
        return cls(Fraction(random.randint(1, 3)), grid_drawn(random, 3, 3))


def _weighed(corner: Corner, weights: Grid) -> Outcome:
    total = sum((weight for row in weights for weight in row), Fraction())
    inside = " + ".join(bracketed(weight) for row in weights for weight in row)
    return worked(rf"{bracketed(corner.grey)} \cdot ({inside})", corner.grey * total)


def _at_the_corner(corner: Corner) -> Outcome:
    half = len(corner.weights) // 2
    inside = Place(
        (((corner.grey,) * (half + 1),) * (half + 1),),
        (tuple(row[half:] for row in corner.weights[half:]),),
    )
    outcome = _weighed(corner, inside.slices[0])
    computed = _computed(inside, Operand("weights", (0, half, half)), outcome)
    return outcome._replace(computations=(computed,))


def _everywhere_grey(corner: Corner) -> Outcome:
    side = len(corner.weights)
    place = Place((((corner.grey,) * side,) * side,), (corner.weights,))
    outcome = _weighed(corner, corner.weights)
    # The same grey is read for every weight.
    computed = _computed(place, Operand("weights"), outcome, step=0)
    return outcome._replace(computations=(computed,))


PADDED: Topic[Corner] = Topic(
    "padded-corner",
    _at_the_corner,
    (
        Misconception(
            "padding is neutral",
            "Zeros around the picture change no answer.",
            "They make an edge where the picture has none.",
            _everywhere_grey,
        ),
    ),
    Corner.drawn,
)

TOPICS = (CELL, ONE_BY_ONE, PADDED)
