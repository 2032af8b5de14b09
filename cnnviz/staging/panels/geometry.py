"""Panels that show sizes: windows along a line, what a neuron sees, volumes side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cnnviz.content.records import Changes, Record
from cnnviz.content.scene import Stage
from cnnviz.staging.panels.options import Options


@dataclass(frozen=True, kw_only=True)
class RulerTexts(Record):
    """What is written on a ruler, on what it measures."""

    size: str
    """Above the pixels, without their padding."""
    padding: str
    """Above the padding at each end."""
    kernel: str
    """Below the first window's length."""
    stride: str
    """Below the first step from window to window."""
    room: str
    """Below all steps once they are there: how far the first window can move."""
    output: str
    """Below the outputs."""
    over: str
    """Below the pixels that no window reaches."""
    numbers: tuple[str, str, str, str, str, str, str]
    """What the sum below has for the size, the kernel, the padding, the stride, the room to move
    divided by it, the outputs, and that room."""
    letters: tuple[str, str, str, str, str]
    """What it has above them, for all but that room."""


@dataclass(frozen=True, kw_only=True)
class RulerChanges(Changes):
    """What changes on a ruler."""

    shown: int
    """How many windows are there."""
    ring: int | None = None
    """Whether the padding is there, 0 or 1; not by default."""
    over: int | None = None
    """Whether what is left over is marked and the outputs have moved together, 0 or 1; not by
    default."""
    told: int | None = None
    """Whether the sum below says how many outputs there are, 0 or 1; not by default."""


@dataclass(frozen=True, kw_only=True)
class Ruler(Options):
    """One line of pixels with its padding, the windows that fit on it, and their outputs.

    Its tensor, if any, is the row of pixels, which comes out of a window on a picture.
    """

    kind: ClassVar[str] = "ruler"
    changes: ClassVar[type[Changes]] = RulerChanges

    size: int
    """How many pixels the line has."""
    padding: int
    """How many zeros stand at each end."""
    dilation: int
    """How far a window's weights are apart."""
    windows: tuple[tuple[int, int], ...]
    """First pixel of each window and the one after its last, from 0; the padding is below 0."""
    over: int
    """How many pixels at the end no window reaches."""
    texts: RulerTexts
    """What is written on it."""
    ink: tuple[float, ...] = ()
    """How dark its pixels are, from 0 to 1; without, they are plain."""
    outputs: tuple[float, ...]
    """How dark the outputs are, from 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Level(Record):
    """One layer of a cone."""

    label: str
    """Its name."""
    stage: Stage
    """Its hue."""
    jump: int
    """How many input pixels lie between neighbouring neurons."""
    first: float
    """The middle of neuron 0, in input pixels."""
    count: int
    """How many neurons it has."""


@dataclass(frozen=True, kw_only=True)
class ConeChanges(Changes):
    """What changes in a cone."""

    spans: tuple[tuple[int, int], ...]
    """By level from the input up, the first neuron that is seen and the one after the last."""
    shown: int
    """The highest level that is there."""
    text: str = ""
    """What is written below the pixels that are seen."""
    sizes: tuple[str, ...] | None = None
    """By level over the input, what stands at its end: how far a neuron of it sees; by default
    nothing."""


@dataclass(frozen=True, kw_only=True)
class Cone(Options):
    """Layers over one another from the side, and what one neuron sees of each below it.

    Its tensor is the row of pixels at the bottom.
    """

    kind: ClassVar[str] = "cone"
    changes: ClassVar[type[Changes]] = ConeChanges

    levels: tuple[Level, ...]
    """The layers, from the input up."""
    width: int
    """How many pixels the input has."""
    names: float
    """The share of the panel's width that the layers' names take."""


@dataclass(frozen=True, kw_only=True)
class Block(Record):
    """One block."""

    x: float
    """Its left end, in units."""
    channels: int
    """How many channels lie behind one another in it."""
    side: int
    """Its height and width, in units: one for a pixel."""
    text: str
    """What is written below it, in one line or two."""
    stage: Stage
    """Its hue."""
    tensor: str = ""
    """The picture on its face; none by default."""
    operator: str = ""
    """The sign between the block before and this one; none by default."""
    copies: int = 1
    """How many there are of it, once they are copied."""
    many: str = ""
    """What is written below the copies."""


@dataclass(frozen=True, kw_only=True)
class BlocksChanges(Changes):
    """What changes in blocks."""

    shown: int | None = None
    """How many blocks are there; all by default."""
    lit: int | None = None
    """The block spoken of, from 0; none by default, or −1."""
    copied: int | None = None
    """Whether all copies of a block are there, 0 or 1; not by default."""
    added: str = ""
    """A line below what is written below the copies; none by default."""
    sides: tuple[int, ...] | None = None
    """Other sides, by block."""
    reserved: tuple[int, ...] | None = None
    """The sides that blocks are about to have: they are drawn to a scale at which these have room,
    so that what does not grow stays as large as it is; by default as large as there is room."""
    apart: float | None = None
    """How many times as far as usual the middles of blocks are apart."""
    closed: bool = False
    """Whether the pictures that stand above blocks are back on their faces."""
    crossed: int | None = None
    """The block that is crossed out, from 0; none by default."""
    face: bool = False
    """Whether only the face of the block spoken of is meant, its last channel; of one with a front,
    one of its places through all channels."""
    lens: float | None = None
    """How many times as much as usual the lenses enlarge that lie on fronts; once by default."""


@dataclass(frozen=True, kw_only=True)
class Blocks(Options):
    """Tensors as solid blocks, side by side; sides have one scale, and channels one."""

    kind: ClassVar[str] = "blocks"
    changes: ClassVar[type[Changes]] = BlocksChanges

    blocks: tuple[Block, ...]
    """The blocks, from left to right."""
    across: tuple[float, float]
    """How far a pixel's width runs to the right and up, as shares of a unit."""
    along: float
    """How far a block falls from its first channel to its last, as a share of how deep it is."""
    depth: float = 1.0
    """How deep a channel is, in units."""
    fronts: float = 0.0
    """How large the picture of each block but the first is seen from the front, above it, in units;
    with 0 it is not."""
