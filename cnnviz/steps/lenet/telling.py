"""Which cell of each layer of LeNet-5 is opened on the way: one that shows what the layer does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import Index
from cnnviz.content.scene import Array, Tensor
from cnnviz.engine.layers import AvgPool2d, Conv2d, Dense
from cnnviz.engine.network import Network

LIVELY = (0.4, 1.4)
"""Between these magnitudes tanh changes a sum, but not to −1 or 1 as it is printed."""


def tellings(
    network: Network, cells: Mapping[str, Tensor], names: Iterable[str]
) -> dict[str, Index]:
    """By layer a cell worth opening; of a mean the block that the cell before it is in."""
    found: dict[str, Index] = {}
    last = (0, 0, 0)
    for name in names:
        layer = network[name]
        if isinstance(layer, AvgPool2d):
            channel, row, column = last
            source = cells[_before(network, cells, name)].data
            (_, down, _, _), (_, along, _, _) = layer.window(source.shape)
            last = channel, row // down, column // along
        else:
            last = _telling(network, cells, name)
        found[name] = last
    return found


def _telling(network: Network, cells: Mapping[str, Tensor], name: str) -> Index:
    """A cell of which much goes in, and whose activation is not driven to its end.

    Of the output the cell that is largest.
    """
    layer = network[name]
    data = np.abs(cells[name].data.astype(np.float64))
    source = cells[_before(network, cells, name)].data
    score: NDArray[np.float64]
    if layer is network["output"]:
        score = cells[name].data.astype(np.float64)
    else:
        assert isinstance(layer, Conv2d | Dense)
        assert layer.weight is not None
        weight = np.abs(layer.weight)
        if isinstance(layer, Conv2d):
            blocks = _windows(layer, np.abs(source))
            score = np.einsum("cyxij,ocij->oyx", blocks, weight, optimize=True)
        else:
            score = (weight.astype(np.float64) @ np.abs(source).ravel()).reshape(data.shape)
        score = np.where((data >= LIVELY[0]) & (data <= LIVELY[1]), score, score - score.max())
    channel, row, column = np.unravel_index(int(score.argmax()), score.shape)
    return int(channel), int(row), int(column)


def _before(network: Network, cells: Mapping[str, Tensor], name: str) -> str:
    """The tensor that the layer reads."""
    names = ["input", *(layer.name for layer in network.layers)]
    return next(each for each in reversed(names[: names.index(name)]) if each in cells)


def _windows(layer: Conv2d | AvgPool2d, data: Array) -> NDArray[np.float64]:
    """Every window of each channel: channel, row, column, then the cells of the window."""
    (high, down, _, _), (wide, along, _, _) = layer.window(data.shape)
    windows = np.lib.stride_tricks.sliding_window_view(data, (high, wide), axis=(1, 2))
    return windows[:, ::down, ::along].astype(np.float64)
