"""Step 3, stride and padding: how far a window moves, how far it reaches, how many there are."""

from __future__ import annotations

from cnnviz.content.scene import Step
from cnnviz.steps.stride_padding import fairness, formula, padding, stride
from cnnviz.steps.stride_padding.shared import NAME

STEP = Step(
    NAME,
    "open_with",
    (
        stride.SCENE,
        padding.SCENE,
        fairness.SCENE,
        formula.SCENE,
    ),
)
