"""What chance alone would give, against all the ways in which draws can fall."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from cnnviz.engine.chance import largest_by_chance


@pytest.mark.parametrize(("draws", "kinds"), [(1, 1), (1, 4), (2, 2), (3, 2), (5, 3), (6, 4)])
def test_the_commonest_kind_comes_as_often_as_counting_all_ways_says(
    draws: int, kinds: int
) -> None:
    ways = list(product(range(kinds), repeat=draws))
    counted = sum(max(Counter(way).values()) for way in ways) / len(ways)
    assert largest_by_chance(draws, kinds) == pytest.approx(counted)


def test_of_many_draws_it_is_more_than_an_equal_share() -> None:
    assert 15 < largest_by_chance(100, 10) < 16
