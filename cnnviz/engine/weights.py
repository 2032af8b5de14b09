"""Owns how a network comes to be: from a description that is plain data, and arrays or a seed.

A description is what a JSON file holds: {"name", "input": [C, H, W], "layers": [...]} and, where
the outputs are classes, "classes". Each layer is {"type", "name"} with its parameters, and "stage"
where it is not the usual one for its type:

    conv2d           filters, kernel, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true
    max_pool2d       size, stride = size, padding = 0, ceil_mode = false; so too avg_pool2d
    global_avg_pool2d, flatten, relu, tanh, sigmoid, softmax
    dense            units, bias = true

A layer's arrays are named as PyTorch names them: "C1.weight", "C1.bias".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.layers import (
    ACTIVATIONS,
    Activation,
    AvgPool2d,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    MaxPool2d,
    Shape,
)
from cnnviz.engine.network import Network
from cnnviz.engine.spatial import frozen, pair, whole

Array = NDArray[Any]
Description = Mapping[str, Any]

STAGES = ("input", "conv", "activate", "pool", "stack", "classify")


def outline(description: Description) -> Network:
    """The network without its arrays: shapes, parameters and receptive fields, but nothing to run.

    Raises ValueError, naming the layer, for an unknown type or parameter, or one that does not fit.

    >>> net = outline({"name": "tiny", "input": [1, 4, 4], "layers": [
    ...     {"type": "conv2d", "name": "C1", "filters": 2, "kernel": 3}]})
    >>> net.shapes(), net.parameters()
    ({'input': (1, 4, 4), 'C1': (2, 2, 2)}, {'C1': 20})
    """
    name = str(description.get("name", "network"))
    for key in ("input", "layers"):
        if key not in description:
            raise ValueError(f"{name}: its description has no {key!r}")
    shape: Shape = tuple(whole("input", n, 1) for n in description["input"])
    if len(shape) != 3:
        raise ValueError(f"{name}: input must be C×H×W; got {shape}")
    first, layers = shape, []
    for number, given in enumerate(description["layers"]):
        label = given.get("name", f"layer {number}")
        try:
            layer = _layer(given, shape)
            shape = layer.output_shape(shape)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name}, {label}: {error}") from None
        layers.append(layer)
    return Network(name, first, tuple(layers), tuple(description.get("classes", ())))


def assemble(description: Description, arrays: Mapping[str, Array] | None) -> Network:
    """The network with its arrays; without arrays, an untrained one from the description's "seed".

    Raises ValueError, naming what is wrong, for an array that is missing, not asked for, of another
    shape, or not finite.

    >>> net = assemble({"name": "tiny", "input": [2, 1, 1], "layers": [
    ...     {"type": "flatten", "name": "flat"}, {"type": "dense", "name": "D", "units": 1}]},
    ...     {"D.weight": np.array([[2.0, 3.0]]), "D.bias": np.array([1.0])})
    >>> net.run(np.ones((2, 1, 1)))["D"].tolist()
    [6.0]
    """
    if arrays is None:
        if "seed" not in description:
            raise ValueError(f"{description.get('name')}: neither arrays nor a seed are given")
        return untrained(description, description["seed"])
    return _filled(outline(description), arrays)


def untrained(description: Description, seed: int) -> Network:
    """The network with random weights, float32, always the same for a seed; biases are 0.

    Normal with variance 2 / fan-in where a ReLU follows (He et al., 2015), else 1 / fan-in (LeCun
    et al., "Efficient backprop", 1998).
    """
    network = outline(description)
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
            array = np.ascontiguousarray(left.pop(name))
            if array.shape != shape:
                raise ValueError(
                    f"{network.name}: weights {name} must have shape {shape}; got {array.shape}"
                )
            if not np.isfinite(array).all():
                raise ValueError(f"{network.name}: weights {name} must be finite")
            found[key] = array
        layers.append(replace(layer, **found) if found else layer)
    if left:
        raise ValueError(f"{network.name}: no layer asks for weights {', '.join(sorted(left))}")
    return replace(network, layers=tuple(layers))


def _layer(given: Mapping[str, Any], shape: Shape) -> Layer:
    rest = dict(given)
    kind, name = rest.pop("type", None), rest.pop("name", None)
    if not isinstance(name, str) or not name:
        raise ValueError("name must be a text that is not empty")
    if kind not in _MAKERS:
        raise ValueError(f"type must be one of {', '.join(_MAKERS)}; got {kind!r}")
    usual, make = _MAKERS[kind]
    stage = rest.pop("stage", usual)
    if stage not in STAGES:
        raise ValueError(f"stage must be one of {', '.join(STAGES)}; got {stage!r}")
    layer = make(name, stage, shape, rest)
    if rest:
        raise ValueError(f"{kind} has no parameter {', '.join(sorted(rest))}")
    return layer


def _conv2d(name: str, stage: str, shape: Shape, rest: dict[str, Any]) -> Layer:
    return Conv2d(
        name,
        stage,
        shape[0],
        whole("filters", rest.pop("filters", None), 1),
        pair("kernel", rest.pop("kernel", None), 1),
        pair("stride", rest.pop("stride", 1), 1),
        frozen(rest.pop("padding", 0)),
        pair("dilation", rest.pop("dilation", 1), 1),
        whole("groups", rest.pop("groups", 1), 1),
        bool(rest.pop("bias", True)),
    )


def _dense(name: str, stage: str, shape: Shape, rest: dict[str, Any]) -> Layer:
    units = whole("units", rest.pop("units", None), 1)
    return Dense(name, stage, shape[0], units, bool(rest.pop("bias", True)))


def _pool(make: type[MaxPool2d | AvgPool2d]) -> _Maker:
    def pool(name: str, stage: str, shape: Shape, rest: dict[str, Any]) -> Layer:
        size = pair("size", rest.pop("size", None), 1)
        stride = pair("stride", rest.pop("stride", size), 1)
        padding = pair("padding", rest.pop("padding", 0), 0)
        return make(name, stage, size, stride, padding, bool(rest.pop("ceil_mode", False)))

    return pool


def _activation(kind: str) -> _Maker:
    return lambda name, stage, shape, rest: Activation(name, stage, kind)


_Maker = Callable[[str, str, Shape, dict[str, Any]], Layer]
_MAKERS: dict[str, tuple[str, _Maker]] = {
    "conv2d": ("conv", _conv2d),
    "max_pool2d": ("pool", _pool(MaxPool2d)),
    "avg_pool2d": ("pool", _pool(AvgPool2d)),
    "global_avg_pool2d": ("pool", lambda name, stage, shape, rest: GlobalAvgPool2d(name, stage)),
    "flatten": ("stack", lambda name, stage, shape, rest: Flatten(name, stage)),
    "dense": ("classify", _dense),
    **{
        kind: ("classify" if kind == "softmax" else "activate", _activation(kind))
        for kind in ACTIVATIONS
    },
}
