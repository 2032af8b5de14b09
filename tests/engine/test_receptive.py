"""Receptive fields against published figures and against poking every pixel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnviz.engine.conv import conv2d
from cnnviz.engine.geometry import receptive_field


def sizes(layers: Sequence[tuple[Any, ...]]) -> list[int]:
    return [field.size for field in receptive_field(layers)]


def test_lenet5_sees_5_6_14_16_32() -> None:
    assert sizes([(5,), (2, 2), (5,), (2, 2), (5,)]) == [5, 6, 14, 16, 32]


def test_alexnet_v2_sees_what_distill_prints() -> None:
    # Araujo, Norris & Sim (2019): conv1, pool1, conv2, pool2, conv3, conv4, conv5, pool5.
    chain = [(11, 4), (3, 2), (5, 1, 2), (3, 2), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2)]
    assert sizes(chain) == [11, 19, 51, 67, 99, 131, 163, 195]


def test_vgg16_sees_6_16_44_100_212_after_its_pools() -> None:
    chain: list[tuple[int, ...]] = []
    pools: list[int] = []
    for convolutions in (2, 2, 3, 3, 3):
        chain += [(3, 1, 1)] * convolutions + [(2, 2)]
        pools.append(len(chain) - 1)
    assert [sizes(chain)[i] for i in pools] == [6, 16, 44, 100, 212]


def test_a_stack_of_3x3_sees_2n_plus_1() -> None:
    assert sizes([(3,)] * 9) == [2 * n + 1 for n in range(1, 10)]


chains = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(1, 3),
        st.tuples(st.integers(0, 2), st.integers(0, 2)),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(chains)
def test_an_output_changes_exactly_when_a_pixel_in_its_receptive_field_does(
    chain: list[tuple[int, int, tuple[int, int], int]],
) -> None:
    """Positive kernels pass every change on, so poking each pixel shows who sees it."""
    length = 150
    assume(receptive_field(chain)[-1].size <= length)
    # One row per poked pixel, and all convolved at once; dilated kernels have holes.
    rows = np.eye(length, dtype=np.int64)[:, None, None, :]
    seen = []
    for row in rows:
        x = row
        for kernel, stride, padding, dilation in chain:
            x = conv2d(
                x,
                np.ones((1, 1, 1, kernel), np.int64),
                stride=(1, stride),
                padding=((0, 0), padding),
                dilation=(1, dilation),
            )
        seen.append(x[0, 0] > 0)
    field = receptive_field(chain)[-1]
    for position, column in enumerate(np.array(seen).T):
        first, last = field.seen_by(position)
        pixels = np.flatnonzero(column)
        assert all(first <= pixel < last for pixel in pixels)
        if first >= 0 and last <= length:
            assert (pixels.min(), pixels.max()) == (first, last - 1)
