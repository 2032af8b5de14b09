"""What one cell of a layer reads and computes, for each kind of layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import Index, Op
from cnnviz.content.scene import Span
from cnnviz.engine.arguments import padding_sides
from cnnviz.engine.layers import (
    Activation,
    AvgPool2d,
    Axis,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    MaxPool2d,
    Pool2d,
)
from cnnviz.engine.transposed import ConvTranspose2d

Weights = NDArray[Any]


@dataclass(frozen=True, slots=True)
class LayerInput:
    """The cells of the layer before that one cell reads: `shape` of them, `step` apart."""

    op: Op
    start: Index
    """Channel, row and column of the first; it may lie in the padding."""
    shape: Index
    step: tuple[int, int] = (1, 1)
    """From row to row and from column to column."""
    weights: Weights | None = None
    """What each is multiplied by, of `shape`; nothing where they are not."""
    bias: float = 0.0
    own: int = 0
    """Of softmax, which of the cells read is the one that it gives the share of."""

    @property
    def spans(self) -> tuple[Span, Span, Span]:
        """Half-open channels, rows and columns from the first cell to the last."""
        steps = (1, *self.step)
        channels, rows, columns = (
            (first, first + step * (count - 1) + 1)
            for first, step, count in zip(self.start, steps, self.shape, strict=True)
        )
        return channels, rows, columns

    def inside(self, shape: tuple[int, ...]) -> list[NDArray[np.int64]]:
        """Along each axis, which of the cells lie in an input of `shape` and not in its padding."""
        axes = zip(self.start, (1, *self.step), self.shape, shape, strict=True)
        return [
            np.array([i for i in range(count) if 0 <= first + step * i < side], np.int64)
            for first, step, count, side in axes
        ]

    def patch(self, source: NDArray[Any]) -> NDArray[np.float64]:
        """What is read of `source`, C×H×W, as an array of `shape`; zeros in the padding."""
        inside = self.inside(source.shape)
        axes = zip(self.start, (1, *self.step), inside, strict=True)
        patch = np.zeros(self.shape)
        patch[np.ix_(*inside)] = source[np.ix_(*(first + step * i for first, step, i in axes))]
        return patch


def layer_input(layer: Layer, shape: Index, index: Index, *, vector: bool) -> LayerInput:
    """What the cell `index` (channel, row, column) of a layer reads of an input of `shape`.

    Vectors are C×1×1, on both sides. With `vector` the layer takes one, which may have been
    unrolled from maps of `shape` in between.
    Raises ValueError for a kind of layer that is not known.
    """
    match layer:
        case Conv2d():
            return _conv(layer, shape, index)
        case MaxPool2d() | AvgPool2d():
            return _pool(layer, shape, index)
        case GlobalAvgPool2d():
            return LayerInput("mean", (index[0], 0, 0), (1, *shape[1:]))
        case Dense():
            return _dense(layer, shape, index)
        case Activation():
            return _activation(layer, shape, index, vector)
        case Flatten():
            return LayerInput("max", _unrolled(shape, index), (1, 1, 1))
    raise ValueError(f"cells of a {type(layer).__name__} cannot be opened")


def _conv(layer: Conv2d, shape: Index, index: Index) -> LayerInput:
    assert layer.weight is not None
    rows, columns = layer.window(shape)
    group = index[0] // (layer.c_out // layer.groups)
    weights = layer.weight[index[0]]
    return LayerInput(
        "dot",
        (group * len(weights), _first(index[1], rows), _first(index[2], columns)),
        weights.shape,
        layer.dilation,
        weights,
        0.0 if layer.bias is None else float(layer.bias[index[0]]),
    )


def _first(place: int, axis: Axis) -> int:
    """Where the window of an output's place starts along an axis."""
    _, stride, padding, _ = axis
    return place * stride - padding_sides(padding)[0]


def transposed_input(layer: ConvTranspose2d, shape: Index, index: Index) -> LayerInput | None:
    """The cells of an input of `shape` whose stamps reach the cell `index`, with their weights.

    None where none does. Each further cell reads a weight that is a stride before the last one's.
    """
    assert layer.weight is not None
    taps = [
        _reaching(place + cut, layer.kernel[axis], layer.stride[axis], layer.dilation[axis], side)
        for axis, (place, (cut, _), side) in enumerate(
            zip(index[1:], layer.padding, shape[1:], strict=True)
        )
    ]
    if not all(taps):
        return None
    rows, columns = taps
    each = layer.c_in // layer.groups
    per = layer.c_out // layer.groups
    group, own = divmod(index[0], per)
    weights = layer.weight[group * each : (group + 1) * each, own]
    weights = weights[:, [tap for _, tap in rows]][:, :, [tap for _, tap in columns]]
    return LayerInput(
        "dot",
        (group * each, rows[0][0], columns[0][0]),
        cast(Index, weights.shape),
        (_apart(rows), _apart(columns)),
        weights,
        0.0 if layer.bias is None else float(layer.bias[index[0]]),
    )


def _reaching(place: int, kernel: int, stride: int, apart: int, side: int) -> list[tuple[int, int]]:
    """Along an axis (cell, tap of the kernel), by cell, of those that reach a place."""
    found = [
        ((place - tap * apart) // stride, tap)
        for tap in range(kernel)
        if (place - tap * apart) % stride == 0
    ]
    return sorted((cell, tap) for cell, tap in found if 0 <= cell < side)


def _apart(taps: list[tuple[int, int]]) -> int:
    return taps[1][0] - taps[0][0] if len(taps) > 1 else 1


def _pool(layer: Pool2d, shape: Index, index: Index) -> LayerInput:
    rows, columns = layer.window(shape)
    counted = isinstance(layer, AvgPool2d) and layer.count_include_pad
    (top, high), (left, wide) = (
        _taps(place, axis, side, counted)
        for place, axis, side in zip(index[1:], (rows, columns), shape[1:], strict=True)
    )
    op: Op = "max" if isinstance(layer, MaxPool2d) else "mean"
    return LayerInput(op, (index[0], top, left), (1, high, wide), (rows[3], columns[3]))


def _taps(place: int, axis: Axis, side: int, padded: bool) -> tuple[int, int]:
    """The first cell of a window along an axis and how many: those in the input or its padding."""
    kernel, _, padding, dilation = axis
    before, after = padding_sides(padding) if padded else (0, 0)
    first = _first(place, axis)
    taps = [first + dilation * i for i in range(kernel)]
    taps = [tap for tap in taps if -before <= tap < side + after]
    return taps[0], len(taps)


def _dense(layer: Dense, shape: Index, index: Index) -> LayerInput:
    assert layer.weight is not None
    bias = 0.0 if layer.bias is None else float(layer.bias[index[0]])
    return LayerInput(
        "dot", (0, 0, 0), shape, weights=layer.weight[index[0]].reshape(shape), bias=bias
    )


def _activation(layer: Activation, shape: Index, index: Index, vector: bool) -> LayerInput:
    op = cast(Op, layer.kind)
    shares = op in ("softmax", "log_softmax")
    if shares and vector:
        return LayerInput(op, (0, 0, 0), shape, own=index[0])
    if vector:
        index = _unrolled(shape, index)
    if not shares:
        return LayerInput(op, index, (1, 1, 1))
    axis = layer.axis % 3
    start, count = list(index), [1, 1, 1]
    start[axis], count[axis] = 0, shape[axis]
    return LayerInput(
        op, (start[0], start[1], start[2]), (count[0], count[1], count[2]), own=index[axis]
    )


def _unrolled(shape: Index, index: Index) -> Index:
    """Where in maps of `shape` the place of a vector is that they were unrolled into."""
    channel, row, column = np.unravel_index(index[0], shape)
    return int(channel), int(row), int(column)
