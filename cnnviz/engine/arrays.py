"""Which arrays the engine accepts, and which type its results have.

Every function takes bool, integers, and floats of 16, 32 or 64 bits:

- what only chooses or moves values (relu, max_pool2d, flatten, shifted) keeps their type;
- sums (conv2d, dense) of bool and integers are int64, the same on every machine to the last digit,
  and refused where they could pass 2^63 − 1;
- all else (means, tanh, sigmoid, softmax) makes float64 of bool and integers;
- float32 and float64 stay what they are, float16 is computed and given as float32; where types are
  mixed, numpy's common type counts.

Nothing that is given is memory of what was taken. NaN and infinity go through as IEEE 754 has it,
without a warning, and touch no cell that does not read them.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import short_repr

Array = NDArray[Any]

MOST_VALUES = 1 << 28
"""How many values an array may have, taken or made on the way: 2 GB in float64."""

_REAL = frozenset(np.dtype(char).num for char in "?bBhHiIlLqQefd")
_INT64_TYPE = np.dtype(np.int64)
_MOST_INT64 = 2**63 - 1
_EXACT = 2**53
"""Up to here float64 holds every whole number, so that sums in any order come out the same."""


def as_real(name: str, x: ArrayLike) -> Array:
    """x as an array of real numbers; it may share the caller's memory.

    Raises ValueError, naming the parameter, for anything that is none.

    >>> as_real("x", [[1, 2], [3, 4]]).shape
    (2, 2)
    """
    if type(x) is np.ndarray:
        array: Array = x
    else:
        try:
            array = np.asarray(x)
        except Exception:  # whatever the object's own __array__ raises
            raise ValueError(f"{name} must be {_FORM}; got {short_repr(x)}") from None
    dtype = array.dtype
    if dtype.num not in _REAL:
        raise ValueError(f"{name} must be {_FORM}; got {short_repr(x)} ({dtype})")
    if array.size > MOST_VALUES:
        require_few(f"{name} must have", array.shape)
    return array if dtype.isnative else array.astype(dtype.newbyteorder("="))


_FORM = "real numbers in rows of equal length (bool, integers, floats to 64 bits)"


def require_few(what: str, shape: tuple[int, ...]) -> None:
    """Raise ValueError where an array of that shape would not fit; `what` begins the sentence."""
    if (count := prod(shape)) > MOST_VALUES:
        raise ValueError(f"{what} at most {MOST_VALUES} values; got {short_repr(count)}")


def as_maps(name: str, x: ArrayLike) -> Array:
    """x as C×H×W real numbers, no size being 0. Otherwise raises ValueError, naming it.

    >>> as_maps("x", [[[1, 2]]]).shape
    (1, 1, 2)
    """
    array = as_real(name, x)
    if array.ndim != 3 or not array.size:
        raise ValueError(f"{name} must be C×H×W, none of them 0; got shape {array.shape}")
    return array


def as_floats(x: Array) -> Array:
    """Real numbers in the type in which functions other than sums are computed.

    >>> [str(as_floats(np.zeros(1, t)).dtype) for t in ("bool", "int8", "float16", "float32")]
    ['float64', 'float64', 'float32', 'float32']
    """
    if x.dtype.kind != "f":
        return x.astype(np.float64)
    return x.astype(np.float32) if x.dtype.itemsize == 2 else x


def sum_type(x: Array, weights: Array, bias: Array | None) -> np.dtype[Any]:
    """The type in which sums of products of these are given: int64, float32 or float64."""
    common: np.dtype[Any] = x.dtype
    if weights.dtype != common or (bias is not None and bias.dtype != common):
        arrays = (x, weights) if bias is None else (x, weights, bias)
        if all(array.dtype.kind != "f" for array in arrays):
            return _INT64_TYPE  # numpy's common type of int64 and uint64 is a float
        common = np.result_type(*arrays)
    if common.kind != "f":
        return _INT64_TYPE
    return common if common.itemsize > 2 else np.dtype(np.float32)


def exact_type(
    terms: int, x: Array, weights: Array, bias: Array | None, reach: Callable[[], Array]
) -> np.dtype[Any]:
    """The quickest type in which sums of `terms` whole products x · weights, and bias, are exact.

    reach: gives the same sums of magnitudes; asked only where the largest values alone do not tell.
    Raises ValueError where a sum could pass 2^63 − 1.
    """
    bound = terms * _most(x) * _most(weights) + (0 if bias is None else _most(bias))
    if bound <= _EXACT:
        return np.dtype(np.float64)
    # float64 is good for 15 digits, whatever the number of terms that fit into memory.
    if bound <= _MOST_INT64 or reach().max() * (1 + 1e-6) < _MOST_INT64:
        return np.dtype(np.int64)
    raise ValueError(
        "x times its weights must add up to at most 2^63 − 1 with the bias, as integers are exact"
    )


def magnitudes(x: Array) -> NDArray[np.float64]:
    """|x| in float64, as `exact_type` asks for."""
    return np.abs(x.astype(np.float64))


def exact_sums(name: str, x: Array, terms: int) -> Array:
    """Whole numbers as int64, in which sums of `terms` of them are exact.

    Raises ValueError, naming the parameter, where a sum could pass 2^63 − 1.

    >>> exact_sums("x", np.array([True, False]), 2)
    array([1, 0])
    """
    if terms * _most(x) > _MOST_INT64:
        raise ValueError(
            f"{name} must be from −{_MOST_INT64 // terms} to {_MOST_INT64 // terms}, as sums of "
            f"{terms} integers are exact; got {_most(x)}"
        )
    return x.astype(np.int64)


def _most(x: Array) -> int:
    """The largest magnitude among whole numbers."""
    return max(int(x.max(initial=0)), -int(x.min(initial=0)))
