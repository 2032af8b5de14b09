"""Checks what scenes compute of worked examples together with the digits and the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cnnviz.check.fault import Fault, JsonFile
from cnnviz.content import seeds
from cnnviz.engine import exact


def examples(path: Path) -> list[Fault]:
    """Of an example that has an answer nowhere, or everywhere the same, nothing can be shown.

    All files must have been found to be right, each by itself.
    """
    record = JsonFile(path)
    for name, sentence in (*_edge(), *_batch()):
        record.fault(f"“{name}” {sentence}", name)
    return record.faults


def _edge() -> Iterator[tuple[str, str]]:
    """Where the digit has moved is told by the places at which this filter answers above 0."""
    name = f"filter: {seeds.FILTERS[0]}"
    highest = exact.conv2d(seeds.digit(), seeds.example(name), padding=1).max()
    if highest <= 0:
        first = seeds.digits()[0].name
        yield name, f"must answer above 0 somewhere on the digit “{first}”; it answers {highest:g}"


def _batch() -> Iterator[tuple[str, str]]:
    """What is normalised is divided by how far its values lie apart."""
    from cnnviz.steps.pytorch.batch import PICTURES, norm_of

    batch = norm_of(1, 0).subject
    apart = batch.spread, batch.own_spread, batch.place_spread
    if not all(apart) or batch.range == 0:
        listed = ", ".join(PICTURES)
        yield "filter: plus", f"must give answers that lie apart by 0.01 on the pictures {listed}"
