"""Dense layers, products of matrices, and sums along axes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.layers import Dense, GlobalAvgPool2d
from cnnviz.engine.linear import MatMul, Reduce
from cnnviz.onnx_reader.builder import Builder, make_layer
from cnnviz.onnx_reader.errors import Unsupported
from cnnviz.onnx_reader.node import Node

Translate = Callable[[Builder, Node], None]
Array = NDArray[Any]


def _gemm(builder: Builder, node: Node) -> None:
    value = builder.plain(node)
    shape, weight = builder.weight(node, 1)
    if len(shape) != 2 or not value.is_batch or len(value.shape) != 1 or node.get("transA", 0):
        raise Unsupported(f"{node.label} must multiply one vector by a matrix")
    if not node.get("transB", 0):
        shape, weight = shape[::-1], None if weight is None else weight.T
    if shape[1] != value.shape[0]:
        raise Unsupported(
            f"{node.label} has weights for {shape[1]} values; it reads {value.shape[0]}"
        )
    weight = _times(weight, node.get("alpha", 1.0))
    bias: dict[str, Any] = {"has_bias": False}
    if node.input(2):
        given = builder.weight(node, 2)
        if math.prod(given[0]) not in (1, shape[0]):
            raise Unsupported(
                f"{node.label} has a bias of {list(given[0])}, not of {shape[0]} values"
            )
        row = None if given[1] is None else np.broadcast_to(given[1].ravel(), (shape[0],))
        bias = {"has_bias": True, "bias": _times(row, node.get("beta", 1.0))}
    name = builder.name(node, 1)
    layer = make_layer(
        node, lambda: Dense(name, shape[1], shape[0], weight=weight, inputs=(value.layer,), **bias)
    )
    builder.add(node, layer)


def _times(array: Array | None, factor: float) -> Array | None:
    return array if array is None or factor == 1 else array * np.float32(factor)


def _matmul(builder: Builder, node: Node) -> None:
    if node.input(1) in builder.constants:
        value = builder.plain(node)
        shape, weight = builder.weight(node, 1)
        name = builder.name(node, 1)
        if len(shape) == 2 and len(value.shape) == 1 and shape[0] == value.shape[0]:
            turned = None if weight is None else weight.T
            size, inputs = (shape[0], shape[1]), (value.layer,)
            layer = make_layer(node, lambda: Dense(name, *size, False, turned, inputs=inputs))
            builder.add(node, layer, is_batch=value.is_batch)
            return
        product = make_layer(node, lambda: MatMul(name, shape, weight, inputs=(value.layer,)))
        full = _product(node, value.full, shape)
    elif node.input(0) in builder.constants:
        value = builder.plain(node, 1)
        shape, weight = builder.weight(node, 0)
        name = builder.name(node, 0)
        product = make_layer(node, lambda: MatMul(name, shape, weight, True, inputs=(value.layer,)))
        full = _product(node, shape, value.full)
    else:
        first, second = builder.plain(node, 0), builder.plain(node, 1)
        name = builder.name(node)
        product = make_layer(node, lambda: MatMul(name, inputs=(first.layer, second.layer)))
        full = _product(node, first.full, second.full)
    builder.add(node, product)
    builder.expect(node, full)


def _product(node: Node, first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    """The file's shape of a product of matrices."""
    try:
        # Shapes alone: arrays without memory.
        spread = [np.broadcast_to(np.float32(0), shape[:-2]) for shape in (first, second)]
        batch = np.broadcast_shapes(*(each.shape for each in spread))
    except ValueError:
        raise Unsupported(f"{node.label} multiplies {list(first)} by {list(second)}") from None
    rows = first[-2:-1] if len(first) > 1 else ()
    columns = second[-1:] if len(second) > 1 else ()
    return (*batch, *rows, *columns)


def _reduce(kind: str) -> Translate:
    def reduce(builder: Builder, node: Node) -> None:
        value = builder.value(node)
        if node.input(1):
            given = tuple(int(axis) for axis in builder.constant(node, 1).ravel().tolist())
        else:
            given = tuple(node.get("axes", ()))
        if not given and node.get("noop_with_empty_axes", 0):
            builder.alias(node, value)
            return
        rank = len(value.full)
        if not all(-rank <= axis < rank for axis in given):
            raise Unsupported(f"{node.label} has no axes {list(given)} in {list(value.full)}")
        axes = (
            sorted(value.axis(axis) for axis in given) if given else list(range(len(value.shape)))
        )
        keeps = bool(node.get("keepdims", 1))
        if axes and axes[0] < 0:
            raise Unsupported(f"{node.label} goes over the axis of pictures, which is not read")
        if not keeps and not value.is_plain and axes != [1, 2]:
            value = builder.plain(node)
            axes = sorted(value.axis(axis) for axis in given)
        name, inputs = builder.name(node), (value.layer,)
        order = value.order if keeps and not value.is_plain else ()
        if kind == "mean" and axes == [1, 2] and len(value.shape) == 3:
            builder.add(node, GlobalAvgPool2d(name, keeps, inputs=inputs), order=order)
        else:
            layer = make_layer(node, lambda: Reduce(name, kind, tuple(axes), keeps, inputs=inputs))
            builder.add(node, layer, is_batch=value.is_batch, order=order)

    return reduce


TRANSLATED: dict[str, Translate] = {
    "Gemm": _gemm,
    "MatMul": _matmul,
    "ReduceMean": _reduce("mean"),
    "ReduceSum": _reduce("sum"),
    "ReduceMax": _reduce("max"),
    "ReduceMin": _reduce("min"),
}
