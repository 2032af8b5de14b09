"""Step 6's figures against published receptive fields and against a search by changing pixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene
from cnnviz.engine.receptive import receptive_field
from cnnviz.staging.network_columns import with_border
from cnnviz.steps.hierarchy import STEP
from cnnviz.steps.hierarchy.looks import TELLING
from cnnviz.steps.hierarchy.recording import recording
from cnnviz.steps.hierarchy.rungs import painted_picture, rungs
from loosely import loosely


def scene(name: str, **values: object) -> Scene:
    return STEP.spec(name).scene(values)


def said(made: Scene) -> str:
    return " ".join(frame.narration for frame in made.frames)


def widest(made: Scene) -> list[int]:
    """How many input pixels the cone of each frame covers."""
    spans = [loosely(frame.panels["cone"]).spans for frame in made.frames]
    return [each[0][1] - each[0][0] for each in spans if each]


def test_stacked_3_by_3_convolutions_see_2n_plus_1() -> None:
    made = scene("growth")
    for n in range(1, 6):
        assert f"*{2 * n + 1}×{2 * n + 1}*" in said(made)
    assert sorted(set(widest(made))) == [3, 5, 7, 9, 11]


def test_pooling_makes_the_receptive_field_grow_faster() -> None:
    made = scene("growth", between="pool", layer=5, neuron=1)
    assert sorted(set(widest(made))) == [3, 4, 8, 10, 18]


@pytest.mark.parametrize(("between", "off"), [("none", 0), ("pool", 1)])
def test_the_row_that_is_seen_from_the_side_goes_through_the_middle_of_every_window(
    between: str, off: int
) -> None:
    made = scene("growth", between=between, neuron=1)
    seen = 0
    for frame in made.frames:
        mine = [box for box in frame.boxes if box.tensor == "picture"]
        lines = [box.rows for box in mine if box.role == "border"]
        for top, bottom in (box.rows for box in mine if box.role == "window" and lines):
            [(row, end)] = lines
            # Of an even number of rows, two are in the middle.
            assert abs((row - top) - (bottom - end)) <= off
            seen += 1
    assert seen > 5
    ink = made.tensor("picture").data[0, row]
    assert np.array_equal(ink, made.tensor("row").data[0, 0])
    middle = len(ink) // 2
    assert ink[middle - 1 : middle + 2].min() > 0.5, "there is ink in the smallest window"


def test_the_chosen_neuron_is_the_one_at_the_top_of_the_last_cone() -> None:
    made = scene("growth", layer=2, neuron=4)
    assert loosely(made.frames[-1].panels["cone"]).spans == ((3, 8), (3, 6), (3, 4))


def test_a_neuron_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match=r"neuron must be at most 2 \(layer 5 has no more\)"):
        scene("growth", between="pool", layer=5, neuron=9)


def test_lenet_sees_5_6_14_16_and_all_32_pixels() -> None:
    bars = loosely(scene("network").panel("layers").options).bars
    sums = ["5×5", "5 + 1 = 6", "6 + 4·2 = 14", "14 + 2 = 16", "16 + 4·4 = 32"]
    assert [bar.text for bar in bars] == sums
    assert [bar.value for bar in bars] == [5, 6, 14, 16, 32]
    reads = ["5×5 of the input", "2×2 of C1", "5×5 of S2", "2×2 of C3", "all of S4"]
    names = ["C1", "S2", "C3", "S4", "F5"]
    assert [bar.label for bar in bars] == [
        f"{name} reads {read}" for name, read in zip(names, reads, strict=True)
    ]


def test_the_four_windows_of_s2_are_seen_nearer_beside_the_table_and_together_at_last() -> None:
    made = scene("network")
    assert all("layers" not in frame.hidden for frame in made.frames[1:-1])
    near = [frame for frame in made.frames if loosely(frame.panels.get("image"))]
    assert len(near) == 4
    *windows, field = near[-1].boxes
    corners = {(box.rows[0], box.columns[0]) for box in windows}
    assert len(corners) == 4
    assert (field.rows[0], field.rows[1]) == (
        min(box.rows[0] for box in windows),
        max(box.rows[1] for box in windows),
    )


@pytest.mark.parametrize(("layer", "short"), [("C1 tanh", "C1"), ("C3 tanh", "C3")])
def test_only_the_patch_that_is_shown_changes_the_unit_that_is_lit(layer: str, short: str) -> None:
    made = scene("features")
    lenet = seeds.network("lenet")
    frame = next(f for f in made.frames if any(b.tensor == f"{short} maps" for b in f.boxes))
    window, cell = frame.boxes[0], frame.boxes[1]
    unit, y, x = cell.channels[0], cell.rows[0], cell.columns[0]
    ink = with_border(lenet, seeds.digit())
    outside = ink.copy()
    outside[:] = 1 - outside
    rows, columns = slice(*window.rows), slice(*window.columns)
    outside[:, rows, columns] = ink[:, rows, columns]
    before, after = lenet.run(ink)[layer], lenet.run(outside)[layer]
    assert before[unit, y, x] == pytest.approx(after[unit, y, x], abs=1e-5)
    patch = made.tensor(f"{short} patch").data
    np.testing.assert_array_equal(patch, ink[:, rows, columns])
    sums = lenet.run(ink)[short]
    assert sums[unit].max() == sums[unit, y, x]


def neighbours(filters: NDArray[np.float64]) -> float:
    """How alike weights are that lie side by side: the mean correlation over 6×5×5 filters."""
    pairs = [(each[:, :-1], each[:, 1:]) for each in filters]
    pairs += [(each[:-1], each[1:]) for each in filters]
    return float(np.mean([np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in pairs]))


def test_the_recorded_filters_are_random_at_first_and_smooth_at_last() -> None:
    kept = recording()
    assert abs(neighbours(kept.filters[0])) < 0.15
    assert neighbours(kept.filters[-1]) > 0.5
    assert np.abs(kept.filters[0]).max() <= 0.2, "PyTorch begins within 1 / √25"


def test_the_recorded_answers_begin_as_guesses_and_end_right() -> None:
    kept = recording()
    np.testing.assert_allclose(kept.chances.sum(axis=2), 1, atol=6e-4)
    assert kept.chances[0].max() < 0.15
    assert kept.loss[0] == pytest.approx(np.log(10), abs=0.05), "guessing costs ln 10"
    assert kept.chances[-1].argmax(axis=1).tolist() == list(range(10))
    assert kept.loss[-1] < 0.1
    assert kept.right[-1] > 0.97
    assert kept.steps == sorted(set(kept.steps))


def test_the_recorded_digits_are_the_chapters_own() -> None:
    for digit in seeds.digits():
        np.testing.assert_array_equal(recording().ink[digit.label], seeds.digit(digit.name)[0])


def test_the_recording_takes_less_than_150_kilobytes() -> None:
    path = seeds.folder("seeds") / "measured" / "learning.json"
    assert path.stat().st_size < 150_000


@pytest.mark.parametrize("goal", [0, 12, 39])
def test_learning_is_played_up_to_the_moment_chosen(goal: int) -> None:
    made = scene("learning", moment=goal)
    shown = [loosely(frame.panels["loss"]).at for frame in made.frames if "loss" in frame.panels]
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (0, goal)
    assert len(made.frames) == len(scene("learning").frames), "a slider keeps its place"
    first = loosely(made.frames[-1].panels["filters"]).first
    np.testing.assert_array_equal(
        made.tensor("filters").data[first : first + 6], recording().filters[goal]
    )


WINDOWS: list[tuple[int, int] | tuple[int, int, int]]
WINDOWS = [(5, 1, 2), (2, 2), (3, 1, 1), (2, 2), (3, 1, 1), (3, 1, 1), (2, 2), (3, 1, 1)]
"""The layers of training/ladder.py, pools among them, and where each of the five ends."""
ENDS = (1, 3, 4, 6, 7)


def test_each_layer_sees_what_its_windows_add_up_to() -> None:
    fields = receptive_field(WINDOWS)
    assert [rung.field for rung in rungs()] == [fields[end] for end in ENDS]


def test_the_pictures_that_were_looked_at_are_the_chapters_own() -> None:
    kept, classes = seeds.measured("ladder")["pictures"], seeds.outlined("simplecnn").classes
    for number, name in enumerate(seeds.pictures()):
        np.testing.assert_allclose(painted_picture(number), seeds.picture(name), atol=0.51 / 255)
        known = seeds.picture_class(name)
        assert kept[number] == (classes.index(known) if known in classes else -1)


def test_features_take_less_than_600_kilobytes() -> None:
    folder = seeds.folder("seeds") / "features"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 600_000


def test_six_units_of_each_layer_are_drawn_larger_than_they_see() -> None:
    for rung in rungs():
        channels, height, width = rung.liked.data.shape
        assert (channels, height) == (6 * 3, width)
        assert height > rung.field.size
        assert len(set(rung.units)) == 6


def test_the_deeper_the_layer_the_more_its_units_agree_on_a_class() -> None:
    means = seeds.measured("ladder")["agree in layer"]
    assert means == sorted(means)
    assert means[-1] > 2 * means[0]


def test_the_deeper_network_names_most_of_the_test_half() -> None:
    measured = seeds.measured("ladder")
    assert measured["accuracy"] > seeds.card("simplecnn")["accuracy"]
    assert measured["accuracy"] >= 0.88
    assert measured["n"] == 10_000


@pytest.mark.parametrize("layer", range(1, 6))
def test_a_window_is_all_that_its_unit_sees_beyond_the_edge_too(layer: int) -> None:
    for unit in range(1, 7):
        made = scene("learned", layer=str(layer), unit=unit)
        rung = list(rungs())[layer - 1]
        place = rung.best(unit - 1)
        assert place.value == max(each.value for each in rung.places[unit - 1])
        image = made.tensor("picture").data
        np.testing.assert_array_equal(image, painted_picture(place.picture))
        top, left = (
            rung.field.start + rung.field.jump * each for each in (place.row, place.column)
        )
        size = rung.field.size
        (told,) = (frame for frame in made.frames if getattr(frame.narration, "key", "") == "unit")
        (window,) = told.boxes
        assert window.rows == (top, top + size)
        assert window.columns == (left, left + size)
        room = loosely(told.panels["picture"]).around
        assert room[0] >= -top
        assert room[3] >= -left
        assert room[1] >= left + size - 32
        assert room[2] >= top + size - 32
        assert room[0] + room[2] == room[1] + room[3]


def test_a_layer_is_said_to_see_as_much_as_it_sees() -> None:
    made = scene("learned")
    for rung in rungs():
        said = set(loosely(made.panel(f"best {rung.layer}").options).texts)
        assert said == {f"{rung.field.size}×{rung.field.size}"}


def test_what_is_shown_large_is_of_the_class_below_it() -> None:
    made = scene("learned")
    (large,) = (frame for frame in made.frames if getattr(frame.narration, "key", "") == "large")
    every = list(rungs())
    for layer, name in TELLING:
        first = loosely(large.panels[f"large {layer}"]).first
        assert every[layer - 1].names[first] == name
        assert loosely(made.panel(f"large {layer}").options).texts[first].startswith(f"{name} ")


def test_a_picture_that_was_never_looked_at_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match="picture must be one of best, ship"):
        scene("learned", picture="whale")


def test_a_curve_stands_within_its_band_and_nothing_within_the_plot_is_cut_off() -> None:
    made = scene("transfer")
    measured = seeds.measured("transfer")
    for key in ("frozen", "scratch"):
        assert min(measured[f"{key} least"]) > 0.45
        assert max(measured[f"{key} most"]) < 0.75
    for line in loosely(made.panel("right").options).lines:
        for value, (low, high) in zip(line.values, line.spread, strict=True):
            assert low <= value <= high
    assert loosely(made.panel("right").options).lines[0].values[0] == pytest.approx(
        (measured["frozen"][0] - 0.45) / 0.3
    )


def test_frozen_features_are_better_everywhere_and_more_pictures_help_both() -> None:
    measured = seeds.measured("transfer")
    frozen, scratch = np.array(measured["frozen"]), np.array(measured["scratch"])
    assert (frozen - scratch).min() > 0
    assert frozen[-1] > frozen[0] > 0.5
    assert scratch[-1] > scratch[0] > 0.5
