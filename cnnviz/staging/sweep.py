"""A sweep of a kernel over an input, window by window: boxes, computations, a schedule.

It shows one position term by term, the next ones at once but slowly, and the rest faster and
faster, so that what is new is slow and what is known is quick.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import Computation, Operand
from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Array, Box, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.cost import require_affordable
from cnnviz.staging.durations import RESULT, TERM, accelerating
from cnnviz.staging.panels import max_abs


@dataclass(frozen=True, slots=True)
class Sweep:
    """A kernel over an input: every window's box, its computation and its cell in the output.

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
    group: int = 0
    stage: Stage = Stage.CONV
    """The hue of its map."""
    output: Tensor = field(init=False)
    _patches: NDArray[np.float64] = field(init=False, repr=False, compare=False)
    """By window, in order of channel, row, column: what it reads."""
    _products: NDArray[np.float64] = field(init=False, repr=False, compare=False)
    """What it reads, times the weights."""

    def __post_init__(self) -> None:
        parameter = self.kernel.editable or "kernel"
        height, width = (size + 2 * self.padding for size in self.input.data.shape[1:])
        read = f"“{self.input.label}”{' with its padding' * (self.padding > 0)}"
        for side, size, span in zip(("height", "width"), (height, width), self.size, strict=True):
            reach = self.dilation * (span - 1) + 1
            if reach > size:
                raise ParameterError(
                    parameter,
                    f"must have a {side} of at most {size}, as {read} is {height}×{width}; "
                    f"got {reach}",
                )
        channels = len(self.kernel.data)
        require_affordable(
            parameter, (height, width), self.size, channels, self.stride, self.dilation
        )
        windows = exact.patches(
            self.input.data,
            self.size,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
        )
        patches, weights = windows.reshape(-1, windows.shape[2]), self.kernel.data.ravel()
        object.__setattr__(self, "_patches", patches)
        object.__setattr__(self, "_products", exact.products(patches, weights))
        sums = exact.dots(patches, weights, self.bias)
        data = sums.reshape(1, *windows.shape[:2])
        output = Tensor(
            self.output_name, data, self.output_label, self.stage, "signed", max_abs(data)
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

    def index(self, y: int, x: int) -> int:
        """Which window it is, in reading order, that gives the output at that row and column."""
        columns: int = self.output.data.shape[2]
        return y * columns + x

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

    def boxes(self, k: int, *, written: bool = True, stage: Stage | None = None) -> tuple[Box, ...]:
        """The k-th window and the cell that it gives; in whose hue, if not their scene's."""
        rows, columns = self.window(k)
        y, x = self.position(k)
        window = region(self.input, "window", rows, columns, group=self.group, stage=stage)
        target = cell(self.output, y, x, group=self.group, stage=stage)
        return (window, target) if written else (window,)

    def _reads(self, k: int) -> Operand:
        (top, _), (left, _) = self.window(k)
        return Operand(self.input.name, (self.channel, top, left), (self.dilation, self.dilation))

    def computation(self, k: int, shown: int | None = None) -> Computation:
        """The k-th window's arithmetic, term by term, by channel, row, column."""
        patch = self._patches[k]
        weights = self.kernel.data.ravel().astype(np.float64)
        products = self._products[k]
        shown = len(patch) if shown is None else shown
        y, x = self.position(k)
        return Computation(
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


def stops(data: Array, steps: int) -> Iterator[tuple[int, int]]:
    """Row and column of the places of a map 1×H×W or C×H×W at which a quick sweep is shown.

    It takes so many steps from the left to the right of each row.
    """
    _, height, width = data.shape
    for y in range(height):
        yield from ((y, round(i * (width - 1) / steps)) for i in range(y > 0, steps + 1))


SWEPT = (0.9, 0.06)
"""Seconds of the first frame of a quick sweep, and of each other."""


def quick_sweep(
    data: Array, steps: int = 1, seconds: tuple[float, float] = SWEPT
) -> Iterator[tuple[int, int, float, int]]:
    """The places of `stops`: row, column, how long it is shown, how many cells are there then.

    seconds: of the first, and of each other.
    """
    for i, (y, x) in enumerate(stops(data, steps)):
        yield y, x, seconds[i > 0], y * data.shape[2] + x + 1


TURNS, BEGUN = 1.0, 9
"""Seconds for the first window after one that was worked out alone, and by how many places those
after it are further on their way to being fast."""
Beat = Literal["start", "passing", "stop", "term", "sum", "step", "move", "result", "quick"]


BLANK, INKED = 0.02, 0.09
"""Seconds for a window on the way to the one that is worked out, on nothing and on something."""


def _passed(sweep: Sweep, k: int) -> float:
    """Seconds for such a window: the first steps are slow enough to be seen."""
    return max(INKED if sweep.patch(k).any() else BLANK, 0.5 * 0.7**k)


def schedule(
    sweep: Sweep, *, worked: int = 0, complete: int = 2
) -> Iterator[tuple[int, Beat, int, float]]:
    """(position, beat, terms shown, seconds) for a whole sweep, slow first, then faster.

    Position `worked` goes term by term. If that is not the first one, the sweep starts with a
    result, passes all before it, fast where there is nothing, and stops there. The next `complete`
    positions are slow, the rest faster and faster.
    """
    terms = sweep.kernel.data.size
    for k in range(worked):
        if k == 0:
            yield 0, "start", terms, 2.4
        else:
            yield k, "passing", terms, _passed(sweep, k)
    if worked:
        yield worked, "stop", 0, 2.4
    for shown in range(1, terms + 1):
        yield worked, "term", shown, TERM
    yield worked, "sum", terms, RESULT
    first = worked + 1 + complete
    for k in range(worked + 1, len(sweep)):
        if k == worked + 1 < first:
            # The window is there before its terms set out.
            yield k, "step", 0, TERM
        if k < first:
            yield k, "move" if k == worked + 1 else "result", terms, RESULT
        elif complete == 0:
            # One more picture turns into this; then no sum stays long enough to be read.
            begun = accelerating(k - first + BEGUN, len(sweep) - first)
            yield k, "quick", terms, TURNS if k == first else begun
        else:
            yield k, "quick", terms, accelerating(k - first, len(sweep) - first)
