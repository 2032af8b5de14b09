"""How frames are cut: the tempo, boxes and works that every step shares.

A sweep shows its first position term by term, the next ones as window and result, and the rest
faster and faster, so that what is new is slow and what is known is quick.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cnnviz.cost import require_affordable
from cnnviz.engine import exact
from cnnviz.param import ParameterError
from cnnviz.scene import Array, Box, Json, Operand, Panel, Role, Stage, Tensor, Work

OPENING = 3.2
"""Seconds for a frame that names what is on the screen."""
TERM = 0.8
"""Seconds for one term of the first position."""
RESULT = 1.6
"""Seconds for a result that is new."""
CLOSING = 4.0
"""Seconds for a frame that says what has been seen."""
UNSEEN = 1 / 1000
"""A bar shorter than this share of its panel is less than a pixel or two."""


def limit(data: Array) -> float:
    """The magnitude to draw in full colour: the largest of the array, or 1 where all is zero."""
    return float(np.abs(data).max()) or 1.0


def shape(data: Array) -> str:
    """The shape as it is written: 5×5 for one channel, 6×28×28 for more."""
    sides = data.shape[1:] if data.shape[0] == 1 else data.shape
    return "×".join(str(side) for side in sides)


def with_article(digit: int) -> str:
    """A digit as a sentence names it.

    >>> with_article(8), with_article(3)
    ('an *8*', 'a *3*')
    """
    return f"{'an' if digit == 8 else 'a'} *{digit}*"


def where(dy: int, dx: int) -> str:
    """A shift in words: 1 to the right, 2 down and 1 to the left."""
    down = f"{abs(dy)} {'down' if dy > 0 else 'up'}" if dy else ""
    across = f"{abs(dx)} to the {'right' if dx > 0 else 'left'}" if dx else ""
    return " and ".join(filter(None, (down, across))) or "nowhere"


def grid(
    tensor: Tensor,
    *,
    zoom: float = 1.0,
    name: str = "",
    note: str = "",
    before: str = "",
    options: Mapping[str, Json] | None = None,
) -> Panel:
    """A panel that draws one channel of a tensor as cells, each `zoom` units wide."""
    _, height, width = tensor.data.shape
    pad = _padding(options or {})
    return Panel(
        name=name or tensor.name,
        kind="grid",
        tensors=(tensor.name,),
        label=tensor.label,
        note=note or shape(tensor.data),
        stage=tensor.stage,
        extent=((height + 2 * pad) * zoom, (width + 2 * pad) * zoom),
        before=before,
        options={"zoom": zoom, **(options or {})},
    )


def table(
    name: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    *,
    stages: tuple[str, ...] = (),
    total: bool = False,
    optional: tuple[str, ...] = (),
    label: str = "",
    note: str = "",
    row: float = 1.0,
    before: str = "",
) -> Panel:
    """A panel of rows of text, each `row` units high, as wide as its texts need.

    `stages` gives each row its hue; with `total` the last row adds up the others; where there is
    no room for them, the columns titled `optional` are left out one by one. By frame, "shown" is
    how many rows are there, and "lit" which one is spoken of.
    """
    longest = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    width = sum(0.3 * letters + 0.9 for letters in longest)
    options: dict[str, Json] = {
        "columns": list(columns),
        "rows": [list(texts) for texts in rows],
        "total": total,
    }
    if optional:
        options["optional"] = list(optional)
    if stages:
        options["stages"] = list(stages)
    extent = ((len(rows) + 1) * row, width * row)
    return Panel(name, "table", (), label, note, Stage.CLASSIFY, extent, before, options)


def bars(
    name: str,
    rows: tuple[tuple[str, float, str, Stage], ...],
    *,
    scale: Literal["linear", "log"] = "linear",
    label: str = "",
    note: str = "",
    row: float = 1.0,
    width: float = 12.0,
    before: str = "",
    options: Mapping[str, Json] | None = None,
) -> Panel:
    """A panel of horizontal bars, each `row` units high: (label, value, its text, hue) a bar.

    By frame, "shown" is how many bars are there, "lit" which one is spoken of; "bars", "texts" and
    "scale" replace the values, what is written beside them, and the scale.
    """
    listed: list[Json] = [
        {"label": label, "value": value, "text": text, "stage": str(stage)}
        for label, value, text, stage in rows
    ]
    extent = (len(rows) * row, width)
    given: dict[str, Json] = {"bars": listed, "scale": scale, **(options or {})}
    return Panel(name, "bars", (), label, note, rows[0][3], extent, before, given)


ACROSS = (0.62, 0.3)
"""The one projection: a plane's row of cells runs to the right and up by these shares of a cell."""
ALONG = 0.16
"""How far each next plane of a stack stands lower, for one step to the right: it is nearer."""


def stack(
    tensor: Tensor,
    *,
    zoom: float = 1.0,
    planes: int = 8,
    gap: float = 0.34,
    name: str = "",
    label: str = "",
    note: str = "",
    before: str = "",
) -> Panel:
    """A panel that draws a tensor's channels as planes, at most `planes`, the last in front.

    Each cell is `zoom` units high; the planes stand `gap` of their width apart. By frame, "shown"
    is how many planes are there so far, and "lit" the index of the one spoken of (−1: none).
    """
    channels, rows, columns = tensor.data.shape
    drawn = min(channels, planes)
    along = max(gap * columns, 0.5) * zoom
    extent = (
        (rows + columns * ACROSS[1]) * zoom + (drawn - 1) * along * ALONG,
        columns * ACROSS[0] * zoom + (drawn - 1) * along,
    )
    some = f"{shape(tensor.data)} · {drawn} of {channels} drawn"
    return Panel(
        name=name or tensor.name,
        kind="stack",
        tensors=(tensor.name,),
        label=label or tensor.label,
        note=note or (some if drawn < channels else f"{channels}×{rows}×{columns}"),
        stage=tensor.stage,
        extent=extent,
        before=before,
        options={
            "zoom": zoom,
            "planes": drawn,
            "sides": [rows, columns],
            "across": list(ACROSS),
            "along": [along, along * ALONG],
        },
    )


def _padding(options: Mapping[str, Json]) -> int:
    padding = options.get("padding", 0)
    return padding if isinstance(padding, int) else 0


def region(
    tensor: Tensor,
    role: Role,
    rows: tuple[int, int],
    columns: tuple[int, int],
    *,
    channels: tuple[int, int] | None = None,
    tie: int = -1,
) -> Box:
    """A box on a tensor, over all its channels unless told."""
    return Box(tensor.name, role, channels or (0, tensor.data.shape[0]), rows, columns, tie)


def cell(tensor: Tensor, y: int, x: int, *, channel: int = 0, tie: int = -1) -> Box:
    """The box around one cell that is being written."""
    return Box(tensor.name, "cell", (channel, channel + 1), (y, y + 1), (x, x + 1), tie)


@dataclass(frozen=True, slots=True)
class Sweep:
    """A kernel over an input: every window's box, its work and its cell in the output.

    Input 1×H×W or C×H×W, kernel C×kh×kw (one filter), output 1×H'×W', every sum of it exact.
    Raises ParameterError where the kernel is larger than the padded input, or would cost too much.
    """

    input: Tensor
    kernel: Tensor
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    channel: int = 0
    """The channel of the drawn tensors that is the first here."""
    bias: float = 0.0
    output_name: str = "output"
    output_label: str = "Feature map"
    tie: int = 0
    output: Tensor = field(init=False)
    _patches: NDArray[np.float64] = field(init=False, repr=False, compare=False)
    """By window, in order of channel, row, column: what it reads."""
    _products: NDArray[np.float64] = field(init=False, repr=False, compare=False)
    """What it reads, times the weights."""

    def __post_init__(self) -> None:
        parameter = self.kernel.editable or "kernel"
        height, width = (size + 2 * self.padding for size in self.input.data.shape[1:])
        for side, size, span in zip(("height", "width"), (height, width), self.size, strict=True):
            reach = self.dilation * (span - 1) + 1
            if reach > size:
                raise ParameterError(
                    parameter,
                    f"must have a {side} of at most {size} (the padded input's); got {reach}",
                )
        channels = len(self.kernel.data)
        require_affordable(
            parameter, (height, width), self.size, channels, self.stride, self.dilation
        )
        read = exact.patches(
            self.input.data,
            self.size,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
        )
        patches, weights = read.reshape(-1, read.shape[2]), self.kernel.data.ravel()
        object.__setattr__(self, "_patches", patches)
        object.__setattr__(self, "_products", exact.products(patches, weights))
        sums = exact.dots(patches, weights, self.bias)
        data = sums.reshape(1, *read.shape[:2])
        output = Tensor(
            self.output_name, data, self.output_label, Stage.CONV, "signed", limit(data)
        )
        object.__setattr__(self, "output", output)

    def __len__(self) -> int:
        return int(self.output.data[0].size)

    @property
    def size(self) -> tuple[int, int]:
        """Kernel height and width."""
        return self.kernel.data.shape[1], self.kernel.data.shape[2]

    def position(self, k: int) -> tuple[int, int]:
        """Output row and column of the k-th window in reading order."""
        columns: int = self.output.data.shape[2]
        return divmod(k, columns)

    def window(self, k: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Half-open rows and columns of the k-th window on the input; may lie in the padding."""
        y, x = self.position(k)
        starts = (y * self.stride - self.padding, x * self.stride - self.padding)
        reach = [self.dilation * (side - 1) + 1 for side in self.size]
        return (starts[0], starts[0] + reach[0]), (starts[1], starts[1] + reach[1])

    def patch(self, k: int) -> NDArray[np.float64]:
        """What the k-th window reads, zeros in the padding: a number for each weight."""
        patch: NDArray[np.float64] = self._patches[k]
        return patch

    def boxes(self, k: int, *, written: bool = True) -> tuple[Box, ...]:
        """The k-th window, the kernel, and the cell that they give."""
        rows, columns = self.window(k)
        y, x = self.position(k)
        window = region(self.input, "window", rows, columns, tie=self.tie)
        target = cell(self.output, y, x, tie=self.tie)
        return (window, target) if written else (window,)

    def _reads(self, k: int) -> Operand:
        (top, _), (left, _) = self.window(k)
        return Operand(self.input.name, (self.channel, top, left), (self.dilation, self.dilation))

    def work(self, k: int, shown: int | None = None) -> Work:
        """The k-th window's arithmetic, term by term, by channel, row, column."""
        patch = self._patches[k]
        weights = self.kernel.data.ravel().astype(np.float64)
        products = self._products[k]
        shown = len(patch) if shown is None else shown
        y, x = self.position(k)
        return Work(
            op="dot",
            terms=tuple(zip(patch.tolist(), weights.tolist(), products.tolist(), strict=True)),
            running=tuple(exact.running(products).tolist()) if shown < len(patch) else (),
            bias=self.bias,
            result=float(self.output.data[0, y, x]),
            tensor=self.output.name,
            index=(0, y, x),
            shown=shown,
            shape=(len(self.kernel.data), *self.size),
            operands=(self._reads(k), Operand(self.kernel.name, (self.channel, 0, 0))),
        )


Beat = Literal["term", "window", "result", "quick"]


def beats(sweep: Sweep, *, complete: int = 2) -> Iterator[tuple[int, Beat, int, float]]:
    """(position, beat, terms shown, seconds) for a whole sweep, slow first, then faster.

    Position 0 goes term by term; the next `complete` ones in two beats; the rest one beat each.
    """
    terms = sweep.kernel.data.size
    for shown in range(1, terms + 1):
        yield 0, "term", shown, TERM
    yield 0, "result", terms, RESULT
    rest = len(sweep) - 1 - complete
    for k in range(1, len(sweep)):
        if k <= complete:
            yield k, "window", 0, 0.7
            yield k, "result", terms, 1.0
        else:
            yield k, "quick", terms, quick(k - complete - 1, rest)


def quick(k: int, count: int) -> float:
    """Seconds for the k-th of `count` positions that go faster and faster, about 9 s at most."""
    floor = min(0.7, 7.0 / max(count, 1))
    return max(floor, 0.7 * 0.8**k)
