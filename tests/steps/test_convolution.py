"""Step 2's figures against loops over windows, and what its scenes say against what they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cnnviz.content import seeds
from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene
from cnnviz.steps.convolution import STEP

FILTERS = [word for word, _ in STEP.spec("activate").params[0].choices]


def scene(name: str, **values: object) -> Scene:
    return STEP.spec(name).scene(values)


def slid(picture: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """The map of one filter without padding, by loops."""
    rows, columns = picture.shape[0] - len(kernel) + 1, picture.shape[1] - len(kernel[0]) + 1
    made = np.zeros((rows, columns))
    for y in range(rows):
        for x in range(columns):
            for i, weights in enumerate(kernel):
                for j, weight in enumerate(weights):
                    made[y, x] += picture[y + i, x + j] * weight
    return made


def test_the_first_window_of_the_checkerboard_is_worked_out_term_by_term() -> None:
    made = scene("checkerboard")
    computations = [
        work for frame in made.frames for work in frame.computations if work.index == (0, 0, 0)
    ]
    pairs = [(1, 1), (0, 0), (1, -1), (0, 1), (1, 0), (0, -1), (1, 1), (0, 0), (1, -1)]
    assert [term[:2] for term in computations[0].terms] == pairs
    assert sorted({work.shown for work in computations}) == list(range(10))
    assert computations[-1].result == 0


@pytest.mark.parametrize("name", FILTERS)
def test_the_window_of_the_digit_that_is_worked_out_is_the_one_that_answers_most(name: str) -> None:
    made = scene("digit", kernel=seeds.example(f"filter: {name}").tolist())
    worked = [work for frame in made.frames for work in frame.computations if 0 < work.shown < 9]
    assert [work.shown for work in worked] == list(range(1, 9))
    assert {work.result for work in worked} == {made.tensor("output").data.max()}
    assert any(a * b for a, b, _ in worked[0].terms)


def test_a_checkerboard_has_no_vertical_edge() -> None:
    made = scene("checkerboard")
    assert made.tensor("output").data.shape == (1, 3, 3)
    assert not made.tensor("output").data.any()
    # Why: the first and the third column of every window are equal.
    board = made.tensor("input").data[0]
    assert all(
        (board[y : y + 3, x] == board[y : y + 3, x + 2]).all() for y in range(3) for x in range(3)
    )


def test_the_filter_answers_its_edge_and_not_the_edge_on_its_side() -> None:
    made = scene("edge")
    assert made.tensor("output").data[0].tolist() == [[0, 3, 3]] * 3
    assert not made.tensor("map").data.any()


def test_the_row_that_edge_reads_out_says_where_it_is_rounded() -> None:
    third = scene("edge", input=[[0.111, 0.111, 0.111, 0, 0]] * 5)
    assert "reads *about 0, 0.33, 0.33*" in third.frames[-1].narration
    assert "reads *0, 3, 3*" in scene("edge").frames[-1].narration


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_makes_the_map_that_loops_make(name: str) -> None:
    kernel = seeds.example(f"filter: {name}")
    made = scene("digit", kernel=kernel.tolist())
    expected = slid(made.tensor("input").data[0], kernel[0])
    np.testing.assert_allclose(made.tensor("output").data[0], expected, atol=1e-6)


def test_a_sweep_writes_every_cell_once_and_goes_faster_and_faster() -> None:
    made = scene("digit")
    revealed = [f.revealed["output"] for f in made.frames if "output" in f.revealed]
    assert revealed == sorted(revealed)
    assert revealed[-1] == made.tensor("output").data.size
    quick = [f.seconds for f in made.frames if getattr(f.narration, "key", "") == "quick"]
    assert quick == sorted(quick, reverse=True)


def test_the_digit_and_its_map_stay_while_a_window_is_enlarged_between_them() -> None:
    made = scene("digit")
    shown = [all(name not in f.hidden for name in ("input", "output")) for f in made.frames]
    assert all(shown[shown.index(True) :])
    assert [panel.name for panel in made.panels][:: len(made.panels) - 1] == ["input", "output"]


@pytest.mark.parametrize("name", ["checkerboard", "digit"])
def test_no_sum_is_written_out_where_sums_go_by(name: str) -> None:
    frames = [f for f in scene(name).frames if getattr(f.narration, "key", "") == "quick"]
    assert frames
    assert all(frame.pictured for frame in frames)


def test_several_windows_of_the_checkerboard_show_how_their_columns_cancel() -> None:
    frames = [
        f for f in scene("checkerboard").frames if getattr(f.narration, "key", "") == "cancel"
    ]
    assert [frame.formula for frame in frames] == ["", "1 - 1 = 0", "2 - 2 = 0", "1 - 1 = 0"]


def test_both_ways_stand_in_one_equation_and_so_do_their_maps() -> None:
    made = scene("activate", filter="vertical edge")
    why, bend = made.frames[-2:]
    for frame, sign in ((why, "="), (bend, "≠")):
        changes = {name: changed.operator for name, changed in frame.panels.items()}
        assert (changes["again"], changes["once"]) == (sign, sign)
    assert scene("activate", filter="blur").frames[-1].panels["once"].operator == "="


@pytest.mark.parametrize(("name", "function"), [("relu", lambda x: max(x, 0.0)), ("tanh", np.tanh)])
def test_activations_apply_to_the_map_cell_by_cell(
    name: str, function: Callable[[Any], Any]
) -> None:
    made = scene("activate")
    kernel = seeds.example(f"filter: {made.values.word('filter')}")
    source = slid(seeds.digit()[0], kernel[0])
    activated = made.tensor(name).data[0]
    expected = [[function(value) for value in row] for row in source]
    np.testing.assert_allclose(activated, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kernel": [[1, 2], [3]]}, "kernel"),
        ({"kernel": [[1] * 9] * 9}, "kernel"),
        ({"input": [[float("nan")] * 5] * 5}, "input"),
        ({"stride": 0}, "stride"),
    ],
)
def test_an_invalid_value_is_refused_by_its_name(values: dict[str, object], sentence: str) -> None:
    with pytest.raises(ParameterError, match=sentence):
        scene("checkerboard", **values)


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ([[1, 1, 1, 0, 0]] * 5, "Vertical edge"),
        ([[-2, -1, -1, 3, 3]] * 5, "Vertical edge"),
        ([[1, 1, 1]] * 3, "Picture"),
        ([[1, 0, 1, 0]] * 4, "Picture"),
        ([[1] * 4, [1] * 4, [0] * 4, [0] * 4], "Picture"),
    ],
)
def test_only_a_vertical_edge_is_called_one(rows: list[list[int]], label: str) -> None:
    found = scene("edge", input=rows)
    assert found.tensor("input").label == found.panel("input").label == label
