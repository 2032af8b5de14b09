"""What people believe of a shortcut: what it adds to a block's cells, and to its weights."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import NamedTuple

from cnnviz.content.computation import Operand
from cnnviz.misconceptions.outcome import (
    Misconception,
    Outcome,
    Topic,
    added,
    averaged,
    multiplied,
    played,
    product,
    sum_of_products,
    taken,
)


class Joined(NamedTuple):
    """What a block's convolutions find at one place, and what its input has there.

    Of its computations "read" has them behind one another, a channel each, and "written" the cell.
    """

    found: Fraction
    given: Fraction

    @classmethod
    def drawn(cls, random: Random) -> Joined:
        """Small numbers, none of them 0."""
        found, given = (random.choice((-1, 1)) * random.randint(1, 9) for _ in range(2))
        return cls(Fraction(found, 2), Fraction(given, 2))


READ = Operand("read")


def _each(joined: Joined) -> list[list[Fraction]]:
    return [[value] for value in joined]


def _added(joined: Joined) -> Outcome:
    return played(added(joined).of(*Joined._fields), "sum", _each(joined), READ)


def _multiplied(joined: Joined) -> Outcome:
    outcome = multiplied(*joined).of(*Joined._fields)
    assert isinstance(outcome.value, Fraction)
    return played(outcome, "dot", [[*joined, outcome.value]], READ, Operand("read", (1, 0, 0)))


def _averaged(joined: Joined) -> Outcome:
    return played(averaged(joined).of(*Joined._fields, ""), "mean", _each(joined), READ)


def _replaced(joined: Joined) -> Outcome:
    return played(taken(joined.found).of("found"), "sum", _each(joined)[:1], READ)


JOINED: Topic[Joined] = Topic(
    "shortcut-cell",
    _added,
    (
        Misconception(
            "the shortcut multiplies",
            "The shortcut weighs what the convolutions find: both are multiplied.",
            "They are added, cell by cell.",
            _multiplied,
        ),
        Misconception(
            "the shortcut averages",
            "The block gives the mean of both ways.",
            "It gives their sum: nothing is halved.",
            _averaged,
        ),
        Misconception(
            "the input is replaced",
            "The block gives what its convolutions find.",
            "What they find is added to the input.",
            _replaced,
        ),
    ),
    Joined.drawn,
)


class Block(NamedTuple):
    """Two convolutions of kernel×kernel on so many maps, and a shortcut past them."""

    channels: int
    kernel: int

    @classmethod
    def drawn(cls, random: Random) -> Block:
        """A usual one."""
        return cls(random.choice((16, 32, 64, 128, 256)), random.choice((3, 5)))

    @property
    def doubled(self) -> int:
        """The maps of both ways, one behind the other."""
        return 2 * self.channels


CONVOLUTION = ("kernel", "kernel", "channels", "channels")
"""What the weights of one of its convolutions are the product of."""

BLOCK: Topic[Block] = Topic(
    "block-weights",
    lambda block: sum_of_products(block, CONVOLUTION, CONVOLUTION),
    (
        Misconception(
            "the shortcut has weights",
            "The shortcut has weights of its own.",
            "It adds x as it is: there is nothing to learn.",
            lambda block: sum_of_products(
                block, CONVOLUTION, CONVOLUTION, ("channels", "channels")
            ),
        ),
        Misconception(
            "the shortcut doubles the channels",
            "The input is set behind the maps, so twice as many are read.",
            "It is added to them: there are as many maps as before.",
            lambda block: sum_of_products(
                block, CONVOLUTION, ("kernel", "kernel", "doubled", "channels")
            ),
        ),
        Misconception(
            "the shortcut saves a layer",
            "The shortcut takes the place of a convolution.",
            "It leads past both, and both stay.",
            lambda block: product(block, *CONVOLUTION),
        ),
    ),
    Block.drawn,
)

TOPICS = (JOINED, BLOCK)
