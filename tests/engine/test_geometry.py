"""Sizes, windows and counts against brute force and published figures."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cnnviz.engine import geometry

axes = st.fixed_dictionaries(
    {
        "size": st.integers(1, 20),
        "kernel": st.integers(1, 6),
        "stride": st.integers(1, 4),
        "padding": st.tuples(st.integers(0, 3), st.integers(0, 3)),
        "dilation": st.integers(1, 3),
    }
)


def positions_that_fit(
    size: int, kernel: int, stride: int, padding: Any, dilation: int
) -> list[list[int]]:
    """Slide a window along a padded row of pixels until it no longer fits; each as its pixels."""
    row = range(-padding[0], size + padding[1])
    found, at = [], 0
    while at + dilation * (kernel - 1) < len(row):
        found.append([row[at + dilation * k] for k in range(kernel)])
        at += stride
    return found


@given(axes)
def test_windows_and_sizes_agree_with_sliding_by_hand(axis: dict[str, Any]) -> None:
    by_hand = positions_that_fit(**axis)
    if not by_hand:
        with pytest.raises(ValueError, match="kernel must be at most"):
            geometry.output_size(**axis)
        return
    assert geometry.output_size(**axis) == len(by_hand)
    assert geometry.windows(**axis) == tuple((w[0], w[-1] + 1) for w in by_hand)


@given(axes)
def test_usage_counts_the_windows_that_hold_a_pixel(axis: dict[str, Any]) -> None:
    by_hand = positions_that_fit(**axis)
    assume(by_hand)
    counted = tuple(sum(w.count(i) for w in by_hand) for i in range(axis["size"]))
    assert geometry.usage(**axis) == counted


def test_a_corner_is_used_once_and_the_centre_nine_times_and_padding_is_fairer() -> None:
    assert geometry.usage2d((5, 5), (3, 3)).tolist()[0] == [1, 2, 3, 2, 1]
    assert geometry.usage2d((5, 5), (3, 3))[2, 2] == 9
    padded = geometry.usage2d((5, 5), (3, 3), padding=(1, 1))
    assert (padded[0, 0], padded[2, 2]) == (4, 9)
    assert padded.dtype == np.int64


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "expected"),
    [(32, 3, 1, 0, 30), (32, 3, 1, 1, 32), (32, 3, 2, 1, 16), (224, 11, 4, 2, 55), (7, 7, 1, 0, 1)],
)
def test_output_sizes_are_the_textbook_ones(
    size: int, kernel: int, stride: int, padding: Any, expected: int
) -> None:
    assert geometry.output_size(size, kernel, stride=stride, padding=padding) == expected


@given(st.integers(1, 30), st.integers(1, 7), st.integers(1, 4), st.integers(1, 3))
def test_same_padding_gives_the_size_over_the_stride_rounded_up(
    size: int, kernel: int, stride: int, dilation: int
) -> None:
    before, after = geometry.same_padding(size, kernel, stride, dilation)
    assert 0 <= after - before <= 1
    count = geometry.output_size(
        size, kernel, stride=stride, padding=(before, after), dilation=dilation
    )
    # A kernel shorter than the stride may leave pixels over, but never lacks a window.
    assert count == -(-size // stride)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kernel": 7}, "kernel must be at most 5 (the padded input); got 7"),
        ({"kernel": 0}, "kernel must be at least 1; got 0"),
        ({"stride": 0}, "stride must be at least 1; got 0"),
        ({"stride": 1.5}, "stride must be a whole number of at least 1; got 1.5"),
        ({"padding": -1}, "padding must be at least 0; got -1"),
        ({"padding": (1, 2, 3)}, "padding must be a number or (before, after); got (1, 2, 3)"),
        ({"dilation": 0}, "dilation must be at least 1; got 0"),
        ({"dilation": 3}, "kernel must be at most 2 (dilation 3, padded input 5); got 3"),
        ({"size": 0}, "size must be at least 1; got 0"),
    ],
)
def test_an_invalid_argument_is_refused_in_a_sentence_that_names_it(
    wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        geometry.output_size(**{"size": 5, "kernel": 3, **wrong})


def test_parameter_counts_are_those_of_the_chapter() -> None:
    assert geometry.conv2d_parameters(3, 3, 3, 64) == 1_792
    assert geometry.conv2d_parameters(3, 3, 64, 128) == 73_856
    assert geometry.conv2d_parameters(3, 3, 64, 1, bias=False) == 576
    assert geometry.dense_parameters(224 * 224 * 3, 1000) == 150_529_000
    assert geometry.dense_parameters(32 * 32 * 64, 32 * 32 * 128, bias=False) == 8_589_934_592
