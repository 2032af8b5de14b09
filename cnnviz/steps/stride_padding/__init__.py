"""Step 3, stride and padding: how far a window moves, how far it reaches, how many there are."""

from __future__ import annotations

from cnnviz.content.spec import Step
from cnnviz.steps.stride_padding import fairness, formula, padding, stride

STEP = Step(
    "stride-padding",
    (
        stride.stride,
        padding.padding,
        fairness.fairness,
        formula.formula,
    ),
)
