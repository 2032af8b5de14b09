"""One cell of a network opened: the patch that it reads, its weights, their products, the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from cnnviz import film
from cnnviz.engine.layers import (
    Activation,
    AvgPool2d,
    Conv2d,
    Dense,
    GlobalAvgPool2d,
    Layer,
    Pool2d,
)
from cnnviz.engine.network import Network
from cnnviz.formatting import about
from cnnviz.scene import Array, Box, Json, Stage, Tensor, Work

Index = tuple[int, int, int]
LIVELY = (0.4, 1.4)
"""Between these magnitudes a sum is bent by tanh, but not to −1 or 1 as it is printed."""


def prepared(network: Network, image: Array) -> Array:
    """A drawn digit with the border of zeros that the network's input has, as float32."""
    before, after = image.shape[1:], network.input_shape[1:]
    border = [((a - b) // 2, a - b - (a - b) // 2) for a, b in zip(after, before, strict=True)]
    framed: Array = np.pad(image, ((0, 0), *border)).astype(np.float32)
    return framed


def columns_of(network: Network) -> list[dict[str, Json]]:
    """What is drawn of a network, one column for each layer with the activation that follows it.

    Each column: the tensor that is drawn, the one before the activation, the layer, its shape.
    """
    return [dict(each) for each in _columns(network)]


@cache
def _columns(network: Network) -> tuple[dict[str, Json], ...]:
    shapes = network.shapes()
    columns = [_column("input", "input", shapes["input"])]
    for layer, after in zip(network.layers, (*network.layers[1:], None), strict=True):
        if isinstance(layer, Conv2d | Pool2d | GlobalAvgPool2d | Dense):
            bent = after.name if isinstance(after, Activation) else layer.name
            columns.append(_column(bent, layer.name, shapes[layer.name]))
    return tuple(columns)


def _column(tensor: str, layer: str, shape: tuple[int, ...]) -> dict[str, Json]:
    return {"tensor": tensor, "raw": layer, "layer": layer, "shape": list(shape)}


def _sheet(vector: Array) -> Array:
    """A vector laid out in rows, about as wide as it is high, where its length allows."""
    high = next(side for side in range(isqrt(vector.size), 0, -1) if vector.size % side == 0)
    return vector.reshape(1, high, -1)


@dataclass(frozen=True)
class Opened:
    """One cell of one layer, `index` (channel, row, column), unless told one that shows much.

    `cells` are the network's activations by name, vectors as C×1×1; tensors are named after `name`.
    Raises KeyError where the network has no such layer.
    """

    network: Network
    cells: Mapping[str, Tensor]
    layer: str
    name: str
    index: Index = (-1, 0, 0)
    source: str = field(init=False)
    bent: str = field(init=False)
    kind: str = field(init=False)
    patch: Array = field(init=False)
    weights: Array = field(init=False)
    window: tuple[tuple[int, int], tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        names = [layer.name for layer in self.network.layers]
        place = names.index(self.layer)
        layer = self.network.layers[place]
        put = object.__setattr__
        before = [name for name in ["input", *names[:place]] if name in self.cells]
        put(self, "source", before[-1])
        after = self.network.layers[place + 1]
        vector = self.cells[after.name].data if after.name in self.cells else np.zeros(1)
        tanh = isinstance(after, Activation) and vector.shape == self._data.shape
        put(self, "bent", after.name if tanh else "")
        if self.index[0] < 0:
            put(self, "index", self._telling(layer))
        self._read(layer)

    @property
    def _data(self) -> Array:
        return self.cells[self.layer].data

    def _telling(self, layer: Layer) -> Index:
        """A cell worth opening: much goes in, and the activation is not driven to its end.

        Of a mean a block whose values differ; without an activation the strongest cell.
        """
        data = np.abs(self._data.astype(np.float64))
        score: NDArray[np.float64]
        source = self.cells[self.source].data
        if isinstance(layer, AvgPool2d):
            blocks = self._windows(layer, source)
            spread = blocks.max(axis=(3, 4)) - blocks.min(axis=(3, 4))
            score = spread * np.minimum(data, 0.3)
        elif not self.bent:
            score = data
        elif isinstance(layer, Conv2d):
            assert layer.weight is not None
            blocks = self._windows(layer, np.abs(source))
            score = np.einsum("cyxij,ocij->oyx", blocks, np.abs(layer.weight), optimize=True)
        else:
            assert isinstance(layer, Dense)
            assert layer.weight is not None
            score = np.asarray(np.abs(layer.weight) @ np.abs(source).ravel(), np.float64)
            score = score.reshape(data.shape)
        if self.bent:
            score = np.where((data >= LIVELY[0]) & (data <= LIVELY[1]), score, score - score.max())
        channel, row, column = np.unravel_index(int(score.argmax()), score.shape)
        return int(channel), int(row), int(column)

    @staticmethod
    def _windows(layer: Conv2d | AvgPool2d, data: Array) -> NDArray[np.float64]:
        """Every window of each channel: channel, row, column, then the cells of the window."""
        (high, down, _, _), (wide, along, _, _) = layer.window(data.shape)
        windows = np.lib.stride_tricks.sliding_window_view(data, (high, wide), axis=(1, 2))
        return windows[:, ::down, ::along].astype(np.float64)

    def _read(self, layer: Layer) -> None:
        put = object.__setattr__
        channel, row, column = self.index
        data = self.cells[self.source].data
        if isinstance(layer, Dense):
            assert layer.weight is not None
            weight = layer.weight[channel]
            whole = data.shape[1:] != (1, 1)
            put(self, "kind", "dense")
            put(self, "window", ((0, data.shape[1]), (0, data.shape[2])))
            put(self, "patch", data if whole else _sheet(data.ravel()))
            put(self, "weights", weight.reshape(data.shape) if whole else _sheet(weight))
            return
        assert isinstance(layer, Conv2d | AvgPool2d)
        (high, step_y, _, _), (wide, step_x, _, _) = layer.window(data.shape)
        top, left = row * step_y, column * step_x
        put(self, "window", ((top, top + high), (left, left + wide)))
        if isinstance(layer, Conv2d):
            assert layer.weight is not None
            put(self, "kind", "conv")
            put(self, "patch", data[:, top : top + high, left : left + wide])
            put(self, "weights", layer.weight[channel])
        else:
            put(self, "kind", "mean")
            patch = data[channel : channel + 1, top : top + high, left : left + wide]
            put(self, "patch", patch)
            put(self, "weights", np.full(patch.shape, 1 / patch.size))

    @property
    def terms(self) -> int:
        """How many numbers go into the cell."""
        return int(self.patch.size)

    @property
    def bias(self) -> float:
        """The bias of the cell's channel, 0 where the layer has none."""
        bias = getattr(self.network[self.layer], "bias", None)
        return 0.0 if bias is None else float(bias[self.index[0]])

    @property
    def result(self) -> float:
        """The cell before its activation."""
        return float(self._data[self.index])

    @property
    def value(self) -> float:
        """The cell after its activation, where one follows."""
        return float(self.cells[self.bent].data[self.index]) if self.bent else self.result

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """Patch, weights and products as they are drawn; a mean has a patch only."""
        source = self.cells[self.source]
        patch = Tensor(
            f"{self.name} patch", self.patch, "Patch", source.stage, source.scale, source.limit
        )
        if self.kind == "mean":
            return (patch,)
        products = self.patch.astype(np.float64) * self.weights
        made = (("weights", "Weights", self.weights), ("products", "Products", products))
        return patch, *(
            Tensor(f"{self.name} {key}", data, label, Stage.CONV, "signed", film.limit(data))
            for key, label, data in made
        )

    @property
    def parts(self) -> dict[str, Json]:
        """What a view needs to draw it: where it lies, its tensors, its numbers."""
        return {
            "source": self.source,
            "layer": self.layer,
            "kind": self.kind,
            "index": list(self.index),
            "rows": list(self.window[0]),
            "columns": list(self.window[1]),
            "tensors": [tensor.name for tensor in self.tensors],
            "bias": round(self.bias, 4),
            "sum": round(self.result, 4),
            "bent": round(self.value, 4) if self.bent else None,
        }

    @property
    def numbers(self) -> dict[str, object]:
        """What sentences speak of."""
        channel, row, column = (number + 1 for number in self.index)
        return {
            "layer": self.layer,
            "source": self.source.removesuffix(" tanh"),
            "channel": channel,
            "row": row,
            "column": column,
            "terms": self.terms,
            "maps": self.patch.shape[0],
            "sum": about(self.result),
            "value": about(self.value),
            "where": f"neuron {channel}"
            if self._data.shape[1:] == (1, 1)
            else f"map {channel}, row {row}, column {column}",
        }

    def boxes(self) -> tuple[Box, ...]:
        """The window that the cell reads, and the cell."""
        source = self.cells[self.source]
        channel, row, column = self.index
        own = (channel, channel + 1) if self.kind == "mean" else None
        window = film.region(source, "window", *self.window, channels=own, tie=0)
        target = self.cells[self.bent or self.layer]
        return window, film.cell(target, row, column, channel=channel, tie=0)

    def work(self, shown: int | None = None) -> Work:
        """Its arithmetic; a dot product's terms are pairs, as hundreds of products won't fit."""
        patch = self.patch.astype(np.float64).ravel().tolist()
        weights = self.weights.astype(np.float64).ravel().tolist()
        terms = (
            tuple((a,) for a in patch)
            if self.kind == "mean"
            else tuple(zip(patch, weights, strict=True))
        )
        return Work(
            op="mean" if self.kind == "mean" else "dot",
            terms=terms,
            result=self.result,
            tensor=self.layer,
            index=self.index,
            shown=len(terms) if shown is None else shown,
            bias=self.bias,
            columns=self.patch.shape[2],
        )
