"""Step 8, a CNN in PyTorch: read line by line, run on a picture, and what came after it."""

from __future__ import annotations

from cnnviz.content.spec import Step
from cnnviz.steps.pytorch import (
    code,
    elsewhere,
    following,
    networks,
    norm,
    residual,
    run,
    transposed,
)

STEP = Step(
    "pytorch",
    (
        code.code,
        run.run,
        networks.networks,
        following.after,
        residual.residual,
        norm.norm,
        transposed.transposed,
        elsewhere.elsewhere,
    ),
)
