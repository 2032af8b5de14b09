"""Gradients against small differences of the forward pass, and against PyTorch's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
import pytest

from cnnviz.engine.activation_layers import ACTIVATIONS, POINTWISE, Activation, Pointwise, PReLU
from cnnviz.engine.gradient import RULES, input_gradient, layer_gradient
from cnnviz.engine.joins import OPERATIONS, Arithmetic, Concat
from cnnviz.engine.layer import Layer
from cnnviz.engine.layers import (
    AvgPool2d,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    MaxPool2d,
)
from cnnviz.engine.linear import KINDS, MatMul, Reduce
from cnnviz.engine.network import Network
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.engine.resize import COORDINATES, Resize2d
from cnnviz.engine.resize import MODES as RESIZED
from cnnviz.engine.shaping import Pad, Reshape, Slice, Transpose
from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm
from cnnviz.engine.transposed import ConvTranspose2d
from later import Later

Array = np.ndarray[Any, Any]
torch = Later("torch", "compares with PyTorch, which is not installed")
F = Later("torch.nn.functional", "compares with PyTorch, which is not installed")
MAPS = (4, 5, 6)
Case = tuple[Layer, tuple[tuple[int, ...], ...]]


def filled(layer: Layer, random: np.random.Generator) -> dict[str, Array]:
    """Arrays for the layer; variances above 0."""
    return {
        name: np.abs(random.standard_normal(shape)) + 0.5
        if name in ("variance", "constant")
        else random.standard_normal(shape)
        for name, shape in layer.array_shapes().items()
    }


def windows() -> Iterator[Case]:
    around = ((1, 2), (0, 1))
    for stride, dilation, groups in (((1, 1), (1, 1), 1), ((2, 1), (1, 2), 2), ((3, 2), (2, 1), 4)):
        for padding in (around, "same", "valid"):
            yield (
                Conv2d("L", 4, 8, (2, 3), stride, padding, dilation, groups),
                (MAPS,),
            )  # fmt: skip
        yield (
            ConvTranspose2d("L", 4, 8, (2, 3), stride, around, dilation, (0, 0), groups),
            (MAPS,),
        )
        yield MaxPool2d("L", (3, 2), stride, ((1, 1), (0, 1)), True, dilation), (MAPS,)
        for counted in (True, False):
            pool = AvgPool2d("L", (3, 2), stride, ((1, 1), (0, 1)), True, dilation, counted)
            yield pool, (MAPS,)
    yield ConvTranspose2d("L", 4, 2, (1, 2), (3, 2), extra=(2, 1), dilation=(1, 1)), (MAPS,)
    yield Conv2d("L", 4, 3, (1, 1), padding=((2, 2), (2, 2))), (MAPS,)


def values() -> Iterator[Case]:
    for kind in ACTIVATIONS:
        yield Activation("L", kind), (MAPS,)
        yield Activation("L", kind, axis=-1), (MAPS,)
    for kind in POINTWISE:
        yield Pointwise("L", kind), (MAPS,)
    yield Pointwise("L", "clip", {"low": -0.5, "high": 0.5}), (MAPS,)
    yield Pointwise("L", "celu", {"alpha": 0.3}), (MAPS,)
    yield Pointwise("L", "elu", {"alpha": 0.3}), (MAPS,)
    yield PReLU("L", (4, 1, 1)), (MAPS,)
    for kind in OPERATIONS:
        yield Arithmetic("L", kind), (MAPS, MAPS, (4, 1, 1), (6,))
        yield Arithmetic("L", kind, (4, 1, 1)), (MAPS,)
        yield Arithmetic("L", kind, (4, 5, 6), constant_first=True), ((1, 5, 1),)


def normals() -> Iterator[Case]:
    yield BatchNorm2d("L", 4), (MAPS,)
    yield BatchNorm2d("L", 4), ((4,),)
    for size in (2, 3, 9):
        yield LocalResponseNorm("L", size, 0.7, 0.6, 1.3), (MAPS,)
    yield GroupNorm("L", 4, 2), (MAPS,)
    yield LayerNorm("L", (5, 6)), (MAPS,)
    yield LayerNorm("L", (6,)), (MAPS,)


def moves() -> Iterator[Case]:
    yield GlobalAvgPool2d("L"), (MAPS,)
    yield GlobalAvgPool2d("L", keeps_axes=True), (MAPS,)
    yield Dense("L", 7, 3), ((7,),)
    yield Flatten("L"), (MAPS,)
    yield Flatten("L", (1, 2, 0)), (MAPS,)
    yield Reshape("L", (6, 20)), (MAPS,)
    yield Transpose("L", (1, 2, 0)), (MAPS,)
    yield Slice("L", 1, 1, 5, 2), (MAPS,)
    around = ((0, 0), (1, 2), (3, 0))
    yield Pad("L", around, "constant", 7.0), (MAPS,)
    yield Pad("L", around, "edge"), (MAPS,)
    yield Pad("L", around, "reflect"), (MAPS,)
    yield Concat("L", 1), (MAPS, (4, 2, 6), MAPS)
    for kind in KINDS:
        for keeps in (True, False):
            yield Reduce("L", kind, (0, 2), keeps), (MAPS,)
    for mode in RESIZED:
        for coordinates in COORDINATES:
            yield Resize2d("L", (7, 3), mode, coordinates), (MAPS,)
    yield Resize2d("L", (10, 12), "linear", scale=(2.0, 1.9)), (MAPS,)
    yield MatMul("L", (6, 3)), (MAPS,)
    yield MatMul("L", (2, 5), weight_first=True), (MAPS,)
    yield MatMul("L", (6,)), ((6,),)
    yield MatMul("L"), (MAPS, (6, 2))
    yield MatMul("L"), ((3, 1, 5, 6), (2, 6, 2))
    yield MatMul("L"), ((5,), (4, 5, 2))
    yield MatMul("L"), ((4, 2, 5), (5,))


CASES = [*windows(), *values(), *normals(), *moves()]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_rule_gives_what_small_differences_give(number: int) -> None:
    """Of the sum of all outputs, each times a random slope, moved along a random direction."""
    layer, shapes = CASES[number]
    random = np.random.default_rng(number)
    for name, array in filled(layer, random).items():
        object.__setattr__(layer, name, array)
    positive = getattr(layer, "kind", "") in ("log", "sqrt", "pow", "div", "reciprocal")
    inputs = [random.uniform(0.5, 2, s) if positive else random.standard_normal(s) for s in shapes]
    output = layer.apply(*inputs)
    slope = random.standard_normal(output.shape)
    found = layer_gradient(layer, inputs, output, slope)
    assert [each.shape for each in found] == list(shapes)
    for k, own in enumerate(found):
        along = random.standard_normal(shapes[k])
        step = 1e-6
        ends = []
        for by in (step, -step):
            moved = [each + by * along if j == k else each for j, each in enumerate(inputs)]
            ends.append(float((layer.apply(*moved) * slope).sum()))
        # Nearest copies and picks step from cell to cell, and differences of them are exact.
        wanted = (ends[0] - ends[1]) / (2 * step)
        assert float((own * along).sum()) == pytest.approx(wanted, rel=2e-4, abs=2e-5)


def test_every_kind_of_layer_has_a_rule() -> None:
    kinds = {type(layer) for layer, _ in CASES}
    assert kinds == set(RULES)
    every = list(Layer.__subclasses__())
    for kind in every:
        every += kind.__subclasses__()
    named = {kind.__name__ for kind in every if kind.__module__.startswith("cnnviz.")}
    assert named - {"Pool2d", "_Join"} == {kind.__name__ for kind in RULES}


def test_what_has_no_rule_is_named() -> None:
    class Odd(Layer):
        __slots__ = ()

    with pytest.raises(ValueError, match=re.escape("strange (Odd) has no rule")):
        layer_gradient(Odd("strange"), [np.ones(2)], np.ones(2), np.ones(2))
    network = Network("net", (2,), (Odd("strange"), Pointwise("abs", "abs")))
    kept = network.run(np.ones(2))
    with pytest.raises(ValueError, match="strange"):
        input_gradient(network, kept, {"abs": np.ones(2)})


@pytest.mark.parametrize("seed", range(4))
def test_a_residual_network_has_pytorch_s_gradient(seed: int) -> None:
    random = np.random.default_rng(seed)
    w, v = (
        random.standard_normal(s).astype(np.float32) * 0.3 for s in ((4, 3, 3, 3), (4, 2, 3, 3))
    )
    one = ((1, 1), (1, 1))
    network = Network(
        "net",
        (3, 11, 9),
        (
            Conv2d("a", 3, 4, (3, 3), (2, 2), one, has_bias=False, weight=w),
            Activation("b", "relu"),
            Conv2d("c", 4, 4, (3, 3), padding=one, groups=2, has_bias=False, weight=v),
            Arithmetic("d", "add", inputs=("c", "b")),
            MaxPool2d("e", (2, 2), (1, 1)),
            Pointwise("f", "silu"),
        ),
    )
    x = random.standard_normal((3, 11, 9)).astype(np.float32)
    kept = network.run(x)
    slopes = {
        name: random.standard_normal(kept[name].shape).astype(np.float32) for name in ("d", "f")
    }
    ours = input_gradient(network, kept, slopes)
    theirs = torch.from_numpy(x)[None].requires_grad_()
    b = F.conv2d(theirs, torch.from_numpy(w), stride=2, padding=1).relu()
    d = F.conv2d(b, torch.from_numpy(v), padding=1, groups=2) + b
    f = F.silu(F.max_pool2d(d, 2, 1))
    total = sum((each[0] * torch.from_numpy(slopes[n])).sum() for n, each in (("d", d), ("f", f)))
    total.backward()
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs.grad[0].numpy(), rtol=1e-4, atol=1e-5)


def test_what_does_not_read_the_input_gives_no_slope() -> None:
    network = Network(
        "net", (2,), (Pointwise("abs", "abs", inputs=("more",)),), more_inputs={"more": (3,)}
    )
    kept = network.run({"input": np.ones(2), "more": np.ones(3)})
    assert input_gradient(network, kept, {"abs": np.ones(3)}).tolist() == [0, 0]
    assert prod(kept["abs"].shape) == 3
