"""The reader against the tests of single operators that come with ONNX, each as a file."""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from cnnviz.onnx_reader import Unreadable, read
from cnnviz.onnx_reader.operators import TRANSLATED

Array = np.ndarray[Any, Any]

OF_ACTIVATIONS = {"Add", "Sub", "Mul", "Div", "Max", "Min", "Pow", "Sum", "Concat", "MatMul"}
"""Their tests read several activations; of the others all but the first are constants."""
OTHERWISE = {
    "test_training_dropout": "drops at random",
    "test_training_dropout_default": "drops at random",
    "test_resize_downsample_scales_linear_align_corners": "as ONNX Runtime: by whole sizes",
    "test_resize_downsample_scales_cubic_align_corners": "as ONNX Runtime: by whole sizes",
}
"""What is known to differ, and why."""
FEWEST = 230
"""How many tests are run at least; the others are refused, each in a sentence."""


def cases() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ONNX's own, on its way to its expected values
        node = importlib.import_module("onnx.backend.test.case.node")
        for info in pkgutil.iter_modules(node.__path__):
            importlib.import_module(f"{node.__name__}.{info.name}")
    for case in node._NodeTestCases:
        nodes = case.model.graph.node
        arrays = all(isinstance(each, np.ndarray | np.generic) for each in case.data_sets[0][0])
        if len(nodes) == 1 and nodes[0].op_type in TRANSLATED and arrays:
            yield case


def written(case: Any, path: Path) -> list[Array]:
    """The test as a file; returns what it is given, without what became a constant."""
    model = onnx.ModelProto.FromString(case.model.SerializeToString())
    inputs, _ = case.data_sets[0]
    names = [each.name for each in model.graph.input]
    constant = [] if model.graph.node[0].op_type in OF_ACTIVATIONS else names[1:]
    for name, x in zip(names, inputs, strict=True):
        if name in constant:
            model.graph.initializer.append(onnx.numpy_helper.from_array(np.asarray(x), name))
    path.write_bytes(model.SerializeToString())
    return [x for name, x in zip(names, inputs, strict=True) if name not in constant]


@pytest.mark.thorough
def test_every_operator_gives_onnx_s_values_or_is_refused_in_a_sentence(tmp_path: Path) -> None:
    ran: Counter[str] = Counter()
    path = tmp_path / "m.onnx"
    for case in cases():
        given = written(case, path)
        operator = case.model.graph.node[0].op_type
        try:
            reading = read(path)
        except Unreadable as error:
            assert str(error).startswith("m.onnx: "), case.name
            continue
        if reading.fault:
            assert reading.fault.startswith("node number 0 ("), case.name
            continue
        if not reading.network.layers:
            continue  # a shape, or the input in another order of its axes
        arrays = {
            value.layer: np.asarray(x, np.float32).reshape(value.full[value.is_batch :])
            .transpose(np.argsort(value.order))
            for value, x in zip(reading.inputs.values(), given, strict=True)
        }  # fmt: skip
        kept = reading.network.run(arrays)
        if case.name in OTHERWISE:
            continue
        for name, expected in zip(reading.network.answers, case.data_sets[0][1], strict=False):
            order = reading.origins[name].order
            ours = kept[name].transpose(order) if order else kept[name]
            np.testing.assert_allclose(
                ours.ravel(), np.ravel(expected), rtol=1e-3, atol=1e-6, err_msg=case.name
            )
        ran[operator] += 1
    assert sum(ran.values()) >= FEWEST
    missing = set(TRANSLATED) - set(ran)
    # Of these no test is of one vector or one picture, or they are no layers.
    unread = {"BatchNormalization", "Celu", "Flatten", "Gather", "Gemm", "LRN"}
    unread |= {"GroupNormalization", "LayerNormalization"}
    unread |= {"Cast", "Identity", "Shape", "Transpose"}
    assert missing <= unread, missing
