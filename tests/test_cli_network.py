"""`cnnviz network`: its table, its records, and what it says of files that it cannot read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from onnx import ModelProto
from PIL import Image

import cnnviz
from cnnviz.cli import main
from onnx_models import model, node, small, with_data_file, written

KEYS = ["name", "operator", "shape", "parameters", "multiply_adds", "receptive_field"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path, small())


def said(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> tuple[str, str]:
    assert main(["network", *map(str, words)]) == code
    printed = capsys.readouterr()
    return printed.out, printed.err


def test_the_table_has_a_row_for_each_layer_and_a_total(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = said(capsys, path)
    rows = {line.split()[0]: line.split() for line in out.splitlines() if line}
    assert rows["conv"][:5] == ["conv", "Conv", "4×8×8", "112", "6,912"]
    assert " ".join(rows["pool"][5:]) == "4×4, jump 2, start −1"
    assert rows["total"] == ["total", "437", "7,232"]
    assert "N×C×H×W" in out
    assert "Answers to a random input:" in out


def test_the_records_have_the_same_with_the_difference_from_onnx_runtime(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = json.loads(said(capsys, path, "--json")[0])
    assert [list(record) for record in records] == [KEYS] * 6
    assert records[0] == {
        "name": "conv", "operator": "Conv", "shape": [4, 8, 8], "parameters": 112,
        "multiply_adds": 6912,
        "receptive_field": {"size": [3, 3], "jump": [1, 1], "start": [-1, -1]},
    }  # fmt: skip
    compared = json.loads(said(capsys, path, "--json", "--check")[0])
    assert [list(record) for record in compared] == [[*KEYS, "difference"]] * 6
    assert all(0 <= record["difference"] < 1e-4 for record in compared)
    assert "Agrees with ONNX Runtime to " in said(capsys, path, "--check")[0]


def test_a_picture_is_seen_as_the_network_sees_it_and_answered_in_words(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    colours = np.zeros((16, 16, 3), np.uint8)
    colours[..., 1] = 255
    Image.fromarray(colours).save(tmp_path / "green.png")
    (tmp_path / "names.txt").write_text("a\nb\nc\nd\ne\n")
    words = (path, "--picture", tmp_path / "green.png", "--save", tmp_path / "all.npz")
    out, _ = said(capsys, *words, "--labels", tmp_path / "names.txt")
    green = np.zeros((3, 8, 8), np.float32)
    green[1] = 1
    kept = cnnviz.open(path).run(green)
    with np.load(tmp_path / "all.npz") as saved:
        assert set(saved) == set(kept)
        for name, array in kept.items():
            np.testing.assert_array_equal(saved[name], array)
    best = int(kept["softmax"].argmax())
    assert f"  {'abcde'[best]}: {kept['softmax'][best]:.4g}" in out
    for kind, least, most in (("signed", -1, 1), ("0-255", 0, 255), ("imagenet", -2.12, 2.43)):
        said(capsys, *words, "--range", kind)
        with np.load(tmp_path / "all.npz") as saved:
            assert saved["input"].min() == pytest.approx(least, abs=0.01)
            assert saved["input"].max() == pytest.approx(most, abs=0.01)


def unknown() -> ModelProto:
    return model([node("Relu", "x", "a", "known"), node("Einsum", "a", "y", "e", equation="ij")])


def test_what_cannot_be_read_is_told_after_what_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, unknown())
    out, err = said(capsys, path, code=1)
    assert err == "cnnviz: net.onnx: node e (Einsum): this operator is not known\n"
    assert [line.split()[:3] for line in out.splitlines()[4:6]] == [
        ["known", "Relu", "3×8×8"],
        ["e", "Einsum", "?"],
    ]
    records = json.loads(said(capsys, path, "--json", "--check", code=1)[0])
    assert records[1] == {"name": "e", "operator": "Einsum", **dict.fromkeys(KEYS[2:])}


def test_without_its_data_file_a_network_has_shapes_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = small()
    with_data_file(made, "w.data", 64)
    out, err = said(capsys, written(tmp_path, made), code=1)
    assert "total" in out
    assert "Answers" not in out
    assert err.startswith("cnnviz: net.onnx: the weights are in w.data, which is not in the folder")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["none.onnx"], "none.onnx: cannot be read: No such file or directory"),
        (["net.onnx", "--picture", "net.onnx"], "net.onnx cannot be read as a picture"),
        (["net.onnx", "--labels", "none.txt"], "labels must be a text file, one a line: none.txt"),
        (["net.onnx", "--save", "none/all.npz"], "cannot write none/all.npz"),
    ],
)
def test_files_that_cannot_be_used_are_named(
    words: list[str],
    sentence: str,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(path.parent)
    assert said(capsys, *words, code=1)[1].startswith(f"cnnviz: {sentence}")


@pytest.mark.parametrize(
    ("library", "options", "sentence"),
    [
        ("onnx", [], "reading networks in ONNX needs the package onnx"),
        ("onnxruntime", ["--check"], "comparing needs ONNX Runtime, which is not installed"),
        ("PIL", ["--picture", "p.png"], "pictures need Pillow, which is not installed"),
    ],
)
def test_a_library_that_is_missing_is_named_with_the_way_to_get_it(
    library: str,
    options: list[str],
    sentence: str,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if library == "onnx":
        for name in [each for each in sys.modules if each.startswith("cnnviz.onnx_reader")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.delattr(cnnviz, "onnx_reader", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    _, err = said(capsys, path, *options, code=1)
    assert err.startswith(f"cnnviz: {sentence}")
    assert "pip install" in err
