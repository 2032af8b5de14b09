"""The fully connected layer, and flattening."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arrays import as_real, exact_type, magnitudes, sum_type

Array = NDArray[Any]


def flatten(x: ArrayLike) -> Array:
    """Unroll C×H×W into a vector of the same type, row by row, channel by channel (C order).

    Raises ValueError where x is not an array of real numbers.

    >>> flatten(np.array([[[1, 2], [3, 4]]])).tolist()
    [1, 2, 3, 4]
    """
    return as_real("x", x).flatten()


def dense(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None) -> Array:
    """Fully connected layer: weight · x + bias.

    x: n_in; weight: n_out×n_in; bias: n_out; gives n_out. float32 stays float32; integers give
    int64, exactly (see `arrays`). Raises ValueError, naming the parameter and its range, where the
    shapes do not fit, or sums of integers could pass 2^63 − 1.

    >>> dense([1, 2], [[3, 4], [5, 6]], [100, 200]).tolist()
    [111, 217]
    >>> dense(np.array([200, 200], np.uint8), np.array([[2, 2]], np.uint8)).tolist()
    [800]
    """
    with np.errstate(all="ignore"):
        return weighted_sum(
            as_real("x", x),
            as_real("weight", weight),
            None if bias is None else as_real("bias", bias),
        )


def weighted_sum(x: Array, weight: Array, bias: Array | None) -> Array:
    """`dense` of arrays of real numbers; the caller has turned warnings off."""
    if weight.ndim != 2 or not weight.size:
        raise ValueError(f"weight must be n_out×n_in, none of them 0; got shape {weight.shape}")
    if x.shape != weight.shape[1:]:
        raise ValueError(f"x must be a vector of {weight.shape[1]}; got shape {x.shape}")
    if bias is None:
        bias = np.zeros(len(weight), np.bool_)
    elif bias.shape != weight.shape[:1]:
        raise ValueError(f"bias must be a vector of {len(weight)}; got shape {bias.shape}")
    given = dtype = sum_type(x, weight, bias)
    if given.kind == "i":
        arrays = x, weight, bias
        dtype = exact_type(x.size, *arrays, lambda: weighted_sum(*map(magnitudes, arrays)))
    if x.dtype != dtype or weight.dtype != dtype:
        x, weight = x.astype(dtype), weight.astype(dtype)
    total: Array = weight @ x
    total += bias if bias.dtype == dtype else bias.astype(dtype)
    return total if given == dtype else total.astype(given)
