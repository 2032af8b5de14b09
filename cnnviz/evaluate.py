"""Owns the measuring of a trained network on a set of labelled pictures, by the engine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.network import Network


def evaluate(network: Network, path: str | Path) -> dict[str, float | int]:
    """Measure the accuracy on the test half of an MNIST-format file: {"accuracy", "n"}.

    path: an .npz with `test_images` (N×28×28 uint8, ink is 255) and `test_labels` (N). Pictures
    smaller than the network's input get an even border of zeros. Raises ValueError, naming what is
    wrong, for a file that is not of this form.
    """
    images, labels = _test_half(Path(path))
    right = 0
    for image, label in zip(images, labels, strict=True):
        # The last activation ranks the classes, be it logits or probabilities.
        scores = list(network.run(prepared(image, network.input_shape)).values())[-1]
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


def _test_half(path: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    try:
        with np.load(path) as file:
            images, labels = file["test_images"], file["test_labels"]
    except FileNotFoundError:
        raise ValueError(f"there is no file {path}") from None
    except (KeyError, OSError, ValueError, EOFError, TypeError) as error:
        raise ValueError(
            f"{path} must be an .npz with test_images and test_labels ({error})"
        ) from None
    if images.ndim != 3 or images.dtype != np.uint8 or labels.shape != images.shape[:1]:
        raise ValueError(f"{path}: test_images must be N×H×W uint8 and test_labels N numbers")
    if not len(labels):
        raise ValueError(f"{path}: test_images must not be empty")
    return images, labels
