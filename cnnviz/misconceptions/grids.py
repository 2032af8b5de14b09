"""Maps as rules read them: exact numbers, row by row."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any, TypeAlias

from numpy.typing import NDArray

Grid: TypeAlias = tuple[tuple[Fraction, ...], ...]
"""Rows of numbers, all of one length."""


def grid_of(plane: NDArray[Any]) -> Grid:
    """The numbers of an array H×W, as they are."""
    return tuple(tuple(Fraction(float(value)) for value in row) for row in plane.tolist())


def listed(grid: Grid) -> tuple[Fraction, ...]:
    """Its numbers in reading order."""
    return tuple(value for row in grid for value in row)


def grid_drawn(random: Random, height: int, width: int) -> Grid:
    """Small whole numbers."""
    return tuple(
        tuple(Fraction(random.randint(-3, 3)) for _ in range(width)) for _ in range(height)
    )
