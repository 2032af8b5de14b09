"""What the scenes of this step share: the digit as a picture and as a vector."""

from __future__ import annotations

import numpy as np

from cnnviz.content.scene import Array, Stage, Tensor
from cnnviz.engine.dense import flatten
from cnnviz.staging import panels


def ink(data: Array, label: str, name: str) -> Tensor:
    """A picture of ink, 1×H×W."""
    return Tensor(name, data, label, Stage.INPUT, "image", panels.max_abs(data))


def vector_of(data: Array, label: str, name: str) -> Tensor:
    """The same ink, row after row, as 1×1×H·W."""
    return ink(flatten(data)[np.newaxis, np.newaxis], label, name)
