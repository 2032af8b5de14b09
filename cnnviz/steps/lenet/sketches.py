"""LeNet-5, AlexNet and ResNet as rows of layers, each as high as its maps are beside its others."""

from __future__ import annotations

import math

from cnnviz.content.scene import Stage
from cnnviz.engine.layers import Conv2d, Dense, Pool2d
from cnnviz.engine.network import Network
from cnnviz.staging.stages import stage_of

DENSE = 0.6
"""How high the largest dense layer is, where the largest maps are 1."""
BLOCKS = ((56, 3), (28, 4), (14, 6), (7, 3))
"""ResNet-34's blocks of two convolutions: how high their maps are, and how many such blocks there
are (He and others, 2015, table 1)."""

Layers = tuple[tuple[Stage, float], ...]


def layers_of(network: Network) -> Layers:
    """The layers that convolve, pool or are dense, and how high each is drawn, 0 to 1."""
    shapes = network.shapes()
    kept = [each for each in network.layers if isinstance(each, Conv2d | Pool2d | Dense)]
    # A map's height, or as many numbers as a dense layer makes.
    sizes = [shapes[each.name][-1] for each in kept]
    dense = [isinstance(each, Dense) for each in kept]
    units = max(size for size, is_dense in zip(sizes, dense, strict=True) if is_dense)
    side = max(size for size, is_dense in zip(sizes, dense, strict=True) if not is_dense)
    return tuple(
        (stage_of(each), DENSE * math.sqrt(size / units) if is_dense else math.sqrt(size / side))
        for each, size, is_dense in zip(kept, sizes, dense, strict=True)
    )


def resnet() -> tuple[Layers, tuple[int, ...]]:
    """ResNet-34's layers and the places, from 0, at which its shortcuts past two layers begin."""
    sides = [side for side, blocks in BLOCKS for _ in range(2 * blocks)]
    first = 2 * sides[0]
    drawn = [(Stage.CONV, first), (Stage.POOL, sides[0]), *((Stage.CONV, each) for each in sides)]
    shares = [(stage, math.sqrt(side / first)) for stage, side in (*drawn, (Stage.POOL, 1))]
    return (*shares, (Stage.CLASSIFY, DENSE)), tuple(range(2, len(drawn), 2))
