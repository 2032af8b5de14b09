"""The chapter's scenes as Python functions."""

from __future__ import annotations

import numpy as np
import pytest

import cnnviz
from cnnviz import scenes
from cnnviz.param import ParameterError
from cnnviz.steps import STEPS


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
        assert all(script.name in play.__doc__ for script in step.scripts)
        assert play().name == step.scripts[0].name


def test_what_cannot_be_is_said_as_elsewhere() -> None:
    with pytest.raises(ParameterError, match="stride must be"):
        scenes.convolution(stride=0)
    with pytest.raises(ParameterError, match="input is given more than once"):
        scenes.convolution([[1]], input=[[1]])
    with pytest.raises(TypeError, match="takes 2 array"):
        scenes.convolution([[1]], [[1]], [[1]])
    with pytest.raises(KeyError):
        scenes.convolution(scene="nowhere")
    with pytest.raises(AttributeError, match="the steps are"):
        _ = scenes.nowhere
