"""A cheque with an amount in digits, such as networks read at banks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnviz.content.scene import Array
from cnnviz.staging.panels import Part
from cnnviz.steps.lenet.envelope import SIDE, digits, stroke, writing

AMOUNT = (("three", 0.14, 0.9), ("eight", 0.05, 1.0), ("seven", 0.2, 0.9))
"""Its amount: each digit with its slant and its width."""
LEFT, TOP = 54.0, 22.0
"""Where the amount begins."""


def cheque() -> Iterator[Part]:
    """The cheque: a bank's name, whom it pays, a signature, and the amount in a frame."""
    for each in writing("BELL BANK", 6, 15, 8.0):
        yield stroke(each, 1.2, "muted")
    for row, start, end in ((33, 6, 48), (46, 6, 48), (57, 62, 106)):
        yield stroke(np.array([(start, row), (end, row)]), 0.6, "muted")
    yield stroke(_scrawl(8, 44, 31, 2.4, 0.9), 1.1, "ink")
    yield stroke(_scrawl(66, 102, 53.5, 4.2, 0.55), 1.1, "ink")
    right, bottom = LEFT + SIDE * len(AMOUNT), TOP + SIDE
    frame = ((LEFT, TOP), (right, TOP), (right, bottom), (LEFT, bottom), (LEFT, TOP))
    yield stroke(np.array(frame), 1.0, "classify")
    yield from digits(AMOUNT, LEFT, TOP)


def _scrawl(left: float, right: float, y: float, high: float, often: float) -> Array:
    """Writing that nobody can read: loops from left to right, N×2."""
    x = np.linspace(left, right, 80)
    up = high * np.sin(often * (x - left)) * (1 + 0.4 * np.sin(0.37 * x))
    return np.stack([x + 1.2 * np.sin(2 * often * x), y - up], axis=1)
