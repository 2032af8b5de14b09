"""What the scenes of this step share: the digit as a picture and as a vector, rows that fall."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnviz.content.scene import Array, Frame, Stage, Tensor
from cnnviz.engine.dense import flatten
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.sweep import Sweep

FALLS = 0.1
"""How many seconds a row takes that falls."""


def ink(data: Array, label: str, name: str) -> Tensor:
    """A picture of ink, 1×H×W."""
    return Tensor(name, data, label, Stage.INPUT, "image", panels.max_abs(data))


def vector_of(data: Array, label: str, name: str) -> Tensor:
    """The same ink, row after row, as 1×1×H·W."""
    return ink(flatten(data)[np.newaxis, np.newaxis], label, name)


def falling_rows(
    sweep: Sweep, first: int, sentence: str, hidden: tuple[str, ...]
) -> Iterator[Frame]:
    """A map's rows from the first on, one at a time: how a window makes a cell has been seen.

    All windows of a row lie in one band, which goes down the picture.
    """
    made = sweep.output
    _, height, width = made.data.shape
    for y in range(first, height):
        begin, end = sweep.index(y, 0), sweep.index(y, width - 1)
        rows, (left, _) = sweep.window(begin)
        _, (_, right) = sweep.window(end)
        yield Frame(
            FALLS,
            sentence,
            boxes=(
                region(sweep.input, "window", rows, (left, right), group=0, stage=made.stage),
                region(made, "cell", (y, y + 1), (0, width), group=0, stage=made.stage),
            ),
            hidden=hidden,
            revealed={made.name: end + 1},
        )
