"""Step 2: windows, sums and maps, by the definition."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import tanh

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Scene
from truth import plain
from truth.plain import Grid, Truth


def _cancels(kernel: Grid) -> bool:
    """Whether the last column is minus the first, and all between them is 0."""
    first, last = [row[0] for row in kernel], [row[-1] for row in kernel]
    return (
        len(kernel[0]) > 1
        and any(first)
        and all(a == -b for a, b in zip(first, last, strict=True))
        and not any(cell for row in kernel for cell in row[1:-1])
    )


@lru_cache(maxsize=64)
def _windows(picture: Grid, size: tuple[int, int], stride: int, padding: int) -> list[Grid]:
    return [
        plain.window(picture, y, x, size)
        for y in plain.places(len(picture), size[0], stride, padding)
        for x in plain.places(len(picture[0]), size[1], stride, padding)
    ]


def _integer(values: Values, name: str, absent: int) -> int:
    return values.integer(name) if name in values else absent


def swept(scene: Scene, frame: Frame) -> Truth:
    """Scenes checkerboard and digit: one filter goes over one picture."""
    values = scene.values
    picture, kernel = (plain.grid(values[name]) for name in ("input", "kernel"))
    stride, padding = _integer(values, "stride", 1), _integer(values, "padding", 0)
    high, wide = size = plain.sides(kernel)
    answers = plain.conv(picture, kernel, stride, padding)
    height, width = plain.sides(picture)
    windows = _windows(picture, size, stride, padding)
    claims = {
        "all 0": not any(plain.cells(answers)),
        "one place": len(windows) == 1,
        "one column": len(answers[0]) == 1,
        "checkerboard": all(
            picture[y][x] == (y + x + 1) % 2 for y in range(height) for x in range(width)
        ),
        "outer columns equal": all(row[0] == row[-1] for each in windows for row in each),
        "outer columns weigh opposite": _cancels(kernel),
        "a digit": any(picture == plain.grid(seeds.digit(each.name)) for each in seeds.digits()),
    }
    known = [
        name for name in seeds.FILTERS if kernel == plain.grid(seeds.example(f"filter: {name}"))
    ]
    numbers = {
        "height": str(height),
        "width": str(width),
        "count": str(high * wide),
        "windows": str(len(windows)),
        "height_out": str(len(answers)),
        "width_out": str(len(answers[0])),
        "size": plain.shape(picture),
        "filter": known[0] if known else "your own",
    }
    first = {row[0] for row in kernel}
    claims["left against right"] = _cancels(kernel) and len(first) == 1 and min(first) > 0
    spoken = getattr(frame.narration, "key", "")
    if spoken in ("blue", "level"):
        (written,) = (box for box in frame.boxes if box.tensor == "output")
        answer = answers[written.rows[0]][written.columns[0]]
        expected = min(plain.cells(answers)) if spoken == "blue" else 0
        assert answer == expected, f"{spoken} is not at its window"
        assert spoken != "blue" or answer < 0
        read = plain.window(picture, written.rows[0], written.columns[0], size)
        assert any(plain.cells(read)), f"{spoken} has no ink"
        assert read == plain.grid(scene.tensor(spoken).data)
        numbers["result"] = plain.about(answer)
    if spoken == "touched":
        # The pixel that is marked, and the windows that cover it.
        pixel = next(box for box in frame.boxes if box.tensor in ("input", "changed"))
        tops, lefts = (
            plain.places(side, reach, stride, padding)
            for side, reach in ((height, high), (width, wide))
        )
        covering = {
            (row, column)
            for row, top in enumerate(tops)
            for column, left in enumerate(lefts)
            if top <= pixel.rows[0] < top + high and left <= pixel.columns[0] < left + wide
        }
        numbers["cells"] = str(len(covering))
        boxes = [box for box in frame.boxes if box.tensor in ("output", "after")]
        marked, reached = (
            {(box.rows[0], box.columns[0]) for box in boxes if box.role in roles}
            for roles in (("highlight", "border"), ("highlight",))
        )
        assert marked == covering, f"{marked} are marked, and {covering} change"
        reaching = {
            (row, column)
            for row, column in covering
            if kernel[pixel.rows[0] - tops[row]][pixel.columns[0] - lefts[column]]
        }
        # Before the pixel changes, all of them are framed alike.
        assert reached == (covering if pixel.tensor == "input" else reaching)
        reached = reaching
        claims |= {
            "no cell": not covering,
            "one cell": len(covering) == 1,
            "some meet 0": set() < reached < covering,
            "all meet 0": bool(covering) and not reached,
        }
        numbers |= {"reached": str(len(reached)), "idle": str(len(covering - reached))}
        numbers["value"] = _changed(scene, picture, kernel, reached, stride, padding)
    for work in frame.computations[:1]:
        _, row, column = work.index
        top, left = row * stride - padding, column * stride - padding
        read = plain.window(picture, top, left, size)
        claims["window all 0"] = not any(plain.cells(read))
        claims["largest"] = answers[row][column] == max(plain.cells(answers)) > 0
        numbers["result"] = plain.about(answers[row][column])
        if work.shown > 0:
            i, j = divmod(work.shown - 1, wide)
            inside = 0 <= top + i < height and 0 <= left + j < width
            claims["in the padding"] = not inside
            numbers["product"] = plain.product(read[i][j], kernel[i][j])
    return Truth(claims, numbers)


def _changed(
    scene: Scene,
    picture: Grid,
    kernel: Grid,
    reached: set[tuple[int, int]],
    stride: int,
    padding: int,
) -> str:
    """What the pixel becomes: it alone changes, and of the map the cells alone that it reaches."""
    other, after = (plain.grid(scene.tensor(name).data) for name in ("changed", "after"))
    (pixel,) = _differing(picture, other)
    before = plain.conv(picture, kernel, stride, padding)
    now = plain.conv(other, kernel, stride, padding)
    assert _differing(before, now) == reached
    assert all(
        abs(a - b) < Fraction(1, 10**6)
        for a, b in zip(plain.cells(now), plain.cells(after), strict=True)
    )
    return plain.printed(other[pixel[0]][pixel[1]])


def _differing(one: Grid, other: Grid) -> set[tuple[int, int]]:
    """Where two grids differ."""
    high, wide = plain.sides(one)
    return {(y, x) for y in range(high) for x in range(wide) if one[y][x] != other[y][x]}


def edge(scene: Scene, frame: Frame) -> Truth:
    picture, kernel = (plain.grid(scene.values[name]) for name in ("input", "kernel"))
    side = plain.turned(picture)
    answers = [plain.conv(each, kernel) for each in (picture, side)]
    rows = {tuple(row) for row in picture}
    steps = [b - a for row in rows for a, b in pairwise(row)]
    straight = len(rows) == 1 and any(steps)
    claims = {
        "high to low": straight and all(step <= 0 for step in steps),
        "low to high": straight and all(step >= 0 for step in steps),
        "rows alike": all(len({tuple(row) for row in each}) == 1 for each in answers),
        "upright answers": any(plain.cells(answers[0])),
        "its pattern": all(cell >= 0 for cell in plain.cells(answers[0])),
        "its opposite": all(cell <= 0 for cell in plain.cells(answers[0])),
        "turned answers": any(plain.cells(answers[1])),
        "weights cancel": any(plain.cells(kernel)) and sum(plain.cells(kernel)) == 0,
    }
    numbers = {
        "height": str(len(picture)),
        "width": str(len(picture[0])),
        "row": ", ".join(map(plain.printed, answers[0][0])),
    }
    if frame.computations:
        # Both sweeps have come as far in reading order.
        _, y, x = frame.computations[0].index
        k = y * len(answers[0][0]) + x
        results, before = ([plain.cells(each)[i] for each in answers] for i in (k, max(k - 1, 0)))
        read = plain.cells(plain.window(picture, y, x, plain.sides(kernel)))
        weights = plain.cells(kernel)
        plus = [pixel for pixel, weight in zip(read, weights, strict=True) if weight > 0]
        minus = [pixel for pixel, weight in zip(read, weights, strict=True) if weight < 0]
        both = bool(plus and minus)
        first = [
            plain.cells(plain.window(each, 0, 0, plain.sides(kernel))) for each in (picture, side)
        ]
        claims |= {
            "unchanged": results[0] == before[0],
            "high under plus": both and min(plus) > max(minus),
            "high under minus": both and min(minus) > max(plus),
            "jumps": results[0] > before[0] and results[0] > 0,
            "falls": results[0] < before[0] and results[0] < 0,
            "other still 0": results[1] == before[1] == 0,
            "row begins": x == 0,
            "both alike": all(len(set(each)) == 1 for each in first),
            "both 0": results == [0, 0],
        }
        numbers |= {"result": plain.about(results[0]), "other": plain.about(results[1])}
        balances = [
            number
            for each, (first, *_) in zip((picture, side), answers, strict=True)
            for number in _balance(each, kernel, *divmod(k, len(first)))
        ]
        found = re.findall(r"-?[\d,]*\d(?:\.\d+)?", re.sub(r"- (?=[\d(])", "", frame.formula))
        told = balances if len(found) == len(balances) else balances[2::3][: len(found)]
        assert len(found) > 1 or balances[2] == balances[5]
        assert found == told, f"{frame.formula} has not the numbers {told}"
    return Truth(claims, numbers)


def _balance(picture: Grid, kernel: Grid, y: int, x: int) -> list[str]:
    """What lies under plus, what lies under minus, and what is left, as a formula prints them."""
    read = plain.cells(plain.window(picture, y, x, plain.sides(kernel)))
    products = [
        (pixel * weight, weight) for pixel, weight in zip(read, plain.cells(kernel), strict=True)
    ]
    plus = sum((found for found, weight in products if weight > 0), Fraction(0))
    minus = sum((-found for found, weight in products if weight < 0), Fraction(0))
    return [plain.printed(each).replace("−", "-") for each in (plus, minus, plus - minus)]


def _layers(answers: Grid, kernel: Grid) -> dict[str, bool]:
    """One larger filter gives what the filter gives twice; whether ReLU between gives another."""
    high, wide = plain.sides(kernel)
    larger = [[Fraction(0)] * (2 * wide - 1) for _ in range(2 * high - 1)]
    for y, x, i, j in product(range(high), range(wide), range(high), range(wide)):
        larger[y + i][x + j] += kernel[y][x] * kernel[i][j]
    picture = plain.grid(seeds.digit())
    twice = plain.conv(answers, kernel)
    bent = Grid(tuple(max(cell, Fraction(0)) for cell in row) for row in answers)
    assert twice == plain.conv(picture, Grid(map(tuple, larger))), "the larger filter differs"
    map_after = plain.conv(bent, kernel)
    matters = twice != map_after
    # The filter that comes nearest to the map with ReLU between is far from it.
    assert _off(picture, map_after, plain.sides(Grid(map(tuple, larger)))) > 1 or not matters
    return {"matters": matters}


def _off(picture: Grid, wanted: Grid, size: tuple[int, int]) -> float:
    """How far a map is from that of the single filter of this size that comes nearest to it."""
    read = np.lib.stride_tricks.sliding_window_view(np.array(picture, float), size)
    reads, answers = read.reshape(-1, size[0] * size[1]), np.array(wanted, float).ravel()
    weights = np.linalg.lstsq(reads, answers, rcond=None)[0]
    return float(np.abs(reads @ weights - answers).max())


def activate(scene: Scene, frame: Frame) -> Truth:
    kernel = plain.grid(seeds.example(f"filter: {scene.values['filter']}"))
    answers = plain.conv(plain.grid(seeds.digit()), kernel)
    found = plain.cells(answers)
    claims = {
        "positive": max(found) > 0,
        "negative": min(found) < 0,
    }
    numbers = {"negative": str(sum(cell < 0 for cell in found))}
    piece = plain.cells(plain.grid(scene.tensor("patch").data))
    claims["some below 0"] = min(piece) < 0
    numbers["cells"] = str(len(piece))
    claims |= _layers(answers, kernel)
    cell = next((box for box in frame.boxes if box.role == "cell"), None)
    if cell:
        x = answers[cell.rows[0]][cell.columns[0]]
        numbers |= {
            "x": plain.about(x),
            "relu": plain.about(max(x, Fraction(0))),
            "tanh": plain.about(tanh(x)),
        }
        spoken = getattr(frame.narration, "key", "")
        extreme = {"positive": max(found), "negative": min(found)}
        assert x == extreme.get(spoken, x), f"{spoken} is not at the cell that it speaks of"
    return Truth(claims, numbers)


SCENES = {"checkerboard": swept, "digit": swept, "edge": edge, "activate": activate}
