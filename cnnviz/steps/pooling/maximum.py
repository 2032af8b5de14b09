"""Max pooling of a small map, window by window, the largest value lifted out."""

from __future__ import annotations

from cnnviz.content.param import Values
from cnnviz.content.scene import Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.steps.pooling.blocks import block_by_block
from cnnviz.steps.pooling.common import params


@scene("max", stage=Stage.POOL, params=params("max"))
def maximum(values: Values, text: SceneText) -> Parts:
    """Max pooling of a small map, window by window, the largest value lifted out."""
    return block_by_block(values, text, goes_back=True)
