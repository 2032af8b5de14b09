"""Random subjects of misconceptions: layers, places, chains and the like."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np

from cnnviz.misconceptions.answers import Scores
from cnnviz.misconceptions.cells import Corner, Pixel, Place
from cnnviz.misconceptions.dense import Dense
from cnnviz.misconceptions.depth import Chain
from cnnviz.misconceptions.grids import Grid, grid_of
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.learning import FirstLayer, Normalised
from cnnviz.misconceptions.maps import Averaged, Signed, Touched
from cnnviz.misconceptions.moved import Moved
from cnnviz.misconceptions.normalising import Batch, Channels
from cnnviz.misconceptions.pooling import Pool, Row, Seen
from cnnviz.misconceptions.shortcuts import Joined
from cnnviz.misconceptions.transposed import Grown


def small(random: Random) -> Fraction:
    return Fraction(random.randint(-8, 8), 4)


def normalised_channels(random: Random) -> Channels:
    return Channels(random.randint(1, 300), random.randint(2, 60))


def a_normalised(random: Random) -> Normalised:
    return Normalised(small(random), small(random), Fraction(random.randint(1, 8), 4))


def a_joined(random: Random) -> Joined:
    return Joined(small(random), small(random))


def a_batch(random: Random) -> Batch:
    means, spreads = ([small(random) for _ in range(3)] for _ in range(2))
    over = [abs(each) + 1 for each in spreads]
    pairs = means[0], over[0], means[1], over[1], means[2], over[2]
    least, most = Fraction(-random.randint(3, 6)), Fraction(random.randint(3, 6))
    return Batch(small(random), *pairs, least, most)


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


def a_seen(random: Random) -> Seen:
    side = random.randint(2, 3)
    return Seen(grid(random, side))


def a_dense(random: Random) -> Dense:
    return Dense(*(random.randint(1, 20) for _ in range(5)))


def a_grown(random: Random) -> Grown:
    kernel, stride, padding = (random.randint(low, 5) for low in (1, 1, 0))
    least = max(1, 1 - (kernel - 1 - 2 * padding) // stride)
    return Grown(random.randint(least, least + 8), kernel, stride, padding)


def a_moved(random: Random) -> Moved:
    height, width = random.randint(4, 8), random.randint(4, 8)
    before = [[random.choice((0, 0, 0, 1, 2)) for _ in range(width)] for _ in range(height)]
    after = np.roll(before, (random.randint(0, 2), random.randint(0, 2)), axis=(0, 1))
    return Moved(grid_of(np.array(before)), grid_of(after), random.randint(1, 3))


def a_touched(random: Random) -> Touched:
    height, width, padding = random.randint(1, 9), random.randint(1, 9), random.randint(0, 2)
    kernel = random.randint(1, min(height, width) + 2 * padding)
    row, column = random.randrange(height), random.randrange(width)
    return Touched(row, column, height, width, kernel, random.randint(1, 3), padding)


def a_signed(random: Random) -> Signed:
    return Signed(grid(random, random.randint(1, 5)))


def an_averaged(random: Random) -> Averaged:
    window = random.randint(1, 3)
    return Averaged(grid(random, random.randint(window, 7)), window, random.randint(1, 3))


def a_first_layer(random: Random) -> FirstLayer:
    return FirstLayer(random.randint(1, 64), random.randint(1, 75))


def ten_scores(random: Random) -> Scores:
    return Scores(tuple(random.uniform(-4, 4) for _ in range(10)))
