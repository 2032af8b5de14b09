"""The files that people have: NumPy archives, MNIST's IDX files, CIFAR-10's binary version."""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

import numpy as np

from cnnviz.datasets.labelled import (
    Array,
    LabelledPictures,
    Unfit,
    labels_of,
    pictures_of,
    pictures_of_files,
)

FORMS = (
    "an .npz with test_images and test_labels, or test_jpeg, test_offsets and test_labels, or "
    "Keras' x_test and y_test; MNIST's t10k-images-idx3-ubyte beside its labels; or CIFAR-10's "
    "test_batch.bin, by itself or in its archive"
)
"""What can be read, as a sentence lists it."""

MOST = 1 << 31
"""The most bytes that a compressed file may hold."""

CIFAR = "test_batch.bin"


def pickled(path: Path) -> LabelledPictures:
    """Raises Unfit: a pickle is not opened."""
    raise Unfit(
        "it is a Python pickle, which can run a program when it is opened, so it is not; take "
        "CIFAR-10's binary version (test_batch.bin), or save the arrays with numpy.savez"
    )


def npz(path: Path) -> LabelledPictures:
    """The test half that a NumPy archive holds, under one of the usual pairs of names."""
    try:
        # Opened here, as numpy leaves a file open that is no archive.
        with path.open("rb") as opened, np.load(opened) as file:
            if "data.pkl" in str(file.files):
                return pickled(path)
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
                raise Unfit(f"it must be {FORMS}; it holds {held}")
    except ValueError as error:
        if isinstance(error, Unfit):
            raise
        # numpy says so of arrays of objects, which it would have to unpickle.
        raise Unfit(f"its arrays must be numbers or texts ({error})") from None
    labels_key, pictures_key, *_ = keys
    labels = labels_of(labels_key, arrays[0])
    if len(arrays) == 3:
        return LabelledPictures(pictures_of_files(labels, arrays[1], arrays[2]), labels)
    pictures = pictures_of(pictures_key, arrays[1])
    if len(pictures) != len(labels):
        raise Unfit(
            f"{pictures_key} and {labels_key} must be as many; "
            f"got {len(pictures)} pictures and {len(labels)} labels"
        )
    return LabelledPictures(pictures, labels)


def idx(path: Path) -> LabelledPictures:
    """MNIST's own form (LeCun, Cortes & Burges): the pictures' file, and the labels' beside it."""
    if "images" not in path.name:
        raise Unfit("name the file of the pictures; the labels' file is found beside it")
    name = path.name.replace("images", "labels").replace("idx3", "idx1")
    beside = path.with_name(name)
    if not beside.exists():
        plain = path.with_name(name.removesuffix(".gz"))
        beside = plain if plain.exists() else path.with_name(plain.name + ".gz")
    pictures, labels = _idx_array(path, 3), _idx_array(beside, 1)
    if len(pictures) != len(labels):
        raise Unfit(
            f"it holds {len(pictures)} pictures, and {beside.name} {len(labels)} labels; "
            "they must be as many"
        )
    return LabelledPictures(pictures_of("it", pictures), labels_of(beside.name, labels))


def _idx_array(path: Path, axes: int) -> Array:
    """Bytes behind a head: two zeros, 8 for bytes, the number of axes, four bytes an axis."""
    data = _unzipped(path)
    head = 4 + 4 * axes
    if len(data) < head or data[:4] != bytes([0, 0, 8, axes]):
        raise Unfit(f"{path.name} must be an IDX file of bytes with {axes} axes")
    shape = tuple(int(n) for n in np.frombuffer(data, ">u4", axes, 4))
    array = np.frombuffer(data, np.uint8, offset=head)
    if array.size != np.prod(shape, dtype=np.int64):
        raise Unfit(
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
        raise Unfit(f"{path.name} must unpack to at most 2 GB")
    return data


def cifar(data: bytes) -> LabelledPictures:
    """CIFAR-10's binary version (Krizhevsky, 2009): a byte for the class, then 3×32×32 bytes."""
    record = 1 + 3 * 32 * 32
    if not data or len(data) % record:
        raise Unfit(
            f"CIFAR-10's binary version has {record:,} bytes a picture; "
            f"got {len(data):,} bytes, which is no multiple of it"
        )
    rows = np.frombuffer(data, np.uint8).reshape(-1, record)
    return LabelledPictures(rows[:, 1:].reshape(-1, 3, 32, 32), rows[:, 0])


def archive_of_cifar(path: Path) -> LabelledPictures:
    """CIFAR-10's archive, of its binary version."""
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and Path(member.name).name == CIFAR and member.size <= MOST:
                file = archive.extractfile(member)
                assert file is not None
                return cifar(file.read())
            if member.isfile() and Path(member.name).name == "test_batch":
                return pickled(path)
    raise Unfit(f"the archive must hold {CIFAR}")
