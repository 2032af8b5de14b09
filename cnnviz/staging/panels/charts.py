"""Panels of measured and counted numbers: tables, bars, lines, curves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from cnnviz.content.records import Changes, Record
from cnnviz.content.scene import Stage
from cnnviz.staging.panels.options import Options

Axis: TypeAlias = Literal["linear", "log"]


@dataclass(frozen=True, kw_only=True)
class TableChanges(Changes):
    """What changes in a table."""

    shown: int | None = None
    """How many rows are there; all by default."""
    lit: int | None = None
    """The row spoken of, from 0; none by default, or −1."""
    others: tuple[int, ...] = ()
    """Other rows spoken of with it."""


@dataclass(frozen=True, kw_only=True)
class Table(Options):
    """Rows and columns of text."""

    kind: ClassVar[str] = "table"
    changes: ClassVar[type[Changes]] = TableChanges

    columns: tuple[str, ...]
    """The titles of the columns."""
    rows: tuple[tuple[str, ...], ...]
    """The texts of each row, by column."""
    total: bool = False
    """Whether the last row adds up the others: a line is drawn above it."""
    stages: tuple[str, ...] = ()
    """The hue of each row; none by default."""
    glyphs: tuple[tuple[int, ...], ...] = ()
    """What the layer of each row gives, drawn small in its hue: C×H×W, or the length of a vector;
    by default its hue alone."""
    known: int = 0
    """How many of the first columns are there before their rows come, but that of a total."""


@dataclass(frozen=True)
class Bar(Record):
    """One bar."""

    label: str
    """What it stands for."""
    value: float
    """How long it is: to the right of zero, or to the left where it is less."""
    text: str
    """What is written beside it."""
    stage: Stage
    """Its hue."""
    parts: int = 1
    """How many equal parts it has, on a linear scale: seen where they are wide enough."""


@dataclass(frozen=True)
class Gap(Record):
    """An arrow from the end of one bar to where a longer one ends."""

    row: int
    """The shorter bar, from 0."""
    to: int
    """The longer one."""
    text: str
    """What is written above the arrow."""


@dataclass(frozen=True, kw_only=True)
class BarsChanges(Changes):
    """What changes in bars."""

    shown: int | None = None
    """How many bars are there; all by default."""
    bars: tuple[float, ...] | None = None
    """Other values, by bar."""
    texts: tuple[str, ...] | None = None
    """Other texts, by bar."""
    scale: Axis | None = None
    """Whether lengths stand for values, as by default, or for their logarithms."""
    most: float | None = None
    """Another value that is as long as the panel has room for."""
    lit: int | None = None
    """The bar spoken of, from 0; none by default, or −1."""
    across: float | None = None
    """A value with which all others are compared: a dashed line runs across all bars there."""
    gap: Gap | None = None
    """Two bars that are compared; none by default."""


@dataclass(frozen=True, kw_only=True)
class Bars(Options):
    """Horizontal bars: a label, the bar, its value in words."""

    kind: ClassVar[str] = "bars"
    changes: ClassVar[type[Changes]] = BarsChanges

    bars: tuple[Bar, ...]
    """The bars, from top to bottom."""
    most: float | None = None
    """The value that is as long as the panel has room for, where longer bars run off the stage; by
    default the largest that is shown."""
    above: bool = False
    """Whether labels stand above their bars, not only where a line has no room for both."""
    inside: bool = False
    """Whether a value stands within its bar where that is long enough for it."""
    filled: bool = False
    """Whether the bars that are there share the whole height of the panel."""
    marks: tuple[tuple[float, str], ...] = ()
    """What is written below the marks of a logarithmic scale: a power of ten and its text."""
    scales: tuple[str, ...] = ()
    """What is written below the beginning of a linear and of a logarithmic scale."""
    source: str = ""
    """The panel to the left out of which all bars come: a beam leads from it to each."""

    def told_up_to(self, known: int) -> BarsChanges:
        """So many bars as they are; the others are asked for, and are question marks."""
        unknown = len(self.bars) - known
        first = self.bars[:known]
        return BarsChanges(
            bars=(*(float(bar.value) for bar in first), *[0.0] * unknown),
            texts=(*(bar.text for bar in first), *["?"] * unknown),
        )


@dataclass(frozen=True, kw_only=True)
class Series(Record):
    """One line of measured shares."""

    label: str
    """What was measured."""
    stage: Stage
    """Its hue."""
    values: tuple[float, ...]
    """The share at each step, from 0 to 1; of another measure, its share of the plot's height."""
    texts: tuple[str, ...]
    """The same in words."""
    spread: tuple[tuple[float, float], ...] = ()
    """The least and the most of several measurements at each step, drawn as a band."""


@dataclass(frozen=True, kw_only=True)
class LinesChanges(Changes):
    """What changes in lines."""

    at: int | None = None
    """The step that is read out, from 0; the first by default."""
    upto: int | None = None
    """The step up to which the lines are drawn, −1 for none; the last by default."""
    reach: tuple[float, float, str] | None = None
    """A share, up to which step a level arrow leads from the one that is read out, and its text."""


@dataclass(frozen=True, kw_only=True)
class Lines(Options):
    """Shares over counted steps as lines with their points; one step is read out."""

    kind: ClassVar[str] = "lines"
    changes: ClassVar[type[Changes]] = LinesChanges

    lines: tuple[Series, ...]
    """The lines; up to two can be told apart without their colours."""
    marks: tuple[str, ...]
    """What stands below each step."""
    places: tuple[float, ...] = ()
    """Where each step stands, as a share of the plot's width; all equally far apart by default."""
    ticks: tuple[tuple[float, str], ...] = ()
    """What is written below the plot instead of the steps: a share of its width, and the text."""
    rules: tuple[tuple[float, str], ...]
    """Level lines: the share and its text."""
    named: bool = False
    """Whether the names stand behind the lines' ends; above the plot by default."""


@dataclass(frozen=True, kw_only=True)
class CurveChanges(Changes):
    """What changes in curves."""

    point: Mapping[str, float] | None = None
    """The point that is marked: `x`, and each function's value there by its name; none by
    default."""
    shown: int | None = None
    """How many of the functions are drawn; all by default."""


@dataclass(frozen=True, kw_only=True)
class Curve(Options):
    """Functions of one number as curves."""

    kind: ClassVar[str] = "curve"
    changes: ClassVar[type[Changes]] = CurveChanges

    curves: tuple[tuple[str, str], ...]
    """Name and label of each function; up to two."""
    samples: tuple[tuple[float, ...], ...]
    """Points from left to right: x, and each function's value there."""
    reach: float
    """The curves are drawn from −reach to reach."""
    limits: tuple[float, ...] = ()
    """Values that the second function never goes beyond, written on the axis."""
