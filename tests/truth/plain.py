"""Arithmetic in fractions, term by term, and numbers as they are printed: nothing of cnnviz."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from itertools import product as pairs
from math import lcm
from typing import Any

import numpy as np


class Grid(tuple[tuple[Fraction, ...], ...]):
    """Rows of cells. Its hash is computed once, as what is made of a grid is cached by it."""

    def __hash__(self) -> int:
        if "hash" not in vars(self):
            vars(self)["hash"] = super().__hash__()
        return int(vars(self)["hash"])


@dataclass
class Truth:
    """What may be claimed at a frame, and what the numbers of its sentence are."""

    claims: dict[str, bool]
    numbers: dict[str, str]


def exact(value: Any) -> Fraction:
    """The decimal that a float stands for."""
    return Fraction(repr(float(value)))


def grid(array: Any, channel: int = 0) -> Grid:
    return _grid(array[channel].tobytes(), array.shape[1:], array.dtype.str)


@lru_cache(maxsize=256)
def _grid(raw: bytes, shape: tuple[int, int], kind: str) -> Grid:
    rows = np.frombuffer(raw, kind).reshape(shape).tolist()
    return Grid(tuple(exact(cell) for cell in row) for row in rows)


@lru_cache(maxsize=256)
def cells(plane: Grid) -> list[Fraction]:
    return [cell for row in plane for cell in row]


def at(plane: Grid, y: int, x: int) -> Fraction:
    """A cell, or 0 in the padding."""
    inside = 0 <= y < len(plane) and 0 <= x < len(plane[0])
    return plane[y][x] if inside else Fraction(0)


def window(plane: Grid, top: int, left: int, size: tuple[int, int], apart: int = 1) -> Grid:
    return Grid(
        tuple(at(plane, top + apart * i, left + apart * j) for j in range(size[1]))
        for i in range(size[0])
    )


def sides(plane: Grid) -> tuple[int, int]:
    return len(plane), len(plane[0])


def places(size: int, kernel: int, stride: int = 1, padding: int = 0, apart: int = 1) -> list[int]:
    """Where windows begin along one axis."""
    reach = apart * (kernel - 1) + 1
    return list(range(-padding, size + padding - reach + 1, stride))


def _wholes(plane: Grid) -> tuple[list[list[int]], int]:
    """The numerators over one denominator, and that: sums of products are then of whole numbers."""
    by = lcm(*(cell.denominator for cell in cells(plane)))
    return [[cell.numerator * (by // cell.denominator) for cell in row] for row in plane], by


@lru_cache(maxsize=256)
def conv(plane: Grid, kernel: Grid, stride: int = 1, padding: int = 0) -> Grid:
    (height, width), (high, wide) = sides(plane), sides(kernel)
    (pixels, one), (weights, other) = _wholes(plane), _wholes(kernel)
    return Grid(
        tuple(
            Fraction(
                sum(
                    pixels[y + i][x + j] * weights[i][j]
                    for i in range(max(0, -y), min(high, height - y))
                    for j in range(max(0, -x), min(wide, width - x))
                ),
                one * other,
            )
            for x in places(width, wide, stride, padding)
        )
        for y in places(height, high, stride, padding)
    )


@lru_cache(maxsize=256)
def scaled(plane: Grid, by: Fraction) -> Grid:
    """Each cell, so many times as large."""
    return Grid(tuple(by * cell for cell in row) for row in plane)


@lru_cache(maxsize=256)
def added(one: Grid, other: Grid) -> Grid:
    """Two planes, cell by cell."""
    return Grid(
        tuple(a + b for a, b in zip(*rows, strict=True)) for rows in zip(one, other, strict=True)
    )


@lru_cache(maxsize=64)
def stamped(plane: Grid, kernel: Grid, step: int) -> Grid:
    """Every cell lays the kernel down, times itself; what lies on one another adds up."""
    (rows, columns), (high, wide) = map(sides, (plane, kernel))
    sheet = [[Fraction(0)] * ((columns - 1) * step + wide) for _ in range((rows - 1) * step + high)]
    for y, x in pairs(range(rows), range(columns)):
        for i, j in pairs(range(high), range(wide)):
            sheet[y * step + i][x * step + j] += plane[y][x] * kernel[i][j]
    return Grid(map(tuple, sheet))


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


@lru_cache(maxsize=256)
def pool(plane: Grid, size: int, stride: int, method: str) -> Grid:
    keep: Callable[[list[Fraction]], Fraction] = max if method == "max" else mean
    return Grid(
        tuple(
            keep([*chain.from_iterable(window(plane, y, x, (size, size)))])
            for x in places(len(plane[0]), size, stride)
        )
        for y in places(len(plane), size, stride)
    )


@lru_cache(maxsize=256)
def moved(plane: Grid, down: int, right: int) -> Grid:
    return Grid(
        tuple(at(plane, y - down, x - right) for x in range(len(plane[0])))
        for y in range(len(plane))
    )


@lru_cache(maxsize=256)
def turned(plane: Grid) -> Grid:
    """Its columns as rows."""
    return Grid(zip(*plane, strict=True))


@lru_cache(maxsize=256)
def differing(one: Grid, other: Grid) -> int:
    """In how many cells they differ."""
    return sum(a != b for a, b in zip(cells(one), cells(other), strict=True))


@lru_cache(maxsize=256)
def spread(plane: Grid) -> Fraction:
    return max(cells(plane)) - min(cells(plane))


def printed(value: Fraction | float | int, decimals: int = 2) -> str:
    """At most two decimals, halves away from zero, a true minus, groups from 1,000 on."""
    # What the page gets is the float64 nearest to it.
    with localcontext() as context:
        context.prec = 400
        scaled = Decimal(value if isinstance(value, int) else float(value)) * 10**decimals
        whole = int(abs(scaled).quantize(Decimal(1), ROUND_HALF_UP))
    first, rest = divmod(whole, 10**decimals)
    head = f"{first:,}" if first >= 1000 else str(first)
    text = f"{head}.{rest:0{decimals}}".rstrip("0").rstrip(".") if decimals else head
    return text if text == "0" or value > 0 else f"−{text}"


def rounds(value: Fraction | float | int) -> bool:
    shown = Fraction(printed(value).replace("−", "-").replace(",", ""))
    return abs(shown - Fraction(value)) > Fraction(1, 10**7) * min(
        max(Fraction(1), abs(Fraction(value))), Fraction(100)
    )


def about(value: Fraction | float | int) -> str:
    return f"about {printed(value)}" if rounds(value) else printed(value)


def said(share: Fraction | float) -> str:
    """A share in per cent as a sentence says it, to one decimal."""
    if share in (0, 1):
        return f"{int(100 * share)} %"
    if share < Fraction(1, 1000):
        return "less than 0.1 %"
    if share > Fraction(999, 1000):
        return "more than 99.9 %"
    percent = 100 * Fraction(share)
    text = printed(percent, 1)
    exactly = abs(Fraction(text) - percent) < Fraction(1, 10**6)
    return f"{'' if exactly else 'about '}{text} %"


def product(a: Fraction, b: Fraction) -> str:
    sign = "≈" if any(map(rounds, (a, b, a * b))) else "="
    second = f"({printed(b)})" if printed(b).startswith("−") else printed(b)
    return f"{printed(a)} · {second} {sign} {printed(a * b)}"


def shape(plane: Grid) -> str:
    return "×".join(map(str, sides(plane)))


def where(down: int, right: int) -> str:
    ways = []
    if down:
        ways.append(f"{_pixels(down)} {'down' if down > 0 else 'up'}")
    if right:
        far = str(abs(right)) if down else _pixels(right)
        ways.append(f"{far} to the {'right' if right > 0 else 'left'}")
    return " and ".join(ways) or "nowhere"


def _pixels(count: int) -> str:
    return f"{abs(count)} pixel" if abs(count) == 1 else f"{abs(count)} pixels"


def about_three(value: Fraction) -> str:
    """With three digits that count."""
    step = Fraction(10) ** max(0, len(printed(value, 0).replace(",", "")) - 3)
    whole = Fraction(printed(value / step, 0)) * step
    word, power = ("billion", 10**9) if whole >= 10**9 else ("million", 10**6)
    said = f"{printed(whole / power)} {word}" if whole >= 10**6 else printed(whole, 0)
    return said if whole == value else f"about {said}"


def about_one(value: Fraction) -> str:
    """To one decimal."""
    tenth = printed(value, 1)
    return tenth if Fraction(tenth.replace(",", "")) == value else f"about {tenth}"


def about_whole(value: Fraction) -> str:
    whole = printed(value, 0)
    return whole if Fraction(whole.replace(",", "")) == value else f"about {whole}"


def a_noun(noun: str) -> str:
    """With "an" where it begins with a vowel's letter."""
    return ("an " if noun.startswith(("a", "e", "i", "o", "u")) else "a ") + noun
