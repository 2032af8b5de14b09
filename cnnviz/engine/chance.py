"""What chance alone would give: what a measured number is held against."""

from __future__ import annotations

from math import factorial

import numpy as np

from cnnviz.engine.arguments import require_int


def largest_by_chance(draws: int, kinds: int) -> float:
    """How many of so many draws are of the commonest kind, on average, if all are equally likely.

    The number of ways in which no kind comes more often than m times is draws! times the
    coefficient of x**draws in (1 + x + x²/2! + … + x**m/m!)**kinds.
    Raises ValueError for draws that are not from 1 to 170, or kinds that are not from 1 to 100.
    """
    draws, kinds = require_int("draws", draws, 1, 170), require_int("kinds", kinds, 1, 100)
    terms = np.array([1 / factorial(k) for k in range(draws + 1)])
    all_ways = kinds**draws / factorial(draws)

    def at_most(most: int) -> float:
        power = np.ones(1)
        for _ in range(kinds):
            power = np.convolve(power, terms[: most + 1])[: draws + 1]
        return float(power[draws] / all_ways) if len(power) > draws else 0.0

    return sum(1 - at_most(most) for most in range(draws))
