"""Pooling against PyTorch, by hand and at its edges."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnviz.engine.pool import avg_pool2d, global_avg_pool2d, max_pool2d

Array = np.ndarray[Any, Any]
Pair = tuple[int, int]
Axis = tuple[int, int, int, int]

X = np.array([[[1, 3, 2, 1], [5, 2, 0, 2], [4, 8, 1, 6], [3, 1, 5, 4]]])
axis = st.integers(1, 5).flatmap(
    lambda k: st.tuples(st.just(k), st.integers(1, 6), st.integers(0, k // 2), st.integers(1, 3))
)


@settings(max_examples=120, deadline=None)
@given(
    size=st.tuples(st.integers(1, 3), st.integers(1, 15), st.integers(1, 15)),
    y=axis,
    x=axis,
    ceil_mode=st.booleans(),
    count_include_pad=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_pooling_agrees_with_pytorch_on_random_shapes(
    size: Any, y: Axis, x: Axis, ceil_mode: bool, count_include_pad: bool, seed: int
) -> None:
    """Where PyTorch refuses, so does the engine: windows larger than the map, rounded up or not."""
    torch = pytest.importorskip("torch", reason="compares with PyTorch, which is not installed")
    kernel, stride, padding, dilation = zip(y, x, strict=True)
    maps = np.random.default_rng(seed).standard_normal(size).astype(np.float32)
    theirs = torch.from_numpy(maps)[None]
    functional = torch.nn.functional
    rest: dict[str, Any] = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
    counts = {"count_include_pad": count_include_pad}
    for ours, reference, more in (
        (max_pool2d, functional.max_pool2d, {"dilation": dilation}),
        (avg_pool2d, functional.avg_pool2d, counts),
    ):
        try:
            expected = reference(theirs, kernel, **rest, **more)[0].numpy()
        except RuntimeError:
            with pytest.raises(ValueError, match="^size must be at most"):
                ours(maps, kernel, **rest, **more)
            continue
        result = ours(maps, kernel, **rest, **more)
        assert result.dtype == np.float32
        np.testing.assert_allclose(result, expected, rtol=1e-5, atol=1e-6)


sides = st.tuples(st.integers(0, 2), st.integers(0, 2))


@settings(max_examples=60, deadline=None)
@given(
    size=st.tuples(st.integers(1, 2), st.integers(3, 12), st.integers(3, 12)),
    kernel=st.tuples(st.integers(3, 4), st.integers(3, 4)),
    padding=st.tuples(sides, sides),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    dilation=st.integers(1, 2),
    seed=st.integers(0, 2**32),
)
def test_padding_on_one_side_and_dilation_agree_with_loops(
    size: Any, kernel: Pair, padding: tuple[Pair, Pair], stride: Pair, dilation: int, seed: int
) -> None:
    reach = [dilation * (k - 1) + 1 for k in kernel]
    assume(all(n + sum(p) >= r for n, p, r in zip(size[1:], padding, reach, strict=True)))
    maps = np.random.default_rng(seed).standard_normal(size)
    how: dict[str, Any] = {"stride": stride, "padding": padding, "dilation": dilation}
    around = ((0, 0), *padding)
    found = {
        pad: np.pad(maps, around, constant_values=pad)[
            :,
            np.arange(0, size[1] + sum(padding[0]) - reach[0] + 1, stride[0])[:, None, None, None]
            + np.arange(kernel[0])[:, None] * dilation,
            np.arange(0, size[2] + sum(padding[1]) - reach[1] + 1, stride[1])[:, None, None]
            + np.arange(kernel[1]) * dilation,
        ]
        for pad in (0, -np.inf, np.nan)
    }
    np.testing.assert_array_equal(
        max_pool2d(maps, kernel, **how), found[-np.inf].max(axis=(-2, -1))
    )
    np.testing.assert_allclose(avg_pool2d(maps, kernel, **how), found[0].mean(axis=(-2, -1)))
    if np.isfinite(found[np.nan]).any(axis=(-2, -1)).all():
        inside = avg_pool2d(maps, kernel, count_include_pad=False, **how)
        np.testing.assert_allclose(inside, np.nanmean(found[np.nan], axis=(-2, -1)))
    else:
        with pytest.raises(ValueError, match="^padding must leave each window a cell"):
            avg_pool2d(maps, kernel, count_include_pad=False, **how)


def test_a_window_larger_than_the_padded_map_is_clipped_where_sizes_are_rounded_up() -> None:
    x = np.array([[[1.0, 2], [3, 4]]])
    assert max_pool2d(x, 3, stride=2, ceil_mode=True).tolist() == [[[4]]]
    assert avg_pool2d(x, 3, stride=2, ceil_mode=True).tolist() == [[[2.5]]]
    with pytest.raises(
        ValueError, match=r"^size must be at most 3 \(the padded input, and 1 beyond"
    ):
        max_pool2d(x, 4, stride=2, ceil_mode=True)


def test_a_4x4_map_gives_the_maximum_and_mean_of_its_blocks() -> None:
    assert max_pool2d(X, 2).tolist() == [[[5, 2], [8, 6]]]
    assert avg_pool2d(X, 2).tolist() == [[[2.75, 1.25], [4, 4]]]


def test_integers_stay_exact() -> None:
    big = np.array([[[2**60, 2**60 + 1]]])
    assert max_pool2d(big, (1, 2)).tolist() == [[[2**60 + 1]]]
    assert max_pool2d(X, 2).dtype == X.dtype
    assert max_pool2d(-1 - X, 3, padding=1).max() < 0


def test_overlapping_windows_agree_with_loops() -> None:
    result = max_pool2d(X, 3, stride=1)
    assert result.tolist() == [
        [[X[0, i : i + 3, j : j + 3].max() for j in range(2)] for i in range(2)]
    ]


def test_global_average_is_one_number_a_map() -> None:
    maps = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    result = global_avg_pool2d(maps)
    assert result.tolist() == [5.5, 17.5]
    assert result.dtype == np.float32


def test_inputs_stay_as_they_were() -> None:
    before = X.copy()
    avg_pool2d(X, 1)
    max_pool2d(X, 1)
    np.testing.assert_array_equal(X, before)


def test_pooling_by_one_gives_an_array_of_its_own() -> None:
    x = np.ones((1, 2, 2), np.float32)
    for result in (max_pool2d(x, 1), avg_pool2d(x, 1)):
        result[0, 0, 0] = 5
    assert (x == 1).all()


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"x": np.ones((4, 4))}, "x must be C×H×W, none of them 0; got shape (4, 4)"),
        ({"size": 0}, "size must be at least 1; got 0"),
        ({"size": 5}, "size must be at most 4 (the padded input); got 5"),
        ({"stride": 0}, "stride must be at least 1; got 0"),
        ({"padding": 2}, "padding must be at most 1 (less than the window); got 2"),
        ({"padding": -1}, "padding must be at least 0; got -1"),
    ],
)
def test_an_invalid_argument_is_refused_in_a_sentence_that_names_it(
    pool: Callable[..., Array], wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        pool(**{"x": X, "size": 2, **wrong})
