"""Which stage of the strip each layer of a network belongs to."""

from __future__ import annotations

from cnnviz.content.scene import Stage
from cnnviz.engine.layers import Conv2d, Pool2d
from cnnviz.engine.network import Network


def stages_of(network: Network) -> dict[str, Stage]:
    """The stage of "input" and of each layer, by name.

    Up to the first pooling a layer stands for what it does; between that and the vector the maps
    only grow in number (stack); whatever reads a vector classifies.

    >>> from cnnviz.content import seeds
    >>> list(map(str, stages_of(seeds.network("simplecnn")).values()))[:6]
    ['input', 'conv', 'activate', 'pool', 'stack', 'stack']
    """
    shapes = network.shapes()
    stages = {"input": Stage.INPUT}
    is_pooled = False
    for k, layer in enumerate(network.layers):
        if len(shapes[layer.name]) != 3:
            stages[layer.name] = Stage.CLASSIFY if k else Stage.INPUT
        elif is_pooled:
            stages[layer.name] = Stage.STACK
        else:
            stages[layer.name] = _own(layer)
            is_pooled = isinstance(layer, Pool2d)
    return stages


def _own(layer: object) -> Stage:
    if isinstance(layer, Pool2d):
        return Stage.POOL
    return Stage.CONV if isinstance(layer, Conv2d) else Stage.ACTIVATE
