"""A network's activations in float64, by loops over the description and the weights as saved."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds

Array = NDArray[np.float64]


def framed(ink: Any) -> Array:
    """28×28 ink with a border of two zeros."""
    return np.pad(np.asarray(ink, np.float64), ((0, 0), (2, 2), (2, 2)))


def described(name: str) -> dict[str, Any]:
    text = (seeds.folder("seeds") / "weights" / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def weights(name: str) -> dict[str, Array]:
    with np.load(seeds.folder("seeds") / "weights" / f"{name}.npz") as arrays:
        return {key: array.astype(np.float64) for key, array in arrays.items()}


def parameters(name: str) -> int:
    return sum(array.size for array in weights(name).values())


def activations(name: str, x: Any) -> dict[str, Array]:
    """Every activation by layer name, "input" first."""
    # The picture goes in as float32; all else is float64.
    given = np.asarray(x, np.float32).astype(np.float64)
    return dict(_run(name, given.tobytes(), given.shape))


@cache
def _run(name: str, raw: bytes, shape: tuple[int, ...]) -> dict[str, Array]:
    x = np.frombuffer(raw).reshape(shape)
    found = {"input": x}
    for layer in described(name)["layers"]:
        found[layer["name"]] = x = _apply(layer, weights(name), x)
    return found


def _apply(layer: dict[str, Any], arrays: dict[str, Array], x: Array) -> Array:
    name = layer["name"]
    match layer["type"]:
        case "conv2d":
            bias = arrays[f"{name}.bias"][:, None, None]
            return _conv(x, arrays[f"{name}.weight"], layer.get("padding", 0)) + bias
        case "dense":
            return arrays[f"{name}.weight"] @ x.ravel() + arrays[f"{name}.bias"]
        case "max_pool2d":
            return np.asarray(np.max(_blocks(x, layer["size"]), axis=0))
        case "avg_pool2d":
            return np.asarray(np.mean(_blocks(x, layer["size"]), axis=0))
        case "global_avg_pool2d":
            return np.asarray(x.mean(axis=(1, 2)))
        case "relu":
            return np.maximum(x, 0)
        case "tanh":
            return np.tanh(x)
        case "softmax":
            powers = np.exp(x - x.max())
            return np.asarray(powers / powers.sum())
        case "flatten":
            return x.ravel()
    raise ValueError(f"nothing is known of {layer['type']}")


def _conv(x: Array, weight: Array, padding: int) -> Array:
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    _, _, high, wide = weight.shape
    height, width = padded.shape[1] - high + 1, padded.shape[2] - wide + 1
    found = np.zeros((len(weight), height, width))
    for i in range(high):
        for j in range(wide):
            part = padded[:, i : i + height, j : j + width]
            found += np.einsum("oc,cyx->oyx", weight[:, :, i, j], part)
    return found


def _blocks(x: Array, size: int) -> list[Array]:
    height, width = x.shape[1] // size, x.shape[2] // size
    return [
        x[:, i : size * height : size, j : size * width : size]
        for i in range(size)
        for j in range(size)
    ]


def seen(name: str, layer: str, place: int) -> tuple[int, int]:
    """Half-open pixels in a row that a neuron at `place` of a layer sees, padding included."""
    before = []
    for each in described(name)["layers"]:
        before.append(each)
        if each["name"] == layer:
            break
    low, high = place, place + 1
    for each in reversed(before):
        match each["type"]:
            case "conv2d":
                low -= each.get("padding", 0)
                high += each["kernel"] - 1 - each.get("padding", 0)
            case "max_pool2d" | "avg_pool2d":
                low, high = low * each["size"], high * each["size"]
    return low, high


def spread(windows: list[tuple[int, int]]) -> int:
    """How many input pixels in a row the topmost of these layers sees."""
    size = 1
    for kernel, stride in reversed(windows):
        size = (size - 1) * stride + kernel
    return size
