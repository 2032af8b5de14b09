"""What is right of random subjects, counted one by one, without the engine."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from cnnviz.misconceptions import (
    answers,
    cells,
    dense,
    depth,
    layers,
    learning,
    map_side,
    maps,
    normalising,
    pooling,
    reading,
    separable,
    shortcuts,
)
from cnnviz.misconceptions.cells import Corner
from cnnviz.misconceptions.depth import Chain, Linear
from cnnviz.misconceptions.grids import Grid
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.learning import Shared
from cnnviz.misconceptions.maps import Averaged, Touched
from cnnviz.misconceptions.moved import CHANGED, COUNTED, Moved
from cnnviz.misconceptions.outcome import Cells, Numbers, Topic, Value
from cnnviz.misconceptions.pooling import Block, Row
from cnnviz.misconceptions.transposed import GROWN, OVERLAPPED, Grown, Overlap
from random_subjects import (
    a_batch,
    a_chain,
    a_corner,
    a_dense,
    a_first_layer,
    a_grown,
    a_joined,
    a_layer,
    a_moved,
    a_normalised,
    a_pixel,
    a_place,
    a_pool,
    a_row,
    a_seen,
    a_signed,
    a_touched,
    an_averaged,
    normalised_channels,
    small,
    ten_scores,
)


def spread(layer: ConvLayer) -> Iterator[int]:
    """The first pixel of each window that fits on a padded line."""
    last = layer.side + 2 * layer.padding - layer.kernel
    return iter(range(0, last + 1, layer.stride))


def windows(layer: ConvLayer) -> int:
    return len(list(spread(layer)))


def dot(patch: Grid, weights: Grid) -> Fraction:
    return sum(
        (
            a * b
            for one, two in zip(patch, weights, strict=True)
            for a, b in zip(one, two, strict=True)
        ),
        Fraction(),
    )


def corner_sum(corner: Corner) -> Fraction:
    half, side = len(corner.weights) // 2, len(corner.weights)
    inside = [(y, x) for y, x in product(range(side), repeat=2) if y >= half and x >= half]
    return sum((corner.grey * corner.weights[y][x] for y, x in inside), Fraction())


def seen(chain: Chain) -> int:
    """The pixels under one neuron, layer by layer from above."""
    pixels = {0}
    for kernel, stride in reversed(list(zip(chain.kernels, chain.strides, strict=True))):
        pixels = {at * stride + tap for at in pixels for tap in range(kernel)}
    return max(pixels) + 1


def moved(row: Row) -> int:
    rolled = [row.values[(k - row.by) % len(row.values)] for k in range(len(row.values))]
    starts = range(0, len(row.values), row.window)
    tops = [[max(each[k : k + row.window]) for k in starts] for each in (row.values, rolled)]
    return sum(a != b for a, b in zip(*tops, strict=True))


def tops(grid: Grid, window: int) -> list[Fraction]:
    """The largest of each window, side by side."""
    rows, columns = len(grid) // window, len(grid[0]) // window
    return [
        max(grid[y * window + dy][x * window + dx] for dy, dx in product(range(window), repeat=2))
        for y, x in product(range(rows), range(columns))
    ]


def changed(moved: Moved) -> Cells:
    pairs = zip(tops(moved.before, moved.window), tops(moved.after, moved.window), strict=True)
    return Cells(tuple(k for k, (before, after) in enumerate(pairs) if before != after))


def touched(each: Touched) -> Cells:
    """Cell by cell: whether one of its weights lies on the pixel."""
    sides = [
        len(range(0, side + 2 * each.padding - each.kernel + 1, each.stride))
        for side in (each.height, each.width)
    ]
    cells = enumerate(product(*map(range, sides)))
    taps = range(each.kernel)
    return Cells(
        tuple(
            k
            for k, (y, x) in cells
            if any(y * each.stride - each.padding + tap == each.row for tap in taps)
            and any(x * each.stride - each.padding + tap == each.column for tap in taps)
        )
    )


def readers(each: Touched) -> int:
    """Window by window: whether it covers the pixel."""
    starts = [
        range(-each.padding, side + each.padding - each.kernel + 1, each.stride)
        for side in (each.height, each.width)
    ]
    covers = [
        top <= each.row < top + each.kernel and left <= each.column < left + each.kernel
        for top, left in product(*starts)
    ]
    return sum(covers)


def means(each: Averaged) -> Numbers:
    rows, columns = (
        range(0, side - each.window + 1, each.stride)
        for side in (len(each.values), len(each.values[0]))
    )
    taps = list(product(range(each.window), repeat=2))
    sums = (
        sum((each.values[y + dy][x + dx] for dy, dx in taps), Fraction())
        for y, x in product(rows, columns)
    )
    return Numbers(tuple(total / len(taps) for total in sums))


def softmax(scores: tuple[float, ...]) -> float:
    return max(math.exp(each) / sum(map(math.exp, scores)) for each in scores)


def laid(side: int, kernel: int, stride: int) -> int:
    marks = [at * stride + tap for at in range(side) for tap in range(kernel)]
    return max(marks) + 1


def grown(each: Grown) -> int:
    return laid(each.side, each.kernel, each.stride) - 2 * each.padding


Case = tuple[Topic[Any], Callable[[Random], Any], Callable[[Any], Any]]
"""A topic, how to make a subject of it, and what is right."""

CASES: list[Case] = [
    (layers.MAPS, a_layer, lambda each: each.c_out),
    (layers.FILTER_WEIGHTS, a_layer, lambda each: each.kernel**2 * each.c_in),
    (
        layers.PARAMETERS,
        a_layer,
        lambda each: (each.kernel**2 * each.c_in + 1) * each.c_out,
    ),
    (layers.ANSWERS, a_layer, lambda _: 1),
    (layers.BIASES, a_layer, lambda each: each.c_out),
    (layers.LARGER, a_layer, lambda _: 0),
    (
        layers.COST,
        a_layer,
        lambda each: windows(each) ** 2 * each.kernel**2 * each.c_in * each.c_out,
    ),
    (map_side.SIDE, a_layer, windows),
    (separable.DEPTHWISE_MAPS, a_layer, lambda each: each.c_in),
    (
        separable.SEPARABLE,
        a_layer,
        lambda each: sum(each.kernel**2 + each.c_out for _ in range(each.c_in)),
    ),
    (
        cells.CELL,
        a_place,
        lambda each: sum(map(dot, each.patches, each.slices), Fraction()) + each.bias,
    ),
    (
        cells.ONE_BY_ONE,
        a_pixel,
        lambda each: float(sum(a * b for a, b in zip(each.values, each.weights, strict=True))),
    ),
    (cells.PADDED, a_corner, corner_sum),
    (depth.FIELD, a_chain, seen),
    (depth.COLLAPSED, lambda random: Linear(random.randint(1, 9)), lambda _: 1),
    (pooling.LEARNED, a_pool, lambda _: 0),
    (pooling.POOLED_MAPS, a_pool, lambda each: each.channels),
    (pooling.STRONGEST, a_seen, lambda each: max(map(max, each.values))),
    (pooling.DROPPED, a_pool, lambda each: each.side**2 - (each.side // each.window) ** 2),
    (
        pooling.GRADIENT,
        lambda random: Block(random.randint(2, 9), small(random)),
        lambda each: each.gradient,
    ),
    (pooling.MOVED, a_row, moved),
    (CHANGED, a_moved, changed),
    (COUNTED, a_moved, lambda each: len(changed(each).marked)),
    (maps.TOUCHED, a_touched, touched),
    (
        maps.RECTIFIED,
        a_signed,
        lambda each: Numbers(tuple(max(value, Fraction()) for row in each.values for value in row)),
    ),
    (maps.AVERAGED, an_averaged, means),
    (reading.READ, a_touched, readers),
    (learning.BY_HAND, a_first_layer, lambda _: 0),
    (learning.DIFFERENT, a_first_layer, lambda each: each.filters),
    (
        learning.SHARED,
        lambda random: Shared(tuple(small(random) for _ in range(random.randint(1, 5)))),
        lambda each: sum(each.gradients),
    ),
    (learning.IN_USE, a_normalised, lambda each: (each.value - each.mean) / each.spread),
    (normalising.NORMALISED, a_batch, lambda each: (each.value - each.mean) / each.spread),
    (
        normalising.LEARNED,
        normalised_channels,
        lambda each: len(("scale", "shift") * each.channels),
    ),
    (
        normalising.KEPT,
        normalised_channels,
        lambda each: len(("mean", "spread", "scale", "shift") * each.channels),
    ),
    (shortcuts.JOINED, a_joined, lambda each: each.found + each.given),
    (
        shortcuts.BLOCK,
        lambda random: shortcuts.Block(random.randint(1, 300), random.choice((1, 3, 5, 7))),
        lambda each: sum(each.kernel**2 * each.channels for _ in range(2 * each.channels)),
    ),
    (GROWN, a_grown, grown),
    (
        OVERLAPPED,
        lambda random: Overlap(small(random), (small(random), small(random))),
        lambda each: each.parts[0] + each.parts[1],
    ),
    (dense.FLATTENED, a_dense, lambda each: each.channels * each.height * each.width),
    (
        dense.DENSE_PARAMETERS,
        a_dense,
        lambda each: (each.channels * each.height * each.width + 1) * each.neurons,
    ),
    (dense.FIXED, a_dense, lambda _: "dense-layer"),
    (answers.SURE, ten_scores, lambda _: "share-is-silent"),
    (answers.LOSS, ten_scores, lambda each: softmax(each.scores)),
]


def agree(value: Value, counted: Any, *, within: float = 0.0) -> bool:
    """Whether a right rule's value is what was counted.

    within: how far the values of a map may be off, as thirds are none of the computer's numbers.
    """
    if isinstance(counted, float):
        return isinstance(value, Fraction) and float(value) == pytest.approx(counted, abs=1e-6)
    if isinstance(counted, Numbers) and isinstance(value, Numbers) and within:
        given, listed = (list(map(float, each.listed)) for each in (value, counted))
        return given == pytest.approx(listed, abs=within)
    return bool(value == counted)
