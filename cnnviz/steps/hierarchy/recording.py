"""What was recorded of a LeNet-5 while it learned, and what its first filters are like by then."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds

MOMENTS = 40
"""How many were recorded, by training/learning.py."""

FILTERS, SIDE, BATCH = 6, 5, 128

RANDOM, SETTLED = 0.25, 0.25
"""Filters are called random while they are nearer to their beginning than this share of its length,
and settled once they are nearer to their end than that share of its length."""

ALIKE = 0.9
"""Two filters are called different while the cosine between them is less."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded of one training, moment by moment."""

    steps: list[int]
    """How many batches had been learned from."""
    loss: list[float]
    right: list[float]
    """The share of the digits held back that is named rightly."""
    filters: NDArray[np.float64]
    """Moments × filters × side × side."""
    chances: NDArray[np.float64]
    """Moments × digits × classes."""
    ink: NDArray[np.float64]
    """Digits × 28 × 28."""
    held: int
    """How many digits were held back."""


def recording() -> Recording:
    """The recording of seeds/measured. Raises Unusable."""
    measured = seeds.measured("learning")
    filters = np.array(measured["filters"], dtype=np.float64)
    chances = np.array(measured["chances"], dtype=np.float64)
    return Recording(
        measured["steps"],
        measured["loss"],
        measured["right"],
        filters.reshape(MOMENTS, FILTERS, SIDE, SIDE),
        chances.reshape(MOMENTS, 10, 10),
        np.array(measured["ink"], dtype=np.float64).reshape(10, 28, 28),
        measured["n"],
    )


def apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How far the filters of two moments are apart, as a share of the second's length."""
    return float(np.linalg.norm(one - other) / np.linalg.norm(other))


def facts_of(kept: Recording, moment: int) -> dict[str, bool]:
    """What may be said of the filters at a moment."""
    now = kept.filters[moment]
    return {
        "no batch": moment == 0,
        "still random": apart(now, kept.filters[0]) < RANDOM,
        "settled": apart(now, kept.filters[-1]) < SETTLED,
        "trained": moment == MOMENTS - 1,
        "all differ": nearest(kept, moment)[0] < ALIKE,
    }


def turns(kept: Recording, moment: int) -> bool:
    """Whether its filters are neither random any more nor what they will be."""
    facts = facts_of(kept, moment)
    return not facts["still random"] and not facts["settled"]


def clearest_edge(kept: Recording) -> int:
    """The filter that is the clearest detector of an edge while all turn, from 0: which half is
    opposed most to the other, top to bottom or left to right."""
    turning = kept.filters[[each for each in range(MOMENTS) if turns(kept, each)]]
    turning = turning / np.linalg.norm(turning, axis=(2, 3), keepdims=True)
    halves = np.array([1, 1, 0, -1, -1])
    across, along = turning.sum(axis=3) @ halves, turning.sum(axis=2) @ halves
    return int(np.hypot(across, along).min(axis=0).argmax())


def nearest(kept: Recording, moment: int) -> tuple[float, tuple[int, ...]]:
    """The cosine of the two filters that are most alike, and which these are, from 0."""
    return max(_alike(kept, moment))


def farthest(kept: Recording, moment: int) -> tuple[int, ...]:
    """Which two filters are least alike, from 0."""
    return min(_alike(kept, moment))[1]


def _alike(kept: Recording, moment: int) -> list[tuple[float, tuple[int, int]]]:
    """The cosine of each two filters, and which these are, from 0."""
    now = kept.filters[moment].reshape(FILTERS, -1)
    now = now / np.linalg.norm(now, axis=1, keepdims=True)
    return [(float(now[i] @ now[j]), (i, j)) for i, j in combinations(range(FILTERS), 2)]
