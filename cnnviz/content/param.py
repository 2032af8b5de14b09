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

from cnnviz.content.compare import Compared, same

MAX_SIDE = 64
MAX_CHANNELS = 8
MAX_MAGNITUDE = 1000.0
MAX_STROKES = 60
MAX_POINTS = 2000
"""Of all strokes of a drawing together."""


class ParameterError(ValueError):
    """A value that a parameter cannot take: `parameter` is its name, the message one sentence."""

    def __init__(self, parameter: str, sentence: str) -> None:
        self.parameter = _shown(parameter)
        super().__init__(f"{self.parameter} {sentence}")


Point: TypeAlias = tuple[float, ...]
Strokes: TypeAlias = tuple[tuple[Point, ...], ...]
"""A drawing: strokes of points (x, y) or (x, y, thickness), in shares of the paper's side."""
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
                return self._array(given)
            case "strokes":
                return _drawing(self.name, given)
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
                f"must be a whole number from {self.minimum} to {self.maximum}; "
                f"got {_shown(given)}",
            )
        return number

    def _choice(self, given: object) -> str:
        words = [value for value, _ in self.choices]
        if not isinstance(given, str) or given not in words:
            raise ParameterError(
                self.name, f"must be one of {', '.join(words)}; got {_shown(given)}"
            )
        return given

    def _picture(self, given: object) -> str | NDArray[np.float64]:
        words = [value for value, _ in self.choices]
        if isinstance(given, str) and "," not in given:
            if given in words:
                return given
            raise ParameterError(
                self.name, f"must be one of {', '.join(words)}, or a picture; got {_shown(given)}"
            )
        array = self._array(given)
        if array.shape[1:] != (self.maximum, self.maximum):
            raise ParameterError(
                self.name,
                f"must be {self.channels}×{self.maximum}×{self.maximum} numbers; "
                f"got {'×'.join(map(str, array.shape))}",
            )
        if array.min() < 0 or array.max() > 1:
            wrong = array.min() if array.min() < 0 else array.max()
            raise ParameterError(self.name, f"must hold numbers from 0 to 1; got {wrong:g}")
        return array

    def _array(self, given: object) -> NDArray[np.float64]:
        rows = _rows(self.name, given)
        try:
            with np.errstate(over="ignore"):  # of longer floats; infinity is refused below
                array = np.array(rows, dtype=np.float64)
        except (ValueError, TypeError, OverflowError):
            raise ParameterError(
                self.name, "must have rows of equal length; got rows that differ"
            ) from None
        if array.ndim == 2:
            array = array[np.newaxis]
        if array.size == 0:
            raise ParameterError(self.name, "must hold at least one number; got none")
        if array.ndim != 3:
            raise ParameterError(
                self.name, f"must be an array of rows of numbers, H×W; got shape {array.shape}"
            )
        if array.shape[0] != self.channels:
            raise ParameterError(
                self.name, f"must have {self.channels} channel(s); got {array.shape[0]}"
            )
        if max(array.shape[1:]) > MAX_SIDE:
            raise ParameterError(
                self.name,
                f"must be at most {MAX_SIDE} on a side; got {array.shape[1]}×{array.shape[2]}",
            )
        if not np.isfinite(array).all():
            raise ParameterError(self.name, "must hold finite numbers only; got NaN or infinity")
        if np.abs(array).max() > MAX_MAGNITUDE:
            raise _too_great(self.name, f"{array.flat[np.abs(array).argmax()]:g}")
        return array


def _drawing(name: str, given: object) -> Strokes:
    """Strokes of nested lists, or of text: strokes by |, points by ;, numbers by commas."""
    if isinstance(given, str):
        listed: object = [
            [[_float(name, number) for number in point.split(",")] for point in stroke.split(";")]
            for stroke in _parts(name, given)
        ]
    else:
        listed = given
    if not isinstance(listed, list | tuple):
        raise ParameterError(name, f"must be a list of strokes; got {_shown(given)}")
    if len(listed) > MAX_STROKES:
        raise ParameterError(name, f"must hold at most {MAX_STROKES} strokes; got {len(listed)}")
    for stroke in listed:
        if not isinstance(stroke, list | tuple) or not stroke:
            raise ParameterError(name, f"must hold strokes of [x, y] points; got {_shown(stroke)}")
    points = sum(map(len, listed))
    if points > MAX_POINTS:
        raise ParameterError(name, f"must hold at most {MAX_POINTS} points; got {points}")
    return tuple(tuple(_point(name, point) for point in stroke) for stroke in listed)


def _parts(name: str, given: str) -> list[str]:
    """The strokes of a text; one too long to be a drawing is not taken apart."""
    text = given.strip()
    points = text.count(";") + text.count("|") + 1
    if points > MAX_POINTS:
        raise ParameterError(name, f"must hold at most {MAX_POINTS} points; got {points}")
    return text.split("|") if text else []


def _point(name: str, given: object) -> Point:
    if not isinstance(given, list | tuple) or len(given) not in (2, 3):
        raise ParameterError(
            name, f"must hold points [x, y] or [x, y, thickness]; got {_of(given)}"
        )
    for number in given:
        if not _real(number):
            raise ParameterError(name, f"must hold numbers only; got {_shown(number)}")
        if not 0 <= number <= 1:  # nor NaN
            raise ParameterError(name, f"must hold numbers from 0 to 1; got {_shown(number)}")
    return tuple(float(number) for number in given)


def _real(given: object) -> bool:
    """Whether it is a real number: no truth, no complex number, no time."""
    real = isinstance(given, int | float | np.integer | np.floating)
    return real and not isinstance(given, bool | np.timedelta64)


def _of(given: object) -> str:
    if isinstance(given, list | tuple):
        return f"{len(given)} number(s)"
    return _shown(given)


def _whole(given: object) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int | float | str | np.integer):
        return None
    try:
        number = float(given)
    except (ValueError, OverflowError):
        return None
    return int(number) if math.isfinite(number) and number == int(number) else None


def _shown(given: object) -> str:
    """What was given, for a sentence: on one line, and not longer than that takes."""
    try:
        # Cut before it is spelled out: a list may be a thousand levels deep.
        text = "a list" if isinstance(given, list | tuple | dict) else str(given)
    except Exception:  # its text is anyone's code, and that of 10^5000 is refused by Python
        text = (
            "a number of thousands of digits"
            if isinstance(given, int)
            else f"a value of type {type(given).__name__}"
        )
    text = "".join(char if char.isprintable() else "�" for char in text[:41])
    return "nothing" if text == "" else text if len(text) <= 40 else text[:39] + "…"


def as_text(array: NDArray[np.float64]) -> str:
    """A C×H×W array as addresses write it: numbers by commas, rows by semicolons, channels by |.

    >>> as_text(np.array([[[1.0, 0.5], [0, -2]]]))
    '1,0.5;0,-2'
    """
    return "|".join(
        ";".join(",".join(f"{cell + 0.0:.17g}" for cell in row) for row in plane) for plane in array
    )


def strokes_as_text(strokes: Strokes) -> str:
    """A drawing as addresses write it: numbers by commas, points by semicolons, strokes by |.

    >>> strokes_as_text((((0.25, 0.5), (1.0, 0.5)), ((0.1, 0.2, 0.05),)))
    '0.25,0.5;1,0.5|0.1,0.2,0.05'
    """
    return "|".join(
        ";".join(",".join(repr(number).removesuffix(".0") for number in point) for point in stroke)
        for stroke in strokes
    )


def _float(name: str, cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise ParameterError(name, f"must hold numbers only; got {_shown(cell.strip())}") from None


def _rows(name: str, given: object) -> object:
    """Nested lists of `given`; text is read as planes split by |, rows by ;, numbers by commas."""
    if isinstance(given, np.ndarray):
        _check_size(name, given.size)
        if given.dtype.kind not in "iufb":
            raise ParameterError(name, "must hold numbers only")
        return given
    if isinstance(given, str):
        _check_size(name, given.count(",") + given.count(";") + given.count("|") + 1)
        return [
            [[_float(name, cell) for cell in row.split(",")] for row in plane.split(";")]
            for plane in given.split("|")
        ]
    if not isinstance(given, list | tuple):
        raise ParameterError(name, f"must be an array of rows of numbers; got {_shown(given)}")
    cells = _leaves(name, given)
    _check_size(name, len(cells))
    for cell in cells:
        if not _real(cell):
            raise ParameterError(name, f"must hold numbers only; got {_shown(cell)}")
        if isinstance(cell, int) and abs(cell) > MAX_MAGNITUDE:
            raise _too_great(name, cell)
    return given


def _too_great(name: str, given: object) -> ParameterError:
    return ParameterError(
        name,
        f"must hold numbers from −{MAX_MAGNITUDE:g} to {MAX_MAGNITUDE:g}; got {_shown(given)}",
    )


def _leaves(name: str, nested: list[object] | tuple[object, ...]) -> list[object]:
    """What lies in the innermost lists; channels, rows and cells need three levels at most."""
    level: list[object] = list(nested)
    for _ in range(3):
        if not any(isinstance(part, list | tuple) for part in level):
            return level
        level = [
            cell for part in level for cell in (part if isinstance(part, list | tuple) else [part])
        ]
    raise ParameterError(name, "must be an array of rows of numbers; got deeper lists")


def _check_size(name: str, cells: int) -> None:
    if cells > MAX_CHANNELS * MAX_SIDE**2:
        raise ParameterError(
            name,
            f"must be at most {MAX_SIDE} on a side and {MAX_CHANNELS} channels deep; "
            f"got {cells} numbers",
        )


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
