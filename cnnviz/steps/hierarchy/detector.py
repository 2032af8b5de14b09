"""What one of LeNet-5's filters makes of a digit while it learns: it answers at edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content.scene import Box, Stage, Tensor
from cnnviz.engine.conv import conv2d
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.network_panels import full_colour
from cnnviz.staging.sweep import quick_sweep
from cnnviz.steps.hierarchy.recording import MOMENTS, SIDE, Recording, clearest_edge, turns

LOOKED = 5
"""So many of the moments at which filters turn are given to a look at what one of them finds."""

STOPS = 2
"""How often the window is shown on its way along a row of the digit."""
FIRST, NEXT = 0.5, 0.06
"""Seconds of the first place at which it is shown, and of each other."""
FRAMES = STOPS * (28 - SIDE + 1) + 4
"""How many frames that look takes."""


class Detector(NamedTuple):
    """The filter that is the clearest detector of an edge, and what it makes of the digit."""

    unit: int
    """Which of the six it is, from 0."""
    image: Tensor
    filter: Tensor
    made: Tensor
    positive: Tensor
    """The same with 0 for whatever is below 0."""

    @property
    def strongest(self) -> tuple[int, int]:
        """Row and column of the cell that answers most."""
        y, x = divmod(int(self.made.data[0].argmax()), self.made.data.shape[2])
        return y, x

    def boxes(self, y: int, x: int) -> tuple[Box, Box]:
        """A cell of the map, and what it reads of the digit."""
        rows, columns = ((each - SIDE // 2, each + SIDE // 2 + 1) for each in (y, x))
        window = region(self.image, "window", rows, columns, group=0, stage=Stage.CONV)
        return window, replace(cell(self.made, y, x, group=0), stage=Stage.CONV)

    def passing(self) -> Iterator[tuple[int, int, float, int]]:
        """The places of a window that sweeps the digit, as far as it is within: row, column, how
        long it is shown, and how many cells of the map are there then."""
        (_, height, width), edge = self.made.data.shape, SIDE // 2
        inner = self.made.data[:, edge : height - edge, edge : width - edge]
        for y, x, seconds, _ in quick_sweep(inner, STOPS, (FIRST, NEXT)):
            at_right = x == inner.shape[2] - 1
            yield (
                y + edge,
                x + edge,
                seconds,
                (y + edge) * width + (width if at_right else x + edge + 1),
            )


def detector(kept: Recording, image: Tensor, moment: int) -> Detector:
    """The filter as it was at a moment, slid over the digit as in LeNet-5: padded by 2."""
    unit = clearest_edge(kept)
    weights = kept.filters[moment, unit][np.newaxis]
    made = conv2d(image.data, weights[np.newaxis], padding=SIDE // 2).astype(np.float32)
    most = full_colour(kept.filters[moment])
    one = Tensor("one", weights, "This filter", Stage.CONV, max_abs=most, weights=True)
    answers = Tensor(
        "made",
        made,
        "What it answers",
        Stage.CONV,
        max_abs=panels.vivid(made),
        quantized=True,
    )
    above = np.maximum(made, 0)
    positive = replace(answers, name="positive", data=above, max_abs=panels.vivid(above))
    return Detector(unit, image, one, answers, positive)


def played(kept: Recording, goal: int) -> tuple[list[int], range]:
    """The moments that are played, and which of them, from 0, are given to a look at one filter.

    There are as many frames whatever the goal: a slider keeps its place. The filters turn a little
    faster where time is needed for the look; where few turn there is none, and more moments are.
    """

    def spread(count: int) -> list[int]:
        return [round(k * goal / count) for k in range(1, count + 1)]

    moments = spread(MOMENTS - 1)
    turning = [k for k, each in enumerate(moments) if turns(kept, each)]
    before = len(turning) - LOOKED
    if before < 2:
        return spread(len(moments) + FRAMES - LOOKED), range(0)
    told = list(moments)
    for n, k in enumerate(turning):
        share = min(n / (before - 1), 1.0)
        told[k] = moments[turning[round(share * (len(turning) - 1))]]
    return told, range(turning[before], turning[-1] + 1)
