"""The pictures' SVG as what is painted one after another, and where each element can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple, Self

LETTER, WIDEST = 1.0, 2.2
"""How wide a letter of ASCII is at most, and any other, as shares of its size."""
ABOVE, BELOW, OVERHANG = 1.3, 0.5, 1.1
"""How far letters reach beyond their baseline and their line's ends, as shares of their size."""
_USUAL_LINE = 1.5
"""How wide the line of a shape is that says nothing else, as the root of each picture has it."""
_MARGIN = 2
"""Pixels around a shape that its smooth edges may touch."""
_PAIR = re.compile(r' ([\w:-]+)="([^"]*)"')
_RUN = re.compile(r"M(\d+) (\d+)h(\d+)")
_KNOWN = {"rect", "text", "circle", "polygon", "polyline", "g", "clipPath"}


class Area(NamedTuple):
    """Whole pixels, from the left and the top up to, but without, the right and the bottom."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(cls, xs: Iterable[float], ys: Iterable[float], more: float = 0) -> Self:
        """Around points, and so many pixels more on every side."""
        xs, ys = [*xs], [*ys]
        reach = more + _MARGIN
        return cls(
            floor(min(xs) - reach),
            floor(min(ys) - reach),
            ceil(max(xs) + reach),
            ceil(max(ys) + reach),
        )

    def pixels(self) -> int:
        """How many there are."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top

    def union(self, other: Area) -> Area:
        """The least that holds both."""
        low, high = map(min, self[:2], other[:2]), map(max, self[2:], other[2:])
        return Area(*low, *high)

    def within(self, other: Area) -> Area:
        """What of it lies in the other; it has no pixels where nothing does."""
        low, high = map(max, self[:2], other[:2]), map(min, self[2:], other[2:])
        return Area(*low, *high)


class Element(NamedTuple):
    """What is painted at once."""

    markup: str
    area: Area | None
    """Where it can be seen; None where that is not known."""
    is_plain: bool
    """Whether it is an upright rectangle, which may be cut anywhere."""


def elements(svg: str) -> tuple[str, list[Element]]:
    """The opening of the document, and its elements in the order in which they are painted."""
    opening, *lines, _ = svg.splitlines()
    return opening, [_element_of(markup) for markup in _blocks(lines)]


def _blocks(lines: list[str]) -> Iterator[str]:
    """Elements with all that is in them; a panel's one by one, as its group is but a name."""
    block: list[str] = []
    depth = 0
    for line in lines:
        is_name = line.startswith(("<title", "<desc", "<g id="))
        if not block and (is_name or line == "</g>"):
            continue
        block.append(line)
        if line.startswith("</"):
            depth -= 1
        elif not line.endswith("/>") and "</" not in line:
            depth += 1
        # What cuts stands before what is cut.
        if depth == 0 and line != "</clipPath>":
            yield "\n".join(block)
            block = []


@lru_cache(maxsize=4096)
def _element_of(markup: str) -> Element:
    name, given = _element(markup)
    if name == "g" and "transform" in given:
        return Element(markup, _placed_area(given["transform"], markup), False)
    lines = markup.splitlines()
    names = {_element(line)[0] for line in lines if not line.startswith("</")}
    if not names <= _KNOWN or "transform=" in markup:
        return Element(markup, None, False)
    area = None
    for each in filter(None, map(_area, lines)):
        area = area.union(each) if area else each
    is_plain = name == "rect" and not {"rx", "stroke"} & {*given}
    return Element(markup, area, is_plain)


def _element(line: str) -> tuple[str, dict[str, str]]:
    """Its name and its attributes."""
    tag = line.partition(">")[0]
    return re.split(r"[ /]", tag[1:], maxsplit=1)[0], dict(_PAIR.findall(tag))


def _area(line: str) -> Area | None:
    name, given = _element(line)

    def number(attribute: str, usual: float = 0) -> float:
        return float(given.get(attribute, usual))

    more = number("stroke-width", _USUAL_LINE) / 2
    x, y = number("x"), number("y")
    if name == "rect":
        return Area.around((x, x + number("width")), (y, y + number("height")), more)
    if name == "circle":
        more += number("r")
        return Area.around([number("cx")], [number("cy")], more)
    if name in ("polygon", "polyline"):
        points = [point.split(",") for point in given["points"].split()]
        return Area.around((float(x) for x, _ in points), (float(y) for _, y in points), more)
    if name == "text":
        size = number("font-size")
        text = line.partition(">")[2].removesuffix("</text>")
        natural = size * sum(LETTER if sign.isascii() else WIDEST for sign in text)
        width = max(natural, number("textLength")) + 2 * OVERHANG * size
        before = {"start": OVERHANG * size, "end": width - OVERHANG * size}
        left = x - before.get(given.get("text-anchor", ""), width / 2)
        return Area.around((left, left + width), (y - ABOVE * size, y + BELOW * size))
    return None


def _placed_area(transform: str, markup: str) -> Area | None:
    """That of cells or images: where the matrix puts all columns and rows that there are."""
    across, down, skewed, high, x, y = map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", transform))
    runs = [(int(left) + int(count), int(top) + 1) for left, top, count in _RUN.findall(markup)]
    for line in markup.splitlines():
        name, given = _element(line)
        if name == "image":
            bottom = int(given.get("y", 0)) + int(given["height"])
            runs.append((int(given["width"]), bottom))
        elif name not in ("g", "path", "svg", ""):
            return None
    if not runs:
        return None
    columns, rows = max(column for column, _ in runs), max(row for _, row in runs)
    corners = [(0, 0), (columns, 0), (0, rows), (columns, rows)]
    return Area.around(
        (across * column + skewed * row + x for column, row in corners),
        (down * column + high * row + y for column, row in corners),
    )
