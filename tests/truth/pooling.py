"""Step 4: maxima, means and shares, in fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from truth import plain
from truth.networks import activations, framed
from truth.plain import Truth


@lru_cache(maxsize=64)
def _relu(plane: plain.Grid) -> plain.Grid:
    return plain.Grid(tuple(max(cell, Fraction(0)) for cell in row) for row in plane)


@lru_cache(maxsize=64)
def read_of(picture: plain.Grid, size: int, step: int) -> set[tuple[int, int]]:
    """The cells that lie in a window."""
    height, width = plain.sides(picture)
    return {
        (top + i, left + j)
        for top in range(0, height - size + 1, step)
        for left in range(0, width - size + 1, step)
        for i in range(size)
        for j in range(size)
    }


def blocks(scene: Scene, frame: Frame) -> Truth:
    """Scenes max and average: a small map is pooled, block by block."""
    picture, method = plain.grid(scene.values["input"]), str(scene.values["method"])
    size, step = (scene.values.integer(name) for name in ("window", "stride"))
    pooled = plain.pool(picture, size, step, method)
    before, after = (len(plain.cells(each)) for each in (picture, pooled))
    claims = {
        "takes the maximum": method == "max",
        "overlap": step < size and after > 1,
        "smoother": plain.spread(pooled) < plain.spread(picture),
        "reads all": len(read_of(picture, size, step)) == before,
    }
    numbers = {
        "height": str(len(picture)),
        "width": str(len(picture[0])),
        "window": str(size),
        "stride": str(step),
        "count": str(size * size),
        "before": str(before),
        "after": str(after),
        "fewer": plain.said(Fraction(before - after, before)),
    }
    for work in frame.computations:
        _, y, x = work.index
        read = plain.cells(plain.window(picture, y * step, x * step, (size, size)))
        numbers["result"] = plain.about(pooled[y][x])
        claims["one winner"] = read.count(max(read)) == 1
        if work.shown:
            seen = read[: work.shown]
            value = max(seen) if method == "max" else plain.mean(seen)
            numbers["value"] = plain.about(value)
    return Truth(claims, numbers)


def invariance(scene: Scene, frame: Frame) -> Truth:
    spot, method = plain.grid(seeds.example("spot")), str(scene.values["method"])
    pooled = [
        plain.pool(plain.moved(spot, *place), 2, 2, method)
        for place in ((0, 0), (0, 1), (1, 1), (1, 2))
    ]
    claims = {
        "takes the maximum": method == "max",
        "within as at first": pooled[1] == pooled[0],
        "down as before": pooled[2] == pooled[1],
        "across changes": pooled[3] != pooled[2],
    }
    strong, kept = max(plain.cells(spot)), max(plain.cells(pooled[0]))
    return Truth(claims, {"strong": plain.printed(strong), "kept": plain.printed(kept)})


def measured(scene: Scene, frame: Frame) -> Truth:
    down, right = (scene.values.integer(name) for name in ("dy", "dx"))
    method = str(scene.values["method"])
    kernel = plain.grid(seeds.example("filter: vertical edge"))
    ink = plain.grid(seeds.digit())
    maps = [
        _relu(plain.conv(each, kernel, padding=1)) for each in (ink, plain.moved(ink, down, right))
    ]
    pooled = [plain.pool(each, 2, 2, method) for each in maps]
    counts = []
    for a, b in (maps, pooled):
        pairs = list(zip(plain.cells(a), plain.cells(b), strict=True))
        counts.append((sum(x == y != 0 for x, y in pairs), sum(x != 0 or y != 0 for x, y in pairs)))
    shares = [Fraction(kept, active) for kept, active in counts]
    claims = {
        "moved": (down, right) != (0, 0),
        "better": shares[1] > shares[0],
        "worse": shares[1] < shares[0],
        "less than half": shares[1] * 2 < 1,
        "unchanged": shares == [1, 1],
    }
    key = getattr(frame.narration, "key", "")
    kept, active = counts[key == "after"]
    numbers = {
        "where": plain.where(down, right),
        "kept": str(kept),
        "active": str(active),
        "share": plain.said(shares[key == "after"]),
        "share_after": plain.said(shares[1]),
    }
    return Truth(claims, numbers)


def everywhere(scene: Scene, frame: Frame) -> Truth:
    maps = activations("lenet", framed(seeds.digit(str(scene.values["digit"]))))["C1 tanh"]
    channels, height, width = maps.shape
    numbers = {
        "maps": str(channels),
        "height": str(height),
        "width": str(width),
        "cells": str(height * width),
        "flat": f"{512 * 7 * 7:,}",
        "pooled": "512",
        "flat_weights": f"{512 * 7 * 7 * 1000:,}",
        "pooled_weights": f"{512 * 1000:,}",
    }
    for box in frame.boxes:
        numbers["mean"] = plain.about(float(maps[box.rows[0]].mean()))
    return Truth({}, numbers)


SCENES = {
    "max": blocks,
    "average": blocks,
    "invariance": invariance,
    "measured": measured,
    "global": everywhere,
}
