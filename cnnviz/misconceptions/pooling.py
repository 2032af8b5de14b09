"""What people believe of pooling and of moved pictures."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from random import Random
from typing import NamedTuple

import numpy as np

from cnnviz.content.computation import Op, Operand
from cnnviz.engine.pool import max_pool2d
from cnnviz.misconceptions.grids import Grid, grid_drawn, listed
from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    added,
    averaged,
    multiplied,
    plain,
    played,
    product,
    taken,
    worked,
    written,
)


class Pool(NamedTuple):
    """Windows of window×window, side by side, over `channels` maps of side×side."""

    channels: int
    window: int
    side: int

    @classmethod
    def drawn(cls, random: Random) -> Pool:
        """Windows that fit."""
        window = random.randint(2, 3)
        return cls(random.choice((3, 6, 16, 32)), window, window * random.randint(2, 8))

    @property
    def out(self) -> int:
        """The side of a pooled map."""
        return self.side // self.window


LEARNED: Topic[Pool] = Topic(
    "pooling-parameters",
    lambda pool: multiplied(pool.window, pool.window, 0).of("window", "window", ""),
    (
        Misconception(
            "pooling learns",
            "Pooling has weights, as a convolution has.",
            "It takes the largest or the mean: there is nothing to learn.",
            lambda pool: product(pool, "window", "window", "channels"),
        ),
    ),
    Pool.drawn,
)

POOLED_MAPS: Topic[Pool] = Topic(
    "pooled-maps",
    lambda pool: plain(pool, "channels"),
    (
        Misconception(
            "pooling mixes channels",
            "Pooling takes the largest value across all channels.",
            "It works on each map by itself: as many maps come out as went in.",
            lambda pool: taken(1),
        ),
    ),
    Pool.drawn,
)


class Seen(NamedTuple):
    """What a window of max pooling sees: "read" begins with its first value."""

    values: Grid

    @classmethod
    def drawn(cls, random: Random) -> Seen:
        """Four small whole numbers."""
        return cls(grid_drawn(random, 2, 2))


def _played(op: Op, values: Grid, outcome: Outcome, running: Iterable[Fraction]) -> Outcome:
    """The outcome with its computation, value by value."""
    terms = [[value] for value in listed(values)]
    shape = (1, len(values), len(values[0]))
    return played(outcome, op, terms, Operand("read"), shape=shape, running=running)


def _largest(seen: Seen) -> Outcome:
    values = listed(seen.values)
    read = np.array([seen.values], dtype=np.float64)
    found = Fraction(float(max_pool2d(read, len(seen.values))[0, 0, 0]))
    left = rf"\max({', '.join(map(written, values))})"
    return _played("max", seen.values, worked(left, found, *values), accumulate(values, max))


def _total(seen: Seen) -> Outcome:
    values = listed(seen.values)
    return _played("sum", seen.values, added(values), accumulate(values))


def _mean(seen: Seen) -> Outcome:
    values = listed(seen.values)
    running = (total / count for count, total in enumerate(accumulate(values), 1))
    return _played("mean", seen.values, averaged(values), running)


def _first(seen: Seen) -> Outcome:
    first = seen.values[0][0]
    return _played("sum", ((first,),), taken(first), [first])


STRONGEST: Topic[Seen] = Topic(
    "max-pooled-window",
    _largest,
    (
        Misconception(
            "max pooling takes the mean",
            "Pooling blends what a window sees into its mean.",
            "Average pooling does; max pooling keeps the largest value as it is.",
            _mean,
        ),
        Misconception(
            "max pooling adds up",
            "Max pooling adds up what a window sees.",
            "It adds nothing: it keeps the largest value and drops the others.",
            _total,
        ),
        Misconception(
            "max pooling keeps the first",
            "Pooling keeps the first value of each window, as a stride does.",
            "A stride never looks at the others; max pooling compares all and keeps the largest.",
            _first,
        ),
    ),
    Seen.drawn,
)


def _dropped(pool: Pool) -> Outcome:
    before, after = pool.side**2, pool.out**2
    left = rf"{written(pool.side)} \cdot {pool.side} - {pool.out} \cdot {pool.out}"
    return worked(left, before - after).of("side", "side", "out", "out")


DROPPED: Topic[Pool] = Topic(
    "dropped-values",
    _dropped,
    (
        Misconception(
            "max pooling loses nothing",
            "Max pooling keeps all that matters, and only a stride loses something.",
            "Both drop equally many values, and the maximum also drops where it was.",
            lambda pool: taken(0),
        ),
    ),
    Pool.drawn,
)


class Block(NamedTuple):
    """How many values a window of max pooling has, and the gradient that comes to its result."""

    values: int
    gradient: Fraction

    @classmethod
    def drawn(cls, random: Random) -> Block:
        """A window of 2×2 or 3×3, and a gradient that is not 0."""
        return cls(random.choice((4, 9)), Fraction(random.choice((-3, -2, -1, 1, 2, 3)), 2))


GRADIENT: Topic[Block] = Topic(
    "pooling-gradient",
    lambda block: plain(block, "gradient"),
    (
        Misconception(
            "the gradient is spread",
            "The gradient is shared among the window's values.",
            "It goes to the winner alone.",
            lambda block: worked(
                rf"\dfrac{{{written(block.gradient)}}}{{{block.values}}}",
                block.gradient / block.values,
            ).of("gradient", "values"),
        ),
        Misconception(
            "the gradient stops",
            "Nothing can be learned through a maximum.",
            "The gradient passes on to the winner.",
            lambda block: taken(0),
        ),
    ),
    Block.drawn,
)


class Row(NamedTuple):
    """A row of a map, and by how much it moves to the right; what leaves comes in at the left."""

    values: tuple[int, ...]
    by: int
    window: int = 2

    @classmethod
    def drawn(cls, random: Random) -> Row:
        """Eight values that move by one."""
        return cls(tuple(random.choice((0, 0, 1, 3)) for _ in range(8)), 1)


def _changed(row: Row) -> Outcome:
    before = np.array(row.values, dtype=np.float64).reshape(1, 1, -1)
    pair = [before, np.roll(before, row.by, axis=2)]
    # A window that is as high as the row would not fit: two equal rows are as good as one.
    one, other = (
        max_pool2d(np.repeat(each, row.window, axis=1), row.window).ravel() for each in pair
    )
    differ = [int(a != b) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    return worked(" + ".join(map(str, differ)), sum(differ))


FORGIVEN: Misconception[Row] = Misconception(
    "pooling forgives any shift",
    "A network does not care where something is, how it is turned or how large it is.",
    "Within a window a shift does not matter; across its border it does.",
    lambda row: taken(0),
)

MOVED: Topic[Row] = Topic(
    "moved-row",
    _changed,
    (FORGIVEN,),
    Row.drawn,
)

TOPICS = (LEARNED, POOLED_MAPS, STRONGEST, DROPPED, GRADIENT, MOVED)
