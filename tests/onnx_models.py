"""Small networks in ONNX for tests, written as exporters write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Array = np.ndarray[Any, Any]
IN, OUT = "x", "y"


def array(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def node(
    kind: str, inputs: str, outputs: str = OUT, name: str = "", **attributes: Any
) -> NodeProto:
    """A node; inputs and outputs are names with spaces between, "-" for none."""
    given = [each.replace("-", "") for each in inputs.split(" ")]
    return helper.make_node(kind, given, outputs.split(" "), name or None, **attributes)


def model(
    nodes: Sequence[NodeProto],
    tensors: dict[str, Array] | None = None,
    shape: Sequence[int | str] = (1, 3, 8, 8),
    *,
    kind: int = TensorProto.FLOAT,
    opset: int = 20,
    outputs: Sequence[str] = (OUT,),
    more: Mapping[str, Sequence[int]] | None = None,
) -> ModelProto:
    inputs = {IN: shape, **(more or {})}
    graph = helper.make_graph(
        list(nodes),
        "graph",
        [helper.make_tensor_value_info(name, kind, each) for name, each in inputs.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [numpy_helper.from_array(each, name) for name, each in (tensors or {}).items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)


def written(folder: Path, made: ModelProto, name: str = "net.onnx") -> Path:
    path = folder / name
    path.write_bytes(made.SerializeToString())
    return path


def small() -> ModelProto:
    """A convolution, a ReLU, pooling, a flatten and a dense layer with its softmax."""
    return model(
        [
            node("Conv", "x conv.weight conv.bias", "a", "conv", pads=[1, 1, 1, 1]),
            node("Relu", "a", "b", "relu"),
            node("MaxPool", "b", "c", "pool", kernel_shape=[2, 2], strides=[2, 2]),
            node("Reshape", "c shape", "d", "flat"),
            node("Gemm", "d fc.weight fc.bias", "e", "fc", transB=1),
            node("Softmax", "e", "y", "softmax"),
        ],
        {
            "conv.weight": array(4, 3, 3, 3),
            "conv.bias": array(4),
            "shape": np.array([1, -1]),
            "fc.weight": array(5, 64),
            "fc.bias": array(5),
        },
    )


def with_data_file(made: ModelProto, location: str, least: int = 0) -> bytes:
    """Moves tensors of more than `least` bytes out of the model; returns the data file's bytes."""
    data = b""
    for tensor in made.graph.initializer:
        if len(tensor.raw_data) > least:
            for key, value in (
                ("location", location),
                ("offset", str(len(data))),
                ("length", str(len(tensor.raw_data))),
            ):
                tensor.external_data.add(key=key, value=value)
            data += tensor.raw_data
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
    return data
