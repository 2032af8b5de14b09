"""One entry before and after the digit moves, and the weight of a trained neuron that meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Box, Panel, Stage, Tensor
from cnnviz.engine.layer import require_array
from cnnviz.engine.layers import Dense
from cnnviz.staging import panels
from cnnviz.staging.boxes import region, whole
from cnnviz.steps.mlp.common import ink
from cnnviz.steps.mlp.rivals import RIVALS, pad_digit

ROWS = (("weight", "entry", "product"), ("weight again", "moved entry", "moved product"))
"""The panels: of the digit, of the digit moved."""
SIDE, ROOM = 9.0, 15.0
"""How high each of them is, and how wide with its name, in units."""
BELOW = 0.42
"""Where in a vector, as a share of it, what stands in the middle of the stage lies below it."""
NEARLY = 0.9
"""How much of the largest change there is at least one that is shown."""


class Meeting(NamedTuple):
    """An entry of two vectors, the weight that it is multiplied by, and both products."""

    vectors: tuple[Tensor, Tensor]
    column: int
    entries: tuple[Tensor, Tensor]
    weight: Tensor
    products: tuple[Tensor, Tensor]

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        return *self.entries, self.weight, *self.products

    @property
    def places(self) -> tuple[Box, ...]:
        """The entry in both vectors, each tied to what it holds."""
        at = (self.column, self.column + 1)
        return tuple(
            box
            for group, (vector, entry) in enumerate(zip(self.vectors, self.entries, strict=True))
            for box in (
                region(vector, "window", (0, 1), at, group=group, stage=Stage.CLASSIFY),
                whole(entry, "border", group=group, stage=Stage.CLASSIFY),
            )
        )

    @property
    def met(self) -> Box:
        """The weight, wherever it is seen."""
        return whole(self.weight, "highlight", stage=Stage.CLASSIFY)


def meeting_of(vectors: tuple[Tensor, Tensor], width: int) -> Meeting:
    """Of an entry that differs nearly as much as any, in vectors of a picture that wide; its
    weight is that of the neuron in which it has the largest."""
    old, new = (each.data.ravel() for each in vectors)
    change = np.abs(new - old)
    (large,) = np.nonzero(change > NEARLY * change.max() - 1e-6)
    column = int(large[np.abs(large - BELOW * old.size).argmin()])
    values = [float(each[column]) for each in (old, new)]
    weight = _largest_weight(*divmod(column, width), width)
    most = max(abs(value * weight) for value in values) or 1.0

    def product(row: int) -> Tensor:
        data = np.array([[[values[row] * weight]]])
        return Tensor(ROWS[row][2], data, "Product", Stage.CLASSIFY, "signed", most)

    def entry(row: int) -> Tensor:
        alone = ink(np.array([[[values[row]]]]), "Entry", ROWS[row][1])
        return replace(alone, max_abs=vectors[0].max_abs)

    met = np.array([[[weight]]])
    return Meeting(
        vectors,
        column,
        (entry(0), entry(1)),
        Tensor("weight", met, "Weight", Stage.CLASSIFY, "signed", abs(weight), weights=True),
        (product(0), product(1)),
    )


def _largest_weight(y: int, x: int, width: int) -> float:
    """Of the trained MLP's first layer the largest weight for a pixel of a picture that wide."""
    name, _, _ = RIVALS[0]
    hidden = next(each for each in seeds.network(name).layers if isinstance(each, Dense))
    side = pad_digit("").shape[2]
    border = (side - width) // 2
    weights = require_array(hidden.name, hidden.weight)
    return float(weights[:, (y + border) * side + x + border].max())


def meeting_panels(meeting: Meeting, row: int) -> Iterator[Panel]:
    """The weight, the entry and their product, in a row of their own."""
    shown = (meeting.weight, meeting.entries[row], meeting.products[row])
    for each, name, sign in zip(shown, ROWS[row], ("", "·", "="), strict=True):
        options = panels.Grid(row="same" if sign else "new")
        panel = panels.grid(each, options, zoom=SIDE, name=name, operator=sign)
        yield replace(panel, label="" if row else panel.label, note="", size=(SIDE, ROOM))
