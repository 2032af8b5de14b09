"""Forms of operators that older exporters wrote, and forms that are refused, node by node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import NodeProto

from cnnviz.onnx_reader import differences, read
from onnx_models import array, model, node, written

Array = np.ndarray[Any, Any]
Form = tuple[list[NodeProto], dict[str, Array], int]

POSITIVE = {name: np.abs(array(3, seed=k)) + np.float32(0.5) for k, name in enumerate("sbmv")}

READ: dict[str, Form] = {
    "batch normalisation": ([node("BatchNormalization", "x s b m v")], POSITIVE, 20),
    "clip by attributes": ([node("Clip", "x", min=-0.5, max=0.5)], {}, 6),
    "dropout of old": ([node("Dropout", "x", ratio=0.5)], {}, 10),
    "pad by attributes": ([node("Pad", "x", pads=[0, 0, 1, 1, 0, 0, 2, 0], value=0.5)], {}, 10),
    "slice by attributes": (
        [node("Slice", "x", axes=[2, -1], starts=[1, -5], ends=[9999, -1])], {}, 9
    ),
    "split by attributes": ([node("Split", "x", "y z", axis=1, split=[1, 2])], {}, 11),
    "squeeze by attributes": (
        [node("GlobalAveragePool", "x", "a"), node("Squeeze", "a", axes=[2, 3])], {}, 11
    ),
    "unsqueeze by attributes": (
        [node("GlobalAveragePool", "x", "a"), node("Squeeze", "a", "b", axes=[3]),
         node("Unsqueeze", "b", axes=[3])], {}, 11,
    ),
    "mean by attributes": ([node("ReduceMean", "x", axes=[-2, -1], keepdims=0)], {}, 13),
    "mean of all": ([node("ReduceMean", "x")], {}, 20),
    "mean along rows": ([node("ReduceMean", "x", axes=[3], keepdims=1)], {}, 13),
    "mean of nothing": (
        [node("Relu", "x", "a"), node("ReduceMean", "a", noop_with_empty_axes=1)], {}, 20
    ),
    "upsample": (
        [node("Upsample", "x s", mode="nearest")], {"s": np.array([1, 1, 2, 3], np.float32)}, 9
    ),
    "resize by sizes": (
        [node("Resize", "x - - s", mode="linear")], {"s": np.array([1, 3, 5, 13])}, 13
    ),
    "resize of two axes": (
        [node("Resize", "x - s", axes=[2, 3])], {"s": np.array([2, 2], np.float32)}, 18
    ),
    "softmax of old": (
        [node("GlobalAveragePool", "x", "a"), node("Softmax", "a", axis=1)], {}, 9
    ),
    "sum of one": ([node("Relu", "x", "a"), node("Sum", "a")], {}, 13),
    "most and least": (
        [node("Max", "x w", "a"), node("Min", "a v")],
        {"w": array(3, 1, 1), "v": array(3, 1, 1, seed=1)}, 13,
    ),
    "power": ([node("Abs", "x", "a"), node("Pow", "a w")], {"w": np.array(1.5, np.float32)}, 13),
    "gemm with factors": (
        [node("Flatten", "x", "a"), node("Gemm", "a w c", alpha=0.5, beta=2.0)],
        {"w": array(192, 4), "c": array(1, 4)}, 13,
    ),
    "gemm without a bias": (
        [node("Flatten", "x", "a"), node("Gemm", "a w", transB=1)], {"w": array(4, 192)}, 13
    ),
    "matrix first": ([node("MatMul", "w x")], {"w": array(5, 8)}, 13),
    "matrices of one another": (
        [node("Transpose", "x", "a", perm=[0, 1, 3, 2]), node("MatMul", "x a")], {}, 13
    ),
    "transposed by size": (
        [node("ConvTranspose", "x w", strides=[2, 2], output_shape=[16, 15])],
        {"w": array(3, 2, 3, 3)}, 13,
    ),
    "transposed to the same": (
        [node("ConvTranspose", "x w", strides=[2, 2], auto_pad="SAME_LOWER")],
        {"w": array(3, 2, 3, 3)}, 13,
    ),
    "valid": ([node("Conv", "x w", auto_pad="VALID")], {"w": array(2, 3, 3, 3)}, 13),
    "lower": (
        [node("MaxPool", "x", kernel_shape=[2, 2], auto_pad="SAME_LOWER")], {}, 13
    ),
    "global maximum": ([node("GlobalMaxPool", "x")], {}, 13),
    "shared slopes": ([node("PRelu", "x w")], {"w": array(1, 3, 1, 1)}, 13),
    "instances": (
        [node("InstanceNormalization", "x s b", epsilon=0.01)], {"s": array(3), "b": array(3)}, 20
    ),
    "groups": (
        [node("Concat", "x x", "a", axis=1),
         node("GroupNormalization", "a s b", num_groups=2)],
        {"s": array(6), "b": array(6)}, 21,
    ),
    "layers": (
        [node("LayerNormalization", "x s b", axis=-2)], {"s": array(8, 8), "b": array(8, 8)}, 17
    ),
    "rows of tokens": (
        [node("Reshape", "x to", "a"), node("LayerNormalization", "a s")],
        {"to": np.array([1, 3, 64]), "s": array(64)}, 17,
    ),
    "local response": ([node("LRN", "x", size=3, alpha=0.2)], {}, 13),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_the_form_is_read_and_agrees_with_onnx_runtime(name: str, tmp_path: Path) -> None:
    nodes, tensors, opset = READ[name]
    reading = read(written(tmp_path, model(nodes, tensors, opset=opset)))
    assert reading.fault == ""
    x = array(3, 8, 8, seed=9)
    kept = reading.network.run(x)
    apart = differences(reading, {"input": x}, kept)
    assert apart
    assert max(apart.values()) < 1e-4


REFUSED: dict[str, tuple[list[NodeProto], dict[str, Array], str]] = {
    "strides": ([node("MaxPool", "x", kernel_shape=[2, 2], strides=[0, 1])], {}, "as strides; got"),
    "pads": ([node("Conv", "x w", pads=[1, 1])], {"w": array(2, 3, 3, 3)}, "four numbers from 0"),
    "places of the largest": (
        [node("MaxPool", "x", "a i", kernel_shape=[2, 2]), node("Add", "a i")], {},
        "gives the places of the largest too",
    ),
    "kernel": ([node("Conv", "x w")], {"w": array(2, 3, 9, 9)}, "kernel must be at most 8"),
    "no weights": ([node("Conv", "x x")], {}, "must have constant weights; x is computed"),
    "computed shape": (
        [node("Reshape", "x a")], {"a": array(2)}, "must have whole numbers as its shape"
    ),
    "shape of an activation": (
        [node("Relu", "x", "a"), node("Reshape", "x a")], {}, "must know a before it runs"
    ),
    "constant for an activation": (
        [node("Elu", "w", "a"), node("Add", "x a")], {"w": array(3)}, "from constants alone"
    ),
    "axis": ([node("Concat", "x x", axis=7)], {}, "goes along axis 7"),
    "pictures": ([node("Concat", "x x", axis=0)], {}, "goes along axis 0"),
    "pictures' mean": ([node("ReduceSum", "x w")], {"w": np.array([0])}, "the axis of pictures"),
    "no axis": ([node("ReduceMean", "x w")], {"w": np.array([9])}, "has no axes [9]"),
    "softmax over all": (
        [node("Flatten", "x", "a"), node("Softmax", "x", axis=0)], {}, "goes over several axes"
    ),
    "moved pictures": (
        [node("Transpose", "x", perm=[1, 0, 2, 3])], {}, "moves the axis of pictures"
    ),
    "constant beside": (
        [node("Concat", "x w", axis=1)], {"w": array(1, 1, 8, 8)}, "puts constants"
    ),
    "three terms": ([node("Sum", "x w x")], {"w": array(3, 8, 8)}, "adds constants to several"),
    "other sizes": ([node("Add", "x w")], {"w": array(3, 5, 8)}, "shapes must fit on each other"),
    "bias": (
        [node("Flatten", "x", "a"), node("Gemm", "a w c")],
        {"w": array(192, 4), "c": array(3)}, "has a bias of [3], not of 4",
    ),
    "matrix": (
        [node("Flatten", "x", "a"), node("Gemm", "a w")], {"w": array(7, 4)},
        "has weights for 7 values; it reads 192",
    ),
    "rows": ([node("Gemm", "x w")], {"w": array(8, 4)}, "must multiply one vector by a matrix"),
    "product": ([node("MatMul", "x w")], {"w": array(7, 4)}, "shapes must fit on each other"),
    "squeeze": ([node("Squeeze", "x w")], {"w": np.array([1])}, "removes axes that are not 1"),
    "unsqueeze": ([node("Unsqueeze", "x w")], {"w": np.arange(6)}, "makes 10 axes"),
    "split": ([node("Split", "x w", axis=1)], {"w": np.array([4])}, "must split 3 into 1 parts"),
    "split of pictures": ([node("Split", "x", axis=0)], {}, "has no axis 0"),
    "backwards": (
        [node("Slice", "x a b c d")],
        {"a": np.array([5]), "b": np.array([0]), "c": np.array([2]), "d": np.array([-1])},
        "takes nothing, or goes back",
    ),
    "gather": ([node("Gather", "x w", axis=2)], {"w": np.array([0, 1])}, "more than one place"),
    "gather beyond": ([node("Gather", "x w", axis=2)], {"w": np.array(8)}, "takes place 8 of 8"),
    "cut": (
        [node("Pad", "x w")], {"w": np.array([0, 0, -1, 0, 0, 0, 0, 0])}, "cuts something off"
    ),
    "wrap": (
        [node("Pad", "x w", mode="wrap")], {"w": np.array([0, 0, 1, 0, 0, 0, 0, 0])},
        "mode must be one of constant, edge, reflect",
    ),
    "channels resized": (
        [node("Resize", "x - w")], {"w": np.array([1, 2, 1, 1], np.float32)},
        "must change height and width alone",
    ),
    "antialias": (
        [node("Resize", "x - w", antialias=1)], {"w": np.array([1, 1, 2, 2], np.float32)},
        "uses antialias",
    ),
    "whole numbers": ([node("Cast", "x", to=7)], {}, "makes int64 of an activation"),
    "other's": (
        [node("FusedConv", "x", domain="com.example")], {}, "is of com.example, not of ONNX's own"
    ),
    "wrong attribute": (
        [node("LeakyRelu", "x", alpha="steep")], {}, "has attributes or inputs of a wrong form"
    ),
    "normalised": (
        [node("BatchNormalization", "x w w w w")], {"w": array(4)}, "numbers of each kind"
    ),
    "scale": (
        [node("LayerNormalization", "x w", axis=1)], {"w": array(8)}, "a scale of (3, 8, 8)"
    ),
    "instances": ([node("InstanceNormalization", "x w w")], {"w": array(5)}, "must have 3 numbers"),
    "clip": ([node("Clip", "x w")], {"w": array(3)}, "must have one number as its min"),
    "too far": ([node("Conv", "x w", dilations=[1 << 20, 1])], {"w": array(2, 3, 3, 3)}, "kernel"),
    "expensive": (
        [node("Conv", "x w", pads=[2000] * 4)], {"w": array(900, 3, 64, 64)}, "makes 900×"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_the_form_is_refused_in_a_sentence_that_names_the_node(name: str, tmp_path: Path) -> None:
    nodes, tensors, sentence = REFUSED[name]
    nodes[-1].name = "it"
    try:
        fault = read(written(tmp_path, model(nodes, tensors))).fault
    except ValueError as error:
        fault = str(error)
    assert sentence in fault
    assert f"({nodes[-1].op_type})" in fault or f"({nodes[0].op_type})" in fault
