"""The network that is played, the picture that it reads, and what it makes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.scene import Array, Stage
from cnnviz.engine.layer import Layer, Shape
from cnnviz.engine.network import Network
from cnnviz.staging.formatting import join_sides
from cnnviz.staging.stages import stage_of


class Unread(NamedTuple):
    """A part of the file that cannot be computed: only its name is drawn."""

    name: str
    operator: str
    reason: str
    shape: Shape | None


def is_drawn(shapes: Mapping[str, Shape], name: str) -> bool:
    """Whether an activation is maps or a vector."""
    return len(shapes[name]) in (1, 3)


@dataclass(frozen=True, eq=False)
class Subject:
    """A network with what it is given, ready to be played.

    given: its inputs by name, in numbers as it wants them. picture: how the first of them looks,
    1 or 3 channels from 0 to 1, where it is a picture. labels: names of its answers. missing: why
    it cannot be run, where it cannot.
    """

    network: Network
    given: Mapping[str, NDArray[Any]]
    picture: Array | None = None
    pictured: str = ""
    """What the picture is called in a sentence."""
    labels: tuple[str, ...] = ()
    operators: Mapping[str, str] = field(default_factory=dict)
    """What the file calls each layer's operation."""
    notes: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    missing: str = ""

    @property
    def is_played(self) -> bool:
        """Whether there are activations to be seen."""
        return bool(self.kept)

    @cached_property
    def stops(self) -> tuple[str, ...]:
        """What a walk through it comes by: the first input, and each layer."""
        return ("input", *self.layers)

    @cached_property
    def _computed(self) -> Mapping[str, NDArray[Any]]:
        with np.errstate(all="ignore"):
            return {} if self.missing else self.network.run(self.given)

    @cached_property
    def overflows(self) -> str:
        """The first activation with a number that is not finite; empty where there is none."""
        each = self._computed.items()
        return next((name for name, data in each if not np.isfinite(data).all()), "")

    @property
    def kept(self) -> Mapping[str, NDArray[Any]]:
        """Every activation by layer, "input" first; none where the network cannot be run, or gives
        numbers that are not finite, which cannot be drawn.
        """
        return {} if self.overflows else self._computed

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """The shape of each activation."""
        return self.network.shapes()

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """What each layer reads."""
        return {layer.name: names for layer, names in self.network.sources()}

    @cached_property
    def costs(self) -> Mapping[str, int]:
        """How many multiply-adds each layer costs."""
        return self.network.multiply_adds()

    @cached_property
    def layers(self) -> Mapping[str, Layer]:
        """The layers by name, in order."""
        return {layer.name: layer for layer in self.network.layers}

    def operator(self, name: str) -> str:
        """What a layer does, as the file says it; else as the engine calls it."""
        return self.operators.get(name) or type(self.layers[name]).__name__.removesuffix("2d")

    def stage(self, name: str) -> Stage:
        """The stage of an activation, by its name."""
        return stage_of(self.layers[name]) if name in self.layers else Stage.INPUT

    def sides(self, name: str) -> str:
        """The shape of an activation as it is written."""
        return join_sides(self.shapes[name])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the answers are called: the labels, where there are as many, else numbers."""
        many = int(np.prod(self.shapes[self.network.answers[0]]))
        named = self.labels or self.network.classes
        return named if len(named) == many else tuple(map(str, range(many)))

    @cached_property
    def mark(self) -> str:
        """What tells it from others: a hash of its layers and of what it makes."""
        digest = hashlib.sha256(repr((self.network, self.labels, self.unread)).encode())
        for name, array in self.kept.items():
            digest.update(name.encode() + array.tobytes())
        return digest.hexdigest()[:12]
