"""Average pooling of the same map."""

from __future__ import annotations

from cnnviz.content.param import Values
from cnnviz.content.scene import Scene, SceneSpec, Stage
from cnnviz.steps.pooling.shared import (
    block_by_block,
    params,
)


def average(values: Values) -> Scene:
    """Average pooling of the same map."""
    return block_by_block("average", values)


SCENE = SceneSpec("average", Stage.POOL, average, params("mean"))
