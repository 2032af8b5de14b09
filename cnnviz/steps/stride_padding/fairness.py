"""In how many windows a corner and the middle take part, without padding and with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypedDict

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Array, Box, Frame, Panel, Span, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import windows
from cnnviz.misconceptions.maps import Touched
from cnnviz.misconceptions.questions import choice
from cnnviz.misconceptions.reading import READ
from cnnviz.staging import panels
from cnnviz.staging.boxes import pixel, region
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.shots import all_but
from cnnviz.steps.stride_padding.common import SIDE, SMALL, input_of, sides_of

CORNER = (0, 0)
STOPS = 25
"""Of more windows than this not each has a frame of its own."""
COUNTED = "Times read"
FAR = 3
"""How many times as often a pixel is read at least that has far more say."""
RUN = 4.0
"""Seconds for the windows over the padded picture."""
RINGED = 1.2
"""In how many seconds the zeros come around it."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A filter over an input with `padding` zeros around it, and how often each pixel is read."""

    input: Tensor
    side: int
    padding: int

    @cached_property
    def windows(self) -> list[tuple[Span, Span]]:
        """The half-open rows and columns of all windows, in reading order."""
        rows, columns = (
            windows(size, self.side, padding=self.padding) for size in self.input.data.shape[1:]
        )
        return [(span, across) for span in rows for across in columns]

    @cached_property
    def stops(self) -> list[int]:
        """After how many windows it is counted: after each, or after some of many."""
        count = len(self.windows)
        most = min(count, STOPS)
        return sorted({1, *(round(count * i / most) for i in range(1, most + 1))})

    @cached_property
    def counts(self) -> tuple[Tensor, ...]:
        """At each stop, how many windows have read each pixel."""
        counted = np.zeros(self.input.data.shape, dtype=np.int64)
        found, done = [], 0
        for stop in self.stops:
            for rows, columns in self.windows[done:stop]:
                (top, bottom), (left, right) = self._inside(rows, columns)
                counted[:, top:bottom, left:right] += 1
            done = stop
            found.append(counted.copy())
        most = float(self.side**2)
        return tuple(
            Tensor(self._name(i, len(found)), each, COUNTED, Stage.CONV, "count", most)
            for i, each in enumerate(found)
        )

    @cached_property
    def uncounted(self) -> Tensor:
        """The counts before the first window."""
        return replace(self.usage, name=f"{self.input.name} count 0", data=0 * self.usage.data)

    @property
    def from_none(self) -> tuple[Tensor, ...]:
        """All counts, from before the first window on."""
        return self.uncounted, *self.counts

    @property
    def usage(self) -> Tensor:
        """How many windows read each pixel in the end."""
        return self.counts[-1]

    def times(self, pixel: tuple[int, int]) -> int:
        """How many windows read a pixel."""
        return int(self.usage.data[0, *pixel])

    def marks(self, tensor: Tensor, *pixels: tuple[int, int]) -> tuple[Box, ...]:
        """Boxes around pixels, each once."""
        return tuple(
            pixel(tensor, "window", *place, stage=Stage.CLASSIFY) for place in dict.fromkeys(pixels)
        )

    def boxes(self, i: int) -> tuple[Box, Box]:
        """The window of a stop on the picture, and on the counts that it adds one to."""
        rows, columns = self.windows[self.stops[i] - 1]
        return (
            region(self.input, "window", rows, columns, group=0),
            region(self.counts[i], "cell", *self._inside(rows, columns), group=0),
        )

    def _name(self, i: int, count: int) -> str:
        return f"{self.input.name} count" if i == count - 1 else f"{self.input.name} count {i + 1}"

    def _inside(self, rows: Span, columns: Span) -> tuple[Span, Span]:
        """What of a window lies on the picture."""
        _, height, width = self.input.data.shape
        return (max(0, rows[0]), min(height, rows[1])), (
            max(0, columns[0]),
            min(width, columns[1]),
        )


def _reading(data: Array, name: str, side: int, padding: int) -> Reading:
    label = "Padded input" if padding else "Input"
    return Reading(input_of(data, label, name, ""), side, padding)


def _panels(valid: Reading, same: Reading) -> Iterator[Panel]:
    for reading in (valid, same):
        yield panels.grid(reading.input, panels.Grid(numbers=False, padding=reading.padding))
    counted = panels.grid(valid.uncounted, name="counts", operator="→")
    all_counts = (*valid.from_none, *same.from_none)
    yield replace(counted, tensors=tuple(each.name for each in all_counts))
    for reading in (valid, same):
        beside = panels.grid(reading.usage, name=f"{reading.input.name} beside")
        yield replace(beside, label=f"{COUNTED}, padding {reading.padding}")


NAMES = ("valid", "same", "counts", "valid beside", "same beside")


def _frames(text: SceneText, valid: Reading, same: Reading) -> Iterator[Frame]:
    _, height, width = valid.input.data.shape
    pixels = {"corner": CORNER, "middle": (height // 2, width // 2)}
    both = tuple(pixels.values())
    times = {key: valid.times(pixel) for key, pixel in pixels.items()}
    times |= {f"{key}_same": same.times(pixel) for key, pixel in pixels.items()}
    facts = {
        "two pixels": pixels["middle"] != CORNER,
        "no ring": same.padding == 0,
        "middle more": times["middle"] > times["corner"],
        "far more": times["middle"] >= FAR * times["corner"],
        "fairer": times["corner_same"] * times["middle"] > times["corner"] * times["middle_same"],
    }
    said = {key: _times(count) for key, count in times.items()}
    yield Frame(
        OPENING,
        text("open", facts, side=valid.side),
        **_shown(valid, valid.uncounted, *both),
    )
    yield from _counting(text, facts, valid, both)
    yield Frame(
        OPENING,
        text("map", facts, **said),
        **_shown(valid, valid.usage, *both),
    )
    touched = Touched(*CORNER, height, width, valid.side, padding=same.padding)
    yield Frame(
        OPENING,
        text("predict", facts),
        **_shown(same, same.uncounted, *both),
        tween=RINGED,
        question=choice(READ, touched),
    )
    yield from _counting(text, facts, same, both)
    yield Frame(
        OPENING,
        text("padded-all", facts, **said),
        **_shown(same, same.usage, *both),
    )
    yield Frame(
        CLOSING,
        text("close", facts, **said),
        boxes=(*valid.marks(valid.usage, *both), *same.marks(same.usage, *both)),
        hidden=all_but(NAMES, "valid beside", "same beside"),
    )


def _counting(
    text: SceneText,
    facts: Mapping[str, bool],
    reading: Reading,
    pixels: tuple[tuple[int, int], ...],
) -> Iterator[Frame]:
    """Window after window adds one to each pixel that it reads."""
    name, count = reading.input.name, len(reading.stops)
    for i, tensor in enumerate(reading.counts):
        slow = OPENING if i == 0 else accelerating(i - 1, count)
        frame = Frame(
            slow if name == "valid" or i == 0 else RUN / count,
            text(f"{name}-{'first' if i == 0 else 'next'}", facts),
            **_shown(reading, tensor, *pixels),
        )
        # The pixels' own outlines lie on top of the window's.
        yield replace(frame, boxes=(*reading.boxes(i), *frame.boxes))


class Shown(TypedDict):
    """What a frame shows of a picture and its counts."""

    boxes: tuple[Box, ...]
    hidden: tuple[str, ...]
    panels: dict[str, Changes]


def _shown(reading: Reading, counts: Tensor, *pixels: tuple[int, int]) -> Shown:
    """The picture and its counts so far, the pixels marked on both."""
    return {
        "boxes": (*reading.marks(reading.input, *pixels), *reading.marks(counts, *pixels)),
        "hidden": all_but(NAMES, reading.input.name, "counts"),
        "panels": {"counts": panels.GridChanges(tensor=counts.name)},
    }


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


@scene("fairness", stage=Stage.CONV, params=(SMALL, SIDE))
def fairness(values: Values, text: SceneText) -> Parts:
    """In how many windows a corner and the middle take part, without padding and with it."""
    data, side, ring = sides_of(values)
    valid, same = _reading(data, "valid", side, 0), _reading(data, "same", side, ring)
    return Parts(
        (valid.input, same.input, *valid.from_none, *same.from_none),
        tuple(_panels(valid, same)),
        tuple(_frames(text, valid, same)),
    )
