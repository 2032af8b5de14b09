"""Eight labelled pictures for LeNet-5 and for the SimpleCNN, and files of them in each form."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds

COUNT = 8
Array = NDArray[Any]
R = np.random.default_rng(3)
INK = R.integers(0, 256, (COUNT, 28, 28), np.uint8)
COLOURS = R.integers(0, 256, (COUNT, 3, 32, 32), np.uint8)


def labelled(name: str, pictures: Array) -> Array:
    """Labels of which six of eight are what the network says."""
    network = seeds.network(name)
    said = [network.run(x.astype(np.float32) / 255)["probabilities"].argmax() for x in pictures]
    return np.where(np.arange(COUNT) < 6, said, (np.array(said) + 1) % 10).astype(np.uint8)


LABELS = {
    "lenet": labelled("lenet", np.pad(INK[:, None], ((0, 0), (0, 0), (2, 2), (2, 2)))),
    "simplecnn": labelled("simplecnn", COLOURS),
}


def idx(array: Array) -> bytes:
    head = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    return head + array.tobytes()


def idx_files(folder: Path, end: str = "", pack: Callable[[bytes], bytes] = bytes) -> Path:
    path = folder / f"t10k-images-idx3-ubyte{end}"
    path.write_bytes(pack(idx(INK)))
    (folder / f"t10k-labels-idx1-ubyte{end}").write_bytes(pack(idx(LABELS["lenet"])))
    return path


def binary() -> bytes:
    rows = np.concatenate([LABELS["simplecnn"][:, None], COLOURS.reshape(COUNT, -1)], axis=1)
    return rows.tobytes()


def archive(path: Path, name: str, data: bytes) -> Path:
    with tarfile.open(path, "w:gz") as made:
        member = tarfile.TarInfo(f"cifar-10-batches/{name}")
        member.size = len(data)
        made.addfile(member, io.BytesIO(data))
    return path


def saved(folder: Path, **arrays: Any) -> Path:
    path = folder / "data.npz"
    np.savez(path, **arrays)
    return path


def named(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


HWC = COLOURS.transpose(0, 2, 3, 1)
SIMPLE = LABELS["simplecnn"]
NAMES = np.array(seeds.network("simplecnn").classes)[SIMPLE]
PUBLISHED = np.char.replace(np.char.replace(NAMES, "aeroplane", "airplane"), "car", "automobile")
