"""The layers of graphs against PyTorch, on random shapes and parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cnnviz.engine.activation_layers import POINTWISE, Pointwise, PReLU
from cnnviz.engine.joins import Arithmetic
from cnnviz.engine.layer import Layer
from cnnviz.engine.layers import Activation
from cnnviz.engine.linear import MatMul, Reduce
from cnnviz.engine.network import Network
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.shaping import Pad
from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm
from cnnviz.engine.transposed import ConvTranspose2d
from later import Later

Array = np.ndarray[Any, Any]
torch = Later("torch", "compares with PyTorch, which is not installed")
F = Later("torch.nn.functional", "compares with PyTorch, which is not installed")
TRIES = range(25)


def normal(random: np.random.Generator, *shape: int) -> Array:
    return random.standard_normal(shape).astype(np.float32)


def agree(layer: Layer, x: Array, theirs: Any, accuracy: float = 1e-5) -> None:
    ours = layer.apply(x)
    assert ours.shape == layer.output_shape(x.shape)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs[0].numpy(), rtol=1e-4, atol=accuracy)
    assert not np.shares_memory(ours, x)


def batch(x: Array) -> Any:
    return torch.from_numpy(x.copy())[None]


def pair(values: Any) -> tuple[int, int]:
    y, x = map(int, values)
    return y, x


@pytest.mark.parametrize("seed", TRIES)
def test_transposed_convolutions_agree(seed: int) -> None:
    random = np.random.default_rng(seed)
    groups, more, out = random.integers(1, 4, 3).tolist()
    kernel, stride, dilation = (pair(random.integers(1, 4, 2)) for _ in range(3))
    extra = pair([random.integers(0, max(s, d)) for s, d in zip(stride, dilation, strict=True)])
    x = normal(random, groups * more, *random.integers(1, 7, 2).tolist())
    most = [
        (n - 1) * s + d * (k - 1) + e
        for n, s, d, k, e in zip(x.shape[1:], stride, dilation, kernel, extra, strict=True)
    ]
    padding = pair([random.integers(0, max(0, min(2, (m - 1) // 2)) + 1) for m in most])
    around = ((padding[0],) * 2, (padding[1],) * 2)
    weight, bias = normal(random, len(x), out, *kernel), normal(random, out * groups)
    has_bias = bool(random.integers(2))
    layer = ConvTranspose2d(
        "up", len(x), out * groups, kernel, stride, around, dilation, extra,
        groups, has_bias, weight, bias if has_bias else None,
    )  # fmt: skip
    theirs = F.conv_transpose2d(
        batch(x), torch.from_numpy(weight), torch.from_numpy(bias) if has_bias else None,
        stride, padding, extra, groups, dilation,
    )  # fmt: skip
    agree(layer, x, theirs)


def test_a_transposed_convolution_is_the_adjoint_of_the_convolution() -> None:
    random = np.random.default_rng(0)
    weight = torch.from_numpy(normal(random, 4, 3, 3, 3))
    x = torch.zeros(1, 3, 9, 9, requires_grad=True)
    y = F.conv2d(x, weight, stride=2, padding=1)
    back = normal(random, *y.shape[1:])
    (gradient,) = torch.autograd.grad(y, x, batch(back))
    edges = ((1, 1), (1, 1))
    up = ConvTranspose2d("up", 4, 3, (3, 3), (2, 2), edges, has_bias=False, weight=weight.numpy())
    agree(up, back, gradient)
    assert up.multiply_adds((4, 5, 5)) == 4 * 5 * 5 * 3 * 9


def same() -> dict[str, tuple[dict[str, float], Callable[[Any], Any]]]:
    """By kind, its parameters and what PyTorch has for it."""
    return {
        "leaky_relu": ({"alpha": 0.2}, lambda t: F.leaky_relu(t, 0.2)),
        "elu": ({"alpha": 1.3}, lambda t: F.elu(t, 1.3)),
        "celu": ({"alpha": 0.7}, lambda t: F.celu(t, 0.7)),
        "selu": ({}, F.selu),
        "clip": ({"low": -0.5, "high": 0.75}, lambda t: t.clamp(-0.5, 0.75)),
        "hard_sigmoid": ({"alpha": 1 / 6}, F.hardsigmoid),
        "hard_swish": ({}, F.hardswish),
        "silu": ({}, F.silu),
        "gelu": ({}, F.gelu),
        "gelu_tanh": ({}, lambda t: F.gelu(t, approximate="tanh")),
        "erf": ({}, torch.erf),
        "softplus": ({}, F.softplus),
        "softsign": ({}, F.softsign),
        "mish": ({}, F.mish),
        "exp": ({}, torch.exp),
        "log": ({}, torch.log),
        "sqrt": ({}, torch.sqrt),
        "abs": ({}, torch.abs),
        "neg": ({}, torch.neg),
        "reciprocal": ({}, torch.reciprocal),
        "identity": ({}, torch.clone),
        "dropout": ({}, lambda t: F.dropout(t, training=False)),
    }


@pytest.mark.parametrize("kind", POINTWISE)
def test_functions_of_each_value_agree(kind: str) -> None:
    parameters, theirs = same()[kind]
    x = 4 * normal(np.random.default_rng(1), 3, 5, 7)
    x[0, 0, :3] = [-90, 0, 80]
    agree(Pointwise("f", kind, parameters), x, theirs(batch(x)))


def test_learned_slopes_and_logarithms_of_softmax_agree() -> None:
    random = np.random.default_rng(0)
    x, slope = normal(random, 3, 5, 7), normal(random, 3)
    layer = PReLU("p", (3, 1, 1), slope[:, None, None])
    agree(layer, x, F.prelu(batch(x), torch.from_numpy(slope)))
    assert layer.parameters() == 3
    agree(Activation("s", "log_softmax", 0), x, torch.log_softmax(batch(x), 1))
    agree(Activation("s", "log_softmax", -1), 100 * x, torch.log_softmax(batch(100 * x), -1))


@pytest.mark.parametrize("seed", range(8))
def test_normalisations_agree(seed: int) -> None:
    random = np.random.default_rng(seed)
    channels, height, width = random.integers(1, 9, 3).tolist()
    x = normal(random, channels, height, width) + 5
    arrays: dict[str, Any] = {key: normal(random, channels) for key in ("scale", "shift", "mean")}
    arrays["variance"] = np.abs(normal(random, channels)) + np.float32(0.1)
    tensors = {key: torch.from_numpy(each) for key, each in arrays.items()}
    theirs = F.batch_norm(
        batch(x), tensors["mean"], tensors["variance"], tensors["scale"], tensors["shift"], eps=1e-3
    )
    agree(BatchNorm2d("b", channels, 1e-3, **arrays), x, theirs)
    size = 2 * int(random.integers(3)) + 1
    theirs = F.local_response_norm(batch(x), size, 0.3, 0.6, 1.5)
    agree(LocalResponseNorm("l", size, 0.3, 0.6, 1.5), x, theirs)


def test_normalisations_of_a_picture_by_itself_agree() -> None:
    random = np.random.default_rng(0)
    x = normal(random, 6, 5, 7) + 3
    scale, shift = normal(random, 6), normal(random, 6)
    learned = torch.from_numpy(scale), torch.from_numpy(shift)
    for groups in (1, 2, 6):
        layer = GroupNorm("g", 6, groups, 1e-3, scale, shift)
        agree(layer, x, F.group_norm(batch(x), groups, *learned, 1e-3))
        assert layer.parameters() == 12
    scale, shift = normal(random, 5, 7), normal(random, 5, 7)
    learned = torch.from_numpy(scale), torch.from_numpy(shift)
    agree(LayerNorm("l", (5, 7), 1e-5, scale, shift), x, F.layer_norm(batch(x), (5, 7), *learned))
    over: tuple[Layer, ...] = (GroupNorm("g", 6, 2), LayerNorm("l", (5, 7)))
    for each in over:
        rows, columns = Network("n", (6, 5, 7), (each,)).receptive_fields()[each.name]
        assert all(rows.seen_by(k)[0] <= 0 and rows.seen_by(k)[1] >= 5 for k in range(5))
        assert all(columns.seen_by(k)[0] <= 0 and columns.seen_by(k)[1] >= 7 for k in range(7))


@pytest.mark.parametrize("mode", ["nearest", "bilinear", "bicubic", "nearest-exact"])
@pytest.mark.parametrize("corners", [False, True])
@pytest.mark.parametrize("size", [(3, 4), (5, 6), (10, 12), (13, 7), (1, 1)])
def test_other_sizes_agree(mode: str, corners: bool, size: tuple[int, int]) -> None:
    if corners and mode.startswith("nearest"):
        corners, mode = False, "nearest"
    x = normal(np.random.default_rng(0), 2, 5, 6)
    theirs = F.interpolate(
        batch(x), size, mode=mode, align_corners=corners if mode.startswith("bi") else None
    )
    words = {"nearest": ("nearest", "asymmetric", "floor")}.get(
        mode,
        (
            {"bilinear": "linear", "bicubic": "cubic"}.get(mode, "nearest"),
            "align_corners" if corners else "half_pixel",
            "round_prefer_ceil",
        ),
    )
    agree(Resize2d("r", size, *words), x, theirs)


@pytest.mark.parametrize("mode", ["constant", "edge", "reflect"])
def test_borders_agree(mode: Any) -> None:
    x = normal(np.random.default_rng(0), 2, 5, 6)
    theirs = F.pad(batch(x), (1, 3, 0, 2), mode={"edge": "replicate"}.get(mode, mode))
    agree(Pad("p", ((0, 0), (0, 2), (1, 3)), mode), x, theirs)


def test_sums_along_axes_agree() -> None:
    random = np.random.default_rng(0)
    x, weight = normal(random, 4, 5, 6), normal(random, 6, 3)
    agree(MatMul("m", (6, 3), weight), x, (torch.from_numpy(x) @ torch.from_numpy(weight))[None])
    first = MatMul("m", (2, 5), weight[:5, :2].T.copy(), weight_first=True)
    agree(first, x, (torch.from_numpy(weight[:5, :2].T.copy()) @ torch.from_numpy(x))[None])
    y = normal(random, 4, 6, 2)
    both = MatMul("m", inputs=("a", "b"))
    np.testing.assert_allclose(
        both.apply(x, y), (torch.from_numpy(x) @ torch.from_numpy(y)).numpy(), rtol=1e-4, atol=1e-5
    )
    assert both.joined_multiply_adds([x.shape, y.shape]) == 4 * 5 * 2 * 6
    for kind, theirs in {"mean": torch.mean, "sum": torch.sum, "max": torch.amax}.items():
        agree(Reduce("r", kind, (0, 2), True), x, theirs(batch(x), (1, 3), keepdim=True))
        agree(Reduce("r", kind, (1,)), x, theirs(batch(x), (2,)))


def test_arithmetic_of_constants_agrees() -> None:
    random = np.random.default_rng(0)
    x, constant = normal(random, 4, 5, 6), normal(random, 4, 1, 6)
    both = batch(x), torch.from_numpy(constant)
    for kind, theirs in {
        "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div,
        "max": torch.maximum, "min": torch.minimum,
    }.items():  # fmt: skip
        agree(Arithmetic("a", kind, (4, 1, 6), constant), x, theirs(*both))
        first = Arithmetic("a", kind, (4, 1, 6), constant, constant_first=True)
        agree(first, x, theirs(both[1], both[0]))
    squares = Arithmetic("a", "pow", (), np.array(2, np.float32))
    agree(squares, x, both[0] ** 2)
    assert squares.parameters() == 0
    assert Arithmetic("a", "add", (4, 1, 6), constant, is_learned=True).parameters() == 24
