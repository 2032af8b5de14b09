"""A transposed convolution: each cell of a map lays the filter down, times itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cnnviz.content.scene import Array, Box, Frame, Panel, Stage, Tensor
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.misconceptions.learning import TRANSPOSED, Upsampled
from cnnviz.misconceptions.questions import number
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep

STOPS = 9
"""Of more stamps than this not each has a frame of its own."""
NAME = "back"
"""The panel with what the stamps make."""
STAMP = "stamp"
"""The panel with the filter that is laid down."""


@dataclass(frozen=True, eq=False)
class Stamps:
    """The filter of a sweep, laid down by every cell of its map; where stamps overlap they add up.

    The result is (rows − 1) · stride + kernel high, and as wide by its columns.
    """

    sweep: Sweep
    stops: list[int] = field(init=False)
    """After how many stamps it is shown."""
    made: tuple[Tensor, ...] = field(init=False)
    """What there is at each stop."""

    def __post_init__(self) -> None:
        sweep, count = self.sweep, len(self.sweep)
        most = min(count, STOPS)
        stops = sorted({1, min(2, count), *(round(count * i / most) for i in range(1, most + 1))})
        _, rows, columns = sweep.output.data.shape
        high, wide = sweep.size
        data = np.zeros((1, (rows - 1) * sweep.stride + high, (columns - 1) * sweep.stride + wide))
        found: list[Array] = []
        for k in range(count):
            (top, bottom), (left, right) = self.place(k)
            y, x = sweep.position(k)
            value = float(sweep.output.data[0, y, x])
            data[:, top:bottom, left:right] += exact.products(value, sweep.kernel.data)
            if k + 1 in stops:
                found.append(data.copy())
        limit = panels.max_abs(data)
        made = tuple(
            Tensor(f"{NAME} {stop}", each, "Transposed", Stage.CONV, "signed", limit)
            for stop, each in zip(stops, found, strict=True)
        )
        object.__setattr__(self, "stops", stops)
        object.__setattr__(self, "made", made)

    def place(self, k: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Half-open rows and columns of the k-th stamp."""
        return self.sweep.window(k)

    def panel(self) -> Panel:
        """What the stamps make, beside the map."""
        names = tuple(tensor.name for tensor in self.made)
        return replace(panels.grid(self.made[0], name=NAME, operator="→"), tensors=names)

    def boxes(self, i: int) -> tuple[Box, Box]:
        """The cell of a stop, and where it lays the filter."""
        k = self.stops[i] - 1
        written = cell(self.sweep.output, *self.sweep.position(k), group=0)
        return written, region(self.made[i], "window", *self.place(k), group=0)


def frames(text: SceneText, stamps: Stamps, names: Sequence[str]) -> Iterator[Frame]:
    """From the map alone, over the map beside what it makes, to both beside what was read.

    names: of all panels.
    """
    sweep = stamps.sweep
    width = sweep.input.data.shape[2]
    up = Upsampled(width, sweep.size[1], sweep.stride)
    yield Frame(
        OPENING,
        text("back", stride=sweep.stride),
        hidden=all_but(names, sweep.output.name, STAMP),
        question=number(TRANSPOSED, up, unit="wide")
        .found_in(sweep.output.name, "side", text="×")
        .found_in("", "stride"),
    )
    for i, tensor in enumerate(stamps.made):
        y, x = sweep.position(stamps.stops[i] - 1)
        key = ("stamp", "stamp-next")[i] if i < 2 else "stamp-quick"
        yield Frame(
            OPENING if i < 2 else 0.7,
            text(key, stride=sweep.stride, value=about(float(sweep.output.data[0, y, x]))),
            boxes=stamps.boxes(i),
            hidden=all_but(names, sweep.output.name, STAMP, NAME),
            panels={NAME: panels.GridChanges(tensor=tensor.name)},
        )
    last = stamps.made[-1]
    size_back = last.data.shape == sweep.input.data.shape
    facts = {
        "size back": size_back,
        "values back": size_back and np.allclose(last.data, sweep.input.data, rtol=0, atol=1e-9),
    }
    yield Frame(
        CLOSING,
        text("back-close", facts, width=last.data.shape[2]),
        hidden=all_but(names, sweep.input.name, sweep.output.name, NAME),
        panels={NAME: panels.GridChanges(tensor=last.name)},
    )
