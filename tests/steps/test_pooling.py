"""Step 4's figures against plain loops and the numbers that everyone can check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cnnviz.content import seeds
from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene
from cnnviz.staging.panels import PickChanges
from cnnviz.steps.pooling import STEP
from loosely import loosely


def scene(name: str, **values: object) -> Scene:
    return STEP.spec(name).scene(values)


def test_the_strongest_of_each_window_is_kept() -> None:
    assert scene("max").tensor("output").data.tolist() == [[[5, 3], [8, 6]]]


def test_the_mean_of_each_window_is_kept() -> None:
    assert scene("average").tensor("output").data.tolist() == [[[2.75, 1.25], [4, 4]]]


def test_the_winner_that_is_lifted_holds_the_result() -> None:
    made = scene("max")
    for frame in made.frames:
        for work in frame.computations:
            if "pick" in frame.panels:
                pick = frame.panels["pick"]
                assert isinstance(pick, PickChanges)
                assert pick.argmax is not None
                assert work.terms[pick.argmax] == (work.result,)


def test_the_values_of_the_first_window_are_added_up_before_their_sum_is_divided() -> None:
    picks = [frame.panels.get("pick") for frame in scene("average").frames]
    told = [pick.told for pick in picks if isinstance(pick, PickChanges) and pick.told]
    assert told == [("sum", "1"), ("sum", "4"), ("sum", "9"), ("sum", "11"), ("÷ 4 =", "2.75")]


def test_sixteen_values_become_four_which_is_75_percent_fewer() -> None:
    assert any("16 values became *4*, 75 % fewer" in each.narration for each in scene("max").frames)


def test_the_gradient_goes_to_the_winners_alone() -> None:
    given = scene("max").tensor("gradient").data[0]
    assert given.tolist() == [[0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0]]
    overlapping = scene("max", stride=1).tensor("gradient").data[0]
    assert overlapping[2, 1] == 4, "8 wins each of the four windows that it lies in"


def test_which_cells_of_the_pooled_map_change_is_asked_before_they_do() -> None:
    made = scene("invariance")
    asked = [frame.question for frame in made.frames if frame.question]
    for question, (now, then) in zip(asked, ((0, 1), (2, 3)), strict=True):
        pair = (made.tensor(f"pooled{i}").data.ravel() for i in (now, then))
        differ = np.flatnonzero(np.not_equal(*pair)).tolist()
        assert (question.kind, question.tensor) == ("cell", f"pooled{now}")
        assert [option.cells for option in question.options if not option.rule] == [tuple(differ)]


@pytest.mark.parametrize("window", [2, 3])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("method", ["max", "mean"])
def test_any_window_and_stride_agrees_with_plain_loops(
    method: str, window: int, stride: int
) -> None:
    data = np.arange(30.0).reshape(5, 6) % 7
    made = scene("max", input=data, window=window, stride=stride, method=method)
    reduce = max if method == "max" else np.mean
    expected = [
        [
            float(reduce(data[y : y + window, x : x + window].ravel().tolist()))
            for x in range(0, 6 - window + 1, stride)
        ]
        for y in range(0, 5 - window + 1, stride)
    ]
    np.testing.assert_allclose(made.tensor("output").data[0], expected)


def test_a_window_larger_than_the_map_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match=r"window must be at most 2 .*; got 3"):
        scene("max", input=[[1, 2], [3, 4]], window=3)


def test_a_shift_within_the_window_leaves_the_maximum_and_across_it_does_not() -> None:
    made = scene("invariance")
    pooled = [made.tensor(f"pooled{i}").data for i in range(4)]
    assert (pooled[0] == pooled[1]).all()
    assert (pooled[0] == pooled[2]).all()
    assert (pooled[0] != pooled[3]).any()


def test_the_measured_shares_are_those_of_the_maps_on_the_screen() -> None:
    made = scene("measured")
    shares = []
    told = [frame.narration for frame in made.frames if "overlap" in frame.narration]
    for n in range(3):
        a, b = (made.tensor(f"{name}{n}").data.ravel().tolist() for name in ("map", "moved"))
        pairs = list(zip(a, b, strict=True))
        shares.append(sum(map(min, pairs)) / sum(map(max, pairs)))
        assert f"{100 * shares[-1]:.1f} %" in told[n]
    assert shares == sorted(shares), "each pooling forgives a little more"


def test_the_window_goes_over_the_map_and_leaves_one_cell_of_four() -> None:
    made = scene("measured")
    seen = [frame for frame in made.frames if "map1" in frame.revealed]
    assert len(seen) == 2 * 14 + 2
    for frame in seen:
        window, cell = frame.boxes
        assert [2 * edge for edge in (*cell.rows, *cell.columns)] == [
            *window.rows,
            *window.columns,
        ]
    counts = [frame.revealed["map1"] for frame in seen]
    assert counts == sorted({*counts})
    assert counts[-1] == made.tensor("map1").data.size


def test_a_shift_by_the_window_s_size_moves_the_pooled_map_along() -> None:
    made = scene("measured", dx=2)
    pooled, moved = made.tensor("map1").data, made.tensor("moved1").data
    assert (np.roll(pooled, 1, axis=2) == moved).all()


def test_global_average_pooling_makes_each_map_its_mean() -> None:
    made = scene("global")
    maps = made.tensor("maps").data
    for i in range(6):
        cells = maps[i].ravel().tolist()
        assert made.tensor("means").data[i, 0, 0] == pytest.approx(
            sum(cells) / len(cells), abs=1e-6
        )


def test_a_map_made_as_small_as_the_512_stands_among_them() -> None:
    made = scene("global")
    maps, small = made.tensor("maps").data, made.tensor("small").data
    for y in range(7):
        for x in range(7):
            cells = maps[0, 4 * y : 4 * y + 4, 4 * x : 4 * x + 4]
            assert small[0, y, x] == pytest.approx(cells.mean(), abs=1e-6)
    assert made.panel("sheet").tensors == ("small",)


def test_512_maps_of_7_by_7_are_25088_inputs_or_512() -> None:
    frames = scene("global").frames
    words = " ".join(frame.narration for frame in frames)
    assert "25,088" in words
    assert "*512*" in words
    assert "25,088,000 weights against 512,000: *49 times fewer*" in words
    sheet = loosely(scene("global").panel("sheet").options)
    assert sheet.rows * sheet.columns * sheet.side**2 == 25_088
    bars = loosely(scene("global").panel("weights").options).bars
    assert [bar.value for bar in bars] == [25_088_000, 512_000]
    blocks = loosely(scene("global").panel("end").options).blocks
    assert [(each.channels, each.side) for each in blocks] == [(512, 7), (512, 1), (1000, 1)]


def test_a_picture_half_as_large_still_gives_six_means() -> None:
    made = scene("global")
    for name, side in (("maps", 28), ("half", 12)):
        maps, means = (made.tensor(each).data for each in (name, f"{name} averaged"))
        assert maps.shape == (6, side, side)
        assert means.ravel().tolist() == pytest.approx(maps.mean(axis=(1, 2)).tolist(), abs=1e-6)


def test_every_digit_can_be_pooled() -> None:
    for digit in seeds.digits():
        assert scene("global", digit=digit.name).frames


def test_where_the_winner_is_explained_there_is_one_in_each_window() -> None:
    for stride in (1, 2):
        said = [frame.narration for frame in scene("max", stride=stride).frames]
        assert not any("more than once" in each for each in said)
    pooling = scene("max", stride=1)
    given = pooling.tensor("input").data[0]
    for y in range(given.shape[0] - 1):
        for x in range(given.shape[1] - 1):
            window = given[y : y + 2, x : x + 2]
            assert (window == window.max()).sum() == 1


def test_no_cell_of_the_pooled_map_is_seen_before_its_number_has_landed() -> None:
    frames = scene("invariance").frames[1:5]
    for k, frame in enumerate(frames):
        (work,) = frame.computations
        assert (frame.revealed, work.index) == ({"pooled0": k + 1}, (0, *divmod(k, 2)))
