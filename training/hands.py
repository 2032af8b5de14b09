"""Digits that no data set holds: hands of the continent, drawn from lines and arcs, at random.

MNIST's writers went to school in America: their one is a stroke, their seven has no bar. Each
function below draws one way to write a digit, with every length and angle its own; what comes out
are strokes, which the engine inks as it inks a drawing on the page.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz.engine.strokes import normalized

Random = np.random.Generator
Stroke = NDArray[np.float64]
"""N×2 points, x to the right and y downwards, about as high as 1."""


def line(*points: tuple[float, float], count: int = 8) -> Stroke:
    """Straight from point to point."""
    ends = np.array(points, float)
    share = np.linspace(0, 1, count)[:, None]
    return np.concatenate([a + share * (b - a) for a, b in pairwise(ends)])


def arc(x: float, y: float, wide: float, high: float, start: float, end: float) -> Stroke:
    """Part of an ellipse with those half-axes, from angle to angle in degrees; 0 is the right."""
    angle = np.radians(np.linspace(start, end, 24))
    return np.stack([x + wide * np.cos(angle), y + high * np.sin(angle)], axis=1)


def join(*parts: Stroke) -> Stroke:
    return np.concatenate(parts)


def zero(r: Random) -> list[Stroke]:
    wide, start = r.uniform(0.2, 0.42), r.uniform(-140, -30)
    return [arc(0.5, 0.5, wide, 0.5, start, start + 360 + r.uniform(-15, 40))]


def one(r: Random) -> list[Stroke]:
    """A stem; mostly with an upstroke, long or short, steep or not, and a foot at times."""
    stem = line((0.5, 0), (0.5 - r.uniform(-0.06, 0.12), 1))
    kind = r.random()
    if kind < 0.12:
        return [stem]
    steep, length = math.radians(r.uniform(28, 68)), r.uniform(0.18, 0.62)
    start = (0.5 - length * math.cos(steep), length * math.sin(steep))
    up = line(start, (0.5, 0))
    if r.random() < 0.3:  # a little hollow, as a pen swings
        up[:, 1] += r.uniform(0, 0.08) * np.sin(np.linspace(0, math.pi, len(up)))
    strokes = [join(up, stem)] if r.random() < 0.8 else [up, stem]
    if kind > 0.65:
        foot, middle = r.uniform(0.12, 0.32), stem[-1, 0]
        strokes.append(line((middle - foot, 1), (middle + foot * r.uniform(0.6, 1.2), 1)))
    return strokes


def two(r: Random) -> list[Stroke]:
    wide = r.uniform(0.22, 0.36)
    top = arc(0.5, 0.28, wide, 0.28, r.uniform(180, 215), 390)
    foot = (0.5 - wide, r.uniform(0.94, 1))
    down = line(tuple(top[-1]), foot)
    if r.random() < 0.35:
        loop = arc(foot[0] + 0.06, foot[1] - 0.06, 0.1, r.uniform(0.05, 0.1), 130, 400)
        return [join(top, down[:-1], loop, line(tuple(loop[-1]), (0.5 + wide * 1.2, 1)))]
    return [join(top, down, line(foot, (0.5 + wide * r.uniform(0.8, 1.2), r.uniform(0.93, 1))))]


def three(r: Random) -> list[Stroke]:
    wide, middle = r.uniform(0.24, 0.36), r.uniform(0.42, 0.52)
    if r.random() < 0.4:  # a flat top, and a straight way to the middle
        start, corner = (0.5 - wide * 0.8, r.uniform(0, 0.05)), (0.5 + wide * 0.8, 0.02)
        waist = (0.5 - wide * r.uniform(0, 0.3), middle)
        top = line(start, corner, waist)
    else:
        top = arc(0.48, middle / 2, wide * 0.9, middle / 2, r.uniform(190, 225), 440)
    belly = arc(0.48, (1 + middle) / 2, wide, (1 - middle) / 2, -80, r.uniform(135, 165))
    return [join(top, belly)]


def four(r: Random) -> list[Stroke]:
    low, left, stem = r.uniform(0.55, 0.72), r.uniform(0.12, 0.24), r.uniform(0.6, 0.76)
    right = stem + r.uniform(0.06, 0.24)
    down = line((stem, r.uniform(0.25, 0.45)), (stem - r.uniform(-0.04, 0.1), 1))
    if r.random() < 0.6:  # open: a corner on the left, and a stem beside it
        top = (left + r.uniform(0, 0.22), r.uniform(0, 0.12))
        down[0] = (stem, r.uniform(0, 0.35))
        return [line(top, (left, low), (right, low + r.uniform(-0.05, 0.03))), line(*down[[0, -1]])]
    closed = line((stem, 0), (left, low), (right, low))
    return [closed, line((stem, 0 if r.random() < 0.6 else 0.4), tuple(down[-1]))]


def five(r: Random) -> list[Stroke]:
    left, wide, high = r.uniform(0.22, 0.32), r.uniform(0.26, 0.36), r.uniform(0.24, 0.31)
    start = r.uniform(-130, -100)
    belly = arc(left + 0.2, 1 - high, wide, high, start, r.uniform(120, 160))
    neck = line((left + r.uniform(0, 0.06), 0), (left, belly[0, 1] + 0.03))
    bar = line(tuple(neck[0]), (left + r.uniform(0.35, 0.55), r.uniform(-0.06, 0.04)))
    if r.random() < 0.5:
        return [join(bar[::-1], neck, belly)]
    return [join(neck, belly), bar + r.uniform((-0.02, -0.04), (0.08, 0.02))]


def six(r: Random) -> list[Stroke]:
    wide, high = r.uniform(0.22, 0.34), r.uniform(0.2, 0.3)
    left = 0.5 - wide
    neck = arc(left + 0.5, 1 - high, 0.5, 1 - high, r.uniform(-100, -60), -180)
    loop = arc(0.5, 1 - high, wide, high, 180, -180 - r.uniform(-20, 30))
    return [join(neck, loop)]


def seven(r: Random) -> list[Stroke]:
    """A flat top; mostly with a bar through its leg."""
    left, right = r.uniform(0.1, 0.25), r.uniform(0.72, 0.9)
    start, corner = (left, r.uniform(-0.03, 0.07)), (right, r.uniform(-0.04, 0.05))
    foot = (r.uniform(0.28, 0.55), 1)
    leg = line(corner, foot)
    if r.random() < 0.35:  # a leg that bends
        leg[:, 0] -= r.uniform(0.03, 0.12) * np.sin(np.linspace(0, math.pi, len(leg)))
    top = line(start, corner)
    if r.random() < 0.25:  # a little hook before the top
        top = join(line((left, r.uniform(0.08, 0.2)), start), top)
    strokes = [join(top, leg)]
    if r.random() < 0.65:
        y, length = r.uniform(0.4, 0.58), r.uniform(0.12, 0.24)
        x = float(np.interp(y, leg[:, 1], leg[:, 0]))
        tilt = r.uniform(-0.07, 0.05)
        strokes.append(line((x - length, y - tilt), (x + length, y + tilt)))
    return strokes


def eight(r: Random) -> list[Stroke]:
    high, wide = r.uniform(0.42, 0.52), r.uniform(0.24, 0.34)
    small = wide * r.uniform(0.7, 1)
    if r.random() < 0.5:
        lower = arc(0.5, (1 + high) / 2, wide, (1 - high) / 2, -90, 270)
        return [arc(0.5, high / 2, small, high / 2, 90, 450), lower]
    turn = np.linspace(0, 2 * math.pi, 50) + r.uniform(1.2, 2)
    x = np.where(np.cos(turn) > 0, small, wide) * np.sin(2 * turn)
    return [np.stack([0.5 + x, 0.5 - 0.5 * np.cos(turn)], axis=1)]


def nine(r: Random) -> list[Stroke]:
    wide, high = r.uniform(0.22, 0.34), r.uniform(0.2, 0.3)
    loop = arc(0.5, high, wide, high, r.uniform(-60, 0), -360)
    right = (0.5 + wide, high)
    if r.random() < 0.5:
        return [join(loop, line(right, (0.5 + wide - r.uniform(0, 0.25), 1)))]
    hook = arc(0.5 + wide - 0.4, high + 0.1, 0.4, 0.9 - high, 0, r.uniform(90, 140))
    return [join(loop, hook)]


WAYS: tuple[Callable[[Random], list[Stroke]], ...] = (
    zero, one, two, three, four, five, six, seven, eight, nine,
)  # fmt: skip
OFTEN = (0.06, 0.24, 0.07, 0.07, 0.14, 0.07, 0.07, 0.16, 0.06, 0.06)
"""How often each is drawn: those most that MNIST shows in one hand only."""


def by_hand(strokes: list[Stroke], r: Random) -> list[list[list[float]]]:
    """The strokes slanted, turned, stretched, trembling, with a pen of some width."""
    angle, shear = math.radians(r.normal(0, 6)), r.normal(0.05, 0.14)
    wide = math.exp(r.normal(-0.1, 0.2))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    matrix = turn @ np.array([[wide, -shear], [0, 1]])
    tremble = 0.02 * r.random() ** 2
    # From far too fine to rather broad; the engine holds it within bounds.
    pen = math.exp(r.uniform(math.log(0.05), math.log(0.2)))
    written = []
    for stroke in strokes:
        shaken = stroke + np.cumsum(r.normal(0, tremble / 2, stroke.shape), axis=0) * 0.5
        moved = (shaken + r.normal(0, tremble / 2, stroke.shape) - 0.5) @ matrix.T * 0.6 + 0.5
        written.append([[float(x), float(y), 0.6 * pen] for x, y in moved])
    return written


def hands(count: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """`count` digits as the network reads them, N×28×28 ink, and which they are."""
    r = np.random.default_rng(seed)
    labels = r.choice(10, count, p=OFTEN)
    ink = [normalized(by_hand(WAYS[label](r), r)) for label in labels]
    return np.stack(ink), labels
