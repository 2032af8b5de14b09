"""Normalisation as networks in use have it: by kept statistics, or by neighbouring channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import require_int, require_number, short_repr
from cnnviz.engine.arrays import as_floats
from cnnviz.engine.layer import Layer, Shape, maps_shape, require_array, require_channels, sizes

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class BatchNorm2d(Layer):
    """Batch normalisation in use: (x − mean) / √(variance + ε) · scale + shift, channel by channel.

    Mean and variance are those kept while it learned; they count as no parameters, as they are
    measured (Ioffe & Szegedy, 2015). x: C×H×W, or a vector of C.
    """

    channels: int
    epsilon: float = 1e-5
    scale: Array | None = field(default=None, repr=False)
    shift: Array | None = field(default=None, repr=False)
    mean: Array | None = field(default=None, repr=False)
    variance: Array | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        require_int("channels", self.channels, 1)
        require_number("epsilon", self.epsilon, 0)

    def output_shape(self, shape: Shape) -> Shape:
        shape = sizes(shape)
        if len(shape) not in (1, 3):
            raise ValueError(
                f"shape must be C×H×W, or a vector of C, for {self.name}; got {short_repr(shape)}"
            )
        return require_channels(self.name, shape, self.channels)

    def array_shapes(self) -> dict[str, Shape]:
        return dict.fromkeys(("scale", "shift", "mean", "variance"), (self.channels,))

    def parameters(self) -> int:
        return 2 * self.channels

    def multiply_adds(self, shape: Shape) -> int:
        return prod(self.output_shape(shape))

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        x = as_floats(x)
        scale, shift, mean, variance = (
            require_array(self.name, each).astype(np.float64)
            for each in (self.scale, self.shift, self.mean, self.variance)
        )
        factor = scale / np.sqrt(variance + self.epsilon)
        along = (-1, *(1,) * (x.ndim - 1))
        # (x − mean) first: x · factor alone may lose what the mean takes away again.
        out: Array = x - mean.astype(x.dtype).reshape(along)
        out *= factor.astype(x.dtype).reshape(along)
        out += shift.astype(x.dtype).reshape(along)
        return out


@dataclass(frozen=True, slots=True, eq=False)
class LocalResponseNorm(Layer):
    """x / (bias + alpha / size · Σ x²)^beta over `size` channels around each (AlexNet, 2012).

    Of an even size, one more channel after is read than before, as ONNX has it.
    """

    size: int
    alpha: float = 1e-4
    beta: float = 0.75
    bias: float = 1.0

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        require_int("size", self.size, 1)
        for name in ("alpha", "beta", "bias"):
            require_number(name, getattr(self, name))

    def output_shape(self, shape: Shape) -> Shape:
        return maps_shape(self.name, shape)

    def compute(self, x: Array) -> Array:
        channels = maps_shape(self.name, x.shape)[0]
        x = as_floats(x)
        squares = x * x
        sums = np.zeros_like(x)
        before, after = min((self.size - 1) // 2, channels), min(self.size // 2, channels)
        for step in range(-before, after + 1):
            first, last = max(0, -step), channels - max(0, step)
            sums[first:last] += squares[first + step : last + step]
        kind = x.dtype.type
        return np.asarray(
            x / (kind(self.bias) + kind(self.alpha / self.size) * sums) ** kind(self.beta)
        )
