"""What people believe of a single cell: how its number comes about."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np

from cnnviz.engine import exact
from cnnviz.misconceptions.outcome import Misconception, Outcome, Topic, added, worked, written

Grid: TypeAlias = tuple[tuple[Fraction, ...], ...]


class Place(NamedTuple):
    """What a filter reads at one place, and its weights: a grid for each channel; its bias."""

    patches: tuple[Grid, ...]
    slices: tuple[Grid, ...]
    bias: Fraction = Fraction()

    @property
    def channels(self) -> list[Fraction]:
        """What each channel adds up to, computed by the engine."""
        return [_dot(*pair) for pair in zip(self.patches, self.slices, strict=True)]


def _dot(patch: Grid, weights: Grid) -> Fraction:
    one, other = (np.array(each, dtype=np.float64) for each in (patch, weights))
    return Fraction(float(exact.dots(one.reshape(1, -1), other.ravel(), 0.0)[0]))


def _summed(parts: Sequence[Fraction], bias: Fraction) -> Outcome:
    return added([*parts, bias] if bias else parts)


def _averaged(place: Place) -> Outcome:
    parts = place.channels
    mean = sum(parts, Fraction()) / len(parts)
    inside = " + ".join(f"({written(part)})" for part in parts)
    outside = f" + ({written(place.bias)})" if place.bias else ""
    return worked(rf"\dfrac{{{inside}}}{{{len(parts)}}}{outside}", mean + place.bias, *parts)


def _flipped(place: Place) -> Outcome:
    turned = tuple(tuple(row[::-1] for row in grid[::-1]) for grid in place.slices)
    return _summed(place._replace(slices=turned).channels, place.bias)


CELL: Topic[Place] = Topic(
    "a cell of a map",
    lambda place: _summed(place.channels, place.bias),
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
            "Nothing is flipped: each weight multiplies the pixel beneath it.",
            _flipped,
        ),
    ),
)


class Pixel(NamedTuple):
    """A pixel's channels, and the weights of one 1×1 filter."""

    values: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]


def _products(pixel: Pixel) -> Outcome:
    pairs = list(zip(pixel.values, pixel.weights, strict=True))
    terms = (rf"({written(a)}) \cdot ({written(b)})" for a, b in pairs)
    value = _dot((pixel.values,), (pixel.weights,))
    return worked(" + ".join(terms), value, *pixel.values, *pixel.weights)


ONE_BY_ONE: Topic[Pixel] = Topic(
    "what a 1×1 filter gives",
    _products,
    (
        Misconception(
            "1×1 does nothing",
            "A 1×1 convolution leaves the picture as it is.",
            "It mixes the channels of each pixel.",
            lambda pixel: worked(rf"({written(pixel.values[0])}) \cdot 1", pixel.values[0]),
        ),
        Misconception(
            "1×1 scales a channel",
            "A 1×1 convolution only makes a channel stronger or weaker.",
            "It adds up all channels of a pixel, each with its weight.",
            lambda pixel: _products(Pixel(pixel.values[:1], pixel.weights[:1])),
        ),
    ),
)


class Corner(NamedTuple):
    """A picture of one grey, and a filter of an odd side that lies on its corner."""

    grey: Fraction
    weights: Grid


def _weighed(corner: Corner, weights: Grid) -> Outcome:
    total = sum((weight for row in weights for weight in row), Fraction())
    inside = " + ".join(f"({written(weight)})" for row in weights for weight in row)
    return worked(rf"({written(corner.grey)}) \cdot ({inside})", corner.grey * total)


def _at_the_corner(corner: Corner) -> Outcome:
    half = len(corner.weights) // 2
    return _weighed(corner, tuple(row[half:] for row in corner.weights[half:]))


PADDED: Topic[Corner] = Topic(
    "a filter on the corner of a plain picture, with zeros around it",
    _at_the_corner,
    (
        Misconception(
            "padding is neutral",
            "Zeros around the picture change no answer.",
            "They make an edge where the picture has none.",
            lambda corner: _weighed(corner, corner.weights),
        ),
    ),
)

TOPICS = (CELL, ONE_BY_ONE, PADDED)
