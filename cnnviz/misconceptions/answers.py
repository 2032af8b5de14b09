"""What people believe of a network's answer: what its shares say, and where softmax belongs."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import NamedTuple

import numpy as np

from cnnviz.engine.activations import softmax
from cnnviz.misconceptions.outcome import Misconception, Outcome, Topic, taken, worked, written


class Scores(NamedTuple):
    """The scores that a network gives its classes."""

    scores: tuple[float, ...]

    @classmethod
    def drawn(cls, random: Random) -> Scores:
        """Three classes."""
        return cls(tuple(random.randint(-4, 8) / 2 for _ in range(3)))

    @property
    def asked(self) -> int:
        """Of how many answers it is asked how many are right."""
        return 100

    @property
    def share(self) -> Fraction:
        """The highest share."""
        return self.highest(1)

    def highest(self, times: int) -> Fraction:
        """The highest share after softmax was taken so many times."""
        shares = np.array(self.scores, dtype=np.float64)
        for _ in range(times):
            shares = np.asarray(softmax(shares), dtype=np.float64)
        return Fraction(float(shares.max()))


def _share(scores: Scores, times: int) -> Outcome:
    """The highest share, of the highest number that softmax is taken of for the last time."""
    before = Fraction(max(scores.scores)) if times == 1 else scores.highest(times - 1)
    left = rf"\operatorname{{softmax}}({written(before)})"
    outcome = worked(left, scores.highest(times), before)
    return outcome.of("scores" if times == 1 else "")


SURE: Topic[Scores] = Topic(
    "right-of-100",
    lambda _: Outcome("share-is-silent"),
    (
        Misconception(
            "a share is a chance",
            "A share of 63 % means that it is right in 63 of 100 cases.",
            "Softmax compares scores: how often it is right has to be measured.",
            lambda scores: worked(
                rf"{scores.asked} \cdot {written(scores.highest(1))}",
                scores.asked * Fraction(written(scores.highest(1))),
            ).of("asked", "share"),
        ),
        Misconception(
            "the highest share is right",
            "The class with the highest share is the right one.",
            "It is the best of those that there are, even for a picture that shows none of them.",
            lambda scores: worked(rf"{scores.asked} \cdot 1", scores.asked).of("asked", ""),
        ),
    ),
    Scores.drawn,
)

LOSS: Topic[Scores] = Topic(
    "cross-entropy",
    lambda scores: _share(scores, 1),
    (
        Misconception(
            "softmax before cross-entropy",
            "Cross-entropy needs shares, so softmax comes before it.",
            "In PyTorch it contains softmax: applied twice, softmax flattens the shares.",
            lambda scores: _share(scores, 2),
        ),
        Misconception(
            "cross-entropy takes scores",
            "Cross-entropy compares the scores themselves.",
            "It makes shares of them first, by softmax.",
            lambda scores: taken(Fraction(max(scores.scores))).of("scores"),
        ),
    ),
    Scores.drawn,
)

TOPICS = (SURE, LOSS)
