"""Step 5, feature maps and channels: a filter is as deep as its input; as many maps as filters."""

from __future__ import annotations

from cnnviz.content.spec import Step
from cnnviz.steps.channels import depthwise, filters, mixing, parameters, pyramid, rgb

STEP = Step(
    "channels",
    (
        rgb.rgb,
        mixing.mixing,
        depthwise.depthwise,
        filters.filters,
        parameters.parameters,
        pyramid.pyramid,
    ),
)
