"""What units of an opened network look for: which are chosen, what is made for them, its cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz.cli.opening import subject_of
from cnnviz.content import seeds
from cnnviz.content.scene import Scene
from cnnviz.engine import gradient
from cnnviz.engine.layers import Conv2d
from cnnviz.onnx_reader import in_range, read
from cnnviz.opened import Subject, ascent, canvas, chapter_of, own_picture
from cnnviz.opened.example import example, example_steps
from cnnviz.opened.units import ALIKE, UNITS, Looked, candidates, spread
from cnnviz.server.streaming.scene_request import SceneRequest
from onnx_models import array, model, node, written
from published_networks import NEEDED, PUBLISHED, with_weights


def trained() -> Subject:
    """The chapter's SimpleCNN, as if it had been opened."""
    network = seeds.network("simplecnn")
    found = own_picture(network.input_shape)
    assert found is not None
    picture, called = found
    numbers = np.asarray((picture - 0.5) / 0.25, np.float32)
    return Subject(network, {"input": numbers}, picture, called)


def played(subject: Subject, **values: str) -> Scene:
    return chapter_of(subject).steps[0].spec("features").scene(values)


def test_units_are_those_that_stand_out_and_no_two_alike() -> None:
    subject = trained()
    looked = Looked(subject, "conv2")
    maps = subject.kept["conv2"].astype(np.float64)
    out = (maps.max((1, 2)) - maps.mean((1, 2))) / maps.std((1, 2))
    chosen = [unit.channel for unit in looked.units]
    assert len(chosen) == UNITS
    assert chosen == sorted(chosen)
    assert int(out.argmax()) in chosen
    alike = np.abs(np.corrcoef(maps.reshape(len(maps), -1)))
    for channel in range(len(maps)):
        better = [k for k in chosen if out[k] > out[channel]]
        assert (channel in chosen) == (
            len(better) < UNITS and not (alike[channel, better] >= ALIKE).any()
        )
    for unit in looked.units:
        assert maps[unit.channel, unit.row, unit.column] == maps[unit.channel].max()


def test_a_patch_is_what_gives_a_unit_its_value() -> None:
    """A convolution over it, alone, computes the same number."""
    subject = trained()
    looked, layer = Looked(subject, "conv1"), subject.layers["conv1"]
    assert isinstance(layer, Conv2d)
    grey = np.full(3, 0.5)
    patches: Any = looked.patches(grey).reshape(UNITS, 3, 3, 3)
    for patch, unit in zip(patches, looked.units, strict=True):
        alone = replace(layer, padding=((0, 0), (0, 0))).apply(
            np.asarray((patch - 0.5) / 0.25, np.float32)
        )
        value = subject.kept["conv1"][unit.channel, unit.row, unit.column]
        assert alone[unit.channel, 0, 0] == pytest.approx(value, rel=1e-4)


def test_what_is_made_excites_a_unit_more_than_noise_and_the_picture_do() -> None:
    subject = trained()
    assert subject.picture is not None
    how = ascent.reads(subject.picture, subject.given["input"])
    assert how is not None
    for plan in canvas.planned(subject, ("conv2", "conv3")):
        over = plan.canvas
        assert over is not None
        moments = list(ascent.made(plan, how))
        assert len(moments) == plan.steps + 1
        for k, unit in enumerate(plan.looked.units):
            noise, last = (
                float(
                    over.network.run(how.numbers(moments[at][k]).astype(np.float32))[over.source][
                        unit.channel
                    ].mean()
                )
                for at in (0, -1)
            )
            shown = float(subject.kept[over.source][unit.channel].mean())
            assert last > max(noise, shown)


def test_the_same_bytes_come_each_time() -> None:
    scenes = [played(example()) for _ in range(2)]
    for one, two in zip(*(scene.tensors for scene in scenes), strict=True):
        np.testing.assert_array_equal(one.data, two.data)


@pytest.mark.parametrize("kind", ["0-1", "signed", "0-255", "imagenet"])
def test_how_a_network_reads_its_picture_is_found(kind: str) -> None:
    random = np.random.default_rng(0)
    picture = random.random((3, 8, 8)).astype(np.float32)
    given = in_range(picture * 255, kind)
    how = ascent.reads(picture, given)
    assert how is not None
    np.testing.assert_allclose(how.numbers(picture), given, rtol=1e-3, atol=1e-3)
    assert ascent.reads(picture, given**2 + picture[::-1]) is None
    assert ascent.reads(picture * 0, given) is None


def test_the_climb_follows_the_slope_of_the_waves() -> None:
    """One step of many small ones raises a sum over the picture by what its slope says."""
    waves = ascent.Waves(1, 3, (8, 10))
    wanted = np.random.default_rng(1).standard_normal((1, 3, 8, 10))
    before = float((waves.pictures() * wanted).sum())
    for _ in range(40):
        waves.climb(wanted)
    assert float((waves.pictures() * wanted).sum()) > before + 10


def test_no_scene_costs_more_than_is_stated() -> None:
    subject = trained()
    for layers in (spread(candidates(subject)), ("conv3",)):
        plans = canvas.planned(subject, layers)
        work = [
            plan.steps * plan.canvas.work(len(plan.looked.units))
            for plan in plans
            if plan.canvas is not None
        ]
        assert len(work) == len(plans)
        assert sum(work) <= canvas.WORK
        counted = 0
        for plan in plans:
            assert plan.canvas is not None
            costs = plan.canvas.network.multiply_adds()
            counted += 2 * plan.steps * len(plan.looked.units) * sum(costs.values())
        assert counted == sum(work)


def test_what_is_too_dear_is_not_made_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = example()
    monkeypatch.setattr(canvas, "WORK", 100_000)
    scene = played(subject)
    assert [each.name for each in scene.panels if each.name.startswith("made")] == []
    said = [frame.narration for frame in scene.frames]
    assert any("multiply-adds, and this scene spends 100,000" in each for each in said)


def test_the_example_has_one_that_is_too_dear() -> None:
    (scene,) = (
        step.spec("features").scene({"layer": "wide"})
        for step in example_steps()
        if step.text.title == "dear"
    )
    assert "No pictures are made for *wide*" in scene.frames[-2].narration


def test_what_no_rule_leads_through_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(gradient.RULES, type(example().layers["stem.pool"]))
    scene = played(example())
    assert [each.name for each in scene.panels if each.name.startswith("made")] == [
        "made stem.conv"
    ]
    said = [frame.narration for frame in scene.frames]
    assert sum("no way back through stem.pool" in each for each in said) == 3


def test_a_layer_can_be_asked_for() -> None:
    scene = played(trained(), layer="conv3")
    assert [panel.name for panel in scene.panels] == [
        *("picture", "patches conv3", "made conv3", "grown"),
    ]
    patches = scene.tensor("patches conv3")
    assert patches.data.shape == (3 * UNITS, 16, 16), "half of the picture's side"


def test_it_waits_its_turn_behind_others_that_take_long() -> None:
    step = chapter_of(example()).steps[0]
    slow = [spec.name for spec in step.scenes if SceneRequest.default(spec).is_large]
    assert slow == ["features"]


def test_a_network_without_a_picture_or_maps_has_no_such_scene(tmp_path: Path) -> None:
    flat = model([node("Gemm", "x w", "y", "fc")], {"w": array(5, 3)}, (1, 5))
    bare = subject_of(read(written(tmp_path, flat)), None, "0-1", [])
    for subject in (bare, replace(example(), picture=None)):
        assert "features" not in [spec.name for spec in chapter_of(subject).steps[0].scenes]


def test_a_layer_of_fixed_size_is_tried_on_the_network_s_own(tmp_path: Path) -> None:
    nodes = [
        node("Conv", "x w", "a", "first"),
        node("Add", "a b", "c", "places"),
        node("Conv", "c v", "y", "second"),
    ]
    made = model(
        nodes,
        {"w": array(4, 1, 3, 3), "b": array(1, 4, 26, 26), "v": array(5, 4, 3, 3)},
        (1, 1, 28, 28),
    )
    subject = subject_of(read(written(tmp_path, made)), None, "0-1", [])
    first, second = canvas.planned(subject, ("first", "second"))
    sides: list[Any] = [plan.canvas and plan.canvas.sides for plan in (first, second)]
    assert sides == [(16, 16), (28, 28)]


@NEEDED
def test_of_resnet_18_pictures_are_made_of_any_layer_that_is_asked_for() -> None:
    subject = with_weights(
        subject_of(read(PUBLISHED / "resnet18.default.onnx"), None, "imagenet", [])
    )
    names = candidates(subject)
    plans = canvas.planned(subject, spread(names))
    assert [plan.looked.fields[0].size for plan in plans] == [7, 51, 179, 435]
    assert [plan.looked.is_cut for plan in plans] == [False, False, True, True]
    assert [plan.canvas is not None for plan in plans] == [True, True, False, False]
    assert all(plan.fits_alone for plan in plans)
    assert all(canvas.planned(subject, (name,))[0].canvas is not None for name in names)
