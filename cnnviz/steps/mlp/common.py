"""What the scenes of this step share: the digit as a picture and as a vector, rows that fall."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnviz.content.scene import Array, Frame, Stage, Tensor
from cnnviz.engine.dense import flatten
from cnnviz.staging import panels

FALLS = 0.1
"""How many seconds a row takes that falls."""


def ink(data: Array, label: str, name: str) -> Tensor:
    """A picture of ink, 1×H×W."""
    return Tensor(name, data, label, Stage.INPUT, "image", panels.max_abs(data))


def vector_of(data: Array, label: str, name: str) -> Tensor:
    """The same ink, row after row, as 1×1×H·W."""
    return ink(flatten(data)[np.newaxis, np.newaxis], label, name)


def falling_rows(
    made: Tensor, first: int, sentence: str, hidden: tuple[str, ...]
) -> Iterator[Frame]:
    """A map's rows from the first on, one at a time: what makes them has been seen."""
    _, height, width = made.data.shape
    for y in range(first, height):
        yield Frame(FALLS, sentence, hidden=hidden, revealed={made.name: (y + 1) * width})
