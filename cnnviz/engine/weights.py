"""Builds a network from a description, which is plain data, and arrays or a random seed.

A description is what a JSON file holds: {"name", "input": [C, H, W], "layers": [...]} and, where
the outputs are classes, "classes". Each layer is {"type", "name"} with its parameters:

    conv2d           filters, kernel, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true
    max_pool2d       size, stride = size, padding = 0, dilation = 1, ceil_mode = false
    avg_pool2d       the same, and count_include_pad = true
    softmax          axis = 0: of C×H×W, the channels
    dense            units, bias = true
    global_avg_pool2d, flatten, relu, tanh, sigmoid

A window's numbers are one for both axes or [y, x]; padding may be [[top, bottom], [left, right]],
"valid" or "same", too.
A layer's arrays are named as PyTorch names them: "C1.weight", "C1.bias".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import require_int, require_iterable, short_repr
from cnnviz.engine.arrays import as_real, require_few
from cnnviz.engine.layer import Layer, Shape
from cnnviz.engine.layers import (
    ACTIVATIONS,
    Activation,
    AvgPool2d,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    MaxPool2d,
)
from cnnviz.engine.network import Network

Array = NDArray[Any]
Description = Mapping[str, Any]


def outline(description: Description) -> Network:
    """The network without its arrays: shapes, parameters and receptive fields, but nothing to run.

    Raises ValueError, naming the layer, for an unknown type or parameter, or one that does not fit.

    >>> net = outline({"name": "tiny", "input": [1, 4, 4], "layers": [
    ...     {"type": "conv2d", "name": "C1", "filters": 2, "kernel": 3}]})
    >>> net.shapes(), net.parameters()
    ({'input': (1, 4, 4), 'C1': (2, 2, 2)}, {'C1': 20})
    """
    if not isinstance(description, Mapping):
        raise ValueError(f"description must be a mapping; got {short_repr(description)}")
    name = description.get("name", "network")
    for key in ("input", "layers"):
        if key not in description:
            raise ValueError(f"{name}: its description has no {key!r}")
    network = Network(name, description["input"], (), description.get("classes", ()))
    shape, layers = network.input_shape, []
    for number, given in enumerate(require_iterable(f"{name}: layers", description["layers"])):
        if not isinstance(given, Mapping):
            raise ValueError(f"{name}: layers must be mappings; got {short_repr(given)}")
        try:
            layer = _layer(given, shape)
            shape = layer.output_shape(shape)
        except ValueError as error:
            label = given.get("name", f"layer {number}")
            raise ValueError(f"{name}, {label}: {error}") from None
        layers.append(layer)
    return replace(network, layers=tuple(layers))


def assemble(description: Description, arrays: Mapping[str, Array] | None) -> Network:
    """The network with its arrays; without arrays, an untrained one from the description's "seed".

    It keeps copies of the arrays, which are read-only (see `Network.copy`). Raises ValueError,
    naming what is wrong, for an array that is missing, not asked for, of another shape, or not
    finite.

    >>> net = assemble({"name": "tiny", "input": [2, 1, 1], "layers": [
    ...     {"type": "flatten", "name": "flat"}, {"type": "dense", "name": "D", "units": 1}]},
    ...     {"D.weight": np.array([[2.0, 3.0]]), "D.bias": np.array([1.0])})
    >>> net.run(np.ones((2, 1, 1)))["D"].tolist()
    [6.0]
    """
    network = outline(description)
    if arrays is None:
        if "seed" not in description:
            raise ValueError(f"{network.name}: neither arrays nor a seed are given")
        return untrained(description, description["seed"])
    if not isinstance(arrays, Mapping):
        raise ValueError(f"arrays must be a mapping by name, or None; got {short_repr(arrays)}")
    return _filled(network, arrays)


def untrained(description: Description, seed: int) -> Network:
    """The network with random weights, float32, always the same for a seed; biases are 0.

    Normal with variance 2 / fan-in where a ReLU follows (He et al., 2015), else 1 / fan-in (LeCun
    et al., "Efficient backprop", 1998). Raises ValueError as `outline` does, and for a seed that is
    not a whole number of at least 0.
    """
    network = outline(description)
    seed = require_int("seed", seed, 0)
    require_few(f"{network.name}: layers must learn", (sum(network.parameters().values()),))
    random = np.random.default_rng(seed)
    arrays: dict[str, Array] = {}
    for layer, after in zip(network.layers, (*network.layers[1:], None), strict=True):
        gain = 2.0 if isinstance(after, Activation) and after.kind == "relu" else 1.0
        for key, shape in layer.array_shapes().items():
            drawn = np.zeros(shape) if key == "bias" else random.standard_normal(shape)
            scale = sqrt(gain / prod(shape[1:]))
            arrays[f"{layer.name}.{key}"] = (drawn * scale).astype(np.float32)
    return _filled(network, arrays)


def _filled(network: Network, arrays: Mapping[str, Array]) -> Network:
    left = dict(arrays)
    layers = []
    for layer in network.layers:
        found: dict[str, Any] = {}
        for key, shape in layer.array_shapes().items():
            name = f"{layer.name}.{key}"
            if name not in left:
                raise ValueError(f"{network.name}: weights {name} of shape {shape} are missing")
            array = as_real(f"{network.name}: weights {name}", left.pop(name))
            if array.shape != shape:
                raise ValueError(
                    f"{network.name}: weights {name} must have shape {shape}; got {array.shape}"
                )
            if not np.isfinite(array).all():
                raise ValueError(f"{network.name}: weights {name} must be finite")
            found[key] = array.copy()
            found[key].setflags(write=False)
        layers.append(replace(layer, **found) if found else layer)
    if left:
        names = ", ".join(sorted(map(str, left)))
        raise ValueError(f"{network.name}: no layer asks for weights {names}")
    return replace(network, layers=tuple(layers))


def _layer(given: Mapping[str, Any], shape: Shape) -> Layer:
    rest = dict(given)
    kind, name = rest.pop("type", None), rest.pop("name", None)
    if not isinstance(name, str) or not name:
        raise ValueError("name must be a text that is not empty")
    if not isinstance(kind, str) or kind not in _MAKERS:
        raise ValueError(f"type must be one of {', '.join(_MAKERS)}; got {short_repr(kind)}")
    layer = _MAKERS[kind](name, shape, rest)
    if rest:
        raise ValueError(f"{kind} has no parameter {', '.join(sorted(map(str, rest)))}")
    return layer


def _conv2d(name: str, shape: Shape, rest: dict[str, Any]) -> Layer:
    return Conv2d(
        name,
        shape[0],
        require_int("filters", rest.pop("filters", None), 1),
        rest.pop("kernel", None),
        rest.pop("stride", 1),
        rest.pop("padding", 0),
        rest.pop("dilation", 1),
        rest.pop("groups", 1),
        rest.pop("bias", True),
    )


def _dense(name: str, shape: Shape, rest: dict[str, Any]) -> Layer:
    units = require_int("units", rest.pop("units", None), 1)
    return Dense(name, shape[0], units, rest.pop("bias", True))


def _pool(make: type[MaxPool2d | AvgPool2d], *more: str) -> _Maker:
    def pool(name: str, shape: Shape, rest: dict[str, Any]) -> Layer:
        size = rest.pop("size", None)
        keys = ("padding", "dilation", "ceil_mode", *more)
        given = {key: rest.pop(key) for key in keys if key in rest}
        return make(name, size, rest.pop("stride", size), **given)

    return pool


def _activation(kind: str) -> _Maker:
    def activation(name: str, shape: Shape, rest: dict[str, Any]) -> Layer:
        axis = rest.pop("axis", 0) if kind == "softmax" else 0
        return Activation(name, kind, axis)

    return activation


_Maker = Callable[[str, Shape, dict[str, Any]], Layer]
_MAKERS: dict[str, _Maker] = {
    "conv2d": _conv2d,
    "max_pool2d": _pool(MaxPool2d),
    "avg_pool2d": _pool(AvgPool2d, "count_include_pad"),
    "global_avg_pool2d": lambda name, shape, rest: GlobalAvgPool2d(name),
    "flatten": lambda name, shape, rest: Flatten(name),
    "dense": _dense,
    **{kind: _activation(kind) for kind in ACTIVATIONS},
}
