"""Step 6, the hierarchy of features: how far a neuron sees, and what excites it."""

from __future__ import annotations

from cnnviz.content.spec import Step
from cnnviz.steps.hierarchy import features, growth, learned, learning, network, transfer

STEP = Step(
    "hierarchy",
    (
        growth.growth,
        network.network,
        features.features,
        learning.learning,
        learned.learned,
        transfer.transfer,
    ),
)
