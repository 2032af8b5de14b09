"""One opened cell of a network: the patch that it reads, its weights, the products, the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import WRITTEN, Computation, Index, Operand
from cnnviz.content.scene import Box, Stage, Tensor
from cnnviz.engine.layers import Activation
from cnnviz.engine.network import Network
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.formatting import (
    about,
    as_probability,
    count_noun,
    number,
    percent,
    spoken_percent,
)
from cnnviz.staging.layer_inputs import LayerInput, layer_input
from cnnviz.staging.network_columns import columns_of

LISTED = 16
"""Of more terms than this, a computation has the first three and the last; the tensors have all."""


class CellRead(NamedTuple):
    """What a cell reads, and what becomes of it."""

    source: str
    """The tensor that it reads."""
    origin: str
    """What that is called."""
    input: LayerInput
    activated: str = ""
    """The activation that alone reads the cell's layer, or nothing."""
    function: str = ""
    """The name of that activation's function, or of the layer's own."""


def _read_before(
    network: Network, cells: Mapping[str, Tensor], name: str, index: Index
) -> CellRead:
    """What a cell reads of the layer before its own."""
    layer = network[name]
    place = network.layers.index(layer)
    names = ["input", *(each.name for each in network.layers)]
    source = next(each for each in reversed(names[: place + 1]) if each in cells)
    after = network.layers[place + 1 : place + 2]
    follows = after and isinstance(after[0], Activation) and not isinstance(layer, Activation)
    last = after[0] if follows else layer
    vector = len(network.shapes()[names[place]]) == 1
    drawn = {each.tensor: each.layer for each in columns_of(network)}
    return CellRead(
        source,
        drawn.get(source, source),
        layer_input(layer, cells[source].data.shape, index, vector=vector),
        last.name if follows else "",
        last.kind if isinstance(last, Activation) else "",
    )


@dataclass(frozen=True)
class CellDetail:
    """One cell of one layer, `index` (channel, row, column; of a vector its place, 0, 0).

    `cells` are the network's activations by name as they are drawn: vectors as C×1×1, the last as
    1×1×C. Tensors are named after `name`.
    Raises KeyError where the network has no such layer.
    """

    network: Network
    cells: Mapping[str, Tensor]
    layer: str
    name: str
    index: Index
    given: InitVar[CellRead | None] = None
    """What it reads, where that is not the layer before it as a whole."""
    read: CellRead = field(init=False)
    patch: NDArray[np.float64] = field(init=False)

    def __post_init__(self, given: CellRead | None) -> None:
        read = given or _read_before(self.network, self.cells, self.layer, self.index)
        put = object.__setattr__
        put(self, "read", read)
        put(self, "patch", read.input.patch(self.cells[read.source].data))

    @property
    def source(self) -> str:
        """The tensor that the cell reads."""
        return self.read.source

    @property
    def input(self) -> LayerInput:
        """What of it."""
        return self.read.input

    @property
    def activated(self) -> str:
        """The activation that follows, or nothing."""
        return self.read.activated

    @property
    def kind(self) -> panels.CellKind:
        """What is done: dot, mean, max, sum or activation."""
        match self.input.op:
            case "dot" | "mean" | "max" | "sum":
                return self.input.op
        return "activation"

    @property
    def terms(self) -> int:
        """How many numbers go into the cell."""
        return int(self.patch.size)

    @property
    def outside(self) -> int:
        """How many of them are padding."""
        inside = prod(map(len, self.input.inside(self.cells[self.source].data.shape)))
        return self.terms - inside

    @property
    def seen(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Half-open rows and columns of the network's input that the cell can see.

        Raises KeyError where cells of its layer do not see the same at each place.
        """
        fields = self.network.receptive_fields()[self.layer]
        return fields[0].seen_by(self.index[1]), fields[1].seen_by(self.index[2])

    @cached_property
    def in_vector(self) -> bool:
        """Whether its layer gives a vector, and no maps."""
        return len(self.network.shapes()[self.layer]) == 1

    @property
    def result(self) -> float:
        """The cell before its activation."""
        return float(self.cells[self.layer].data[self._place(self.layer)])

    @property
    def value(self) -> float:
        """The cell after its activation, where one follows."""
        return (
            float(self.cells[self.activated].data[self._place(self.activated)])
            if self.activated
            else self.result
        )

    def _place(self, tensor: str) -> Index:
        """Where the cell is in a tensor of its layer's shape."""
        last = self.in_vector and self.cells[tensor].data.shape[:2] == (1, 1)
        return (0, 0, self.index[0]) if last else self.index

    @property
    def function(self) -> str:
        """The activation's name as it is written; empty where there is none."""
        return WRITTEN.get(self.read.function, self.read.function)

    @property
    def origin(self) -> str:
        """The layer whose output it reads, by the name under which that is drawn."""
        return self.read.origin

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """What is read, as it is drawn; of products the weights and the products, too."""
        source, weights = self.cells[self.source], self.input.weights
        patch = Tensor(
            f"{self.name} patch", self.patch, "Patch", source.stage, source.scale, source.max_abs
        )
        if weights is None:
            return (patch,)
        made: tuple[tuple[str, str, NDArray[Any]], ...] = (
            ("weights", "Weights", weights),
            ("products", "Products", self.patch * weights),
        )
        return patch, *(
            Tensor(f"{self.name} {key}", data, label, Stage.CONV, "signed", panels.max_abs(data))
            for key, label, data in made
        )

    @property
    def _share(self) -> float | None:
        """What softmax makes of it, which is read in per cent."""
        return as_probability(self.value) if self.function == "softmax" else None

    def opened(self, stage: int, *, raw: bool = False, field: bool = False) -> panels.OpenCell:
        """What a view needs to draw so much of it; with `field` what it sees of the input, too."""
        channels, rows, columns = self.input.spans
        return panels.OpenCell(
            source=self.source,
            origin=self.origin,
            layer=self.layer,
            kind=self.kind,
            index=self.index,
            channels=channels,
            rows=rows,
            columns=columns,
            tensors=tuple(tensor.name for tensor in self.tensors),
            bias=self.input.bias,
            sum=self.result,
            function=self.function,
            activated=self.value if self.activated else None,
            share=percent(share) if (share := self._share) is not None else "",
            raw=raw,
            stage=stage,
            field=self.seen if field else None,
        )

    @property
    def numbers(self) -> dict[str, object]:
        """What sentences speak of."""
        channel, row, column = (place + 1 for place in self.index)
        return {
            "layer": self.layer,
            "source": "the input" if self.origin == "input" else self.origin,
            "channel": channel,
            "row": row,
            "column": column,
            "terms": self.terms,
            "numbers": count_noun(self.terms, "number"),
            "products": count_noun(self.terms, "product"),
            "outside": self.outside,
            "maps": self.patch.shape[0],
            "function": self.function,
            "sum": about(self.result),
            "value": about(self.value) if (share := self._share) is None else spoken_percent(share),
            "where": f"neuron {number(channel)}"
            if self.in_vector
            else f"map {channel}, row {row}, column {column}",
        }

    def boxes(self) -> tuple[Box, ...]:
        """The window that the cell reads, and the cell."""
        channels, rows, columns = self.input.spans
        source, target = self.cells[self.source], self.cells[self.activated or self.layer]
        channel, row, column = self._place(target.name)
        window = region(source, "window", rows, columns, channels=channels, group=0)
        return window, cell(target, row, column, channel=channel, group=0)

    def computation(self, shown: int | None = None) -> Computation:
        """Its arithmetic; terms of a dot product are pairs, since their products are a tensor."""
        read, count = self.input, self.terms
        listed = range(count) if count <= LISTED else (0, 1, 2, count - 1)
        columns = [self.patch] if read.weights is None else [self.patch, read.weights]
        flat = [column.ravel() for column in columns]
        operands = [Operand(self.source, read.start, read.step)]
        if read.weights is not None:
            operands.append(Operand(f"{self.name} weights"))
        return Computation(
            op=read.op,
            terms=tuple(tuple(float(column[i]) for column in flat) for i in listed),
            result=self.result,
            tensor=self.layer,
            index=self._place(self.layer),
            shown=count if shown is None else shown,
            bias=read.bias,
            shape=read.shape,
            operands=tuple(operands),
            own=read.own,
        )
