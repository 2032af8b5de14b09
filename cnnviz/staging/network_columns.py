"""How a network is laid out: the border of its input, and a column for each of its layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from cnnviz.content.scene import Array
from cnnviz.engine.layers import Activation, Flatten, Layer
from cnnviz.engine.network import Network
from cnnviz.staging import panels


def with_border(network: Network, image: Array) -> Array:
    """A drawn digit with the border of zeros that the network's input has, as float64."""
    before, after = image.shape[1:], network.input_shape[1:]
    border = [((a - b) // 2, a - b - (a - b) // 2) for a, b in zip(after, before, strict=True)]
    framed: Array = np.pad(image, ((0, 0), *border)).astype(np.float64)
    return framed


@cache
def columns_of(network: Network) -> tuple[panels.Column, ...]:
    """What is drawn of a network, one column for each layer with the activation that follows it."""
    shapes = network.shapes()
    columns = [_column("input", shapes["input"])]
    drawn: Layer | None = None
    for layer in network.layers:
        if isinstance(layer, Activation) and drawn is not None:
            columns[-1], drawn = replace(columns[-1], tensor=layer.name), None
        elif not isinstance(layer, Flatten) or layer is network.layers[-1]:
            columns.append(_column(layer.name, shapes[layer.name]))
            drawn = None if isinstance(layer, Activation) else layer
        else:
            drawn = None
    return tuple(columns)


def _column(layer: str, shape: tuple[int, ...]) -> panels.Column:
    match shape:
        case channels, rows, columns:
            drawn: tuple[int] | tuple[int, int, int] = channels, rows, columns
        case _:
            drawn = (shape[0],)
    return panels.Column(tensor=layer, raw=layer, layer=layer, shape=drawn)


def is_halved(columns: Sequence[panels.Column], at: int) -> bool:
    """Whether a layer leaves as many maps as it reads, of half their sides."""
    if at < 1:
        return False
    (read, *wide), (count, *sides) = columns[at - 1].shape, columns[at].shape
    return count == read and [2 * side for side in sides] == wide != []


def has_grown(columns: Sequence[panels.Column], at: int) -> bool:
    """Whether a layer makes more maps than it reads, of maps that were halved before."""
    return (
        is_halved(columns, at - 1)
        and len(columns[at].shape) > 1
        and columns[at].shape[0] > columns[at - 1].shape[0]
    )
