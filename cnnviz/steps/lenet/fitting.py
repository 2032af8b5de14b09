"""How a drawing shrinks from its paper to the pixels into which it is fitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnviz.content.drawings import Strokes
from cnnviz.content.scene import Tensor
from cnnviz.engine.strokes import LINE, rasterize
from cnnviz.steps.lenet.drawn import FIT, sides

STEPS = 6
"""In so many steps it is as small as it is to be."""


def shrinking(strokes: Strokes, seen: Tensor, thickness: float) -> Iterator[Tensor]:
    """The drawing in as many pixels as `seen` has, as large as on its paper; then smaller, step by
    step, up to the last before it is as in `seen`."""
    side = seen.data.shape[-1]
    long = max(sides(strokes))
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
