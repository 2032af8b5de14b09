"""Cells of layers of many kinds, opened: what they are made of gives what the engine computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz.cli.opening import subject_of
from cnnviz.engine.resize import Resize2d
from cnnviz.onnx_reader import read
from cnnviz.opened import Subject, chapter_of
from cnnviz.opened.cell import openable
from onnx_models import array, model, node, written
from test_opened_cells import wrong_cells

MAP, ONES, ROW = array(3, 1, 1), np.abs(array(3, 1, 1)) + 1, array(8)
BORDER, SPATIAL = np.array([0, 0, 2, 1, 0, 0, 1, 2]), np.array([2, 3])
TWICE, HALF = (np.array(each, np.float32) for each in ([1, 1, 2, 2], [1, 1, 0.5, 0.75]))
FUNCTIONS = ("Softplus", "Softsign", "Mish", "Exp", "Erf", "Selu", "HardSigmoid")
NONE: dict[str, Any] = {}


def alone(kind: str, more: str = "", **attributes: Any) -> list[Any]:
    return [node(kind, f"x {more}".strip(), "y", "own", **attributes)]


def two(kind: str, given: str = "Sigmoid", order: str = "x s") -> list[Any]:
    return [node(given, "x", "s", "other"), node(kind, order, "y", "own")]


CASES: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "product of two": (two("Mul"), NONE),
    "gate": (two("Mul", "GlobalAveragePool"), NONE),
    "gate first": (two("Mul", "GlobalAveragePool", "s x"), NONE),
    "product with a constant": (alone("Mul", "c"), {"c": MAP}),
    "difference": (two("Sub"), NONE),
    "less a constant": (alone("Sub", "c"), {"c": MAP}),
    "constant less": ([node("Sub", "c x", "y", "own")], {"c": MAP}),
    "by a constant": (alone("Div", "c"), {"c": ONES}),
    "by another": (two("Div"), NONE),
    "stretched sum": (two("Add", "GlobalAveragePool"), NONE),
    "plus a constant": (alone("Add", "c"), {"c": array(3, 8, 8)}),
    "larger of two": (two("Max", "Tanh"), NONE),
    "local response": (alone("LRN", size=2, alpha=0.5), NONE),
    "instance": (alone("InstanceNormalization", "s b"), {"s": array(3), "b": array(3, seed=1)}),
    "group": (alone("GroupNormalization", "s b", num_groups=1), {"s": array(3), "b": array(3)}),
    "layer of a row": (alone("LayerNormalization", "s b", axis=-1), {"s": ROW, "b": ROW}),
    "layer of a map": (
        alone("LayerNormalization", "s b", axis=-2),
        {"s": array(8, 8), "b": array(8, 8)},
    ),
    "border": (alone("Pad", "p"), {"p": BORDER}),
    "border of a value": (alone("Pad", "p c"), {"p": BORDER, "c": np.float32(2.5)}),
    "linear, larger": (alone("Resize", "- k", mode="linear"), {"k": TWICE}),
    "linear, smaller": (alone("Resize", "- k", mode="linear"), {"k": HALF}),
    "cubic": (alone("Resize", "- k", mode="cubic"), {"k": TWICE}),
    "largest": (alone("ReduceMax", "a"), {"a": SPATIAL}),
    "total": (alone("ReduceSum", "a", keepdims=0), {"a": SPATIAL}),
    **{
        f"{kind} over channels": (alone(kind, "a"), {"a": np.array([1])})
        for kind in ("ReduceMax", "ReduceSum", "ReduceMean")
    },
    "square": (alone("Pow", "c"), {"c": np.float32(2)}),
    "cube": (alone("Pow", "c"), {"c": np.float32(3)}),
    "reciprocal": ([node("Exp", "x", "s", "other"), node("Reciprocal", "s", "y", "own")], NONE),
    "softmax of many": (
        [node("Flatten", "x", "s", "other"), node("Softmax", "s", "y", "own")],
        NONE,
    ),
    "CELU": (alone("Celu"), NONE),
    "clipped": (alone("Clip", "l h"), {"l": np.float32(-0.2), "h": np.float32(0.3)}),
    "tanh in pieces": (alone("Clip", "l h"), {"l": np.float32(-1), "h": np.float32(1)}),
    "negative": (alone("Neg"), NONE),
    **{
        kind: (alone(kind, **more), NONE)
        for kind, more in {
            **{kind: {} for kind in FUNCTIONS},
            "Gelu": {"approximate": "tanh"},
        }.items()
    },
    "square root": ([node("Sigmoid", "x", "s", "other"), node("Sqrt", "s", "y", "own")], NONE),
    "logarithm": ([node("Sigmoid", "x", "s", "other"), node("Log", "s", "y", "own")], NONE),
}


def subject(folder: Path, nodes: list[Any], tensors: dict[str, Any]) -> Subject:
    return subject_of(read(written(folder, model(nodes, tensors, opset=22))), None, "signed", [])


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_layer_opens_and_its_terms_give_the_cell(name: str, tmp_path: Path) -> None:
    made = subject(tmp_path, *CASES[name])
    assert set(openable(made)) == set(made.layers)
    assert wrong_cells(made, ["own"], 6) == []


def test_shares_and_their_logarithms_open_be_they_few_or_many(tmp_path: Path) -> None:
    for kind in ("LogSoftmax", "Softmax"):
        for count in (5, 20):
            nodes = [
                node("Flatten", "x", "f", "flat"),
                node("Gemm", "f w", "g", "fc", transB=1),
                node(kind, "g", "y", "own"),
            ]
            made = subject(tmp_path, nodes, {"w": array(count, 192)})
            assert "own" in openable(made)
            assert wrong_cells(made, openable(made), 2) == []
    assert "log softmax of 5 numbers" in _said(tmp_path, "LogSoftmax")


def _said(folder: Path, kind: str) -> str:
    nodes = [
        node("Flatten", "x", "f", "flat"),
        node("Gemm", "f w", "g", "fc", transB=1),
        node(kind, "g", "y", "own"),
    ]
    spec = chapter_of(subject(folder, nodes, {"w": array(5, 192)})).steps[0].spec("cell")
    return spec.scene({"layer": "own", "channel": 1}).frames[1].narration


def test_of_a_product_both_layers_are_named(tmp_path: Path) -> None:
    for name in ("gate", "gate first"):
        spec = chapter_of(subject(tmp_path, *CASES[name])).steps[0].spec("cell")
        said = spec.scene({"layer": "own", "channel": 2, "row": 3, "column": 4}).frames[0].narration
        assert "It multiplies a number of the picture by one of other." in said


@pytest.mark.parametrize("mode", ["linear", "cubic"])
@pytest.mark.parametrize("count", [3, 8, 13])
def test_what_a_resized_cell_is_made_of_is_what_single_cells_give(mode: str, count: int) -> None:
    """A plane that is 1 in one row alone, for each row."""
    layer = Resize2d("own", (count, 1), mode)
    for place in range(count):
        taps = layer.taps(1, 8, place)
        assert list(taps) == list(range(min(taps), max(taps) + 1))
        for row in range(8):
            plane = np.zeros((1, 8, 1), np.float32)
            plane[0, row] = 1
            given = float(np.asarray(layer.apply(plane))[0, place, 0])
            assert taps.get(row, 0.0) == pytest.approx(given, abs=1e-6)
