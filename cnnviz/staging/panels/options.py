"""What all kinds of panels have in common: options and changes, which travel as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from cnnviz.content.records import Changes, Record
from cnnviz.content.scene import Panel, Stage


@dataclass(frozen=True, kw_only=True)
class Opens(Record):
    """What a tap on a cell of the panel opens: a frame, and the parameters that say which cell."""

    frame: int
    """The frame that shows the cell, from 0."""
    layers: Mapping[str, str]
    """By tensor whose cells can be tapped, the value of the parameter `layer`."""
    scene: str = ""
    """The scene of the step that shows it; empty for the panel's own."""
    values: Mapping[str, int | str] | None = None
    """Values of other parameters of that scene."""
    unit: str = ""
    """The parameter that takes a tapped channel's number, where a whole channel opens."""
    maps: Mapping[str, tuple[int, ...]] | None = None
    """By tensor that holds some of a layer's maps, which ones, from 0."""


@dataclass(frozen=True, kw_only=True)
class Drags(Record):
    """Dragging the panel's picture by whole cells sets two parameters."""

    x: str
    """The integer parameter that follows the pointer to the right."""
    y: str
    """The integer parameter that follows it downwards."""
    reach: int
    """How far the picture can be dragged in each direction, in cells."""
    frame: int
    """The frame that is shown while it is dragged, from 0."""


@dataclass(frozen=True, kw_only=True)
class Options(Record):
    """The options of a panel: those of any kind; each kind adds its own."""

    kind: ClassVar[str]
    """The view that draws it, by its name in static/js/views/index.js."""
    changes: ClassVar[type[Changes]] = Changes
    """What may change from frame to frame."""

    row: Literal["same", "new", "under", "beyond", "above"] | None = None
    """Whether the panel stays in the row of the one before it or begins a new one, where the stage
    is wide enough to choose; or stands under the one before it. Beyond it, it is under it where
    that leaves more room, else at the outer side of it in one row. Above: where it has a row to
    itself, it stands above the first of the next row."""
    opens: Opens | None = None
    """What a tap on one of its cells opens."""
    drags: Drags | None = None
    """The parameters that dragging its picture sets."""

    def panel(
        self,
        name: str,
        *,
        size: tuple[float, float],
        tensors: tuple[str, ...] = (),
        label: str = "",
        note: str = "",
        stage: Stage = Stage.INPUT,
        operator: str = "",
    ) -> Panel:
        """A panel of this kind: `size` is (height, width) in the scene's units, `operator` the
        sign in the gap before it."""
        return Panel(name, self.kind, tensors, label, note, stage, size, operator, self)
