"""What one cell of any layer of a graph reads: by the kind of layer, or from where it is copied."""

from __future__ import annotations

from math import prod
from typing import Any, cast, get_args

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import Index, Op
from cnnviz.content.scene import Tensor
from cnnviz.engine.activation_layers import POINTWISE, Activation, Pointwise, PReLU
from cnnviz.engine.layer import Layer
from cnnviz.engine.layers import Conv2d, Dense, Flatten, GlobalAvgPool2d, Pool2d
from cnnviz.engine.linear import Reduce
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.shaping import Pad, Reshape, Slice, Transpose
from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm
from cnnviz.engine.transposed import ConvTranspose2d
from cnnviz.opened.joined_terms import Found, activation_tensor, joined
from cnnviz.opened.maps import as_maps
from cnnviz.opened.normal_terms import ONE, normalised, scaled
from cnnviz.opened.subject import Subject, is_drawn
from cnnviz.staging.cell_detail import CellRead
from cnnviz.staging.layer_inputs import LayerInput, layer_input, transposed_input

MOST_TERMS = 30_000
SHARES = ("softmax", "log_softmax")
Cells = dict[str, Tensor]
WRITABLE: dict[Op, tuple[str, dict[str, float]]] = {
    "relu6": ("clip", {"low": 0.0, "high": 6.0}),
    "elu": ("elu", {"alpha": 1.0}),
    "hard_sigmoid": ("hard_sigmoid", {"alpha": 1 / 6, "beta": 0.5}),
    "hard_swish": ("hard_swish", {}),
    "gelu": ("gelu", {}),
    "silu": ("silu", {}),
    "abs": ("abs", {}),
    "hard_tanh": ("clip", {"low": -1.0, "high": 1.0}),
    "selu": ("selu", POINTWISE["selu"][1]),
    "gelu_tanh": ("gelu_tanh", {}),
    "softplus": ("softplus", {}),
    "softsign": ("softsign", {}),
    "mish": ("mish", {}),
    "erf": ("erf", {}),
    "exp": ("exp", {}),
    "log": ("log", {}),
    "sqrt": ("sqrt", {}),
    "reciprocal": ("reciprocal", {}),
}
"""Operations by what they are in the engine, with which parameters."""


def cell_read(subject: Subject, name: str, index: Index) -> tuple[CellRead, Cells] | None:
    """What a cell reads, and the tensors that are needed to show it; None where it can't be opened.

    index: channel, row, column; of a vector its place, 0, 0.
    """
    layer = subject.layers[name]
    if not is_drawn(subject.shapes, name):
        return None
    found = joined(subject, layer, index) or _alone(subject, layer, index)
    if found is None:
        return None
    source, read, origin = found
    if prod(read.shape) > MOST_TERMS or not prod(read.shape):
        return None
    cells: Cells = {name: activation_tensor(subject, name), source.name: source}
    after = _activated(subject, name)
    if after:
        cells[after] = activation_tensor(subject, after)
    function = _kind(subject.layers[after or name]) or ""
    return CellRead(source.name, origin, read, after, function), cells


def is_between_stamps(subject: Subject, name: str, index: Index) -> bool:
    """Whether it is a cell of a transposed convolution that no stamp reaches."""
    layer = subject.layers[name]
    if not isinstance(layer, ConvTranspose2d):
        return False
    shape = subject.shapes[subject.sources[name][0]]
    return transposed_input(layer, cast(Index, shape), index) is None


def _source(subject: Subject, name: str) -> str:
    """The activation that a layer reads as it is drawn: of a dense layer behind an unrolling the
    maps, if they were unrolled in their order."""
    source = subject.sources[name][0]
    while isinstance(subject.layers[name], Dense) and source in subject.layers:
        layer = subject.layers[source]
        in_order = isinstance(layer, Reshape) or (isinstance(layer, Flatten) and not layer.axes)
        if not in_order or len(subject.shapes[source]) != 1:
            break
        source = subject.sources[source][0]
    return source


def _activated(subject: Subject, name: str) -> str:
    """The activation that alone reads a layer; empty where there is none."""
    readers = [each for each, read in subject.sources.items() if name in read]
    if len(readers) != 1 or name in subject.network.answers:
        return ""
    own, after = subject.layers[name], subject.layers[readers[0]]
    if isinstance(own, Activation | Pointwise) or _kind(after) in (None, *SHARES):
        return ""
    return readers[0]


def _kind(layer: Layer) -> Op | None:
    """The operation of an activation whose terms can be written."""
    match layer:
        case Activation(kind=kind) if kind in get_args(Op):
            return cast(Op, kind)
        case Pointwise(kind="celu", parameters_by_name={"alpha": 1.0}):
            return "elu"  # the same function
        case Pointwise(kind=kind, parameters_by_name=given):
            return next(
                (op for op, (of, as_) in WRITABLE.items() if (of, as_) == (kind, given)), None
            )
    return None


def _alone(subject: Subject, layer: Layer, index: Index) -> Found | None:
    """Of a layer that reads one activation."""
    before, *more = subject.sources[layer.name]
    source = _source(subject, layer.name)
    if more or not is_drawn(subject.shapes, source):
        return None
    tensor = activation_tensor(subject, source)
    read = _plain(layer, tensor.data, index, len(subject.shapes[before]) == 1)
    return None if read is None else (tensor, read, source)


def _plain(layer: Layer, data: NDArray[Any], index: Index, vector: bool) -> LayerInput | None:
    """Of a layer that reads one activation, C×H×W."""
    shape = cast(Index, data.shape)
    match layer:
        case Conv2d() | Pool2d() | GlobalAvgPool2d() | Dense():
            return layer_input(layer, shape, index, vector=vector)
        case ConvTranspose2d():
            return transposed_input(layer, shape, index)
        case Activation():
            return layer_input(layer, shape, index, vector=vector) if _kind(layer) else None
        case Pointwise(kind="identity" | "dropout"):
            return LayerInput("sum", index, ONE)
        case Pointwise(kind="leaky_relu", parameters_by_name=given):
            return scaled(index, 1.0 if data[index] >= 0 else given["alpha"])
        case Pointwise(kind="neg"):
            return scaled(index, -1.0)
        case Pointwise():
            kind = _kind(layer)
            return LayerInput(kind, index, ONE) if kind else _piece(layer, data, index)
        case BatchNorm2d() | GroupNorm() | LayerNorm() | LocalResponseNorm():
            return normalised(layer, data, index, vector=vector)
        case PReLU() if layer.slope is not None:
            slope = np.broadcast_to(layer.slope, shape)[index] if not vector else None
            factor = 1.0 if data[index] >= 0 else slope
            return None if factor is None else scaled(index, float(factor))
        case Resize2d() if layer.mode != "nearest":
            return _between(layer, shape, index)
        case Pad(mode="constant") if not vector and not any(layer.around[0]):
            return _bordered(layer, shape, index)
        case Reduce(kind=("max" | "sum") as op, axes=(1, 2)) if not vector:
            return LayerInput(cast(Op, op), (index[0], 0, 0), (1, *shape[1:]))
        case Reduce(kind=("max" | "sum" | "mean") as op, axes=(0,), keeps_axes=True) if not vector:
            return LayerInput(cast(Op, op), (0, *index[1:]), (shape[0], 1, 1))
        case Flatten() | Reshape() | Transpose() | Slice() | Pad() | Resize2d():
            return _copied(layer, data, index, vector)
    return None


def _piece(layer: Pointwise, data: NDArray[Any], index: Index) -> LayerInput | None:
    """Of a function made of straight pieces, the piece on which the cell lies."""
    given = layer.parameters_by_name
    match layer.kind:
        case "clip":
            factor, bias, low, high = 1.0, 0.0, given["low"], given["high"]
        case "hard_sigmoid":
            factor, bias, low, high = given["alpha"], given["beta"], 0.0, 1.0
        case _:
            return None
    value = factor * float(data[index]) + bias
    return (
        scaled(index, factor, bias)
        if low < value < high
        else scaled(index, 0.0, min(high, max(low, value)))
    )


def _copied(layer: Layer, data: NDArray[Any], index: Index, vector: bool) -> LayerInput | None:
    """Of a layer that only rearranges: numbers that say where they are are put through it."""
    if isinstance(layer, Pad) and layer.mode == "constant":
        return None  # of a vector, or of whole maps: there, nothing is read
    places = np.arange(data.size, dtype=np.float64).reshape(data.shape)
    moved = as_maps(np.asarray(layer.apply(places.ravel() if vector else places)))
    place = np.unravel_index(int(moved[index]), data.shape)
    return LayerInput("sum", cast(Index, tuple(map(int, place))), ONE)


def _bordered(layer: Pad, shape: Index, index: Index) -> LayerInput:
    """The cell that it was; outside of the map it is the border's value alone."""
    start = cast(Index, tuple(at - cut for at, (cut, _) in zip(index, layer.around, strict=True)))
    inside = all(0 <= at < side for at, side in zip(start, shape, strict=True))
    return LayerInput("sum", start, ONE, bias=0.0 if inside else layer.value)


def _between(layer: Resize2d, shape: Index, index: Index) -> LayerInput:
    """The cells around its place in the smaller or larger map, with their weights."""
    rows, columns = (layer.taps(axis, shape[axis], index[axis]) for axis in (1, 2))
    weights = np.outer([*rows.values()], [*columns.values()])[None]
    start = (index[0], min(rows), min(columns))
    return LayerInput("dot", start, cast(Index, weights.shape), weights=weights)
