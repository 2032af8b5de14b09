"""Makes boxes on tensors: a region, a pixel, or the cell that is being written."""

from __future__ import annotations

import numpy as np

from cnnviz.content.scene import Array, Box, Role, Span, Stage, Tensor


def extent(plane: Array) -> tuple[Span, Span]:
    """The rows and columns of a plane H×W between which all that is not 0 lies."""
    rows, columns = ((int(each.min()), int(each.max()) + 1) for each in np.nonzero(plane))
    return rows, columns


def region(
    tensor: Tensor,
    role: Role,
    rows: Span,
    columns: Span,
    *,
    channels: Span | None = None,
    group: int = -1,
    stage: Stage | None = None,
) -> Box:
    """A box on a tensor, over all its channels unless told; in whose hue, if not its scene's."""
    over = channels or (0, tensor.data.shape[0])
    return Box(tensor.name, role, over, rows, columns, group, stage)


def whole(
    tensor: Tensor,
    role: Role,
    *,
    channels: Span | None = None,
    group: int = -1,
    stage: Stage | None = None,
) -> Box:
    """A box around all of a tensor's rows and columns."""
    rows, columns = ((0, side) for side in tensor.data.shape[1:])
    return region(tensor, role, rows, columns, channels=channels, group=group, stage=stage)


def pixel(
    tensor: Tensor, role: Role, y: int, x: int, *, group: int = -1, stage: Stage | None = None
) -> Box:
    """A box on one place of a tensor, over all its channels."""
    return region(tensor, role, (y, y + 1), (x, x + 1), group=group, stage=stage)


def cell(
    tensor: Tensor,
    y: int,
    x: int,
    *,
    channel: int = 0,
    group: int = -1,
    stage: Stage | None = None,
) -> Box:
    """The box around one cell that is being written."""
    over = (channel, channel + 1)
    return Box(tensor.name, "cell", over, (y, y + 1), (x, x + 1), group, stage)
