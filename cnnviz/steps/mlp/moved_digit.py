"""A digit and the digit moved: what becomes of its vector, and what of a feature map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import acos
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array, Box, Span, Stage, Tensor
from cnnviz.engine.shift import shifted
from cnnviz.staging import panels
from cnnviz.staging.boxes import extent, region
from cnnviz.staging.formatting import about, number, shift_in_words, with_article
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.mlp.common import ink, vector_of

RING = 1
"""Zeros around the digit, so that its map is as large."""
FARTHEST = 2
"""How far the digit may move, so that all of its answers stay on the map."""

NEARLY = 0.75
"""How much of the other digit's angle the moved digit's is at least to be nearly as far."""


class Other(NamedTuple):
    """Another digit: which, its ink, its vector, and that one's cosine with the first one's."""

    label: int
    ink: Tensor
    vector: Tensor
    cosine: float


@dataclass(frozen=True, slots=True)
class Shift:
    """The digit and the digit moved: as pictures, as vectors, as feature maps of one filter."""

    dy: int
    dx: int
    digits: tuple[Tensor, Tensor]
    vectors: tuple[Tensor, Tensor]
    changes: tuple[Tensor, Tensor]
    """1 where they differ: as a picture, as a vector."""
    sweeps: tuple[Sweep, Sweep]
    """Of one filter over the digit and over the moved digit."""
    other: Other
    """The other digit that comes nearest."""

    @property
    def maps(self) -> tuple[Tensor, Tensor]:
        """Their feature maps, in colours of one scale."""
        first, second = panels.alike(*(each.output for each in self.sweeps))
        return first, second

    @property
    def returned(self) -> Tensor:
        """The moved digit's map, shifted back."""
        moved = self.maps[1]
        return replace(moved, name="returned", data=shifted(moved.data, -self.dy, -self.dx))

    @property
    def wrong(self) -> Tensor:
        """1 where the moved digit's map, shifted back, differs from the digit's."""
        differ = (self.returned.data != self.maps[0].data).astype(np.float64)
        label = f"Answers that differ: {int(differ.sum())}"
        return Tensor("wrong", differ, label, Stage.CONV, "count")

    @property
    def cosine(self) -> float:
        """Between the two vectors."""
        old, new = self.vectors
        return _cosine(old.data, new.data)

    @property
    def stepped(self) -> tuple[Box, ...]:
        """Where the moved digit's ink is, and where it was."""
        still, moved = self._spans(self.digits[0])
        old = region(self.digits[1], "border", *still)
        new = region(self.digits[1], "highlight", *moved)
        return (old, new) if moved != still else ()

    def _spans(self, before: Tensor) -> tuple[tuple[Span, Span], tuple[Span, Span]]:
        """Where all of it is that is not 0, and as far along as the digit went."""
        still = extent(before.data[0])
        (top, bottom), (left, right) = still
        return still, ((top + self.dy, bottom + self.dy), (left + self.dx, right + self.dx))

    def facts_and_numbers(self) -> tuple[dict[str, bool], dict[str, object]]:
        """What holds of them, and the numbers that sentences speak of."""
        old, new = (each.data.ravel() for each in self.vectors)
        changed = int(self.changes[0].data.sum())
        wrong = int(self.wrong.data.sum())
        facts = {
            "moved": bool(self.dy or self.dx),
            "none changed": changed == 0,
            "most of them paper": int(((old == new) & (old == 0)).sum()) * 2 > old.size - changed,
            "same direction": changed == 0,
            "map moved along": wrong == 0,
            "other nearer": self.other.cosine > self.cosine,
            "other nearly as near": acos(self.other.cosine) * NEARLY < acos(min(1, self.cosine)),
        }
        return facts, {
            "pixels": old.size,
            "changed": changed,
            "same": old.size - changed,
            "cosine": about(self.cosine),
            "other": with_article(self.other.label),
            "other_cosine": about(self.other.cosine),
            "where": shift_in_words(self.dy, self.dx),
            "answers": number(self.wrong.data.size),
            "wrong": wrong,
        }

    @property
    def matching(self) -> tuple[Box, ...]:
        """The same piece of both maps: around all answers, and as far along as the digit went.

        Where it has moved, in the second map its old place, too.
        """
        still, moved = self._spans(self.maps[0])
        old = region(self.maps[1], "border", *still)
        return (
            region(self.maps[0], "window", *still),
            region(self.maps[1], "window", *moved),
            *((old,) if moved != still else ()),
        )

    @property
    def matched(self) -> tuple[Box, ...]:
        """The same, where the second map is shifted back: into its old place."""
        here, _, *old = self.matching
        return here, replace(here, tensor=self.maps[1].name), *old


def shift_by(dy: int, dx: int) -> Shift:
    """The digit, moved down and to the right by so many pixels."""
    before = ink(seeds.digit(), "Digit", "digit")
    after = ink(shifted(before.data, dy, dx), "Moved", "moved")
    old = vector_of(before.data, "Flattened", "vector")
    new = vector_of(after.data, "Flattened, moved", "moved vector")
    differ = (before.data != after.data).astype(np.float64)
    changes = Tensor("difference", differ, "Changed", Stage.INPUT, "count")
    weights = seeds.example(f"filter: {seeds.FILTERS[0]}")
    kernel = Tensor("kernel", weights, "Filter", Stage.CONV, "signed", panels.max_abs(weights))
    first, second = (
        Sweep(each, kernel, padding=RING, output_name=name, output_label=label)
        for each, name, label in (
            (before, "map", "The digit's map"),
            (after, "moved map", "The moved digit's map"),
        )
    )
    return Shift(
        dy,
        dx,
        (before, after),
        (old, new),
        (changes, replace(vector_of(differ, "Changed", "changes"), scale="count")),
        (first, second),
        _nearest(before),
    )


def _cosine(one: Array, another: Array) -> float:
    """Of the angle between two arrays of one shape, read as vectors."""
    a, b = one.ravel(), another.ravel()
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def _nearest(digit: Tensor) -> Other:
    """Of the chapter's other digits, the one with the largest cosine."""
    first, *others = seeds.digits()
    inks = {each.label: seeds.digit(each.name) for each in others if each.label != first.label}
    label = max(inks, key=lambda each: _cosine(digit.data, inks[each]))
    data, called = inks[label], with_article(label).replace("*", "").capitalize()
    vector = vector_of(data, f"{called}, flattened", "other vector")
    return Other(label, ink(data, called, "other"), vector, _cosine(digit.data, data))
