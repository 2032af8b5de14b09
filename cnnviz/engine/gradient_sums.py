"""Gradients of layers that add up products: convolutions, dense layers, products of matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import padding_sides
from cnnviz.engine.conv import convolved
from cnnviz.engine.layer import require_array
from cnnviz.engine.layers import Conv2d, Dense
from cnnviz.engine.linear import MatMul
from cnnviz.engine.transposed import ConvTranspose2d

Array = NDArray[Any]
NONE = ((0, 0), (0, 0))


def of_convolution(
    layer: Conv2d, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """Each output's slope goes back to the cells of its window: a transposed convolution."""
    (x,) = inputs
    (_, _, y, _), (_, _, across, _) = layer.window(x.shape)
    (top, below), (left, right) = padding_sides(y), padding_sides(across)
    channels, height, width = x.shape
    back = _spread(layer, slope)
    # Cells at the end that no window reaches have no slope.
    frame = np.zeros((channels, height + top + below, width + left + right), back.dtype)
    frame[:, : back.shape[1], : back.shape[2]] = back
    return (frame[:, top : top + height, left : left + width],)


def _spread(layer: Conv2d, slope: Array) -> Array:
    """The slope spread over the windows, padding included."""
    weight = require_array(layer.name, layer.weight)
    if layer.stride != (1, 1):
        sides = (layer.kernel, layer.stride, NONE, layer.dilation, (0, 0))
        spread = ConvTranspose2d(
            layer.name, layer.c_out, layer.c_in, *sides, layer.groups, has_bias=False, weight=weight
        )
        return spread.compute(slope)
    # Step by step it is a convolution with the weights turned round, which is quicker.
    groups, each = layer.groups, layer.c_in // layer.groups
    turned = weight.reshape(groups, -1, each, *layer.kernel).swapaxes(1, 2)[..., ::-1, ::-1]
    turned = np.ascontiguousarray(turned).reshape(layer.c_in, -1, *layer.kernel)
    y, x = (d * (k - 1) for k, d in zip(layer.kernel, layer.dilation, strict=True))
    return convolved(slope, turned, None, (1, 1), ((y, y), (x, x)), layer.dilation, groups)


def of_transposed(
    layer: ConvTranspose2d, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """Each input gathers the slopes of the cells that it was spread over: a convolution."""
    (x,) = inputs
    _, height, width = x.shape
    weight = require_array(layer.name, layer.weight)
    window = (layer.stride, layer.padding, layer.dilation)
    back = convolved(slope, weight, None, *window, layer.groups)
    # What was added at the end may make one window more.
    return (back[:, :height, :width],)


def of_dense(
    layer: Dense, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """The transposed weights times the slope."""
    return (require_array(layer.name, layer.weight).T @ slope,)


def of_matrices(
    layer: MatMul, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """Of each factor that was read: the slope times the other one, transposed."""
    parts = list(inputs)
    if layer.weight_shape is not None:
        weight = require_array(layer.name, layer.weight)
        parts = [weight, *parts] if layer.weight_first else [*parts, weight]
    first, second = parts
    rows = first if first.ndim > 1 else first[None]
    columns = second if second.ndim > 1 else second[:, None]
    if second.ndim == 1:
        slope = np.expand_dims(slope, -1)
    if first.ndim == 1:
        slope = np.expand_dims(slope, -2)
    found = (
        unstretched(slope @ columns.swapaxes(-1, -2), rows.shape).reshape(first.shape),
        unstretched(rows.swapaxes(-1, -2) @ slope, columns.shape).reshape(second.shape),
    )
    if layer.weight_shape is None:
        return found
    return found[1:] if layer.weight_first else found[:1]


def unstretched(slope: Array, shape: tuple[int, ...]) -> Array:
    """The slope of what had `shape` before it was stretched: added up along stretched axes.

    >>> unstretched(np.ones((2, 3, 4)), (3, 1)).tolist()
    [[8.0], [8.0], [8.0]]
    """
    slope = slope.sum(axis=tuple(range(slope.ndim - len(shape))))
    wide = tuple(axis for axis, size in enumerate(shape) if size != slope.shape[axis])
    return np.asarray(slope.sum(axis=wide, keepdims=True))
