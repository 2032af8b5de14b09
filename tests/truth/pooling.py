"""Step 4: maxima, means and shares, in fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import numpy as np

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


def _won(picture: plain.Grid, size: int, step: int) -> list[list[float]]:
    """How many windows each cell wins, of equal ones the first."""
    height, width = plain.sides(picture)
    won = [[0.0] * width for _ in range(height)]
    for top in range(0, height - size + 1, step):
        for left in range(0, width - size + 1, step):
            window = [(top + i, left + j) for i in range(size) for j in range(size)]
            y, x = max(window, key=lambda at: picture[at[0]][at[1]])
            won[y][x] += 1
    return won


def blocks(scene: Scene, frame: Frame) -> Truth:
    """Scenes max and average: a small map is pooled, block by block."""
    picture, method = plain.grid(scene.values["input"]), str(scene.values["method"])
    size, step = (scene.values.integer(name) for name in ("window", "stride"))
    pooled = plain.pool(picture, size, step, method)
    before, after = (len(plain.cells(each)) for each in (picture, pooled))
    claims = {
        "takes the maximum": method == "max",
        "overlap": step < size and after > 1,
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
    key = getattr(frame.narration, "key", "")
    if key in ("ask-back", "gradient"):
        numbers["result"] = plain.about(pooled[0][0])
    if key == "gradient":
        won = _won(picture, size, step)
        assert scene.tensor("gradient").data[0].tolist() == won
        for work in frame.computations:
            _, y, x = work.index
            assert won[y][x] == work.result == 1
        return Truth(claims, numbers)
    if key in ("stays", "follows"):
        grown, answer = (
            float((scene.tensor(after).data - scene.tensor(now).data)[0, :end, :end].sum())
            for after, now, end in ((key, "input", size), (f"{key} pooled", "output", 1))
        )
        assert grown > 0
        assert abs(answer - (grown if key == "follows" else 0)) < 1e-6
    for work in frame.computations:
        _, y, x = work.index
        read = plain.cells(plain.window(picture, y * step, x * step, (size, size)))
        numbers["result"] = plain.about(pooled[y][x])
        place = y * len(pooled[0]) + x
        before_it = plain.cells(pooled)[place - 1]
        claims["again"] = place > 1 and plain.about(before_it) == numbers["result"]
        claims["one winner"] = read.count(max(read)) == 1
        numbers["sum"] = plain.printed(sum(read, Fraction(0)))
        if work.shown:
            seen = read[: work.shown]
            value = max(seen) if method == "max" else plain.mean(seen)
            numbers["value"] = plain.about(value)
            numbers["last"] = plain.about(seen[-1])
            claims["first"] = work.shown == 1
            claims["grown"] = all(seen[-1] > each for each in seen[:-1])
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
    rest = min(plain.cells(pooled[0]))
    numbers = {"strong": plain.printed(strong), "kept": plain.printed(kept)}
    return Truth(claims, {**numbers, "rest": plain.printed(rest)})


def measured(scene: Scene, frame: Frame) -> Truth:
    down, right = (scene.values.integer(name) for name in ("dy", "dx"))
    method = str(scene.values["method"])
    kernel = plain.grid(seeds.example("filter: vertical edge"))
    ink = plain.grid(seeds.digit())
    maps = [
        _relu(plain.conv(each, kernel, padding=1)) for each in (ink, plain.moved(ink, down, right))
    ]
    pooled = plain.pool(maps[0], 2, 2, method)
    shares, sums = [], []
    for _ in range(3):
        a, b = (plain.cells(each) for each in maps)
        lower, upper = (
            sum((keep(pair) for pair in zip(a, b, strict=True)), Fraction(0)) for keep in (min, max)
        )
        shares.append(lower / upper)
        sums.append((lower, upper))
        maps = [plain.pool(each, 2, 2, method) for each in maps]
    claims = {
        "takes the maximum": method == "max",
        "moved": (down, right) != (0, 0),
        "grows": sorted(set(shares)) == shares,
        "better": shares[2] > shares[0],
        "all": shares == [1, 1, 1],
    }
    keys = ("before", "after", "twice")
    numbers = {key: plain.said(share) for key, share in zip(keys, shares, strict=True)}
    numbers |= {"where": plain.where(down, right), "count": str(28**2)}
    numbers["dropped"] = str(28**2 - 14**2)
    key = getattr(frame.narration, "key", "")
    if key in keys:
        numbers["share"] = numbers[key]
    if key == "overlap":
        numbers["share"] = numbers["before"]
        numbers["smaller"], numbers["larger"] = map(plain.about, sums[0])
    if key == "keep":
        (work,) = frame.computations
        _, y, x = work.index
        assert pooled[y][x] == max(plain.cells(pooled)), "it stops at the strongest answer"
        numbers["kept"] = plain.about(pooled[y][x])
    return Truth(claims, numbers)


def everywhere(scene: Scene, frame: Frame) -> Truth:
    picture = framed(seeds.digit(str(scene.values["digit"])))
    maps = np.maximum(activations("lenet", picture)["C1"], 0)
    channels, height, width = maps.shape
    numbers = {
        "maps": str(channels),
        "height": str(height),
        "width": str(width),
        "cells": str(height * width),
        "flat": f"{512 * 7 * 7:,}",
        "pooled": "512",
        "batch": "32",
        "flat_weights": f"{512 * 7 * 7 * 1000:,}",
        "pooled_weights": f"{512 * 1000:,}",
        "fewer": str(512 * 7 * 7 // 512),
        "mean": plain.about(float(maps[0].mean())),
    }
    key = getattr(frame.narration, "key", "")
    if key == "any":
        side = picture.shape[1] // 2 - (picture.shape[1] - height)
        assert scene.tensor("half").data.shape == (channels, side, side)
        assert scene.tensor("half averaged").data.size == channels
        whole = picture.shape[1]
        numbers |= {"low": str(side), "side": str(whole // 2), "whole": str(whole)}
    if key == "near":
        small = scene.tensor("small").data[0]
        assert abs(small.mean() - maps[0].mean()) < 1e-6, "its mean is the same"
        numbers["cells"], numbers["side"] = str(small.size), str(len(small))
        numbers["window"] = str(height // len(small))
    if key == "mean":
        assert all(box.channels[0] == 0 for box in frame.boxes), "the mean that is told is map 1's"
    return Truth({}, numbers)


SCENES = {
    "max": blocks,
    "average": blocks,
    "invariance": invariance,
    "measured": measured,
    "global": everywhere,
}
