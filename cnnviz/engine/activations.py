"""Activation functions: ReLU, tanh, sigmoid, softmax, its logarithm; finite for finite input.

Types follow the rule in `arrays`: ReLU keeps its input's; of the others bool and integers give
float64, float16 gives float32.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import require_int
from cnnviz.engine.arrays import as_floats, as_real

Array = NDArray[Any]


def relu(x: ArrayLike) -> Array:
    """Negative becomes 0: max(x, 0), elementwise, of the same type; NaN stays NaN.

    Raises ValueError where x is not an array of real numbers; so do the others.

    >>> relu(np.array([-2, 0, 3])).tolist()
    [0, 0, 3]
    """
    x = as_real("x", x)
    result: Array = np.maximum(x, x.dtype.type(0), out=np.empty_like(x, subok=False))
    return result


def tanh(x: ArrayLike) -> Array:
    """Hyperbolic tangent, elementwise, between −1 and 1.

    >>> tanh(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    return np.asarray(np.tanh(as_floats(as_real("x", x))))


def sigmoid(x: ArrayLike) -> Array:
    """Logistic function 1 / (1 + e^−x), elementwise, between 0 and 1.

    The exponent is never positive, so that nothing overflows.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    x = as_floats(as_real("x", x))
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, x.dtype.type(1), small) / (1 + small))


def softmax(x: ArrayLike, axis: int = -1) -> Array:
    """Probabilities proportional to e^x along an axis; they add up to 1.

    The largest input is subtracted first (the result is the same), so that nothing overflows; of
    integers exactly. −∞ gets 0; where NaN or +∞ is along the axis, all of it is NaN. Raises
    ValueError, naming the parameter and its range, for an x without values or without that axis.

    >>> softmax(np.array([1000.0, 1000.0])).tolist()
    [0.5, 0.5]
    >>> softmax(np.array([-128, 127], np.int8)).round(3).tolist()
    [0.0, 1.0]
    """
    with np.errstate(all="ignore"):
        return shares(as_real("x", x), axis)


def log_softmax(x: ArrayLike, axis: int = -1) -> Array:
    """The logarithms of `softmax`, computed without it, so that none is −∞ for a finite x.

    Raises ValueError as `softmax` does.

    >>> log_softmax(np.array([1000.0, 0.0])).tolist()
    [0.0, -1000.0]
    """
    with np.errstate(all="ignore"):
        return log_shares(as_real("x", x), axis)


def log_shares(x: Array, axis: int) -> Array:
    """`log_softmax` of an array of real numbers; the caller has turned warnings off."""
    below, axis = _below_top(x, axis)
    below -= np.log(np.exp(below).sum(axis=axis, keepdims=True))
    return below


def shares(x: Array, axis: int) -> Array:
    """`softmax` of an array of real numbers; the caller has turned warnings off."""
    below, axis = _below_top(x, axis)
    powers: Array = np.exp(below, out=below)
    powers /= powers.sum(axis=axis, keepdims=True)
    return powers


def _below_top(x: Array, axis: int) -> tuple[Array, int]:
    """How far each value is below the largest along the axis, and the axis once checked."""
    if not x.size or not x.ndim:
        raise ValueError(f"x must have an axis and be nowhere empty; got shape {x.shape}")
    axis = require_int("axis", axis, -x.ndim, x.ndim - 1)
    top = x.max(axis=axis, keepdims=True)
    if x.dtype.kind == "f":
        below: Array = as_floats(x) - as_floats(top)
    else:
        # Of two int64 the difference needs 64 bits for itself; modulo 2^64 it is right.
        below = -(top.astype(np.uint64) - x.astype(np.uint64)).astype(np.float64)
    return below, axis
