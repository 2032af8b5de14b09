"""Step 5, feature maps and channels: a filter is as deep as its input; as many maps as filters."""

from __future__ import annotations

from cnnviz.content.scene import Step
from cnnviz.steps.channels import filters, parameters, pyramid, rgb
from cnnviz.steps.channels.shared import NAME

STEP = Step(
    NAME,
    "layers",
    (
        rgb.SCENE,
        filters.SCENE,
        parameters.SCENE,
        pyramid.SCENE,
    ),
)
