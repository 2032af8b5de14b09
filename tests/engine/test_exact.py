"""Exact sums against fractions: of decimals as they are written, of other numbers as they are."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnviz.engine import exact

decimals = st.decimals(-1000, 1000, places=3).map(float)
anything = st.floats(-1000, 1000).filter(lambda x: x == 0 or abs(x) > 1e-100)


def written(value: float) -> Fraction:
    return Fraction(repr(value))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(decimals, decimals), min_size=1, max_size=12), decimals)
def test_decimals_add_up_as_they_are_written(pairs: list[tuple[float, float]], bias: float) -> None:
    a, b = [a for a, _ in pairs], [b for _, b in pairs]
    terms = [written(x) * written(y) for x, y in pairs]
    assert exact.products(a, b).tolist() == [float(term) for term in terms]
    assert exact.dots([a], b, bias).tolist() == [float(sum(terms) + written(bias))]
    sums = [float(sum(map(written, a[: n + 1]))) for n in range(len(a))]
    assert exact.running(a).tolist() == sums
    assert exact.means([a]).tolist() == [float(sum(map(written, a)) / len(a))]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(anything, anything), min_size=1, max_size=12))
def test_other_numbers_are_rounded_once(pairs: list[tuple[float, float]]) -> None:
    pairs = [*pairs, (1 / 3, 1 / 7)]
    a, b = [a for a, _ in pairs], [b for _, b in pairs]
    expected = float(sum(Fraction(x) * Fraction(y) for x, y in pairs))
    assert abs(exact.dots([a], b)[0] - expected) <= abs(np.spacing(expected))


def test_a_sum_that_cancels_is_0() -> None:
    patches = np.array([[0.1, 0.7, 0.8], [0.3, 0.3, 0.6]])
    assert exact.dots(patches, [1, 1, -1]).tolist() == [0.0, 0.0]
    assert 0.1 + 0.7 - 0.8 != 0
    assert exact.dots([[1 / 3, -1 / 3]], [0.1, 0.1]).tolist() == [0.0]


def test_sums_too_large_for_whole_numbers_are_still_right() -> None:
    a = [[123456.789012345, 0.1]]
    assert exact.dots(a, [987654.321098765, 0.1])[0] == float(
        Fraction(a[0][0]) * Fraction(987654.321098765) + Fraction(0.1) * Fraction(0.1)
    )
