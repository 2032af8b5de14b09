"""A network in ONNX that someone has opened: what it reads, and what it is played as."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from cnnviz.content.scene import Array
from cnnviz.engine.network import Network
from cnnviz.onnx_reader import Reading, Unreadable, in_range, quoted, require_range
from cnnviz.opened import Subject, Unread, own_picture

SEED = 0
"""Of the random numbers that a network reads where it reads no picture."""


@dataclass(frozen=True, eq=False)
class OwnNetwork:
    """A network as it was read, and its picture.

    content: a hash of its files. pixels: C×H×W from 0 to 255, as the picture looks; None for one of
    the chapter's. called: what the picture is called in a sentence. kind: a name of RANGES.
    inverted: whether it reads light for dark, as of ink on paper where it learned chalk. Raises
    Unreadable where not one layer of it can be run, where it reads no such range, or where there
    are not as many labels as answers.
    """

    reading: Reading
    content: str
    labels: tuple[str, ...] = ()
    pixels: Array | None = None
    called: str = ""
    kind: str = "0-1"
    inverted: bool = False

    def __post_init__(self) -> None:
        if not self.reading.network.layers:
            raise Unreadable(f"{self.reading.path.name}: {self.reading.fault or 'has no layers'}")
        require_range(self.kind, self.reading.network.input_shape)
        require_labels(self.labels, self.reading.network)

    @cached_property
    def mark(self) -> str:
        """What tells it from all others, by what it is made of: 32 letters."""
        told = (self.content, self.labels, self.called, self.kind, self.inverted)
        digest = hashlib.sha256(repr(told).encode())
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
        if seen is not None and self.inverted:
            seen = 1 - seen
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

    @property
    def frame(self) -> tuple[int, int] | None:
        """Height and width of the pictures that it reads; None where it reads none, or is not run.

        Of 1 or 3 channels they are pictures.
        """
        shape = self.reading.network.input_shape
        is_read = len(shape) == 3 and shape[0] in (1, 3) and not self.reading.missing
        return (shape[1], shape[2]) if is_read else None

    def with_picture(self, pixels: Array, called: str) -> OwnNetwork:
        """The same network with another picture, C×H×W from 0 to 255."""
        return replace(self, pixels=pixels, called=called)

    def in_numbers(self, kind: str, *, inverted: bool) -> OwnNetwork:
        """The same network with its picture in other numbers. Raises Unreadable."""
        return replace(self, kind=kind, inverted=inverted)


def labels_from(text: str) -> tuple[str, ...]:
    """The names of answers, one a line; empty lines at the end are none."""
    return tuple(quoted(line).strip() for line in text.rstrip().splitlines())


def require_labels(labels: Sequence[str], network: Network) -> None:
    """Raises Unreadable where there are labels, but not one for each of its answers."""
    many = prod(network.shapes()[network.answers[0]])
    if labels and len(labels) != many:
        raise Unreadable(f"labels must be {many:,} lines, one for each answer; got {len(labels):,}")


def random_inputs(network: Network) -> dict[str, Any]:
    """Random numbers for all that a network reads, always the same."""
    random = np.random.default_rng(SEED)
    shapes = {"input": network.input_shape, **network.more_inputs}
    return {
        name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()
    }
