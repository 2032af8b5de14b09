"""What people believe of a whole map: which of its cells change, and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import NamedTuple

import numpy as np

from cnnviz.content.computation import Computation, Op, Operand
from cnnviz.engine import exact
from cnnviz.engine.activations import relu
from cnnviz.engine.geometry import output_size, windows
from cnnviz.misconceptions.grids import Grid, grid_drawn, listed
from cnnviz.misconceptions.outcome import (
    Cells,
    Misconception,
    Numbers,
    Outcome,
    Topic,
    multiplied,
)


class Touched(NamedTuple):
    """One pixel of a picture height×width that changes, and a filter of kernel×kernel over it."""

    row: int
    column: int
    height: int
    width: int
    kernel: int
    stride: int = 1
    padding: int = 0

    @classmethod
    def drawn(cls, random: Random) -> Touched:
        """Somewhere in a small picture."""
        kernel, side, stride = random.choice((2, 3)), random.randint(5, 8), random.randint(1, 2)
        row, column = random.randrange(side), random.randrange(side)
        return cls(row, column, side, side, kernel, stride, random.randint(0, 1))

    @property
    def nth_row(self) -> int:
        """The pixel's row, counted from 1 as viewers do."""
        return self.row + 1

    @property
    def nth_column(self) -> int:
        """Its column, counted from 1."""
        return self.column + 1

    @property
    def rows(self) -> int:
        """How many the map has."""
        return self.sides[0]

    @property
    def columns(self) -> int:
        """How many the map has."""
        return self.sides[1]

    @property
    def sides(self) -> tuple[int, int]:
        """Rows and columns of the map."""
        rows, columns = (
            output_size(side, self.kernel, stride=self.stride, padding=self.padding)
            for side in (self.height, self.width)
        )
        return rows, columns

    def over(self) -> tuple[list[int], list[int]]:
        """The rows and columns of the map whose windows cover the pixel; none where none fits."""
        return self._along(self.height, self.row), self._along(self.width, self.column)

    def cells(self, rows: Iterable[int], columns: Iterable[int]) -> tuple[int, ...]:
        """Those of the map in these rows and columns, counted row by row."""
        width = self.sides[1]
        return tuple(y * width + x for y, x in product(rows, columns))

    def covering(self) -> tuple[int, ...]:
        """The cells whose windows cover the pixel."""
        return self.cells(*self.over())

    def _along(self, side: int, pixel: int) -> list[int]:
        if self.kernel > side + 2 * self.padding:
            return []
        places = windows(side, self.kernel, stride=self.stride, padding=self.padding)
        return [k for k, (first, end) in enumerate(places) if first <= pixel < end]


def _in_the_same_place(touched: Touched) -> Outcome:
    rows, columns = touched.sides
    row, column = min(touched.row, rows - 1), min(touched.column, columns - 1)
    return Outcome(Cells(touched.cells([row], [column])), "1")


def _block(touched: Touched, rows: Sequence[int], columns: Sequence[int]) -> Outcome:
    """All cells in some rows and columns."""
    counted = multiplied(len(rows), len(columns))
    return counted._replace(value=Cells(touched.cells(rows, columns)))


TOUCHED: Topic[Touched] = Topic(
    "touched-cells",
    lambda touched: _block(touched, *touched.over()),
    (
        Misconception(
            "a pixel meets one cell",
            "A pixel matters only to the cell in the same place.",
            "It matters to each cell whose window covers it.",
            _in_the_same_place,
        ),
        Misconception(
            "a pixel meets every cell",
            "Each cell of the map depends on the whole picture.",
            "A cell reads its own window alone.",
            lambda touched: _block(touched, *map(range, touched.sides)).of("rows", "columns"),
        ),
    ),
    Touched.drawn,
    lambda touched: touched.sides,
)


class Signed(NamedTuple):
    """A map that ReLU is applied to: "read" and "written" begin with its first cell."""

    values: Grid

    @classmethod
    def drawn(cls, random: Random) -> Signed:
        """Four small whole numbers."""
        return cls(grid_drawn(random, 2, 2))


def _each_cell(
    op: Op, values: Grid, window: int, stride: int, results: tuple[Fraction, ...]
) -> tuple[Computation, ...]:
    """Each result from its window of the values."""
    columns = 1 + (len(values[0]) - window) // stride
    return tuple(
        Computation(
            op,
            terms=tuple((float(value),) for row in part for value in row),
            result=float(result),
            tensor="written",
            index=(0, *divmod(k, columns)),
            shown=window**2,
            shape=(1, window, window),
            operands=(Operand("read", (0, top, left)),),
        )
        for k, (result, (top, left, part)) in enumerate(
            zip(results, _parts(values, window, stride), strict=True)
        )
    )


def _parts(values: Grid, window: int, stride: int) -> Iterator[tuple[int, int, Grid]]:
    """Each window's first row and column, and what it holds."""
    tops, lefts = (range(0, side - window + 1, stride) for side in (len(values), len(values[0])))
    for top, left in product(tops, lefts):
        yield top, left, tuple(row[left : left + window] for row in values[top : top + window])


def _floats(values: Grid) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def _rectified(signed: Signed) -> Outcome:
    found = tuple(Fraction(float(each)) for each in relu(_floats(signed.values)).ravel())
    return Outcome(Numbers(found), computations=_each_cell("relu", signed.values, 1, 1, found))


def _left_alone(signed: Signed) -> Outcome:
    found = listed(signed.values)
    return Outcome(Numbers(found), computations=_each_cell("sum", signed.values, 1, 1, found))


def _unsigned(signed: Signed) -> Outcome:
    found = tuple(map(abs, listed(signed.values)))
    return Outcome(Numbers(found), computations=_each_cell("abs", signed.values, 1, 1, found))


RECTIFIED: Topic[Signed] = Topic(
    "rectified-map",
    _rectified,
    (
        Misconception(
            "ReLU drops the sign",
            "ReLU makes what is negative positive.",
            "It makes what is negative 0.",
            _unsigned,
        ),
        Misconception(
            "convolution is not linear",
            "A convolution is already non-linear: an activation after it changes nothing.",
            "It is a weighted sum, which is linear; ReLU bends, as it makes what is negative 0.",
            _left_alone,
        ),
    ),
    Signed.drawn,
    lambda signed: (len(signed.values), len(signed.values[0])),
)


class Averaged(NamedTuple):
    """A map that is pooled by means: "read" and "written" begin with the maps' first cells."""

    values: Grid
    window: int
    stride: int

    @classmethod
    def drawn(cls, random: Random) -> Averaged:
        """Two windows of 2×2."""
        return cls(grid_drawn(random, 2, 4), 2, 2)

    @property
    def sides(self) -> tuple[int, int]:
        """Rows and columns of the pooled map."""
        rows, columns = (
            output_size(side, self.window, stride=self.stride)
            for side in (len(self.values), len(self.values[0]))
        )
        return rows, columns


def _means(averaged: Averaged) -> Outcome:
    values, window, stride = averaged
    read = exact.patches(_floats(values)[None], (window, window), stride=stride)
    found = tuple(Fraction(float(each)) for each in exact.means(read.reshape(-1, window**2)))
    return Outcome(Numbers(found), computations=_each_cell("mean", values, window, stride, found))


def _windows(averaged: Averaged, of: Callable[[tuple[Fraction, ...]], Fraction]) -> Numbers:
    return Numbers(tuple(of(listed(part)) for *_, part in _parts(*averaged)))


def _largest(averaged: Averaged) -> Outcome:
    found = _windows(averaged, max)
    return Outcome(found, computations=_each_cell("max", *averaged, found.listed))


def _added_up(averaged: Averaged) -> Outcome:
    found = _windows(averaged, lambda part: sum(part, Fraction()))
    return Outcome(found, computations=_each_cell("sum", *averaged, found.listed))


def _in_the_middle(averaged: Averaged) -> Outcome:
    found = _windows(averaged, lambda part: (min(part) + max(part)) / 2)
    return Outcome(found, computations=_each_cell("midpoint", *averaged, found.listed))


AVERAGED: Topic[Averaged] = Topic(
    "averaged-map",
    _means,
    (
        Misconception(
            "pooling takes the largest",
            "Any pooling takes the largest value of its window.",
            "Average pooling takes the mean of all.",
            _largest,
        ),
        Misconception(
            "averaging adds up",
            "Average pooling adds up its window.",
            "It also divides the sum by how many values there are.",
            _added_up,
        ),
        Misconception(
            "the middle is the mean",
            "A mean lies in the middle between the smallest and the largest value.",
            "All values count, also those between.",
            _in_the_middle,
        ),
    ),
    Averaged.drawn,
    lambda averaged: averaged.sides,
)

TOPICS = (TOUCHED, RECTIFIED, AVERAGED)
