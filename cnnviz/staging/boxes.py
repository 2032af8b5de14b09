"""Makes boxes on tensors: a region, a pixel, or the cell that is being written."""

from __future__ import annotations

from cnnviz.content.scene import Box, Role, Tensor


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
