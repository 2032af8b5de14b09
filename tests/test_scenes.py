"""The chapter's scenes as Python functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cnnviz
from cnnviz import scenes, wire
from cnnviz.content import seeds
from cnnviz.content.names import UnknownName
from cnnviz.content.param import ParameterError, Values
from cnnviz.content.records import Record
from cnnviz.content.scene import LazyFrames
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.steps import STEPS
from cnnviz.steps import step as step_of
from loosely import loosely


def test_two_arrays_are_the_input_and_the_kernel() -> None:
    scene = cnnviz.scenes.convolution(np.eye(4), [[1, 0], [0, 1]], stride=2)
    assert scene.tensor("input").data.tolist() == [np.eye(4).tolist()]
    assert scene.tensor("output").data.tolist() == [[[2, 0], [0, 2]]]


def test_another_scene_of_the_step_is_chosen_by_name() -> None:
    assert scenes.convolution(scene="edge").name == "edge"


def test_each_step_has_a_function_that_is_listed_and_documented() -> None:
    for step in STEPS:
        name = step.name.replace("-", "_")
        assert name in dir(scenes)
        play = getattr(scenes, name)
        assert play.__name__ == name
        assert all(spec.name in play.__doc__ for spec in step.scenes)
        assert play().name == step.scenes[0].name


def test_an_invalid_value_is_refused_in_the_usual_words() -> None:
    with pytest.raises(ParameterError, match="stride must be"):
        scenes.convolution(stride=0)
    with pytest.raises(ParameterError, match="input is given more than once"):
        scenes.convolution([[1]], input=[[1]])
    with pytest.raises(TypeError, match="takes 2 array"):
        scenes.convolution([[1]], [[1]], [[1]])
    with pytest.raises(
        KeyError, match="no scene nowhere; the scenes are checkerboard, edge, digit"
    ):
        scenes.convolution(scene="nowhere")
    with pytest.raises(AttributeError, match="the steps are"):
        _ = scenes.nowhere


SCRIPTS = [(each, spec) for each in STEPS for spec in each.scenes]
NAMES = [f"{each.name}/{spec.name}" for each, spec in SCRIPTS]


@pytest.mark.parametrize(("step", "spec"), SCRIPTS, ids=NAMES)
def test_whatever_a_scene_is_made_of_is_shown_in_a_line(step: object, spec: object) -> None:
    assert isinstance(spec, type(STEPS[0].scenes[0]))
    scene = spec.scene()
    frames = list(scene.frames)
    computations = [work for frame in frames for work in frame.computations]
    parts = [scene, scene.values, *scene.tensors, *scene.panels, *frames, *computations]
    for part in (step, spec, *spec.params, *parts):
        assert len(repr(part)) <= 250, repr(part)
        assert "\n" not in repr(part)
    assert repr(scene).startswith(f"<Scene {scene.step}/{scene.name}: {len(frames)} frames, ")


def test_a_drawing_of_two_thousand_points_is_shown_in_a_line() -> None:
    drawing = [[[0.5, 0.5]] * 2000]
    assert repr(scenes.lenet(scene="live", drawing=drawing).values) == "<Values drawing 1 strokes>"


@pytest.mark.parametrize(("step", "spec"), SCRIPTS, ids=NAMES)
def test_scenes_of_the_same_content_are_equal(step: object, spec: object) -> None:
    assert isinstance(spec, type(STEPS[0].scenes[0]))
    scene = spec.scene()
    assert scene == spec.scene()
    assert scene != replace(scene, title="Another")
    assert scene != replace(scene, frames=scene.frames[1:])
    if scene.tensors:
        first, *rest = scene.tensors
        other = replace(first, data=first.data + 1)
        assert first == replace(first, data=first.data.copy())
        assert scene != replace(scene, tensors=(other, *rest))
    for param in spec.params:
        assert param == replace(param)
    with pytest.raises(TypeError, match="unhashable"):
        hash(scene)


def test_scenes_differ_from_other_settings_and_from_what_is_no_scene() -> None:
    scene = scenes.convolution()
    assert scene != scenes.convolution(stride=2)
    assert scene != scenes.convolution(scene="edge")
    assert scene != "checkerboard"
    assert scene.values == dict(scene.values)
    assert scene.values != Values()
    assert isinstance(scene.frames, LazyFrames)
    assert scene.frames == tuple(scene.frames)
    assert scene.frames != list(scene.frames)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: step_of("nope"), "there is no step nope; the steps are mlp, convolution, "),
        (
            lambda: step_of("mlp").spec("nope"),
            "there is no scene nope; the scenes are flatten, ",
        ),
        (
            lambda: scenes.play(step_of("mlp"), scene="nope"),
            "there is no scene nope; the scenes are ",
        ),
        (
            lambda: scenes.convolution().tensor("nope"),
            "there is no tensor nope; the tensors are input, changed, kernel, output, after",
        ),
        (
            lambda: scenes.convolution().panel("nope"),
            "there is no panel nope; the panels are input, kernel, products, sums, output",
        ),
        (
            lambda: scenes.lenet(scene="history").tensor(loosely(3)),
            "there is no tensor 3; the tensors are ",
        ),
        (
            lambda: scenes.channels(scene="parameters").tensor("nope"),
            "there is no tensor nope; there are no tensors",
        ),
    ],
)
def test_a_wrong_name_is_answered_with_those_that_there_are(
    asked: Callable[[], object], said: str
) -> None:
    with pytest.raises(UnknownName) as error:
        asked()
    assert str(error.value).startswith(said)


class Odd:
    """Raises whatever it is asked."""

    def _raise(self, *_: object, **__: object) -> Any:
        raise RuntimeError("odd")

    __eq__ = __bool__ = __repr__ = __str__ = _raise
    __hash__ = __array__ = __iter__ = __len__ = __index__ = _raise


ODD = [Odd(), [Odd()], [[[Odd()]]], None, 1j, np.zeros(2, [("a", int)]), [[np.complex64(1j)]]]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_an_odd_name_is_answered_with_those_that_there_are(odd: Any) -> None:
    for asked in (
        lambda: step_of(odd),
        lambda: step_of("mlp").spec(odd),
        lambda: scenes.convolution(scene=odd),
        lambda: scenes.convolution().tensor(odd),
        lambda: scenes.convolution().panel(odd),
        lambda: seeds.digit(odd),
        lambda: seeds.example(odd),
        lambda: seeds.picture_class(odd),
        lambda: seeds.picture(odd),
    ):
        with pytest.raises(UnknownName, match=r"^there is no (step|scene|.*); the .*s are "):
            asked()
    with pytest.raises(ParameterError, match="step must be one of"):
        scenes.play(odd)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
@pytest.mark.parametrize(("step", "spec"), SCRIPTS, ids=NAMES)
def test_an_odd_value_is_refused_in_a_sentence(step: Step, spec: SceneSpec, odd: Any) -> None:
    for param in spec.params:
        with pytest.raises(ParameterError, match=f"^{param.name} must ") as refused:
            spec.scene({param.name: odd})
        assert "rows of equal length" not in str(refused.value)


def _broken(part: object) -> None:
    """Writes into every array, list and dictionary of it that takes it."""
    match part:
        case np.ndarray() if part.flags.writeable:
            part[...] = 7
        case dict():
            for each in part.values():
                _broken(each)
            part["broken"] = True
        case Record():
            for field in fields(part):
                _broken(getattr(part, field.name))
        case list() | tuple():
            for each in part:
                _broken(each)
            if isinstance(part, list):
                part.append("broken")


@pytest.mark.parametrize(("step", "spec"), SCRIPTS, ids=NAMES)
def test_whatever_is_done_to_a_scene_leaves_the_next_as_it_was(step: Step, spec: SceneSpec) -> None:
    before, broken = spec.scene(), spec.scene()
    lines = list(wire.lines(before))
    for frame in broken.frames[:20]:
        _broken([frame.panels, frame.revealed])
    _broken([dict(broken.values), [each.data for each in broken.tensors]])
    _broken([each.options for each in broken.panels])
    assert list(wire.lines(spec.scene())) == lines


@pytest.mark.parametrize("step", STEPS)
def test_every_scene_has_a_test_of_what_it_is_meant_to_show(step: Step) -> None:
    folder = Path(__file__).parent / "steps"
    files = folder.glob(f"test_{step.name.replace('-', '_')}*.py")
    tests = "".join(path.read_text(encoding="utf-8") for path in files)
    untested = [spec.name for spec in step.scenes if f'"{spec.name}"' not in tests]
    assert untested == [], f"in no test of tests/steps/test_{step.name.replace('-', '_')}.py"
