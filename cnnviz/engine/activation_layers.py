"""Activations as layers: those without parameters by their names, and those with some."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import erf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine import activations
from cnnviz.engine.arguments import (
    MOST_NUMBER,
    require_int,
    require_number,
    require_word,
    short_repr,
)
from cnnviz.engine.arrays import as_floats
from cnnviz.engine.layer import STILL, Layer, Shape, broadcast, maps_shape, require_array, sizes
from cnnviz.engine.seen import Axis, Seen

Array = NDArray[Any]

ACTIVATIONS = {
    "relu": activations.relu,
    "tanh": activations.tanh,
    "sigmoid": activations.sigmoid,
    "softmax": activations.softmax,
    "log_softmax": activations.log_softmax,
}
ALONG_AN_AXIS = {"softmax": activations.shares, "log_softmax": activations.log_shares}
"""Those in which each value depends on all along an axis."""


@dataclass(frozen=True, slots=True, eq=False)
class Activation(Layer):
    """A function of each value alone, a name in ACTIVATIONS; softmax of all along an axis.

    The axis counts in C×H×W, so that 0 is that of the channels, and of a vector the only one.
    """

    kind: str
    axis: int = 0

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        if not isinstance(self.kind, str) or self.kind not in ACTIVATIONS:
            raise ValueError(
                f"kind must be one of {', '.join(ACTIVATIONS)}; got {short_repr(self.kind)}"
            )
        require_int("axis", self.axis, -3, 2)

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if self.kind in ALONG_AN_AXIS:
            require_int("axis", self.axis, -len(shape), len(shape) - 1)
        return shape

    def window(self, shape: Shape) -> tuple[Axis, Axis]:
        if self.kind not in ALONG_AN_AXIS or self.axis % 3 == 0:
            return STILL
        shape = maps_shape(self.name, shape)
        y, x = (
            # From each place along the axis all of it is seen, which ends at the map's borders.
            (2 * n - 1, 1, n - 1, 1) if self.axis % 3 == axis else still
            for axis, n, still in zip((1, 2), shape[1:], STILL, strict=True)
        )
        return y, x

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        if len(shape) > 1:
            return Layer.seen(self, inputs, shape)
        # A vector's only axis, which may be named by −1, is none of those of a map.
        return inputs[0].whole() if self.kind in ALONG_AN_AXIS else inputs[0]

    def compute(self, x: Array) -> Array:
        if self.kind in ALONG_AN_AXIS:
            return ALONG_AN_AXIS[self.kind](x, self.axis)
        return ACTIVATIONS[self.kind](x)


def _elu(x: Array, alpha: float) -> Array:
    return np.where(x > 0, x, x.dtype.type(alpha) * np.expm1(np.minimum(x, 0)))


def _celu(x: Array, alpha: float) -> Array:
    kind = x.dtype.type
    below = kind(alpha) * np.expm1(np.minimum(x, 0) / kind(alpha or 1))
    return np.where(x > 0, x, below)


def _hard_sigmoid(x: Array, alpha: float, beta: float) -> Array:
    kind = x.dtype.type
    return np.asarray(np.clip(kind(alpha) * x + kind(beta), kind(0), kind(1)))


def _erf(x: Array) -> Array:
    values = map(erf, x.ravel().tolist())
    return np.fromiter(values, np.float64, x.size).reshape(x.shape).astype(x.dtype)


def _gelu(x: Array) -> Array:
    kind = x.dtype.type
    return np.asarray(x * kind(0.5) * (kind(1) + _erf(x * kind(sqrt(0.5)))))


def _gelu_tanh(x: Array) -> Array:
    kind = x.dtype.type
    bend = np.tanh(kind(sqrt(2 / np.pi)) * (x + kind(0.044715) * x * x * x))
    return np.asarray(x * kind(0.5) * (kind(1) + bend))


def _softplus(x: Array) -> Array:
    return np.asarray(np.logaddexp(x, x.dtype.type(0)))


POINTWISE: dict[str, tuple[Callable[..., Array], dict[str, float]]] = {
    "leaky_relu": (lambda x, alpha: np.where(x < 0, x.dtype.type(alpha) * x, x), {"alpha": 0.01}),
    "elu": (_elu, {"alpha": 1.0}),
    "celu": (_celu, {"alpha": 1.0}),
    "selu": (
        lambda x, alpha, gamma: x.dtype.type(gamma) * _elu(x, alpha),
        {"alpha": 1.6732632423543772, "gamma": 1.0507009873554805},
    ),
    "clip": (
        lambda x, low, high: np.clip(x, x.dtype.type(low), x.dtype.type(high)),
        {"low": -MOST_NUMBER, "high": MOST_NUMBER},
    ),
    "hard_sigmoid": (_hard_sigmoid, {"alpha": 0.2, "beta": 0.5}),
    "hard_swish": (lambda x: x * _hard_sigmoid(x, 1 / 6, 0.5), {}),
    "silu": (lambda x: x * activations.sigmoid(x), {}),
    "gelu": (_gelu, {}),
    "gelu_tanh": (_gelu_tanh, {}),
    "erf": (_erf, {}),
    "softplus": (_softplus, {}),
    "softsign": (lambda x: x / (1 + np.abs(x)), {}),
    "mish": (lambda x: x * np.tanh(_softplus(x)), {}),
    "exp": (np.exp, {}),
    "log": (np.log, {}),
    "sqrt": (np.sqrt, {}),
    "abs": (np.abs, {}),
    "neg": (np.negative, {}),
    "reciprocal": (lambda x: 1 / x, {}),
    "identity": (np.copy, {}),
    "dropout": (np.copy, {}),
}
"""Functions of each value alone, and what they have as parameters. In use, dropout does nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Pointwise(Layer):
    """A function of each value alone that is a name in POINTWISE, with its parameters by name.

    Whole numbers give float64, as of all functions that are no sums.
    """

    kind: str
    parameters_by_name: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        kind = require_word("kind", self.kind, POINTWISE)
        known = POINTWISE[kind][1]
        given = self.parameters_by_name
        if not isinstance(given, Mapping) or not set(given) <= set(known):
            raise ValueError(
                f"parameters_by_name must be numbers by name ({', '.join(known) or 'none'}) "
                f"for {kind}; got {short_repr(given)}"
            )
        numbers = {name: require_number(name, value) for name, value in {**known, **given}.items()}
        object.__setattr__(self, "parameters_by_name", numbers)

    def compute(self, x: Array) -> Array:
        function, _ = POINTWISE[self.kind]
        return np.asarray(function(as_floats(x), **self.parameters_by_name))


@dataclass(frozen=True, slots=True, eq=False)
class PReLU(Layer):
    """A leaky ReLU whose slope below 0 is learned (He et al., 2015), one for each channel or all.

    The slopes have the shape C×1×1, or another that fits on the input's last axes.
    """

    slope_shape: Shape
    slope: Array | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        object.__setattr__(self, "slope_shape", sizes(self.slope_shape, "slope_shape"))

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if broadcast(self.name, (shape, self.slope_shape)) != shape:
            raise ValueError(
                f"shape must be one on which the slopes {self.slope_shape} of {self.name} fit; "
                f"got {shape}"
            )
        return shape

    def array_shapes(self) -> dict[str, Shape]:
        return {"slope": self.slope_shape}

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        x = as_floats(x)
        return np.where(x < 0, require_array(self.name, self.slope) * x, x)
