"""A convolution of LeNet-5 as rules read it."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.engine.layers import Conv2d
from cnnviz.misconceptions.layers import ConvLayer


def conv_layer(name: str) -> ConvLayer:
    """A convolution of LeNet-5, whose kernels and maps are square. Raises KeyError for no layer."""
    network = seeds.network("lenet")
    layer, shapes = network[name], network.shapes()
    assert isinstance(layer, Conv2d)
    names = list(shapes)
    *_, side = shapes[names[names.index(name) - 1]]
    return ConvLayer(layer.c_in, layer.c_out, layer.kernel[0], side)
