"""What came after it: four networks that followed, and the same ideas elsewhere."""

from __future__ import annotations

from cnnviz.content.param import Values
from cnnviz.content.scene import Scene, SceneSpec, Stage
from cnnviz.steps.pytorch import diagrams
from cnnviz.steps.pytorch.shared import NAME, words_of


def after(values: Values) -> Scene:
    """Four networks that followed: the idea of each as a diagram, its parameters as a bar."""
    return diagrams.networks(NAME, "next", words_of("next"), values)


def elsewhere(values: Values) -> Scene:
    """The same priors without pictures: along time, over a graph, and what attention gives up."""
    return diagrams.elsewhere(NAME, "elsewhere", words_of("elsewhere"), values)


NEXT = SceneSpec("next", Stage.CLASSIFY, after)
ELSEWHERE = SceneSpec("elsewhere", Stage.CLASSIFY, elsewhere)
