"""Formats numbers: rounding, signs, groups of three digits, percentages.

A number is rounded once, from its exact value, half away from zero; static/js/data/numbers.js
does the same, and tests/data/numbers.json holds both to one table.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import copysign, isfinite
from typing import Any, TypeAlias

import numpy as np

DECIMALS = 2
FINE = 4
"""Decimals in tables."""
DUST = 1e-7
"""A difference this small, of 1 or of a value up to 100, is what float32 leaves behind."""
GROUPED = 1000
"""From here on digits stand in groups of three."""
LEAST = 1e-9
POWERS = ((10**9, "billion"), (10**6, "million"))

Real: TypeAlias = "float | Fraction | np.floating | np.integer"


def _units(value: Real, decimals: int) -> int:
    """The magnitude in units of the last decimal, half of one rounded up."""
    exact: Any = value.item() if isinstance(value, np.generic) else value
    over, under = abs(exact).as_integer_ratio()
    units: int = (2 * over * 10**decimals + under) // (2 * under)
    return units


def number(value: Real, decimals: int = DECIMALS) -> str:
    """A number as it is printed everywhere: at most two decimals, a true minus, groups of three.

    Raises ValueError or OverflowError where it is not finite.

    >>> number(2.5), number(-1 / 3), number(0.125), number(-0.001), number(1234567.5)
    ('2.5', '−0.33', '0.13', '0', '1,234,567.5')
    """
    units = _units(value, decimals)
    whole, part = divmod(units, 10**decimals)
    text = f"{whole:,}" if whole >= GROUPED else str(whole)
    if part:
        text += "." + f"{part:0{decimals}}".rstrip("0")
    return f"−{text}" if units and value < 0 else text


def is_rounded(value: Real, decimals: int = DECIMALS) -> bool:
    """Whether `number` rounds the value, apart from floating-point noise.

    >>> is_rounded(0.1 + 0.2), is_rounded(np.float32(0.3)), is_rounded(1 / 3)
    (False, False, True)
    """
    size = abs(float(value))
    difference = abs(_units(value, decimals) / 10**decimals - size)
    return bool(difference > DUST * min(max(1.0, size), 100.0))


def about(value: Real, decimals: int = DECIMALS) -> str:
    """A number in a sentence, with "about" if printing rounds it.

    >>> about(0.25), about(1 / 3), about(5 / 2, 0)
    ('0.25', 'about 0.33', 'about 3')
    """
    text = number(value, decimals)
    return f"about {text}" if is_rounded(value, decimals) else text


def roughly(value: Fraction | float, digits: int = 3) -> str:
    """A large number as one says it: so many digits that count, and its power in words.

    >>> roughly(84000.6), roughly(168), roughly(25_557_032), roughly(1_814_073_344)
    ('about 84,000', '168', 'about 25.6 million', 'about 1.81 billion')
    """
    step = 10 ** max(0, len(str(_units(value, 0))) - digits)
    rough = _units(Fraction(value) / step, 0) * step
    said = number(rough)
    for power, word in POWERS:
        if rough >= power:
            said = f"{number(Fraction(rough, power), digits)} {word}"
            break
    return said if rough == value else f"about {said}"


def join_numbers(values: Iterable[Real]) -> str:
    """Numbers one after another in a sentence, with "about" if printing rounds any of them.

    >>> join_numbers([0, 2, 0]), join_numbers([0, 1 / 3])
    ('0, 2, 0', 'about 0, 0.33')
    """
    found = list(values)
    return "about " * any(map(is_rounded, found)) + ", ".join(map(number, found))


def equals(*values: Real) -> str:
    """The sign between the sides of an equation that prints these: ≈ where any is rounded.

    >>> equals(0.5, 0.5, 0.25), equals(0.25, 0.25, 0.0625)
    ('=', '≈')
    """
    return "≈" if any(map(is_rounded, values)) else "="


def factor(value: Real, decimals: int = DECIMALS) -> str:
    """A number that something is multiplied by: in parentheses where it is negative.

    >>> factor(2), factor(-2)
    ('2', '(−2)')
    """
    text = number(value, decimals)
    return f"({text})" if text.startswith("−") else text


def product(a: Real, b: Real, result: Real) -> str:
    """A product as a sentence says it.

    >>> product(0.25, -0.25, -0.0625)
    '0.25 · (−0.25) ≈ −0.06'
    """
    return f"{number(a)} · {factor(b)} {equals(a, b, result)} {number(result)}"


def count_noun(count: int, noun: str) -> str:
    """How many of something there are.

    >>> count_noun(1, "product"), count_noun(25, "product")
    ('1 product', '25 products')
    """
    return f"{number(count)} {noun}{'s' * (count != 1)}"


def latex(text: str) -> str:
    r"""Printed numbers and signs as LaTeX has them.

    >>> latex("−1 · 2 ≈ −2.01")
    '-1 \\cdot 2 \\approx -2.01'
    """
    return text.replace("−", "-").replace("≈", r"\approx").replace("·", r"\cdot")


def as_probability(probability: float) -> float:
    """A probability from softmax, which is neither 0 nor 1 where float32 has run out of digits.

    >>> percent(as_probability(1.0)), percent(as_probability(0.0)), as_probability(0.5)
    ('> 99.9 %', '< 0.1 %', 0.5)
    """
    return min(max(probability, LEAST), 1 - LEAST)


def percent(share: float | Fraction) -> str:
    """A share in per cent with one decimal; 0 % and 100 % only where it is none or all.

    >>> percent(0.5), percent(Fraction(9999, 10000)), percent(1), percent(0.0004), percent(0)
    ('50 %', '> 99.9 %', '100 %', '< 0.1 %', '0 %')
    """
    if 0 < share < 0.001:
        return "< 0.1 %"
    return "> 99.9 %" if 0.999 < share < 1 else f"{number(100 * Fraction(share), 1)} %"


def tenths(share: float) -> str:
    """A share in per cent, always with one decimal: such stand below one another.

    >>> tenths(0.14), tenths(0.9891)
    ('14.0 %', '98.9 %')
    """
    return f"{100 * share:.1f} %"


def spoken_percent(share: float | Fraction) -> str:
    """A share in per cent as a sentence says it.

    >>> spoken_percent(0.99999), spoken_percent(2 / 3), spoken_percent(0.25)
    ('more than 99.9 %', 'about 66.7 %', '25 %')
    """
    text = percent(share)
    if text[0] in "<>":
        return text.replace("> ", "more than ").replace("< ", "less than ")
    return f"about {text}" if is_rounded(100 * Fraction(share), 1) else text


def shortest(value: Real) -> float:
    """A number with few decimals, four where they do, that the page prints as it would this one.

    That is so with two decimals, as in pictures, and with four, as in tables; and where this one
    needs ≈, so does what is given back. Raises ValueError where it is not finite.

    >>> shortest(1 / 3), shortest(0.99504), shortest(0.125), shortest(0.1 + 0.2)
    (0.3333, 0.99504, 0.125, 0.3)
    """
    full = float(value)
    if not isfinite(full):
        raise ValueError(f"{full} is not a finite number and cannot be sent")
    printed = _units(full, DECIMALS), _units(full, FINE), is_rounded(value)
    for decimals in range(FINE, 17):
        near = copysign(_units(full, decimals) / 10**decimals, full)
        if (_units(near, DECIMALS), _units(near, FINE), is_rounded(near)) == printed:
            return near
    return full


def shape_text(data: np.ndarray[Any, Any]) -> str:
    """The shape as it is written: 5×5 for one channel, 6×28×28 for more."""
    return join_sides(data.shape[1:] if data.shape[0] == 1 else data.shape)


def tinted(hue: str, text: str) -> str:
    """A term of a formula, in LaTeX, in the colour of a stage.

    >>> tinted("conv", "K")
    '\\\\textcolor{conv}{K}'
    """
    return rf"\textcolor{{{hue}}}{{{text}}}"


def join_sides(shape: Iterable[int]) -> str:
    """The sides of a shape as they are written, such as C×H×W.

    >>> join_sides((3, 32, 32))
    '3×32×32'
    """
    return "×".join(map(str, shape))


def with_article(digit: int) -> str:
    """A digit as a sentence names it.

    >>> with_article(8), with_article(3)
    ('an *8*', 'a *3*')
    """
    return f"{'an' if digit == 8 else 'a'} *{digit}*"


def a_noun(noun: str) -> str:
    """A noun with its article.

    >>> a_noun("ship"), a_noun("aeroplane")
    ('a ship', 'an aeroplane')
    """
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def shift_in_words(dy: int, dx: int) -> str:
    """A shift in words.

    >>> shift_in_words(0, 1), shift_in_words(2, -1), shift_in_words(0, 0)
    ('1 pixel to the right', '2 pixels down and 1 to the left', 'nowhere')
    """
    down = f"{count_noun(abs(dy), 'pixel')} {'down' if dy > 0 else 'up'}" if dy else ""
    far = abs(dx) if dy else count_noun(abs(dx), "pixel")
    across = f"{far} to the {'right' if dx > 0 else 'left'}" if dx else ""
    return " and ".join(filter(None, (down, across))) or "nowhere"
