"""What the scene flatten draws: a digit, two of its pixels enlarged, and a picture in colour."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Stage, Tensor
from cnnviz.staging.formatting import join_sides
from cnnviz.steps.mlp.common import ink, vector_of
from cnnviz.steps.mlp.layers import PHOTO

PICTURE, SAMPLES = "ship", 112
"""What stands for a photograph, and how many pixels across are enough to draw it."""
AROUND = 6
"""How many pixels across are enlarged."""


class Drawn(NamedTuple):
    """The digit, a piece of it enlarged, the digit as a vector, and a picture in colour."""

    digit: Tensor
    lens: Tensor
    vector: Tensor
    photograph: Tensor


def touching_at(digit: Tensor) -> tuple[int, int]:
    """Where two pixels of ink touch, one above the other: the upper one."""
    pairs = np.minimum(digit.data[0, :-1], digit.data[0, 1:])
    y, x = divmod(int(pairs.argmax()), digit.data.shape[2])
    return y, x


def corner_of(y: int, x: int, sides: tuple[int, ...]) -> tuple[int, int]:
    """Where the piece begins that is enlarged: they are at its foot, near the vector."""
    height, width = sides
    top, left = y + 2 - AROUND, x - AROUND // 2
    return max(0, min(top, height - AROUND)), max(0, min(left, width - AROUND))


def drawn_from(digit: Tensor) -> Drawn:
    """What is drawn beside that digit."""
    top, left = corner_of(*touching_at(digit), digit.data.shape[1:])
    piece = digit.data[:, top : top + AROUND, left : left + AROUND]
    pixels, called = seeds.picture(PICTURE, SAMPLES), f"Picture, {join_sides(PHOTO[:2])}"
    return Drawn(
        digit,
        replace(ink(piece, "Enlarged", "lens"), max_abs=digit.max_abs),
        vector_of(digit.data, "Flattened", "vector"),
        Tensor("photograph", pixels, called, Stage.INPUT, "rgb", 1.0, quantized=True),
    )
