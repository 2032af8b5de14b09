"""What a cell of a normalisation is: its number times a factor, and a shift."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.computation import Index
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm
from cnnviz.staging.layer_inputs import LayerInput

ONE: Index = (1, 1, 1)


def scaled(index: Index, factor: float, bias: float = 0.0) -> LayerInput:
    """One cell times a factor, plus a bias."""
    return LayerInput("dot", index, ONE, weights=np.full(ONE, factor), bias=bias)


def normalised(
    layer: BatchNorm2d | GroupNorm | LayerNorm | LocalResponseNorm,
    data: NDArray[Any],
    index: Index,
    *,
    vector: bool,
) -> LayerInput | None:
    """The cell `index` of a layer that normalises data, C×H×W; a vector as C×1×1.

    None where its arrays are not there, or it is none of those. (x − mean) / deviation · scale +
    shift is written as one product and a bias; mean and deviation are those that were learned, or
    those of the data itself.
    """
    if isinstance(layer, LocalResponseNorm):
        before, after = (layer.size - 1) // 2, layer.size // 2
        around = data[max(0, index[0] - before) : index[0] + after + 1, index[1], index[2]]
        squares = float(np.square(around.astype(np.float64)).sum())
        divisor = layer.bias + layer.alpha / layer.size * squares
        return scaled(index, divisor**-layer.beta)
    if layer.scale is None or layer.shift is None:
        return None
    if isinstance(layer, BatchNorm2d):
        if layer.mean is None or layer.variance is None:
            return None
        mean, variance = float(layer.mean[index[0]]), float(layer.variance[index[0]])
        scale, shift = float(layer.scale[index[0]]), float(layer.shift[index[0]])
    else:
        among = _among(layer, data.astype(np.float64), index, vector)
        mean, variance = float(among.mean()), float(among.var())
        scale, shift = (_own(layer, each, index, vector) for each in (layer.scale, layer.shift))
    factor = scale / (variance + layer.epsilon) ** 0.5
    return scaled(index, factor, shift - mean * factor)


def _among(
    layer: GroupNorm | LayerNorm, data: NDArray[np.float64], index: Index, vector: bool
) -> NDArray[np.float64]:
    """The numbers whose mean and deviation count."""
    if isinstance(layer, GroupNorm):
        per = layer.channels // layer.groups
        first = index[0] // per * per
        return data[first : first + per]
    axes = len(layer.normal_shape)
    return data if vector else np.asarray(data[index[: 3 - axes]])


def _own(layer: GroupNorm | LayerNorm, array: NDArray[Any], index: Index, vector: bool) -> float:
    """What belongs to the cell, of numbers for each channel, or for each of the last axes."""
    if isinstance(layer, GroupNorm):
        return float(array[index[0]])
    full = np.broadcast_to(array, layer.normal_shape)
    return float(full[index[:1] if vector else index[3 - full.ndim :]])
