"""One hue a kind of layer, wherever the layer is drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cnnviz.content import seeds
from cnnviz.content.scene import Scene, Stage
from cnnviz.content.spec import SceneSpec
from cnnviz.engine import layers
from cnnviz.engine.layers import Conv2d, Dense, Layer
from cnnviz.staging import panels
from cnnviz.staging.stages import PYTORCH, STAGES, stage_of, stages_of
from cnnviz.steps import STEPS

SPECS = [spec for step in STEPS for spec in step.scenes]
NETWORKS = {
    ("lenet", "run"): "lenet",
    ("pytorch", "run"): "simplecnn",
    ("pytorch", "code"): "simplecnn",
}
"""The networks whose layers' outputs are tensors of a scene, by their layers' names."""
HUES = {"Conv2d": "conv", "ReLU": "activate", "MaxPool2d": "pool", "Linear": "classify"}
"""What the chapter says in its legend: convolution blue, activation amber, and so on."""


def test_every_kind_of_layer_has_a_hue() -> None:
    kinds = [each for each in vars(layers).values() if isinstance(each, type)]
    for kind in (each for each in kinds if issubclass(each, Layer) and each is not Layer):
        assert any(issubclass(kind, each) for each in STAGES), kind.__name__
    for name, hue in HUES.items():
        assert STAGES[PYTORCH[name]] == hue


@pytest.mark.parametrize("name", ["lenet", "simplecnn"])
def test_a_later_layer_has_the_hue_of_the_first_of_its_kind(name: str) -> None:
    network = seeds.network(name)
    stages = stages_of(network)
    assert {stages[each.name] for each in network.layers if isinstance(each, Conv2d)} == {"conv"}
    assert {stages[each.name] for each in network.layers if isinstance(each, Dense)} == {"classify"}


@pytest.mark.parametrize(("path", "name"), NETWORKS.items())
def test_what_a_layer_makes_has_its_hue(path: tuple[str, str], name: str) -> None:
    step = next(each for each in STEPS if each.name == path[0])
    scene = next(each for each in step.scenes if each.name == path[1]).scene()
    made = {layer.name: layer for layer in seeds.network(name).layers}
    drawn = [tensor for tensor in scene.tensors if tensor.name in made]
    assert drawn
    for tensor in drawn:
        assert tensor.stage == stage_of(made[tensor.name]), tensor.name


WORDS = {"conv": Stage.CONV, "pool": Stage.POOL, "dense": Stage.CLASSIFY, "fully": Stage.CLASSIFY}


def named(scene: Scene) -> Iterator[tuple[str, str]]:
    """Words that name a kind of layer, and the hue in which a panel of the scene draws them."""
    for panel in scene.panels:
        match panel.options:
            case panels.Bars(bars=bars):
                yield from ((bar.label, bar.stage) for bar in bars if bar.stage)
            case panels.Cone(levels=levels):
                yield from ((level.label, level.stage) for level in levels)
            case panels.Table(rows=rows, stages=stages) if stages:
                yield from ((str(row[0]), hue) for row, hue in zip(rows, stages, strict=False))
            case panels.Code(lines=lines):
                yield from (piece for line in lines for piece in line.pieces)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.path)
def test_words_for_a_layer_are_in_its_hue(spec: SceneSpec) -> None:
    for label, hue in named(spec.scene()):
        name = label.removeprefix("nn.")
        if label.startswith("nn.") and name in PYTORCH:
            assert hue == STAGES[PYTORCH[name]], label
        for word, stage in WORDS.items():
            if label.lower().startswith((f"{word} ", f"{word}1", f"{word}2", f"{word}3")):
                assert hue == stage, label
