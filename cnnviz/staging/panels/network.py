"""The panel that draws a whole network, of which one cell can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from cnnviz.content.records import Changes, Record
from cnnviz.staging.panels.options import Options

CellKind: TypeAlias = Literal["dot", "mean", "max", "sum", "activation"]


@dataclass(frozen=True, kw_only=True)
class Column(Record):
    """One layer of a network, with the activation that follows it."""

    tensor: str
    """The tensor that is drawn: the activation's, where one follows."""
    raw: str
    """The tensor before the activation."""
    layer: str
    """The layer's name."""
    shape: tuple[int] | tuple[int, int, int]
    """The shape of its output: C×H×W, or the length of a vector."""
    drawn: tuple[int, ...] = ()
    """Which of its maps are drawn, from the one at the back on; all by default."""
    title: str = ""
    """What stands above it; the layer's name by default."""


@dataclass(frozen=True, kw_only=True)
class OpenCell(Record):
    """A cell of the network that is opened: what it reads, its terms and its result."""

    source: str
    """The tensor that the cell reads."""
    origin: str
    """The layer that made that tensor, by the name under which it is drawn."""
    layer: str
    """The cell's layer."""
    kind: CellKind
    """What is done with what it reads."""
    index: tuple[int, int, int]
    """Its channel, row and column."""
    channels: tuple[int, int]
    """The channels that it reads, half-open."""
    rows: tuple[int, int]
    """The rows that it reads, half-open; they may lie in the padding."""
    columns: tuple[int, int]
    """The columns that it reads, half-open; they may lie in the padding."""
    tensors: tuple[str, ...]
    """What is drawn of it: the patch; of a dot product the weights and the products, too."""
    bias: float
    """The bias; 0 where there is none."""
    sum: float
    """The result before the activation."""
    function: str
    """The activation's name as it is written; empty where there is none."""
    activated: float | None = None
    """The result after the activation, where one follows."""
    share: str = ""
    """The same in per cent, as it is written, where that is a share, as of softmax."""
    raw: bool = False
    """Whether the layer is drawn as it is before its activation."""
    stage: int
    """How much is there: 1 what is read, 3 the sum, 4 the activation."""
    field: tuple[tuple[int, int], tuple[int, int]] | None = None
    """Rows and columns of the network's input that the cell can see, where they are outlined."""


@dataclass(frozen=True, kw_only=True)
class NetworkChanges(Changes):
    """What changes in a network."""

    shown: int
    """How many columns are there."""
    outline: bool = False
    """Whether the columns that are not there yet are outlined."""
    open: OpenCell | None = None
    """The cell that is opened; where `view` is given, too, it is only marked, and its field."""
    lit: int | None = None
    """The class spoken of, from 0; none by default."""
    view: tuple[int, int] | None = None
    """Which columns the camera frames, half-open: all, or an opened cell's and what it reads."""
    window: bool = False
    """Whether the window that a marked cell reads is outlined, too."""


@dataclass(frozen=True, kw_only=True)
class Network(Options):
    """A network column by column: stacks of maps, columns of neurons, the classes as bars."""

    kind: ClassVar[str] = "network"
    changes: ClassVar[type[Changes]] = NetworkChanges

    columns: tuple[Column, ...]
    """The layers, from the input on."""
    classes: tuple[str, ...]
    """The names of the classes."""
    percents: tuple[str, ...]
    """What is written beside the bar of each: its probability."""
    across: tuple[float, float]
    """How far a row of a map's cells runs to the right and up, as shares of a cell."""
    along: float
    """How much lower each map stands than the one before it, for one step to the right."""
    beside: bool = False
    """Whether it stands beside other panels, not on the whole stage."""
    barred: bool = True
    """Whether a vector that comes last is drawn as bars, one a class."""
