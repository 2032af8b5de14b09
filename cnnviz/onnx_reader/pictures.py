"""A picture as a network sees it: of its size, in its range, with its channels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.layer import Shape
from cnnviz.onnx_reader.errors import Unreadable

Array = NDArray[Any]

RANGES = ("0-1", "signed", "0-255", "imagenet")
"""What numbers a network was trained on; "imagenet" is 0-1 less its mean, by its deviation."""
_MEAN, _DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def picture(path: Path, shape: Shape, kind: str = "0-1") -> Array:
    """The picture in a file, C×H×W in float32, resized to a network's input.

    kind: a name in RANGES. Raises ModuleNotFoundError without Pillow, and Unreadable, naming file
    and reason, where it is no picture, or the network reads none.
    """
    if kind == "imagenet" and len(shape) == 3 and shape[0] != 3:
        raise Unreadable("the range imagenet is for networks that read 3 channels")
    return np.ascontiguousarray(in_range(pixels_of(path, shape), kind))


def pixels_of(path: Path, shape: Shape) -> Array:
    """The same from 0 to 255, as it looks. Raises as `picture`."""
    try:
        from PIL import Image
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "pictures need Pillow, which is not installed: pip install pillow"
        ) from None
    if len(shape) != 3 or shape[0] not in (1, 3):
        size = "×".join(map(str, shape))
        raise Unreadable(f"the network reads {size}, which is no picture of 1 or 3 channels")
    try:
        with Image.open(path) as opened:
            mode = "L" if shape[0] == 1 else "RGB"
            sized = opened.convert(mode).resize((shape[2], shape[1]), Image.Resampling.BILINEAR)
    except Exception as error:
        raise Unreadable(f"{path.name} cannot be read as a picture: {error}") from None
    return np.asarray(sized, np.float32).reshape(shape[1], shape[2], shape[0]).transpose(2, 0, 1)


def in_range(pixels: Array, kind: str) -> Array:
    """C×H×W from 0 to 255 in the range of that name.

    >>> in_range(np.float32([[[0, 255]]]), "signed").tolist()
    [[[-1.0, 1.0]]]
    """
    if kind == "0-255":
        return pixels
    shares = pixels / np.float32(255)
    if kind == "signed":
        return shares * np.float32(2) - np.float32(1)
    if kind == "imagenet":
        mean, deviation = (
            np.array(each, np.float32)[:, None, None] for each in (_MEAN, _DEVIATION)
        )
        return np.asarray((shares - mean) / deviation)
    return shares
