"""An opened network's picture moved: its answers, its maps, and what that may cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz.cli.opening import subject_of
from cnnviz.content.scene import Scene
from cnnviz.onnx_reader import read
from cnnviz.opened import Subject, chapter_of, moving
from cnnviz.opened.example import example
from onnx_models import array, model, node, small, written


def digits(folder: Path, **pads: Any) -> Subject:
    """A network that reads a digit: two convolutions, one that steps by 2, and a dense layer."""
    made = model(
        [
            node("Conv", "x w", "a", "first", **pads),
            node("Conv", "a v", "b", "second", strides=[2, 2]),
            node("GlobalAveragePool", "b", "c", "mean"),
            node("Flatten", "c", "d", "flat"),
            node("Softmax", "d", "y", "softmax"),
        ],
        {"w": array(4, 1, 3, 3), "v": array(5, 4, 3, 3)},
        (1, 1, 28, 28),
    )
    return subject_of(read(written(folder, made)), None, "0-1", [])


def played(subject: Subject, **values: int) -> Scene:
    return chapter_of(subject).steps[0].spec("shift").scene(values)


def test_where_a_move_leaves_a_gap_the_edge_is_repeated() -> None:
    x = np.arange(24.0).reshape(2, 3, 4)
    for dy, dx in ((0, 0), (1, 2), (-1, -3), (2, -1)):
        by_loops = [
            [
                [x[c, min(max(r - dy, 0), 2), min(max(k - dx, 0), 3)] for k in range(4)]
                for r in range(3)
            ]
            for c in range(2)
        ]
        np.testing.assert_array_equal(moving.moved(x, dy, dx), by_loops)


def test_answers_are_those_for_the_moved_picture(tmp_path: Path) -> None:
    """The digit has an empty edge, so that rolling it round moves it too."""
    subject = digits(tmp_path)
    scene = played(subject, dy=2, dx=-3)
    rolled = np.roll(subject.given["input"], (2, -3), (1, 2))
    wanted = subject.network.run({"input": rolled})["softmax"]
    bars: Any = scene.panel("moved answers").options.record()
    for bar in bars["bars"]:
        assert bar["value"] == pytest.approx(wanted[int(bar["label"])], abs=1e-6)
    np.testing.assert_allclose(scene.tensor("moved").data, rolled, atol=1e-6)


def test_what_rounds_to_one_number_is_not_said_to_lie_between_two(tmp_path: Path) -> None:
    for subject, said in (
        (digits(tmp_path), "has about 98.1 % each time."),
        (example(), "has between"),
    ):
        told = [frame.narration for frame in played(subject).frames]
        assert [said in each for each in told if "Tried" in each] == [True], told


def test_maps_move_along_by_whole_cells_and_else_not(tmp_path: Path) -> None:
    subject = digits(tmp_path)
    assert moving.followed(subject) == ("first", "second")
    for dx, whole in ((2, True), (1, False)):
        rolled = np.roll(subject.given["input"], dx, 2)
        after = subject.network.run({"input": rolled})
        first = moving.follow(subject, "first", 0, dx)
        assert (first.share, first.is_whole, first.cells) == (1, True, (0, dx))
        second = moving.follow(subject, "second", 0, dx)
        assert second.is_whole == whole
        by = dx // 2
        along = after["second"][:, :, by:] - subject.kept["second"][:, :, : 12 - by]
        largest = max(np.abs(each["second"]).max() for each in (after, subject.kept))
        assert second.share == pytest.approx((np.abs(along) <= moving.SAME * largest).mean())
        assert (second.share == 1) == whole
    said = [frame.narration for frame in played(subject, dx=1).frames]
    moved = "All numbers of *first* are as they were, 1 pixel to the right"
    assert any(moved in each for each in said)
    assert any("Cells of *second* are 2 pixels apart" in each for each in said)


def test_what_looks_at_the_edge_is_told_from_what_does_not_move_along() -> None:
    subject = example()
    followed = moving.follow(subject, "stem.conv", 0, 1)
    # Of eleven columns that were there before the first saw padding, and the last sees it now.
    assert followed.share == pytest.approx(9 / 11, abs=0.01)
    assert followed.is_edge_alone
    assert followed.clear == (slice(1, 11), slice(2, 11))
    broken = replace(followed, after=followed.after[:, ::-1])
    assert not broken.is_edge_alone


def test_it_costs_no_more_than_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subject = digits(tmp_path)
    cost = sum(subject.costs.values())
    for work, places in ((cost * 100, 7), (cost * 6, 5), (cost * 3, 3), (cost, 0)):
        monkeypatch.setattr(moving, "WORK", work)
        assert moving.runs(subject) == places
        names = [panel.name for panel in played(subject).panels]
        assert ("places" in names) == (places > 0)
    monkeypatch.setattr(moving, "MOST_WORK", cost - 1)
    assert "shift" not in [spec.name for spec in chapter_of(subject).steps[0].scenes]


def test_without_a_picture_there_is_nothing_to_move(tmp_path: Path) -> None:
    subject = subject_of(read(written(tmp_path, small())), None, "0-1", [])
    bare = replace(subject, picture=None)
    assert "shift" not in [spec.name for spec in chapter_of(bare).steps[0].scenes]
