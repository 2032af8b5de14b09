"""One place of a stack that a 1×1 filter reads: its channels and the weights side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content.computation import Computation, Operand
from cnnviz.content.scene import Box, Stage, Tensor
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.channels.common import PLACE


class OnePlace(NamedTuple):
    """What a 1×1 filter reads at the place that is worked out, and what comes of it."""

    pixel: Tensor
    """The place's channels side by side, 1×1×3."""
    weights: Tensor
    """As wide."""
    total: Tensor
    work: Computation

    @property
    def tensors(self) -> tuple[Tensor, Tensor, Tensor]:
        """All of them."""
        return self[:3]

    def tied(self, stack: Tensor) -> Iterator[Box]:
        """Boxes from the place on each plane of the stack to its number."""
        (y, x), hue = PLACE, Stage.STACK
        for c in range(self.pixel.data.shape[2]):
            plane = region(
                stack, "window", (y, y + 1), (x, x + 1), channels=(c, c + 1), group=c, stage=hue
            )
            yield plane
            yield cell(self.pixel, 0, c, group=c, stage=hue)


def one_place(sweep: Sweep, label: str) -> OnePlace:
    """The place that this step works out, under a sweep of a 1×1 filter; its numbers so called."""
    y, x = PLACE
    work = sweep.computation(sweep.index(y, x))
    stack, kernel = sweep.input, sweep.kernel
    read, weights = (data.reshape(1, 1, -1) for data in (stack.data[:, y, x], kernel.data))
    return OnePlace(
        Tensor("pixel", read, label, stack.stage, "signed", stack.max_abs),
        Tensor("weights", weights, "The weights", Stage.CONV, "signed", kernel.max_abs),
        Tensor(
            "total",
            np.full((1, 1, 1), work.result),
            "One cell",
            Stage.STACK,
            "signed",
            sweep.output.max_abs,
        ),
        replace(
            work,
            tensor="total",
            index=(0, 0, 0),
            shape=read.shape,
            operands=(Operand("pixel"), Operand("weights")),
        ),
    )
