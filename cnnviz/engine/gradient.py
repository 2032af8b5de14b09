"""The gradient of what a network computes with respect to what it reads.

Backwards through the graph, as Rumelhart, Hinton & Williams (Nature, 1986) have it: each kind of
layer has a rule that takes the slope along its output back to its inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine import gradient_moves, gradient_sums, gradient_values
from cnnviz.engine.activation_layers import Activation, Pointwise, PReLU
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layer import Layer
from cnnviz.engine.layers import (
    AvgPool2d,
    Conv2d,
    Dense,
    Flatten,
    GlobalAvgPool2d,
    MaxPool2d,
)
from cnnviz.engine.linear import MatMul, Reduce
from cnnviz.engine.network import Network
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.shaping import Pad, Reshape, Slice, Transpose
from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm
from cnnviz.engine.transposed import ConvTranspose2d

Array = NDArray[Any]
Rule = Callable[[Any, Sequence[Array], Array, Array], tuple[Array, ...]]
"""Takes a layer, its inputs, its output, and the slope along it; gives the slope along each input:
the sum of all outputs, each times its slope, differentiated (a vector-Jacobian product)."""

RULES: dict[type[Layer], Rule] = {
    Activation: gradient_values.of_activation,
    Arithmetic: gradient_values.of_arithmetic,
    AvgPool2d: gradient_moves.of_mean,
    BatchNorm2d: gradient_values.of_batch_norm,
    Concat: gradient_moves.of_joined,
    Conv2d: gradient_sums.of_convolution,
    ConvTranspose2d: gradient_sums.of_transposed,
    Dense: gradient_sums.of_dense,
    Flatten: gradient_moves.of_flattened,
    GlobalAvgPool2d: gradient_moves.of_global_mean,
    GroupNorm: gradient_values.of_group_norm,
    LayerNorm: gradient_values.of_layer_norm,
    LocalResponseNorm: gradient_values.of_local_response,
    MatMul: gradient_sums.of_matrices,
    MaxPool2d: gradient_moves.of_largest,
    Pad: gradient_moves.of_padded,
    Pointwise: gradient_values.of_pointwise,
    PReLU: gradient_values.of_prelu,
    Reduce: gradient_moves.of_reduced,
    Reshape: gradient_moves.of_reshaped,
    Resize2d: gradient_moves.of_resized,
    Slice: gradient_moves.of_slice,
    Transpose: gradient_moves.of_transposed_axes,
}


def layer_gradient(
    layer: Layer, inputs: Sequence[Array], output: Array, slope: Array
) -> tuple[Array, ...]:
    """The slope along each of a layer's inputs, by that along its output.

    inputs: floats; output: what the layer makes of them; slope: of the output's shape. Raises
    ValueError, naming the layer, where its kind has no rule in RULES.

    >>> relu = Activation("relu", "relu")
    >>> x = np.array([-1.0, 2.0])
    >>> layer_gradient(relu, [x], relu.apply(x), np.array([10.0, 10.0]))
    (array([ 0., 10.]),)
    """
    rule = RULES.get(type(layer))
    if rule is None:
        raise ValueError(f"{layer.name} ({type(layer).__name__}) has no rule for its gradient")
    with np.errstate(all="ignore"):
        return rule(layer, inputs, output, slope)


def input_gradient(
    network: Network, kept: Mapping[str, Array], slopes: Mapping[str, Array]
) -> Array:
    """The slope along the network's first input, of its shape.

    kept: every activation, as `run` gives them, floats; slopes: along some of them, by name, each
    of its shape. Raises ValueError, naming the layer, where one on the way has no rule.

    >>> net = Network("net", (3,), (Dense("fc", 3, 1, weight=np.array([[1.0, 2.0, 3.0]])),))
    >>> kept = net.run(np.ones(3))
    >>> input_gradient(net, kept, {"fc": np.array([1.0])}).tolist()
    [1.0, 2.0, 3.0]
    """
    found = {name: slope.copy() for name, slope in slopes.items()}
    for layer, names in reversed(list(network.sources())):
        slope = found.pop(layer.name, None)
        if slope is None:
            continue
        read = [kept[name] for name in names]
        back = layer_gradient(layer, read, kept[layer.name], slope)
        for name, each in zip(names, back, strict=True):
            found[name] = found[name] + each if name in found else each
    return found.get("input", np.zeros(network.input_shape))
