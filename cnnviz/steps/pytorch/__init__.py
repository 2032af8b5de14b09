"""Step 8, a CNN in PyTorch: read line by line, run on a picture, and what came after it."""

from __future__ import annotations

from cnnviz.content.scene import Step
from cnnviz.steps.pytorch import code, later, networks, run
from cnnviz.steps.pytorch.shared import NAME

STEP = Step(NAME, "code", (code.SCENE, run.SCENE, networks.SCENE, later.NEXT, later.ELSEWHERE))
