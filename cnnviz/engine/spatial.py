"""Owns how a layer's spatial parameters may be given: numbers, pairs, sides, "valid" and "same"."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any, Literal, TypeAlias

Sides: TypeAlias = "int | tuple[int, int]"
"""Padding of one axis: the same on both sides, or (before, after)."""

Pair: TypeAlias = "int | tuple[int, int]"
"""One number for both axes, or (y, x)."""

Padding: TypeAlias = 'Literal["valid", "same"] | int | tuple[Sides, Sides]'
"""A number, (y, x), ((top, bottom), (left, right)), or a word."""


def whole(name: str, value: object, low: int) -> int:
    """Give `value` as an int of at least `low`.

    Raises ValueError, naming the parameter, if it is not a whole number or is smaller.

    >>> whole("stride", 2, 1)
    2
    """
    try:
        number = index(value)  # type: ignore[arg-type]
    except TypeError:
        raise ValueError(f"{name} must be a whole number; got {value!r}") from None
    if number < low:
        raise ValueError(f"{name} must be at least {low}; got {number}")
    return number


def pair(name: str, value: object, low: int) -> tuple[int, int]:
    """Give a parameter as (y, x), where one number stands for both axes.

    Raises ValueError, naming the parameter, if it is anything else.

    >>> pair("stride", 2, 1), pair("stride", (1, 2), 1)
    ((2, 2), (1, 2))
    """
    if not isinstance(value, Sequence) or isinstance(value, str):
        return (whole(name, value, low),) * 2
    if len(value) != 2:
        raise ValueError(f"{name} must be a number or (y, x); got {value!r}")
    return whole(name, value[0], low), whole(name, value[1], low)


def sides(padding: Sides) -> tuple[int, int]:
    """Give the padding of one axis as (before, after), in pixels.

    Raises ValueError if a side is negative or not a whole number.

    >>> sides(2), sides((0, 1))
    ((2, 2), (0, 1))
    """
    if not isinstance(padding, Sequence):
        return (whole("padding", padding, 0),) * 2
    if len(padding) != 2:
        raise ValueError(f"padding must be a number or (before, after); got {padding!r}")
    return whole("padding", padding[0], 0), whole("padding", padding[1], 0)


def span(kernel: int, dilation: int = 1) -> int:
    """How many pixels a dilated kernel reaches over: D·(K − 1) + 1.

    >>> span(3), span(3, dilation=2)
    (3, 5)
    """
    return dilation * (kernel - 1) + 1


def same_padding(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """The padding (before, after) that gives ⌈W / S⌉ outputs; an odd pixel goes after.

    This is TensorFlow's rule; at stride 1 PyTorch's "same" agrees. Raises ValueError for a
    parameter that is not a whole number of at least 1.

    >>> same_padding(5, 3), same_padding(6, 3, stride=2), same_padding(5, 2)
    ((1, 1), (0, 1), (0, 1))
    """
    size, kernel = whole("size", size, 1), whole("kernel", kernel, 1)
    stride, dilation = whole("stride", stride, 1), whole("dilation", dilation, 1)
    total = max(0, (-(-size // stride) - 1) * stride + span(kernel, dilation) - size)
    return total // 2, total - total // 2


def padding2d(
    padding: Padding,
    size: tuple[int, int],
    kernel: tuple[int, int],
    stride: tuple[int, int],
    dilation: tuple[int, int],
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give any form of padding as ((top, bottom), (left, right)), in pixels.

    Raises ValueError, naming the parameter, for another form or a negative side.

    >>> padding2d("same", (6, 6), (3, 3), (1, 2), (1, 1))
    ((1, 1), (0, 1))
    >>> padding2d((1, 0), (6, 6), (3, 3), (1, 1), (1, 1))
    ((1, 1), (0, 0))
    """
    if isinstance(padding, str):
        if padding == "valid":
            return (0, 0), (0, 0)
        if padding == "same":
            given = list(zip(size, kernel, stride, dilation, strict=True))
            return same_padding(*given[0]), same_padding(*given[1])
        raise ValueError(f'padding must be a number, "valid" or "same"; got {padding!r}')
    if not isinstance(padding, (tuple, list)):
        return (sides(padding),) * 2
    if len(padding) != 2:
        raise ValueError(
            f"padding must be a number, (y, x) or ((top, bottom), (left, right)); got {padding!r}"
        )
    return sides(padding[0]), sides(padding[1])


def frozen(value: Any) -> Any:
    """Give lists (as JSON has them) as tuples, so that the value can be looked up in a cache.

    >>> frozen([[1, 2], 0])
    ((1, 2), 0)
    """
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value
