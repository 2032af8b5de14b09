"""What is no digit, for the tests: scribbles and patterns."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from drawing import Strokes, Style, corners, drawn, through


def scribbles(count: int, seed: int) -> list[Strokes]:
    """Curves through random points: knots, tangles, hatching, several short ones."""
    r = np.random.default_rng(seed)
    made = []
    for k in range(count):
        kind = k % 4
        if kind == 0:  # a tangle: one long curve
            curves = [through(*map(tuple, r.uniform(5, 95, (int(r.integers(9, 18)), 2))))]
        elif kind == 1:  # to and fro, ever further
            steps = int(r.integers(6, 14))
            x = np.repeat(np.linspace(5, 95, steps), 1) + r.normal(0, 3, steps)
            y = np.where(np.arange(steps) % 2, 90, 10) + r.normal(0, 8, steps)
            curves = [corners(*zip(x, y, strict=True))]
        elif kind == 2:  # several short curves
            curves = [
                through(
                    *map(tuple, np.cumsum(r.normal(0, 22, (4, 2)), axis=0) + r.uniform(25, 75, 2))
                )
                for _ in range(int(r.integers(4, 8)))
            ]
        else:  # round and round
            turn = np.linspace(0, 2 * math.pi * r.uniform(2.5, 5), 40)
            far = np.linspace(r.uniform(5, 25), 48, 40) + r.normal(0, 3, 40)
            curves = [np.stack([50 + far * np.cos(turn), 50 + far * np.sin(turn)], axis=1)]
        made.append(drawn(tuple(curves), Style("scribble", size=(0.2, 1)), r))
    return made


def patterns(side: int, seed: int) -> list[NDArray[np.float64]]:
    """Side×side from 0 to 1: boards, stripes, grids, rings, dots, slopes, noise, flat greys."""
    r = np.random.default_rng(seed)
    y, x = np.mgrid[0:side, 0:side]
    made = []
    for cell in (1, 2, 3, 4, 6, 8):
        made.append((x // cell + y // cell) % 2)
        made += [x // cell % 2, y // cell % 2, (x + y) // cell % 2, (x - y) // cell % 2]
        if cell > 2:
            made.append((x % cell == 0) | (y % cell == 0))
            made.append(np.maximum(abs(x - side / 2), abs(y - side / 2)) // cell % 2)
            made.append(np.hypot(x % (2 * cell) - cell, y % (2 * cell) - cell) < cell / 2)
    made += [x / side, y / side, (x + y) / (2 * side), np.hypot(x, y) / (1.5 * side)]
    made += [r.random((side, side)) for _ in range(4)]
    made += [r.random((side, side)) < share for share in (0.1, 0.3, 0.5, 0.9)]
    made += [np.clip(r.normal(0.5, 0.25, (side, side)), 0, 1) for _ in range(2)]
    made += [np.full((side, side), grey) for grey in (0.2, 0.5, 1)]
    return [np.asarray(each, np.float64) for each in made]
