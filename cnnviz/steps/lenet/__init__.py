"""Step 7, LeNet-5: a digit goes through a trained network, and every number can be followed."""

from __future__ import annotations

from cnnviz.content.spec import Step
from cnnviz.steps.lenet import history, live, parameters, run

STEP = Step("lenet", (run.run, live.live, parameters.parameters, history.history))
