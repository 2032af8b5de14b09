"""Formulas whose numbers are filled in, worked out a second time as they are printed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction

_WORDS = {
    r"\left\lfloor": "floor(",
    r"\right\rfloor": ")",
    r"\lfloor": "floor(",
    r"\rfloor": ")",
    r"\operatorname{ReLU}": "relu",
    r"\tanh": "tanh",
    r"\max": "max",
    r"\cdot": "*",
}
_NAMES = {
    "floor": math.floor,
    "relu": lambda x: max(0, x),
    "tanh": lambda x: Fraction(math.tanh(x)),
    "max": max,
}


def wrong(formula: str) -> Iterator[str]:
    """What does not add up: of each equation between numbers, sides that differ as printed."""
    for equation in re.split(r"\\qquad", formula):
        sides = re.split(r"(=|\\approx)", equation)
        values = [_value(side) for side in sides[::2]]
        for sign, left, right, printed in zip(
            sides[1::2], values, values[1:], sides[2::2], strict=False
        ):
            if left is None or right is None:
                continue
            about = sign != "="
            if about and abs(left - right) > Fraction(1, 50):
                yield f"has {equation}, which is far off"
            if not about and left != right:
                yield f"has {equation}, whose sides differ at {printed.strip()}"


def _value(side: str) -> Fraction | None:
    """A side's value, as exactly as it is printed; None where letters are left in it."""
    plain = re.sub(r"\\textcolor\{\w+\}\{(.*?)\}", r"\1", side)
    text = re.sub(r"\\dfrac\{(.*?)\}\{(.*?)\}", r"((\1)/(\2))", plain)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    for latex, word in _WORDS.items():
        text = text.replace(latex, word)
    left = re.sub(r"floor|relu|tanh|max", "", text)
    if not left.strip() or re.search(r"[A-Za-z\\]", left):
        return None
    text = re.sub(r"\d+(?:\.\d+)?", lambda number: f"F('{number[0]}')", text)
    found: Fraction = eval(text, {"F": Fraction, **_NAMES})
    return Fraction(found)
