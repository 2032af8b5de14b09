"""Step 2, the convolution operation: a filter slides; at each place it is a dot product."""

from __future__ import annotations

from cnnviz.content.scene import Step
from cnnviz.steps.convolution import activate, checkerboard, digit, edge
from cnnviz.steps.convolution.shared import NAME

STEP = Step(
    NAME,
    "grid_view",
    (
        checkerboard.SCENE,
        edge.SCENE,
        digit.SCENE,
        activate.SCENE,
    ),
)
