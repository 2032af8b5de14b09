"""A network in ONNX that someone has opened: what it reads, and what it is played as."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from cnnviz.content.scene import Array
from cnnviz.engine.network import Network
from cnnviz.onnx_reader import Reading, Unreadable, in_range
from cnnviz.opened import Subject, Unread, own_picture

SEED = 0
"""Of the random numbers that a network reads where it reads no picture."""


@dataclass(frozen=True, eq=False)
class OwnNetwork:
    """A network as it was read, and its picture.

    content: a hash of its files. pixels: C×H×W from 0 to 255, as the picture looks; None for one of
    the chapter's. called: what the picture is called in a sentence. kind: a name of RANGES. Raises
    Unreadable where not one layer of it can be run, or where it reads no such range.
    """

    reading: Reading
    content: str
    labels: tuple[str, ...] = ()
    pixels: Array | None = None
    called: str = ""
    kind: str = "0-1"

    def __post_init__(self) -> None:
        if not self.reading.network.layers:
            raise Unreadable(f"{self.reading.path.name}: {self.reading.fault or 'has no layers'}")
        if self.kind == "imagenet" and self.reading.network.input_shape[:1] != (3,):
            raise Unreadable("the range imagenet is for networks that read 3 channels")

    @cached_property
    def mark(self) -> str:
        """What tells it from all others, by what it is made of: 32 letters."""
        digest = hashlib.sha256(repr((self.content, self.labels, self.called, self.kind)).encode())
        if self.pixels is not None:
            digest.update(np.ascontiguousarray(self.pixels, np.float32).tobytes())
        return digest.hexdigest()[:32]

    @cached_property
    def subject(self) -> Subject:
        """The network with its picture, or one of the chapter's, or random numbers."""
        reading = self.reading
        network = reading.network
        given = random_inputs(network)
        seen, called = own_picture(network.input_shape) or (None, "")
        if self.pixels is not None:
            seen, called = self.pixels / 255, self.called
        if seen is not None:
            given["input"] = in_range(np.asarray(seen * 255, np.float32), self.kind)
        return Subject(
            network,
            given,
            picture=seen,
            pictured=called,
            labels=self.labels,
            operators={name: origin.operator for name, origin in reading.origins.items()},
            notes=reading.notes,
            unread=tuple(
                Unread(each.name, each.operator, each.reason, each.shape) for each in reading.grey
            ),
            missing=reading.missing,
        )

    @property
    def size(self) -> int:
        """About how many bytes it holds: its weights and its activations."""
        return sum(each.nbytes for each in (*self._weights(), *self.subject.kept.values()))

    def _weights(self) -> Iterator[Array]:
        for layer in self.reading.network.layers:
            for name in layer.array_shapes():
                yield np.asarray(getattr(layer, name))

    def with_picture(self, pixels: Array | None, called: str, kind: str) -> OwnNetwork:
        """The same network with another picture. Raises Unreadable."""
        return replace(self, pixels=pixels, called=called, kind=kind)


def random_inputs(network: Network) -> dict[str, Any]:
    """Random numbers for all that a network reads, always the same."""
    random = np.random.default_rng(SEED)
    shapes = {"input": network.input_shape, **network.more_inputs}
    return {
        name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()
    }
