"""The layers up to one of them, over a small picture, and what making pictures there costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.gradient import RULES, input_gradient
from cnnviz.engine.network import Network
from cnnviz.opened.subject import Subject
from cnnviz.opened.units import Looked

Array = NDArray[Any]
TIMES, LEAST_SIDE, MOST_SIDE = 3, 16, 40
"""A picture is so many times as wide as what a unit sees, from the least to the most pixels, and no
larger than what the network reads."""
STEPS, LEAST_STEPS = 24, 12
"""In how many steps a picture is made; with fewer than the least it shows nothing."""
WORK = 13 * 10**9
"""Multiply-adds of all pictures of a scene: some seconds. What first layers leave, others get."""
BOTH_WAYS = 2
"""A step goes forward through the layers, and back again, which costs as much."""
EXACT = 10**9
"""Up to so many multiply-adds pictures are computed in float64, so that every machine makes the
same; beyond, in float32, which is twice as quick."""
BELOW_ZERO = 0.1
"""How much a place at which the unit is below 0 counts, against one at which it is above."""


@dataclass(frozen=True, eq=False)
class Canvas:
    """The layers up to a unit's, over a picture of these sides."""

    network: Network
    source: str
    given: dict[str, Array]
    """What it reads besides the picture."""

    @property
    def sides(self) -> tuple[int, int]:
        """Height and width of the picture."""
        _, height, width = self.network.input_shape
        return height, width

    def work(self, units: int) -> int:
        """Multiply-adds of a step for so many units."""
        return BOTH_WAYS * units * sum(self.network.multiply_adds().values())

    @cached_property
    def counted(self) -> Array:
        """Rows×columns: 1 for cells that see no padding, 0 for others; 1 for all where all do."""
        fields = self.network.receptive_fields()[self.source]
        shape = self.network.shapes()[self.source][1:]
        along = []
        for field, side, count in zip(fields, self.sides, shape, strict=True):
            seen = [field.seen_by(k) for k in range(count)]
            inside = np.array([start >= 0 and end <= side for start, end in seen], float)
            along.append(inside if inside.any() else np.ones(count))
        return np.outer(*along)

    def slope(self, x: Array, channel: int) -> Array:
        """Where to change the numbers x, C×H×W, so that a unit's value grows, on average.

        A place at which it is above 0 counts more, as its activation hides the others.
        """
        kept = self.network.run({"input": x, **self.given})
        values = kept[self.source][channel]
        slopes = np.zeros_like(kept[self.source])
        slopes[channel] = np.where(values > 0, 1, BELOW_ZERO) * self.counted
        return input_gradient(self.network, kept, {self.source: slopes})


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """What is made for the units of a layer: on which canvas, in how many steps; or why not."""

    looked: Looked
    canvas: Canvas | None = None
    steps: int = 0
    lacking: str = ""
    """The layer that has no rule for its gradient, if that is why."""
    dear: int = 0
    """How many multiply-adds it would take, if that is too many."""

    @property
    def fits_alone(self) -> bool:
        """Whether it would be made if it were the only layer."""
        return self.dear <= WORK

    @property
    def dtype(self) -> type[np.floating[Any]]:
        """In which numbers its pictures are computed."""
        assert self.canvas is not None
        work = self.steps * self.canvas.work(len(self.looked.units))
        return np.float64 if work <= EXACT else np.float32


def planned(subject: Subject, layers: Sequence[str]) -> tuple[Planned, ...]:
    """What is made for each of these layers, so that all together cost no more than WORK."""
    left, found = WORK, []
    for k, name in enumerate(layers):
        plan = _plan(Looked(subject, name), left // (len(layers) - k))
        if plan.canvas is not None:
            left -= plan.steps * plan.canvas.work(len(plan.looked.units))
        found.append(plan)
    return tuple(found)


def _plan(looked: Looked, most: int) -> Planned:
    canvas = _canvas(looked)
    without = [layer.name for layer in canvas.network.layers if type(layer) not in RULES]
    if without:
        return Planned(looked, lacking=without[0])
    work = canvas.work(len(looked.units))
    steps = min(STEPS, most // max(1, work))
    if steps < LEAST_STEPS:
        return Planned(looked, dear=LEAST_STEPS * work)
    return Planned(looked, canvas, steps)


def _canvas(looked: Looked) -> Canvas:
    """The smallest canvas; of the network's own size where its layers fit on no other."""
    whole = looked.subject.network.input_shape
    sides = (
        min(max(LEAST_SIDE, TIMES * field.size), MOST_SIDE, side)
        for field, side in zip(looked.fields, whole[1:], strict=True)
    )
    try:
        network = up_to(looked.subject.network, looked.source, (whole[0], *sides))
        seen = network.receptive_fields()
    except ValueError:
        seen = {}
    if looked.source not in seen:
        network = up_to(looked.subject.network, looked.source, whole)
    more = {name: looked.subject.given[name] for name in network.more_inputs}
    return Canvas(network, looked.source, more)


def up_to(network: Network, name: str, shape: tuple[int, ...]) -> Network:
    """The layers that one is made by, and itself, over an input of another shape.

    Raises ValueError where they do not fit on it.
    """
    wanted, layers = {name}, []
    for layer, read in reversed(list(network.sources())):
        if layer.name in wanted:
            wanted |= {*read}
            layers.append(replace(layer, inputs=read))
    more = {key: each for key, each in network.more_inputs.items() if key in wanted}
    return Network(network.name, shape, tuple(reversed(layers)), more_inputs=more)
