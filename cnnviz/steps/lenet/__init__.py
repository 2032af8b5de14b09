"""Step 7, LeNet-5: a digit goes through a trained network, and every number can be followed."""

from __future__ import annotations

from cnnviz.content.scene import Step
from cnnviz.steps.lenet import history, live, parameters, run
from cnnviz.steps.lenet.words import LAYERS, NAME

__all__ = ["LAYERS", "STEP"]

STEP = Step(NAME, "history_edu", (run.SCENE, live.SCENE, parameters.SCENE, history.SCENE))
