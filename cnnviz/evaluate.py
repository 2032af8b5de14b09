"""Measures a trained network on labelled pictures, with the engine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz import datasets
from cnnviz.engine.network import Network

SAME = {"airplane": "aeroplane", "automobile": "car"}
"""CIFAR-10's own names of two classes that the chapter calls otherwise."""


def evaluate(network: Network, path: str | Path) -> dict[str, float | int]:
    """Measure the accuracy on the test half of a data set: {"accuracy", "n"}.

    path: what `datasets.read` reads: MNIST's and CIFAR-10's usual files, and .npz files of such
    pictures. Pictures of ink that are smaller than the network's input get an even border of zeros.
    Labels that are texts are taken by the classes' names. Raises ValueError, naming what is wrong,
    for a file that is not of these forms, and for pictures or labels that do not fit the network.
    """
    given = datasets.read_pictures(path)
    right = 0
    try:
        labels = _classes(given.labels, network)
        for picture, label in zip(given, labels, strict=True):
            # The last activation ranks the classes, be it logits or probabilities.
            scores = list(network.run(prepared(picture, network.input_shape)).values())[-1]
            right += int(scores.argmax() == label)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    return {"accuracy": right / len(labels), "n": len(labels)}


def prepared(picture: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """One picture, C×H×W from 0 to 1, as the network was trained on it: ink with a border of zeros.

    Raises ValueError where it has other channels, or is no picture of ink and of another size.

    >>> prepared(np.ones((1, 2, 2), np.float32), (1, 4, 4))[0, 1].tolist()
    [0.0, 1.0, 1.0, 0.0]
    """
    if picture.shape == shape:
        return picture
    top, left = (shape[1] - picture.shape[1]) // 2, (shape[2] - picture.shape[2]) // 2
    if picture.shape[0] != shape[0] or shape[0] != 1 or top < 0 or left < 0:
        raise ValueError(
            f"its pictures are {'×'.join(map(str, picture.shape))}, "
            f"the network reads {'×'.join(map(str, shape))}"
        )
    x = np.zeros(shape, np.float32)
    x[:, top : top + picture.shape[1], left : left + picture.shape[2]] = picture
    return x


def _classes(labels: NDArray[Any], network: Network) -> NDArray[np.int64]:
    """The labels as the numbers of the network's outputs."""
    count = int(np.prod(list(network.shapes().values())[-1]))
    if labels.dtype.kind == "U":
        number = {name: k for k, name in enumerate(network.classes)}
        unknown = sorted({str(label) for label in labels if SAME.get(label, label) not in number})
        if unknown:
            raise ValueError(
                f"the label {unknown[0]!r} is no class of {network.name}, "
                f"which has {', '.join(network.classes) or 'no names for them'}"
            )
        return np.array([number[SAME.get(label, label)] for label in labels])
    if not np.isfinite(labels).all() or (labels != np.floor(labels)).any():
        raise ValueError("its labels must be whole numbers, or names of classes")
    wrong = labels[(labels < 0) | (labels >= count)]
    if len(wrong):
        raise ValueError(f"its labels must be from 0 to {count - 1}; got {wrong[0]:.9g}")
    return labels.astype(np.int64)
