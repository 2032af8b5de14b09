"""What is computed while reading, against ONNX's own reference; and that it stays small."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from cnnviz.onnx_reader import read
from cnnviz.onnx_reader.constants import FOLDED, fold
from cnnviz.onnx_reader.data_files import Folder
from cnnviz.onnx_reader.errors import Unsupported
from cnnviz.onnx_reader.node import Node
from cnnviz.onnx_reader.tensors import Store
from onnx_models import array, model, node, written

Array = np.ndarray[Any, Any]
INTS = np.array([[3, -2, 5], [7, 1, -4]])

CASES: list[tuple[str, list[Array], dict[str, Any]]] = [
    ("Constant", [], {"value_int": 3}),
    ("Constant", [], {"value_ints": [3, 4]}),
    ("Constant", [], {"value_float": 0.5}),
    ("Constant", [], {"value_floats": [0.5, 2]}),
    ("Constant", [], {"value": numpy_helper.from_array(INTS)}),
    ("ConstantOfShape", [np.array([2, 3])], {}),
    ("ConstantOfShape", [np.array([2])], {"value": numpy_helper.from_array(np.array([7]))}),
    ("Identity", [INTS], {}),
    ("Cast", [INTS], {"to": TensorProto.FLOAT}),
    ("Shape", [INTS], {}),
    ("Shape", [INTS], {"start": 1}),
    ("Gather", [INTS, np.array([1, 0])], {"axis": 1}),
    ("Gather", [INTS, np.array(-1)], {}),
    ("Concat", [INTS, INTS], {"axis": 1}),
    ("Slice", [INTS, np.array([1]), np.array([3]), np.array([1])], {}),
    ("Slice", [INTS, np.array([-1]), np.array([-9]), np.array([1]), np.array([-2])], {}),
    ("Squeeze", [INTS[None], np.array([0])], {}),
    ("Squeeze", [INTS[None, :, None]], {}),
    ("Unsqueeze", [INTS, np.array([0, -1])], {}),
    ("Reshape", [INTS, np.array([0, -1, 1])], {}),
    ("Transpose", [INTS], {}),
    ("Transpose", [INTS], {"perm": [1, 0]}),
    ("Add", [INTS, np.array([1])], {}),
    ("Sub", [INTS, INTS.copy()], {}),
    ("Mul", [INTS, np.array([2, 3, 4])], {}),
    ("Div", [np.array([7, 6, 9]), np.array([2, 3, 4])], {}),
    ("Div", [array(3), array(3, seed=1)], {}),
    ("Sqrt", [np.abs(array(3))], {}),
    ("Neg", [INTS], {}),
    ("Floor", [array(5)], {}),
    ("Ceil", [array(5)], {}),
    ("Equal", [INTS, np.array([3])], {}),
    ("Where", [np.array([True, False]), np.array([1, 2]), np.array([3, 4])], {}),
    ("Expand", [np.array([[1], [2]]), np.array([2, 3])], {}),
    ("Flatten", [array(2, 3, 4)], {"axis": 2}),
]


def reading_node(kind: str, count: int, attributes: dict[str, Any]) -> Node:
    made = helper.make_node(kind, [f"i{k}" for k in range(count)], ["y"], **attributes)
    return Node(made, f"node ({kind})", 20, Store(Folder(Path())))


@pytest.mark.parametrize(("kind", "inputs", "attributes"), CASES)
def test_constants_are_what_onnx_s_reference_makes_of_them(
    kind: str, inputs: list[Array], attributes: dict[str, Any]
) -> None:
    names = [f"i{k}" for k in range(len(inputs))]
    given = [
        helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(each.dtype), each.shape)
        for name, each in zip(names, inputs, strict=True)
    ]
    result_form = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    node_form = helper.make_node(kind, names, ["y"], **attributes)
    graph = helper.make_graph([node_form], "g", given, [result_form])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    (expected,) = ReferenceEvaluator(made).run(None, dict(zip(names, inputs, strict=True)))
    result = fold(reading_node(kind, len(inputs), attributes), inputs)
    assert result.shape == np.shape(expected)
    np.testing.assert_array_equal(result, expected)


def test_every_operator_that_is_computed_while_reading_is_tried() -> None:
    assert {kind for kind, *_ in CASES} == set(FOLDED)


@pytest.mark.parametrize(
    ("kind", "inputs", "attributes"),
    [
        ("Cast", 1, {"to": TensorProto.DOUBLE}),
        ("Neg", 1, {}),
        ("Concat", 2, {"axis": 0}),
        ("Add", 2, {}),
        ("Flatten", 1, {}),
    ],
)
def test_a_constant_that_is_spread_is_not_written_out(
    kind: str, inputs: int, attributes: dict[str, Any]
) -> None:
    spread = np.broadcast_to(np.float32(1), (1000, 1000, 1000))
    tracemalloc.start()
    with pytest.raises(Unsupported, match="makes too many values of constants"):
        fold(reading_node(kind, inputs, attributes), [spread] * inputs)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1 << 20


@pytest.mark.parametrize("kind", ["Conv", "Add", "MatMul", "Gemm"])
def test_weights_that_are_spread_are_refused_where_they_are_too_many(
    kind: str, tmp_path: Path
) -> None:
    shape = {"Conv": [20_000, 20_000, 1, 1], "Add": [1, 3, 20_000, 20_000]}.get(
        kind, [2**20, 2**10]
    )
    size = {"Conv": (1, 20_000, 1, 1), "Add": (1, 3, 1, 1)}.get(kind, (1, 2**20))
    nodes = [node("ConstantOfShape", "s", "w"), node(kind, "x w", "y", "big")]
    tracemalloc.start()
    reading = read(written(tmp_path, model(nodes, {"s": np.array(shape)}, size)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reading.fault.startswith("node big (")
    assert most < 8 << 20
