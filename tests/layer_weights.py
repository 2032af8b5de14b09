"""The weights of one layer, as arrays: not every layer has some."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnviz.engine.layers import Conv2d, Dense
from cnnviz.engine.network import Network

Array = np.ndarray[Any, Any]


def weight(network: Network, layer: str) -> Array:
    """The weights of a convolution or a dense layer, without its biases."""
    found = _weighted(network, layer).weight
    assert found is not None
    return found


def bias(network: Network, layer: str) -> Array:
    """The biases of a convolution or a dense layer that has some."""
    found = _weighted(network, layer).bias
    assert found is not None
    return found


def _weighted(network: Network, layer: str) -> Conv2d | Dense:
    found = network[layer]
    assert isinstance(found, Conv2d | Dense)
    return found
