"""Layers from the parameters of a description, by type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cnnviz.engine.activation_layers import (
    ACTIVATIONS,
    ALONG_AN_AXIS,
    POINTWISE,
    Activation,
    Pointwise,
)
from cnnviz.engine.arguments import require_bool, require_int
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layer import Layer, Shape, maps_shape
from cnnviz.engine.layers import (
    AvgPool2d,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    MaxPool2d,
)
from cnnviz.engine.normalization import BatchNorm2d
from cnnviz.engine.transposed import ConvTranspose2d

Rest = dict[str, Any]
Maker = Callable[[str, Shape, Rest], Layer]


def _window(rest: Rest) -> dict[str, Any]:
    return {
        "c_out": require_int("filters", rest.pop("filters", None), 1),
        "kernel": rest.pop("kernel", None),
        "stride": rest.pop("stride", 1),
        "padding": rest.pop("padding", 0),
        "dilation": rest.pop("dilation", 1),
        "groups": rest.pop("groups", 1),
        "has_bias": rest.pop("bias", True),
    }


def _conv2d(name: str, shape: Shape, rest: Rest) -> Layer:
    return Conv2d(name, shape[0], **_window(rest))


def _conv_transpose2d(name: str, shape: Shape, rest: Rest) -> Layer:
    window = _window(rest)
    require_bool("bias", window["has_bias"])
    return ConvTranspose2d(name, maps_shape(name, shape)[0], **window)


def _dense(name: str, shape: Shape, rest: Rest) -> Layer:
    units = require_int("units", rest.pop("units", None), 1)
    return Dense(name, shape[0], units, rest.pop("bias", True))


def _pool(make: type[MaxPool2d | AvgPool2d], *more: str) -> Maker:
    def pool(name: str, shape: Shape, rest: Rest) -> Layer:
        size = rest.pop("size", None)
        keys = ("padding", "dilation", "ceil_mode", *more)
        given = {key: rest.pop(key) for key in keys if key in rest}
        return make(name, size, rest.pop("stride", size), **given)

    return pool


def _activation(kind: str) -> Maker:
    def activation(name: str, shape: Shape, rest: Rest) -> Layer:
        axis = rest.pop("axis", 0) if kind in ALONG_AN_AXIS else 0
        return Activation(name, kind, axis)

    return activation


def _pointwise(kind: str) -> Maker:
    def pointwise(name: str, shape: Shape, rest: Rest) -> Layer:
        return Pointwise(
            name, kind, {key: rest.pop(key) for key in POINTWISE[kind][1] if key in rest}
        )

    return pointwise


def _arithmetic(kind: str) -> Maker:
    return lambda name, shape, rest: Arithmetic(name, kind)


MAKERS: dict[str, Maker] = {
    "conv2d": _conv2d,
    "max_pool2d": _pool(MaxPool2d),
    "avg_pool2d": _pool(AvgPool2d, "count_include_pad"),
    "global_avg_pool2d": lambda name, shape, rest: GlobalAvgPool2d(name),
    "flatten": lambda name, shape, rest: Flatten(name),
    "dense": _dense,
    **{kind: _activation(kind) for kind in ACTIVATIONS},
    "batch_norm2d": lambda name, shape, rest: BatchNorm2d(
        name, shape[0], rest.pop("epsilon", 1e-5)
    ),
    "conv_transpose2d": _conv_transpose2d,
    **{kind: _arithmetic(kind) for kind in ("add", "sub", "mul")},
    "concat": lambda name, shape, rest: Concat(name, rest.pop("axis", 0)),
    **{kind: _pointwise(kind) for kind in POINTWISE},
}
"""By type: what makes it of a name, the shape that it reads, and parameters, which it takes out."""
