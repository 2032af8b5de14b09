"""What a cell reads where paths meet: a sum, a product, the largest, or a copy of one of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import Index, Op
from cnnviz.content.scene import Tensor
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layer import Layer
from cnnviz.opened.maps import as_maps, full_colour
from cnnviz.opened.normal_terms import ONE, scaled
from cnnviz.opened.subject import Subject, is_drawn
from cnnviz.staging.layer_inputs import LayerInput

LONGEST = 24
"""Letters of the names of layers that are added, side by side."""
Found = tuple[Tensor, LayerInput, str]
"""What a cell reads: the tensor, which cells of it, and what it is called."""


def activation_tensor(subject: Subject, name: str) -> Tensor:
    """An activation as its cells are read: C×H×W, a vector as C×1×1."""
    data = as_maps(subject.kept[name])
    return Tensor(name, data, name, subject.stage(name), "signed", full_colour(data))


def joined(subject: Subject, layer: Layer, index: Index) -> Found | None:
    """What a cell reads of a layer that joins paths, or has a constant beside what it reads.

    None where it is no such layer, or its kind cannot be written in terms.
    """
    names = subject.sources[layer.name]
    if not all(is_drawn(subject.shapes, name) for name in names):
        return None
    if isinstance(layer, Concat):
        return _joint(subject, layer, index)
    ranks = {len(subject.shapes[name]) for name in (*names, layer.name)}
    if not isinstance(layer, Arithmetic) or len(ranks) > 1:
        return None
    if layer.constant_shape is None:
        return _of_several(subject, layer, index)
    if len(names) > 1 or layer.constant is None:
        return None
    vector = ranks == {1}
    shape = subject.shapes[layer.name]
    constant = float(np.broadcast_to(layer.constant, shape)[index[:1] if vector else index])
    source = activation_tensor(subject, names[0])
    at = _within(index, source.data)
    read = _with_constant(layer, at, constant, float(source.data[at]))
    return None if read is None else (source, read, names[0])


def _with_constant(
    layer: Arithmetic, index: Index, constant: float, value: float
) -> LayerInput | None:
    """One cell, of that value, and a constant, which comes last, or first."""
    match layer.kind:
        case "add":
            return LayerInput("sum", index, ONE, bias=constant)
        case "sub" if layer.constant_first:
            return scaled(index, -1.0, constant)
        case "sub":
            return LayerInput("sum", index, ONE, bias=-constant)
        case "mul":
            return scaled(index, constant)
        case "div" if not layer.constant_first and constant:
            return scaled(index, 1 / constant)
        case "pow" if not layer.constant_first and value:
            # Itself, times its power of one less: of a square, itself.
            return scaled(index, value ** (constant - 1))
    return None


def _joint(subject: Subject, layer: Concat, index: Index) -> Found | None:
    """Of layers one behind the other: the cell itself."""
    at = index[0]
    for name in subject.sources[layer.name] if layer.axis == 0 else ():
        tensor = activation_tensor(subject, name)
        if at < len(tensor.data):
            return tensor, LayerInput("sum", (at, *index[1:]), ONE), name
        at -= len(tensor.data)
    return None


def _within(index: Index, data: NDArray[Any]) -> Index:
    """The cell that is read of maps that are stretched where they have one cell along an axis."""
    channel, row, column = (
        at if side > 1 else 0 for at, side in zip(index, data.shape, strict=True)
    )
    return channel, row, column


def _of_several(subject: Subject, layer: Arithmetic, index: Index) -> Found | None:
    """What is read of each, one behind the other; of a product one, and the other as its weight."""
    names = subject.sources[layer.name]
    if layer.kind in ("mul", "div") and len(names) == 2:
        return _product(subject, layer, index)
    if layer.kind not in ("add", "sub", "max"):
        return None
    shape = as_maps(subject.kept[layer.name]).shape
    read = [np.broadcast_to(as_maps(subject.kept[name]), shape)[index[0]] for name in names]
    maps = np.stack(read)
    label = f" {'−' if layer.kind == 'sub' else '+'} ".join(names)
    if len(label) > LONGEST or layer.kind == "max":
        label = f"{len(names)} layers"
    stage = subject.stage(layer.name)
    tensor = Tensor(f"{layer.name}: read", maps, label, stage, "signed", full_colour(maps))
    start, many = (0, index[1], index[2]), (len(names), 1, 1)
    if layer.kind == "sub":
        signs = np.array([1.0] + [-1.0] * (len(names) - 1)).reshape(many)
        return tensor, LayerInput("dot", start, many, weights=signs), label
    op: Op = "max" if layer.kind == "max" else "sum"
    return tensor, LayerInput(op, start, many), label


def _product(subject: Subject, layer: Arithmetic, index: Index) -> Found | None:
    """Of two that are multiplied, or divided, the larger one, with a number of the other."""
    first, second = (as_maps(subject.kept[name]) for name in subject.sources[layer.name])
    names = subject.sources[layer.name]
    if layer.kind == "mul" and first.size < second.size:
        first, second, names = second, first, names[::-1]
    factor = float(second[_within(index, second)])
    if layer.kind == "div":
        if factor == 0:
            return None
        factor = 1 / factor
    return activation_tensor(subject, names[0]), scaled(_within(index, first), factor), names[0]
