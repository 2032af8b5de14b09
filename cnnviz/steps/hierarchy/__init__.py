"""Step 6, the hierarchy of features: how far a neuron sees, and what excites it."""

from __future__ import annotations

from cnnviz.content.scene import Step
from cnnviz.steps.hierarchy import features, growth, learned, network
from cnnviz.steps.hierarchy.shared import NAME

STEP = Step(NAME, "view_in_ar", (growth.SCENE, network.SCENE, features.SCENE, learned.SCENE))
