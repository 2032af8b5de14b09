"""Reads labelled pictures: MNIST and CIFAR-10 in the file formats that people have.

What is read is data alone. Python's pickles, as torchvision's CIFAR-10 has them, can run a program
when they are opened, and are refused.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

FORMS = (
    "an .npz with test_images and test_labels, or test_jpeg, test_offsets and test_labels, or "
    "Keras' x_test and y_test; MNIST's t10k-images-idx3-ubyte beside its labels; or CIFAR-10's "
    "test_batch.bin, by itself or in its archive"
)
"""What can be read, as a sentence lists it."""

MOST = 1 << 31
"""The most bytes that a compressed file may hold."""


@dataclass(frozen=True, slots=True)
class LabelledPictures:
    """Pictures, N×C×H×W: bytes from 0 to 255, or numbers from 0 to 1; N labels, as they are given.

    Labels are whole numbers that count the classes from 0, or their names.
    """

    pictures: Array
    labels: Array

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        """The pictures, one by one, as float32 from 0 to 1."""
        for picture in self.pictures:
            one = picture.astype(np.float32)
            yield one / np.float32(255) if self.pictures.dtype == np.uint8 else one


def read(path: str | Path) -> LabelledPictures:
    """The test half of a data set: a file, or a folder that holds MNIST's files or CIFAR-10's.

    Raises ValueError, naming the file and what is wrong with it.
    """
    path = _file(Path(path))
    try:
        found = _reader(path)(path)
    except FileNotFoundError as error:
        raise ValueError(f"there is no file {error.filename}") from None
    except (OSError, EOFError, BadZipFile, zlib.error, tarfile.TarError) as error:
        why = str(error).partition("\n")[0].rstrip(":")
        raise ValueError(f"{path} cannot be read: it must be {FORMS} ({why})") from None
    except _Unfit as error:
        raise ValueError(f"{path}: {error}") from None
    return found


def decoded(name: str, data: NDArray[np.uint8], offsets: Array) -> NDArray[np.uint8]:
    """Picture files that lie one after another in `data`, as N×3×H×W bytes of red, green, blue.

    Raises ValueError, naming the picture, for one that cannot be read or has another size than the
    first, and where Pillow is not installed: it is needed here and in training, never to play.
    """
    try:
        from PIL import Image
    except ImportError:
        raise ValueError(
            "the pictures are JPEG files, which Pillow reads: pip install pillow"
        ) from None
    pictures: list[NDArray[np.uint8]] = []
    for number, (start, end) in enumerate(pairwise(offsets)):
        try:
            with Image.open(BytesIO(data[start:end].tobytes())) as file:
                pictures.append(np.asarray(file.convert("RGB"), np.uint8).transpose(2, 0, 1))
        except (OSError, ValueError, Image.DecompressionBombError):
            raise ValueError(f"{name} {number} is no picture that can be read") from None
        if pictures[-1].shape != pictures[0].shape:
            raise ValueError(f"{name} {number} has another size than the first picture")
    return np.stack(pictures)


class _Unfit(ValueError):
    """What is wrong with a file, still without its name."""


_MNIST = ("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte")
_CIFAR = "test_batch.bin"


def _file(path: Path) -> Path:
    """The file itself, where a folder is given that holds one of the usual names."""
    if not path.is_dir():
        return path
    names = [*(name + end for name in _MNIST for end in ("", ".gz")), _CIFAR]
    for name in names:
        for parent in (path, path / "MNIST" / "raw", path / "raw", path / "cifar-10-batches-bin"):
            if (parent / name).is_file():
                return parent / name
    raise ValueError(f"the folder {path} holds none of {', '.join(names)}")


def _reader(path: Path) -> Callable[[Path], LabelledPictures]:
    with path.open("rb") as file:
        start = file.read(4)
    name = path.name.removesuffix(".gz")
    if name.endswith((".tar", ".tgz")):
        return _archive
    if name.endswith(".bin"):
        return lambda path: _cifar(path.read_bytes())
    if "ubyte" in name:
        return _idx
    if start[:2] == b"PK":
        return _npz
    # A pickle begins with its protocol; so does what torch.save wrote before it wrote archives.
    if start[:1] == b"\x80" or name.endswith((".pkl", ".pickle", ".pt", ".pth")):
        return _pickled
    raise ValueError(f"{path} must be {FORMS}")


def _pickled(path: Path) -> LabelledPictures:
    raise _Unfit(
        "it is a Python pickle, which can run a program when it is opened, so it is not; take "
        "CIFAR-10's binary version (test_batch.bin), or save the arrays with numpy.savez"
    )


def _npz(path: Path) -> LabelledPictures:
    try:
        # Opened here, as numpy leaves a file open that is no archive.
        with path.open("rb") as opened, np.load(opened) as file:
            if "data.pkl" in str(file.files):
                return _pickled(path)
            for keys in (
                ("test_labels", "test_jpeg", "test_offsets"),
                ("test_labels", "test_images"),
                ("y_test", "x_test"),
            ):
                if all(key in file for key in keys):
                    arrays = [file[key] for key in keys]
                    break
            else:
                held = ", ".join(file.files) or "nothing"
                raise _Unfit(f"it must be {FORMS}; it holds {held}")
    except ValueError as error:
        if isinstance(error, _Unfit):
            raise
        # numpy says so of arrays of objects, which it would have to unpickle.
        raise _Unfit(f"its arrays must be numbers or texts ({error})") from None
    labels_key, pictures_key, *_ = keys
    labels = _labels(labels_key, arrays[0])
    if len(arrays) == 3:
        return LabelledPictures(_colours(labels, arrays[1], arrays[2]), labels)
    pictures = _pictures(pictures_key, arrays[1])
    if len(pictures) != len(labels):
        raise _Unfit(
            f"{pictures_key} and {labels_key} must be as many; "
            f"got {len(pictures)} pictures and {len(labels)} labels"
        )
    return LabelledPictures(pictures, labels)


def _labels(name: str, given: Array) -> Array:
    """N labels from N, N×1 or 1×N of them; numbers or texts."""
    if given.dtype.kind not in "iufSU":
        raise _Unfit(f"{name} must be whole numbers or names of classes; got {given.dtype}")
    if given.ndim == 2 and 1 not in given.shape:
        raise _Unfit(
            f"{name} must be a label a picture; got {given.shape[0]}×{given.shape[1]} numbers: "
            "of one-hot labels take argmax(axis=1)"
        )
    labels = given.reshape(-1) if given.ndim == 2 else given
    if labels.ndim != 1 or not len(labels):
        raise _Unfit(f"{name} must be a row of labels that is not empty; got shape {given.shape}")
    if labels.dtype.kind == "S":
        labels = np.char.decode(labels, "utf-8", "replace")
    return labels


def _pictures(name: str, given: Array) -> Array:
    """N×C×H×W, from N×H×W, N×H×W×C or N×C×H×W of bytes or of numbers from 0 to 1."""
    if given.ndim == 3:
        pictures = given[:, np.newaxis]
    elif given.ndim == 4 and given.shape[1] in (1, 3):
        pictures = given
    elif given.ndim == 4 and given.shape[3] in (1, 3):
        pictures = given.transpose(0, 3, 1, 2)
    else:
        raise _Unfit(
            f"{name} must be N×H×W, N×H×W×C or N×C×H×W with 1 or 3 channels; "
            f"got shape {given.shape}"
        )
    if not pictures.size:
        raise _Unfit(f"{name} must hold a picture; got shape {given.shape}")
    if pictures.dtype == np.uint8:
        return pictures
    if pictures.dtype.kind != "f":
        raise _Unfit(f"{name} must be uint8, or floats from 0 to 1; got {pictures.dtype}")
    if not np.isfinite(pictures).all():
        raise _Unfit(f"{name} must be finite; got NaN or infinity")
    low, high = float(pictures.min()), float(pictures.max())
    if low < 0 or high > 1:
        raise _Unfit(
            f"{name} must be uint8, or floats from 0 to 1; got floats from {low:g} to {high:g}"
        )
    return pictures


def _colours(labels: Array, data: Array, offsets: Array) -> NDArray[np.uint8]:
    """Picture files one after another, N×3×H×W."""
    if data.ndim != 1 or data.dtype != np.uint8:
        raise _Unfit("test_jpeg must be a row of bytes (uint8)")
    if offsets.shape != (len(labels) + 1,) or offsets.dtype.kind not in "iu":
        raise _Unfit(
            f"test_offsets must be {len(labels) + 1} whole numbers, one more than test_labels"
        )
    ends = offsets.astype(np.int64)
    if ends[0] < 0 or ends[-1] > len(data) or (np.diff(ends) < 0).any():
        raise _Unfit(f"test_offsets must rise from 0 to the {len(data)} of test_jpeg")
    try:
        return decoded("test_jpeg: file", data, ends)
    except ValueError as error:
        raise _Unfit(str(error)) from None


def _idx(path: Path) -> LabelledPictures:
    """MNIST's own form (LeCun, Cortes & Burges): the pictures' file, and the labels' beside it."""
    if "images" not in path.name:
        raise _Unfit("name the file of the pictures; the labels' file is found beside it")
    name = path.name.replace("images", "labels").replace("idx3", "idx1")
    beside = path.with_name(name)
    if not beside.exists():
        plain = path.with_name(name.removesuffix(".gz"))
        beside = plain if plain.exists() else path.with_name(plain.name + ".gz")
    pictures, labels = _idx_array(path, 3), _idx_array(beside, 1)
    if len(pictures) != len(labels):
        raise _Unfit(
            f"it holds {len(pictures)} pictures, and {beside.name} {len(labels)} labels; "
            "they must be as many"
        )
    return LabelledPictures(_pictures("it", pictures), _labels(beside.name, labels))


def _idx_array(path: Path, axes: int) -> Array:
    """Bytes behind a head: two zeros, 8 for bytes, the number of axes, four bytes an axis."""
    data = _unzipped(path)
    head = 4 + 4 * axes
    if len(data) < head or data[:4] != bytes([0, 0, 8, axes]):
        raise _Unfit(f"{path.name} must be an IDX file of bytes with {axes} axes")
    shape = tuple(int(n) for n in np.frombuffer(data, ">u4", axes, 4))
    array = np.frombuffer(data, np.uint8, offset=head)
    if array.size != np.prod(shape, dtype=np.int64):
        raise _Unfit(
            f"{path.name} must hold {'×'.join(map(str, shape))} bytes behind its head, "
            f"as that says; it holds {array.size}"
        )
    return array.reshape(shape)


def _unzipped(path: Path) -> bytes:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if not packed:
        return path.read_bytes()
    with gzip.open(path) as unpacked:
        data = unpacked.read(MOST + 1)
    if len(data) > MOST:
        raise _Unfit(f"{path.name} must unpack to at most 2 GB")
    return data


def _cifar(data: bytes) -> LabelledPictures:
    """CIFAR-10's binary version (Krizhevsky, 2009): a byte for the class, then 3×32×32 bytes."""
    record = 1 + 3 * 32 * 32
    if not data or len(data) % record:
        raise _Unfit(
            f"CIFAR-10's binary version has {record:,} bytes a picture; "
            f"got {len(data):,} bytes, which is no multiple of it"
        )
    rows = np.frombuffer(data, np.uint8).reshape(-1, record)
    return LabelledPictures(rows[:, 1:].reshape(-1, 3, 32, 32), rows[:, 0])


def _archive(path: Path) -> LabelledPictures:
    """CIFAR-10's archive, of its binary version."""
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and Path(member.name).name == _CIFAR and member.size <= MOST:
                file = archive.extractfile(member)
                assert file is not None
                return _cifar(file.read())
            if member.isfile() and Path(member.name).name == "test_batch":
                return _pickled(path)
    raise _Unfit(f"the archive must hold {_CIFAR}")
