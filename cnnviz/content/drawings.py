"""Drawings as they are given, nested lists or text, and as addresses write them."""

from __future__ import annotations

from typing import TypeAlias

from cnnviz.content.parameter_error import ParameterError, counted, is_real, quote, to_float

MAX_STROKES = 60
MAX_POINTS = 2000
"""Of all strokes of a drawing together."""

Point: TypeAlias = tuple[float, ...]
Strokes: TypeAlias = tuple[tuple[Point, ...], ...]
"""A drawing: strokes of points (x, y) or (x, y, thickness), in shares of the paper's side."""


def drawing_of(name: str, given: object) -> Strokes:
    """Strokes of nested lists, or of text: strokes by |, points by ;, numbers by commas.

    Raises ParameterError with the parameter's name.
    """
    if isinstance(given, str):
        listed: object = [
            [[to_float(name, number) for number in point.split(",")] for point in stroke.split(";")]
            for stroke in _parts(name, given)
        ]
    else:
        listed = given
    if not isinstance(listed, list | tuple):
        raise ParameterError(name, f"must be a list of strokes; got {quote(given)}")
    if len(listed) > MAX_STROKES:
        raise ParameterError(name, f"must hold at most {MAX_STROKES} strokes; got {len(listed)}")
    for stroke in listed:
        if not isinstance(stroke, list | tuple) or not stroke:
            raise ParameterError(name, f"must hold strokes of [x, y] points; got {quote(stroke)}")
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
        if not is_real(number):
            raise ParameterError(name, f"must hold numbers only; got {quote(number)}")
        if not 0 <= number <= 1:  # nor NaN
            raise ParameterError(name, f"must hold numbers from 0 to 1; got {quote(number)}")
    return tuple(float(number) for number in given)


def _of(given: object) -> str:
    if isinstance(given, list | tuple):
        return counted(len(given), "number")
    return quote(given)


def strokes_as_text(strokes: Strokes) -> str:
    """A drawing as addresses write it: numbers by commas, points by semicolons, strokes by |.

    >>> strokes_as_text((((0.25, 0.5), (1.0, 0.5)), ((0.1, 0.2, 0.05),)))
    '0.25,0.5;1,0.5|0.1,0.2,0.05'
    """
    return "|".join(
        ";".join(",".join(repr(number).removesuffix(".0") for number in point) for point in stroke)
        for stroke in strokes
    )
