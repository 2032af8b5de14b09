"""The stamps of a transposed convolution: what lies on the sheet after some of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cnnviz.content.scene import Array, Box, Span, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.panels import max_abs

STOPS = 9
"""Of more stamps than this not each has a frame of its own."""


@dataclass(frozen=True, eq=False)
class Stamps:
    """A kernel, laid down by every cell of a map, times itself; where stamps overlap they add up.

    Map 1×H×W, kernel 1×kh×kw; the sheet is (H − 1) · stride + kh high, and as wide by its columns.
    """

    cells: Tensor
    kernel: Tensor
    stride: int
    name: str
    """With how many stamps there are, that of a sheet."""
    label: str
    stops: list[int] = field(init=False)
    """After how many stamps it is shown."""
    made: tuple[Tensor, ...] = field(init=False)
    """The sheet at each stop."""

    def __post_init__(self) -> None:
        _, rows, columns = self.cells.data.shape
        count = rows * columns
        most = min(count, STOPS)
        stops = sorted({1, min(2, count), *(round(count * i / most) for i in range(1, most + 1))})
        (_, high), (_, wide) = self.place(count - 1)
        data = np.zeros((1, high, wide))
        found: list[Array] = []
        for k in range(count):
            (top, bottom), (left, right) = self.place(k)
            data[:, top:bottom, left:right] += exact.products(self.value(k), self.kernel.data)
            if k + 1 in stops:
                found.append(data.copy())
        limit = max_abs(data)
        made = tuple(
            Tensor(f"{self.name} {stop}", each, self.label, Stage.CONV, "signed", limit)
            for stop, each in zip(stops, found, strict=True)
        )
        object.__setattr__(self, "stops", stops)
        object.__setattr__(self, "made", made)

    def position(self, k: int) -> tuple[int, int]:
        """Row and column of the k-th cell of the map in reading order."""
        columns: int = self.cells.data.shape[2]
        return divmod(k, columns)

    def value(self, k: int) -> float:
        """What the k-th cell holds."""
        return float(self.cells.data[(0, *self.position(k))])

    def place(self, k: int) -> tuple[Span, Span]:
        """Half-open rows and columns of the k-th stamp."""
        (y, x), (_, high, wide) = self.position(k), self.kernel.data.shape
        top, left = y * self.stride, x * self.stride
        return (top, top + high), (left, left + wide)

    def boxes(self, i: int) -> tuple[Box, Box]:
        """The cell of a stop, and where it lays the kernel."""
        k = self.stops[i] - 1
        written = cell(self.cells, *self.position(k), group=0)
        return written, region(self.made[i], "window", *self.place(k), group=0)
