"""What cnnviz.load gives: a network of one's own, which says what is wrong with an input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import cnnviz
from cnnviz.content import seeds
from cnnviz.content.param import ParameterError
from cnnviz.steps import step
from layer_weights import weight
from loosely import loosely

NAMES = seeds.networks()


@pytest.mark.parametrize("name", NAMES)
def test_an_ablation_changes_neither_the_chapter_nor_what_is_loaded_later(name: str) -> None:
    x = np.random.default_rng(0).random(seeds.network(name).input_shape, np.float32)
    before = seeds.network(name).run(x)
    mine = cnnviz.load(name)
    for layer in mine.layers:
        for key in layer.array_shapes():
            getattr(layer, key)[...] = 0
    assert mine.run(x)["probabilities"].std() == pytest.approx(0, abs=1e-9)
    for again in (seeds.network(name), cnnviz.load(name)):
        for place, values in again.run(x).items():
            np.testing.assert_array_equal(values, before[place])


@pytest.mark.parametrize("name", NAMES)
def test_shared_arrays_are_read_only(name: str) -> None:
    for layer in seeds.network(name).layers:
        for key in layer.array_shapes():
            with pytest.raises(ValueError, match="read-only"):
                getattr(layer, key)[...] = 0
    with pytest.raises(ValueError, match="read-only"):
        seeds.features("ladder")["layer 1"][...] = 0


def test_a_scene_is_the_same_after_an_ablation() -> None:
    before = step("lenet").spec("run").scene()
    weight(cnnviz.load("lenet"), "C1")[...] = 0
    assert step("lenet").spec("run").scene() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_loaded_network_answers_as_the_engine_does(name: str) -> None:
    x = np.random.default_rng(1).random(seeds.network(name).input_shape, np.float32)
    mine, shared = cnnviz.load(name).run(x), seeds.network(name).run(x)
    assert list(mine) == list(shared)
    for layer, values in shared.items():
        np.testing.assert_array_equal(mine[layer], values)


INK, PICTURE = np.zeros((1, 32, 32), np.float32), np.zeros((3, 32, 32), np.float32)
NAN, FAR = PICTURE.copy(), PICTURE.copy()
NAN[0, 0, 0], FAR[0, 0, 0] = np.nan, np.inf


class Odd:
    """Raises whatever it is asked."""

    def __array__(self, *_: object, **__: object) -> object:
        raise RuntimeError("odd")

    def __repr__(self) -> str:
        raise RuntimeError("odd")


@pytest.mark.parametrize(
    ("name", "x", "said"),
    [
        ("simplecnn", (PICTURE + 255).astype(np.uint8), "from 255 to 255: divide bytes by 255"),
        ("simplecnn", PICTURE + 128, "from 128 to 128: divide bytes by 255"),
        ("simplecnn", PICTURE - 1, "must hold numbers from 0 to 1; got numbers from -1 to -1"),
        ("simplecnn", PICTURE + 1.001, "must hold numbers from 0 to 1; got numbers from 1.001"),
        ("simplecnn", NAN, "must be finite"),
        ("simplecnn", FAR, "must be finite"),
        ("simplecnn", PICTURE.transpose(1, 2, 0), r"32×32×3: x.transpose\(2, 0, 1\) puts"),
        ("simplecnn", PICTURE[None], "1×3×32×32: give one picture at a time"),
        ("simplecnn", INK, "must be 3×32×32, channels × height × width; got 1×32×32"),
        ("simplecnn", PICTURE.ravel(), "got 3072"),
        ("simplecnn", 0.5, "got a single number"),
        ("simplecnn", "cat", "must be real numbers"),
        ("simplecnn", Odd(), "must be real numbers"),
        ("simplecnn", [Odd()], "must be real numbers"),
        ("simplecnn", PICTURE.astype(complex), "must be real numbers .*complex128"),
        ("simplecnn", PICTURE.astype(object), "must be real numbers .*object"),
        ("lenet", [[0, 1], [0]], "rows of equal length"),
        ("lenet", INK[0], r"got 32×32: x\[None\] adds the channel"),
        ("lenet", INK[0, 2:-2, 2:-2], r"a border of two zeros on each side, numpy.pad\(x, 2\)"),
        ("lenet", PICTURE, "must be 1×32×32, channels × height × width; got 3×32×32"),
        ("simplecnn", np.linspace(0.1, 2, 3072, dtype="f4").reshape(3, 32, 32), "from 0.1 to 2$"),
        ("mlp", INK - 0.4242, "from -0.4242 to -0.4242"),
        ("lenet-still", INK + 2.8, "from 2.8 to 2.8"),
    ],
)
def test_an_input_that_does_not_fit_is_refused_in_a_sentence(
    name: str, x: object, said: str
) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        cnnviz.load(name).run(loosely(x))
    assert str(refused.value).startswith("x must ")


def test_whole_numbers_and_truths_within_the_range_are_ink() -> None:
    net = cnnviz.load("lenet")
    ink = np.zeros((1, 32, 32), bool)
    ink[0, 6:26, 15:18] = True
    expected = net.run(ink.astype(np.float32))
    for given in (ink, ink.astype(np.uint8), ink.astype(int).tolist()):
        made = net.run(given)
        assert made["probabilities"].dtype == np.float32
        np.testing.assert_array_equal(made["probabilities"], expected["probabilities"])


@pytest.mark.parametrize("name", [None, 3, "lennet", ["lenet"], Odd(), np.zeros((3, 3))])
def test_an_unknown_name_is_refused_with_the_known_ones(name: object) -> None:
    with pytest.raises(ValueError, match=r"^there is no network .*the networks are lenet, "):
        cnnviz.load(loosely(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_shown_on_its_way_through_a_network(name: str) -> None:
    network = cnnviz.load(name)
    x = np.random.default_rng(2).random(network.input_shape, np.float32)
    scene = network.show(x)
    assert scene.title == f"{name}, layer by layer"
    activations = network.run(x)
    for tensor in scene.tensors:
        np.testing.assert_array_equal(tensor.data.ravel(), activations[tensor.name].ravel())
    best = network.classes[int(activations["probabilities"].argmax())]
    assert f"It says *{best}*" in scene.frames[-1].narration
    layer = next(each for each, _ in scene.spec.params[0].choices if each)
    scene.change(layer=layer)
    assert "You have opened" in scene.frames[-2].narration
    with pytest.raises(ParameterError, match="channel must be from 1 to"):
        scene.change(channel=9999)


def test_what_is_shown_keeps_the_weights_that_the_network_had() -> None:
    network = cnnviz.load("lenet")
    scene = network.show(INK + 0.5)
    before = scene.tensor("C1").data.copy()
    weight(network, "C1")[...] = 0
    scene.change(channel=2)
    np.testing.assert_array_equal(scene.tensor("C1").data, before)
    assert not np.array_equal(network.show(INK + 0.5).tensor("C1").data, before)


def test_a_network_of_a_file_is_shown_as_the_command_open_plays_it(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="reading needs onnx")
    from onnx_models import small, written

    network = cnnviz.open(written(tmp_path, small()))
    x = np.random.default_rng(3).normal(size=network.input_shape)
    scene = network.show(x)
    assert (scene.step, scene.name) == ("opened", "layers")
    first = scene.tensors[0].data.ravel()
    np.testing.assert_allclose(first, x.astype(np.float32).ravel(), rtol=1e-6)


def test_what_cannot_be_shown_is_refused_by_its_name() -> None:
    refusals = [
        (np.zeros((28, 28)), r"image must be 1×32×32, .*; got 28×28: .*numpy.pad\(x, 2\)"),
        (INK + 2, "image must hold numbers from 0 to 1; got numbers from 2 to 2"),
        (INK * np.nan, "image must be finite"),
        ("five", "image must be"),
    ]
    for image, said in refusals:
        with pytest.raises(ValueError, match=said):
            cnnviz.load("lenet").show(loosely(image))
