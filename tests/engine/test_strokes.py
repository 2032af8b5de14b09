"""Ink against distances worked out by hand, and MNIST's way of centring."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.engine.strokes import center, rasterize

points = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6)


@given(st.lists(points, max_size=4))
def test_ink_is_between_0_and_1_and_does_not_depend_on_the_direction(strokes):
    ink = rasterize(strokes)
    assert ink.shape == (28, 28)
    assert ink.dtype == np.float32
    assert (ink >= 0).all()
    assert (ink <= 1).all()
    np.testing.assert_allclose(ink, rasterize([s[::-1] for s in strokes]), atol=1e-5)


def test_a_dot_is_a_disc_of_its_thickness():
    ink = rasterize([[[0.5, 0.5]]], size=100, thickness=0.4)
    assert ink.sum() == pytest.approx(np.pi * 20**2, rel=0.01)


def test_a_line_has_its_length_thickness_and_round_ends():
    ink = rasterize([[[0.2, 0.5], [0.8, 0.5]]], size=100, thickness=0.1)
    assert ink.sum() == pytest.approx(60 * 10 + np.pi * 5**2, rel=0.01)
    assert ink[50, 20:80].min() == 1
    assert ink[:40].max() == 0


def test_no_stroke_is_blank_paper():
    assert rasterize([]).max() == 0
    assert center(np.zeros((40, 30))).max() == 0


@given(points, st.floats(0.03, 0.2), st.integers(20, 64))
def test_centred_ink_fits_its_box_and_has_its_mass_in_the_middle(stroke, thickness, size):
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


def test_centring_does_not_depend_on_where_it_was_drawn():
    stroke = np.array([[0.1, 0.1], [0.3, 0.2], [0.2, 0.5]])
    ink = [center(rasterize([stroke + shift], size=64)) for shift in (0.0, 0.25)]
    np.testing.assert_allclose(*ink, atol=1e-5)


@pytest.mark.parametrize("stroke", [[], [[0.1]], [[0.1, np.nan]], [["a", "b"]], 3, [[1, 2], [3]]])
def test_points_that_are_none_are_refused_in_a_sentence(stroke):
    with pytest.raises(ValueError, match=r"^stroke 1 must be a list of \[x, y\] points"):
        rasterize([[[0.5, 0.5]], stroke])


@pytest.mark.parametrize("thickness", [0, -1, 1.5, float("nan")])
def test_a_thickness_out_of_range_is_refused_in_a_sentence(thickness):
    with pytest.raises(ValueError, match=r"^thickness must be above 0 and at most 1; got"):
        rasterize([], thickness=thickness)
