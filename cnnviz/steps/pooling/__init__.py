"""Step 4, pooling: one number of each neighbourhood, and what that forgives."""

from __future__ import annotations

from cnnviz.content.scene import Step
from cnnviz.steps.pooling import average, everywhere, invariance, maximum, measured
from cnnviz.steps.pooling.shared import NAME

STEP = Step(
    NAME,
    "compress",
    (
        maximum.SCENE,
        average.SCENE,
        invariance.SCENE,
        measured.SCENE,
        everywhere.SCENE,
    ),
)
