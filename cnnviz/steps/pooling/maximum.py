"""Max pooling of a small map, window by window, the winner lifted out."""

from __future__ import annotations

from cnnviz.content.param import Values
from cnnviz.content.scene import Scene, SceneSpec, Stage
from cnnviz.steps.pooling.shared import (
    block_by_block,
    params,
)


def maximum(values: Values) -> Scene:
    """Max pooling of a small map, window by window, the winner lifted out."""
    return block_by_block("max", values)


SCENE = SceneSpec("max", Stage.POOL, maximum, params("max"))
