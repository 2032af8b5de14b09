"""Step 7's live scene: the drawing and what the network sees of it, its layers, its doubt."""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np
import pytest

from cnnviz import wire
from cnnviz.content import seeds
from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene
from cnnviz.engine.centering import center
from cnnviz.engine.strokes import rasterize
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.panels import NetworkChanges
from cnnviz.steps import pytorch
from cnnviz.steps.lenet import STEP
from cnnviz.steps.lenet.common import LAYERS
from cnnviz.steps.lenet.drawn import begun
from loosely import loosely

ONE = [[[0.5, 0.1 + 0.02 * k] for k in range(40)]]
SCRIBBLE = [
    [[0.1 + 0.8 * (k * 7 % 11) / 11, 0.1 + 0.8 * (k * 5 % 13) / 13] for k in range(40)],
]


def live(drawing: object = None) -> Scene:
    return STEP.spec("live").scene({} if drawing is None else {"drawing": drawing})


def shares(made: Scene) -> np.ndarray:
    return made.tensor("probabilities").data.ravel()


def test_what_lenet_sees_is_the_ink_centred_and_scaled_as_mnists() -> None:
    seen = live(ONE).tensor("input").data
    assert seen.shape == (1, 32, 32)
    # The line is 0.12 of the drawing's longer side, which is 0.78 here.
    expected = np.pad(center(rasterize(ONE, size=112, thickness=0.12 * 0.78)), 2)
    np.testing.assert_allclose(seen[0], expected, atol=0.051)  # it is kept in tenths
    rows, columns = (np.flatnonzero(seen[0].max(axis)) for axis in (1, 0))
    assert len(rows) <= 21
    middle = (np.arange(32) + 0.5) @ seen[0].sum(1) / seen[0].sum()
    assert middle == pytest.approx(16, abs=0.1)
    assert 13 < columns.mean() < 18


def test_the_same_digit_tiny_in_a_corner_looks_the_same_to_it() -> None:
    tiny = [[[0.05 + x / 4, 0.7 + y / 4, 0.085 / 4] for x, y in ONE[0]]]
    large, small = (live(drawing).tensor("input").data for drawing in (ONE, tiny))
    assert np.abs(large - small).mean() < 0.02


def test_every_layer_is_what_the_network_makes_of_what_it_sees() -> None:
    made = live(ONE)
    network = seeds.network("lenet")
    kept = network.run(made.tensor("input").data.astype(np.float32))
    for column in loosely(made.panels[2].options).columns:
        name = column.tensor
        np.testing.assert_allclose(made.tensor(name).data.ravel(), kept[name].ravel(), atol=1e-6)


def test_the_running_example_is_read_as_in_the_scene_run() -> None:
    run = STEP.spec("run").scene()
    first = live([[list(point) for point in stroke] for stroke in seeds.digits()[0].strokes])
    np.testing.assert_array_equal(shares(first), run.tensor("probabilities").data.ravel())
    own = [[list(point) for point in stroke] for stroke in seeds.digits()[1].strokes]
    again = STEP.spec("run").scene({"digit": "own", "drawing": own})
    np.testing.assert_array_equal(shares(live(own)), again.tensor("probabilities").data.ravel())
    drawn = with_border(seeds.network("lenet"), seeds.digit(seeds.digits()[1].name))
    np.testing.assert_array_equal(live(own).tensor("input").data, drawn)


def test_a_digit_is_named_with_its_share_and_the_next_best() -> None:
    made = live(ONE)
    assert int(shares(made).argmax()) == 1
    last = made.frames[-1]
    assert last.narration.startswith("The network says *1*: ")
    assert "sure and wrong" in last.narration
    assert loosely(last.panels["network"]).lit == 1
    assert len(made.frames) == 4


def test_where_a_hand_draws_its_layers_and_its_answer_stand_beside_the_paper() -> None:
    made = live(ONE)
    options: Any = made.panel("network").options
    count = len(options.columns)
    told = made.frames[-1]
    # Every stroke leads to the last frame, as what is drawn is answered at once.
    assert told.panels["network"] == NetworkChanges(shown=count, lit=1)
    assert "network" not in told.hidden
    assert "pad" not in told.hidden


def test_an_empty_drawing_gets_one_sentence_and_no_answer() -> None:
    nothing: list[object] = ["", []]
    for empty in nothing:
        made = live(empty)
        (frame,) = made.frames
        assert "The paper is empty" in frame.narration
        assert frame.panels["network"] == NetworkChanges(outline=True, shown=0)
        assert made.tensor("input").data.max() == 0


def test_a_scribble_does_not_look_certain() -> None:
    last = live(SCRIBBLE).frames[-1]
    assert "This may be no digit at all" in last.narration
    assert "none of MNIST's test digits have a weaker one" in last.narration
    assert loosely(last.panels["network"]).lit is None


def test_nobody_counts_to_0_per_cent() -> None:
    assert "none of MNIST's test digits have a weaker one" in live(SCRIBBLE).frames[3].narration
    noise = np.random.default_rng(0).random((3, 32, 32))
    made = pytorch.STEP.spec("run").scene({"picture": noise})
    (said,) = {each.narration for each in made.frames if "stranger" in each.narration}
    assert "none look stranger" in said


def test_of_the_chapters_digits_none_is_doubted() -> None:
    for each in seeds.digits():
        made = live([list(map(list, stroke)) for stroke in each.strokes])
        assert "and wrong" in made.frames[3].narration


def test_the_7_is_read_as_a_7_until_the_circle_goes_around_it() -> None:
    made = live()
    early = next(frame for frame in made.frames if "Now comes the circle" in frame.narration)
    points = loosely(early.panels["pad"]).points
    seven, _ = made.values.strokes("drawing")
    assert points == len(seven)
    ours, alone = loosely(early.panels["answers"]).bars, shares(live([list(map(list, seven))]))
    np.testing.assert_allclose(ours, alone, atol=1e-6)
    assert alone.argmax() == 7
    assert alone.max() > 0.9
    assert shares(made).argmax() == 0
    assert shares(made).max() > 0.9
    assert any("it is wrong" in frame.narration for frame in made.frames)
    assert "sure is not being right" in made.frames[-1].narration


def test_what_lenet_sees_and_answers_follows_from_ink_that_is_on_the_paper() -> None:
    made = live()
    network = seeds.network("lenet")
    strokes = made.values.strokes("drawing")
    inks: dict[float, np.ndarray] = {0: np.zeros((1, 32, 32))}
    start = next(k for k, frame in enumerate(made.frames) if "draw it once more" in frame.narration)
    before = loosely(made.frames[start].panels["pad"]).points
    assert before == 0
    for frame in made.frames[start:]:
        points = loosely(frame.panels["pad"]).points
        assert points >= before
        if points not in inks:
            inks[points] = with_border(network, seeds.ink_of(begun(strokes, points)))
        changes = loosely(frame.panels["seen"])
        if changes.tensor.startswith("seen"):
            seen = made.tensor(changes.tensor).data
            drawn = [ink for at, ink in inks.items() if at <= before or at == points == before]
            assert any(np.abs(seen - ink).max() < 0.051 for ink in drawn)
        seen = made.tensor(changes.tensor).data
        bars = np.array(loosely(frame.panels["answers"]).bars)
        if seen.any():
            answers = network.run(seen)["probabilities"].ravel()
            np.testing.assert_allclose(bars, answers, atol=0.02)
        else:
            assert not bars.any()
        before = points


def test_a_bar_is_as_high_as_the_7_in_what_the_network_sees() -> None:
    made = live()
    early = next(frame for frame in made.frames if "Now comes the circle" in frame.narration)
    for frame, high, left in ((early, 20, 8), (made.frames[-1], 11, 12)):
        (band,) = frame.boxes
        assert band.name == f"{high} px"
        first, end = band.rows
        seen = made.tensor(loosely(frame.panels["seen"]).tensor).data[0]
        # In these columns there is paper between the 7 and the circle.
        inked = seen[first:end, left:20].max(axis=1)
        assert end - first == high
        assert (inked >= 0.5).all()
        assert max(seen[first - 1, left:20].max(), seen[end, left:20].max()) < 0.5


def test_a_stray_dot_is_said_to_be_left_out() -> None:
    assert "Stray dots are gone" in live([*ONE, [[0.95, 0.05]]]).frames[1].narration
    assert "stray" not in live(ONE).frames[1].narration


def test_a_dot_has_a_place_but_no_certainty_beyond_its_sum() -> None:
    made = live([[[0.5, 0.5]]])
    assert made.tensor("input").data.max() == 1
    assert shares(made).sum() == pytest.approx(1, abs=1e-6)


def test_a_pressed_pen_draws_thicker_before_it_is_scaled() -> None:
    thin, thick = ([[[*point, t] for point in ONE[0]]] for t in (0.03, 0.15))
    assert live(thick).tensor("input").data.sum() > 1.5 * live(thin).tensor("input").data.sum()


def test_opening_a_cell_of_a_drawing_that_is_empty_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match="^drawing must hold a stroke to be read"):
        STEP.spec("run").scene({"digit": "own", "drawing": ""})


def test_a_tap_leads_to_the_frame_in_which_the_cell_is_open() -> None:
    opens = loosely(live().panels[2].options).opens
    assert opens.scene == "run"
    assert set(opens.layers.values()) == set(LAYERS)
    values = {**opens.values, "layer": "C1", "channel": 2}
    made = STEP.spec("run").scene(values)
    assert made.frames[opens.frame].computations[0].tensor == "C1"
    assert opens.frame == len(made.frames) - 1


def test_a_drawing_is_answered_in_few_bytes() -> None:
    sent = b"".join(wire.lines(live(ONE)))
    assert len(sent) < 20 * 1024
    assert len(gzip.compress(sent)) < 12 * 1024
    header = json.loads(sent.splitlines()[0])
    assert header["values"]["drawing"] == ONE
