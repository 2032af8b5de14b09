"""A cell of any layer's output by its definition, in plain loops."""

from __future__ import annotations

from math import exp, tanh
from typing import Any

from numpy.typing import NDArray

from cnnviz.content.computation import Index
from cnnviz.engine.layers import (
    Activation,
    AvgPool2d,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    MaxPool2d,
)

Array = NDArray[Any]


def by_loops(layer: Layer, x: Array, index: Index) -> float:
    """The cell of a layer's output by its definition; x is C×H×W or a vector."""
    channel, row, column = index
    match layer:
        case Conv2d():
            assert layer.weight is not None
            (k_y, s_y, p_y, d_y), (k_x, s_x, p_x, d_x) = layer.window(x.shape)
            top, left = row * s_y - _before(p_y), column * s_x - _before(p_x)
            apart = layer.c_in // layer.groups
            first = channel // (layer.c_out // layer.groups) * apart
            total = 0.0 if layer.bias is None else float(layer.bias[channel])
            for c in range(apart):
                for i in range(k_y):
                    for j in range(k_x):
                        y, z = top + i * d_y, left + j * d_x
                        if 0 <= y < x.shape[1] and 0 <= z < x.shape[2]:
                            total += float(x[first + c, y, z]) * float(
                                layer.weight[channel, c, i, j]
                            )
            return total
        case Dense():
            assert layer.weight is not None
            bias = 0.0 if layer.bias is None else float(layer.bias[channel])
            pairs = zip(x.ravel().tolist(), layer.weight[channel].tolist(), strict=True)
            return bias + float(sum(a * b for a, b in pairs))
        case GlobalAvgPool2d():
            cells: list[float] = x[channel].ravel().tolist()
            return sum(cells) / len(cells)
        case Activation(kind="relu"):
            return max(0.0, float(x[index] if x.ndim == 3 else x[channel]))
        case Activation(kind="tanh"):
            return tanh(float(x[index] if x.ndim == 3 else x[channel]))
        case Activation(kind="sigmoid"):
            return 1 / (1 + exp(-float(x[index] if x.ndim == 3 else x[channel])))
        case Flatten():
            return float(x.ravel()[channel])
    raise AssertionError(f"no loops for {layer}")


def _before(padding: Any) -> int:
    return padding if isinstance(padding, int) else int(padding[0])


def pooled(layer: MaxPool2d | AvgPool2d, x: Array, index: Index) -> float:
    """A window's largest or mean value by loops; what ceil_mode adds past the padding is none."""
    channel, row, column = index
    counts = isinstance(layer, AvgPool2d) and layer.count_include_pad
    found = []
    axes = zip((row, column), layer.window(x.shape), x.shape[1:], strict=True)
    ys, xs = (
        [
            tap
            for tap in range(place * s - _before(p), place * s - _before(p) + k * d, d)
            if -_before(p) * counts <= tap < side + _after(p) * counts
        ]
        for place, (k, s, p, d), side in axes
    )
    for y in ys:
        for z in xs:
            inside = 0 <= y < x.shape[1] and 0 <= z < x.shape[2]
            found.append(float(x[channel, y, z]) if inside else 0.0)
    return max(found) if isinstance(layer, MaxPool2d) else sum(found) / len(found)


def _after(padding: Any) -> int:
    return padding if isinstance(padding, int) else int(padding[1])


def softmaxed(layer: Activation, x: Array, index: Index) -> float:
    axis = layer.axis % x.ndim
    place = list(index[: x.ndim])
    line = [
        float(x[tuple(i if a == axis else at for a, at in enumerate(place))])
        for i in range(x.shape[axis])
    ]
    most = max(line)
    return exp(line[place[axis]] - most) / sum(exp(each - most) for each in line)


def expected(layer: Layer, x: Array, index: Index) -> float:
    if isinstance(layer, MaxPool2d | AvgPool2d):
        return pooled(layer, x, index)
    if isinstance(layer, Activation) and layer.kind == "softmax":
        return softmaxed(layer, x, index)
    return by_loops(layer, x, index)
