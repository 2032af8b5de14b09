"""Average pooling of the same map."""

from __future__ import annotations

from cnnviz.param import Values
from cnnviz.scene import Scene, Script, Stage
from cnnviz.steps.pooling.shared import (
    block_by_block,
    params,
)


def average(values: Values) -> Scene:
    """Average pooling of the same map."""
    return block_by_block("average", values)


SCRIPT = Script("average", Stage.POOL, average, params("mean"))
