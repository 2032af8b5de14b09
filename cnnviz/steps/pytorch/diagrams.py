"""Parts of a diagram: boxes, lines, discs and words in the panel's own units."""

from __future__ import annotations

import math
from typing import Literal

from cnnviz.content.scene import Panel, Stage
from cnnviz.staging.panels import Drawing, Part

Point = tuple[float, float]


def box(
    at: int,
    x: float,
    y: float,
    width: float,
    height: float,
    text: str,
    hue: str,
    *,
    filled: bool = False,
) -> Part:
    """A box with a word in it, there from beat `at`."""
    return Part(
        shape="box",
        at=at,
        x=x,
        y=y,
        width=width,
        height=height,
        text=text,
        colour=hue,
        filled=filled,
    )


def line(
    at: int,
    *points: Point,
    hue: str = "muted",
    arrow: bool = False,
    dashed: bool = False,
    wide: float = 2,
) -> Part:
    """A line through points."""
    return Part(
        shape="line",
        at=at,
        points=tuple((round(x, 3), round(y, 3)) for x, y in points),
        colour=hue,
        arrow=arrow,
        dashed=dashed,
        line=round(wide, 2),
    )


def disc(
    at: int,
    x: float,
    y: float,
    r: float,
    text: str,
    hue: str,
    *,
    filled: bool = False,
    until: int | None = None,
) -> Part:
    """A disc with a word in it, until another one takes its place."""
    return Part(
        shape="disc", at=at, until=until, x=x, y=y, r=r, text=text, colour=hue, filled=filled
    )


def word(
    at: int,
    x: float,
    y: float,
    text: str,
    hue: str = "ink",
    size: float = 1.0,
    align: Literal["left", "center", "right"] = "center",
) -> Part:
    """A word on its own."""
    return Part(shape="text", at=at, x=x, y=y, text=text, colour=hue, size=size, align=align)


def drawing(name: str, label: str, note: str, parts: list[Part], size: Point) -> Panel:
    """The panel of a diagram, `size` (height, width) in units."""
    return Drawing(parts=tuple(parts)).panel(
        name, label=label, note=note, stage=Stage.CLASSIFY, size=size
    )


def bend(start: Point, end: Point, out: float) -> list[Point]:
    """A curve from one point to another that swings out to the right."""
    points = []
    for k in range(1, 25):
        t = k / 24
        x = start[0] + (end[0] - start[0]) * t + out * math.sin(math.pi * t)
        points.append((x, start[1] + (end[1] - start[1]) * t))
    return points
