"""A small map, and what a transposed convolution makes of it: the numbers of its scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import Computation, Index, Operand
from cnnviz.content.parameter_error import ParameterError, counted
from cnnviz.content.scene import Stage, Tensor
from cnnviz.engine import exact
from cnnviz.engine.transposed import ConvTranspose2d
from cnnviz.staging import panels
from cnnviz.staging.layer_inputs import LayerInput, transposed_input
from cnnviz.staging.stamps import Stamps

FLAT = (4, 5)
"""The least and the largest side of an input that holds the same number everywhere."""


def kernel_weights(side: int) -> NDArray[np.float64]:
    """1×side×side whole numbers that fall from the middle to the edges.

    >>> kernel_weights(3).tolist()
    [[[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]]
    """
    line = np.minimum(np.arange(side), np.arange(side)[::-1]) + 1.0
    return np.outer(line, line)[None]


def transpose_layer(weights: NDArray[Any], stride: int, padding: int) -> ConvTranspose2d:
    """The layer of PyTorch, without a bias."""
    _, rows, columns = weights.shape
    around = (padding, padding)
    return ConvTranspose2d(
        "up",
        1,
        1,
        (rows, columns),
        stride=(stride, stride),
        padding=(around, around),
        has_bias=False,
        weight=weights[None],
    )


@dataclass(frozen=True)
class Enlarged:
    """A map 1×H×W and a kernel, in steps of `stride`; `padding` is cut off on each side.

    Raises ParameterError where no cell would be left.
    """

    cells: Tensor
    kernel: Tensor
    stride: int
    padding: int
    layer: ConvTranspose2d = field(init=False)
    sheets: Stamps = field(init=False)
    """What the stamps make, before anything is cut off."""
    output: Tensor = field(init=False)

    def __post_init__(self) -> None:
        sheets = Stamps(self.cells, self.kernel, self.stride, "sheet", "All stamps")
        full = sheets.made[-1]
        least = min(full.data.shape[1:])
        if 2 * self.padding >= least:
            raise ParameterError(
                "padding",
                f"must be at most {(least - 1) // 2}, as the stamps make {counted(least, 'cell')}; "
                f"got {self.padding}",
            )
        layer = transpose_layer(self.kernel.data, self.stride, self.padding)
        output = replace(full, name="output", data=layer.apply(self.cells.data), label="Result")
        put: Callable[..., None] = object.__setattr__
        put(self, "layer", layer)
        put(self, "sheets", sheets)
        put(self, "output", output)

    @property
    def side(self) -> int:
        """Of the kernel."""
        return int(self.kernel.data.shape[1])

    @property
    def overlaps(self) -> bool:
        """Whether the second stamp of the first row lies on the first one."""
        return self.side > self.stride and self.cells.data.shape[2] > 1

    def reads(self, index: Index) -> LayerInput | None:
        """The cells whose stamps reach a cell of the result; none where none does."""
        _, rows, columns = self.cells.data.shape
        return transposed_input(self.layer, (1, rows, columns), index)

    def busiest(self) -> Index | None:
        """The first cell of the result under the most stamps; none where no stamp is left."""
        _, rows, columns = self.output.data.shape
        best: list[int] = []
        for axis, side in ((1, rows), (2, columns)):
            under = [self._under(axis, at) for at in range(side)]
            best.append(under.index(max(under)))
            if not max(under):
                return None
        return 0, best[0], best[1]

    def _under(self, axis: int, place: int) -> int:
        """How many stamps along an axis cover a place of the result."""
        at, side = place + self.padding, self.cells.data.shape[axis]
        return sum(1 for k in range(side) if k * self.stride <= at < k * self.stride + self.side)

    def computation(
        self, index: Index, read: LayerInput, shown: int, target: Tensor
    ) -> Computation:
        """A cell of the result, as that of `target`: what its stamps put there, in order."""
        assert read.weights is not None
        values, weights = read.patch(self.cells.data).ravel(), read.weights.ravel()
        products = exact.products(values, weights)
        # Each further stamp lies a stride further on: there its kernel is read that much earlier.
        (_, y, x), (_, top, left), stride = index, read.start, self.stride
        first = (0, y + self.padding - top * stride, x + self.padding - left * stride)
        return Computation(
            op="dot",
            terms=tuple(zip(values.tolist(), weights.tolist(), products.tolist(), strict=True)),
            running=tuple(exact.running(products).tolist()),
            result=float(target.data[index]),
            tensor=target.name,
            index=index,
            shown=shown,
            shape=read.shape,
            operands=(
                Operand(self.cells.name, read.start, read.step),
                Operand(self.kernel.name, first, (-stride, -stride)),
            ),
        )


@dataclass(frozen=True)
class Evenness:
    """How many stamps lie on each cell, of a kernel that fits its steps or does not."""

    side: int
    stride: int
    padding: int
    flat: Tensor = field(init=False)
    ones: Tensor = field(init=False)
    counts: Tensor = field(init=False)
    even: Tensor = field(init=False)
    """The same for a kernel of the next size that is a multiple of the stride."""

    def __post_init__(self) -> None:
        # No more cells than it takes: so their numbers can be read.
        least, most_cells = FLAT
        cells = min(most_cells, max(least, self.next, 3 + self.padding))
        given, weights = np.ones((1, cells, cells)), np.ones((1, self.side, self.side))
        counted = [
            transpose_layer(np.ones((1, side, side)), self.stride, self.padding).apply(given)
            for side in (self.side, self.next)
        ]
        # A 1 has the same colour wherever it stands.
        most = max(map(panels.max_abs, counted))
        flat = Tensor("flat", given, "Input of ones", Stage.STACK, max_abs=most)
        ones = Tensor("ones", weights, "Kernel of ones", Stage.CONV, max_abs=most, weights=True)
        names = zip(("counts", "even"), (self.side, self.next), counted, strict=True)
        counts, even = (
            Tensor(name, data, f"Under {side}×{side} stamps", Stage.CONV, max_abs=most)
            for name, side, data in names
        )
        put: Callable[..., None] = object.__setattr__
        put(self, "flat", flat)
        put(self, "ones", ones)
        put(self, "counts", counts)
        put(self, "even", even)

    @property
    def uneven(self) -> bool:
        """Whether cells in the middle lie under different numbers of stamps."""
        return self.side % self.stride != 0

    @property
    def next(self) -> int:
        """The kernel's side, or the next larger one that is a multiple of the stride."""
        return -(-self.side // self.stride) * self.stride
