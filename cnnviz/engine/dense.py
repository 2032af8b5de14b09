"""Owns the fully connected layer, and the flattening before it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def flatten(x: ArrayLike) -> Array:
    """Unroll C×H×W into a vector, row by row, channel by channel (C order).

    >>> flatten(np.array([[[1, 2], [3, 4]]])).tolist()
    [1, 2, 3, 4]
    """
    return np.asarray(x).reshape(-1)


def dense(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None) -> Array:
    """Fully connected layer: weight · x + bias.

    x: n_in; weight: n_out×n_in; bias: n_out; gives n_out. float32 stays float32, integers exact.
    Raises ValueError where the shapes do not fit.

    >>> dense([1, 2], [[3, 4], [5, 6]], [100, 200]).tolist()
    [111, 217]
    """
    x, weight = np.asarray(x), np.asarray(weight)
    if weight.ndim != 2:
        raise ValueError(f"weight must be n_out×n_in; got shape {weight.shape}")
    if x.shape != weight.shape[1:]:
        raise ValueError(f"x must be a vector of {weight.shape[1]}; got shape {x.shape}")
    result: Array = weight @ x
    if bias is not None:
        bias = np.asarray(bias)
        if bias.shape != result.shape:
            raise ValueError(f"bias must be a vector of {len(result)}; got shape {bias.shape}")
        result = result + bias
    return result
