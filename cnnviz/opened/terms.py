"""What one cell of any layer of a graph reads: by the kind of layer, or from where it is copied."""

from __future__ import annotations

from math import prod
from typing import Any, cast, get_args

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import Index, Op
from cnnviz.content.scene import Tensor
from cnnviz.engine.activation_layers import Activation, Pointwise, PReLU
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layer import Layer
from cnnviz.engine.layers import Conv2d, Dense, Flatten, GlobalAvgPool2d, Pool2d
from cnnviz.engine.normalization import BatchNorm2d
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.shaping import Pad, Reshape, Slice, Transpose
from cnnviz.engine.transposed import ConvTranspose2d
from cnnviz.opened.maps import as_maps, full_colour
from cnnviz.opened.subject import Subject
from cnnviz.staging.cell_detail import CellRead
from cnnviz.staging.layer_inputs import LayerInput, layer_input, transposed_input

MOST_TERMS = 30_000
MOST_SHARES = 16
"""Terms of a softmax that is opened: all of them are written."""
LONGEST = 24
"""Letters of the names of layers that are added, side by side."""
ONE: Index = (1, 1, 1)
Cells = dict[str, Tensor]
Found = tuple[Tensor, LayerInput, str]
"""What a cell reads: the tensor, which cells of it, and what it is called."""
WRITABLE: dict[Op, tuple[str, dict[str, float]]] = {
    "relu6": ("clip", {"low": 0.0, "high": 6.0}),
    "elu": ("elu", {"alpha": 1.0}),
    "hard_sigmoid": ("hard_sigmoid", {"alpha": 1 / 6, "beta": 0.5}),
    "hard_swish": ("hard_swish", {}),
    "gelu": ("gelu", {}),
    "silu": ("silu", {}),
    "abs": ("abs", {}),
}
"""Operations by what they are in the engine, with which parameters."""


def cell_read(subject: Subject, name: str, index: Index) -> tuple[CellRead, Cells] | None:
    """What a cell reads, and the tensors that are needed to show it; None where it can't be opened.

    index: channel, row, column; of a vector its place, 0, 0.
    """
    layer = subject.layers[name]
    if not _is_drawn(subject, name):
        return None
    found = _joined(subject, layer, index) or _alone(subject, layer, index)
    if found is None:
        return None
    source, read, origin = found
    if prod(read.shape) > MOST_TERMS or not prod(read.shape):
        return None
    cells: Cells = {name: _tensor(subject, name), source.name: source}
    after = _activated(subject, name)
    if after:
        cells[after] = _tensor(subject, after)
    function = _kind(subject.layers[after or name]) or ""
    return CellRead(source.name, origin, read, after, function), cells


def _tensor(subject: Subject, name: str) -> Tensor:
    data = as_maps(subject.kept[name])
    return Tensor(name, data, name, subject.stage(name), "signed", full_colour(data))


def _is_drawn(subject: Subject, name: str) -> bool:
    """Whether an activation is maps or a vector."""
    return len(subject.shapes[name]) in (1, 3)


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
    if isinstance(own, Activation | Pointwise) or _kind(after) in (None, "softmax"):
        return ""
    return readers[0]


def _kind(layer: Layer) -> Op | None:
    """The operation of an activation whose terms can be written."""
    match layer:
        case Activation(kind=kind) if kind in get_args(Op):
            return cast(Op, kind)
        case Pointwise(kind=kind, parameters_by_name=given):
            return next(
                (op for op, (of, as_) in WRITABLE.items() if (of, as_) == (kind, given)), None
            )
    return None


def _alone(subject: Subject, layer: Layer, index: Index) -> Found | None:
    """Of a layer that reads one activation."""
    before, *more = subject.sources[layer.name]
    source = _source(subject, layer.name)
    if more or not _is_drawn(subject, source):
        return None
    tensor = _tensor(subject, source)
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
            read = layer_input(layer, shape, index, vector=vector) if _kind(layer) else None
            shares = read is not None and read.op == "softmax"
            return None if read is None or (shares and prod(read.shape) > MOST_SHARES) else read
        case Pointwise(kind="identity" | "dropout"):
            return LayerInput("sum", index, ONE)
        case Pointwise(kind="leaky_relu", parameters_by_name=given):
            return _scaled(index, 1.0 if data[index] >= 0 else given["alpha"])
        case Pointwise():
            kind = _kind(layer)
            return LayerInput(kind, index, ONE) if kind else None
        case BatchNorm2d():
            return _normalised(layer, index)
        case PReLU() if layer.slope is not None:
            slope = np.broadcast_to(layer.slope, shape)[index] if not vector else None
            factor = 1.0 if data[index] >= 0 else slope
            return None if factor is None else _scaled(index, float(factor))
        case Flatten() | Reshape() | Transpose() | Slice() | Pad() | Resize2d():
            return _copied(layer, data, index, vector)
    return None


def _scaled(index: Index, factor: float, bias: float = 0.0) -> LayerInput:
    return LayerInput("dot", index, ONE, weights=np.full(ONE, factor), bias=bias)


def _normalised(layer: BatchNorm2d, index: Index) -> LayerInput | None:
    """(x − mean) · factor + shift, as one product and a bias."""
    arrays = (layer.scale, layer.shift, layer.mean, layer.variance)
    if any(each is None for each in arrays):
        return None
    scale, shift, mean, variance = (float(cast(Any, each)[index[0]]) for each in arrays)
    factor = scale / (variance + layer.epsilon) ** 0.5
    return _scaled(index, factor, shift - mean * factor)


def _copied(layer: Layer, data: NDArray[Any], index: Index, vector: bool) -> LayerInput | None:
    """Of a layer that only rearranges: numbers that say where they are are put through it."""
    if isinstance(layer, Resize2d) and layer.mode != "nearest":
        return None
    if isinstance(layer, Pad) and layer.mode == "constant":
        return None  # where the border is, nothing is read
    places = np.arange(data.size, dtype=np.float64).reshape(data.shape)
    moved = as_maps(np.asarray(layer.apply(places.ravel() if vector else places)))
    place = np.unravel_index(int(moved[index]), data.shape)
    return LayerInput("sum", cast(Index, tuple(map(int, place))), ONE)


def _joined(subject: Subject, layer: Layer, index: Index) -> Found | None:
    """Of a layer at which paths meet, or that adds a constant: what it reads as one tensor."""
    names = subject.sources[layer.name]
    shapes = [subject.shapes[name] for name in names]
    if isinstance(layer, Concat) and layer.axis == 0 and _is_drawn(subject, names[0]):
        at = index[0]
        for name, shape in zip(names, shapes, strict=True):
            if at < shape[0]:
                return _tensor(subject, name), LayerInput("sum", (at, *index[1:]), ONE), name
            at -= shape[0]
    alike = all(shape == subject.shapes[layer.name] for shape in shapes)
    if not isinstance(layer, Arithmetic) or layer.kind != "add" or not alike:
        return None
    bias = 0.0
    if layer.constant is not None:
        constant = np.broadcast_to(layer.constant, shapes[0])
        bias = float(constant[index if constant.ndim == 3 else index[0]])
    if len(names) == 1:
        return _tensor(subject, names[0]), LayerInput("sum", index, ONE, bias=bias), names[0]
    maps = np.stack([as_maps(subject.kept[name])[index[0]] for name in names])
    label = " + ".join(names)
    if len(label) > LONGEST:
        label = f"{len(names)} layers"
    stage = subject.stage(layer.name)
    tensor = Tensor(f"{layer.name}: read", maps, label, stage, "signed", full_colour(maps))
    rows = (0, index[1], index[2])
    return tensor, LayerInput("sum", rows, (len(names), 1, 1), bias=bias), label
