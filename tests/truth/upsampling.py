"""Step 8's transposed convolution: stamps laid down one by one, in fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import numpy as np

from cnnviz.content.scene import Frame, Scene
from truth import plain
from truth.plain import Truth


@lru_cache(maxsize=16)
def _weights(side: int) -> plain.Grid:
    """From 1 at the edges up to the middle, along both sides."""
    line = [min(k, side - 1 - k) + 1 for k in range(side)]
    return plain.Grid(tuple(Fraction(a * b) for b in line) for a in line)


@lru_cache(maxsize=16)
def _ones(side: int) -> plain.Grid:
    return plain.Grid(((Fraction(1),) * side,) * side)


@lru_cache(maxsize=64)
def _made(plane: plain.Grid, kernel: plain.Grid, step: int, cut: int) -> plain.Grid:
    """What is left of the stamps where so much is cut off on each side."""
    sheet = plain.stamped(plane, kernel, step)
    rows, columns = (slice(cut, side - cut) for side in plain.sides(sheet))
    return plain.Grid(row[columns] for row in sheet[rows])


def _equal(scene: Scene, tensor: str, expected: plain.Grid) -> None:
    data = scene.tensor(tensor).data[0]
    assert data.shape == plain.sides(expected), tensor
    assert np.allclose(data, np.array(expected, float), rtol=1e-12, atol=1e-9), tensor


def _inside(counts: plain.Grid, side: int, cut: int) -> set[Fraction]:
    """How many stamps lie on cells that are a whole kernel away from the edges of the sheet."""
    from_edge = max(0, side - 1 - cut)
    rows, columns = (slice(from_edge, size - from_edge) for size in plain.sides(counts))
    return {cell for row in counts[rows] for cell in row[columns]}


def transposed(scene: Scene, frame: Frame) -> Truth:
    plane = plain.grid(scene.values["input"])
    side, step, cut = (scene.values.integer(n) for n in ("kernel_size", "stride", "padding"))
    kernel = _weights(side)
    sheet, result = plain.stamped(plane, kernel, step), _made(plane, kernel, step, cut)
    again = plain.conv(result, kernel, step, cut)
    key = getattr(frame.narration, "key", "")
    following = next(k for k in range(side, side + step) if k % step == 0)
    cells = min(5, max(4, following, 3 + cut))
    counts, even = (_made(_ones(cells), _ones(k), step, cut) for k in (side, following))
    if key == "open":
        for name, expected in (
            ("output", result),
            ("again", again),
            ("counts", counts),
            ("even", even),
        ):
            _equal(scene, name, expected)
        assert len(_inside(even, following, cut)) == 1, "a multiple of the stride is even"
        assert plain.sides(again) == plain.sides(plane), "the size comes back"
    numbers = {
        "value": plain.about(plane[0][0]),
        "stride": str(step),
        "count": str(len(plain.cells(plane))),
        "padding": str(cut),
        "kernel": str(side),
        "offset": str((len(plane[0]) - 1) * step),
        "full": str(len(sheet[0])),
        "width": str(len(result[0])),
        "size": plain.shape(again),
        "next": str(following),
        "wider": str(side + 1),
        "most": str(max(plain.cells(counts))),
        "most_next": str(max(plain.cells(even))),
    }
    claims = {
        "some padding": cut > 0,
        "values back": all(
            abs(a - b) < 1e-9 for a, b in zip(*map(plain.cells, (again, plane)), strict=True)
        ),
        "uneven": len(_inside(counts, side, cut)) > 1,
        "gaps": 0 in _inside(counts, side, cut),
        "one step": step == 1,
        "side by side": set(_inside(counts, side, cut)) == {1} and side == step,
    }
    if frame.computations and key != "added":
        _, y, x = frame.computations[0].index
        reaching = [
            (plane[i][j], kernel[y + cut - i * step][x + cut - j * step])
            for i in range(len(plane))
            for j in range(len(plane[0]))
            if 0 <= y + cut - i * step < side and 0 <= x + cut - j * step < side
        ]
        numbers |= {
            "count": str(len(reaching)),
            "product": plain.product(*reaching[0]),
            "result": plain.about(result[y][x]),
        }
        claims["one stamp"] = len(reaching) == 1
    return Truth(claims, numbers)
