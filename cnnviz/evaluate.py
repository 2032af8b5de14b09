"""Owns the measuring of a trained network on a set of labelled pictures, by the engine alone."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.network import Network


def evaluate(network: Network, path: str | Path) -> dict[str, float | int]:
    """Measure the accuracy on the test half of a data set: {"accuracy", "n"}.

    path: an .npz with `test_labels` (N) and either MNIST's pictures, `test_images` (N×28×28 uint8,
    ink is 255; smaller than the network's input they get an even border of zeros), or CIFAR-10's
    as files, `test_jpeg` (their bytes one after another) and `test_offsets` (N+1: file i is bytes
    offsets[i] to offsets[i+1]). Raises ValueError, naming what is wrong, for a file that is not of
    these forms, for pictures that do not fit the network, and where Pillow is needed and missing.
    """
    pictures, labels = _test_half(Path(path), network.input_shape)
    right = 0
    for picture, label in zip(pictures, labels, strict=True):
        # The last activation ranks the classes, be it logits or probabilities.
        scores = list(network.run(picture).values())[-1]
        right += int(scores.argmax() == label)
    return {"accuracy": right / len(labels), "n": len(labels)}


def prepared(image: NDArray[np.uint8], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """One picture as the network was trained on it: ink from 0 to 1, a border of zeros, 1×H×W.

    >>> prepared(np.full((2, 2), 255, np.uint8), (1, 4, 4))[0, 1].tolist()
    [0.0, 1.0, 1.0, 0.0]
    """
    x = np.zeros(shape, np.float32)
    top, left = (shape[1] - image.shape[0]) // 2, (shape[2] - image.shape[1]) // 2
    if top < 0 or left < 0:
        raise ValueError(f"test_images must be at most {shape[1:]} pixels; got {image.shape}")
    x[0, top : top + image.shape[0], left : left + image.shape[1]] = image / np.float32(255)
    return x


def decoded(name: str, data: NDArray[np.uint8], offsets: NDArray[Any]) -> NDArray[np.uint8]:
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


def _test_half(
    path: Path, shape: tuple[int, ...]
) -> tuple[Iterable[NDArray[np.float32]], NDArray[Any]]:
    """The pictures as the network takes them, and their labels."""
    try:
        with np.load(path) as file:
            if "test_jpeg" in file:
                arrays = [file[f"test_{key}"] for key in ("labels", "jpeg", "offsets")]
            else:
                arrays = [file[f"test_{key}"] for key in ("labels", "images")]
    except FileNotFoundError:
        raise ValueError(f"there is no file {path}") from None
    except (KeyError, OSError, ValueError, EOFError, TypeError) as error:
        raise ValueError(
            f"{path} must be an .npz with test_images and test_labels, "
            f"or test_jpeg, test_offsets and test_labels ({error})"
        ) from None
    labels = arrays[0]
    if labels.ndim != 1 or not len(labels):
        raise ValueError(f"{path}: test_labels must be a row of numbers that is not empty")
    if len(arrays) == 3:
        return _colours(path, labels, arrays[1], arrays[2], shape), labels
    images = arrays[1]
    if images.ndim != 3 or images.dtype != np.uint8 or labels.shape != images.shape[:1]:
        raise ValueError(f"{path}: test_images must be N×H×W uint8 and test_labels N numbers")
    if shape[0] != 1:
        raise ValueError(f"{path}: test_images have 1 channel, the network reads {shape[0]}")
    return (prepared(image, shape) for image in images), labels


def _colours(
    path: Path,
    labels: NDArray[Any],
    data: NDArray[Any],
    offsets: NDArray[Any],
    shape: tuple[int, ...],
) -> Iterable[NDArray[np.float32]]:
    """Picture files as red, green and blue from 0 to 1, 3×H×W each."""
    if data.ndim != 1 or data.dtype != np.uint8:
        raise ValueError(f"{path}: test_jpeg must be a row of bytes (uint8)")
    if offsets.shape != (len(labels) + 1,) or offsets.dtype.kind not in "iu":
        raise ValueError(
            f"{path}: test_offsets must be {len(labels) + 1} whole numbers, "
            "one more than test_labels"
        )
    ends = offsets.astype(np.int64)
    if ends[0] < 0 or ends[-1] > len(data) or (np.diff(ends) < 0).any():
        raise ValueError(f"{path}: test_offsets must rise from 0 to the {len(data)} of test_jpeg")
    try:
        pictures = decoded("test_jpeg: file", data, ends)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    if pictures.shape[1:] != shape:
        raise ValueError(
            f"{path}: its pictures are {'×'.join(map(str, pictures.shape[1:]))}, "
            f"the network reads {'×'.join(map(str, shape))}"
        )
    return (picture / np.float32(255) for picture in pictures)
