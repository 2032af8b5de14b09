"""Drawings for the tests: digits in twenty styles, and what is no digit, from control points.

All of it is drawn by smooth curves through points that were set by hand, moved at random from a
seed. Nothing here was trained on, and none was left out by what a network says of it; the digits
that training draws (training/hands.py) come from lines and arcs of their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Random = np.random.Generator
Curve = NDArray[np.float64]
Strokes = list[list[list[float]]]


def through(*points: tuple[float, float]) -> Curve:
    """A smooth curve through the points (Catmull and Rom): N×2; a point given twice is a corner."""
    given = np.array([points[0], *points, points[-1]], float)
    share = np.linspace(0, 1, 7)[:-1, None]
    pieces = []
    for a, b, c, d in zip(given, given[1:], given[2:], given[3:], strict=False):
        if (b == c).all():
            continue
        # At a corner the curve arrives and leaves straight.
        near, far = (c if (a == b).all() else a), (b if (c == d).all() else d)
        slope_b = (c - near) / 2 if (a != b).any() else c - b
        slope_c = (far - b) / 2 if (c != d).any() else c - b
        t2, t3 = share**2, share**3
        pieces.append(
            (2 * t3 - 3 * t2 + 1) * b
            + (t3 - 2 * t2 + share) * slope_b
            + (3 * t2 - 2 * t3) * c
            + (t3 - t2) * slope_c
        )
    return np.concatenate([*pieces, given[-1:]])


def corners(*points: tuple[float, float]) -> Curve:
    """Straight lines from point to point."""
    return through(*(point for point in points for _ in range(2)))


DIGITS: dict[int, tuple[tuple[Curve, ...], ...]] = {
    0: (
        (through((55, 2), (25, 15), (15, 55), (32, 95), (60, 96), (82, 60), (76, 20), (52, 2)),),
        (through((45, 0), (22, 30), (24, 75), (50, 100), (76, 72), (78, 28), (55, 0), (40, 5)),),
    ),
    1: (
        (corners((50, 0), (48, 100)),),
        (through((54, 2), (50, 50), (47, 99)),),
    ),
    2: (
        (through((18, 25), (35, 3), (68, 6), (74, 32), (48, 66), (16, 97), (16, 97), (82, 97)),),
        (through((20, 18), (48, 0), (76, 18), (62, 50), (30, 80), (18, 98), (42, 90), (84, 99)),),
    ),
    3: (
        (
            through(
                (22, 12),
                (48, 0),
                (74, 18),
                (62, 42),
                (40, 47),
                (40, 47),
                (72, 58),
                (78, 82),
                (48, 100),
                (18, 88),
            ),
        ),
        (
            through(
                (20, 3), (20, 3), (76, 3), (76, 3), (45, 42), (45, 42), (76, 62), (62, 96), (20, 92)
            ),
        ),
    ),
    4: (
        (corners((30, 5), (16, 60), (84, 58)), corners((62, 28), (58, 100))),
        (corners((66, 100), (64, 0), (12, 68), (88, 66)),),
    ),
    5: (
        (
            through((28, 4), (28, 4), (24, 44), (24, 44), (58, 40), (78, 66), (58, 97), (18, 90)),
            corners((28, 4), (76, 3)),
        ),
        (
            through(
                (76, 2),
                (76, 2),
                (30, 3),
                (30, 3),
                (25, 45),
                (25, 45),
                (62, 42),
                (76, 72),
                (50, 99),
                (18, 92),
            ),
        ),
    ),
    6: (
        (through((66, 2), (36, 24), (20, 62), (32, 95), (64, 95), (76, 70), (54, 54), (24, 66)),),
        (through((58, 0), (28, 40), (24, 80), (50, 100), (76, 80), (62, 56), (34, 62), (25, 80)),),
    ),
    7: (
        (corners((16, 4), (80, 4), (42, 100)),),
        (through((18, 6), (18, 6), (80, 3), (80, 3), (58, 40), (46, 100)),),
    ),
    8: (
        (
            through(
                (72, 16),
                (48, 0),
                (26, 20),
                (50, 46),
                (76, 76),
                (50, 100),
                (22, 78),
                (50, 47),
                (70, 24),
                (64, 8),
            ),
        ),
        (
            through((50, 2), (28, 22), (50, 46), (72, 22), (50, 2)),
            through((50, 46), (22, 74), (50, 100), (78, 74), (50, 46)),
        ),
    ),
    9: (
        (through((74, 26), (48, 4), (24, 26), (40, 52), (68, 44), (74, 22), (74, 22), (68, 100)),),
        (through((72, 20), (46, 2), (26, 28), (46, 50), (74, 28), (74, 28), (70, 78), (34, 98)),),
    ),
}
"""Two ways to write each digit, in hundredths of its height."""

CONTINENTAL: dict[int, tuple[tuple[Curve, ...], ...]] = DIGITS | {
    1: (
        (corners((20, 38), (56, 0), (54, 100)),),
        (corners((26, 26), (54, 0), (52, 99)), corners((28, 99), (78, 98))),
        (through((14, 46), (38, 24), (60, 0), (60, 0), (56, 50), (54, 100)),),
    ),
    4: (
        (corners((34, 0), (14, 62), (86, 60)), corners((64, 30), (60, 100))),
        (through((26, 4), (22, 40), (30, 58), (74, 54)), corners((76, 8), (68, 100))),
    ),
    7: (
        (corners((16, 4), (82, 2), (40, 100)), corners((36, 52), (82, 49))),
        (
            through((14, 14), (20, 3), (20, 3), (80, 4), (80, 4), (56, 50), (48, 100)),
            corners((36, 54), (78, 50)),
        ),
    ),
}
"""The same, with upstrokes and feet to the ones, open fours, and bars through the sevens."""


@dataclass(frozen=True)
class Style:
    """How a hand draws: what is common to its ten digits."""

    name: str
    continental: bool = False
    size: tuple[float, float] = (0.3, 0.9)
    """Of the paper's side: its longer side is between these."""
    slant: float = 0
    turn: float = 0
    """Degrees."""
    wide: float = 1
    tremble: float = 0
    pen: tuple[float, float] | None = None
    """Thickness at a stroke's beginning and end, as a share of the digit; a mouse has none."""
    dots: int = 0
    corner: bool = False


STYLES = (
    Style("plain"),
    Style("a tenth of the paper", size=(0.1, 0.13)),
    Style("a fifth of the paper", size=(0.15, 0.25)),
    Style("all of the paper", size=(0.95, 1)),
    Style("slanted right", slant=0.3),
    Style("slanted left", slant=-0.2),
    Style("turned right", turn=10),
    Style("turned left", turn=-10),
    Style("continental", continental=True),
    Style("continental, slanted", continental=True, slant=0.2),
    Style("continental, small", continental=True, size=(0.1, 0.2)),
    Style("continental, thick", continental=True, pen=(0.17, 0.17)),
    Style("thick", pen=(0.18, 0.18)),
    Style("thin", pen=(0.045, 0.045)),
    Style("pressed ever harder", pen=(0.05, 0.16)),
    Style("trembling", tremble=1.6),
    Style("a stray dot", dots=1),
    Style("stray dots, small", dots=2, size=(0.12, 0.3)),
    Style("in a corner", corner=True, size=(0.15, 0.35)),
    Style("wide and low", wide=1.35),
)


def drawn(curves: tuple[Curve, ...], style: Style, r: Random) -> Strokes:
    """Curves as one hand draws them, on paper of side 1, rounded as the page sends them."""
    angle = math.radians(style.turn + r.normal(0, 2))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    matrix = turn @ np.array([[style.wide * r.uniform(0.9, 1.1), -style.slant], [0, 1]])
    shaken = [each + r.normal(0, style.tremble, each.shape) for each in curves]
    # The control points of a hand are never twice the same: one smooth bend for all of them.
    bend, phase = r.normal(0, 2.0, 2), r.uniform(0, 6, 2)
    moved = [(each + bend * np.sin(each[:, ::-1] / 25 + phase)) @ matrix.T for each in shaken]
    points = np.concatenate(moved)
    low, high = points.min(axis=0), points.max(axis=0)
    size = r.uniform(*style.size)
    scale = size / (high - low).max()
    room = 1 - (high - low) * scale
    place = room * (r.uniform(0, 0.08, 2) if style.corner else r.uniform(0.3, 0.7, 2))
    strokes: Strokes = []
    for each in moved:
        at = (each - low) * scale + place
        rows = [[round(float(x), 4), round(float(y), 4)] for x, y in at]
        if style.pen:
            pens = np.linspace(*style.pen, len(rows)) * size
            rows = [[*row, round(float(pen), 4)] for row, pen in zip(rows, pens, strict=True)]
        strokes.append(rows)
    for _ in range(style.dots):
        # Somewhere on the paper, at least a third of the digit's size away from its box.
        while True:
            dot = r.random(2)
            away = np.maximum(np.maximum(place - dot, dot - place - (high - low) * scale), 0)
            if away.max() > size * 0.33 or (size > 0.6 and away.max() > 0.1):
                break
        strokes.append([[round(float(x), 4) for x in dot]])
    return strokes


def digits(style: Style, seed: int) -> list[tuple[int, Strokes]]:
    """Ten digits, 0 to 9, in one style."""
    r = np.random.default_rng(seed)
    ways = CONTINENTAL if style.continental else DIGITS
    return [(digit, drawn(ways[digit][r.integers(len(ways[digit]))], style, r)) for digit in ways]


LETTERS: dict[str, tuple[Curve, ...]] = {
    "A": (corners((8, 100), (48, 0), (90, 100)), corners((24, 64), (76, 62))),
    "E": (corners((76, 2), (22, 2), (22, 98), (80, 98)), corners((22, 50), (66, 48))),
    "H": (corners((18, 0), (18, 100)), corners((80, 0), (82, 100)), corners((18, 52), (80, 48))),
    "K": (corners((22, 0), (22, 100)), corners((80, 2), (24, 54), (82, 100))),
    "M": (corners((6, 100), (14, 0), (50, 60), (86, 0), (94, 100)),),
    "N": (corners((14, 100), (16, 0), (84, 100), (86, 0)),),
    "R": (
        corners((24, 0), (24, 100)),
        through((24, 2), (66, 4), (76, 26), (60, 48), (24, 50), (24, 50), (80, 100)),
    ),
    "W": (corners((2, 0), (26, 100), (50, 30), (76, 100), (98, 0)),),
    "X": (corners((12, 0), (88, 100)), corners((86, 0), (14, 100))),
    "h": (corners((22, 0), (22, 100)), through((22, 62), (48, 44), (74, 60), (78, 100))),
    "k": (corners((26, 0), (26, 100)), corners((70, 42), (28, 70), (76, 100))),
    "m": (
        through(
            (6, 30),
            (8, 98),
            (8, 98),
            (8, 50),
            (28, 32),
            (46, 50),
            (46, 98),
            (46, 98),
            (46, 50),
            (68, 32),
            (88, 52),
            (90, 98),
        ),
    ),
    "f": (through((78, 8), (54, 2), (42, 24), (40, 100)), corners((16, 46), (70, 44))),
    "w": (through((6, 30), (22, 96), (22, 96), (48, 40), (48, 40), (74, 96), (74, 96), (94, 28)),),
    "x": (through((14, 20), (40, 50), (84, 96)), through((84, 20), (48, 60), (14, 98))),
}
"""Letters that nobody takes for a digit (and no B, I, O, S, Z, b, g, l, o, q, s, y, z)."""


def letters(count: int, seed: int) -> list[Strokes]:
    """Letters in styles of all kinds, the sizes among them."""
    r = np.random.default_rng(seed)
    ways = list(LETTERS.values())
    return [
        drawn(ways[k % len(ways)], STYLES[int(r.integers(len(STYLES)))], r) for k in range(count)
    ]
