"""What the scenes of this step share: the drawn digit, and how an answer is told."""

from __future__ import annotations

from math import cos, pi, sin

from cnnviz.content import seeds
from cnnviz.content.drawings import Strokes
from cnnviz.engine.network import Network
from cnnviz.staging.answers import Answer

LAYERS = ("C1", "S2", "C3", "S4", "F5", "F6", "output")

AROUND, INNER = 40, 0.6
"""How many points a circle around a digit has, and how much smaller the digit in it is."""


def strokes_of(digit: seeds.Digit) -> Strokes:
    """A digit of the chapter as one would draw it."""
    return tuple(tuple(tuple(map(float, point)) for point in stroke) for stroke in digit.strokes)


def circled(digit: seeds.Digit) -> Strokes:
    """A digit in a circle, as one numbers pictures and answers; the circle is drawn last."""
    turns = (2 * pi * k / (AROUND - 1) for k in range(AROUND))
    circle = tuple((_middle(0.42 * sin(turn)), _middle(-0.42 * cos(turn))) for turn in turns)
    inner = tuple(
        tuple(
            (
                _middle(INNER * (x - 0.5)),
                _middle(INNER * (y - 0.5)),
                *(INNER * each for each in thickness),
            )
            for x, y, *thickness in stroke
        )
        for stroke in strokes_of(digit)
    )
    return (*inner, circle)


def _middle(away: float) -> float:
    """A place so far from the middle of the paper, as a share of its side."""
    return (500 + round(1000 * away)) / 1000


EXAMPLE = strokes_of(seeds.digits()[0])
"""The running example as it was drawn."""


def answer_numbers(network: Network, answer: Answer) -> dict[str, object]:
    """What sentences say of an answer: the two best digits, their shares, how rare such ink is."""
    return {
        "digit": network.classes[answer.best],
        "second": network.classes[answer.second],
        **answer.spoken,
        "weaker": answer.spoken_rarer,
    }
