"""The cell of a layer that is marked in a network, and the window that it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from cnnviz.content.scene import Tensor
from cnnviz.engine.network import Network
from cnnviz.staging import panels
from cnnviz.staging.cell_detail import CellDetail


def marked_cell(
    network: Network, cells: Mapping[str, Tensor], columns: Sequence[panels.Column], at: int
) -> panels.OpenCell | None:
    """The cell of a layer that is marked together with the window that it reads.

    It is the strongest in the middle of the map in front; nothing where a layer reads no maps, or
    another map than the one in front, or beyond what is read.
    """
    before, column = columns[at - 1 : at + 1]
    if len(before.shape) == 1:
        return None
    maps = cells[column.tensor].data
    front = _front(before) if maps.shape[1] == 1 else _front(column)
    if front >= len(maps):
        return None
    middle = tuple((side // 4, max(side - side // 4, 1)) for side in maps.shape[1:])
    (top, bottom), (left, right) = middle
    place = int(np.argmax(maps[front, top:bottom, left:right]))
    row, across = divmod(place, right - left)
    read = CellDetail(network, cells, column.layer, "marked", (front, top + row, left + across))
    (first, end), *_ = read.input.spans
    if read.outside or not first <= _front(before) < end:
        return None
    return replace(read.opened(1), tensors=())


def _front(column: panels.Column) -> int:
    """Which of a layer's maps is drawn in front."""
    return column.drawn[-1] if column.drawn else column.shape[0] - 1
