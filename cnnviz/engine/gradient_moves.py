"""Gradients of layers that choose, move or blend values: pooling, resizing, other shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import dilated_size, padding_sides
from cnnviz.engine.joins import Concat
from cnnviz.engine.layers import AvgPool2d, Flatten, GlobalAvgPool2d, MaxPool2d, Pool2d
from cnnviz.engine.linear import Reduce
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.shaping import Pad, Reshape, Slice, Transpose

Array = NDArray[Any]


class _Windows:
    """A pooling's windows over its padded input, cell by cell of the window."""

    def __init__(self, layer: Pool2d, shape: tuple[int, ...], out: tuple[int, ...]) -> None:
        self.shape, self.places, self.starts = shape, [], []
        padded = []
        for n, count, (k, s, sides, d) in zip(shape[1:], out[1:], layer.window(shape), strict=True):
            before, after = padding_sides(sides)
            ends = (count - 1) * s + 1
            self.places.append([slice(t, t + ends, s) for t in range(0, dilated_size(k, d), d)])
            self.starts.append((before, after))
            padded.append(max(n + before + after, ends - 1 + dilated_size(k, d)))
        self.padded = (shape[0], *padded)

    def __iter__(self) -> Iterator[tuple[slice, slice, slice]]:
        every = slice(None)
        return ((every, y, x) for y in self.places[0] for x in self.places[1])

    @property
    def inside(self) -> tuple[slice, slice, slice]:
        """Where in the padded input the input is."""
        (top, _), (left, _) = self.starts
        _, height, width = self.shape
        return slice(None), slice(top, top + height), slice(left, left + width)

    def counts(self, *, with_padding: bool) -> Array:
        """How many cells each window holds."""
        held = np.zeros((1, *self.padded[1:]))
        if with_padding:
            (top, below), (left, right) = self.starts
            _, height, width = self.shape
            held[:, : top + height + below, : left + width + right] = 1
        else:
            held[self.inside] = 1
        return np.asarray(sum(held[place] for place in self))


def of_largest(
    layer: MaxPool2d, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """All of a window's slope goes to its largest cell, the first of those that are as large."""
    (x,) = inputs
    windows = _Windows(layer, x.shape, output.shape)
    padded = np.full(windows.padded, -np.inf, x.dtype)
    padded[windows.inside] = x
    back = np.zeros(windows.padded, slope.dtype)
    left = slope.copy()
    for place in windows:
        wins = padded[place] == output
        back[place] += np.where(wins, left, 0)
        left[wins] = 0
    return (back[windows.inside],)


def of_mean(
    layer: AvgPool2d, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """A window's slope is shared by the cells that were counted."""
    (x,) = inputs
    windows = _Windows(layer, x.shape, output.shape)
    counts = windows.counts(with_padding=layer.count_include_pad)
    shared = slope / counts.astype(slope.dtype)
    back = np.zeros(windows.padded, slope.dtype)
    for place in windows:
        back[place] += shared
    return (back[windows.inside],)


def of_global_mean(
    layer: GlobalAvgPool2d, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """A map's slope is shared by all its cells."""
    (x,) = inputs
    shared = slope.reshape(-1, 1, 1) / slope.dtype.type(x.shape[1] * x.shape[2])
    return (np.broadcast_to(shared, x.shape).copy(),)


def of_reduced(
    layer: Reduce, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """A mean or a sum goes back to all; what is largest or smallest to those that are, in parts."""
    (x,) = inputs
    kept = tuple(1 if axis in layer.axes else n for axis, n in enumerate(x.shape))
    wide, kind = slope.reshape(kept), slope.dtype.type
    if layer.kind in ("max", "min"):
        wins = x == output.reshape(kept)
        return (wins * wide / wins.sum(axis=layer.axes, keepdims=True).astype(kind),)
    if layer.kind == "mean":
        wide = wide / kind(x.size / max(1, wide.size))
    return (np.broadcast_to(wide, x.shape).copy(),)


def of_resized(
    layer: Resize2d, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """Each cell gets the slopes of the new ones that it had a share in, by its shares."""
    (x,) = inputs
    for axis in (1, 2):
        slope = np.moveaxis(slope, axis, -1) @ _shares(layer, axis, x.shape[axis], slope.dtype)
        slope = np.moveaxis(slope, -1, axis)
    return (slope,)


def _shares(layer: Resize2d, axis: int, size: int, dtype: np.dtype[Any]) -> Array:
    """How much of each cell along an axis is in each new one: new × old."""
    count = layer.size[axis - 1]
    scale = None if layer.scale is None else (layer.scale[axis - 1], 1.0)
    along = replace(layer, size=(count, 1), scale=scale)
    return along.compute(np.eye(size, dtype=dtype)[:, :, None])[:, :, 0].T


def of_flattened(
    layer: Flatten, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """The slope in the old shape."""
    (x,) = inputs
    if not layer.axes:
        return (slope.reshape(x.shape),)
    moved = slope.reshape([x.shape[axis] for axis in layer.axes])
    return (moved.transpose(np.argsort(layer.axes)),)


def of_reshaped(
    layer: Reshape, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """The slope in the old shape."""
    return (slope.reshape(inputs[0].shape),)


def of_transposed_axes(
    layer: Transpose, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """The slope with its axes in the old order."""
    return (slope.transpose(np.argsort(layer.axes)),)


def of_slice(
    layer: Slice, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """What was cut off has no slope."""
    back = np.zeros(inputs[0].shape, slope.dtype)
    part = slice(layer.start, layer.stop, layer.step)
    back[(slice(None),) * layer.axis + (part,)] = slope
    return (back,)


def of_padded(
    layer: Pad, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """A border's slope goes to the cells that it repeats; where it is one value, nowhere."""
    (x,) = inputs
    if layer.mode == "constant":
        return (
            slope[
                tuple(
                    slice(before, before + n)
                    for (before, _), n in zip(layer.around, x.shape, strict=True)
                )
            ],
        )
    cells = np.pad(np.arange(x.size).reshape(x.shape), layer.around, mode=layer.mode)
    back = np.bincount(cells.ravel(), slope.ravel(), x.size)
    return (back.reshape(x.shape).astype(slope.dtype),)


def of_joined(
    layer: Concat, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """Each part gets its own."""
    ends = np.cumsum([each.shape[layer.axis] for each in inputs])[:-1]
    return tuple(np.split(slope, ends, axis=layer.axis))
