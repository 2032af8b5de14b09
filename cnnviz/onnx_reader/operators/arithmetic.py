"""Arithmetic of activations and constants; a constant behind a convolution becomes its bias."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layer import broadcast
from cnnviz.onnx_reader.builder import Builder, make_layer
from cnnviz.onnx_reader.errors import Unsupported
from cnnviz.onnx_reader.limits import require_cells
from cnnviz.onnx_reader.node import Node
from cnnviz.onnx_reader.values import Value

Translate = Callable[[Builder, Node], None]


def _arithmetic(kind: str) -> Translate:
    def arithmetic(builder: Builder, node: Node) -> None:
        known = [name in builder.constants for name in node.inputs]
        if any(known) and len(known) != 2:
            raise Unsupported(f"{node.label} adds constants to several activations")
        if any(known):
            _with_constant(builder, node, kind, known.index(True))
        elif len(known) == 1:
            builder.alias(node, builder.value(node))
        else:
            _of_activations(builder, node, kind)

    return arithmetic


def _of_activations(builder: Builder, node: Node, kind: str) -> None:
    values = [builder.value(node, place) for place in range(len(node.inputs))]
    if len({(each.order, len(each.shape), each.is_batch) for each in values}) > 1:
        values = [builder.plain(node, place) for place in range(len(node.inputs))]
    full = made_shape(node, [each.full for each in values])
    inputs = tuple(each.layer for each in values)
    layer = make_layer(node, lambda: Arithmetic(builder.name(node), kind, inputs=inputs))
    first = values[0]
    if first.is_plain:
        builder.add(node, layer)
        builder.expect(node, full)
    else:
        builder.add(node, layer, is_batch=first.is_batch, order=first.order)


def _with_constant(builder: Builder, node: Node, kind: str, place: int) -> None:
    _, given = builder.weight(node, place)
    absent = given is None
    constant: NDArray[Any] = builder.constants[node.input(place)]
    value = builder.value(node, 1 - place)
    full = made_shape(node, [value.full, constant.shape])
    require_cells(node.label, constant.shape)
    if not value.is_plain and (len(constant.shape) > len(value.full) or full != value.full):
        value = builder.plain(node, 1 - place)
    lying = _as_activation(constant, value)
    if kind == "add" and full == value.full and builder.takes_bias(node, value, lying, absent):
        return
    name = builder.name(node)
    layer = make_layer(
        node,
        lambda: Arithmetic(
            name, kind, lying.shape, None if absent else np.ascontiguousarray(lying),
            constant_first=place == 0, is_learned=node.input(place) in builder.initial,
            inputs=(value.layer,),
        ),
    )  # fmt: skip
    builder.add(node, layer, is_batch=value.is_batch, order=() if value.is_plain else value.order)
    if value.is_plain:
        builder.expect(node, full)


def _as_activation(constant: NDArray[Any], value: Value) -> NDArray[Any]:
    """A constant of the file with its axes as the activation's."""
    rank = len(value.shape)
    if constant.ndim > rank and constant.shape[0] == 1 and value.is_batch:
        constant = constant.reshape(constant.shape[1:])
    if value.is_plain or constant.ndim > rank:
        # Behind a vector, a row of numbers may have lost only its leading ones.
        return constant
    lying = constant.reshape((1,) * (rank - constant.ndim) + constant.shape)
    return lying.transpose(np.argsort(value.order))


def made_shape(node: Node, shapes: list[tuple[int, ...]]) -> tuple[int, ...]:
    """The file's shape of what is stretched onto each other. Raises Unsupported."""
    try:
        return broadcast(node.label, shapes)
    except ValueError as error:
        raise Unsupported(str(error)) from None


def _concat(builder: Builder, node: Node) -> None:
    if any(name in builder.constants for name in node.inputs):
        raise Unsupported(f"{node.label} puts constants beside activations, which is not read")
    values = [builder.value(node, place) for place in range(len(node.inputs))]
    if len({(each.order, each.is_batch) for each in values}) > 1:
        values = [builder.plain(node, place) for place in range(len(node.inputs))]
    first, axis = values[0], int(node.get("axis", 1))
    if not -len(first.full) <= axis < len(first.full) or first.axis(axis) < 0:
        raise Unsupported(f"{node.label} goes along axis {axis} of {list(first.full)}, not read")
    inputs = tuple(each.layer for each in values)
    layer = make_layer(node, lambda: Concat(builder.name(node), first.axis(axis), inputs=inputs))
    builder.add(node, layer, is_batch=first.is_batch, order=() if first.is_plain else first.order)


TRANSLATED: dict[str, Translate] = {
    "Add": _arithmetic("add"),
    "Sum": _arithmetic("add"),
    "Sub": _arithmetic("sub"),
    "Mul": _arithmetic("mul"),
    "Div": _arithmetic("div"),
    "Max": _arithmetic("max"),
    "Min": _arithmetic("min"),
    "Pow": _arithmetic("pow"),
    "Concat": _concat,
}
