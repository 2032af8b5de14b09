"""Step 1, why fully connected networks fail at images: no neighbours, too many weights."""

from __future__ import annotations

from cnnviz.content.spec import Step
from cnnviz.steps.mlp import drag, flatten, priors, shift

STEP = Step("mlp", (flatten.flatten, shift.shift, drag.drag, priors.priors))
