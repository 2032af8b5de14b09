"""Networks against PyTorch, and their counts against published figures."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz import engine
from cnnviz.engine.layer import Layer
from cnnviz.engine.weights import assemble, outline, untrained
from layer_weights import weight

Described = dict[str, Any]


def conv(name: str, filters: int, kernel: Any, **rest: object) -> Described:
    return {"type": "conv2d", "name": name, "filters": filters, "kernel": kernel, **rest}


def relu(name: str) -> Described:
    return {"type": "relu", "name": name}


def pool(name: str, size: int, stride: float) -> Described:
    return {"type": "max_pool2d", "name": name, "size": size, "stride": stride}


def dense(name: str, units: int) -> Described:
    return {"type": "dense", "name": name, "units": units}


def alexnet() -> Described:
    """Krizhevsky (2014), "One weird trick", as torchvision has it."""
    layers = [conv("conv1", 64, 11, stride=4, padding=2), pool("pool1", 3, 2)]
    layers += [conv("conv2", 192, 5, padding=2), pool("pool2", 3, 2)]
    layers += [conv(f"conv{3 + i}", n, 3, padding=1) for i, n in enumerate((384, 256, 256))]
    layers += [pool("pool5", 3, 2), {"type": "flatten", "name": "flatten"}]
    layers += [dense("fc6", 4096), dense("fc7", 4096), dense("fc8", 1000)]
    return {"name": "alexnet", "input": [3, 224, 224], "layers": layers}


def vgg(*blocks: int) -> Described:
    layers: list[Described] = []
    for block, (count, filters) in enumerate(zip(blocks, (64, 128, 256, 512, 512), strict=True)):
        layers += [conv(f"conv{block}.{i}", filters, 3, padding="same") for i in range(count)]
        layers.append(pool(f"pool{block}", 2, 2))
    layers.append({"type": "flatten", "name": "flatten"})
    layers += [dense("fc6", 4096), dense("fc7", 4096), dense("fc8", 1000)]
    return {"name": "vgg", "input": [3, 224, 224], "layers": layers}


@pytest.mark.parametrize(
    ("description", "parameters"),
    [(alexnet(), 61_100_840), (vgg(2, 2, 3, 3, 3), 138_357_544), (vgg(2, 2, 4, 4, 4), 143_667_240)],
)
def test_parameters_are_the_published_ones(description: dict[str, Any], parameters: int) -> None:
    assert sum(outline(description).parameters().values()) == parameters


def test_vgg16_costs_15_billion_multiply_adds_and_sees_212_pixels() -> None:
    network = outline(vgg(2, 2, 3, 3, 3))
    # 15.47 in the papers that count it, the dense layers included.
    assert sum(network.multiply_adds().values()) == 15_470_264_320
    assert network.shapes()["pool4"] == (512, 7, 7)
    assert [network.receptive_fields()[f"pool{i}"][0].size for i in range(5)] == [
        6,
        16,
        44,
        100,
        212,
    ]


EVERYTHING = {
    "name": "everything",
    "input": [2, 17, 19],
    "layers": [
        conv("a", 4, [3, 5], padding=[[1, 0], [2, 1]], stride=[1, 2]),
        relu("a relu"),
        {"type": "avg_pool2d", "name": "b", "size": 3, "stride": 2, "padding": 1},
        conv("c", 8, 3, padding="same", groups=2, dilation=2, bias=False),
        {"type": "sigmoid", "name": "c sigmoid"},
        {"type": "max_pool2d", "name": "d", "size": 2, "ceil_mode": True},
        {"type": "avg_pool2d", "name": "d mean", "size": 3, "stride": 1, "padding": "same",
         "count_include_pad": False},
        {"type": "max_pool2d", "name": "d max", "size": 2, "stride": 1, "dilation": [1, 2],
         "padding": [[0, 1], [2, 0]]},
        {"type": "softmax", "name": "d softmax"},
        conv("e", 6, 1),
        {"type": "tanh", "name": "e tanh"},
        {"type": "global_avg_pool2d", "name": "f"},
        dense("g", 5),
        {"type": "softmax", "name": "h"},
    ],
}  # fmt: skip


def test_every_activation_is_pytorchs() -> None:
    torch = pytest.importorskip("torch", reason="compares with PyTorch, which is not installed")
    network = untrained(EVERYTHING, 3).copy()  # PyTorch wants arrays that it may write
    x = np.random.default_rng(0).standard_normal((2, 17, 19)).astype(np.float32)
    learned = {
        name: {key: torch.from_numpy(getattr(network[name], key)) for key in keys}
        for name, keys in {"a": ("weight", "bias"), "c": ("weight",), "e": ("weight", "bias"),
                           "g": ("weight", "bias")}.items()
    }  # fmt: skip
    f = torch.nn.functional
    steps = {
        "a": lambda t: f.conv2d(f.pad(t, (2, 1, 1, 0)), **learned["a"], stride=(1, 2)),
        "a relu": torch.relu,
        "b": lambda t: f.avg_pool2d(t, 3, 2, 1),
        "c": lambda t: f.conv2d(t, **learned["c"], padding="same", groups=2, dilation=2),
        "c sigmoid": torch.sigmoid,
        "d": lambda t: f.max_pool2d(t, 2, ceil_mode=True),
        "d mean": lambda t: f.avg_pool2d(t, 3, 1, 1, count_include_pad=False),
        "d max": lambda t: f.max_pool2d(
            f.pad(t, (2, 0, 0, 1), value=-torch.inf), 2, 1, dilation=(1, 2)
        ),
        "d softmax": lambda t: torch.softmax(t, 1),
        "e": lambda t: f.conv2d(t, **learned["e"]),
        "e tanh": torch.tanh,
        "f": lambda t: f.adaptive_avg_pool2d(t, 1).flatten(1),
        "g": lambda t: f.linear(t, **learned["g"]),
        "h": lambda t: torch.softmax(t, 1),
    }
    kept = network.run(x)
    assert list(kept) == ["input", *steps]
    assert {name: a.shape for name, a in kept.items()} == network.shapes()
    theirs = torch.from_numpy(x)[None]
    for name, step in steps.items():
        theirs = step(theirs)
        assert kept[name].dtype == np.float32
        np.testing.assert_allclose(kept[name], theirs[0].numpy(), rtol=1e-4, atol=1e-5)


def test_a_neuron_sees_only_its_receptive_field_and_all_of_it() -> None:
    network = untrained({**EVERYTHING, "layers": EVERYTHING["layers"][:7]}, 1)
    random = np.random.default_rng(0)
    x = random.standard_normal((2, 17, 19))
    before = network.run(x)
    y, z = 3, 4
    for name, (rows, columns) in network.receptive_fields().items():
        if before[name].shape[1] <= y or before[name].shape[2] <= z:
            continue
        (top, bottom), (left, right) = rows.seen_by(y), columns.seen_by(z)
        inside = np.zeros((17, 19), bool)
        inside[max(top, 0) : bottom, max(left, 0) : right] = True
        cell = np.s_[:, y, z]
        unseen = network.run(np.where(inside, x, random.standard_normal(x.shape)))[name]
        np.testing.assert_allclose(unseen[cell], before[name][cell], rtol=1e-12)
        seen = network.run(np.where(inside, random.standard_normal(x.shape), x))[name]
        assert (seen[cell] != before[name][cell]).any()


def test_dense_layers_behind_a_flattening_see_everything() -> None:
    layers = [conv("a", 2, 3), {"type": "flatten", "name": "f"}, dense("b", 3), dense("c", 2)]
    fields = outline({"name": "n", "input": [1, 6, 8], "layers": layers}).receptive_fields()
    assert [(y.size, x.size) for y, x in fields.values()] == [(3, 3), (3, 3), (6, 8), (6, 8)]


def test_untrained_weights_repeat_with_their_seed_and_keep_the_variance() -> None:
    first, again, other = (
        untrained(EVERYTHING, 1),
        untrained(EVERYTHING, 1),
        untrained(EVERYTHING, 2),
    )
    np.testing.assert_array_equal(weight(first, "a"), weight(again, "a"))
    assert (weight(first, "a") != weight(other, "a")).any()
    assert weight(first, "a").dtype == np.float32
    big: Described = {"name": "n", "input": [400, 1, 1], "layers": [conv("a", 400, 1), relu("r")]}
    assert weight(untrained(big, 0), "a").std() == pytest.approx(np.sqrt(2 / 400), rel=0.01)
    big["layers"].pop()
    assert weight(untrained(big, 0), "a").std() == pytest.approx(np.sqrt(1 / 400), rel=0.01)


TINY = {"name": "tiny", "input": [1, 4, 4], "layers": [conv("C1", 2, 3)]}
ARRAYS = {"C1.weight": np.ones((2, 1, 3, 3)), "C1.bias": np.zeros(2)}


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        (None, "tiny: neither arrays nor a seed are given"),
        ({"C1.bias": np.zeros(2)}, "tiny: weights C1.weight of shape (2, 1, 3, 3) are missing"),
        (
            {**ARRAYS, "C1.bias": np.zeros(3)},
            "tiny: weights C1.bias must have shape (2,); got (3,)",
        ),
        ({**ARRAYS, "C1.bias": np.full(2, np.nan)}, "tiny: weights C1.bias must be finite"),
        ({**ARRAYS, "C9.bias": np.zeros(2)}, "tiny: no layer asks for weights C9.bias"),
    ],
)
def test_wrong_weights_are_refused_in_a_sentence_that_names_them(
    arrays: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        assemble(TINY, arrays)


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        ({"type": "conv3d", "name": "x"}, "tiny, x: type must be one of conv2d, "),
        (conv("x", 2, 7), "tiny, x: kernel must be at most 4 (the padded input); got 7"),
        (conv("x", 0, 3), "tiny, x: filters must be at least 1; got 0"),
        (conv("x", 2, 3, strides=2), "tiny, x: conv2d has no parameter strides"),
        (conv("x", 2, 3, groups=2), "tiny, x: groups must divide"),
        (dense("x", 2), "tiny, x: shape must be the 1 values of x"),
        ({"type": "relu"}, "tiny, layer 0: name must be a text that is not empty"),
        (relu("input"), "tiny: layer names must differ; got 'input' twice"),
        (conv("x", 2, 3, bias="no"), "tiny, x: bias must be true or false; got 'no'"),
        (pool("x", 2, 1.0), "tiny, x: stride must be a whole number of at least 1; got 1.0"),
        (
            {**pool("x", 2, 1), "padding": [[0, 2], 0]},
            "tiny, x: padding must be at most 1 (less than the window); got 2",
        ),
        (
            {**pool("x", 2, 1), "count_include_pad": False},
            "tiny, x: max_pool2d has no parameter count_include_pad",
        ),
        (
            {"type": "softmax", "name": "x", "axis": 3},
            "tiny, x: axis must be at most 2; got 3",
        ),
        ({**relu("x"), "axis": 0}, "tiny, x: relu has no parameter axis"),
    ],
)
def test_wrong_descriptions_are_refused_in_a_sentence_that_names_the_layer(
    layer: object, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        outline({"name": "tiny", "input": [1, 4, 4], "layers": [layer]})


def test_an_input_of_another_shape_is_refused_and_so_is_running_an_outline() -> None:
    with pytest.raises(ValueError, match=r"^x must have the shape \(1, 4, 4\); got \(4, 4\)$"):
        assemble(TINY, ARRAYS).run(np.zeros((4, 4)))
    with pytest.raises(ValueError, match=r"^C1 has no weights: this network is only an outline$"):
        outline(TINY).run(np.zeros((1, 4, 4)))


def test_a_network_and_its_layers_are_shown_in_a_line() -> None:
    network = assemble(TINY, ARRAYS)
    assert repr(network) == "Network('tiny', 1×4×4 → 2×2×2, 1 layer, 20 parameters)"
    assert repr(outline(vgg(2, 2, 3, 3, 3))) == (
        "Network('vgg', 3×224×224 → 1000, 22 layers, 138,357,544 parameters)"
    )
    for layer in untrained(EVERYTHING, 0).layers:
        assert len(repr(layer)) < 220
        assert "array" not in repr(layer)


def test_names_that_are_not_there_are_refused_with_those_that_are() -> None:
    network = assemble(TINY, ARRAYS)
    activations = network.run(np.zeros((1, 4, 4)))
    for error in (KeyError, ValueError):
        with pytest.raises(error, match=r"^there is no layer 'c1'; the layers are C1$"):
            network["c1"]
        with pytest.raises(error, match=r"^there is no layer 'c1'; the activations are input, C1$"):
            activations["c1"]
    assert activations.get("c1") is None


def test_every_kind_of_layer_is_made_somewhere() -> None:
    package = Path(engine.__path__[0]).parent
    files = [package / "engine" / "makers.py", *(package / "onnx_reader").rglob("*.py")]
    makers = "".join(path.read_text(encoding="utf-8") for path in files)
    kinds = set()
    for info in pkgutil.iter_modules(engine.__path__):
        module = importlib.import_module(f"cnnviz.engine.{info.name}")
        kinds |= {each for each in vars(module).values() if is_layer(each)}
    assert len(kinds) > 20
    # Once it is imported there.
    named = Counter(re.findall(r"\w+", makers))
    missing = {each.__name__ for each in kinds if named[each.__name__] < 2}
    assert missing == set(), "in neither cnnviz/engine/makers.py nor cnnviz/onnx_reader"


def is_layer(value: object) -> bool:
    """Whether it is a kind of layer that no other kind stands for."""
    return isinstance(value, type) and issubclass(value, Layer) and not value.__subclasses__()
