"""Files that cannot be read: each a sentence that names node and reason, before memory is spent."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper

from cnnviz.onnx_reader import Unreadable, read
from onnx_models import array, model, node, small, with_data_file, written

Array = np.ndarray[Any, Any]
MOST_MEMORY = 256 << 20


def refusal(path: Path) -> str:
    """Why the file is not read, or not wholly."""
    tracemalloc.start()
    try:
        reading = read(path)
        reason = f"{path.name}: {reading.fault}" if reading.fault else ""
    except Unreadable as error:
        reason = str(error)
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < MOST_MEMORY
    assert "\n" not in reason
    assert len(reason) < 400
    return reason


def conv(weight: Array, kind: int = TensorProto.FLOAT, shape: Any = (1, 3, 8, 8)) -> ModelProto:
    return model([node("Conv", "x w", "y", "c1")], {"w": weight}, shape, kind=kind)


def huge() -> ModelProto:
    made = conv(array(2, 3, 1, 1))
    del made.graph.initializer[0].dims[:]
    made.graph.initializer[0].dims.extend([1000, 1000, 1000])
    return made


def spread() -> ModelProto:
    """A billion zeros, made by a node of a few bytes."""
    nodes = [node("ConstantOfShape", "s", "a"), node("Add", "a a", "b"), node("Add", "x b", "y")]
    return model(nodes, {"s": np.array([1, 1000, 1000, 1000])})


def resized() -> ModelProto:
    return model(
        [node("Resize", "x - s", "y", "up")], {"s": np.array([1, 1, 9999, 9999], np.float32)}
    )


def many() -> ModelProto:
    names = ["x", *(f"t{k}" for k in range(100_000))]
    nodes = [helper.make_node("Relu", [a], [b]) for a, b in pairwise(names)]
    return model(nodes, {}, outputs=(names[-1],))


def subgraph() -> ModelProto:
    empty = helper.make_graph([], "g", [], [])
    made = node("If", "x", "y", "choice", then_branch=empty, else_branch=empty)
    return model([made])


BAD: dict[str, tuple[Callable[[], ModelProto], str]] = {
    "circle": (
        lambda: model([node("Add", "x b", "a", "one"), node("Relu", "a", "b", "two")]),
        "node one (Add) stands in a circle",
    ),
    "nothing": (
        lambda: model([node("Relu", "nowhere", "y", "r")]), "reads nowhere, which nothing makes"
    ),
    "twice": (
        lambda: model([node("Relu", "x", "y", "r"), node("Relu", "x", "y", "s")]),
        "node s (Relu) makes y, which is made elsewhere too",
    ),
    "unknown": (
        lambda: model([node("Einsum", "x", "y", "e", equation="ij")]),
        "node e (Einsum): this operator is not known",
    ),
    "recurrent behind others": (
        lambda: model([node("Einsum", "x", "a", "e"), node("GRU", "a a a", "y", "r")]),
        "node r (GRU): recurrent layers are not read (1 more node of it cannot be read)",
    ),
    "recurrent": (lambda: model([node("LSTM", "x x x", "y", "r")]), "node r (LSTM): recurrent"),
    "choice": (subgraph, "node choice (If): it decides while running"),
    "quantised": (
        lambda: model([node("QuantizeLinear", "x s", "y", "q")], {"s": array(1)}),
        "node q (QuantizeLinear): quantised networks",
    ),
    "float64": (lambda: conv(array(2, 3, 1, 1).astype(np.float64)), "weights w in float64"),
    "float16": (lambda: conv(array(2, 3, 1, 1).astype(np.float16)), "weights w in float16"),
    "int64": (lambda: conv(np.ones((2, 3, 1, 1), np.int64)), "weights w in int64; float32 is read"),
    "double input": (
        lambda: conv(array(2, 3, 1, 1), TensorProto.DOUBLE), "input x is float64; float32 is read"
    ),
    "1-D": (
        lambda: conv(array(2, 3, 3), shape=(1, 3, 8)),
        "node c1 (Conv) is a convolution along 1 axis",
    ),
    "3-D": (
        lambda: conv(array(2, 3, 3, 3, 3), shape=(1, 3, 8, 8, 8)),
        "node c1 (Conv) is a convolution along 3 axes",
    ),
    "dynamic": (
        lambda: conv(array(2, 3, 1, 1), shape=("N", 3, "H", "W")), "input x is 1×3×?×?"
    ),
    "batch": (lambda: conv(array(2, 3, 1, 1), shape=(4, 3, 8, 8)), "one picture at a time"),
    "channels": (lambda: conv(array(2, 5, 1, 1)), "weights for 5 channels; it reads 3"),
    "huge": (huge, "tensor w of 1000×1000×1000 values is more than"),
    "spread": (spread, "makes too many values of constants"),
    "resized": (resized, "node up (Resize)"),
    "many": (many, "has 100,000 nodes; at most 10,000 are read"),
    "padding": (
        lambda: model([node("MaxPool", "x", "y", "p", kernel_shape=[2, 2], pads=[9, 9, 9, 9])]),
        "node p (MaxPool): padding must be at most 1",
    ),
    "random": (
        lambda: model([node("Reshape", "x s", "y", "r")], {"s": np.array([7, 9])}),
        "node r (Reshape) cannot make [7, 9] of [1, 3, 8, 8]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_a_sentence_that_says_why(name: str, tmp_path: Path) -> None:
    make, sentence = BAD[name]
    assert sentence in refusal(written(tmp_path, make()))


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("../w.data", "must be in a file of the model's folder"),
        ("/etc/passwd", "must be in a file of the model's folder"),
        ("C:\\w.data", "must be in a file of the model's folder"),
        ("a\\..\\..\\w.data", "must be in a file of the model's folder"),
        ("link/w.data", "leads out"),
        ("", "must be in a file of the model's folder"),
        ("other.data", "the weights are in other.data, which is not in the folder of the model"),
        ("cut.data", "cut.data is cut off: it has 10 bytes"),
    ],
)
def test_a_data_file_must_be_whole_and_in_the_folder(
    location: str, sentence: str, tmp_path: Path
) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    made = small()
    data = with_data_file(made, location, 64)
    for path in (tmp_path / "w.data", tmp_path / "elsewhere.data"):
        path.write_bytes(data)
    (folder / "link").symlink_to(tmp_path)
    (folder / "cut.data").write_bytes(data[:10])
    assert sentence in refusal(written(folder, made))


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"%PDF-1.7 no network", b"{}", b"\xff" * 1000])
def test_what_is_no_onnx_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(data)
    assert "is no ONNX file, or is cut off" in refusal(path)
    assert "cannot be read" in refusal(tmp_path)


def test_a_file_cut_off_at_any_byte_is_refused_or_says_what_it_lacks(tmp_path: Path) -> None:
    whole = small().SerializeToString()
    path = tmp_path / "net.onnx"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert refusal(path), f"{length} bytes of {len(whole)} are taken for the whole"


@pytest.mark.thorough
def test_a_file_with_any_byte_changed_is_read_or_refused(tmp_path: Path) -> None:
    whole = small().SerializeToString()
    path = tmp_path / "net.onnx"
    random = np.random.default_rng(0)
    for place in range(0, len(whole), 3):
        changed = bytearray(whole)
        changed[place] ^= int(random.integers(1, 256))
        path.write_bytes(bytes(changed))
        refusal(path)


def test_what_does_not_depend_on_an_unknown_operator_is_read(tmp_path: Path) -> None:
    nodes = [
        node("Relu", "x", "a", "known"),
        node("Einsum", "a", "b", "strange", equation="ij"),
        node("Tanh", "b", "c", "behind"),
        node("Sigmoid", "a", "y", "beside"),
    ]
    reading = read(written(tmp_path, model(nodes, outputs=("y", "c"))))
    assert [each.name for each in reading.network.layers] == ["known", "beside"]
    assert [each.name for each in reading.grey] == ["strange", "behind"]
    assert reading.fault == (
        "node strange (Einsum): this operator is not known (1 more node of it cannot be read)"
    )
    assert reading.network.run(np.ones((3, 8, 8)))["beside"].shape == (3, 8, 8)
