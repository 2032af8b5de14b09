"""The engine against the tests of single operators that ONNX ships for whoever implements it.

Each test of an operator that the engine has is run, or stands in NOT_EXPRESSED with the reason.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz.engine import activations
from cnnviz.engine.arguments import same_padding
from cnnviz.engine.conv import conv2d
from cnnviz.engine.dense import dense, flatten
from cnnviz.engine.pool import avg_pool2d, global_avg_pool2d, max_pool2d

Array = np.ndarray[Any, Any]
Attributes = dict[str, Any]

THREE_AXES = "three spatial axes: the engine's pictures have two"
STACKS = "stacks of matrices: dense takes one"
NOT_EXPRESSED = {
    **dict.fromkeys(
        (
            "test_averagepool_3d_default",
            "test_averagepool_3d_dilations_small",
            "test_averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_True",
            "test_averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_False",
            "test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True",
            "test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_False",
            "test_maxpool_3d_default",
            "test_maxpool_3d_dilations",
            "test_maxpool_3d_dilations_use_ref_impl",
            "test_maxpool_3d_dilations_use_ref_impl_large",
            "test_AvgPool3d",
            "test_AvgPool3d_stride",
            "test_AvgPool3d_stride1_pad0_gpu_input",
            "test_Conv3d",
            "test_Conv3d_dilated",
            "test_Conv3d_dilated_strided",
            "test_Conv3d_groups",
            "test_Conv3d_no_bias",
            "test_Conv3d_stride",
            "test_Conv3d_stride_padding",
            "test_MaxPool3d",
            "test_MaxPool3d_stride",
            "test_MaxPool3d_stride_padding",
        ),
        THREE_AXES,
    ),
    **dict.fromkeys(
        (
            "test_maxpool_with_argmax_2d_precomputed_pads",
            "test_maxpool_with_argmax_2d_precomputed_strides",
        ),
        "a second output, the places of the largest: max_pool2d gives the values alone",
    ),
    **dict.fromkeys(
        (
            "test_matmul_3d",
            "test_matmul_4d",
            "test_matmul_bcast",
            "test_matmul_1d_3d",
            "test_matmul_4d_1d",
        ),
        STACKS,
    ),
}


@dataclass(frozen=True)
class Case:
    """One operator with its attributes, its inputs and what should come of them."""

    name: str
    operator: str
    attributes: Attributes
    inputs: list[Array]
    outputs: list[Array]


def cases() -> Iterator[Case]:
    """All tests of one operator that is one of OPERATORS, in whichever of ONNX's collections."""
    onnx = pytest.importorskip(
        "onnx", reason="runs the tests that come with ONNX (pip install onnx)"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ONNX's own, on its way to its expected values
        node = importlib.import_module("onnx.backend.test.case.node")
        for operator in OPERATORS:
            importlib.import_module(f"{node.__name__}.{operator.lower()}")
    for made in node._NodeTestCases:
        (inputs, outputs), *_ = made.data_sets
        yield from of_one_operator(onnx, made.name, made.model, inputs, outputs)
    for path in sorted((Path(onnx.__file__).parent / "backend/test/data").glob("*/*/model.onnx")):
        data = [
            [
                onnx.numpy_helper.to_array(onnx.load_tensor(file))
                for file in sorted(path.parent.glob(f"test_data_set_0/{kind}_*.pb"))
            ]
            for kind in ("input", "output")
        ]
        if data[1]:
            yield from of_one_operator(onnx, path.parent.name, onnx.load(path), *data)


def of_one_operator(
    onnx: Any, name: str, model: Any, inputs: list[Array], outputs: list[Array]
) -> Iterator[Case]:
    nodes = model.graph.node
    if len(nodes) != 1 or nodes[0].op_type not in OPERATORS:
        return
    held = {each.name: onnx.numpy_helper.to_array(each) for each in model.graph.initializer}
    asked = [each.name for each in model.graph.input]
    held |= dict(zip([name for name in asked if name not in held], inputs, strict=False))
    held |= dict(zip(asked, inputs, strict=False)) if len(inputs) == len(asked) else {}
    attributes = {each.name: onnx.helper.get_attribute_value(each) for each in nodes[0].attribute}
    given = [held[name] for name in nodes[0].input if name]
    yield Case(name, nodes[0].op_type, attributes, given, outputs)


def two_axes(run: Callable[..., Array], attributes: Attributes, x: Array, *more: Array) -> Array:
    """A batch of pictures, or of rows as pictures one high, each through an engine's function."""
    flat = x.ndim == 3
    if flat:
        x, more = (
            x[:, :, None],
            tuple(each[:, :, None] if each.ndim == 3 else each for each in more),
        )
    kernel = tuple(attributes.get("kernel_shape") or more[0].shape[2 + flat :])
    stride, dilation = (
        tuple(attributes.get(name) or (1,) * len(kernel)) for name in ("strides", "dilations")
    )
    ends = tuple(attributes.get("pads") or (0,) * 2 * len(kernel))
    around = list(zip(ends[: len(kernel)], ends[len(kernel) :], strict=True))
    auto = attributes.get("auto_pad", b"NOTSET").decode()
    if auto.startswith("SAME"):
        axes = zip(x.shape[2 + flat :], kernel, stride, dilation, strict=True)
        around = [
            (after, before) if auto == "SAME_LOWER" else (before, after)
            for before, after in (same_padding(*axis) for axis in axes)
        ]
    if flat:
        kernel, stride, dilation = (1, *kernel), (1, *stride), (1, *dilation)
        around = [(0, 0), *around]
    window = {"stride": stride, "dilation": dilation, "padding": tuple(around)}
    out = np.stack([run(each, kernel, *more, **window) for each in x])
    return out[:, :, 0] if flat else out


def conv(attributes: Attributes, x: Array, weight: Array, bias: Array | None = None) -> Array:
    def run(picture: Array, _: Any, *arrays: Array, **window: Any) -> Array:
        return conv2d(picture, *arrays, groups=attributes.get("group", 1), **window)

    return two_axes(run, attributes, x, weight, *([] if bias is None else [bias]))


def max_pool(attributes: Attributes, x: Array) -> Array:
    ceil_mode = attributes.get("ceil_mode", 0) == 1
    return two_axes(lambda *a, **w: max_pool2d(*a, ceil_mode=ceil_mode, **w), attributes, x)


def average_pool(attributes: Attributes, x: Array) -> Array:
    how: dict[str, Any] = {
        "ceil_mode": attributes.get("ceil_mode", 0) == 1,
        "count_include_pad": attributes.get("count_include_pad", 0) == 1,
    }
    return two_axes(lambda *a, **w: avg_pool2d(*a, **(how | w)), attributes, x)


def global_average_pool(_: Attributes, x: Array) -> Array:
    return np.stack([global_avg_pool2d(each)[:, None, None] for each in x])


def gemm(attributes: Attributes, a: Array, b: Array, c: Array | None = None) -> Array:
    """Row by row; alpha is taken into the weights, and beta into the bias."""
    a = a.T if attributes.get("transA") else a
    weight = (b if attributes.get("transB") else b.T) * np.float32(attributes.get("alpha") or 1)
    bias = np.zeros((), np.float32) if c is None else c * np.float32(attributes.get("beta") or 1)
    rows = np.broadcast_to(bias, (len(a), len(weight)))
    return np.stack([dense(x, weight, row) for x, row in zip(a, rows, strict=True)])


def matmul(_: Attributes, a: Array, b: Array) -> Array:
    if a.ndim == b.ndim == 1:
        return np.asarray(dense(a, b[None])[0])
    return np.stack([dense(row, b.T) for row in a])


def flattened(attributes: Attributes, x: Array) -> Array:
    axis = attributes.get("axis", 1)
    shape = x.shape[:axis]
    return np.stack([flatten(x[place]) for place in np.ndindex(*shape)])


OPERATORS: dict[str, Callable[..., Array]] = {
    "Conv": conv,
    "MaxPool": max_pool,
    "AveragePool": average_pool,
    "GlobalAveragePool": global_average_pool,
    "Relu": lambda _, x: activations.relu(x),
    "Sigmoid": lambda _, x: activations.sigmoid(x),
    "Tanh": lambda _, x: activations.tanh(x),
    "Softmax": lambda attributes, x: activations.softmax(x, attributes.get("axis", -1)),
    "Gemm": gemm,
    "MatMul": matmul,
    "Flatten": flattened,
}


@pytest.mark.thorough
def test_every_test_of_an_operator_that_the_engine_has_gives_onnx_s_values() -> None:
    ran = []
    for case in cases():
        if case.name in NOT_EXPRESSED:
            many = max(each.ndim for each in case.inputs) > (2 if case.operator == "MatMul" else 4)
            assert many or len(case.outputs) > 1, f"{case.name} can be run"
            continue
        assert len(case.outputs) == 1, f"{case.name} has more outputs: say why it is not run"
        (expected,) = case.outputs
        result = OPERATORS[case.operator](case.attributes, *case.inputs)
        assert result.dtype == expected.dtype, case.name
        # ONNX's own bounds: some of its values are written with four digits.
        np.testing.assert_allclose(result, expected, rtol=1e-3, atol=1e-6, err_msg=case.name)
        ran.append(case.operator)
    assert set(ran) == set(OPERATORS)
    assert len(ran) > 80
