"""What is asked of LeNet-5's layers: a convolution, and layers in a row, as rules read them."""

from __future__ import annotations

from cnnviz.content.seeds import network as seeded
from cnnviz.engine.layers import AvgPool2d, Conv2d
from cnnviz.engine.network import Network
from cnnviz.misconceptions.depth import Chain
from cnnviz.misconceptions.layers import ConvLayer


def conv_layer(name: str) -> ConvLayer:
    """A convolution of LeNet-5, whose kernels and maps are square. Raises KeyError for no layer."""
    network = seeded("lenet")
    layer = network[name]
    assert isinstance(layer, Conv2d)
    return ConvLayer(layer.c_in, layer.c_out, layer.kernel[0], _read_by(network, name)[-1])


def chain_to(name: str) -> Chain:
    """The convolutions and pools of LeNet-5 up to one of them, by side and stride."""
    network = seeded("lenet")
    sides = []
    for layer in network.layers:
        if isinstance(layer, Conv2d | AvgPool2d):
            _, (side, step, _, _) = layer.window(_read_by(network, layer.name))
            sides.append((side, step))
        if layer.name == name:
            break
    kernels, strides = zip(*sides, strict=True)
    return Chain(kernels, strides)


def _read_by(network: Network, name: str) -> tuple[int, ...]:
    """The shape of what a layer reads."""
    names = list(network.shapes())
    return network.shapes()[names[names.index(name) - 1]]
