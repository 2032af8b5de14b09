"""Questions from Python: those of the page, with values and rules, for any parameters."""

from __future__ import annotations

import pytest

import cnnviz
from cnnviz.content.names import UnknownName
from cnnviz.content.param import ParameterError
from cnnviz.content.spec import Step
from cnnviz.staging.captions import asking_frames
from cnnviz.steps import STEPS


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_has_the_questions_of_its_scenes_in_order(step: Step) -> None:
    wanted = [
        (step.name, spec.name, frame.question.name, frame.question.kind)
        for spec in step.scenes
        for frame in asking_frames(spec.scene().frames)
        if frame.question
    ]
    found = cnnviz.questions(step.name)
    assert [(each.step, each.scene, each.name, each.kind) for each in found] == wanted
    for each in found:
        assert each.text.rstrip("”").endswith("?")
        assert "*" not in each.text
        assert len([option for option in each.options if not option.rule]) == bool(each.options)
        for option in each.options:
            assert bool(option.rule) is bool(option.belief)


def test_options_follow_the_parameters_and_have_values() -> None:
    asked, *_ = cnnviz.questions("stride-padding", "formula", W=28, K=3, S=2, P=0)
    assert [(option.text, option.value) for option in asked.options] == [
        ("12.5", 12.5),
        ("13", 13),
        ("14", 14),
        ("not allowed", None),
    ]
    wider, *_ = cnnviz.questions("stride-padding", "formula", W=64, K=3, S=2, P=0)
    assert wider.name == asked.name
    assert wider.options != asked.options


def test_marked_cells_and_drawn_maps_are_values() -> None:
    kinds = {each.kind: each for step in STEPS for each in cnnviz.questions(step.name)}
    for kind, part in (("cell", int), ("draw", float)):
        for option in kinds[kind].options if kind in kinds else ():
            assert isinstance(option.value, tuple)
            assert all(isinstance(each, part) for each in option.value)


def test_what_there_is_not_is_named() -> None:
    with pytest.raises(UnknownName, match="there is no step pool; the steps are mlp,"):
        cnnviz.questions("pool")
    with pytest.raises(UnknownName, match="there is no scene side; the scenes are stride,"):
        cnnviz.questions("stride-padding", "side")
    with pytest.raises(UnknownName, match="there is no step 3"):
        cnnviz.questions(3)  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="there is no scene None"):
        cnnviz.questions("stride-padding", None)  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="S must be a whole number from 1 to 5; got 0"):
        cnnviz.questions("stride-padding", "formula", S=0)
    with pytest.raises(ParameterError, match="stride is of a scene: name the scene, too"):
        cnnviz.questions("stride-padding", stride=3)
