"""The measuring on picture files: what is right is counted, what cannot be read is refused."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from cnnviz.cli import main
from cnnviz.content import seeds
from cnnviz.datasets import decoded
from cnnviz.evaluate import evaluate

COUNT = 8


def as_files(pictures: NDArray[np.uint8], form: str) -> list[bytes]:
    """N×H×W×3 bytes as N files."""
    files = []
    for picture in pictures:
        file = BytesIO()
        Image.fromarray(picture).save(file, form)
        files.append(file.getvalue())
    return files


def halves(files: list[bytes], labels: object) -> dict[str, Any]:
    """The arrays of CIFAR-10's file form."""
    return {
        "test_jpeg": np.frombuffer(b"".join(files), np.uint8),
        "test_offsets": np.cumsum([0, *map(len, files)]),
        "test_labels": np.array(labels, np.uint8),
    }


@pytest.fixture
def pictures() -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (COUNT, 32, 32, 3), np.uint8)


@pytest.fixture
def arrays(pictures: NDArray[np.uint8]) -> dict[str, Any]:
    return halves(as_files(pictures, "JPEG"), range(COUNT))


def test_what_is_right_is_counted_on_picture_files(
    pictures: NDArray[np.uint8], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # PNG keeps every value, so the answers can be had from the pictures themselves.
    network = seeds.network("simplecnn")
    planes = pictures.transpose(0, 3, 1, 2).astype(np.float32) / 255
    said = np.array([network.run(x)["probabilities"].argmax() for x in planes])
    labels = np.where(np.arange(COUNT) < 6, said, (said + 1) % 10)
    path = tmp_path / "few.npz"
    np.savez(path, **halves(as_files(pictures, "PNG"), labels))
    assert evaluate(network, path) == {"accuracy": 0.75, "n": COUNT}
    assert main(["evaluate", "simplecnn", str(path)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert json.loads(printed) == {"network": "simplecnn", "accuracy": 0.75, "n": COUNT}


def test_files_are_decoded_channel_by_channel(pictures: NDArray[np.uint8]) -> None:
    arrays = halves(as_files(pictures, "PNG"), range(COUNT))
    found = decoded("file", arrays["test_jpeg"], arrays["test_offsets"])
    assert found.dtype == np.uint8
    assert (found == pictures.transpose(0, 3, 1, 2)).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"test_labels": np.zeros(0, np.uint8)}, "test_labels must be a row of labels that is"),
        ({"test_labels": np.zeros(COUNT - 1, np.uint8)}, f"test_offsets must be {COUNT} whole"),
        ({"test_offsets": np.zeros((COUNT + 1, 1), int)}, f"test_offsets must be {COUNT + 1} "),
        ({"test_offsets": np.zeros(COUNT + 1)}, f"test_offsets must be {COUNT + 1} whole"),
        ({"test_offsets": np.arange(COUNT + 1)[::-1]}, "test_offsets must rise from 0 to the"),
        ({"test_offsets": np.arange(COUNT + 1) * 10**6}, "test_offsets must rise from 0 to the"),
        ({"test_offsets": np.zeros(COUNT + 1, int)}, "test_jpeg: file 0 is no picture that can"),
        ({"test_jpeg": np.zeros(10**5, np.uint8)}, "test_jpeg: file 0 is no picture that can"),
        ({"test_jpeg": np.zeros(10**5)}, "test_jpeg must be a row of bytes"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(
    arrays: dict[str, Any], tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = tmp_path / "bad.npz"
    np.savez(path, **(arrays | change))
    with pytest.raises(ValueError, match=said) as refused:
        evaluate(seeds.network("simplecnn"), path)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


def test_a_file_without_offsets_or_labels_is_refused(
    arrays: dict[str, Any], tmp_path: Path
) -> None:
    for missing in ("test_offsets", "test_labels"):
        path = tmp_path / "bad.npz"
        np.savez(path, **{name: array for name, array in arrays.items() if name != missing})
        with pytest.raises(ValueError, match="test_jpeg, test_offsets and test_labels"):
            evaluate(seeds.network("simplecnn"), path)


def test_pictures_of_two_sizes_are_refused(pictures: NDArray[np.uint8], tmp_path: Path) -> None:
    files = [*as_files(pictures, "JPEG"), *as_files(pictures[:, :16], "JPEG")]
    path = tmp_path / "bad.npz"
    np.savez(path, **halves(files, np.zeros(2 * COUNT)))
    with pytest.raises(ValueError, match=f"file {COUNT} has another size than the first"):
        evaluate(seeds.network("simplecnn"), path)


def test_a_network_is_not_measured_on_the_pictures_of_another(
    arrays: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "colours.npz"
    np.savez(path, **arrays)
    with pytest.raises(ValueError, match="are 3×32×32, the network reads 1×32×32"):
        evaluate(seeds.network("lenet"), path)
    ink = np.zeros((2, 28, 28), np.uint8)
    np.savez(tmp_path / "ink.npz", test_images=ink, test_labels=np.zeros(2))
    with pytest.raises(ValueError, match="are 1×28×28, the network reads 3×32×32"):
        evaluate(seeds.network("simplecnn"), tmp_path / "ink.npz")


def test_without_pillow_it_is_said_how_to_get_it(
    arrays: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    np.savez(tmp_path / "few.npz", **arrays)
    assert main(["evaluate", "simplecnn", str(tmp_path / "few.npz")]) == 1
    assert "pip install pillow\n" in capsys.readouterr().err
