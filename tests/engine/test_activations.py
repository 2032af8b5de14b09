"""Activations and the dense layer against SciPy, and at the ends of the number line."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import special

from cnnviz.engine.activations import relu, sigmoid, softmax, tanh
from cnnviz.engine.dense import dense, flatten

Array = np.ndarray[Any, Any]
widths: tuple[tuple[type[np.floating[Any]], Literal[16, 32, 64]], ...]
widths = (np.float16, 16), (np.float32, 32), (np.float64, 64)
finite = st.one_of(
    *(
        arrays.arrays(
            dtype,
            st.integers(1, 12),
            elements=st.floats(width=width, allow_nan=False, allow_infinity=False),
        )
        for dtype, width in widths
    )
)


@given(finite)
def test_nothing_but_finite_numbers_comes_of_finite_numbers(x: Array) -> None:
    for function in (relu, tanh, sigmoid, softmax):
        assert np.isfinite(function(x)).all()


@given(arrays.arrays(np.float64, st.integers(1, 8), elements=st.floats(-700, 700)))
def test_activations_agree_with_scipy(x: Array) -> None:
    np.testing.assert_allclose(sigmoid(x), special.expit(x), rtol=1e-12)
    np.testing.assert_allclose(softmax(x), special.softmax(x), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(tanh(x), np.tanh(x))
    np.testing.assert_array_equal(relu(x), np.where(x > 0, x, 0))


def test_softmax_goes_along_its_axis() -> None:
    x = np.random.default_rng(0).standard_normal((3, 4))
    np.testing.assert_allclose(softmax(x, axis=0).sum(axis=0), 1)
    np.testing.assert_allclose(softmax(x).sum(axis=1), 1)


def test_relu_keeps_integers() -> None:
    assert relu(np.array([-3, 4])).dtype == np.int64


def test_dense_agrees_with_its_sum() -> None:
    random = np.random.default_rng(0)
    x, weight, bias = (random.integers(-9, 9, shape) for shape in (5, (3, 5), 3))
    by_hand = [sum(weight[o, i] * x[i] for i in range(5)) + bias[o] for o in range(3)]
    assert dense(x, weight, bias).tolist() == by_hand
    assert dense(x, weight).dtype == np.int64


def test_flatten_goes_row_by_row() -> None:
    x = np.arange(24).reshape(2, 3, 4)
    assert flatten(x).tolist() == list(range(24))


@pytest.mark.parametrize(
    ("x", "weight", "bias", "sentence"),
    [
        ([1], [1], None, r"weight must be n_out×n_in, none of them 0; got shape \(1,\)"),
        ([1, 2], [[1]], None, r"x must be a vector of 1; got shape \(2,\)"),
        ([1], [[1]], [1, 2], r"bias must be a vector of 1; got shape \(2,\)"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_in_a_sentence(
    x: Any, weight: Any, bias: Any, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        dense(x, weight, bias)
