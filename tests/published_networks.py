"""Networks as students export them, which are not part of the project: where they are, and weights
for those that are there without their data."""

from __future__ import annotations

import os
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz.opened import Subject

PUBLISHED = Path(os.environ.get("CNNVIZ_ONNX", ""))
NEEDED = pytest.mark.skipif("CNNVIZ_ONNX" not in os.environ, reason="CNNVIZ_ONNX names no folder")


def with_weights(subject: Subject) -> Subject:
    """The same network with random weights of a size that keeps its values as large as they are."""
    rng = np.random.default_rng(0)
    layers = []
    for layer in subject.network.layers:
        arrays: dict[str, Any] = {
            name: rng.normal(0, (2 / max(1, prod(shape[1:]))) ** 0.5, shape).astype(np.float32)
            for name, shape in layer.array_shapes().items()
        }
        layers.append(replace(layer, **arrays))
    network = replace(subject.network, layers=tuple(layers))
    return replace(subject, network=network, missing="")
