"""Cells of an opened network, term by term, in every kind of layer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from arithmetic_laws import multiplied, true
from cnnviz.cli.opening import subject_of
from cnnviz.content.param import ParameterError
from cnnviz.onnx_reader import read
from cnnviz.opened import Subject, chapter_of
from cnnviz.opened.cell import openable
from cnnviz.opened.example import example, example_steps
from laws import boxed, named, numbers_written, small, told
from published_networks import NEEDED, PUBLISHED, with_weights

LAWS = (named, told, multiplied, numbers_written, small, boxed, true)


def cells(subject: Subject, name: str, count: int) -> list[dict[str, int | str]]:
    """So many cells of a layer, the first and the last among them."""
    rng = np.random.default_rng(len(name))
    shape = (*subject.shapes[name], 1, 1)[:3]
    ends = [(0, 0, 0), tuple(side - 1 for side in shape)]
    some = [tuple(int(rng.integers(side)) for side in shape) for _ in range(count)]
    keys = ("channel", "row", "column")
    places = [dict(zip(keys, (each + 1 for each in place), strict=True)) for place in ends + some]
    return [{"layer": name, **place} for place in places]


def wrong_cells(subject: Subject, names: Iterable[str], count: int) -> list[str]:
    """What is wrong with cells of these layers, opened term by term."""
    spec = chapter_of(subject).steps[0].spec("cell")
    return [
        f"{subject.network.name} {values}: {fault}"
        for name in names
        for values in cells(subject, name, count)
        for scene in (spec.scene(values),)
        for law in LAWS
        for fault in law(scene)
    ]


def test_the_terms_of_a_cell_give_the_cell_in_every_kind_of_layer() -> None:
    subject = example()
    assert set(openable(subject)) == set(subject.layers)
    assert wrong_cells(subject, openable(subject), 4) == []


def test_a_cell_outside_a_layer_is_refused_by_name() -> None:
    spec = example_steps()[0].spec("cell")
    with pytest.raises(ParameterError, match="row must be from 1 to 6 in stem.pool; got 7"):
        spec.scene({"layer": "stem.pool", "channel": 1, "row": 7, "column": 1})


def test_of_maps_of_one_cell_the_channel_alone_counts() -> None:
    """A tap on one sets no row and no column, and those of before may be anything."""
    spec = example_steps()[0].spec("cell")
    alone = spec.scene({"layer": "head.mean", "channel": 2})
    assert "map 2, row 1, column 1" in alone.frames[0].narration
    assert alone.frames == spec.scene({"layer": "head.mean", "channel": 2, "row": 9}).frames


def test_what_a_cell_sees_is_outlined_in_the_picture() -> None:
    place = {"layer": "block1.depth", "channel": 1, "row": 3, "column": 3}
    scene = example_steps()[0].spec("cell").scene(place)
    shown: Any = scene.frames[-1].panels["network"].record()
    # Through 3×3 with padding, a pooling of 2, and 3×3 with padding: 8 pixels, 2 on each.
    assert shown["open"]["field"] == [[1, 9], [1, 9]]
    options: Any = scene.panel("network").options.record()
    assert options["columns"][0]["layer"] == "picture"


@pytest.mark.thorough
@NEEDED
def test_cells_of_students_networks_are_the_sum_of_their_terms() -> None:
    for path in sorted(PUBLISHED.glob("*.onnx")):
        subject = subject_of(read(path), None, "0-1", [])
        if not subject.missing:
            assert wrong_cells(subject, openable(subject), 1) == []


@NEEDED
@pytest.mark.parametrize("name", ["resnet18.default.onnx", "squeezenet1_1.default.onnx"])
def test_a_published_network_is_walked_layer_by_layer_and_its_cells_open(name: str) -> None:
    subject = with_weights(subject_of(read(PUBLISHED / name), None, "imagenet", []))
    scene = chapter_of(subject).steps[0].spec("layers").scene()
    assert len(scene.frames) == len(subject.network.layers) + 2
    assert sum(tensor.data.size for tensor in scene.tensors) < 3_500_000
    assert set(openable(subject)) == set(subject.layers)
    assert wrong_cells(subject, openable(subject)[::8], 0) == []
