"""Owns the functions that bend: ReLU, tanh, sigmoid, softmax; finite for every finite input."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def relu(x: ArrayLike) -> Array:
    """Negative becomes 0: max(x, 0), elementwise; integers stay integers.

    >>> relu(np.array([-2, 0, 3])).tolist()
    [0, 0, 3]
    """
    return np.maximum(x, 0)


def tanh(x: ArrayLike) -> Array:
    """Hyperbolic tangent, elementwise, between −1 and 1.

    >>> tanh(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    result: Array = np.tanh(x)
    return result


def sigmoid(x: ArrayLike) -> Array:
    """Logistic function 1 / (1 + e^−x), elementwise, between 0 and 1.

    The exponent is never positive, so that nothing overflows.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    x = np.asarray(x)
    small = np.exp(-np.abs(x))
    result: Array = np.where(x >= 0, 1, small) / (1 + small)
    return result


def softmax(x: ArrayLike, axis: int = -1) -> Array:
    """Probabilities proportional to e^x along an axis; they add up to 1.

    The largest input is subtracted first (the result is the same), so that nothing overflows.

    >>> softmax(np.array([1000.0, 1000.0])).tolist()
    [0.5, 0.5]
    """
    x = np.asarray(x)
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    result: Array = powers / powers.sum(axis=axis, keepdims=True)
    return result
