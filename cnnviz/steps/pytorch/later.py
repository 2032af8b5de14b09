"""What came after it: four networks that followed, and the same ideas elsewhere."""

from __future__ import annotations

from cnnviz import diagrams
from cnnviz.param import Values
from cnnviz.scene import Scene, Script, Stage
from cnnviz.steps.pytorch.shared import NAME, words_of


def after(values: Values) -> Scene:
    """Four networks that followed: the idea of each as a diagram, its parameters as a bar."""
    return diagrams.networks(NAME, "next", words_of("next"), values)


def elsewhere(values: Values) -> Scene:
    """The same priors without pictures: along time, over a graph, and what attention gives up."""
    return diagrams.elsewhere(NAME, "elsewhere", words_of("elsewhere"), values)


NEXT = Script("next", Stage.CLASSIFY, after)
ELSEWHERE = Script("elsewhere", Stage.CLASSIFY, elsewhere)
