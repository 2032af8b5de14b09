"""Pictures and labels, and whether given arrays are some."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Unfit(ValueError):
    """What is wrong with a file, still without its name."""


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


def labels_of(name: str, given: Array) -> Array:
    """N labels from N, N×1 or 1×N of them; numbers or texts."""
    if given.dtype.kind not in "iufSU":
        raise Unfit(f"{name} must be whole numbers or names of classes; got {given.dtype}")
    if given.ndim == 2 and 1 not in given.shape:
        raise Unfit(
            f"{name} must be a label a picture; got {given.shape[0]}×{given.shape[1]} numbers: "
            "of one-hot labels take argmax(axis=1)"
        )
    labels = given.reshape(-1) if given.ndim == 2 else given
    if labels.ndim != 1 or not len(labels):
        raise Unfit(f"{name} must be a row of labels that is not empty; got shape {given.shape}")
    if labels.dtype.kind == "S":
        labels = np.char.decode(labels, "utf-8", "replace")
    return labels


def pictures_of(name: str, given: Array) -> Array:
    """N×C×H×W, from N×H×W, N×H×W×C or N×C×H×W of bytes or of numbers from 0 to 1."""
    if given.ndim == 3:
        pictures = given[:, np.newaxis]
    elif given.ndim == 4 and given.shape[1] in (1, 3):
        pictures = given
    elif given.ndim == 4 and given.shape[3] in (1, 3):
        pictures = given.transpose(0, 3, 1, 2)
    else:
        raise Unfit(
            f"{name} must be N×H×W, N×H×W×C or N×C×H×W with 1 or 3 channels; "
            f"got shape {given.shape}"
        )
    if not pictures.size:
        raise Unfit(f"{name} must hold a picture; got shape {given.shape}")
    if pictures.dtype == np.uint8:
        return pictures
    if pictures.dtype.kind != "f":
        raise Unfit(f"{name} must be uint8, or floats from 0 to 1; got {pictures.dtype}")
    if not np.isfinite(pictures).all():
        raise Unfit(f"{name} must be finite; got NaN or infinity")
    low, high = float(pictures.min()), float(pictures.max())
    if low < 0 or high > 1:
        raise Unfit(
            f"{name} must be uint8, or floats from 0 to 1; got floats from {low:.9g} to {high:.9g}"
        )
    return pictures


def pictures_of_files(labels: Array, data: Array, offsets: Array) -> NDArray[np.uint8]:
    """Picture files one after another, N×3×H×W."""
    if data.ndim != 1 or data.dtype != np.uint8:
        raise Unfit("test_jpeg must be a row of bytes (uint8)")
    if offsets.shape != (len(labels) + 1,) or offsets.dtype.kind not in "iu":
        raise Unfit(
            f"test_offsets must be {len(labels) + 1} whole numbers, one more than test_labels"
        )
    ends = offsets.astype(np.int64)
    if ends[0] < 0 or ends[-1] > len(data) or (np.diff(ends) < 0).any():
        raise Unfit(f"test_offsets must rise from 0 to the {len(data)} of test_jpeg")
    try:
        return decoded("test_jpeg: file", data, ends)
    except ValueError as error:
        raise Unfit(str(error)) from None


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
