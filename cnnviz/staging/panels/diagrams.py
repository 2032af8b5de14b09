"""Panels of words and lines: a program, years, a diagram given part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from cnnviz.content.records import Changes, Record
from cnnviz.content.scene import Stage
from cnnviz.staging.panels.options import Options


@dataclass(frozen=True, kw_only=True)
class CodeLine(Record):
    """One line of a program."""

    pieces: tuple[tuple[str, str], ...]
    """Its text in pieces, each with the token of its colour."""
    stage: Stage | None = None
    """The hue of what it makes; none where it makes nothing."""
    shape: str = ""
    """The shape of what it makes."""
    count: str = ""
    """How many parameters it has."""


@dataclass(frozen=True, kw_only=True)
class CodeChanges(Changes):
    """What changes in a program."""

    lit: int | None = None
    """The line spoken of, from 0; none by default, or −1."""
    made: int | None = None
    """How many lines have their shape and count beside them; none by default."""
    open: tuple[int, int] | None = None
    """The first and the last line that are open, from 0: all by default, the others are folded."""
    split: int | None = None
    """The line at which a second column begins, where the stage is wide enough; none by default."""


@dataclass(frozen=True, kw_only=True)
class Code(Options):
    """A program, line by line, with what each line makes beside it."""

    kind: ClassVar[str] = "code"
    changes: ClassVar[type[Changes]] = CodeChanges

    lines: tuple[CodeLine, ...]
    """The lines."""


@dataclass(frozen=True, kw_only=True)
class Part(Record):
    """One part of a diagram; places and lengths are in the panel's units."""

    shape: Literal["box", "disc", "line", "text", "picture"]
    """What it is."""
    at: int
    """It is there once the frame's `shown` is greater than this."""
    passing: bool = False
    """Whether it is seen only on its way from one beat to the next."""
    until: int | None = None
    """It has gone once the frame's `shown` is greater than this; by default it stays."""
    x: float = 0.0
    """Its left end, or its middle if it is a disc or a centred text."""
    y: float = 0.0
    """Its upper end, or its middle if it is a disc or a text."""
    width: float | None = None
    """A box's width; the width into which a text has to fit."""
    height: float | None = None
    """A box's height."""
    r: float | None = None
    """A disc's radius."""
    points: tuple[tuple[float, float], ...] = ()
    """The points of a line."""
    text: str = ""
    """What is written."""
    colour: str = ""
    """The token of its colour; by default muted, of a text ink."""
    size: float = 1.0
    """The size of its letters, in those of a label."""
    align: Literal["left", "center", "right"] = "center"
    """Where a text has its x."""
    filled: bool = False
    """Whether a box or disc is filled with its colour."""
    arrow: bool = False
    """Whether a line ends in an arrow."""
    dashed: bool = False
    """Whether its line is dashed."""
    line: float = 2.0
    """How wide its line is, in pixels."""
    thick: float | None = None
    """Instead of that, how wide it is in the panel's units."""
    tensor: str = ""
    """What a picture shows in its box."""
    moves: tuple[tuple[float, float], ...] = ()
    """How far it stands to the right of its place and below it, by `shown` from 1 on; from one to
    the next it moves, and after the last it stays."""
    times: tuple[float, ...] = ()
    """How many times as large a box or picture is, by `shown` likewise; its upper left corner is
    where it stands."""
    rightward: bool = False
    """Whether a box comes from its left end on, as a bar, not from its middle."""


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """What happened in a year."""

    year: int
    """The year."""
    title: str
    """What happened."""
    text: str
    """More of it."""
    parts: tuple[Part, ...] = ()
    """A diagram above the words, in units of which 112 are as wide as its room: its parts that are
    there from the beginning."""
    layers: tuple[tuple[Stage, float], ...] = ()
    """Instead of that a network's layers in a row: the stage of each, and its height, 0 to 1.
    """
    shortcuts: tuple[int, ...] = ()
    """Which of them begin a shortcut past two layers, from 0."""
    since: str = ""
    """How long after the event before it, where there is room to say so."""


@dataclass(frozen=True, kw_only=True)
class TimelineChanges(Changes):
    """What changes on a timeline."""

    shown: int
    """How many events are there."""
    lit: int | None = None
    """The event spoken of, from 0; none by default."""


@dataclass(frozen=True, kw_only=True)
class Timeline(Options):
    """Years on a line, and what happened in them."""

    kind: ClassVar[str] = "timeline"
    changes: ClassVar[type[Changes]] = TimelineChanges

    events: tuple[Event, ...]
    """The events, from left to right, each with its year on one line, to scale."""


@dataclass(frozen=True, kw_only=True)
class DrawingChanges(Changes):
    """What changes in a diagram."""

    shown: int | None = None
    """How many of its parts, in order of their `at`, are there; all by default."""


@dataclass(frozen=True, kw_only=True)
class Drawing(Options):
    """A diagram given as data: boxes, discs, lines and words."""

    kind: ClassVar[str] = "drawing"
    changes: ClassVar[type[Changes]] = DrawingChanges

    parts: tuple[Part, ...]
    """The parts, the first at the back."""


@dataclass(frozen=True, kw_only=True)
class ArcChanges(Changes):
    """What changes on an arc."""

    sent: bool = False
    """Whether the source's picture has gone along it; it goes while this becomes true."""
    back: bool = False
    """Whether something has come back along it, as an arrow that grows while this becomes true."""


@dataclass(frozen=True, kw_only=True)
class Arc(Options):
    """An arrow from one panel to another, past what stands between them: over it, or below."""

    kind: ClassVar[str] = "arc"
    changes: ClassVar[type[Changes]] = ArcChanges

    source: str
    """The panel, a grid, that it comes from."""
    target: str
    """The panel that it leads to."""
    text: str = ""
    """What is written on it."""
    along: tuple[str, ...] = ()
    """The other way from the source to the target, and on: panel by panel, with those two. What
    comes back takes it as well."""
