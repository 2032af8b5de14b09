"""Pictures that are no digits, at random: scribbles, letters, signs, patterns, noise.

A network that has only seen digits names one in whatever it is shown. LeNet-5 learns on these that
there are other things: its ten sums are to stay small where no digit is.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.strokes import normalized
from hands import Random, Stroke, arc, by_hand, join, line

Ink = NDArray[np.float32]


def wandering(r: Random) -> list[Stroke]:
    """A pen that turns at random, up to four times set down anew."""
    strokes = []
    for _ in range(r.integers(1, 5)):
        turns = np.cumsum(r.normal(r.normal(0, 0.3), r.uniform(0.3, 1.4), r.integers(12, 50)))
        way = np.cumsum(np.stack([np.cos(turns), np.sin(turns)], axis=1) * 0.09, axis=0)
        strokes.append(np.clip(way - way.mean(axis=0) + r.uniform(0.3, 0.7, 2), 0, 1))
    return strokes


def cross(r: Random) -> list[Stroke]:
    """Straight strokes anywhere."""
    ends = r.random((r.integers(3, 9), 2, 2))
    return [line(tuple(a), tuple(b)) for a, b in ends]


def zigzag(r: Random) -> list[Stroke]:
    count = int(r.integers(5, 16))
    x = np.linspace(0, 1, count)
    y = 0.5 + np.where(np.arange(count) % 2, 0.5, -0.5) * r.uniform(0.3, 1, count)
    points = np.stack([x, y], axis=1)
    return [line(*map(tuple, points if r.random() < 0.6 else points[:, ::-1]), count=4)]


def spiral(r: Random) -> list[Stroke]:
    turn = np.linspace(0, 2 * math.pi * r.uniform(2, 4), 70)
    way = np.sign(r.normal())
    radius = 0.5 * turn / turn[-1]
    x, y = 0.5 + radius * np.cos(way * turn), 0.5 + radius * np.sin(way * turn)
    return [np.stack([x, y], axis=1)]


def loops(r: Random) -> list[Stroke]:
    """Loops in a row, as one tries a pen."""
    turn = np.linspace(0, 2 * math.pi * r.uniform(2.5, 6), 90)
    x = turn / turn[-1] + 0.15 * np.cos(turn)
    return [np.stack([x, 0.5 + r.uniform(0.15, 0.4) * np.sin(turn)], axis=1)]


def polygon(r: Random) -> list[Stroke]:
    """A triangle, a square, a star: corners on a circle, in order or every second."""
    corners = int(r.integers(3, 7))
    step = 2 if corners > 4 and r.random() < 0.6 else 1
    angle = 2 * math.pi * step * np.arange(corners + 1) / corners + r.uniform(0, 6)
    shape = [line(*map(tuple, 0.5 + 0.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1)))]
    if corners == 4 or r.random() < 0.3:
        shape.append(line((0.5 - 0.3, 0.5), (0.5 + 0.3, 0.5)))
    return shape


def sign(r: Random) -> list[Stroke]:
    """A plus, a hash, an arrow, a house, a face, a heart, a wave, an asterisk."""
    kind = r.integers(0, 8)
    if kind == 0:
        return [line((0.5, 0), (0.5, 1)), line((0, 0.5), (1, 0.5))]
    if kind == 1:
        ways = [line((0.3, 0), (0.25, 1)), line((0.7, 0), (0.65, 1))]
        return [*ways, line((0, 0.3), (1, 0.3)), line((0, 0.7), (1, 0.7))]
    if kind == 2:
        return [line((0, 0.5), (1, 0.5)), line((0.65, 0.2), (1, 0.5), (0.65, 0.8))]
    if kind == 3:
        return [line((0.1, 1), (0.1, 0.45), (0.5, 0), (0.9, 0.45), (0.9, 1), (0.1, 1))]
    if kind == 4:
        eyes = [arc(x, 0.38, 0.05, 0.06, 0, 360) for x in (0.33, 0.67)]
        return [arc(0.5, 0.5, 0.5, 0.5, 0, 360), *eyes, arc(0.5, 0.55, 0.25, 0.22, 20, 160)]
    if kind == 5:
        left, right = arc(0.25, 0.25, 0.25, 0.22, 180, 360), arc(0.75, 0.25, 0.25, 0.22, 180, 360)
        return [join(line((0.5, 1), (0, 0.25)), left, right, line((1, 0.25), (0.5, 1)))]
    if kind == 6:
        x = np.linspace(0, 1, 40)
        wave = 0.5 + 0.2 * np.sin(x * 2 * math.pi * r.uniform(1.5, 4))
        return [np.stack([x, wave], axis=1)]
    angles = math.pi * np.arange(3) / 3 + r.uniform(0, 1)
    arms = 0.5 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [line(tuple(0.5 - arm), tuple(0.5 + arm)) for arm in arms]


_BOW = arc(0.25, 0.25, 0.45, 0.25, -90, 90)
LETTERS: dict[str, list[Stroke]] = {
    "A": [line((0.1, 1), (0.5, 0), (0.9, 1)), line((0.25, 0.62), (0.75, 0.62))],
    "E": [line((0.8, 0), (0.2, 0), (0.2, 1), (0.8, 1)), line((0.2, 0.5), (0.7, 0.5))],
    "F": [line((0.8, 0), (0.2, 0), (0.2, 1)), line((0.2, 0.45), (0.7, 0.45))],
    "H": [line((0.15, 0), (0.15, 1)), line((0.85, 0), (0.85, 1)), line((0.15, 0.5), (0.85, 0.5))],
    "K": [line((0.2, 0), (0.2, 1)), line((0.8, 0), (0.2, 0.55)), line((0.38, 0.4), (0.85, 1))],
    "L": [line((0.25, 0), (0.25, 1), (0.85, 1))],
    "M": [line((0.05, 1), (0.15, 0), (0.5, 0.65), (0.85, 0), (0.95, 1))],
    "N": [line((0.15, 1), (0.15, 0), (0.85, 1), (0.85, 0))],
    "P": [line((0.25, 0), (0.25, 1)), _BOW],
    "R": [line((0.25, 0), (0.25, 1)), _BOW, line((0.35, 0.5), (0.8, 1))],
    "T": [line((0.05, 0), (0.95, 0)), line((0.5, 0), (0.5, 1))],
    "V": [line((0.1, 0), (0.5, 1), (0.9, 0))],
    "W": [line((0, 0), (0.25, 1), (0.5, 0.3), (0.75, 1), (1, 0))],
    "X": [line((0.1, 0), (0.9, 1)), line((0.9, 0), (0.1, 1))],
    "a": [join(arc(0.45, 0.5, 0.32, 0.4, -40, -360), line((0.78, 0.1), (0.8, 0.9)))],
    "e": [join(line((0.15, 0.5), (0.85, 0.5)), arc(0.5, 0.5, 0.35, 0.45, 0, -310))],
    "h": [
        line((0.2, 0), (0.2, 1)),
        join(arc(0.5, 0.7, 0.3, 0.25, 180, 360), line((0.8, 0.7), (0.8, 1))),
    ],
    "k": [line((0.25, 0), (0.25, 1)), line((0.7, 0.4), (0.25, 0.7)), line((0.4, 0.62), (0.75, 1))],
    "m": [
        line((0.05, 0.2), (0.05, 1)),
        join(arc(0.27, 0.5, 0.22, 0.28, 180, 360), line((0.49, 0.5), (0.49, 1))),
        join(arc(0.71, 0.5, 0.22, 0.28, 180, 360), line((0.93, 0.5), (0.93, 1))),
    ],
    "n": [
        line((0.2, 0.2), (0.2, 1)),
        join(arc(0.5, 0.55, 0.3, 0.3, 180, 360), line((0.8, 0.55), (0.8, 1))),
    ],
    "r": [line((0.3, 0.2), (0.3, 1)), arc(0.6, 0.5, 0.3, 0.28, 180, 310)],
    "t": [
        join(line((0.5, 0), (0.5, 0.8)), arc(0.65, 0.82, 0.15, 0.18, 180, 40)),
        line((0.2, 0.3), (0.85, 0.3)),
    ],
    "w": [join(arc(0.27, 0.5, 0.25, 0.5, 180, 0), arc(0.77, 0.5, 0.25, 0.5, 180, 0))],
}
"""Letters that nobody takes for a digit."""


def letter(r: Random) -> list[Stroke]:
    return [each.copy() for each in LETTERS[r.choice(list(LETTERS))]]


STROKES: tuple[tuple[Callable[[Random], list[Stroke]], float], ...] = (
    (wandering, 0.26), (cross, 0.08), (zigzag, 0.07), (spiral, 0.05), (loops, 0.06),
    (polygon, 0.08), (sign, 0.1), (letter, 0.3),
)  # fmt: skip


def pattern(r: Random) -> Ink:
    """32×32 of squares, stripes, waves, noise, clouds, rings, one even grey, or a split plane."""
    y, x = np.mgrid[0:32, 0:32] + r.uniform(0, 32, (2, 1, 1))
    kind, cell, angle = r.integers(0, 9), r.uniform(1, 9), r.uniform(0, math.pi)
    along = x * math.cos(angle) + y * math.sin(angle)
    if kind == 0:
        made = (np.floor(x / cell) + np.floor(y / cell)) % 2
    elif kind == 1:
        made = (along / cell % 1 < r.uniform(0.2, 0.8)).astype(float)
    elif kind == 2:
        made = 0.5 + 0.5 * np.sin(along * 2 * math.pi / (2 * cell))
    elif kind == 3:
        made = r.random((32, 32)) if r.random() < 0.5 else np.abs(r.normal(0, 0.4, (32, 32)))
    elif kind == 4:
        made = (r.random((32, 32)) < r.uniform(0.03, 0.6)).astype(float)
    elif kind == 5:  # clouds: coarse noise, made smooth
        coarse, places = r.random((6, 6)), np.linspace(0, 5, 32)
        rows = np.array([np.interp(places, range(6), row) for row in coarse])
        made = np.array([np.interp(places, range(6), column) for column in rows.T])
        made = made if r.random() < 0.5 else (made > 0.5).astype(float)
    elif kind == 6:
        far = np.hypot(*(np.mgrid[0:32, 0:32] - r.uniform(8, 24, (2, 1, 1))))
        made = (far / cell % 1 < 0.5).astype(float)
    elif kind == 7:
        made = np.full((32, 32), r.random())
    else:
        made = (along > along.mean() + r.normal(0, 5)).astype(float)
    if r.random() < 0.2:
        made = 1 - made
    made = np.clip(made, 0, 1) * r.uniform(0.5, 1)
    # Half of them as a picture of 28×28 enters, with its border of zeros.
    return frame_ink(made[2:-2, 2:-2] if r.random() < 0.5 else made)


def frame_ink(ink: NDArray[np.floating]) -> Ink:
    """With an even border of zeros, 32×32."""
    return np.pad(ink, (32 - len(ink)) // 2).astype(np.float32)


def mangled(digit: Ink, r: Random) -> Ink:
    """What is left of a digit: white on black, or its halves exchanged."""
    if r.random() < 0.5:
        return 1 - digit
    top, bottom = np.split(np.roll(digit, 14 if r.random() < 0.5 else 0, axis=1), 2)
    return np.concatenate([bottom, top])


def nondigits(count: int, digits: Ink, seed: int) -> Ink:
    """`count` pictures that are no digit, N×32×32: drawings, patterns, M×28×28 digits mangled."""
    r = np.random.default_rng(seed)
    ways, often = zip(*STROKES, strict=True)
    made = []
    for number in range(count):
        share = number / count
        if share < 0.66:
            way = ways[int(r.choice(len(ways), p=often))]
            made.append(frame_ink(normalized(by_hand(way(r), r))))
        elif share < 0.92:
            made.append(pattern(r))
        else:
            made.append(frame_ink(mangled(digits[r.integers(len(digits))], r)))
    return np.stack(made)
