"""Reads labelled pictures: MNIST and CIFAR-10 in the file formats that people have.

What is read is data alone. Python's pickles, as torchvision's CIFAR-10 has them, can run a program
when they are opened, and are refused.
"""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile

from cnnviz.datasets.formats import CIFAR, FORMS, archive_of_cifar, cifar, idx, npz, pickled
from cnnviz.datasets.labelled import LabelledPictures, Unfit, decoded

__all__ = ["FORMS", "LabelledPictures", "decoded", "read"]

_MNIST = ("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte")


def read_pictures(path: str | Path) -> LabelledPictures:
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
    except Unfit as error:
        raise ValueError(f"{path}: {error}") from None
    return found


def _file(path: Path) -> Path:
    """The file itself, where a folder is given that holds one of the usual names."""
    if not path.is_dir():
        return path
    names = [*(name + end for name in _MNIST for end in ("", ".gz")), CIFAR]
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
        return archive_of_cifar
    if name.endswith(".bin"):
        return lambda path: cifar(path.read_bytes())
    if "ubyte" in name:
        return idx
    if start[:2] == b"PK":
        return npz
    # A pickle begins with its protocol; so does what torch.save wrote before it wrote archives.
    if start[:1] == b"\x80" or name.endswith((".pkl", ".pickle", ".pt", ".pth")):
        return pickled
    raise ValueError(f"{path} must be {FORMS}")
