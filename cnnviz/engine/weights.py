"""Builds a network from a description, which is plain data, and arrays or a random seed.

A description is what a JSON file holds: {"name", "input": [C, H, W], "layers": [...]} and, where
the outputs are classes, "classes". Each layer is {"type", "name"} with its parameters:

    conv2d           filters, kernel, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true
    max_pool2d       size, stride = size, padding = 0, dilation = 1, ceil_mode = false
    avg_pool2d       the same, and count_include_pad = true
    softmax          axis = 0: of C×H×W, the channels; log_softmax the same
    dense            units, bias = true
    batch_norm2d     epsilon = 1e-5
    conv_transpose2d filters, kernel, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true
    add, sub, mul    of all that they read; concat: axis = 0
    global_avg_pool2d, flatten, relu, tanh, sigmoid, and those of POINTWISE with their parameters

A layer may have "inputs", the names of what it reads; without them it reads the one before it.
A window's numbers are one for both axes or [y, x]; padding may be [[top, bottom], [left, right]],
"valid" or "same", too.
A layer's arrays are named as PyTorch names them: "C1.weight", "C1.bias".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import require_int, require_iterable, short_repr
from cnnviz.engine.arrays import as_real, require_few
from cnnviz.engine.layer import Layer, Shape
from cnnviz.engine.layers import Activation
from cnnviz.engine.makers import MAKERS
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
    if len(network.input_shape) != 3:
        raise ValueError(f"{name}: input must be C×H×W; got {short_repr(description['input'])}")
    layers: list[Layer] = []
    shapes: dict[str, Shape] = {"input": network.input_shape}
    before = "input"
    for number, given in enumerate(require_iterable(f"{name}: layers", description["layers"])):
        if not isinstance(given, Mapping):
            raise ValueError(f"{name}: layers must be mappings; got {short_repr(given)}")
        try:
            layer = _layer(given, shapes, before)
            shape = layer.joined_shape([shapes[each] for each in layer.inputs])
        except ValueError as error:
            label = given.get("name", f"layer {number}")
            raise ValueError(f"{name}, {label}: {error}") from None
        before = layer.name
        shapes.setdefault(before, shape)  # of two with one name the network tells
        layers.append(layer if "inputs" in given else replace(layer, inputs=()))
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
    return _fill(network, arrays)


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
            if key in _AS_IF_STILL:
                arrays[f"{layer.name}.{key}"] = np.full(shape, _AS_IF_STILL[key], np.float32)
                continue
            drawn = np.zeros(shape) if key == "bias" else random.standard_normal(shape)
            scale = sqrt(gain / prod(shape[1:]))
            arrays[f"{layer.name}.{key}"] = (drawn * scale).astype(np.float32)
    return _fill(network, arrays)


_AS_IF_STILL = {"scale": 1, "shift": 0, "mean": 0, "variance": 1}
"""With what batch normalisation begins: it changes nothing."""


def _fill(network: Network, arrays: Mapping[str, Array]) -> Network:
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


def _layer(given: Mapping[str, Any], shapes: Mapping[str, Shape], before: str) -> Layer:
    """The layer, and in its `inputs` what it reads: without any in `given`, the layer before."""
    rest = dict(given)
    kind, name = rest.pop("type", None), rest.pop("name", None)
    if not isinstance(name, str) or not name:
        raise ValueError("name must be a text that is not empty")
    if not isinstance(kind, str) or kind not in MAKERS:
        raise ValueError(f"type must be one of {', '.join(MAKERS)}; got {short_repr(kind)}")
    inputs = tuple(require_iterable("inputs", rest.pop("inputs", (before,))))
    for each in inputs:
        if not isinstance(each, str) or each not in shapes:
            raise ValueError(f"inputs must be names of layers before it; got {short_repr(each)}")
    if not inputs:
        raise ValueError("inputs must be at least one name of a layer")
    layer = MAKERS[kind](name, shapes[inputs[0]], rest)
    if rest:
        raise ValueError(f"{kind} has no parameter {', '.join(sorted(map(str, rest)))}")
    return replace(layer, inputs=inputs)
