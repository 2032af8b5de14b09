"""What the scenes of this step share: tensors, panels, parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.computation import Computation, Operand
from cnnviz.content.param import Param, ParameterError
from cnnviz.content.scene import Array, Box, Frame, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.engine.pool import max_pool2d
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, pixel, region
from cnnviz.staging.formatting import join_sides
from cnnviz.staging.shots import all_but


def map_of(data: Array, label: str, name: str = "input", editable: str = "") -> Tensor:
    """A feature map."""
    return Tensor(name, data, label, Stage.CONV, "signed", panels.max_abs(data), editable)


def pool(data: Array, method: str, window: int, stride: int) -> Array:
    """One map 1×H×W pooled; every mean is exact, so that equal windows give equal means."""
    if method == "max":
        return max_pool2d(data, window, stride=stride)
    read = exact.patches(data, (window, window), stride=stride)
    return exact.means(read.reshape(-1, window**2)).reshape(1, *read.shape[:2])


LEAST, MOST = 2, 3
"""How wide and high a window is, at least and at most."""


@dataclass(frozen=True, slots=True)
class Pooling:
    """A pooling window over one map: boxes, computations and the pooled map of the engine.

    Raises ParameterError where the window is larger than the map, or no window fits on it.
    """

    input: Tensor
    method: str
    window: int
    stride: int
    output_name: str = "output"
    output: Tensor = field(init=False)

    def __post_init__(self) -> None:
        side = min(self.input.data.shape[1:])
        if side < LEAST:
            sides = join_sides(self.input.data.shape[1:])
            raise ParameterError(
                self.input.name, f"must be at least {LEAST}×{LEAST}, as a window is; got {sides}"
            )
        if self.window > side:
            raise ParameterError(
                "window", f"must be at most {side} (the map's shorter side); got {self.window}"
            )
        data = pool(self.input.data, self.method, self.window, self.stride)
        output = Tensor(
            self.output_name,
            data,
            "Pooled map" if self.method == "max" else "Window means",
            Stage.POOL,
            "signed",
            panels.max_abs(self.input.data),
        )
        object.__setattr__(self, "output", output)

    def __len__(self) -> int:
        return int(self.output.data.size)

    @property
    def reads_all(self) -> bool:
        """Whether each cell of the map lies in a window."""
        height, width = self.input.data.shape[1:]
        return self.stride <= self.window and self.spans(len(self) - 1) == (
            (height - self.window, height),
            (width - self.window, width),
        )

    def spans(self, k: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Half-open rows and columns of the k-th window."""
        y, x = divmod(k, int(self.output.data.shape[2]))
        top, left = y * self.stride, x * self.stride
        return (top, top + self.window), (left, left + self.window)

    def values(self, k: int) -> Array:
        """What the k-th window holds, in reading order."""
        (top, bottom), (left, right) = self.spans(k)
        return self.input.data[0, top:bottom, left:right].ravel()

    def computation(self, k: int, shown: int | None = None) -> Computation:
        """The k-th window's maximum or mean, value by value."""
        values, (rows, columns) = self.values(k), self.spans(k)
        y, x = divmod(k, int(self.output.data.shape[2]))
        if self.method == "max":
            running = np.maximum.accumulate(values).tolist()
        else:
            sums = exact.running(values)
            running = (sums / np.arange(1, values.size + 1)).tolist()
        return Computation(
            op="max" if self.method == "max" else "mean",
            terms=tuple((value,) for value in values.tolist()),
            running=tuple(running),
            result=float(self.output.data[0, y, x]),
            tensor=self.output_name,
            index=(0, y, x),
            shown=len(values) if shown is None else shown,
            shape=(1, self.window, self.window),
            operands=(Operand(self.input.name, (0, rows[0], columns[0])),),
        )

    def facts(self, k: int) -> dict[str, bool]:
        """What is so of the k-th window."""
        values = self.values(k)
        return {
            "takes the maximum": self.method == "max",
            "one winner": int((values == values.max()).sum()) == 1,
        }

    def winner(self, k: int) -> Box:
        """The box on the strongest value of the k-th window."""
        (top, _), (left, _) = self.spans(k)
        y, x = divmod(int(self.values(k).argmax()), self.window)
        return pixel(self.input, "argmax", top + y, left + x)

    def frame(
        self,
        k: int,
        seconds: float,
        sentence: str,
        names: Sequence[str],
        shown: int | None = None,
    ) -> Frame:
        """The k-th window with `shown` values looked at; with all of them, its result.

        names: of all panels.
        """
        rows, columns = self.spans(k)
        y, x = divmod(k, int(self.output.data.shape[2]))
        done = shown is None
        boxes = [region(self.input, "window", rows, columns, group=0)]
        lifted: dict[str, panels.PickChanges] = {}
        if done:
            # A beam to another column would end behind the cells of the first.
            boxes.append(cell(self.output, y, x, group=-1 if x else 0, stage=Stage.POOL))
            if self.method == "max":
                boxes.append(self.winner(k))
                best = int(self.values(k).argmax())
                lifted = {"pick": panels.PickChanges(argmax=best)}
        return Frame(
            seconds,
            sentence,
            boxes=tuple(boxes),
            computations=(self.computation(k, shown),),
            revealed={"output": k + done},
            hidden=all_but(names, "input", "pick", "output"),
            panels=lifted,
        )


METHODS = (("max", "maximum"), ("mean", "mean"))


def method_param(default: str) -> Param:
    """The choice of maximum or mean."""
    return Param("method", "Method", "choice", default, choices=METHODS)


def params(default: str) -> tuple[Param, ...]:
    """The knobs of a scene that pools block by block."""
    return (
        Param(
            "input",
            "Input",
            "array",
            seeds.example("pooling"),
            help="Click a cell and type, or drag up and down.",
        ),
        method_param(default),
        Param("window", "Window", "integer", 2, LEAST, MOST, help="How many cells wide and high."),
        Param("stride", "Stride", "integer", 2, 1, 3, help="How far the window moves each time."),
    )
