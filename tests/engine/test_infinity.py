"""NaN and infinity reach the cells that read them, and no other, without a warning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cnnviz.engine import activations
from cnnviz.engine.conv import conv2d
from cnnviz.engine.dense import dense
from cnnviz.engine.pool import avg_pool2d, global_avg_pool2d, max_pool2d

Array = np.ndarray[Any, Any]
ODD = [np.nan, np.inf, -np.inf]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize(
    ("channels", "filters", "side"), [(1, 1, 9), (3, 5, 12), (64, 48, 34)], ids=str
)
def test_a_convolution_carries_them_to_the_windows_that_hold_them(
    channels: int, filters: int, side: int, dtype: type[Any], odd: float
) -> None:
    random = np.random.default_rng(0)
    x = random.standard_normal((channels, side, side)).astype(dtype)
    kernel = np.abs(random.standard_normal((filters, channels, 3, 3))).astype(dtype) + dtype(0.1)
    plain = conv2d(x, kernel, padding=1)
    x[0, 4, 5] = odd
    result = conv2d(x, kernel, padding=1)
    reads = np.zeros((side, side), bool)
    reads[3:6, 4:7] = True
    np.testing.assert_array_equal(result[:, ~reads], plain[:, ~reads])
    assert (np.isnan(result[:, reads]) if np.isnan(odd) else result[:, reads] == odd).all()
    # Nor does anything stay behind in what is kept for the next call.
    x[0, 4, 5] = 0
    assert np.isfinite(conv2d(x, kernel, padding=1)).all()


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_pooling_carries_them_to_the_windows_that_hold_them(
    pool: Callable[..., Array], odd: float
) -> None:
    x = np.random.default_rng(0).standard_normal((2, 6, 6)).astype(np.float32)
    plain = pool(x, 2)
    x[1, 2, 3] = odd
    result = pool(x, 2)
    hit = np.zeros((2, 3, 3), bool)
    hit[1, 1, 1] = True
    np.testing.assert_array_equal(result[~hit], plain[~hit])
    if pool is max_pool2d and odd < 0:
        assert np.isfinite(result).all()  # it is never the largest
    else:
        np.testing.assert_array_equal(result[hit], [odd])


def test_rows_of_very_different_size_keep_their_digits() -> None:
    x = np.zeros((64, 34, 34), np.float32)
    x[:, ::2], x[:, 1::2] = 0.1, 1e7
    kernel = np.zeros((48, 64, 3, 3), np.float32)
    kernel[:, :, 1, 1] = 1
    result = conv2d(x, kernel, padding=1)
    np.testing.assert_allclose(result[:, ::2], 6.4, rtol=1e-6)
    np.testing.assert_allclose(result[:, 1::2], 6.4e8, rtol=1e-6)


def test_cancelling_infinities_give_nan_without_a_warning() -> None:
    with np.errstate(all="raise"):
        assert np.isnan(dense([np.inf, -np.inf], [[1, 1]])).all()
        assert np.isnan(conv2d([[[np.inf, -np.inf]]], [[[[1, 1]]]])).all()
        assert np.isnan(avg_pool2d([[[np.inf, -np.inf]]], (1, 2))).all()
        assert np.isnan(global_avg_pool2d([[[np.inf, -np.inf]]])).all()
        assert max_pool2d([[[np.inf, -np.inf]]], (1, 2)).item() == np.inf
        most = np.finfo(np.float32).max
        assert conv2d(np.full((1, 1, 2), most), np.full((1, 1, 1, 2), np.float32(9))).max() > most
        assert activations.softmax(np.array([most, -most])).tolist() == [1, 0]
        assert np.isfinite(activations.log_softmax(np.array([most, 0], np.float64))).all()


def test_activations_at_infinity() -> None:
    x = np.array([-np.inf, 0, np.inf])
    assert activations.relu(x).tolist() == [0, 0, np.inf]
    assert activations.tanh(x).tolist() == [-1, 0, 1]
    assert activations.sigmoid(x).tolist() == [0, 0.5, 1]
    assert activations.softmax([-np.inf, 0.0, 0.0]).tolist() == [0, 0.5, 0.5]
    assert np.isnan(activations.softmax(x)).all()
    assert np.isnan(activations.log_softmax(x)).all()
    assert activations.log_softmax([-np.inf, 0.0]).tolist() == [-np.inf, 0]
    assert np.isnan(activations.softmax([[np.nan, 0.0], [0.0, 0.0]])).tolist() == [
        [True] * 2,
        [False] * 2,
    ]
    for function in (activations.relu, activations.tanh, activations.sigmoid):
        assert np.isnan(function([np.nan])).all()
