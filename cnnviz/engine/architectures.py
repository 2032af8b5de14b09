"""Published networks as lists of layers, in enough detail to count their parameters."""

from __future__ import annotations

from typing import Any

from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.engine.network import Network
from cnnviz.engine.weights import outline


def _conv(name: str, filters: int, kernel: int, padding: int, stride: int = 1) -> dict[str, Any]:
    sides = {"kernel": kernel, "padding": padding, "stride": stride}
    return {"type": "conv2d", "name": name, "filters": filters, **sides}


def _pool(name: str, size: int, stride: int) -> dict[str, Any]:
    return {"type": "max_pool2d", "name": name, "size": size, "stride": stride}


def _dense(*units: int) -> list[dict[str, Any]]:
    layers = [{"type": "dense", "name": f"fc{k}", "units": n} for k, n in enumerate(units, 6)]
    return [{"type": "flatten", "name": "flatten"}, *layers]


def alexnet() -> Network:
    """AlexNet of 2012 (Krizhevsky, Sutskever & Hinton), in two groups where it is on two GPUs.

    torchvision's is his second version ("One weird trick", 2014), without groups: 61,100,840.

    >>> sum(alexnet().parameters().values())
    60965224
    """
    halves = {"groups": 2}
    layers = [
        _conv("conv1", 96, 11, 2, 4),
        _pool("pool1", 3, 2),
        _conv("conv2", 256, 5, 2) | halves,
        _pool("pool2", 3, 2),
        _conv("conv3", 384, 3, 1),
        _conv("conv4", 384, 3, 1) | halves,
        _conv("conv5", 256, 3, 1) | halves,
        _pool("pool5", 3, 2),
        *_dense(4096, 4096, 1000),
    ]
    return outline({"name": "AlexNet", "input": [3, 224, 224], "layers": layers})


def vgg16() -> Network:
    """VGG's configuration D: thirteen 3×3 convolutions, three dense layers (Simonyan, 2014).

    >>> sum(vgg16().parameters().values())
    138357544
    """
    layers = []
    for block, (depth, filters) in enumerate(((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)), 1):
        layers += [_conv(f"conv{block}_{k}", filters, 3, 1) for k in range(1, depth + 1)]
        layers.append(_pool(f"pool{block}", 2, 2))
    layers += _dense(4096, 4096, 1000)
    return outline({"name": "VGG-16", "input": [3, 224, 224], "layers": layers})


INCEPTION = (
    (192, 64, 96, 128, 16, 32, 32),
    (256, 128, 128, 192, 32, 96, 64),
    (480, 192, 96, 208, 16, 48, 64),
    (512, 160, 112, 224, 24, 64, 64),
    (512, 128, 128, 256, 24, 64, 64),
    (512, 112, 144, 288, 32, 64, 64),
    (528, 256, 160, 320, 32, 128, 128),
    (832, 256, 160, 320, 32, 128, 128),
    (832, 384, 192, 384, 48, 128, 128),
)
"""GoogLeNet's modules 3a to 5b: channels in, then #1×1, #3×3 reduce, #3×3, #5×5 reduce, #5×5, pool
proj, as in table 1 of Szegedy et al. (2014)."""


def googlenet_parameters() -> int:
    """GoogLeNet with biases and without its two auxiliary classifiers.

    >>> googlenet_parameters()
    6998552
    """
    stem = ((7, 3, 64), (1, 64, 64), (3, 64, 192))
    total = sum(conv2d_parameters(k, k, c_in, c_out) for k, c_in, c_out in stem)
    for c_in, one, three_in, three, five_in, five, pooled in INCEPTION:
        branches = (
            *((1, c_in, one), (1, c_in, three_in), (3, three_in, three)),
            *((1, c_in, five_in), (5, five_in, five), (1, c_in, pooled)),
        )
        total += sum(conv2d_parameters(k, k, before, after) for k, before, after in branches)
    return total + dense_parameters(1024, 1000)


def resnet50_parameters() -> int:
    """ResNet-50: convolutions without biases, each with the scale and shift of its normalisation.

    >>> resnet50_parameters()
    25557032
    """

    def normalised(kernel: int, c_in: int, c_out: int) -> int:
        return conv2d_parameters(kernel, kernel, c_in, c_out, bias=False) + 2 * c_out

    total, c_in = normalised(7, 3, 64), 64
    for blocks, width in ((3, 64), (4, 128), (6, 256), (3, 512)):
        for block in range(blocks):
            total += normalised(1, c_in, width) + normalised(3, width, width)
            total += normalised(1, width, 4 * width)
            if block == 0:
                total += normalised(1, c_in, 4 * width)
            c_in = 4 * width
    return total + dense_parameters(2048, 1000)
