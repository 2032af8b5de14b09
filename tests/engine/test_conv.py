"""Convolution against six nested loops, SciPy and PyTorch."""

from __future__ import annotations

import re
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnviz.engine.arguments import padding2d
from cnnviz.engine.conv import conv2d

Array = np.ndarray[Any, Any]


def six_loops(x: Array, kernel: Any, bias: Any, stride: Any, padding: Any, dilation: Any) -> Array:
    (top, bottom), (left, right) = padding
    x = np.pad(x, ((0, 0), (top, bottom), (left, right)))
    c_out, c_in, kh, kw = kernel.shape
    height = (x.shape[1] - dilation[0] * (kh - 1) - 1) // stride[0] + 1
    width = (x.shape[2] - dilation[1] * (kw - 1) - 1) // stride[1] + 1
    out = np.zeros((c_out, height, width), x.dtype)
    for o in range(c_out):
        for i in range(height):
            for j in range(width):
                total = bias[o]
                for c in range(c_in):
                    for u in range(kh):
                        for v in range(kw):
                            y, z = i * stride[0] + u * dilation[0], j * stride[1] + v * dilation[1]
                            total += x[c, y, z] * kernel[o, c, u, v]
                out[o, i, j] = total
    return out


small = st.integers(1, 3)
two = st.tuples(small, small)
sides = st.tuples(st.integers(0, 2), st.integers(0, 2))


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(small, st.integers(1, 9), st.integers(1, 9)),
    st.tuples(small, small, st.integers(1, 4)),
    two,
    st.tuples(sides, sides),
    two,
    st.integers(0, 2**32),
)
def test_conv2d_agrees_with_six_nested_loops_to_the_last_integer(
    size: tuple[int, ...], kernel: Any, stride: Any, padding: Any, dilation: Any, seed: int
) -> None:
    reach = [d * (k - 1) + 1 for d, k in zip(dilation, kernel[1:], strict=True)]
    assume(all(n + sum(p) >= r for n, p, r in zip(size[1:], padding, reach, strict=True)))
    random = np.random.default_rng(seed)
    # Beyond 2^53, where floating point would no longer be exact.
    x = random.integers(-(2**30), 2**30, size)
    k = random.integers(-(2**28), 2**28, (kernel[0], size[0], *kernel[1:]))
    b = random.integers(-100, 100, kernel[0])
    result = conv2d(x, k, b, stride=stride, padding=padding, dilation=dilation)
    assert result.dtype == np.int64
    np.testing.assert_array_equal(result, six_loops(x, k, b, stride, padding, dilation))


@pytest.mark.parametrize("mode", ["valid", "same"])
@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (5, 3), (7, 7)])
def test_conv2d_agrees_with_scipy(mode: Literal["valid", "same"], kernel: Any) -> None:
    from scipy.signal import correlate2d  # it takes seconds to load: not in every worker

    random = np.random.default_rng(1)
    x, k = random.standard_normal((2, 13, 17)), random.standard_normal((4, 2, *kernel))
    expected = [sum(correlate2d(x[c], k[o, c], mode) for c in range(2)) for o in range(4)]
    np.testing.assert_allclose(conv2d(x, k, padding=mode), expected, rtol=1e-12, atol=1e-12)


@settings(max_examples=80, deadline=None)
@given(
    groups=small,
    channels=two,
    size=st.tuples(st.integers(1, 30), st.integers(1, 30)),
    kernel=st.tuples(st.integers(1, 7), st.integers(1, 7)),
    stride=two,
    padding=st.one_of(
        st.tuples(st.integers(0, 3), st.integers(0, 3)),
        st.tuples(sides, sides),
        st.sampled_from(["valid"]),
    ),
    dilation=two,
    biased=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_conv2d_agrees_with_pytorch_on_random_shapes(
    groups: int,
    channels: Any,
    size: tuple[int, int],
    kernel: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    biased: bool,
    seed: int,
) -> None:
    torch = pytest.importorskip("torch", reason="compares with PyTorch, which is not installed")
    (top, bottom), (left, right) = padding2d(padding, size, kernel, stride, dilation)
    padded = size[0] + top + bottom, size[1] + left + right
    reach = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
    assume(all(n >= r for n, r in zip(padded, reach, strict=True)))
    random = np.random.default_rng(seed)
    x = random.standard_normal((groups * channels[0], *size)).astype(np.float32)
    shape = (groups * channels[1], channels[0], *kernel)
    k = random.standard_normal(shape).astype(np.float32)
    b = random.standard_normal(shape[0]).astype(np.float32) if biased else None
    given_ = {"stride": stride, "dilation": dilation, "groups": groups}
    result = conv2d(x, k, b, padding=padding, **given_)
    expected = torch.nn.functional.conv2d(
        torch.nn.functional.pad(torch.from_numpy(x)[None], (left, right, top, bottom)),
        torch.from_numpy(k),
        None if b is None else torch.from_numpy(b),
        **given_,
    )[0].numpy()
    assert result.dtype == np.float32
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.filterwarnings("ignore:Using padding")  # PyTorch on its own speed
@pytest.mark.parametrize("size", [(1, 5), (8, 9), (32, 32)])
@pytest.mark.parametrize("kernel", [(2, 2), (3, 3), (4, 5)])
@pytest.mark.parametrize("dilation", [1, 2])
def test_same_padding_agrees_with_pytorch_at_stride_1(
    size: tuple[int, ...], kernel: Any, dilation: Any
) -> None:
    torch = pytest.importorskip("torch", reason="compares with PyTorch, which is not installed")
    random = np.random.default_rng(0)
    x, k = random.standard_normal((2, *size)), random.standard_normal((3, 2, *kernel))
    expected = torch.nn.functional.conv2d(
        torch.from_numpy(x)[None], torch.from_numpy(k), padding="same", dilation=dilation
    )
    result = conv2d(x, k, padding="same", dilation=dilation)
    np.testing.assert_allclose(result, expected[0].numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("channels", "side", "filters", "kernel", "stride"),
    [
        (1, 32, 6, 5, 1),
        (3, 32, 32, 3, 1),
        (64, 56, 64, 3, 1),
        (128, 28, 128, 3, 1),
        (3, 224, 8, 7, 2),
    ],
)
def test_conv2d_in_many_blocks_agrees_with_pytorch(
    channels: Any, side: int, filters: int, kernel: Any, stride: Any
) -> None:
    torch = pytest.importorskip("torch", reason="compares with PyTorch, which is not installed")
    random = np.random.default_rng(0)
    x = random.standard_normal((channels, side, side)).astype(np.float32)
    k = random.standard_normal((filters, channels, kernel, kernel)).astype(np.float32)
    b = random.standard_normal(filters).astype(np.float32)
    expected = torch.nn.functional.conv2d(
        *(torch.from_numpy(a) for a in (x[None], k, b)), stride=stride, padding=kernel // 2
    )[0].numpy()
    for _ in range(2):  # a plan that is used again must not remember the first input
        result = conv2d(x, k, b, stride=stride, padding=kernel // 2)
        np.testing.assert_allclose(result, expected, rtol=1e-4, atol=2e-4)
        np.testing.assert_array_equal(
            conv2d(np.zeros_like(x), k, b, stride=stride, padding=kernel // 2)[:, 0, 0], b
        )


def test_results_are_their_own_and_inputs_stay() -> None:
    x, k = np.ones((1, 4, 4), np.float32), np.ones((1, 1, 3, 3), np.float32)
    first = conv2d(x, k)
    second = conv2d(2 * x, k)
    assert (first == 9).all()
    assert (second == 18).all()
    assert (x == 1).all()
    assert (k == 1).all()


def test_views_and_lists_are_taken_as_they_are() -> None:
    x = np.arange(72, dtype=np.float32).reshape(2, 6, 6)
    k = np.arange(36, dtype=np.float32).reshape(3, 3, 2, 2).transpose(3, 2, 0, 1)
    lists: dict[str, Any] = {"padding": [[1, 0], [0, 1]], "stride": [1, 2]}
    result = conv2d(x[:, ::-1, ::2], k, **lists)
    copied = conv2d(x[:, ::-1, ::2].copy(), k.copy(), padding=((1, 0), (0, 1)), stride=(1, 2))
    np.testing.assert_array_equal(result, copied)
    np.testing.assert_array_equal(
        result[0, :, 0],
        [
            (np.pad(x[:, ::-1, ::2], ((0, 0), (1, 0), (0, 1)))[:, i : i + 3, :3] * k[0]).sum()
            for i in range(5)
        ],
    )


def test_threads_do_not_disturb_each_other() -> None:
    from concurrent.futures import ThreadPoolExecutor

    k = np.ones((1, 1, 3, 3), np.float32)

    def constant(value: int) -> bool:
        result = conv2d(np.full((1, 40, 40), value, np.float32), k)
        return bool((result == 9 * value).all())

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(constant, range(400)))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"x": np.ones((5, 5))}, "x must be C×H×W, none of them 0; got shape (5, 5)"),
        ({"kernel": np.ones((3, 3))}, "kernel must be O×C×kh×kw, none of them 0; got shape (3, 3)"),
        ({"kernel": np.ones((1, 3, 3, 3))}, "kernel must be 2 channels deep; got 3"),
        ({"kernel": np.ones((1, 2, 7, 3))}, "kernel must be at most 5 (the padded input); got 7"),
        ({"bias": np.ones(3)}, "bias must be a vector of 1; got shape (3,)"),
        ({"stride": 0}, "stride must be at least 1; got 0"),
        ({"stride": (1, 2, 3)}, "stride must be a number or (y, x); got (1, 2, 3)"),
        ({"padding": -1}, "padding must be at least 0; got -1"),
        ({"padding": "full"}, 'padding must be a number, "valid" or "same"; got \'full\''),
        ({"dilation": 0}, "dilation must be at least 1; got 0"),
        ({"groups": 0}, "groups must be at least 1; got 0"),
        ({"groups": 3}, "groups must divide the input's 2 and the kernel's 1 channels; got 3"),
        ({"x": np.full((2, 5, 5), "a")}, "x must be real numbers in rows of equal length"),
    ],
)
def test_an_invalid_argument_is_refused_in_a_sentence_that_names_it(
    wrong: dict[str, Any], sentence: str
) -> None:
    right = {"x": np.ones((2, 5, 5)), "kernel": np.ones((1, 2, 3, 3))}
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        conv2d(**{**right, **wrong})
