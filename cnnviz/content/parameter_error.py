"""What is said of a value that a parameter cannot have."""

from __future__ import annotations

import numpy as np

from cnnviz.engine.arguments import range_of

__all__ = ["ParameterError", "counted", "is_real", "quote", "range_of", "to_float"]


class ParameterError(ValueError):
    """A value that a parameter cannot take: `parameter` is its name, the message one sentence."""

    def __init__(self, parameter: str, sentence: str) -> None:
        self.parameter = quote(parameter)
        super().__init__(f"{self.parameter} {sentence}")


def quote(given: object) -> str:
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


def counted(count: int, what: str) -> str:
    """So many of something.

    >>> counted(1, "channel"), counted(3, "channel")
    ('1 channel', '3 channels')
    """
    return f"{count} {what}{'s' * (count != 1)}"


def is_real(given: object) -> bool:
    """Whether it is a real number: no truth, no complex number, no time."""
    real = isinstance(given, int | float | np.integer | np.floating)
    return real and not isinstance(given, bool | np.timedelta64)


def to_float(name: str, cell: str) -> float:
    """A number of a text. Raises ParameterError."""
    try:
        return float(cell)
    except ValueError:
        raise ParameterError(name, f"must hold numbers only; got {quote(cell.strip())}") from None
