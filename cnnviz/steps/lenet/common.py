"""What the scenes of this step share: the drawn digit, and how an answer is told."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.drawings import Strokes
from cnnviz.engine.network import Network
from cnnviz.staging.answers import Answer
from cnnviz.staging.formatting import spoken_percent

LAYERS = ("C1", "S2", "C3", "S4", "F5", "F6", "output")


def strokes_of(digit: seeds.Digit) -> Strokes:
    """A digit of the chapter as one would draw it."""
    return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in digit.strokes)


EXAMPLE = strokes_of(seeds.digits()[0])
"""The running example as it was drawn."""


def answer_numbers(network: Network, answer: Answer) -> dict[str, object]:
    """What sentences say of an answer: the two best digits, their shares, how rare such ink is."""
    return {
        "digit": network.classes[answer.best],
        "second": network.classes[answer.second],
        **answer.spoken,
        "weaker": spoken_percent(answer.rarer),
    }
