"""Parameters of a scene: which values they take, and a clear sentence about those they don't.

The one place where a value from outside (address, form, command line, Python) is checked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.arrays import array_of, as_text
from cnnviz.content.compare import Compared, same
from cnnviz.content.drawings import Strokes, drawing_of, strokes_as_text
from cnnviz.content.parameter_error import ParameterError, quote, range_of
from cnnviz.engine.arguments import beyond

__all__ = ["Param", "ParameterError", "Value", "Values", "value_as_text"]

Value: TypeAlias = int | float | str | NDArray[np.float64] | Strokes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Param(Compared):
    """A parameter of a scene: an integer in a range, a choice of words, an array C×H×W, strokes.

    A "picture" is a choice of words, or one's own: an array of `channels` with sides of `maximum`
    pixels, values from 0 to 1.
    """

    name: str
    label: str
    kind: Literal["integer", "choice", "array", "strokes", "picture"]
    default: Value
    minimum: int = 0
    maximum: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    """Pairs (value, label)."""
    channels: int = 1
    """How many channels an array has; a plain H×W array counts as one channel."""
    help: str = ""
    knob: bool = True
    """Whether the page has a control for it; one without is set from another scene."""

    def __post_init__(self) -> None:
        if isinstance(self.default, np.ndarray):
            own = self.default.copy()
            own.flags.writeable = False
            object.__setattr__(self, "default", own)

    def __repr__(self) -> str:
        return f"<Param {self.name}: {self.kind}, by default {_brief(self.default)}>"

    def check(self, given: object) -> Value:
        """`given` as this parameter's value. Raises ParameterError with name, value and range."""
        match self.kind:
            case "integer":
                return self._integer(given)
            case "choice":
                return self._choice(given)
            case "array":
                return array_of(self.name, given, self.channels)
            case "strokes":
                return drawing_of(self.name, given)
            case "picture":
                return self._picture(given)

    def initial(self) -> Value:
        """The default; an array is one's own, so that whatever is done to it leaves the default."""
        return self.default.copy() if isinstance(self.default, np.ndarray) else self.default

    def _integer(self, given: object) -> int:
        number = _whole(given)
        if number is None or not self.minimum <= number <= self.maximum:
            raise ParameterError(
                self.name,
                f"must be a whole number {range_of(self.minimum, self.maximum)}; "
                f"got {quote(given)}",
            )
        return number

    def _choice(self, given: object) -> str:
        words = [value for value, _ in self.choices]
        if not isinstance(given, str) or given not in words:
            raise ParameterError(
                self.name, f"must be one of {', '.join(words)}; got {quote(given)}"
            )
        return given

    def _picture(self, given: object) -> str | NDArray[np.float64]:
        words = [value for value, _ in self.choices]
        if isinstance(given, str) and "," not in given:
            if given in words:
                return given
            raise ParameterError(
                self.name, f"must be one of {', '.join(words)}, or a picture; got {quote(given)}"
            )
        array = array_of(self.name, given, self.channels)
        if array.shape[1:] != (self.maximum, self.maximum):
            raise ParameterError(
                self.name,
                f"must be {self.channels}×{self.maximum}×{self.maximum} numbers; "
                f"got {'×'.join(map(str, array.shape))}",
            )
        if array.min() < 0 or array.max() > 1:
            wrong = beyond(float(array.min() if array.min() < 0 else array.max()), 0, 1)
            raise ParameterError(self.name, f"must hold numbers from 0 to 1; got {wrong}")
        return array


def _whole(given: object) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int | float | str | np.integer):
        return None
    try:
        number = float(given)
    except (ValueError, OverflowError):
        return None
    return int(number) if math.isfinite(number) and number == int(number) else None


def value_as_text(value: Value) -> str:
    """A value as addresses write it."""
    if isinstance(value, np.ndarray):
        return as_text(value)
    return strokes_as_text(value) if isinstance(value, tuple) else str(value)


def _brief(value: Value) -> str:
    """A value in a few letters: of an array its shape, of a drawing how many strokes it has."""
    if isinstance(value, np.ndarray):
        return "×".join(map(str, value.shape))
    return f"{len(value)} strokes" if isinstance(value, tuple) else str(value)


class Values(dict[str, Value]):
    """Checked values by parameter name, with typed ways to read them."""

    def __eq__(self, other: object) -> bool:
        return same(dict(self), other) if isinstance(other, dict) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __repr__(self) -> str:
        listed = ", ".join(f"{name} {_brief(value)}" for name, value in self.items())
        return f"<Values {listed or 'of no parameters'}>"

    @classmethod
    def check(cls, params: tuple[Param, ...], given: Mapping[str, object]) -> Self:
        """`given` checked, the rest at their defaults. Raises ParameterError."""
        known = {param.name: param for param in params}
        for name in given:
            if name not in known:
                has = ", ".join(known) or "no parameters"
                raise ParameterError(name, f"is not a parameter of this scene, which has {has}")
        return cls({n: p.check(given[n]) if n in given else p.initial() for n, p in known.items()})

    def integer(self, name: str) -> int:
        """The whole number of that name."""
        value = self[name]
        assert isinstance(value, int)
        return value

    def word(self, name: str) -> str:
        """The chosen word of that name."""
        value = self[name]
        assert isinstance(value, str)
        return value

    def array(self, name: str) -> NDArray[np.float64]:
        """The array of that name, C×H×W."""
        value = self[name]
        assert isinstance(value, np.ndarray)
        return value

    def picture(self, name: str) -> str | NDArray[np.float64]:
        """The word or the array of that name, C×H×W."""
        value = self[name]
        assert isinstance(value, str | np.ndarray)
        return value

    def strokes(self, name: str) -> Strokes:
        """The drawing of that name."""
        value = self[name]
        assert isinstance(value, tuple)
        return value
