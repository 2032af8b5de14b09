"""All steps of the chapter, in order."""

from __future__ import annotations

from cnnviz.content.names import find_named
from cnnviz.content.spec import Step
from cnnviz.steps import (
    channels,
    convolution,
    hierarchy,
    lenet,
    mlp,
    pooling,
    pytorch,
    stride_padding,
)

STEPS: tuple[Step, ...] = (
    mlp.STEP,
    convolution.STEP,
    stride_padding.STEP,
    pooling.STEP,
    channels.STEP,
    hierarchy.STEP,
    lenet.STEP,
    pytorch.STEP,
)


def step(name: str) -> Step:
    """The step of that name. Raises UnknownName, a KeyError that lists the steps."""
    return find_named("step", name, STEPS)
