"""Which hue each kind of layer has, wherever it is drawn: the stage that it belongs to."""

from __future__ import annotations

from cnnviz.content.scene import Stage
from cnnviz.engine.layers import (
    Activation,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    Pool2d,
)
from cnnviz.engine.network import Network

STAGES: dict[type[Layer], Stage] = {
    Conv2d: Stage.CONV,
    Activation: Stage.ACTIVATE,
    Pool2d: Stage.POOL,
    GlobalAvgPool2d: Stage.POOL,
    Flatten: Stage.STACK,
    Dense: Stage.CLASSIFY,
}
"""By kind of layer; what makes maps into one vector ends a stack of maps."""

PYTORCH: dict[str, type[Layer]] = {
    "Conv2d": Conv2d,
    "ReLU": Activation,
    "MaxPool2d": Pool2d,
    "AdaptiveAvgPool2d": GlobalAvgPool2d,
    "view": Flatten,
    "Linear": Dense,
}
"""The kinds of layer by what a program in PyTorch calls them."""


def stage_of(layer: Layer) -> Stage:
    """The stage of a layer, by its kind alone: where in a network it stands makes no difference.

    Raises KeyError for a kind that has no hue yet.
    """
    if isinstance(layer, Activation) and layer.kind == "softmax":
        return Stage.CLASSIFY
    kind = next((each for each in STAGES if isinstance(layer, each)), type(layer))
    return STAGES[kind]


def stages_of(network: Network) -> dict[str, Stage]:
    """The stage of "input" and of each layer, by name.

    >>> from cnnviz.content import seeds
    >>> list(map(str, stages_of(seeds.network("simplecnn")).values()))[:6]
    ['input', 'conv', 'activate', 'pool', 'conv', 'activate']
    """
    return {"input": Stage.INPUT} | {layer.name: stage_of(layer) for layer in network.layers}
