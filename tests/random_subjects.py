"""Random subjects of misconceptions: layers, places, chains and the like."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from cnnviz.misconceptions.cells import Corner, Grid, Pixel, Place
from cnnviz.misconceptions.depth import Chain
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.learning import Dense, Upsampled
from cnnviz.misconceptions.pooling import Pool, Row


def small(random: Random) -> Fraction:
    return Fraction(random.randint(-8, 8), 4)


def grid(random: Random, side: int) -> Grid:
    return tuple(tuple(small(random) for _ in range(side)) for _ in range(side))


def a_layer(random: Random) -> ConvLayer:
    kernel = random.randint(1, 7)
    channels = random.randint(1, 8), random.randint(1, 32)
    side, stride = random.randint(kernel, 40), random.randint(1, 4)
    return ConvLayer(*channels, kernel, side, stride, random.randint(0, 3))


def a_place(random: Random) -> Place:
    channels, side = random.randint(1, 3), random.randint(1, 3)
    patches, slices = (tuple(grid(random, side) for _ in range(channels)) for _ in range(2))
    return Place(patches, slices, small(random))


def a_pixel(random: Random) -> Pixel:
    count = random.randint(1, 4)
    values, weights = (tuple(small(random) for _ in range(count)) for _ in range(2))
    return Pixel(values, weights)


def a_corner(random: Random) -> Corner:
    return Corner(small(random), grid(random, random.choice((1, 3, 5))))


def a_chain(random: Random) -> Chain:
    count = random.randint(1, 5)
    kernels, strides = (tuple(random.randint(1, 5) for _ in range(count)) for _ in range(2))
    return Chain(kernels, strides)


def a_pool(random: Random) -> Pool:
    window = random.randint(2, 3)
    return Pool(random.randint(1, 64), window, random.randint(window, 28))


def a_row(random: Random) -> Row:
    window = random.randint(2, 3)
    values = tuple(random.randint(0, 3) for _ in range(window * random.randint(1, 5)))
    return Row(values, random.randint(0, 3), window)


def a_dense(random: Random) -> Dense:
    return Dense(*(random.randint(1, 20) for _ in range(5)))


def an_upsampled(random: Random) -> Upsampled:
    kernel = random.randint(1, 5)
    return Upsampled(random.randint(kernel, 30), kernel, random.randint(1, 3))
