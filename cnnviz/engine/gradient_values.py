"""Gradients of functions of each value: activations, arithmetic, normalisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import erf, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine import activations
from cnnviz.engine.activation_layers import Activation, Pointwise, PReLU
from cnnviz.engine.gradient_sums import unstretched
from cnnviz.engine.joins import OPERATIONS, Arithmetic
from cnnviz.engine.layer import require_array
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm

Array = NDArray[Any]


def of_activation(
    layer: Activation, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """ReLU, tanh, sigmoid by their value; softmax and its logarithm by all along the axis."""
    match layer.kind:
        case "relu":
            return (np.where(output > 0, slope, 0),)
        case "tanh":
            return (slope * (1 - output * output),)
        case "sigmoid":
            return (slope * output * (1 - output),)
        case "softmax":
            total = (slope * output).sum(axis=layer.axis, keepdims=True)
            return (output * (slope - total),)
    total = slope.sum(axis=layer.axis, keepdims=True)
    return (slope - np.exp(output) * total,)


def _bell(x: Array) -> Array:
    return np.asarray(np.exp(-x * x / 2) / sqrt(2 * pi))


def _gelu(x: Array, y: Array) -> Array:
    found = map(erf, (x.ravel() * sqrt(0.5)).tolist())
    share = (1 + np.fromiter(found, np.float64, x.size).reshape(x.shape)) / 2
    return np.asarray(share + x * _bell(x))


def _gelu_tanh(x: Array, y: Array) -> Array:
    factor, cubic = sqrt(2 / pi), 0.044715
    bend = np.tanh(factor * (x + cubic * x**3))
    inner = factor * (1 + 3 * cubic * x * x)
    return np.asarray((1 + bend + x * (1 - bend * bend) * inner) / 2)


def _silu(x: Array, y: Array) -> Array:
    share = activations.sigmoid(x)
    return np.asarray(share * (1 + x * (1 - share)))


def _mish(x: Array, y: Array) -> Array:
    bend = np.tanh(np.logaddexp(x, 0))
    return np.asarray(bend + x * (1 - bend * bend) * activations.sigmoid(x))


def _hard_sigmoid(x: Array, y: Array, alpha: float, beta: float) -> Array:
    return np.where((y > 0) & (y < 1), alpha, 0.0)


def _hard_swish(x: Array, y: Array) -> Array:
    return np.where(x <= -3, 0.0, np.where(x >= 3, 1.0, x / 3 + 0.5))


SLOPES: dict[str, Callable[..., Array]] = {
    "leaky_relu": lambda x, y, alpha: np.where(x < 0, alpha, 1.0),
    "elu": lambda x, y, alpha: np.where(x > 0, 1.0, y + alpha),
    "celu": lambda x, y, alpha: np.where(x > 0, 1.0, np.exp(np.minimum(x, 0) / (alpha or 1))),
    "selu": lambda x, y, alpha, gamma: np.where(x > 0, gamma, y + gamma * alpha),
    "clip": lambda x, y, low, high: np.where((x >= low) & (x <= high), 1.0, 0.0),
    "hard_sigmoid": _hard_sigmoid,
    "hard_swish": _hard_swish,
    "silu": _silu,
    "gelu": _gelu,
    "gelu_tanh": _gelu_tanh,
    "erf": lambda x, y: 2 / sqrt(pi) * np.exp(-x * x),
    "softplus": lambda x, y: activations.sigmoid(x),
    "softsign": lambda x, y: 1 / (1 + np.abs(x)) ** 2,
    "mish": _mish,
    "exp": lambda x, y: y,
    "log": lambda x, y: 1 / x,
    "sqrt": lambda x, y: 0.5 / y,
    "abs": lambda x, y: np.sign(x),
    "neg": lambda x, y: np.full_like(x, -1),
    "reciprocal": lambda x, y: -y * y,
    "identity": lambda x, y: np.ones_like(x),
    "dropout": lambda x, y: np.ones_like(x),
}
"""The slope of each function of POINTWISE at x, where it is y."""


def of_pointwise(
    layer: Pointwise, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """The slope times the function's own."""
    own = SLOPES[layer.kind](inputs[0], output, **layer.parameters_by_name)
    return (slope * own.astype(slope.dtype),)


def of_prelu(
    layer: PReLU, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """Below 0 the slope times what was learned."""
    (x,) = inputs
    return (np.where(x < 0, require_array(layer.name, layer.slope) * slope, slope),)


def _times(a: Array, b: Array, y: Array) -> tuple[Array, Array]:
    return b, a


def _power(a: Array, b: Array, y: Array) -> tuple[Array, Array]:
    positive = np.where(a > 0, a, 1)
    return b * np.power(a, b - 1), np.where(a > 0, y * np.log(positive), 0)


PAIRS: dict[str, Callable[[Array, Array, Array], tuple[Any, Any]]] = {
    "add": lambda a, b, y: (1, 1),
    "sub": lambda a, b, y: (1, -1),
    "mul": _times,
    "div": lambda a, b, y: (1 / b, -y / b),
    "max": lambda a, b, y: (a >= b, b > a),
    "min": lambda a, b, y: (a <= b, b < a),
    "pow": _power,
}
"""Of each operation on a and b that gives y: its slopes along a and along b."""


def of_arithmetic(
    layer: Arithmetic, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """The parts are combined from left to right, and the slope goes back from right to left."""
    parts = list(inputs)
    if layer.constant_shape is not None:
        constant = require_array(layer.name, layer.constant)
        parts = [constant, *parts] if layer.constant_first else [*parts, constant]
    sofar = [parts[0]]
    for part in parts[1:]:
        sofar.append(OPERATIONS[layer.kind](sofar[-1], part))
    found = []
    for before, part, made in zip(sofar[-2::-1], parts[:0:-1], sofar[:0:-1], strict=True):
        first, second = PAIRS[layer.kind](before, part, made)
        found.append(unstretched(slope * second, part.shape))
        slope = unstretched(slope * first, before.shape)
    found = [slope, *reversed(found)]
    if layer.constant_shape is not None:
        found = found[1:] if layer.constant_first else found[:-1]
    return tuple(found)


def of_batch_norm(
    layer: BatchNorm2d, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """Each channel by its own factor."""
    scale, variance = (require_array(layer.name, each) for each in (layer.scale, layer.variance))
    factor = scale.astype(np.float64) / np.sqrt(variance.astype(np.float64) + layer.epsilon)
    return (slope * factor.astype(slope.dtype).reshape(-1, *(1,) * (slope.ndim - 1)),)


def of_local_response(
    layer: LocalResponseNorm, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """Each channel by its own factor, less what it adds to the factors of the channels around."""
    (x,) = inputs
    channels = len(x)
    near = np.subtract.outer(np.arange(channels), np.arange(channels))
    reads = ((near <= (layer.size - 1) // 2) & (-near <= layer.size // 2)).astype(x.dtype)
    share = layer.alpha / layer.size
    base = layer.bias + share * np.einsum("ij,j...->i...", reads, x * x)
    spread = slope * x * base ** (-layer.beta - 1)
    around = np.einsum("ij,i...->j...", reads, spread)
    return (slope * base**-layer.beta - 2 * layer.beta * share * x * around,)


def of_group_norm(
    layer: GroupNorm, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """As of each group of channels with its own mean and deviation."""
    (x,) = inputs
    scale = require_array(layer.name, layer.scale).reshape(-1, *(1,) * (x.ndim - 1))
    values, scaled = (each.reshape(layer.groups, -1) for each in (x, slope * scale))
    return (_normalised(values, scaled, 1, layer.epsilon).reshape(x.shape),)


def of_layer_norm(
    layer: LayerNorm, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """As of the last axes with their own mean and deviation."""
    (x,) = inputs
    axes = tuple(range(x.ndim - len(layer.normal_shape), x.ndim))
    scaled = slope * require_array(layer.name, layer.scale)
    return (_normalised(x, scaled, axes, layer.epsilon),)


def _normalised(x: Array, slope: Array, axes: int | tuple[int, ...], epsilon: float) -> Array:
    """The slope of (x − mean) / deviation, both of which depend on x too."""
    apart = x - x.mean(axis=axes, keepdims=True)
    deviation = np.sqrt(np.square(apart).mean(axis=axes, keepdims=True) + epsilon)
    normal = apart / deviation
    level = slope.mean(axis=axes, keepdims=True)
    along = (slope * normal).mean(axis=axes, keepdims=True)
    return np.asarray((slope - level - normal * along) / deviation)
