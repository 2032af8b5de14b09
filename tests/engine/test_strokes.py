"""Ink against distances worked out by hand, and MNIST's way of centring."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.engine import strokes
from cnnviz.engine.centering import center
from cnnviz.engine.strokes import rasterize

Array = np.ndarray[Any, Any]
Drawing = list[list[tuple[float, ...]]]

points = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6)


@given(st.lists(points, max_size=4))
def test_ink_is_between_0_and_1_and_does_not_depend_on_the_direction(strokes: Drawing) -> None:
    ink = rasterize(strokes)
    assert ink.shape == (28, 28)
    assert ink.dtype == np.float32
    assert (ink >= 0).all()
    assert (ink <= 1).all()
    np.testing.assert_allclose(ink, rasterize([s[::-1] for s in strokes]), atol=1e-5)


def test_a_dot_is_a_disc_of_its_thickness() -> None:
    ink = rasterize([[[0.5, 0.5]]], size=100, thickness=0.4)
    assert ink.sum() == pytest.approx(np.pi * 20**2, rel=0.01)


def test_a_line_has_its_length_thickness_and_round_ends() -> None:
    ink = rasterize([[[0.2, 0.5], [0.8, 0.5]]], size=100, thickness=0.1)
    assert ink.sum() == pytest.approx(60 * 10 + np.pi * 5**2, rel=0.01)
    assert ink[50, 20:80].min() == 1
    assert ink[:40].max() == 0


def test_no_stroke_is_blank_paper() -> None:
    assert rasterize([]).max() == 0
    assert center(np.zeros((40, 30))).max() == 0


@given(points, st.floats(0.03, 0.2), st.integers(20, 64))
def test_centred_ink_fits_its_box_and_has_its_mass_in_the_middle(
    stroke: Any, thickness: float, size: int
) -> None:
    drawn = rasterize([stroke], size=size, thickness=thickness)
    ink = center(drawn)
    assert ink.shape == (28, 28)
    assert ((ink >= 0) & (ink <= 1)).all()
    rows, columns = np.flatnonzero(ink.max(1)), np.flatnonzero(ink.max(0))
    if not len(rows):
        return
    # Whole pixels that the box of 20 touches: at most 21.
    assert max(np.ptp(rows), np.ptp(columns)) <= 20
    middle = (np.arange(28) + 0.5) @ ink.sum(1) / ink.sum()
    # Ink far from its own centre may be cut off at the picture's edge.
    if rows[0] > 0 and rows[-1] < 27:
        assert middle == pytest.approx(14, abs=0.05)


def test_centring_does_not_depend_on_where_it_was_drawn() -> None:
    stroke = np.array([[0.1, 0.1], [0.3, 0.2], [0.2, 0.5]])
    ink = [center(rasterize([(stroke + shift).tolist()], size=64)) for shift in (0.0, 0.25)]
    np.testing.assert_allclose(ink[0], ink[1], atol=1e-5)


@pytest.mark.parametrize("stroke", [[], [[0.1]], [[0.1, np.nan]], [["a", "b"]], 3, [[1, 2], [3]]])
def test_points_that_are_none_are_refused_in_a_sentence(stroke: Any) -> None:
    with pytest.raises(ValueError, match=r"^stroke 1 must be a list of \[x, y\] points"):
        rasterize([[[0.5, 0.5]], stroke])


@pytest.mark.parametrize("thickness", [0, -1, 1.5, float("nan")])
def test_a_thickness_out_of_range_is_refused_in_a_sentence(thickness: float) -> None:
    with pytest.raises(ValueError, match=r"^thickness must be above 0 and at most 1; got"):
        rasterize([], thickness=thickness)


def test_a_line_of_two_thicknesses_is_a_wedge() -> None:
    ink = rasterize([[[0.2, 0.5, 0.4], [0.8, 0.5, 0.1]]], size=100)
    across = (ink[:, [20, 50, 79]]).sum(axis=0)
    np.testing.assert_allclose(across, [40, 25, 10], atol=1.5)


def test_a_point_without_a_thickness_has_the_one_given() -> None:
    mixed = rasterize([[[0.2, 0.2], [0.8, 0.7, 0.1]]], thickness=0.1)
    np.testing.assert_array_equal(mixed, rasterize([[[0.2, 0.2], [0.8, 0.7]]], thickness=0.1))


def by_distance(strokes: Drawing, size: int, thickness: float) -> Array:
    """Each pixel by itself: its distance to every line, by plain geometry."""
    ink = np.zeros((size, size))
    for row in range(size):
        for column in range(size):
            p = np.array([column + 0.5, row + 0.5]) / size
            for stroke in strokes:
                for start, end in zip(stroke, stroke[1:] or stroke, strict=False):
                    a, b = np.array(start), np.array(end)
                    way = b - a
                    share = np.clip((p - a) @ way / (way @ way), 0, 1) if (way != 0).any() else 0
                    edge = thickness / 2 - np.linalg.norm(p - a - share * way)
                    ink[row, column] = max(ink[row, column], np.clip(edge * size + 0.5, 0, 1))
    return ink


@pytest.mark.parametrize("size", [1, 9, 40])
def test_ink_is_what_the_distance_of_every_pixel_gives(size: int) -> None:
    strokes: Drawing = [
        [(0.1, 0.2), (0.95, 0.3), (0.9, 0.9)],
        [(0.5, 0.5)],
        [(-0.2, 0.6), (0.3, 1.3)],
    ]
    drawn = rasterize(strokes, size=size, thickness=0.13)
    np.testing.assert_allclose(drawn, by_distance(strokes, size, 0.13), atol=1e-5)


@pytest.mark.parametrize("thickness", [-0.1, 1.5])
def test_a_points_thickness_out_of_range_is_refused_in_a_sentence(thickness: float) -> None:
    with pytest.raises(ValueError, match=r"^stroke 0 must have thicknesses from 0 to 1"):
        rasterize([[[0.5, 0.5, thickness]]])


pressed = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.001, 1))
drawings = st.lists(st.lists(st.one_of(st.tuples(*[st.floats(0, 1)] * 2), pressed), min_size=1))


@given(drawings)
def test_the_effort_of_a_drawing_is_told_beforehand(drawing: Drawing) -> None:
    worked_on: list[int] = []

    def counted(ink: Any, lines: Sized, tile: int) -> None:
        worked_on.append(len(lines) * tile**2)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strokes, "_draw", counted)
        strokes.normalized(drawing)
    assert sum(worked_on) <= strokes.effort(drawing)
