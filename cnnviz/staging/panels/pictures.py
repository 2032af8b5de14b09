"""Panels that draw tensors: cells, planes, thumbnails, vectors, and the paper to draw on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from cnnviz.content.records import Changes, Record
from cnnviz.content.scene import Stage
from cnnviz.staging.panels.options import Options

Hue = Literal["red", "green", "blue"]
"""A channel of a picture in colour."""


@dataclass(frozen=True, kw_only=True)
class GridChanges(Changes):
    """What changes in a grid."""

    tensor: str | None = None
    """Which of the panel's tensors is drawn; the first by default."""
    moved: tuple[int, int] | None = None
    """How many cells down and to the right what is drawn has moved since the frame before, so that
    it slides there; by default another tensor fades in."""
    laid: str | None = None
    """The panel, of the same shape, whose cells are laid on these, so that they become another
    tensor's."""
    closed: bool = False
    """Whether cells that stood apart stand side by side."""
    bare: bool = False
    """Whether no numbers are written into its cells, which are too small for them."""
    around: tuple[int, int, int, int] | None = None
    """How many cells wide the room is above, right of, below and left of a picture, in which a
    window may stand that goes beyond its edge; none by default. Below 0, so many cells are cut off
    there, and what is left of the picture is as much larger."""
    values: Mapping[str, int] | None = None
    """Where a picture that can be dragged stands now, by parameter, if not where the scene's
    parameters say."""


@dataclass(frozen=True, kw_only=True)
class Grid(Options):
    """One channel of a tensor as cells, with numbers where they can be read."""

    kind: ClassVar[str] = "grid"
    changes: ClassVar[type[Changes]] = GridChanges

    channel: int = 0
    """The channel that is drawn; −1 draws three channels as one picture in its colours."""
    padding: int = 0
    """How many rings of zeros are drawn around the cells."""
    numbers: bool = True
    """Whether numbers are written into cells that have room for them."""
    like: str = ""
    """The tensor whose numbers its own are as large as; by default they fill their cells."""
    round: bool = False
    """Whether its cells are drawn as circles, as neurons are."""
    part: tuple[int, int] | None = None
    """The columns of its first tensor that are drawn, half open; by default all."""
    step: int = 1
    """How many places apart its cells stand until they close up: those between stay empty."""
    field: tuple[int, int] | None = None
    """Rows and columns of these places; by default as many as there are cells."""
    hue: Hue | None = None
    """The colour channel that it belongs to, which frames it; none by default."""


@dataclass(frozen=True, kw_only=True)
class StackChanges(Changes):
    """What changes in a stack."""

    shown: int | None = None
    """How many planes are there so far; all by default."""
    lit: int | None = None
    """The plane spoken of, from 0; none by default, or −1."""
    patch: tuple[float, float, float, float] | None = None
    """Top, bottom, left and right of a window outlined on every plane, in cells."""
    source: str | None = None
    """The panel out of whose picture the newest planes come, where it is on the stage."""


@dataclass(frozen=True, kw_only=True)
class Stack(Options):
    """A tensor as planes in axonometric projection, one a channel; the last stands in front."""

    kind: ClassVar[str] = "stack"
    changes: ClassVar[type[Changes]] = StackChanges

    planes: int
    """How many channels are drawn, from the first."""
    sides: tuple[int, int]
    """Rows and columns of a plane."""
    across: tuple[float, float]
    """How far a row of cells runs to the right and up, as shares of a cell."""
    along: tuple[float, float]
    """How far each plane stands to the right of the one before it and below it, in units; as far as
    the panel is wide for its height in a frame in which it has another size."""
    outline: bool = False
    """Whether planes that are not there yet are outlined."""
    hues: tuple[Hue, ...] = ()
    """The colour channel that each plane belongs to, which frames it."""


@dataclass(frozen=True, kw_only=True)
class TilesChanges(Changes):
    """What changes in tiles."""

    lit: int | None = None
    """The picture spoken of, from 0; none by default."""
    columns: int | None = None
    """How many stand in a row in this frame; by default as many as the panel's options say."""
    first: int | None = None
    """Which of the tensor's pictures stands at the top left, from 0; the first by default."""
    most: float | None = None
    """The magnitude that is drawn in full colour in this frame; by default the tensor's own."""
    named: int = 0
    """Whether what is written below each picture can be seen, 0 or 1."""


@dataclass(frozen=True, kw_only=True)
class Tiles(Options):
    """Many small pictures in rows, three channels of the tensor each."""

    kind: ClassVar[str] = "tiles"
    changes: ClassVar[type[Changes]] = TilesChanges

    columns: int
    """How many stand in a row."""
    count: int = 0
    """How many are drawn at a time; all with 0."""
    smooth: bool = False
    """Whether they are drawn without edges between their pixels, as what is no measured picture."""
    single: bool = False
    """Whether each channel is a picture for itself, in the colours of the tensor's scale."""
    texts: tuple[str, ...] = ()
    """What is written below each picture."""


@dataclass(frozen=True, kw_only=True)
class SheetChanges(Changes):
    """What changes on a sheet."""

    pooled: int | None = None
    """Whether each map has become one cell, 0 or 1; not by default."""
    text: str | None = None
    """What is written below, in one line or two."""


@dataclass(frozen=True, kw_only=True)
class Sheet(Options):
    """All maps of a layer side by side, cell by cell; each can become one cell in its place."""

    kind: ClassVar[str] = "sheet"
    changes: ClassVar[type[Changes]] = SheetChanges

    rows: int
    """How many maps lie below one another."""
    columns: int
    """How many lie side by side."""
    side: int
    """How many cells a map is wide and high."""


@dataclass(frozen=True, kw_only=True)
class StripChanges(Changes):
    """What changes in strips."""

    shown: int | None = None
    """How many strips are there; all by default."""
    wires: float | None = None
    """The share of the first neuron's wires that is drawn, from 0 to 1; none by default."""
    many: float | None = None
    """How present the other neurons are, from 0 to 1; not at all by default."""


@dataclass(frozen=True, kw_only=True)
class Strip(Options):
    """Vectors as strips of thin cells, one below the other, or one below neurons wired to it."""

    kind: ClassVar[str] = "strip"
    changes: ClassVar[type[Changes]] = StripChanges

    neurons: int = 0
    """How many neurons stand above the strip; with 0 it is strips alone."""
    entries: int = 0
    """How many wires a neuron has: the entries of the vector."""
    said: str = ""
    """What is written among the neurons."""
    texts: tuple[str, ...] = ()
    """What is written above each strip."""


@dataclass(frozen=True, kw_only=True)
class Item(Record):
    """One of the tensors of a volume."""

    tensor: str
    """Its name."""
    stage: Stage
    """The hue of its title."""
    title: str
    """Its shape, below it."""
    text: str
    """What is written below the title."""
    size: tuple[float, float]
    """Height and width of its planes or its picture, in units."""
    options: Stack | None = None
    """How its planes stand; none where it is one picture in its colours."""
    flat: int = 0
    """How many of its maps lie side by side; with 0 they stand as planes."""
    share: float = 1.0
    """How long each of these is, as a share of its place, whose outline is seen around it."""
    row: bool = False
    """Whether these are single cells that lie in one row, however narrow that makes them."""


@dataclass(frozen=True, kw_only=True)
class VolumeChanges(Changes):
    """What changes in a volume."""

    current: int | None = None
    """The item that is seen, from 0; none by default."""
    source: str = ""
    """The panel of the program out of whose lit line it comes; by default it comes where it is."""
    cells: int | None = None
    """How many cells of each of its maps, in reading order, can be seen; all by default."""


@dataclass(frozen=True, kw_only=True)
class Volume(Options):
    """One of several tensors at a time, as planes or side by side, with its shape below it."""

    kind: ClassVar[str] = "volume"
    changes: ClassVar[type[Changes]] = VolumeChanges

    items: tuple[Item, ...]
    """The tensors, in the order of their layers."""
    words: float = 0.2
    """The share of the panel's height that the words below take."""


@dataclass(frozen=True, kw_only=True)
class PadChanges(Changes):
    """What changes on a paper."""

    points: float | None = None
    """How many points of its strokes are drawn so far, and what part of the way to the next; all by
    default."""


@dataclass(frozen=True, kw_only=True)
class Pad(Options):
    """A sheet of paper to draw on, with the strokes that are on it."""

    kind: ClassVar[str] = "pad"
    changes: ClassVar[type[Changes]] = PadChanges

    drawing: str
    """The parameter that holds the strokes."""
    thickness: float
    """The thickness of a line that no pen has pressed, as a share of the paper's side."""
