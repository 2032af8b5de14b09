"""Compares objects that hold arrays by their content, as numpy's == gives an array."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import Field, fields
from typing import Any, ClassVar

import numpy as np


def same(one: object, other: object) -> bool:
    """Whether both are equal: arrays cell by cell, sequences and mappings item by item.

    >>> same({"a": (np.ones(2), "x")}, {"a": (np.ones(2), "x")})
    True
    >>> same([np.ones(2)], [np.ones((1, 2))])
    False
    """
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return (
            isinstance(one, np.ndarray)
            and isinstance(other, np.ndarray)
            and np.array_equal(one, other)
        )
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


class Compared:
    """A dataclass (eq=False) that equals another of its class where all their fields are the same.

    It cannot be hashed, as arrays cannot.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(
            same(getattr(self, field.name), getattr(other, field.name))
            for field in fields(self)
            if field.compare
        )
