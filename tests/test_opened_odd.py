"""Networks that are legal and unusual: what is said of them is true, and nothing breaks."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from onnx import NodeProto

from cnnviz.cli.opening import subject_of
from cnnviz.content.param import ParameterError
from cnnviz.onnx_reader import Unreadable, read
from cnnviz.opened import Subject, chapter_of
from cnnviz.page.article import render_sections
from laws import named
from onnx_models import Array, array, model, node, written

PICTURE = (1, 3, 16, 16)
BROKEN = array(2, 3, 3, 3)
BROKEN[0, 0, 0, 0] = np.nan
FILTERS, ONES, DENSE = array(2, 3, 3, 3), array(2, 2, 1, 1), array(3, 2)


def subject(
    folder: Path, nodes: list[NodeProto], arrays: dict[str, Array], shape: tuple[int, ...] = PICTURE
) -> Subject:
    return subject_of(read(written(folder, model(nodes, arrays, shape))), None, "0-1", [])


def said(made: Subject, scene: str, **values: object) -> list[str]:
    return [frame.narration for frame in chapter_of(made).steps[0].spec(scene).scene(values).frames]


@pytest.mark.parametrize("weights", [BROKEN, np.full((2, 3, 3, 3), 3e38, np.float32)])
def test_numbers_that_are_not_finite_are_said_and_not_drawn(tmp_path: Path, weights: Array) -> None:
    nodes = [node("Conv", "x w", "a", "first"), node("Relu", "a", "y", "then")]
    made = subject(tmp_path, nodes, {"w": weights})
    assert [each.name for each in chapter_of(made).steps[0].scenes] == ["input", "graph", "costs"]
    assert "*first* makes numbers that are not finite" in said(made, "graph")[-1]


@pytest.mark.parametrize("kernel", [12, 14, 16])
def test_maps_no_wider_than_the_move_are_not_compared(tmp_path: Path, kernel: int) -> None:
    made = subject(tmp_path, [node("Conv", "x w", "y", "c")], {"w": array(2, 3, kernel, kernel)})
    for dy in (-2, 0, 2):
        for dx in (-2, 1, 2):
            assert said(made, "shift", dy=dy, dx=dx)


def test_where_every_cell_sees_the_edge_none_is_said_to_look_at_it_alone(tmp_path: Path) -> None:
    nodes = [node("LayerNormalization", "x s", "y", "ln", axis=1)]
    made = subject(tmp_path, nodes, {"s": array(3, 16, 16)})
    told = said(made, "shift", dy=1, dx=-1)
    assert not any("moves along: 0 %" in each for each in told), told


def test_names_are_text_in_the_article_and_in_sentences(tmp_path: Path) -> None:
    names = ["![i](x)", "_conv_", "$x^2$", "*", "<b>x", "a|b", "`c`"]
    ends = ["x", *(f"t{k}" for k in range(len(names) - 1)), "y"]
    nodes = [
        node("Relu", before, after, name)
        for name, (before, after) in zip(names, pairwise(ends), strict=True)
    ]
    made = subject(tmp_path, nodes, {})
    page = str(render_sections(chapter_of(made).steps)[0].body)
    assert not re.search(r"<(img|a|em|math|b|code)\b", page.partition("<table>")[2])
    for name in names:
        assert (
            name.replace("*", "∗").replace("|", "∣").replace("<", "&lt;").partition(">")[0] in page
        )
    for each in said(made, "layers"):
        assert each.count("*") % 2 == 0
        assert "of ." not in each


@pytest.mark.parametrize("name", ["input", "picture", "moved"])
def test_a_layer_called_as_what_is_drawn_beside_it_keeps_a_name_of_its_own(
    tmp_path: Path, name: str
) -> None:
    nodes = [node("Conv", "x w", "a", name), node("Relu", "a", "y", "then")]
    for spec in chapter_of(subject(tmp_path, nodes, {"w": FILTERS})).steps[0].scenes:
        assert list(named(spec.scene())) == []


def test_a_cell_between_stamps_is_told_from_a_layer_that_cannot_be_opened(tmp_path: Path) -> None:
    nodes = [node("ConvTranspose", "x w", "y", "t", strides=[3, 3])]
    spec = chapter_of(subject(tmp_path, nodes, {"w": array(3, 2, 2, 2)})).steps[0].spec("cell")
    assert spec.scene({"layer": "t", "channel": 1, "row": 1, "column": 1}).frames
    with pytest.raises(ParameterError, match=r"^row must be where a stamp reaches in t; got map 1"):
        spec.scene({"layer": "t", "channel": 1, "row": 3, "column": 1})


@pytest.mark.parametrize(
    ("kind", "wanted"), [("Add", "added cell by cell"), ("Mul", "combined"), ("Sub", "combined")]
)
def test_paths_are_said_to_be_added_where_they_are(tmp_path: Path, kind: str, wanted: str) -> None:
    nodes = [node("Relu", "x", "a", "one"), node(kind, "x a", "y", "meet")]
    told = [each for each in said(subject(tmp_path, nodes, {}), "graph") if "paths meet" in each]
    assert len(told) == 1
    assert wanted in told[0]


@pytest.mark.parametrize(
    ("nodes", "arrays", "wanted"),
    [
        ([node("Conv", "x w", "y", "c", group=3)], {"w": array(6, 1, 3, 3)}, "has 2 filters of"),
        ([node("Conv", "x w", "y", "c", group=3)], {"w": array(3, 1, 3, 3)}, "has one 3×3 filter"),
        ([node("Conv", "x w", "y", "c", group=3)], {"w": array(6, 1, 1, 1)}, "has 2 filters of"),
        ([node("Conv", "x w", "y", "c")], {"w": array(2, 3, 1, 1)}, "mixes the maps"),
    ],
)
def test_what_a_convolution_does_is_said_by_its_groups(
    tmp_path: Path, nodes: list[NodeProto], arrays: dict[str, Array], wanted: str
) -> None:
    assert wanted in said(subject(tmp_path, nodes, arrays), "layers")[1]


def test_one_map_is_not_mixed(tmp_path: Path) -> None:
    nodes = [node("Conv", "x w", "y", "c")]
    made = subject(tmp_path, nodes, {"w": array(1, 1, 1, 1)}, shape=(1, 1, 16, 16))
    assert "moves 1 filter of 1×1" in said(made, "layers")[1]


def test_shared_weights_count_once(tmp_path: Path) -> None:
    nodes = [node("Conv", "x w", "a", "one"), node("Conv", "a w", "y", "two")]
    made = subject(tmp_path, nodes, {"w": array(3, 3, 3, 3)})
    assert made.network.parameters() == {"one": 81, "two": 0}
    assert "with *81* parameters" in said(made, "graph")[0]


@pytest.mark.parametrize(
    ("nodes", "arrays", "wanted"),
    [
        (
            [node("PRelu", "x s", "y", "p")],
            {"s": array(3, 1, 1)},
            ["all in p", "*no* multiply-adds"],
        ),
        (
            [node("Conv", "x w", "a", "one"), node("Conv", "a v", "y", "two")],
            {"w": FILTERS, "v": ONES},
            ["in one", "in one", "Both are largest in one."],
        ),
        (
            [node("Conv", "x w", "a", "one"), node("Conv", "a w", "y", "two", pads=[1, 1, 1, 1])],
            {"w": array(3, 3, 3, 3)},
            ["all in one", "No part takes more than one, 50 %", "Both"],
        ),
    ],
)
def test_what_costs_most_is_said_by_where_it_is(
    tmp_path: Path, nodes: list[NodeProto], arrays: dict[str, Array], wanted: list[str]
) -> None:
    told = said(subject(tmp_path, nodes, arrays), "costs")
    assert len(told) == len(wanted)
    for each, part in zip(told, wanted, strict=True):
        assert part in each


def test_labels_must_be_as_many_as_answers(tmp_path: Path) -> None:
    nodes = [node("GlobalAveragePool", "x", "a", "mean"), node("Flatten", "a", "y", "flat")]
    path = written(tmp_path, model(nodes, {}, PICTURE))
    assert subject_of(read(path), None, "0-1", ["a", "b", "c"]).names == ("a", "b", "c")
    for labels in (["a"], ["a", "b", "c", "d"]):
        with pytest.raises(Unreadable, match=rf"labels must be 3 lines.* got {len(labels)}$"):
            subject_of(read(path), None, "0-1", labels)
