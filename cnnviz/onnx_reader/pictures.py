"""A picture as a network sees it: of its size, in its range, with its channels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.layer import Shape
from cnnviz.onnx_reader.errors import Unreadable

Array = NDArray[Any]

RANGES = {
    "0-1": "0 to 1",
    "signed": "−1 to 1",
    "0-255": "0 to 255",
    "imagenet": "ImageNet: less its mean, by its deviation",
    "cifar10": "CIFAR-10: less its mean, by its deviation",
    "mnist": "MNIST: less its mean, by its deviation",
}
"""What numbers a network was trained on, by name. Those of a data set are 0 to 1 less the mean of
each of its channels, by its deviation."""
_STATISTICS: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "imagenet": ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    "cifar10": ((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)),
    "mnist": ((0.1307,), (0.3081,)),
}
"""Mean and deviation by channel, as torchvision's and PyTorch's own examples have them."""
_LUMA = (299, 587, 114)
"""How much red, green and blue weigh in grey, in thousandths: ITU-R 601, as Pillow has them."""
MOST_PIXELS = 30_000_000
"""Of a picture, which is not decoded where it has more."""


def ranges_for(shape: Shape) -> dict[str, str]:
    """Those of RANGES that a network of that input may have been trained on.

    >>> [*ranges_for((1, 28, 28))]
    ['0-1', 'signed', '0-255', 'mnist']
    """
    return {
        name: label
        for name, label in RANGES.items()
        if name not in _STATISTICS or len(shape) != 3 or len(_STATISTICS[name][0]) == shape[0]
    }


def require_range(kind: str, shape: Shape) -> None:
    """Raises Unreadable where a network of that input has no such range."""
    if kind not in RANGES:
        raise Unreadable(f"range must be one of {', '.join(RANGES)}")
    if kind in _STATISTICS and kind not in ranges_for(shape):
        many = len(_STATISTICS[kind][0])
        raise Unreadable(
            f"the range {kind} is for networks that read {many} channel{'s' * (many > 1)}"
        )


def picture(path: Path, shape: Shape, kind: str = "0-1") -> Array:
    """The picture in a file, C×H×W in float32, cut and resized to a network's input.

    kind: a name in RANGES. Raises ModuleNotFoundError without Pillow, and Unreadable, naming file
    and reason, where it is no picture, or the network reads none.
    """
    require_range(kind, shape)
    return np.ascontiguousarray(in_range(pixels_of(path, shape), kind))


def pixels_of(path: Path, shape: Shape) -> Array:
    """The same from 0 to 255, as it looks. Raises as `picture`."""
    try:
        from PIL import Image, ImageOps
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "pictures need Pillow, which is not installed: pip install pillow"
        ) from None
    if len(shape) != 3 or shape[0] not in (1, 3):
        size = "×".join(map(str, shape))
        raise Unreadable(f"the network reads {size}, which is no picture of 1 or 3 channels")
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unreadable(f"it has more than {MOST_PIXELS:,} pixels")
            sized = ImageOps.fit(
                _on_white(ImageOps.exif_transpose(opened)),
                (shape[2], shape[1]),
                Image.Resampling.BILINEAR,
            )
    except Exception as error:
        raise Unreadable(f"{path.name} cannot be read as a picture: {error}") from None
    return pixels_from(np.asarray(sized).tobytes(), shape)


def _on_white(image: Any) -> Any:
    """A picture of Pillow's in red, green and blue, on white where one can see through it."""
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def pixels_from(data: bytes, shape: Shape) -> Array:
    """The same of bytes of red, green and blue, pixel by pixel, already of the network's size.

    >>> pixels_from(bytes([255, 0, 0]), (1, 1, 1)).tolist()
    [[[76.0]]]
    """
    channels, height, width = shape
    pixels: Array = np.frombuffer(data, np.uint8).reshape(height, width, 3)
    if channels == 1:
        grey = (pixels.astype(np.uint32) @ np.array(_LUMA, np.uint32) + 500) // 1000
        pixels = grey[:, :, None]
    return pixels.astype(np.float32).transpose(2, 0, 1)


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
    if kind in _STATISTICS:
        mean, deviation = (np.array(each, np.float32)[:, None, None] for each in _STATISTICS[kind])
        return np.asarray((shares - mean) / deviation)
    return shares
