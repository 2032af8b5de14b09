"""Step 6, the hierarchy of features: how far a neuron sees, and what excites it."""

from __future__ import annotations

from cnnviz.scene import Step
from cnnviz.steps.hierarchy import features, growth, learned, network
from cnnviz.steps.hierarchy.shared import NAME

STEP = Step(NAME, "view_in_ar", (growth.SCRIPT, network.SCRIPT, features.SCRIPT, learned.SCRIPT))
