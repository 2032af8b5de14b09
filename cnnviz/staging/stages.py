"""Which hue each kind of layer has, wherever it is drawn: the stage that it belongs to."""

from __future__ import annotations

from cnnviz.content.scene import Stage
from cnnviz.engine.activation_layers import Pointwise, PReLU
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layers import (
    Activation,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    Pool2d,
)
from cnnviz.engine.linear import MatMul, Reduce
from cnnviz.engine.network import Network
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.shaping import Pad, Reshape, Slice, Transpose
from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm
from cnnviz.engine.transposed import ConvTranspose2d

STAGES: dict[type[Layer], Stage] = {
    Conv2d: Stage.CONV,
    ConvTranspose2d: Stage.CONV,
    Activation: Stage.ACTIVATE,
    Pointwise: Stage.ACTIVATE,
    PReLU: Stage.ACTIVATE,
    BatchNorm2d: Stage.ACTIVATE,
    LocalResponseNorm: Stage.ACTIVATE,
    GroupNorm: Stage.ACTIVATE,
    LayerNorm: Stage.ACTIVATE,
    Pool2d: Stage.POOL,
    GlobalAvgPool2d: Stage.POOL,
    Resize2d: Stage.POOL,
    Reduce: Stage.POOL,
    Flatten: Stage.STACK,
    Reshape: Stage.STACK,
    Transpose: Stage.STACK,
    Slice: Stage.STACK,
    Pad: Stage.STACK,
    Arithmetic: Stage.STACK,
    Concat: Stage.STACK,
    Dense: Stage.CLASSIFY,
    MatMul: Stage.CLASSIFY,
}
"""By kind of layer: what changes the values one by one has the hue of activations, what makes maps
larger or smaller that of pooling; what only joins or rearranges maps that of stacks."""

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
