"""Arithmetic in fractions, term by term, and numbers as they are printed: nothing of cnnviz."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

Grid = tuple[tuple[Fraction, ...], ...]


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
    return tuple(tuple(exact(cell) for cell in row) for row in rows)


@lru_cache(maxsize=256)
def cells(plane: Grid) -> list[Fraction]:
    return [cell for row in plane for cell in row]


def at(plane: Grid, y: int, x: int) -> Fraction:
    """A cell, or 0 in the padding."""
    inside = 0 <= y < len(plane) and 0 <= x < len(plane[0])
    return plane[y][x] if inside else Fraction(0)


def window(plane: Grid, top: int, left: int, size: tuple[int, int], apart: int = 1) -> Grid:
    return tuple(
        tuple(at(plane, top + apart * i, left + apart * j) for j in range(size[1]))
        for i in range(size[0])
    )


def sides(plane: Grid) -> tuple[int, int]:
    return len(plane), len(plane[0])


def places(size: int, kernel: int, stride: int = 1, padding: int = 0, apart: int = 1) -> list[int]:
    """Where windows begin along one axis."""
    reach = apart * (kernel - 1) + 1
    return list(range(-padding, size + padding - reach + 1, stride))


@lru_cache(maxsize=256)
def conv(plane: Grid, kernel: Grid, stride: int = 1, padding: int = 0) -> Grid:
    high, wide = sides(kernel)
    weights = [(i, j, kernel[i][j]) for i in range(high) for j in range(wide)]
    return tuple(
        tuple(
            sum((at(plane, y + i, x + j) * weight for i, j, weight in weights), Fraction(0))
            for x in places(len(plane[0]), wide, stride, padding)
        )
        for y in places(len(plane), high, stride, padding)
    )


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


@lru_cache(maxsize=256)
def pool(plane: Grid, size: int, stride: int, method: str) -> Grid:
    keep: Callable[[list[Fraction]], Fraction] = max if method == "max" else mean
    return tuple(
        tuple(
            keep(cells(window(plane, y, x, (size, size))))
            for x in places(len(plane[0]), size, stride)
        )
        for y in places(len(plane), size, stride)
    )


@lru_cache(maxsize=256)
def moved(plane: Grid, down: int, right: int) -> Grid:
    return tuple(
        tuple(at(plane, y - down, x - right) for x in range(len(plane[0])))
        for y in range(len(plane))
    )


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
        max(1, abs(Fraction(value))), 100
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
        ways.append(f"{abs(down)} {'down' if down > 0 else 'up'}")
    if right:
        ways.append(f"{abs(right)} to the {'right' if right > 0 else 'left'}")
    return " and ".join(ways) or "nowhere"


def about_whole(value: Fraction) -> str:
    whole = printed(value, 0)
    return whole if Fraction(whole.replace(",", "")) == value else f"about {whole}"
