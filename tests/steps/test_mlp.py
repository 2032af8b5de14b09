"""Step 1's figures against plain arithmetic, and two trained networks against each other."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest

from cnnviz.content import seeds
from cnnviz.content.scene import Scene, Stage
from cnnviz.engine.shift import shifted
from cnnviz.evaluate import evaluate
from cnnviz.steps.mlp import STEP
from cnnviz.steps.mlp.drag import LANDED
from loosely import loosely

RIVALS = ("mlp", "lenet-still")
WEIGHTS = Path(__file__).resolve().parents[2] / "seeds" / "weights"


def scene(name: str, **values: object) -> Scene:
    return STEP.spec(name).scene(values)


def spoken(made: Scene) -> str:
    return " ".join(frame.narration for frame in made.frames)


def loops(data: np.ndarray, dy: int, dx: int) -> np.ndarray:
    """A picture moved, cell by cell."""
    result = np.zeros_like(data)
    height, width = data.shape[1:]
    for y in range(height):
        for x in range(width):
            if 0 <= y + dy < height and 0 <= x + dx < width:
                result[:, y + dy, x + dx] = data[:, y, x]
    return result


def test_a_photograph_has_150528_inputs_and_needs_150528000_weights() -> None:
    spoken_percent = spoken(scene("flatten"))
    assert "224 × 224 × 3 = *150,528*" in spoken_percent
    assert "*150,528,000* weights" in spoken_percent


def test_64_filters_have_1792_parameters() -> None:
    assert "3 · 3 · 3 · 64 + 64 = *1,792*" in spoken(scene("flatten"))


@pytest.mark.parametrize(
    ("dy", "dx"), [(0, 0), (0, 1), (1, 0), (-2, 3), (3, -3), (28, 0), (0, -40)]
)
def test_a_shift_agrees_with_moving_cell_by_cell(dy: int, dx: int) -> None:
    data = seeds.digit()
    np.testing.assert_array_equal(shifted(data, dy, dx), loops(data, dy, dx))


@pytest.mark.parametrize(("dy", "dx"), [(0, 1), (2, -1), (-2, 2)])
def test_changed_entries_and_cosine_are_those_of_the_two_vectors(dy: int, dx: int) -> None:
    old = seeds.digit().ravel()
    new = loops(seeds.digit(), dy, dx).ravel()
    changed = sum(a != b for a, b in zip(old.tolist(), new.tolist(), strict=True))
    cosine = np.dot(old, new) / (np.linalg.norm(old) * np.linalg.norm(new))
    spoken_percent = spoken(scene("shift", dy=dy, dx=dx))
    assert f"*{changed}* entries have changed; {784 - changed} are as before" in spoken_percent
    found = re.search(
        r"cosine\* between the two vectors is \*(?:about )?([−\d.]+)\*", spoken_percent
    )
    assert found
    assert float(found[1].replace("−", "-")) == pytest.approx(cosine, abs=0.005)


def test_the_moved_map_is_the_map_moved() -> None:
    made = scene("shift", dy=1, dx=-2)
    before, after = made.tensor("map").data, made.tensor("moved map").data
    np.testing.assert_array_equal(after, loops(before, 1, -2))
    assert "*not one* answer differs" in spoken(made)


@pytest.mark.parametrize(("dy", "dx"), [(0, 1), (1, 0), (-2, 2)])
def test_one_weight_meets_ink_before_or_after_the_digit_moves(dy: int, dx: int) -> None:
    made = scene("shift", dy=dy, dx=dx)
    frame = next(each for each in reversed(made.frames) if "meets" in each.narration)
    slots = [box for box in frame.boxes if "vector" in box.tensor]
    assert [box.tensor for box in slots] == ["vector", "moved vector"]
    assert slots[0].columns == slots[1].columns
    k = slots[0].columns[0]
    values = [float(made.tensor(box.tensor).data[0, 0, k]) for box in slots]
    assert abs(values[0] - values[1]) >= 0.9 - 1e-6, "a contrast that a hall sees"
    names = (("entry", "product"), ("moved entry", "moved product"))
    weight = float(made.tensor("weight").data.item())
    inked = np.zeros((28, 28))
    inked.flat[k] = 1
    (at,) = np.flatnonzero(np.pad(inked, 2))
    with np.load(WEIGHTS / "mlp.npz") as file:
        (hidden,) = (file[key] for key in file.files if file[key].shape == (60, 1024))
    assert weight == pytest.approx(hidden[:, at].max())
    for value, (entry, product) in zip(values, names, strict=True):
        assert made.tensor(entry).data.item() == value
        assert made.tensor(product).data.item() == pytest.approx(value * weight)


def test_the_first_map_is_there_while_one_is_asked_how_the_second_will_differ() -> None:
    made = scene("shift")
    asks = next(each for each in made.frames if "How will its map differ?" in each.narration)
    there = [each for each in made.panels if each.name not in asks.hidden]
    assert "map" in [each.tensors[0] for each in there]
    assert asks.revealed["moved map"] == 0
    assert "map" not in asks.revealed


def test_the_corners_marked_in_the_digit_are_the_first_and_the_last_entry() -> None:
    made = scene("flatten")
    frame = next(each for each in reversed(made.frames) if "pixel" in each.narration and each.boxes)
    places = {
        (box.rows[0], box.columns[0]): other.columns[0]
        for box in frame.boxes
        for other in frame.boxes
        if box.tensor == "digit" and other.tensor == "vector" and box.group == other.group
    }
    assert {(0, 0): 0, (27, 27): 783}.items() <= places.items()
    assert all(entry == 28 * y + x for (y, x), entry in places.items())
    assert len(places) == 4


def test_both_networks_are_of_one_size() -> None:
    counts = [sum(seeds.network(name).parameters().values()) for name in RIVALS]
    assert counts == [62_110, 61_706]
    assert "62,110" in scene("drag").frames[0].narration
    assert "61,706" in scene("drag").frames[0].narration


@pytest.mark.parametrize("name", RIVALS)
def test_the_weights_are_small_and_come_with_their_card(name: str) -> None:
    assert (WEIGHTS / f"{name}.npz").stat().st_size <= 400 * 1024
    card = seeds.card(name)
    assert card["n"] == 10_000
    assert {"data", "recipe", "seed", "training_seconds", "date"} <= card.keys()
    assert "none of them moved" in str(card["data"])
    assert card["recipe"] == seeds.card(RIVALS[0])["recipe"], "else the comparison is not fair"


def test_what_was_measured_begins_with_what_the_cards_say() -> None:
    measured = seeds.measured("shift")
    assert measured["shifts"] == list(range(8))
    assert measured["n"] == 10_000
    assert "python training/shifted.py" in measured["command"]
    for name in RIVALS:
        assert len(measured[name]) == 8
        assert measured[name][0] == seeds.card(name)["accuracy"]


def test_the_mlp_loses_moved_digits_before_the_cnn_does() -> None:
    measured = seeds.measured("shift")
    for shift in (1, 2, 3, 4):
        assert measured["lenet-still"][shift] > measured["mlp"][shift]
    assert all(np.diff(measured[name]).max() < 0 for name in RIVALS), "further is never easier"


@pytest.mark.parametrize("values", [{}, {"right": -4, "down": 6, "digit": "seven"}])
def test_the_bars_are_what_the_networks_say_of_the_moved_digit(values: dict[str, object]) -> None:
    made = scene("drag", **values)
    right, down = int(str(values.get("right", 5))), int(str(values.get("down", 0)))
    framed = np.zeros((1, 32, 32))
    framed[:, 2:30, 2:30] = seeds.digit(str(values.get("digit", "")))
    moved = loops(framed, down, right)
    last = loosely(made.frames[LANDED].panels)
    np.testing.assert_array_equal(made.tensor(last["digit"].tensor).data, moved)
    for panel, name in zip(("mlp", "cnn"), RIVALS, strict=True):
        expected = seeds.network(name).run(moved.astype(np.float32))["probabilities"]
        np.testing.assert_allclose(last[panel].bars, expected, atol=1e-4)
        assert last[panel].lit == expected.argmax()


def test_the_running_example_is_lost_by_the_mlp_and_kept_by_the_cnn() -> None:
    last = loosely(scene("drag").frames[LANDED].panels)
    assert last["mlp"].lit != 5
    assert last["cnn"].lit == 5


@pytest.mark.parametrize("right", [-7, -2, 0, 3, 7])
def test_the_sentence_and_the_curves_speak_of_the_same_shift(right: int) -> None:
    made = scene("drag", right=right)
    measured = seeds.measured("shift")
    printed = [f"{100 * measured[name][abs(right)]:.1f} %" for name in RIVALS]
    said = f"the MLP classifies about *{printed[0]}* correctly, the CNN *{printed[1]}*"
    assert said in spoken(made)
    last = [loosely(frame.panels["accuracy"]).at for frame in made.frames[-5:]]
    assert last == [0, abs(right), abs(right), measured["shifts"][-1], measured["shifts"][-1]]
    stands = [loosely(frame.panels["digit"]).values for frame in made.frames[-5:]]
    far = [max(abs(each["right"]), abs(each["down"])) for each in stands]
    assert far == last, "the digit shown is moved as far"


@pytest.mark.parametrize("digit", [each.name for each in seeds.digits()])
@pytest.mark.parametrize("values", [{}, {"right": -5}, {"right": 0, "down": -5}])
def test_in_the_end_the_digit_shown_loses_ink_if_the_sentence_says_so(
    digit: str, values: dict[str, object]
) -> None:
    made = scene("drag", digit=digit, **values)
    first, last = made.frames[0], made.frames[-2]
    before, after = (
        made.tensor(loosely(frame.panels["digit"]).tensor).data for frame in (first, last)
    )
    loses = np.count_nonzero(after) < np.count_nonzero(before)
    assert loses == ("this one" in last.narration)
    if loses:
        (box,) = last.boxes
        room = loosely(last.panels["digit"]).around
        assert sum(room) > 0, "its frame goes beyond the edge"
        assert box.rows[1] <= after.shape[1] + room[2]


def test_the_running_example_loses_ink_at_seven_pixels() -> None:
    assert "this one at the bottom" in scene("drag").frames[-2].narration


def test_every_place_gives_as_many_frames_so_that_dragging_keeps_the_moment() -> None:
    places = [(0, 0), (1, 0), (7, 7), (-7, 3), (0, -5)]
    assert len({len(scene("drag", right=x, down=y).frames) for x, y in places}) == 1


@pytest.mark.skipif(
    "CNNVIZ_MNIST" not in os.environ,
    reason="CNNVIZ_MNIST does not say where mnist.npz is, and it is not downloaded",
)
@pytest.mark.parametrize("name", RIVALS)
def test_the_cards_accuracy_is_found_again_on_the_whole_test_half(name: str) -> None:
    measured = evaluate(seeds.network(name), os.environ["CNNVIZ_MNIST"])
    assert measured["n"] == 10_000
    assert measured["accuracy"] == pytest.approx(seeds.card(name)["accuracy"], abs=2e-4)


@pytest.mark.thorough
@pytest.mark.skipif(
    "CNNVIZ_MNIST" not in os.environ,
    reason="CNNVIZ_MNIST does not say where mnist.npz is, and it is not downloaded",
)
@pytest.mark.parametrize("name", RIVALS)
def test_what_was_measured_at_three_pixels_is_found_again(name: str) -> None:
    with np.load(os.environ["CNNVIZ_MNIST"]) as file:
        images, labels = file["test_images"], file["test_labels"]
    pictures = np.pad(images[:, None].astype(np.float32) / 255, ((0, 0), (0, 0), (2, 2), (2, 2)))
    network = seeds.network(name)
    shares = []
    for dy, dx in ((0, -3), (0, 3), (-3, 0), (3, 0)):
        moved = np.roll(pictures, (dy, dx), axis=(2, 3))
        # What came in on the other side is not the digit's.
        moved[:, :, : max(0, dy)] = 0
        moved[:, :, 32 + min(0, dy) :] = 0
        moved[:, :, :, : max(0, dx)] = 0
        moved[:, :, :, 32 + min(0, dx) :] = 0
        spoken_percent = [network.run(picture)["output"].argmax() for picture in moved]
        shares.append(float((np.array(spoken_percent) == labels).mean()))
    assert np.mean(shares) == pytest.approx(seeds.measured("shift")[name][3], abs=2e-4)


def test_a_filter_over_a_map_sees_five_by_five_pixels() -> None:
    made = scene("priors")
    digit, kernel, deep = (made.tensor(name).data[0] for name in ("digit", "kernel", "deep"))
    assert deep.shape == (24, 24)
    both = np.zeros((5, 5))
    horizontal = np.array([[1.0] * 3, [0.0] * 3, [-1.0] * 3])
    for (y, x), weight in np.ndenumerate(horizontal):
        both[y : y + 3, x : x + 3] += weight * kernel
    for y, x in ((0, 5), (12, 15), (23, 23)):
        assert deep[y, x] == pytest.approx((digit[y : y + 5, x : x + 5] * both).sum())


def test_boxes_on_the_second_map_keep_its_hue() -> None:
    boxes = [box for frame in scene("priors").frames for box in frame.boxes if box.tensor == "deep"]
    assert boxes
    assert {box.stage for box in boxes} == {Stage.STACK}
