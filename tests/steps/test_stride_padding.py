"""Step 3 against windows counted one by one, and the figures that any course prints."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene
from cnnviz.steps.stride_padding import STEP
from loosely import loosely


def scene(name: str, **values: object) -> Scene:
    return STEP.spec(name).scene(values)


def said(name: str, **values: object) -> str:
    return " ".join(frame.narration for frame in scene(name, **values).frames)


@pytest.mark.parametrize(
    ("values", "size"),
    [({"S": 1, "P": 0}, 30), ({"S": 1, "P": 1}, 32), ({"S": 2, "P": 1}, 16)],
)
def test_the_three_settings_to_stop_at_give_30_32_and_16(values: dict[str, int], size: int) -> None:
    shown = scene("formula", W=32, K=3, **values)
    ruler = loosely(shown.panel("ruler").options)
    assert len(ruler.windows) == size
    room = 32 - 3 + 2 * values["P"]
    said = (values["P"], values["S"], size)
    assert tuple(int(ruler.texts.numbers[i]) for i in (2, 3, 5)) == said
    assert float(ruler.texts.numbers[4]) == room / values["S"]
    steps, rest = size - 1, room - (size - 1) * values["S"]
    made = f"{steps} · {values['S']}" + (f" + {rest}" if rest else "")
    assert ruler.texts.room == f"room to move: {room} = {made}"


def test_the_division_is_shown_before_the_floor() -> None:
    shown = scene("formula")
    assert loosely(shown.panel("ruler").options).texts.numbers == (
        "32",
        "3",
        "1",
        "2",
        "15.5",
        "16",
        "31",
    )
    told = [
        loosely(frame.panels["ruler"]).told for frame in shown.frames if "ruler" in frame.panels
    ]
    assert told[-1] == 1
    assert "*15.5*. The floor drops" in said("formula")


def test_the_map_in_the_end_has_the_means_of_the_windows_on_the_picture() -> None:
    shown = scene("formula", S=2, P=1)
    padded = np.pad(shown.tensor("picture").data[0], 1)
    for y, x in product(range(16), range(16)):
        covered = padded[2 * y : 2 * y + 3, 2 * x : 2 * x + 3]
        assert shown.tensor("map").data[0, y, x] == pytest.approx(covered.mean(), abs=1e-3)
    assert loosely(shown.panel("ruler").options).texts.letters == ("W", "K", "P", "S", "O")


def test_as_many_windows_are_drawn_as_can_be_laid_down_one_by_one() -> None:
    for w, k, s, p, d in product((5, 8, 13), (1, 3, 4), (1, 2, 5), (0, 2), (1, 2)):
        reach, start, count = d * (k - 1) + 1, 0, 0
        while start + reach <= w + 2 * p:
            start, count = start + s, count + 1
        values = {"W": w, "K": k, "S": s, "P": p, "D": d}
        if count == 0:
            with pytest.raises(ParameterError, match="K must be from 1"):
                scene("formula", **values)
            continue
        options = loosely(scene("formula", **values).panel("ruler").options)
        assert len(options.windows) == count, values
        assert options.over == w + 2 * p - (start - s + reach), values


def test_a_filter_larger_than_the_padded_input_is_refused_with_its_range() -> None:
    with pytest.raises(ParameterError, match=r"^K must be from 1 to 6 here .*; got 7$") as error:
        scene("formula", W=4, K=7, P=1)
    assert error.value.parameter == "K"


def test_a_stride_of_0_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match="S must be a whole number from 1 to 5; got 0"):
        scene("formula", S=0)


def test_valid_gives_3_by_3_and_same_gives_5_by_5() -> None:
    shown = scene("padding")
    assert shown.tensor("valid").data.shape == (1, 3, 3)
    assert shown.tensor("same").data.shape == (1, 5, 5)


def test_padding_with_zeros_adds_nothing_to_a_sum() -> None:
    shown = scene("padding")
    data = shown.tensor("input").data[0]
    for y, x in product(range(5), range(5)):
        near = data[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2]
        assert shown.tensor("same").data[0, y, x] == near.sum()


def test_every_pixel_is_counted_as_often_as_windows_lie_on_it() -> None:
    shown = scene("fairness")
    for name, reach in (("valid", range(3)), ("same", range(-1, 4))):
        counted = np.zeros((7, 7), int)
        for y, x in product(reach, reach):
            counted[y + 1 : y + 4, x + 1 : x + 4] += 1
        assert shown.tensor(f"{name} count").data[0].tolist() == counted[1:6, 1:6].tolist()


def test_a_corner_counts_1_against_9_and_with_padding_4() -> None:
    words = scene("fairness").frames[-1].narration
    assert "the corner is read *once* and the middle *9 times*" in words
    assert "*4 times* and *9 times*" in words


def test_the_longer_stride_keeps_every_second_answer_of_the_shorter() -> None:
    shown = scene("stride")
    every, some = shown.tensor("every").data, shown.tensor("some").data
    assert some.tolist() == every[:, ::2, ::2].tolist()


def test_positions_that_the_longer_stride_skips_lie_below_its_window() -> None:
    for step in (1, 2, 3):
        for frame in scene("stride", stride=step).frames:
            roles = [box.role for box in frame.boxes]
            leaps = any(work.tensor == "some" and work.index[2] for work in frame.computations)
            assert roles.count("skipped") == (step - 1 if leaps else 0)
            assert "skipped" not in roles[roles.index("window") if "window" in roles else 0 :]
    assert "keeps only *9* of *36* windows" in said("stride")


def test_the_answers_that_the_longer_stride_keeps_are_outlined_beside_them() -> None:
    shown = scene("stride")
    every = shown.tensor("every").data[0]
    frame = next(frame for frame in shown.frames if frame.narration.startswith("*Stride 2* gives"))
    kept = [every[box.rows[0], box.columns[0]] for box in frame.boxes]
    assert kept == shown.tensor("some").data.ravel().tolist()


def test_a_filter_larger_than_the_picture_is_refused_by_name() -> None:
    with pytest.raises(
        ParameterError, match="K must be 1, as the input's shorter side is 2; got 3"
    ):
        scene("padding", input=[[1, 2], [3, 4]])


def test_zeros_around_a_flat_picture_make_edges_at_both_sides() -> None:
    found = scene("padding").tensor("found").data[0]
    assert found[:, 0].tolist() == [-2, -3, -3, -3, -2]
    assert found[:, -1].tolist() == [2, 3, 3, 3, 2]
    assert not found[:, 1:-1].any()
    assert not any("flat" in frame.narration for frame in scene("padding", K="1").frames)
