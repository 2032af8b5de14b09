"""Networks whose paths part and join: what runs, what is seen, what is refused."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnviz.engine.activation_layers import Activation
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layer import Layer
from cnnviz.engine.layers import AvgPool2d, Conv2d, Dense, Flatten, GlobalAvgPool2d
from cnnviz.engine.network import Network
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.shaping import Pad, Slice
from cnnviz.engine.spread_normalization import LayerNorm
from cnnviz.engine.transposed import ConvTranspose2d
from cnnviz.engine.weights import outline, untrained

SIDE = 16


def conv(name: str, c_in: int, c_out: int, kernel: int, *inputs: str, **more: Any) -> Conv2d:
    ones = np.ones((c_out, c_in, kernel, kernel))
    return Conv2d(
        name, c_in, c_out, (kernel, kernel), **more, has_bias=False, weight=ones, inputs=inputs
    )


def add(name: str, *inputs: str) -> Arithmetic:
    return Arithmetic(name, "add", inputs=inputs)


def test_a_residual_block_adds_what_went_around_it() -> None:
    x = np.random.default_rng(0).standard_normal((2, SIDE, SIDE))
    layers = (conv("a", 2, 2, 3, padding=1), conv("b", 2, 2, 3, padding=1), add("sum", "b", "a"))
    network = Network("n", (2, SIDE, SIDE), layers)
    kept = network.run(x)
    np.testing.assert_array_equal(kept["sum"], kept["a"] + kept["b"])
    fields = network.receptive_fields()
    assert [fields[name][0].size for name in ("a", "b", "sum")] == [3, 5, 5]
    assert network.answers == ("sum",)


@pytest.mark.parametrize(
    "last",
    [
        Activation("last", "softmax"),
        Activation("last", "log_softmax", -1),
        LayerNorm("last", (24,)),
    ],
    ids=["softmax", "log softmax", "layer normalisation"],
)
def test_what_depends_on_a_whole_vector_sees_all_that_it_was_made_of(last: Layer) -> None:
    layers = (conv("a", 1, 1, 3), Flatten("flat"), Activation("relu", "relu"), last)
    fields = Network("n", (1, 6, 8), layers).receptive_fields()
    assert fields["relu"] == fields["flat"] == fields["a"]
    assert [(each.size, each.start) for each in fields["last"]] == [(6, 0), (8, 0)]


def test_several_inputs_are_given_by_name_and_several_outputs_are_named() -> None:
    layers = (add("sum", "input", "mask"), Flatten("flat"), Dense("d", 8, 1, has_bias=False))
    network = Network("n", (2, 2, 2), layers, more_inputs={"mask": (1, 2, 2)}, outputs=("d", "sum"))
    given = {"input": np.ones((2, 2, 2)), "mask": np.full((1, 2, 2), 2.0)}
    with pytest.raises(ValueError, match="d has no weights"):
        network.run(given)
    assert network.answers == ("d", "sum")
    assert repr(network) == "Network('n', 2×2×2 → 1, 2×2×2, 3 layers, 8 parameters)"
    kept = Network("n", (2, 2, 2), layers[:2], more_inputs={"mask": (1, 2, 2)}).run(given)
    assert list(kept) == ["input", "mask", "sum", "flat"]
    assert (kept["flat"] == 3).all()
    for wrong, sentence in (
        (np.ones((2, 2, 2)), "x must be arrays by name: input, mask"),
        ({"input": np.ones((2, 2, 2))}, "x must be arrays by name: input, mask"),
        ({**given, "mask": np.ones(4)}, "x: mask must have the shape (1, 2, 2); got (4,)"),
    ):
        with pytest.raises(ValueError, match=re.escape(sentence)):
            network.run(wrong)


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ((add("a", "b"),), "n: inputs of a must be what stands before it (input); got 'b'"),
        ((add("a", "a"),), "n: inputs of a must be what stands before it (input); got 'a'"),
        ((Flatten("f", inputs=("input",)), add("a", "f", "input")), "shapes must fit"),
        ((add("a", "input", "input"), add("a")), "n: layer names must differ; got 'a' twice"),
    ],
)
def test_a_graph_that_cannot_be_is_refused(layers: tuple[Layer, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        Network("n", (2, 3, 4), layers)


def test_a_layer_reads_as_many_as_it_can() -> None:
    with pytest.raises(ValueError, match="^inputs must be the names of at most 1 layers"):
        Flatten("f", inputs=("a", "b"))
    with pytest.raises(ValueError, match="^x and more must be 2 for s; got 1"):
        add("s", "a", "b").apply([1])
    with pytest.raises(ValueError, match="^n: outputs must be names of layers"):
        Network("n", (2, 3, 4), (Flatten("f"),), outputs=("g",))


def test_where_paths_of_different_jumps_join_there_is_no_field() -> None:
    layers = (
        conv("a", 1, 1, 3, padding=1),
        AvgPool2d("half", (2, 2), (2, 2)),
        Slice("left", 1, 0, 8, inputs=("a",)),
        Slice("part", 2, 0, 8),
        add("sum", "part", "half"),
        conv("behind", 1, 1, 3),
    )
    network = Network("n", (1, SIDE, SIDE), layers)
    assert set(network.receptive_fields()) == {"a", "half", "left", "part"}
    assert network.shapes()["sum"] == (1, 8, 8)


def test_what_a_pooled_map_is_multiplied_with_sees_everything() -> None:
    layers = (
        conv("a", 1, 2, 3, padding=1),
        GlobalAvgPool2d("mean", keeps_axes=True),
        Arithmetic("scaled", "mul", inputs=("a", "mean")),
    )
    rows, columns = Network("n", (1, SIDE, 8), layers).receptive_fields()["scaled"]
    for place in range(SIDE):
        assert rows.seen_by(place)[0] <= 0
        assert rows.seen_by(place)[1] >= SIDE
    assert columns.jump == 1


@st.composite
def graphs(draw: st.DrawFn) -> Network:
    """A random graph of maps of one channel; all weights are 1, so each change is passed on."""
    layers: list[Layer] = []
    sides = {"input": SIDE}
    for number in range(draw(st.integers(2, 7))):
        source = draw(st.sampled_from(sorted(sides)))
        name, side = f"l{number}", sides[source]
        kind = draw(st.sampled_from(["conv", "pool", "up", "resize", "pad", "slice", "add", "cat"]))
        same = sorted(each for each in sides if sides[each] == side)
        if kind == "conv" and side >= 3:
            stride, padding = draw(st.integers(1, 2)), draw(st.integers(0, 1))
            layers.append(conv(name, 1, 1, 3, source, stride=stride, padding=padding))
        elif kind == "pool" and side >= 2:
            stride = draw(st.integers(1, 2))
            layers.append(AvgPool2d(name, (2, 2), (stride, stride), inputs=(source,)))
        elif kind == "up" and side <= 12:
            kernel, cut = draw(st.integers(2, 3)), draw(st.integers(0, 1))
            weight = np.ones((1, 1, kernel, kernel))
            layers.append(
                ConvTranspose2d(
                    name, 1, 1, (kernel, kernel), (2, 2), ((cut, cut), (cut, cut)),
                    has_bias=False, weight=weight, inputs=(source,),
                )
            )  # fmt: skip
        elif kind == "resize" and side <= 12:
            mode = draw(st.sampled_from(["nearest", "linear"]))
            layers.append(Resize2d(name, (2 * side, 2 * side), mode, inputs=(source,)))
        elif kind == "pad" and side <= 20:
            layers.append(Pad(name, ((0, 0), (1, 0), (1, 0)), inputs=(source,)))
        elif kind == "slice" and side >= 4:
            layers.append(Slice(f"{name}y", 1, 1, side, 2, inputs=(source,)))
            layers.append(Slice(name, 2, 1, side, 2))
        else:
            others = tuple(draw(st.lists(st.sampled_from(same), min_size=1, max_size=2)))
            layers.append(add(name, source, *others))
        before = {"input": (1, SIDE, SIDE)}
        shape = Network("n", before["input"], tuple(layers)).shapes()
        sides |= {each: size[1] for each, size in shape.items() if size[1] == size[2]}
    return Network("n", (1, SIDE, SIDE), tuple(layers))


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_no_cell_reads_a_pixel_beyond_its_receptive_field(network: Network) -> None:
    shapes, fields = network.shapes(), network.receptive_fields()
    seen = {name: np.zeros((shapes[name][1], SIDE), bool) for name in fields}
    for pixel in range(SIDE):
        x = np.zeros((1, SIDE, SIDE))
        x[0, pixel] = 1
        for name, array in network.run(x).items():
            if name in seen:
                seen[name][:, pixel] = (array[0] != 0).any(axis=1)
    for name, (rows, _) in fields.items():
        for place, pixels in enumerate(seen[name]):
            first, last = rows.seen_by(place)
            found = np.flatnonzero(pixels)
            assert all(first <= pixel < last for pixel in found), (name, place)


def test_concat_and_copies_keep_their_order() -> None:
    x = np.arange(8.0).reshape(2, 2, 2)
    layers = (Concat("c", inputs=("input", "input")), Slice("s", 0, 1, 3), Flatten("f", (1, 2, 0)))
    network = Network("n", (2, 2, 2), layers)
    kept = network.copy().run(x)
    np.testing.assert_array_equal(kept["c"], np.concatenate([x, x]))
    np.testing.assert_array_equal(kept["f"], kept["s"].transpose(1, 2, 0).ravel())


def test_a_description_names_what_its_layers_read() -> None:
    described = {
        "name": "block",
        "input": [2, 6, 6],
        "layers": [
            {"type": "conv2d", "name": "a", "filters": 4, "kernel": 3, "padding": 1},
            {"type": "batch_norm2d", "name": "b"},
            {"type": "leaky_relu", "name": "c", "alpha": 0.1},
            {"type": "conv2d", "name": "way", "filters": 4, "kernel": 1, "inputs": ["input"]},
            {"type": "add", "name": "sum", "inputs": ["c", "way"]},
            {"type": "concat", "name": "cat", "inputs": ["sum", "input"]},
            {"type": "conv_transpose2d", "name": "up", "filters": 1, "kernel": 2, "stride": 2},
        ],
    }
    network = untrained(described, 0)
    assert network.shapes()["cat"] == (6, 6, 6)
    assert network.shapes()["up"] == (1, 12, 12)
    kept = network.run(np.random.default_rng(0).standard_normal((2, 6, 6)).astype(np.float32))
    np.testing.assert_allclose(kept["b"], kept["a"] / np.sqrt(1 + 1e-5), rtol=1e-6)
    np.testing.assert_array_equal(kept["sum"], kept["c"] + kept["way"])
    wrong = {**described, "layers": [{"type": "add", "name": "s", "inputs": ["t"]}]}
    with pytest.raises(ValueError, match="^block, s: inputs must be names of layers before it"):
        outline(wrong)
