"""How a drawing shrinks from its paper to the pixels into which it is fitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content.drawings import Strokes
from cnnviz.content.scene import Array, Span, Tensor
from cnnviz.engine.strokes import LINE, rasterize

FINE = 112
"""Pixels of a side on which a drawing's mass is found."""
STEPS = 6
"""In so many steps it is as small as it is to be."""
FIT = 20
"""Pixels that the longer side of a drawing has as MNIST's digits are scaled."""
DARK = 0.5
"""From how much ink on a pixel counts as drawn on."""


class Fit(NamedTuple):
    """How a drawing lies in what the network sees: which point of its paper is in the middle, how
    many pixels the paper's side has, and how thick a line is there, as a share of all."""

    x: float
    y: float
    scale: float
    thickness: float

    def towards(self, other: Fit, part: float) -> Fit:
        """On the way to another, a part of it."""
        return Fit(*(a + part * (b - a) for a, b in zip(self, other, strict=True)))

    def ink(self, strokes: Strokes, side: int) -> Array:
        """Strokes as they lie there: side×side."""
        by = self.scale / side
        points = [
            [(0.5 + by * (x - self.x), 0.5 + by * (y - self.y)) for x, y, *_ in stroke]
            for stroke in strokes
        ]
        return rasterize(points, side, self.thickness).round(1)

    def extent(self, strokes: Strokes, side: int) -> tuple[Span, Span]:
        """The rows and columns between which strokes lie there."""
        ink = self.ink(strokes, side) >= DARK
        rows, columns = (np.flatnonzero(ink.any(axis=axis)).tolist() for axis in (1, 0))
        return (rows[0], rows[-1] + 1), (columns[0], columns[-1] + 1)


def fit_of(strokes: Strokes, side: int) -> Fit:
    """How a drawing lies in as many pixels: scaled to FIT of them, its mass in the middle."""
    # A dot is as large as its line is thick.
    long = max(*sides(strokes), LINE)
    scale = FIT / (long * (1 + LINE))
    ink = rasterize(strokes, FINE, LINE * long).astype(float)
    places = (np.arange(FINE) + 0.5) / FINE
    x, y = (float(ink.sum(axis=axis) @ places / ink.sum()) for axis in (0, 1))
    return Fit(x, y, scale, LINE * long * scale / side)


def refitting(before: Strokes, after: Strokes, seen: Tensor, steps: int) -> Iterator[Tensor]:
    """What has grown, as it would lie if it were fitted as before; then step by step as it is
    fitted now, up to the last step before that."""
    side = seen.data.shape[-1]
    old, new = fit_of(before, side), fit_of(after, side)
    for k in range(steps):
        data = old.towards(new, k / steps).ink(after, side)
        yield replace(seen, name=f"refitted {k}", data=data[None])


def sides(strokes: Strokes) -> tuple[float, float]:
    """How wide and how high it is, from point to point."""
    points = [point for stroke in strokes for point in stroke]
    wide, high = (max(p[i] for p in points) - min(p[i] for p in points) for i in (0, 1))
    return wide, high


def shrinking(strokes: Strokes, seen: Tensor, thickness: float) -> Iterator[Tensor]:
    """The drawing in as many pixels as `seen` has, as large as on its paper; then smaller, step by
    step, up to the last before it is as in `seen`."""
    side = seen.data.shape[-1]
    # A dot is as large as its line is thick.
    long = max(*sides(strokes), LINE)
    small = FIT / side / (long * (1 + LINE))
    for k in range(STEPS):
        part = k / STEPS
        scale = 1 + part * (small - 1)
        line = thickness + part * (LINE * long * small - thickness)
        points = [
            [(0.5 + scale * (x - 0.5), 0.5 + scale * (y - 0.5)) for x, y, *_ in s] for s in strokes
        ]
        data = rasterize(points, side, line).round(1)
        yield replace(seen, name=f"fitted {k}", data=data[None])
