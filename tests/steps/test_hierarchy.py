"""Step 6's figures against published receptive fields and against a search by changing pixels."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene
from cnnviz.engine.conv import conv2d
from cnnviz.engine.network import Network
from cnnviz.engine.pool import max_pool2d
from cnnviz.staging.cell_detail import with_border
from cnnviz.staging.formatting import about
from cnnviz.steps.hierarchy import STEP
from cnnviz.steps.hierarchy.learning import recording
from layer_weights import bias, weight
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


def test_the_chosen_neuron_is_the_one_at_the_top_of_the_last_cone() -> None:
    made = scene("growth", layer=2, neuron=4)
    assert loosely(made.frames[-1].panels["cone"]).spans == ((3, 8), (3, 6), (3, 4))


def test_a_neuron_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match=r"neuron must be at most 2 \(layer 3 has no more\)"):
        scene("growth", between="pool", layer=5, neuron=9)


def test_lenet_sees_5_6_14_16_and_all_32_pixels() -> None:
    rows = loosely(scene("network").panels[1].options).rows
    assert [row[2] for row in rows] == ["5×5", "6×6", "14×14", "16×16", "32×32"]


@pytest.mark.parametrize(("layer", "short"), [("C1 tanh", "C1"), ("C3 tanh", "C3"), ("S4", "S4")])
def test_only_the_patch_that_is_shown_changes_the_unit_that_is_lit(layer: str, short: str) -> None:
    made = scene("features")
    lenet = seeds.network("lenet")
    frame = next(f for f in made.frames if any(b.tensor == f"{short} patch" for b in f.boxes))
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
    shown = [loosely(frame.panels["loss"]).at for frame in made.frames]
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (0, goal)
    assert len(made.frames) == len(scene("learning").frames), "a slider keeps its place"
    first = loosely(made.frames[-1].panels["filters"]).first
    np.testing.assert_array_equal(
        made.tensor("filters").data[first : first + 6], recording().filters[goal]
    )


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("layer", ["conv1", "conv2", "conv3"])
def test_a_patch_alone_gives_what_the_picture_gives_there(layer: str, own: bool) -> None:
    name = seeds.pictures()[0]
    shown = seeds.picture(name)[:, :, ::-1] if own else seeds.picture(name)
    made = scene("learned", layer=layer, picture=shown if own else name)
    drawn = next(tensor for tensor in made.tensors if tensor.name == "picture")
    np.testing.assert_array_equal(drawn.data, shown)
    simplecnn = seeds.network("simplecnn")
    unit = int(re.findall(r"unit \*?(\d+)", made.frames[4].narration)[0]) - 1
    patches = [tensor for tensor in made.tensors if tensor.name.startswith("patch")]
    assert patches
    found = simplecnn.run(shown)[f"{layer} relu"][unit]
    assert patches[0].label == f"gives {about(float(found.max()))}", "it answers most there"
    for patch, box in zip(patches, made.frames[5].boxes, strict=False):
        assert patch.data.shape[1:] == (box.rows[1] - box.rows[0], box.columns[1] - box.columns[0])
        if min(box.rows[0], box.columns[0]) < 0 or max(box.rows[1], box.columns[1]) > 32:
            continue  # Beyond the edge each layer reads zeros of its own.
        alone = excited(simplecnn, layer, patch.data)[unit]
        assert patch.label == f"gives {about(float(alone))}"


@pytest.mark.parametrize("layer", ["conv2", "conv3"])
def test_a_units_favourite_excites_it_more_than_any_window_of_a_painted_picture(
    layer: str,
) -> None:
    simplecnn = seeds.network("simplecnn")
    maps = [
        simplecnn.run(seeds.picture(name).astype(np.float32))[layer] for name in seeds.pictures()
    ]
    most = np.max([each.max(axis=(1, 2)) for each in maps], axis=0)
    favourites = seeds.features("simplecnn")[layer].astype(np.float32) / 255
    own = [excited(simplecnn, layer, favourite)[unit] for unit, favourite in enumerate(favourites)]
    assert np.mean(np.array(own) > most) > 0.9


def test_a_unit_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match="unit must be at most 32 in this layer; got 33"):
        scene("learned", layer="conv1", unit=33)


def test_a_filter_of_the_first_layer_is_drawn_in_its_own_colours() -> None:
    drawn = seeds.features("simplecnn")["conv1"].astype(float)
    kernels = weight(seeds.network("simplecnn"), "conv1")
    most = np.abs(kernels).max(axis=(1, 2, 3), keepdims=True)
    np.testing.assert_allclose(drawn, kernels / most * 127.5 + 127.5, atol=0.51)


def excited(network: Network, layer: str, patch: NDArray[Any]) -> NDArray[np.floating]:
    """What each unit of a layer makes of a patch as large as its view, by loops over layers."""
    x: NDArray[Any] = patch
    for number in range(1, int(layer[-1]) + 1):
        conv = f"conv{number}"
        x = conv2d(x, weight(network, conv), bias(network, conv))
        if f"conv{number}" != layer:
            x = max_pool2d(np.maximum(x, 0), 2)
    return np.asarray(x[:, 0, 0])
