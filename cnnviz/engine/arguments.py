"""Checks a layer's parameters: numbers, pairs, paddings, "valid" and "same", flags."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator
from operator import index
from typing import Literal, SupportsIndex, TypeAlias, TypeVar, cast

import numpy as np

T = TypeVar("T")

Sides: TypeAlias = "int | tuple[int, int]"
"""Padding of one axis: the same on both sides, or (before, after)."""

Pair: TypeAlias = "int | tuple[int, int]"
"""One number for both axes, or (y, x)."""

Padding: TypeAlias = 'Literal["valid", "same"] | int | tuple[Sides, Sides]'
"""A number, (y, x), ((top, bottom), (left, right)), or a word."""

MOST_NUMBER = float(np.finfo(np.float32).max)
"""The largest number that is a float32."""

MOST_PADDING = 1 << 16
"""How many pixels a side of padding has at most."""

Around: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""Padding in pixels: ((top, bottom), (left, right))."""


def short_repr(value: object) -> str:
    """A wrong value for an error message: its repr, cut short, or its type if it has none.

    >>> short_repr("stride"), short_repr([1] * 1000)
    ("'stride'", '[1, 1, 1, 1, 1, 1, ...]')
    """
    try:
        if isinstance(value, int):
            str(value)  # refused for 10^5000; Python 3.14 would name its address in memory instead
        return " ".join(reprlib.repr(value).split())
    except Exception:  # a repr is anyone's code, and that of 10^5000 is refused by Python
        return f"a value of type {type(value).__name__}"


def require_int(name: str, value: object, low: int | None = None, high: int | None = None) -> int:
    """`value` as an int, from `low` to `high` where these are given.

    Raises ValueError, naming the parameter and its range, if it is none: 1.0 and True are none.

    >>> require_int("stride", 2, 1)
    2
    """
    if type(value) is int:  # as nearly always
        number = value
    else:
        try:
            number = index(cast(SupportsIndex, value))
        except Exception:  # whatever the object's own __index__ raises
            number = None
    if number is None or isinstance(value, bool):
        limits = "" if low is None else f" of at least {low}"
        limits = limits if high is None else f" from {low} to {high}"
        raise ValueError(
            f"{name} must be a whole number{limits}; got {short_repr(value)}"
        ) from None
    if low is not None and number < low:
        raise ValueError(f"{name} must be at least {low}; got {short_repr(number)}")
    if high is not None and number > high:
        raise ValueError(f"{name} must be at most {high}; got {short_repr(number)}")
    return number


def require_number(
    name: str, value: object, low: float = -MOST_NUMBER, high: float = MOST_NUMBER
) -> float:
    """`value` as a float from `low` to `high`. Raises ValueError, naming the parameter, for others.

    >>> require_number("alpha", 1)
    1.0
    """
    real = isinstance(value, (int, float, np.floating, np.integer)) and not isinstance(value, bool)
    if not real or not low <= cast(float, value) <= high:
        wanted = f"a number {range_of(low, high)}"
        raise ValueError(f"{name} must be {wanted}; got {short_repr(value)}")
    return float(cast(float, value))


def range_of(least: float, most: float) -> str:
    """The numbers that are taken, as the page writes numbers.

    >>> range_of(-2, 2), range_of(1, 3211264)
    ('from −2 to 2', 'from 1 to 3211264')
    """
    return f"from {_end(least)} to {_end(most)}"


def _end(number: float) -> str:
    """An end of a range: six digits, of a whole number all, if they can be told apart."""
    whole = float(number).is_integer() and abs(number) < 1e15
    return f"{number:{'.0f' if whole else 'g'}}".replace("-", "−")


def beyond(number: float, least: float, most: float) -> str:
    """A number, in as many digits as show on which side of a range's ends it is.

    >>> beyond(1000.0001, -1000, 1000), beyond(1234.5678, -1000, 1000), beyond(999.5678, 0, 1000)
    ('1000.0001', '1234.57', '999.568')
    """
    short = f"{number:g}"
    inside = least <= number <= most
    return short if (least <= float(short) <= most) == inside else repr(float(number))


def require_word(name: str, value: object, words: Iterable[str]) -> str:
    """`value` if it is one of `words`. Raises ValueError, naming the parameter, for anything else.

    >>> require_word("mode", "linear", ("nearest", "linear"))
    'linear'
    """
    known = tuple(words)
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}; got {short_repr(value)}")
    return value


def require_bool(name: str, value: object) -> bool:
    """`value` as a bool. Raises ValueError, naming the parameter, for anything else.

    >>> require_bool("ceil_mode", True)
    True
    """
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise ValueError(f"{name} must be true or false; got {short_repr(value)}")


def require_iterable(name: str, values: Iterable[T]) -> Iterator[T]:
    """`value` if it can be iterated and is not text. Otherwise raises ValueError, naming it.

    >>> list(require_iterable("layers", (1, 2)))
    [1, 2]
    """
    try:
        if isinstance(values, (str, bytes)):
            raise TypeError
        return iter(values)
    except Exception:
        raise ValueError(f"{name} must be a row of values; got {short_repr(values)}") from None


def as_pair(
    name: str, value: object, low: int, high: int | None = None, form: str = "(y, x)"
) -> tuple[int, int]:
    """A parameter as two ints, (y, x) unless told; a single number stands for both.

    Raises ValueError, naming the parameter and its range, if it is anything else.

    >>> as_pair("stride", 2, 1), as_pair("stride", (1, 2), 1)
    ((2, 2), (1, 2))
    """
    if not isinstance(value, (tuple, list)):
        number = require_int(name, value, low, high)
        return number, number
    if len(value) != 2:
        raise ValueError(f"{name} must be a number or {form}; got {short_repr(value)}")
    return require_int(name, value[0], low, high), require_int(name, value[1], low, high)


def padding_sides(padding: Sides) -> tuple[int, int]:
    """The padding of one axis as (before, after), in pixels.

    Raises ValueError if a side is no whole number from 0 to 65536.

    >>> padding_sides(2), padding_sides((0, 1))
    ((2, 2), (0, 1))
    """
    return as_pair("padding", padding, 0, MOST_PADDING, "(before, after)")


def dilated_size(kernel: int, dilation: int = 1) -> int:
    """How many pixels a dilated kernel spans: D·(K − 1) + 1.

    >>> dilated_size(3), dilated_size(3, dilation=2)
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
    size, kernel = require_int("size", size, 1), require_int("kernel", kernel, 1)
    stride, dilation = require_int("stride", stride, 1), require_int("dilation", dilation, 1)
    total = max(0, (-(-size // stride) - 1) * stride + dilated_size(kernel, dilation) - size)
    return total // 2, total - total // 2


def padding2d(
    padding: Padding,
    size: tuple[int, int],
    kernel: tuple[int, int],
    stride: tuple[int, int],
    dilation: tuple[int, int],
) -> Around:
    """Padding in any form as ((top, bottom), (left, right)), in pixels.

    Raises ValueError, naming the parameter, for another form or a negative side.

    >>> padding2d("same", (6, 6), (3, 3), (1, 2), (1, 1))
    ((1, 1), (0, 1))
    >>> padding2d((1, 0), (6, 6), (3, 3), (1, 1), (1, 1))
    ((1, 1), (0, 0))
    """
    given = padding_form(padding)
    if given == "same":
        y, x = zip(size, kernel, stride, dilation, strict=True)
        return same_padding(*y), same_padding(*x)
    return ((0, 0), (0, 0)) if isinstance(given, str) else given


def padding_form(padding: Padding) -> Around | Literal["valid", "same"]:
    """Padding in any form, before sizes are known: "valid" and "same" stay words.

    >>> padding_form([1, [0, 2]]), padding_form("same")
    (((1, 1), (0, 2)), 'same')
    """
    if isinstance(padding, str):
        if padding in ("valid", "same"):
            return padding
        raise ValueError(f'padding must be a number, "valid" or "same"; got {short_repr(padding)}')
    if not isinstance(padding, (tuple, list)):
        return (padding_sides(padding),) * 2
    if len(padding) != 2:
        raise ValueError(
            "padding must be a number, (y, x) or ((top, bottom), (left, right)); "
            f"got {short_repr(padding)}"
        )
    return padding_sides(padding[0]), padding_sides(padding[1])
