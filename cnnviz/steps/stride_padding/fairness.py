"""In how many windows a corner and the middle take part, without padding and with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Box, Frame, Panel, Span, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import usage2d, windows
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.steps.stride_padding.common import SIDE, SMALL, input_of, sides_of

CORNER = (0, 0)


class Reading(NamedTuple):
    """A filter over an input with `padding` zeros around it, and how often each pixel is read."""

    input: Tensor
    usage: Tensor
    side: int
    padding: int

    def times(self, pixel: tuple[int, int]) -> int:
        """How many windows read a pixel."""
        return int(self.usage.data[0, *pixel])

    def windows(self, pixel: tuple[int, int]) -> list[tuple[Span, Span]]:
        """The half-open rows and columns of the windows that read a pixel."""
        rows, columns = (
            [span for span in windows(size, self.side, padding=self.padding) if at in range(*span)]
            for size, at in zip(self.input.data.shape[1:], pixel, strict=True)
        )
        return list(product(rows, columns))

    def highlight(self, pixel: tuple[int, int]) -> Box:
        """The box around a pixel of the input."""
        y, x = pixel
        return region(self.input, "highlight", (y, y + 1), (x, x + 1))


def _reading(data: Array, name: str, side: int, padding: int) -> Reading:
    around, most = (padding, padding), 4.0 * panels.max_abs(data)
    usage = usage2d(data.shape[1:], (side, side), padding=around)[np.newaxis]
    return Reading(
        replace(input_of(data, f"Padding {padding}", name, ""), scale="image", max_abs=most),
        Tensor(
            f"{name} count", usage, "Windows per pixel", Stage.CONV, "count", float(side * side)
        ),
        side,
        padding,
    )


def _panels(valid: Reading, same: Reading) -> Iterator[Panel]:
    for reading in (valid, same):
        options = panels.Grid(numbers=False, padding=reading.padding)
        yield panels.grid(reading.input, options)
    yield panels.grid(valid.usage, operator="→")
    for reading in (valid, same):
        beside = panels.grid(reading.usage, name=f"{reading.usage.name} beside")
        yield replace(beside, label=reading.input.label, note="windows per pixel")


def _frames(text: SceneText, valid: Reading, same: Reading) -> Iterator[Frame]:
    _, height, width = valid.input.data.shape
    pixels = {"corner": CORNER, "middle": (height // 2, width // 2)}
    times = {key: valid.times(pixel) for key, pixel in pixels.items()}
    times |= {f"{key}_same": same.times(pixel) for key, pixel in pixels.items()}
    facts = {
        "two pixels": pixels["middle"] != CORNER,
        "no ring": same.padding == 0,
        "middle more": times["middle"] > times["corner"],
        "border least": times["corner"] < int(valid.usage.data.max()),
        "fairer": times["corner_same"] * times["middle"] > times["corner"] * times["middle_same"],
    }
    usages = ("valid count", "valid count beside", "same count beside")
    only_valid, only_same = ("same", *usages), ("valid", *usages)
    yield Frame(
        OPENING,
        text("open", facts),
        boxes=tuple(map(valid.highlight, dict.fromkeys(pixels.values()))),
        hidden=only_valid,
    )
    for key, pixel in pixels.items():
        yield from _window_frames(text, facts, valid, key, pixel, only_valid)
    yield Frame(OPENING, text("map", facts, count=valid.side**2), hidden=("same", *usages[1:]))
    yield Frame(
        OPENING,
        text("predict", facts),
        boxes=(same.highlight(CORNER),),
        hidden=only_same,
    )
    yield from _window_frames(text, facts, same, "padded", CORNER, only_same)
    yield Frame(
        CLOSING,
        text("close", facts, **{key: _times(n) for key, n in times.items()}),
        boxes=tuple(
            region(each.usage, "highlight", (y, y + 1), (x, x + 1))
            for each in (valid, same)
            for y, x in dict.fromkeys(pixels.values())
        ),
        hidden=("valid", "same", "valid count"),
    )


def _window_frames(
    text: SceneText,
    facts: Mapping[str, bool],
    reading: Reading,
    key: str,
    pixel: tuple[int, int],
    hidden: tuple[str, ...],
) -> Iterator[Frame]:
    """The windows that read the pixel, one after another; the last says how many there were."""
    found = reading.windows(pixel)
    for n, (rows, columns) in enumerate(found, 1):
        last = n == len(found)
        window = region(reading.input, "window", rows, columns, group=0)
        yield Frame(
            OPENING if last else 0.6,
            text(f"{key}-{'all' if last else 'some'}", facts, times=_times(len(found))),
            boxes=(reading.highlight(pixel), window),
            hidden=hidden,
        )


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


@scene("fairness", stage=Stage.CONV, params=(SMALL, SIDE))
def fairness(values: Values, text: SceneText) -> Parts:
    """In how many windows a corner and the middle take part, without padding and with it."""
    data, side, ring = sides_of(values)
    valid, same = _reading(data, "valid", side, 0), _reading(data, "same", side, ring)
    return Parts(
        (valid.input, same.input, valid.usage, same.usage),
        tuple(_panels(valid, same)),
        tuple(_frames(text, valid, same)),
    )
