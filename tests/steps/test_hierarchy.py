"""Step 6's figures against published receptive fields and against a search by changing pixels."""

from __future__ import annotations

import numpy as np
import pytest

from cnnviz import seeds
from cnnviz.opened import prepared
from cnnviz.param import ParameterError
from cnnviz.scene import Scene
from cnnviz.steps.hierarchy import STEP


def scene(name: str, **values: object) -> Scene:
    return STEP.script(name).scene(values)


def said(made: Scene) -> str:
    return " ".join(frame.narration for frame in made.frames)


def widest(made: Scene) -> list[int]:
    """How many input pixels the cone of each frame covers."""
    spans = [frame.panels["cone"]["spans"] for frame in made.frames]
    return [each[0][1] - each[0][0] for each in spans if each]  # type: ignore[index,call-overload,operator,misc,union-attr]


def test_stacked_3_by_3_convolutions_see_2n_plus_1() -> None:
    made = scene("growth")
    for n in range(1, 6):
        assert f"*{2 * n + 1}×{2 * n + 1}*" in said(made)
    assert sorted(set(widest(made))) == [3, 5, 7, 9, 11]


def test_pools_between_make_the_sight_grow_faster() -> None:
    made = scene("growth", between="pool", layer=5, neuron=1)
    assert sorted(set(widest(made))) == [3, 4, 8, 10, 18]


def test_the_chosen_neuron_is_the_one_at_the_top_of_the_last_cone() -> None:
    made = scene("growth", layer=2, neuron=4)
    assert made.frames[-1].panels["cone"]["spans"] == [[3, 8], [3, 6], [3, 4]]


def test_a_neuron_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match=r"neuron must be at most 2 \(layer 3 has no more\)"):
        scene("growth", between="pool", layer=5, neuron=9)


def test_lenet_sees_5_6_14_16_and_all_32_pixels() -> None:
    rows = scene("network").panels[1].options["rows"]
    assert isinstance(rows, list)
    assert [row[2] for row in rows] == ["5×5", "6×6", "14×14", "16×16", "32×32"]  # type: ignore[index,call-overload]


@pytest.mark.parametrize(("layer", "short"), [("C1 tanh", "C1"), ("C3 tanh", "C3"), ("S4", "S4")])
def test_only_the_patch_that_is_shown_changes_the_unit_that_is_lit(layer: str, short: str) -> None:
    made = scene("features")
    lenet = seeds.network("lenet")
    frame = next(f for f in made.frames if any(b.tensor == f"{short} patch" for b in f.boxes))
    window, cell = frame.boxes[0], frame.boxes[1]
    unit, y, x = cell.channels[0], cell.rows[0], cell.columns[0]
    ink = prepared(lenet, seeds.digit())
    outside = ink.copy()
    outside[:] = 1 - outside
    rows, columns = slice(*window.rows), slice(*window.columns)
    outside[:, rows, columns] = ink[:, rows, columns]
    before, after = lenet.run(ink)[layer], lenet.run(outside)[layer]
    assert before[unit, y, x] == pytest.approx(after[unit, y, x], abs=1e-5)
    patch = made.tensor(f"{short} patch").data
    np.testing.assert_array_equal(patch, ink[:, rows, columns])
    assert before[unit].max() == before[unit, y, x]
