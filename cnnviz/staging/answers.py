"""A network's answer, and how unusual its input is compared with test pictures.

Softmax makes shares of 100 % of whatever is shown. The numbers before it say more. What they are on
a test half was measured by training/unusual.py, and is kept in seeds/measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.engine.network import Network
from cnnviz.staging.formatting import as_probability, spoken_percent

Array = NDArray[Any]

UNLIKE = 0.025
"""An input is doubted where fewer of the test pictures than this share are as unusual."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """How familiar an input is to a network."""

    familiarity: float
    """What `familiarity` gives: the larger, the more like the test pictures."""
    rarer: float
    """The share of the test pictures that are less familiar."""

    @property
    def unlike(self) -> bool:
        """Whether the input probably shows none of the classes."""
        return self.rarer < UNLIKE


def doubt_of(name: str, kept: Mapping[str, Array]) -> Doubt | None:
    """How familiar the input was that gave these activations; None where nothing was measured.

    name: a network of seeds/weights. kept: its activations by layer, as its `run` gives them.
    """
    if f"unusual-{name}" not in seeds.measurements():
        return None
    measured = seeds.measured(f"unusual-{name}")
    value = familiarity(measured, kept[measured["layer"]])
    return Doubt(value, float(np.interp(value, measured["values"], measured["shares"])))


SURE = 0.9
"""From this probability on the answer is called sure."""


HEARD = 0.01
"""With less than this probability the second answer is not worth a word."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The two best classes of a network, their probabilities, and how familiar the input is."""

    best: int
    second: int
    share: float
    other: float
    doubt: Doubt | None

    @property
    def unlike(self) -> bool:
        """Whether the input probably shows none of the classes."""
        return self.doubt is not None and self.doubt.unlike

    @property
    def rarer(self) -> float:
        """The share of the test pictures that are less familiar; all of them where none were."""
        return self.doubt.rarer if self.doubt else 1.0

    @property
    def spoken_rarer(self) -> str:
        """That share as sentences say it, which do not count to 0."""
        return spoken_percent(self.rarer) if self.rarer else "none"

    @property
    def lit(self) -> int | None:
        """The class whose bar stands out; none where the answer is not to be believed."""
        return None if self.unlike else self.best

    @property
    def spoken(self) -> dict[str, str]:
        """Both shares as sentences say them."""
        return {
            "share": spoken_percent(as_probability(self.share)),
            "other": spoken_percent(as_probability(self.other)),
        }

    @property
    def facts(self) -> dict[str, bool]:
        """What a sentence may claim of it."""
        return {
            "unlike": self.unlike,
            "sure": self.share >= SURE,
            "close": self.other >= self.share / 2,
            "runner-up": self.other >= HEARD,
        }


def answer_of(network: Network, kept: Mapping[str, Array]) -> Answer:
    """The answer that a network's activations hold, its probabilities last."""
    chances = kept[network.layers[-1].name].ravel().astype(np.float64)
    best, second = np.argsort(-chances, kind="stable")[:2].tolist()
    share, other = float(chances[best]), float(chances[second])
    return Answer(best, second, share, other, doubt_of(network.name, kept))


def familiarity(measured: Mapping[str, Any], layer: Array) -> float:
    """How familiar the activations of the measured layer are.

    Of the sums before softmax the strongest: where no class is, all are weak. Where a "mean" and a
    "whitening" were measured, their distance from it, below 0, as Mahalanobis (1936) has it: after
    whitening the N roots of N activations, none of them below 0, vary as much as independent
    standard normal numbers would. Roots, as they are spread more evenly than what they are of.
    """
    if "mean" not in measured:
        return float(layer.max())
    mean = np.array(measured["mean"])
    whitening = np.zeros((len(mean), len(mean)))
    whitening[np.tril_indices(len(mean))] = measured["whitening"]
    return -float(np.linalg.norm(whitening @ (np.sqrt(layer.ravel()) - mean)))
