"""Makes boxes on tensors: a region, a pixel, or the cell that is being written."""

from __future__ import annotations

import numpy as np

from cnnviz.content.scene import Array, Box, Role, Tensor

Span = tuple[int, int]
"""Half-open rows or columns."""


def extent(plane: Array) -> tuple[Span, Span]:
    """The rows and columns of a plane H×W between which all that is not 0 lies."""
    rows, columns = ((int(each.min()), int(each.max()) + 1) for each in np.nonzero(plane))
    return rows, columns


def region(
    tensor: Tensor,
    role: Role,
    rows: tuple[int, int],
    columns: tuple[int, int],
    *,
    channels: tuple[int, int] | None = None,
    group: int = -1,
) -> Box:
    """A box on a tensor, over all its channels unless told."""
    return Box(tensor.name, role, channels or (0, tensor.data.shape[0]), rows, columns, group)


def pixel(tensor: Tensor, role: Role, y: int, x: int) -> Box:
    """A box on one place of a tensor, over all its channels."""
    return region(tensor, role, (y, y + 1), (x, x + 1))


def cell(tensor: Tensor, y: int, x: int, *, channel: int = 0, group: int = -1) -> Box:
    """The box around one cell that is being written."""
    return Box(tensor.name, "cell", (channel, channel + 1), (y, y + 1), (x, x + 1), group)
