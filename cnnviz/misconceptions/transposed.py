"""What people believe of a transposed convolution: how large its map is, and what a cell holds."""

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
    plain,
    played,
    product,
    taken,
    worked,
)


class Grown(NamedTuple):
    """A line of cells that a transposed convolution makes longer."""

    side: int
    kernel: int
    stride: int
    padding: int

    @classmethod
    def drawn(cls, random: Random) -> Grown:
        """A small line, a kernel that is at least as wide as the stride, and a ring cut off."""
        stride = random.randint(2, 3)
        return cls(random.randint(3, 12), random.randint(stride, 5), stride, 1)


def _grown(grown: Grown, rings: int = -2) -> Outcome:
    """The sum of steps and kernel, and so many times the padding."""
    side, kernel, stride, padding = grown
    cut = padding and rings
    sign = "-" if rings < 0 else "+"
    return worked(
        rf"({side} - 1) \cdot {stride} + {kernel}"
        + (rf" {sign} {abs(rings)} \cdot {padding}" if cut else ""),
        (side - 1) * stride + kernel + rings * padding,
    ).of("side", "", "stride", "kernel", *(["", "padding"] if cut else []))


def _as_of_a_convolution(grown: Grown) -> Outcome:
    side, kernel, stride, padding = grown
    room = side - kernel + 2 * padding
    if room < 0:
        return Outcome("not-allowed")
    around = rf" + 2 \cdot {padding}" if padding else ""
    left = rf"\left\lfloor \dfrac{{{side} - {kernel}{around}}}{{{stride}}} \right\rfloor + 1"
    more = ["", "padding"] if padding else []
    return worked(left, room // stride + 1).of("side", "kernel", *more, "stride", "")


GROWN: Topic[Grown] = Topic(
    "transposed-size",
    _grown,
    (
        Misconception(
            "the stride multiplies the size",
            "A stride of S makes the map S times as large.",
            "The windows are laid down a stride apart, and the last one is a whole kernel wide.",
            lambda grown: product(grown, "side", "stride"),
        ),
        Misconception(
            "the size of a convolution",
            "Its size follows the formula of a convolution.",
            "It goes the other way: it multiplies by the stride where a convolution divides.",
            _as_of_a_convolution,
        ),
        Misconception(
            "no padding is cut off",
            "Padding changes nothing about the size here.",
            "Here padding is cut off, on both sides.",
            lambda grown: _grown(grown, 0),
        ),
        Misconception(
            "padding is put around",
            "Padding makes the map larger.",
            "A transposed convolution cuts it off.",
            lambda grown: _grown(grown, 2),
        ),
    ),
    Grown.drawn,
)


class Overlap(NamedTuple):
    """A cell under several stamps: what each puts there, and the value that the first one is of.

    Of its computations "read" has what each puts there, channel by channel, and "value" the value.
    """

    value: Fraction
    parts: tuple[Fraction, ...]

    @classmethod
    def drawn(cls, random: Random) -> Overlap:
        """Two stamps, of which the first is stronger."""
        value, weight = Fraction(random.randint(2, 5)), random.randint(2, 3)
        return cls(value, (weight * value, Fraction(random.randint(1, 4))))


def _each(overlap: Overlap) -> list[str]:
    return ["parts"] * len(overlap.parts)


def _terms(overlap: Overlap) -> list[list[Fraction]]:
    return [[part] for part in overlap.parts]


def _added(overlap: Overlap) -> Outcome:
    outcome = added(overlap.parts).of(*_each(overlap))
    return played(outcome, "sum", _terms(overlap), Operand("read"))


def _mean(overlap: Overlap) -> Outcome:
    outcome = averaged(overlap.parts).of(*_each(overlap), "")
    return played(outcome, "mean", _terms(overlap), Operand("read"))


def _last(overlap: Overlap) -> Outcome:
    *before, last = overlap.parts
    outcome = taken(last).of("parts")
    return played(outcome, "sum", [[last]], Operand("read", (len(before), 0, 0)))


def _largest(overlap: Overlap) -> Outcome:
    outcome = taken(max(overlap.parts)).of("parts")
    return played(outcome, "max", _terms(overlap), Operand("read"))


def _returned(overlap: Overlap) -> Outcome:
    return played(plain(overlap, "value"), "sum", [[overlap.value]], Operand("value"))


OVERLAPPED: Topic[Overlap] = Topic(
    "overlapping-stamps",
    _added,
    (
        Misconception(
            "the later stamp overwrites",
            "The later stamp covers the earlier one.",
            "No stamp hides another: where they overlap, they are added.",
            _last,
        ),
        Misconception(
            "stamps are averaged",
            "Where stamps overlap, the cell holds their mean.",
            "They are added; nothing is divided by how many there are.",
            _mean,
        ),
        Misconception(
            "the largest stamp stays",
            "Where stamps overlap, the largest value stays.",
            "They are added; only max pooling keeps the largest.",
            _largest,
        ),
        Misconception(
            "transposed undoes",
            "A transposed convolution undoes a convolution, and gives its numbers back.",
            "It restores the size, up to what was left over, but never the values.",
            _returned,
        ),
    ),
    Overlap.drawn,
)

TOPICS = (GROWN, OVERLAPPED)
