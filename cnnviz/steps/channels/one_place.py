"""One place of a stack that a 1×1 filter reads: channel by channel, times the weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content.computation import Computation, Operand
from cnnviz.content.scene import Box, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.channels.common import PLACE


class OnePlace(NamedTuple):
    """What a 1×1 filter reads at the place that is worked out, and what comes of it."""

    pixel: Tensor
    """The place in each channel, C×1×1 as the next two."""
    weights: Tensor
    """The filter itself."""
    parts: Tensor
    """Each channel times its weight."""
    total: Tensor
    work: Computation
    """The cell, all at once."""

    @property
    def tensors(self) -> tuple[Tensor, Tensor, Tensor]:
        """All of them but the filter."""
        return self.pixel, self.parts, self.total

    @property
    def works(self) -> tuple[Computation, ...]:
        """The products, one by one."""
        return tuple(
            Computation(
                op="dot",
                terms=(term,),
                running=(term[-1],),
                result=term[-1],
                tensor=self.parts.name,
                index=(c, 0, 0),
                shown=1,
                shape=(1, 1, 1),
                operands=tuple(Operand(each.name, (c, 0, 0)) for each in self[:2]),
            )
            for c, term in enumerate(self.work.terms)
        )

    @property
    def added(self) -> Computation:
        """The products, one after another."""
        values = self.parts.data[:, 0, 0]
        return replace(
            self.work,
            op="sum",
            terms=tuple((float(value),) for value in values),
            running=tuple(exact.running(values).tolist()),
            operands=(Operand(self.parts.name),),
        )

    def tied(self, stack: Tensor) -> Iterator[Box]:
        """Boxes from the place on each plane of the stack to its number."""
        (y, x), hue = PLACE, Stage.STACK
        for c in range(len(self.pixel.data)):
            plane = region(
                stack, "window", (y, y + 1), (x, x + 1), channels=(c, c + 1), group=c, stage=hue
            )
            yield plane
            yield cell(self.pixel, 0, 0, channel=c, group=c, stage=hue)


def one_place(sweep: Sweep, label: str) -> OnePlace:
    """The place that this step works out, under a sweep of a 1×1 filter; its numbers so called."""
    y, x = PLACE
    work = sweep.computation(sweep.index(y, x))
    stack, kernel = sweep.input, sweep.kernel
    read = np.array(stack.data[:, y : y + 1, x : x + 1], dtype=np.float64)
    products = np.array([term[-1] for term in work.terms]).reshape(read.shape)
    # A product is as strong as the cell that it goes into, and as what is read in the same colours.
    most = max(panels.max_abs(products), abs(work.result))
    most = stack.max_abs if stack.scale == "signed" else most
    total = np.full((1, 1, 1), work.result)
    return OnePlace(
        Tensor("pixel", read, label, stack.stage, stack.scale, stack.max_abs),
        replace(kernel, label="Weights"),
        Tensor("parts", products, "Products", Stage.CONV, "signed", most),
        Tensor("total", total, "One cell", Stage.STACK, "signed", most),
        replace(
            work,
            tensor="total",
            index=(0, 0, 0),
            shape=read.shape,
            running=tuple(exact.running(products[:, 0, 0]).tolist()),
            operands=(Operand("pixel"), Operand(kernel.name)),
        ),
    )
