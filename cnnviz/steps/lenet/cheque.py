"""A cheque with an amount in digits, such as LeNet-5 read at banks."""

from __future__ import annotations

import numpy as np

from cnnviz.content.scene import Array
from cnnviz.steps.lenet.envelope import drawn, writing, written

HEIGHT = 52
"""Of the cheque, in pixels; it is as wide as the envelope."""
AMOUNT = (("three", 0.14, 0.9), ("eight", 0.05, 1.0), ("seven", 0.2, 0.9))
"""Its amount: each digit with its slant and its width."""
AMOUNT_PLACE = ((21, 37), (59, 107))
"""The rows and columns of the amount, half-open: three digits of 16×16."""


def cheque() -> Array:
    """The cheque, 1×HEIGHT×WIDTH: paper 0, ink 1."""
    (top, bottom), (left, right) = AMOUNT_PLACE
    printed = (
        *writing("BELL BANK", 5, 11, 6.0),
        *(np.array([(5, y), (to, y)]) for y, to in ((27, 53), (38, 53))),
        np.array([(64, 48), (108, 48)]),
    )
    hand = (
        *writing("LEO HALL", 7, 25.5, 5.5),
        _scrawl(8, 48, 36, 1.6, 0.9),
        _scrawl(70, 102, 45, 3.0, 0.55),
    )
    ink: Array = np.maximum(0.6 * drawn(printed, 0.8), 0.9 * drawn(hand, 1.1))[:HEIGHT]
    np.maximum(ink[top:bottom, left:right], written(AMOUNT), out=ink[top:bottom, left:right])
    return ink[np.newaxis]


def _scrawl(left: float, right: float, y: float, high: float, often: float) -> Array:
    """Writing that nobody can read: loops from left to right, N×2."""
    x = np.linspace(left, right, 80)
    up = high * np.sin(often * (x - left)) * (1 + 0.4 * np.sin(0.37 * x))
    return np.stack([x + 1.2 * np.sin(2 * often * x), y - up], axis=1)
