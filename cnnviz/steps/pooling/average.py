"""Average pooling of the same map."""

from __future__ import annotations

from cnnviz.content.param import Values
from cnnviz.content.scene import Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.steps.pooling.blocks import block_by_block
from cnnviz.steps.pooling.common import params


@scene("average", stage=Stage.POOL, params=params("mean"))
def average(values: Values, text: SceneText) -> Parts:
    """Average pooling of the same map."""
    return block_by_block(values, text, goes_back=False)
