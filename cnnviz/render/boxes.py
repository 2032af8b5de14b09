"""The pictures' SVG as what is painted one after another, and where each part can be seen."""

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


class Box(NamedTuple):
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

    def area(self) -> int:
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def size(self) -> tuple[int, int]:
        return self.right - self.left, self.bottom - self.top

    def union(self, other: Box) -> Box:
        low, high = map(min, self[:2], other[:2]), map(max, self[2:], other[2:])
        return Box(*low, *high)

    def within(self, other: Box) -> Box:
        """What of it lies in the other; its area is 0 where nothing does."""
        low, high = map(max, self[:2], other[:2]), map(min, self[2:], other[2:])
        return Box(*low, *high)


class Part(NamedTuple):
    """What is painted at once."""

    markup: str
    box: Box | None
    """Where it can be seen; None where that is not known."""
    is_plain: bool
    """Whether it is an upright rectangle, which may be cut anywhere."""


def parts(svg: str) -> tuple[str, list[Part]]:
    """The opening of the document, and its parts in the order in which they are painted."""
    opening, *lines, _ = svg.splitlines()
    return opening, [_part(markup) for markup in _blocks(lines)]


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
def _part(markup: str) -> Part:
    name, given = _element(markup)
    if name == "g" and "transform" in given:
        return Part(markup, _placed_box(given["transform"], markup), False)
    lines = markup.splitlines()
    names = {_element(line)[0] for line in lines if not line.startswith("</")}
    if not names <= _KNOWN or "transform=" in markup:
        return Part(markup, None, False)
    box = None
    for each in filter(None, map(_box, lines)):
        box = box.union(each) if box else each
    is_plain = name == "rect" and not {"rx", "stroke"} & {*given}
    return Part(markup, box, is_plain)


def _element(line: str) -> tuple[str, dict[str, str]]:
    """Its name and its attributes."""
    tag = line.partition(">")[0]
    return re.split(r"[ /]", tag[1:], maxsplit=1)[0], dict(_PAIR.findall(tag))


def _box(line: str) -> Box | None:
    name, given = _element(line)

    def number(attribute: str, usual: float = 0) -> float:
        return float(given.get(attribute, usual))

    more = number("stroke-width", _USUAL_LINE) / 2
    x, y = number("x"), number("y")
    if name == "rect":
        return Box.around((x, x + number("width")), (y, y + number("height")), more)
    if name == "circle":
        more += number("r")
        return Box.around([number("cx")], [number("cy")], more)
    if name in ("polygon", "polyline"):
        points = [point.split(",") for point in given["points"].split()]
        return Box.around((float(x) for x, _ in points), (float(y) for _, y in points), more)
    if name == "text":
        size = number("font-size")
        text = line.partition(">")[2].removesuffix("</text>")
        natural = size * sum(LETTER if sign.isascii() else WIDEST for sign in text)
        width = max(natural, number("textLength")) + 2 * OVERHANG * size
        before = {"start": OVERHANG * size, "end": width - OVERHANG * size}
        left = x - before.get(given.get("text-anchor", ""), width / 2)
        return Box.around((left, left + width), (y - ABOVE * size, y + BELOW * size))
    return None


def _placed_box(transform: str, markup: str) -> Box | None:
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
    return Box.around(
        (across * column + skewed * row + x for column, row in corners),
        (down * column + high * row + y for column, row in corners),
    )
