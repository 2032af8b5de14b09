"""Every function with every type of number: the rule of types in arrays.py, and right values."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import exp, log, tanh
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from cnnviz import engine
from cnnviz.engine import activations
from cnnviz.engine.conv import conv2d
from cnnviz.engine.dense import dense, flatten
from cnnviz.engine.layers import Activation, GlobalAvgPool2d
from cnnviz.engine.network import Network
from cnnviz.engine.pool import avg_pool2d, global_avg_pool2d, max_pool2d
from cnnviz.engine.shift import shifted
from cnnviz.engine.weights import assemble
from layer_weights import weight as weight_of

TYPES = [np.dtype(char) for char in "?bBhHiIlLqQefd"] + [np.dtype(">i4"), np.dtype(">f4")]
Rule = Literal["kept", "sum", "float"]


def extremes(dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    """4×4 numbers of a type, its smallest and largest among them, where they can be squared."""
    values: list[Any]
    if dtype.kind == "b":
        values = [False, True, True, False] * 4
    elif dtype.kind == "f":
        values = [0.5, -2, 0, 3, 7, -0.25, 1, 1, -5, 2, 60, -60, 0, 1, 4, 1.5]
    else:
        info = np.iinfo(dtype)
        # The square of the largest of 64 bits, and four of those, are no int64.
        ends = [info.min, info.max] if dtype.itemsize < 4 else [-(2**15), 2**15 - 1]
        values = [max(info.min, end) for end in ends] + [0, 1, 2, 3, 100, 127, 5, 5, 90, 7, 8, 9]
        values += [ends[1], 50]
    return np.array(values, dtype).reshape(1, 4, 4)


def exactly(x: np.ndarray[Any, Any]) -> list[list[Fraction]]:
    return [[Fraction(value) for value in row] for row in x[0].tolist()]


def windows(x: np.ndarray[Any, Any]) -> list[list[Fraction]]:
    """The 2×2 blocks, in reading order."""
    rows = exactly(x)
    return [
        [rows[y][x], rows[y][x + 1], rows[y + 1][x], rows[y + 1][x + 1]]
        for y in (0, 2)
        for x in (0, 2)
    ]


def softmax(values: list[Fraction]) -> list[float]:
    powers = [exp(float(value - max(values))) for value in values]
    return [power / sum(powers) for power in powers]


FUNCTIONS: dict[str, tuple[Rule, Callable[..., Any], Callable[..., Any]]] = {
    "relu": ("kept", activations.relu, lambda x: [[max(v, 0) for v in row] for row in exactly(x)]),
    "flatten": ("kept", flatten, lambda x: [v for row in exactly(x) for v in row]),
    "shifted": ("kept", lambda x: shifted(x, 0, 0), exactly),
    "max_pool2d": ("kept", lambda x: max_pool2d(x, 2), lambda x: [max(w) for w in windows(x)]),
    "padded max_pool2d": (
        "kept",
        lambda x: max_pool2d(-x if x.dtype.kind == "i" else x, 1, padding=((0, 0), (0, 0))),
        lambda x: exactly(-x if x.dtype.kind == "i" else x),
    ),
    "conv2d": (
        "sum",
        lambda x: conv2d(x, x[:, None, :2, :2], stride=2),
        lambda x: [sum(a * b for a, b in zip(w, windows(x)[0], strict=True)) for w in windows(x)],
    ),
    "dense": (
        "sum",
        lambda x: dense(x[0, 0], x[0], x[0, 0]),
        lambda x: [
            sum(a * b for a, b in zip(row, exactly(x)[0], strict=True)) + bias
            for row, bias in zip(exactly(x), exactly(x)[0], strict=True)
        ],
    ),
    "avg_pool2d": ("float", lambda x: avg_pool2d(x, 2), lambda x: [sum(w) / 4 for w in windows(x)]),
    "global_avg_pool2d": ("float", global_avg_pool2d, lambda x: [sum(map(sum, exactly(x))) / 16]),
    "tanh": ("float", activations.tanh, lambda x: [[tanh(v) for v in row] for row in exactly(x)]),
    "sigmoid": (
        "float",
        activations.sigmoid,
        lambda x: [[1 / (1 + exp(min(-float(v), 700))) for v in row] for row in exactly(x)],
    ),
    "softmax": ("float", activations.softmax, lambda x: [softmax(row) for row in exactly(x)]),
    "log_softmax": (
        "float",
        activations.log_softmax,
        lambda x: [
            [float(v - max(row)) - log(sum(exp(float(w - max(row))) for w in row)) for v in row]
            for row in exactly(x)
        ],
    ),
}


def operations() -> Iterator[str]:
    """The public functions of the engine that make an array x into another."""
    for info in pkgutil.iter_modules(engine.__path__):
        module = importlib.import_module(f"cnnviz.engine.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            here = function.__module__ == module.__name__ and not name.startswith("_")
            kinds = inspect.get_annotations(function)
            first = next(iter(kinds.items()), None)
            if here and first == ("x", "ArrayLike") and kinds["return"] == "Array":
                yield name


def test_every_operation_is_tried_with_every_type() -> None:
    missing = set(operations()) - set(FUNCTIONS)
    assert missing == set(), "put their rules and values into FUNCTIONS"


def test_every_operation_is_compared_with_something_independent() -> None:
    others = {"test_types.py", "test_refusals.py", "test_infinity.py"}
    files = [each for each in Path(__file__).parent.glob("test_*.py") if each.name not in others]
    called = {name for each in files for name in re.findall(r"\w+", each.read_text("utf-8"))}
    assert set(operations()) - called == set(), "compare them in a test of tests/engine"


def result_type(rule: Rule, dtype: np.dtype[Any]) -> np.dtype[Any]:
    native = dtype.newbyteorder("=")
    if rule == "kept":
        return native
    if native.kind == "f":
        return np.dtype(np.float32) if native.itemsize == 2 else native
    return np.dtype(np.int64 if rule == "sum" else np.float64)


@pytest.mark.parametrize("dtype", TYPES, ids=lambda dtype: dtype.str)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_gives_the_right_values_in_the_type_of_the_rule(
    name: str, dtype: np.dtype[Any]
) -> None:
    rule, function, expected = FUNCTIONS[name]
    x = extremes(dtype)
    before = x.copy()
    result = function(x)
    assert result.dtype == result_type(rule, dtype)
    assert result.dtype.isnative
    right = [float(v) if rule == "float" else v for v in np.ravel(np.array(expected(x), object))]
    if result.dtype.kind in "biu":
        assert [Fraction(value) for value in result.ravel().tolist()] == right
    else:
        near = 1e-12 if result.dtype.itemsize == 8 else 1e-6
        np.testing.assert_allclose(result.ravel(), np.array(right, float), rtol=near, atol=near)
    # What is given is the receiver's own.
    assert not np.shares_memory(result, x)
    result[...] = 1
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nan_comes_out_of_every_operation_that_reads_it(name: str) -> None:
    x = np.arange(16.0).reshape(1, 4, 4)
    x[0, 0, 0] = np.nan
    with np.errstate(all="raise"):
        assert np.isnan(FUNCTIONS[name][1](x)).any()


def test_numbers_of_64_bits_are_told_apart_where_float64_cannot() -> None:
    big = np.array([2**63 - 1, 2**63 - 2])
    np.testing.assert_allclose(activations.softmax(big), [1 / (1 + exp(-1)), 1 / (1 + exp(1))])
    ends = np.array([-(2**63), 2**63 - 1])
    assert activations.softmax(ends).tolist() == [0, 1]
    assert activations.softmax(np.array([2**64 - 1, 0], np.uint64)).tolist() == [1, 0]
    assert conv2d([[[2**60 + 1]]], [[[[4]]]], [3]).item() == 2**62 + 7
    assert conv2d(np.array([[[2**62]]], np.uint64), np.array([[[[1]]]])).item() == 2**62
    assert dense([2**62, 2**62], [[1, 0]], [2**61 + 1]).item() == 2**62 + 2**61 + 1
    assert max_pool2d(np.array([[[2**64 - 1, 2**64 - 2]]], np.uint64), 1).max() == 2**64 - 1
    assert avg_pool2d(np.array([[[2**53 + 1, 1 - 2**53]]]), (1, 2)).item() == 1


@pytest.mark.parametrize(
    "sums",
    [
        lambda: conv2d([[[2**62, 2**62]]], [[[[1, 1]]]]),
        lambda: conv2d([[[1]]], [[[[1]]]], [2**63 - 1]),
        lambda: conv2d(np.full((1, 1, 1), 2**64 - 1, np.uint64), np.ones((1, 1, 1, 1), int)),
        lambda: dense([2**40, 2**40], [[2**30, 0]]),
        lambda: avg_pool2d([[[2**62, 2**62]]], (1, 2)),
        lambda: global_avg_pool2d(np.full((1, 2, 2), 2**62)),
    ],
)
def test_sums_of_integers_that_could_pass_64_bits_are_refused(sums: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"^x .*integers are exact"):
        sums()


def test_mixed_types_follow_numpy_and_integers_stay_exact() -> None:
    kinds = {"b": np.int8, "u": np.uint64, "e": np.float16, "f": np.float32, "d": np.float64}
    results = {
        a + b: dense(np.ones(1, kinds[a]), np.ones((1, 1), kinds[b])).dtype.char
        for a in kinds
        for b in kinds
    }
    for pair, char in results.items():
        whole, wide = set(pair) <= set("bu"), bool(set(pair) & set("du"))
        expected = np.int64 if whole else np.float64 if wide else np.float32
        assert np.dtype(char) == expected, pair


NETWORK = {
    "name": "n",
    "input": [1, 2, 2],
    "layers": [
        {"type": "max_pool2d", "name": "P", "size": 1},
        {"type": "avg_pool2d", "name": "A", "size": 1},
        {"type": "relu", "name": "R"},
        {"type": "flatten", "name": "F"},
        {"type": "relu", "name": "R2"},
        {"type": "softmax", "name": "S"},
    ],
}


@pytest.mark.parametrize("dtype", TYPES, ids=lambda dtype: dtype.str)
def test_activations_share_no_memory_with_each_other_or_the_input(
    dtype: np.dtype[Any],
) -> None:
    x = np.ones((1, 2, 2), dtype)
    network = assemble(NETWORK, {})
    kept = [x, *network.run(x).values(), *network.run(x).values()]
    for k, array in enumerate(kept):
        assert not any(np.shares_memory(array, other) for other in kept[:k])
        array[...] = 0
    assert (network.run(np.ones((1, 2, 2), dtype))["input"] == 1).all()


def test_a_network_is_read_only_and_its_copy_is_writable() -> None:
    weight = np.ones((1, 1, 1, 1), np.float32)
    layers = [{"type": "conv2d", "name": "C", "filters": 1, "kernel": 1, "bias": False}]
    network = assemble({**NETWORK, "layers": layers}, {"C.weight": weight})
    weight[...] = 5
    assert network.run(np.ones((1, 2, 2)))["C"].max() == 1
    with pytest.raises(ValueError, match="read-only"):
        weight_of(network, "C")[...] = 2
    own = network.copy()
    weight_of(own, "C")[...] = 2
    assert own.run(np.ones((1, 2, 2)))["C"].max() == 2
    assert network.run(np.ones((1, 2, 2)))["C"].max() == 1


def test_a_softmax_over_maps_goes_along_the_channels_unless_told() -> None:
    x = np.random.default_rng(0).standard_normal((3, 4, 5))
    for axis in range(3):
        layer = Activation("S", "softmax", axis)
        np.testing.assert_allclose(layer.apply(x).sum(axis=axis), 1)
        assert layer.output_shape(x.shape) == x.shape
    assert Activation("S", "softmax").axis == 0
    # A cell sees all along the axis, and that alone.
    layers = (Activation("S", "softmax", 2), GlobalAvgPool2d("G"))
    rows, columns = Network("n", (3, 4, 5), layers).receptive_fields()["S"]
    assert rows.seen_by(2) == (2, 3)
    assert all(columns.seen_by(k)[0] <= 0 and columns.seen_by(k)[1] >= 5 for k in range(5))
