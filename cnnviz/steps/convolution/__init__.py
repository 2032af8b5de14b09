"""Step 2, the convolution operation: a filter slides; at each place it is a dot product."""

from __future__ import annotations

from cnnviz.content.spec import Step
from cnnviz.steps.convolution import activate, checkerboard, digit, edge

STEP = Step(
    "convolution",
    (
        checkerboard.checkerboard,
        edge.edge,
        digit.digit,
        activate.activate,
    ),
)
