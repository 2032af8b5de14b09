"""Parts of a diagram: boxes, lines, discs and words in the panel's own units."""

from __future__ import annotations

import math

from cnnviz.content.scene import Json, Panel, Stage

Part = dict[str, Json]
Point = tuple[float, float]


def box(at: int, x: float, y: float, width: float, height: float, text: str, hue: str) -> Part:
    """A box with a word in it, there from beat `at`."""
    sides: Part = {"x": x, "y": y, "width": width, "height": height}
    return {"is": "box", "at": at, **sides, "text": text, "colour": hue}


def line(at: int, *points: Point, hue: str = "muted", arrow: bool = False, wide: float = 2) -> Part:
    """A line through points."""
    drawn: list[Json] = [[round(x, 3), round(y, 3)] for x, y in points]
    return {
        "is": "line",
        "at": at,
        "points": drawn,
        "colour": hue,
        "arrow": arrow,
        "line": round(wide, 2),
    }


def disc(at: int, x: float, y: float, r: float, text: str, hue: str) -> Part:
    """A disc with a word in it."""
    return {"is": "disc", "at": at, "x": x, "y": y, "r": r, "text": text, "colour": hue}


def word(
    at: int,
    x: float,
    y: float,
    text: str,
    hue: str = "ink",
    size: float = 1.0,
    align: str = "center",
) -> Part:
    """A word on its own."""
    return {
        "is": "text",
        "at": at,
        "x": x,
        "y": y,
        "text": text,
        "colour": hue,
        "size": size,
        "align": align,
    }


def drawing(name: str, label: str, note: str, parts: list[Part], extent: Point) -> Panel:
    """The panel of a diagram, `extent` (height, width) in units."""
    listed: list[Json] = list(parts)
    return Panel(name, "drawing", (), label, note, Stage.CLASSIFY, extent, "", {"parts": listed})


def bend(start: Point, end: Point, out: float) -> list[Point]:
    """A curve from one point to another that swings out to the right."""
    points = []
    for k in range(1, 25):
        t = k / 24
        x = start[0] + (end[0] - start[0]) * t + out * math.sin(math.pi * t)
        points.append((x, start[1] + (end[1] - start[1]) * t))
    return points
