"""Arrays as they are given, nested lists or text, and as addresses write them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.parameter_error import (
    ParameterError,
    counted,
    is_real,
    quote,
    range_of,
    to_float,
)
from cnnviz.engine.arguments import beyond

MAX_SIDE = 64
MAX_CHANNELS = 8
MAX_MAGNITUDE = 1000.0


def array_of(name: str, given: object, channels: int) -> NDArray[np.float64]:
    """A C×H×W array of nested lists, of an array, or of text. Raises ParameterError."""
    rows = _rows(name, given)
    try:
        with np.errstate(over="ignore"):  # of longer floats; infinity is refused below
            array = np.array(rows, dtype=np.float64)
    except (ValueError, TypeError, OverflowError):
        raise ParameterError(name, "must have rows of equal length; got rows that differ") from None
    if array.ndim == 2:
        array = array[np.newaxis]
    if array.size == 0:
        raise ParameterError(name, "must hold at least one number; got none")
    if array.ndim != 3:
        raise ParameterError(
            name, f"must be an array of rows of numbers, H×W; got shape {array.shape}"
        )
    if array.shape[0] != channels:
        raise ParameterError(
            name, f"must have {counted(channels, 'channel')}; got {array.shape[0]}"
        )
    if max(array.shape[1:]) > MAX_SIDE:
        raise ParameterError(
            name,
            f"must be at most {MAX_SIDE}×{MAX_SIDE}; got {array.shape[1]}×{array.shape[2]}",
        )
    if not np.isfinite(array).all():
        raise ParameterError(name, "must hold finite numbers only; got NaN or infinity")
    if np.abs(array).max() > MAX_MAGNITUDE:
        worst = float(array.flat[np.abs(array).argmax()])
        raise _too_great(name, beyond(worst, -MAX_MAGNITUDE, MAX_MAGNITUDE))
    return array


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
            [[to_float(name, cell) for cell in row.split(",")] for row in plane.split(";")]
            for plane in given.split("|")
        ]
    if not isinstance(given, list | tuple):
        raise ParameterError(name, f"must be an array of rows of numbers; got {quote(given)}")
    cells = _leaves(name, given)
    _check_size(name, len(cells))
    for cell in cells:
        if not is_real(cell):
            raise ParameterError(name, f"must hold numbers only; got {quote(cell)}")
        if isinstance(cell, int) and abs(cell) > MAX_MAGNITUDE:
            raise _too_great(name, cell)
    return given


def _too_great(name: str, given: object) -> ParameterError:
    return ParameterError(
        name,
        f"must hold numbers {range_of(-MAX_MAGNITUDE, MAX_MAGNITUDE)}; got {quote(given)}",
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
            f"must be at most {MAX_SIDE}×{MAX_SIDE} and {MAX_CHANNELS} channels deep; "
            f"got {cells} numbers",
        )


def as_text(array: NDArray[np.float64]) -> str:
    """A C×H×W array as addresses write it: numbers by commas, rows by semicolons, channels by |.

    >>> as_text(np.array([[[1.0, 0.5], [0, -2]]]))
    '1,0.5;0,-2'
    """
    return "|".join(
        ";".join(",".join(f"{cell + 0.0:.17g}" for cell in row) for row in plane) for plane in array
    )
