"""MNIST and CIFAR-10 in the forms that people have them: all give one accuracy, or a sentence."""

from __future__ import annotations

import gzip
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz.cli import main
from cnnviz.content import seeds
from cnnviz.evaluate import evaluate
from dataset_files import (
    COLOURS,
    COUNT,
    HWC,
    INK,
    LABELS,
    NAMES,
    PUBLISHED,
    SIMPLE,
    archive,
    binary,
    idx,
    idx_files,
    named,
    saved,
)

FORMS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "Keras' mnist.npz": (
        "lenet",
        lambda at: saved(at, x_train=INK, y_train=INK[0], x_test=INK, y_test=LABELS["lenet"]),
    ),
    "with a channel": (
        "lenet",
        lambda at: saved(at, x_test=INK[..., None], y_test=LABELS["lenet"]),
    ),
    "ink as floats": (
        "lenet",
        lambda at: saved(at, test_images=INK / 255.0, test_labels=LABELS["lenet"]),
    ),
    "labels as texts": (
        "lenet",
        lambda at: saved(at, test_images=INK, test_labels=LABELS["lenet"].astype(str)),
    ),
    "IDX": ("lenet", lambda at: idx_files(at)),
    "IDX, packed": ("lenet", lambda at: idx_files(at, ".gz", gzip.compress)),
    "a folder of IDX": ("lenet", lambda at: idx_files(at).parent),
    "Keras' CIFAR-10": ("simplecnn", lambda at: saved(at, x_test=HWC, y_test=SIMPLE[:, None])),
    "PyTorch's CIFAR-10": (
        "simplecnn",
        lambda at: saved(
            at, x_test=(COLOURS / 255.0).astype(np.float32), y_test=SIMPLE.astype(int)
        ),
    ),
    "names of classes": ("simplecnn", lambda at: saved(at, x_test=HWC, y_test=NAMES)),
    "names as published": ("simplecnn", lambda at: saved(at, x_test=HWC, y_test=PUBLISHED)),
    "names as bytes": ("simplecnn", lambda at: saved(at, x_test=HWC, y_test=NAMES.astype("S"))),
    "CIFAR-10's binary version": ("simplecnn", lambda at: named(at, "test_batch.bin", binary())),
    "its folder": ("simplecnn", lambda at: named(at, "test_batch.bin", binary()).parent),
    "its archive": (
        "simplecnn",
        lambda at: archive(at / "cifar-10-binary.tar.gz", "test_batch.bin", binary()),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_usual_forms_give_the_same_accuracy(form: str, tmp_path: Path) -> None:
    name, write = FORMS[form]
    assert evaluate(seeds.network(name), write(tmp_path)) == {"accuracy": 0.75, "n": COUNT}


class Program:
    """What a pickle may do when it is opened."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("the pickle was opened",))


INK_LABELS = LABELS["lenet"]
BAD: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "a pickle": (
        "simplecnn",
        lambda at: named(at, "test_batch", pickle.dumps(Program(), protocol=2)),
        "it is a Python pickle, which can run a program",
    ),
    "a pickle in its archive": (
        "simplecnn",
        lambda at: archive(at / "cifar-10-python.tar.gz", "test_batch", pickle.dumps(Program())),
        "it is a Python pickle, which can run a program",
    ),
    "objects": (
        "lenet",
        lambda at: saved(at, x_test=np.array([Program()] * 2), y_test=np.zeros(2)),
        "its arrays must be numbers or texts",
    ),
    "no such class": (
        "simplecnn",
        lambda at: saved(at, x_test=HWC, y_test=np.array(["zebra"] * COUNT)),
        "the label 'zebra' is no class of simplecnn, which has aeroplane, car",
    ),
    "a class too many": (
        "lenet",
        lambda at: saved(at, x_test=INK, y_test=INK_LABELS + np.uint8(10)),
        "its labels must be from 0 to 9; got 1",
    ),
    "classes from 1": (
        "lenet",
        lambda at: saved(at, x_test=INK, y_test=np.arange(COUNT) - 1),
        "its labels must be from 0 to 9; got -1",
    ),
    "half a class": (
        "lenet",
        lambda at: saved(at, x_test=INK, y_test=INK_LABELS + 0.5),
        "its labels must be whole numbers",
    ),
    "no class": (
        "lenet",
        lambda at: saved(at, x_test=INK, y_test=np.full(COUNT, np.nan)),
        "its labels must be whole numbers",
    ),
    "one-hot": (
        "lenet",
        lambda at: saved(at, x_test=INK, y_test=np.eye(10)[INK_LABELS]),
        r"got 8×10 numbers: of one-hot labels take argmax\(axis=1\)",
    ),
    "true and false": (
        "lenet",
        lambda at: saved(at, x_test=INK, y_test=INK_LABELS > 4),
        "y_test must be whole numbers or names of classes; got bool",
    ),
    "empty": (
        "lenet",
        lambda at: saved(at, x_test=INK[:0], y_test=INK_LABELS[:0]),
        "y_test must be a row of labels that is not empty",
    ),
    "pictures without a pixel": (
        "lenet",
        lambda at: saved(at, x_test=INK[:, :0], y_test=INK_LABELS),
        "x_test must hold a picture",
    ),
    "fewer labels": (
        "lenet",
        lambda at: saved(at, x_test=INK, y_test=INK_LABELS[1:]),
        "must be as many; got 8 pictures and 7 labels",
    ),
    "whole numbers wider than a byte": (
        "lenet",
        lambda at: saved(at, x_test=INK.astype(int), y_test=INK_LABELS),
        "x_test must be uint8, or floats from 0 to 1; got int64",
    ),
    "floats up to 255": (
        "lenet",
        lambda at: saved(at, x_test=INK.astype(float), y_test=INK_LABELS),
        "got floats from 0 to 255",
    ),
    "centred floats": (
        "lenet",
        lambda at: saved(at, x_test=INK / 127.5 - 1, y_test=INK_LABELS),
        "got floats from -1 to 1",
    ),
    "not finite": (
        "lenet",
        lambda at: saved(at, x_test=np.full(INK.shape, np.nan), y_test=INK_LABELS),
        "x_test must be finite",
    ),
    "four channels": (
        "simplecnn",
        lambda at: saved(at, x_test=np.zeros((8, 32, 32, 4), np.uint8), y_test=SIMPLE),
        r"with 1 or 3 channels; got shape \(8, 32, 32, 4\)",
    ),
    "flat": (
        "simplecnn",
        lambda at: saved(at, x_test=COLOURS.reshape(COUNT, -1), y_test=SIMPLE),
        r"with 1 or 3 channels; got shape \(8, 3072\)",
    ),
    "too small": (
        "simplecnn",
        lambda at: saved(at, x_test=COLOURS[..., :16], y_test=SIMPLE),
        "its pictures are 3×32×16, the network reads 3×32×32",
    ),
    "too large": (
        "lenet",
        lambda at: saved(at, x_test=np.zeros((8, 40, 40), np.uint8), y_test=INK_LABELS),
        "its pictures are 1×40×40, the network reads 1×32×32",
    ),
    "other arrays": (
        "lenet",
        lambda at: saved(at, x_train=INK, y_train=INK_LABELS),
        "it holds x_train, y_train",
    ),
    "an IDX file cut short": (
        "lenet",
        lambda at: named(at, idx_files(at).name, idx(INK)[:-1]),
        "must hold 8×28×28 bytes behind its head",
    ),
    "an IDX file of labels": (
        "lenet",
        lambda at: idx_files(at).with_name("t10k-labels-idx1-ubyte"),
        "name the file of the pictures",
    ),
    "something else called IDX": (
        "lenet",
        lambda at: named(at, idx_files(at).name, b"nothing of the kind"),
        "must be an IDX file of bytes with 3 axes",
    ),
    "a binary version cut short": (
        "simplecnn",
        lambda at: named(at, "test_batch.bin", binary()[:-1]),
        "3,073 bytes a picture; got 24,583 bytes",
    ),
    "an archive of something else": (
        "simplecnn",
        lambda at: archive(at / "cifar-10-binary.tar.gz", "readme.txt", b"hello"),
        "the archive must hold test_batch.bin",
    ),
    "an archive that is none": (
        "simplecnn",
        lambda at: named(at, "cifar-10-binary.tar.gz", b"hello"),
        "cannot be read",
    ),
    "packed badly": (
        "lenet",
        lambda at: named(at, idx_files(at, ".gz", gzip.compress).name, b"\x1f\x8bnothing"),
        "cannot be read",
    ),
    "an empty folder": ("lenet", lambda at: at, "holds none of t10k-images-idx3-ubyte"),
    "an .npz cut short": (
        "lenet",
        lambda at: named(at, "a.npz", saved(at, x_test=INK, y_test=INK_LABELS).read_bytes()[:99]),
        "cannot be read",
    ),
}


@pytest.mark.parametrize("form", BAD)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(form: str, tmp_path: Path) -> None:
    name, write, said = BAD[form]
    path = write(tmp_path)
    with pytest.raises(ValueError, match=said) as refused:
        evaluate(seeds.network(name), path)
    message = str(refused.value)
    assert str(tmp_path) in message
    assert "\n" not in message


def test_the_command_says_it_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, x_test=INK.astype(float), y_test=INK_LABELS)
    assert main(["evaluate", "lenet", str(path)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "got floats from 0 to 255" in said


def test_labels_without_their_pictures_are_missed_by_name(tmp_path: Path) -> None:
    path = idx_files(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(ValueError, match=r"^there is no file .*t10k-labels-idx1-ubyte"):
        evaluate(seeds.network("lenet"), path)
