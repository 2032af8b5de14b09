"""Parts of a diagram: boxes, lines, discs and words in the panel's own units."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal, TypeVar

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
    moves: Sequence[Point] = (),
) -> Part:
    """A box with a word in it, there from beat `at`; where it stands from beat to beat."""
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
        moves=_rounded(moves),
    )


def line(
    at: int,
    *points: Point,
    hue: str = "muted",
    arrow: bool = False,
    dashed: bool = False,
    wide: float = 2,
    until: int | None = None,
    moves: Sequence[Point] = (),
) -> Part:
    """A line through points, until another one takes its place, or moving from beat to beat."""
    return Part(
        shape="line",
        at=at,
        until=until,
        points=_rounded(points),
        colour=hue,
        arrow=arrow,
        dashed=dashed,
        line=round(wide, 2),
        moves=_rounded(moves),
    )


def _rounded(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple((round(x, 3), round(y, 3)) for x, y in points)


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
    size: float = 1.0,
) -> Part:
    """A disc with a word in it, until another one takes its place."""
    return Part(
        shape="disc",
        at=at,
        until=until,
        x=x,
        y=y,
        r=r,
        text=text,
        colour=hue,
        filled=filled,
        size=size,
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


def verdicts(said: Sequence[tuple[str, bool]]) -> list[Part]:
    """Words below one another, 1.7 units a line: each with a tick, or crossed out."""
    words = _verdict_words([(text, "ink" if holds else "muted") for text, holds in said])
    marks = [_mark(k, holds=holds) for k, (_, holds) in enumerate(said)]
    return [part for each in marks for part in each] + words


def verdicts_in_turn(texts: Sequence[str], told: Sequence[Sequence[bool | None]]) -> list[Part]:
    """Words below one another, and by beat whether each holds; None while that is not said. A word
    is grey but where it holds."""
    parts = []
    for k, text in enumerate(texts):
        known = [each[k] for each in told]
        # What stays as it is is one part: it is seen while others change.
        for first, end, ink in _runs([bool(each) for each in known]):
            hue = "ink" if ink else "muted"
            parts.append(_until(word(first, 1.8, _verdict_line(k), text, hue, 1.1, "left"), end))
        for first, end, mark in _runs(known):
            if mark is not None:
                parts += [_until(replace(each, at=first), end) for each in _mark(k, holds=mark)]
    return parts


Told = TypeVar("Told")


def _runs(values: Sequence[Told]) -> Iterator[tuple[int, int | None, Told]]:
    """What stays the same, from which beat on and until which; the last stays."""
    for value, alike in groupby(range(len(values)), values.__getitem__):
        first, *more = alike
        end = first + len(more) + 1
        yield first, end if end < len(values) else None, value


def _until(part: Part, end: int | None) -> Part:
    return replace(part, until=end)


def _verdict_words(coloured: Sequence[tuple[str, str]]) -> list[Part]:
    return [
        word(0, 1.8, _verdict_line(k), text, hue, 1.1, "left")
        for k, (text, hue) in enumerate(coloured)
    ]


def _verdict_line(k: int) -> float:
    return round(0.85 + 1.7 * k, 3)


def _mark(k: int, *, holds: bool) -> list[Part]:
    """A tick before the k-th word where it holds, and a cross where it does not."""
    y = _verdict_line(k)
    if holds:
        return [line(0, (0, y), (0.4, y + 0.45), (1.2, y - 0.5), hue="pool", wide=5)]
    return [
        line(0, (0.15, y + s * 0.45), (1.05, y - s * 0.45), hue="muted", wide=5) for s in (1, -1)
    ]


def drawing(
    name: str, label: str, note: str, parts: list[Part], size: Point, *, under: bool = False
) -> Panel:
    """The panel of a diagram, `size` (height, width) in units; `under` the one before it."""
    return Drawing(parts=tuple(parts), row="under" if under else None).panel(
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
