"""What the scenes of this step share: the drawn digit, and how an answer is told."""

from __future__ import annotations

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.drawings import Strokes
from cnnviz.content.scene import Array
from cnnviz.engine.network import Network
from cnnviz.engine.strokes import normalized
from cnnviz.staging.answers import Answer
from cnnviz.staging.formatting import as_probability, spoken_percent

LAYERS = ("C1", "S2", "C3", "S4", "F5", "F6", "output")
EXAMPLE: Strokes = tuple(
    tuple((float(x), float(y)) for x, y in stroke) for stroke in seeds.digits()[0].strokes
)
"""The running example as it was drawn."""


def answer_numbers(network: Network, answer: Answer) -> dict[str, object]:
    """What sentences say of an answer: the two best digits, their shares, how rare such ink is."""
    return {
        "digit": network.classes[answer.best],
        "second": network.classes[answer.second],
        "share": spoken_percent(as_probability(answer.share)),
        "other": spoken_percent(as_probability(answer.other)),
        "weaker": spoken_percent(answer.rarer),
    }


def ink_of(strokes: Strokes) -> Array:
    """A drawing as 1×28×28 ink as MNIST's digits are, in tenths as the chapter's own digits."""
    tenths: Array = normalized(strokes).astype(np.float64).round(1)[np.newaxis]
    return tenths
