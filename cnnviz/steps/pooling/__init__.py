"""Step 4, pooling: one number of each neighbourhood, and what that forgives."""

from __future__ import annotations

from cnnviz.content.spec import Step
from cnnviz.steps.pooling import average, everywhere, invariance, maximum, measured

STEP = Step(
    "pooling",
    (
        maximum.maximum,
        average.average,
        invariance.invariance,
        measured.measured,
        everywhere.everywhere,
    ),
)
