"""Activations, normalisation, and what does nothing to its input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from onnx import TensorProto

from cnnviz.engine.activation_layers import Activation, Pointwise, PReLU
from cnnviz.engine.arguments import MOST_NUMBER
from cnnviz.engine.layer import Layer
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.onnx_reader.builder import Builder, make_layer
from cnnviz.onnx_reader.errors import Unsupported
from cnnviz.onnx_reader.node import Node
from cnnviz.onnx_reader.tensors import type_name
from cnnviz.onnx_reader.values import Value

Translate = Callable[[Builder, Node], None]


def _same_axes(builder: Builder, node: Node, value: Value, layer: Layer) -> None:
    """Adds a layer whose output lies as its input does."""
    order = () if value.is_plain else value.order
    builder.add(node, layer, is_batch=value.is_batch, order=order)


def _translate_as(kind: str) -> Translate:
    def activation(builder: Builder, node: Node) -> None:
        value = builder.value(node)
        _same_axes(
            builder, node, value, Activation(builder.name(node), kind, inputs=(value.layer,))
        )

    return activation


def _function(kind: str, **attributes: tuple[str, float]) -> Translate:
    """A function of each value; attributes: by its parameters' names the node's and its default."""

    def function(builder: Builder, node: Node) -> None:
        value = builder.value(node)
        numbers = {
            name: float(node.get(key, default)) for name, (key, default) in attributes.items()
        }
        name = builder.name(node)
        _same_axes(
            builder, node, value,
            make_layer(node, lambda: Pointwise(name, kind, numbers, inputs=(value.layer,))),
        )  # fmt: skip

    return function


def _clip(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    ends: dict[str, float] = {}
    for place, (name, key, default) in enumerate(
        (("low", "min", -MOST_NUMBER), ("high", "max", MOST_NUMBER)), 1
    ):
        if node.input(place):
            given = builder.constant(node, place).ravel()
            if given.size != 1 or given.dtype.kind not in "fiu":
                raise Unsupported(f"{node.label} must have one number as its {key}")
            number = float(given[0])
        else:
            number = float(node.get(key, default))
        ends[name] = float(np.clip(number, -MOST_NUMBER, MOST_NUMBER))
    name = builder.name(node)
    layer = make_layer(node, lambda: Pointwise(name, "clip", ends, inputs=(value.layer,)))
    _same_axes(builder, node, value, layer)


def _gelu(builder: Builder, node: Node) -> None:
    kind = "gelu_tanh" if node.get("approximate", "none") == "tanh" else "gelu"
    _function(kind)(builder, node)


def _prelu(builder: Builder, node: Node) -> None:
    value = builder.plain(node)
    shape, slope = builder.weight(node, 1)
    if len(shape) > len(value.shape) and shape[0] == 1:
        shape = shape[1:]
        slope = None if slope is None else slope.reshape(shape)
    name = builder.name(node, 1)
    layer = make_layer(node, lambda: PReLU(name, shape, slope, inputs=(value.layer,)))
    builder.add(node, layer, is_batch=value.is_batch)


def _softmax(kind: str) -> Translate:
    def softmax(builder: Builder, node: Node) -> None:
        value = builder.value(node)
        axis = int(node.get("axis", -1 if node.opset >= 13 else 1)) % len(value.full)
        place = value.axis(axis)
        # Before version 13 it went over all axes from that one on.
        behind = value.full[axis + 1 :] if node.opset < 13 else ()
        if place < 0 or any(size > 1 for size in behind) or len(value.shape) > 3:
            raise Unsupported(f"{node.label} goes over several axes, which is not read")
        name = builder.name(node)
        layer = make_layer(node, lambda: Activation(name, kind, place, inputs=(value.layer,)))
        _same_axes(builder, node, value, layer)

    return softmax


def _batch_norm(builder: Builder, node: Node) -> None:
    value = builder.plain(node)
    arrays = [builder.weight(node, place) for place in range(1, 5)]
    if node.get("training_mode", 0):
        builder.notes.append(f"{node.label} was exported in training; it is run as in use")
    if any(shape != value.shape[:1] for shape, _ in arrays):
        raise Unsupported(f"{node.label} must have {value.shape[:1]} numbers of each kind")
    name = builder.name(node, 1)
    layer = make_layer(
        node,
        lambda: BatchNorm2d(
            name, value.shape[0], node.get("epsilon", 1e-5), *(array for _, array in arrays),
            inputs=(value.layer,),
        ),
    )  # fmt: skip
    builder.add(node, layer, is_batch=value.is_batch)


def _lrn(builder: Builder, node: Node) -> None:
    value, name = builder.plain(node), builder.name(node)
    numbers = [
        float(node.get(key, default))
        for key, default in (("alpha", 1e-4), ("beta", 0.75), ("bias", 1.0))
    ]
    layer = make_layer(
        node, lambda: LocalResponseNorm(name, node.get("size", 1), *numbers, inputs=(value.layer,))
    )
    builder.add(node, layer, is_batch=value.is_batch)


def _dropout(builder: Builder, node: Node) -> None:
    value, name = builder.value(node), builder.name(node)
    if len(node.outputs) > 1 and builder.is_read(node.outputs[1]):
        raise Unsupported(f"{node.label} gives what it drops too, which is not read")
    training = node.input(2) and builder.constant(node, 2).ravel().tolist() == [True]
    if training or (node.opset < 7 and not node.get("is_test", 0)):
        builder.notes.append(
            f"{name}: dropout was exported as in training, at random; it is run as in use, and "
            "does nothing"
        )
    _same_axes(builder, node, value, Pointwise(name, "dropout", inputs=(value.layer,)))


def _identity(builder: Builder, node: Node) -> None:
    builder.alias(node, builder.value(node))


def _cast(builder: Builder, node: Node) -> None:
    to = node.get("to", TensorProto.FLOAT)
    if to != TensorProto.FLOAT:
        raise Unsupported(f"{node.label} makes {type_name(to)} of an activation; float32 is read")
    builder.alias(node, builder.value(node))


_ALPHA: dict[str, Any] = {"alpha": ("alpha", 1.0)}

TRANSLATED: dict[str, Translate] = {
    "Relu": _translate_as("relu"),
    "Tanh": _translate_as("tanh"),
    "Sigmoid": _translate_as("sigmoid"),
    "Softmax": _softmax("softmax"),
    "LogSoftmax": _softmax("log_softmax"),
    "LeakyRelu": _function("leaky_relu", alpha=("alpha", 0.01)),
    "Elu": _function("elu", **_ALPHA),
    "Celu": _function("celu", **_ALPHA),
    "Selu": _function(
        "selu", alpha=("alpha", 1.6732632423543772), gamma=("gamma", 1.0507009873554805)
    ),
    "HardSigmoid": _function("hard_sigmoid", alpha=("alpha", 0.2), beta=("beta", 0.5)),
    "HardSwish": _function("hard_swish"),
    "Erf": _function("erf"),
    "Softplus": _function("softplus"),
    "Softsign": _function("softsign"),
    "Mish": _function("mish"),
    "Exp": _function("exp"),
    "Log": _function("log"),
    "Sqrt": _function("sqrt"),
    "Abs": _function("abs"),
    "Neg": _function("neg"),
    "Reciprocal": _function("reciprocal"),
    "Gelu": _gelu,
    "Clip": _clip,
    "PRelu": _prelu,
    "BatchNormalization": _batch_norm,
    "LRN": _lrn,
    "Dropout": _dropout,
    "Identity": _identity,
    "Cast": _cast,
}
