"""The digit's feature map beside that of the shifted digit, as they are and pooled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.engine.activations import relu
from cnnviz.staging import panels
from cnnviz.staging.formatting import about
from cnnviz.steps.pooling.common import pool

TIMES = ("not pooled", "pooled once", "pooled twice")
"""What each pair of maps is, one after another."""


@dataclass(frozen=True)
class Pair:
    """A map, that of the shifted digit, and cell by cell: how they differ, the smaller value of
    both and the larger.
    """

    here: Tensor
    moved: Tensor
    difference: Tensor
    shared: Tensor
    either: Tensor

    @property
    def both(self) -> tuple[str, str]:
        """The names of both maps, as panels and as tensors."""
        return self.here.name, self.moved.name

    @cached_property
    def share(self) -> Fraction:
        """What both have, as a share of what either has."""
        return _total(self.shared.data) / _total(self.either.data)


def _total(data: Array) -> Fraction:
    return sum(map(Fraction, data.ravel().tolist()), Fraction(0))


def sum_of(tensor: Tensor) -> str:
    """What its values add up to, as it is written."""
    return about(float(_total(tensor.data)))


def _pair(n: int, label: str, stage: Stage, limit: float, a: Array, b: Array) -> Pair:
    return Pair(
        Tensor(f"map{n}", a, label, stage, "signed", limit),
        Tensor(f"moved{n}", b, "Moved", stage, "signed", limit),
        # It is only looked at.
        Tensor(f"difference{n}", a - b, "Difference", stage, "signed", limit, quantized=True),
        *(
            Tensor(f"{name}{n}", choose(a, b), label, stage, "signed", limit, quantized=True)
            for name, choose, label in (
                ("shared", np.minimum, "Smaller values"),
                ("either", np.maximum, "Larger values"),
            )
        ),
    )


def pairs_of(dy: int, dx: int, method: str) -> Iterator[Pair]:
    """The maps, then what each pooling makes of them."""
    ink, kernel = seeds.digit(), seeds.example("filter: vertical edge")
    a, b = (
        relu(exact.conv2d(each, kernel, padding=1)[np.newaxis])
        for each in (ink, np.roll(ink, (dy, dx), axis=(1, 2)))
    )
    # Its strongest quarter is in full colour, so that the rest is seen from afar.
    limit = 0.75 * panels.max_abs(a)
    yield _pair(0, "Feature map", Stage.ACTIVATE, limit, a, b)
    for n in range(1, len(TIMES)):
        a, b = (pool(each, method, 2, 2) for each in (a, b))
        yield _pair(n, TIMES[n].capitalize(), Stage.POOL, limit, a, b)
