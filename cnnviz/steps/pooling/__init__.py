"""Step 4, pooling: one number of each neighbourhood, and what that forgives."""

from __future__ import annotations

from cnnviz.scene import Step
from cnnviz.steps.pooling import average, everywhere, invariance, maximum, measured
from cnnviz.steps.pooling.shared import NAME

STEP = Step(
    NAME,
    "compress",
    (
        maximum.SCRIPT,
        average.SCRIPT,
        invariance.SCRIPT,
        measured.SCRIPT,
        everywhere.SCRIPT,
    ),
)
