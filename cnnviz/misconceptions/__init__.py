"""What people believe of convolutional networks, as rules that can be run beside the right ones."""

from __future__ import annotations

from typing import Any

from cnnviz.misconceptions import (
    answers,
    cells,
    dense,
    depth,
    layers,
    learning,
    map_side,
    maps,
    moved,
    normalising,
    pooling,
    reading,
    separable,
    shortcuts,
    transposed,
)
from cnnviz.misconceptions.outcome import Misconception, Topic

TOPICS: tuple[Topic[Any], ...] = (
    *layers.TOPICS,
    *map_side.TOPICS,
    *separable.TOPICS,
    *cells.TOPICS,
    *depth.TOPICS,
    *pooling.TOPICS,
    *moved.TOPICS,
    *maps.TOPICS,
    *reading.TOPICS,
    *learning.TOPICS,
    *normalising.TOPICS,
    *shortcuts.TOPICS,
    *transposed.TOPICS,
    *dense.TOPICS,
    *answers.TOPICS,
)
"""All that can be asked, each with its right rule and the wrong ones."""

ALL: tuple[Misconception[Any], ...] = tuple(
    {each.name: each for topic in TOPICS for each in topic.wrong}.values()
)
"""All wrong rules, each once: some serve in several topics, with a rule of their own in each."""
