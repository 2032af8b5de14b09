"""Step 1, why fully connected networks fail at images: no neighbours, too many weights."""

from __future__ import annotations

from cnnviz.content.scene import Step
from cnnviz.steps.mlp import drag, flatten, priors, shift
from cnnviz.steps.mlp.words import NAME

STEP = Step(NAME, "visibility", (flatten.SCENE, shift.SCENE, drag.SCENE, priors.SCENE))
