"""What a scene consists of: tensors, panels, boxes, frames.

A scene holds its tensors and panels once and its frames in order; a frame only points into the
tensors (boxes) and carries the few numbers that it shows (computations), so any frame can be drawn
without the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.compare import Compared, same
from cnnviz.content.computation import Computation
from cnnviz.content.names import find_named
from cnnviz.content.param import Values
from cnnviz.content.question import Question
from cnnviz.content.records import Changes, Record

Array: TypeAlias = NDArray[np.float32] | NDArray[np.float64] | NDArray[np.int64]


class Stage(StrEnum):
    """The stages of the strip above the picture, in order."""

    INPUT = "input"
    CONV = "conv"
    ACTIVATE = "activate"
    POOL = "pool"
    STACK = "stack"
    CLASSIFY = "classify"


Scale: TypeAlias = Literal["signed", "image", "rgb", "count"]
"""How values become colours: signed (blue, nothing, orange), image (grey), rgb (its own), count
(one hue)."""

Role: TypeAlias = Literal["window", "kernel", "cell", "skipped", "argmax", "border", "highlight"]
"""What a box marks: the window being read, the kernel on it, the cell being written, a position
passed over, the strongest of a window, a ring of padding, or whatever the sentence speaks of."""

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tensor(Compared):
    """An array on the screen, C×H×W; `max_abs` is the magnitude drawn in full colour."""

    name: str
    data: Array
    label: str
    stage: Stage
    scale: Scale = "signed"
    max_abs: float = 1.0
    editable: str = ""
    """The array parameter that an edit of a cell changes; empty where cells cannot be edited."""
    quantized: bool = False
    """Only looked at, never printed: it travels as bytes, however small it is."""
    weights: bool = False
    """Whether it holds a layer's weights: they stay while maps go from stage to stage."""

    def __post_init__(self) -> None:
        if self.data.ndim != 3:
            raise ValueError(f"tensor {self.name} must be C×H×W; got {self.data.shape}")
        if not np.isfinite(self.data).all():
            raise ValueError(f"tensor {self.name} holds a number that is not finite")

    def __repr__(self) -> str:
        least, most = self.data.min(initial=0), self.data.max(initial=0)
        return f"<Tensor {self.name}: {_shape(self.data)}, from {least:g} to {most:g}>"


@dataclass(frozen=True, slots=True, repr=False)
class Panel:
    """One picture within a scene: a kind of drawing, what it draws, and its size in common units.

    `size` is (height, width) in units; all panels of a scene share one unit, so that what is
    equal in size looks equal. A grid with zoom 4 draws each cell 4 units wide.
    """

    name: str
    kind: str
    tensors: tuple[str, ...] = ()
    label: str = ""
    note: str = ""
    stage: Stage = Stage.INPUT
    size: tuple[float, float] = (1.0, 1.0)
    operator: str = ""
    """A sign drawn in the gap before the panel, such as ∗ = →."""
    options: Record = field(default_factory=Record)
    """Those of its kind."""

    def __repr__(self) -> str:
        return (
            f"<Panel {self.name}: {self.kind} of {_short(', '.join(self.tensors)) or 'no tensor'}>"
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A region of a tensor: half-open (start, stop) ranges by axis, which may lie in the padding.

    Boxes of one frame with the same `group` (0 and up) share an outline and are joined by lines.
    """

    tensor: str
    role: Role
    channels: Span
    rows: Span
    columns: Span
    group: int = -1
    stage: Stage | None = None
    """In whose hue it is drawn; without, in its scene's, or in ink."""
    name: str = ""
    """What is written at one of its corners."""


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """One moment of a scene, complete in itself."""

    seconds: float
    """How long it lasts at speed 1, its tween included; longer where it takes longer to read."""
    narration: str
    """One or two plain sentences; *asterisks* emphasise."""
    formula: str = ""
    """LaTeX with the current numbers filled in; empty where the computations say it all."""
    boxes: tuple[Box, ...] = ()
    computations: tuple[Computation, ...] = ()
    revealed: Mapping[str, int] = field(default_factory=dict)
    """By tensor, how many of its cells in reading order can be seen; absent means all."""
    hidden: tuple[str, ...] = ()
    """Panels that are not on the screen yet."""
    focus: tuple[str, ...] = ()
    """Panels at full strength while the others step back; empty means all."""
    panels: Mapping[str, Changes] = field(default_factory=dict)
    """By panel, what changes in it from frame to frame."""
    tween: float = 0.0
    """In how many seconds the frame before becomes this one; 0 leaves it to the player."""
    question: Question | None = None
    """What the film waits for at its end."""
    pictured: bool = False
    """Whether the picture itself writes out what is computed, so that no formula repeats it."""

    def __post_init__(self) -> None:
        # Frames may be given one mapping; what is written into one must not show in another.
        object.__setattr__(self, "revealed", dict(self.revealed))
        object.__setattr__(self, "panels", dict(self.panels))

    def __repr__(self) -> str:
        holds = f"{len(self.boxes)} boxes, {len(self.computations)} computations"
        return f"<Frame of {self.seconds:g} s: {_short(self.narration)!r}, {holds}>"


def strip_emphasis(narration: str) -> str:
    """A narration without its asterisks, as it is read."""
    return narration.replace("*", "")


class Spoken(NamedTuple):
    """How long a frame lasts, and what it says: all that is known of it before it is made."""

    seconds: float
    narration: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LazyFrames(Sequence[Frame]):
    """Frames of which the many in the middle are made only when they are asked for."""

    before: tuple[Frame, ...]
    middle: tuple[Spoken, ...] = ()
    make: Callable[[int, Spoken], Frame] = lambda _, spoken: Frame(*spoken)
    """The k-th frame of the middle, with its time and sentence."""
    after: tuple[Frame, ...] = ()

    def __len__(self) -> int:
        return len(self.before) + len(self.middle) + len(self.after)

    @overload
    def __getitem__(self, k: int) -> Frame: ...
    @overload
    def __getitem__(self, k: slice) -> tuple[Frame, ...]: ...
    def __getitem__(self, k: int | slice) -> Frame | tuple[Frame, ...]:
        if isinstance(k, slice):
            return tuple(self[i] for i in range(len(self))[k])
        k = range(len(self))[k]
        first = len(self.before)
        last = first + len(self.middle)
        if k < first:
            return self.before[k]
        return self.make(k - first, self.middle[k - first]) if k < last else self.after[k - last]

    def __eq__(self, other: object) -> bool:
        return same(self, other) if isinstance(other, LazyFrames | tuple) else NotImplemented

    def __repr__(self) -> str:
        return f"<{len(self)} frames>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scene(Compared):
    """One animation, ready to be drawn: what is in it once, and its frames."""

    step: str
    name: str
    title: str
    stage: Stage
    values: Values
    tensors: tuple[Tensor, ...]
    panels: tuple[Panel, ...]
    frames: Sequence[Frame]

    def tensor(self, name: str) -> Tensor:
        """The tensor of that name. Raises UnknownName, a KeyError that lists those there are."""
        return find_named("tensor", name, self.tensors)

    def panel(self, name: str) -> Panel:
        """The panel of that name. Raises UnknownName."""
        return find_named("panel", name, self.panels)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{each.name} {_shape(each.data)}" for each in self.tensors)
        tensors = f"tensors {sizes}" if sizes else "no tensors"
        return f"<Scene {self.step}/{self.name}: {len(self.frames)} frames, {_short(tensors)}>"


def _short(text: str) -> str:
    return text if len(text) <= 100 else text[:99] + "…"


def _shape(data: Array) -> str:
    return "×".join(map(str, data.shape))
