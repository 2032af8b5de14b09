"""A layer's channels as sheets: the one that was normalised, and what other filters make, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array, Panel, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.engine.normalization import BatchNorm2d
from cnnviz.misconceptions.normalising import Channels
from cnnviz.staging.diagrams import drawing, line
from cnnviz.staging.panels import Part

OTHERS = ("emboss", "vertical edge", "blur", "horizontal edge", "sharpen", "Sobel", "Laplacian")
"""The filters of the channels behind the first one."""
SHEET, BEHIND = 20.0, (2.5, 1.3)
"""A side of a channel as a sheet, and how far the next lies behind it."""


def other_maps(batch: Array, gamma: int, beta: int, most: float) -> tuple[Tensor, ...]:
    """What other filters make of the first picture of a batch N×H×W, normalised over all of it,
    scaled and shifted; `most` is the magnitude in full colour."""
    made = []
    for name in OTHERS:
        weights = seeds.example(f"filter: {name}")
        maps = np.stack([exact.conv2d(each[None], weights) for each in batch])
        values = maps.reshape(1, -1)
        mean = exact.means(values)
        layer = BatchNorm2d(
            "norm",
            1,
            scale=np.full(1, float(gamma)),
            shift=np.full(1, float(beta)),
            mean=mean,
            variance=exact.means((values - mean) ** 2),
        )
        data = layer.compute(maps[:1])
        made.append(Tensor(f"other {name}", data, "", Stage.CONV, "signed", most, quantized=True))
    return tuple(made)


def sheets(layer: Channels, front: Tensor, others: Sequence[Tensor]) -> Panel:
    """Its channels one behind the other, from the last that is drawn to the one that was seen."""
    seen = (front, *others)[: layer.channels]
    right, up = BEHIND
    above = up * (len(seen) - 1)
    parts = []
    for k, tensor in reversed(list(enumerate(seen))):
        x, y = right * k, above - up * k
        picture = Part(shape="picture", at=0, y=y, width=SHEET, height=SHEET, tensor=tensor.name)
        parts.append(replace(picture, x=x))
        ends = ((0, 0), (SHEET, 0), (SHEET, SHEET), (0, SHEET), (0, 0))
        parts.append(line(0, *((x + a, y + b) for a, b in ends), hue="conv"))
    size = (SHEET + above, SHEET + right * (len(seen) - 1))
    told = f"{layer.channels}×{layer.side}×{layer.side}"
    if len(seen) < layer.channels:
        told += f", {len(seen)} of {layer.channels} maps drawn"
    drawn = drawing("layer", "A layer's maps", told, parts, size)
    return replace(drawn, stage=Stage.CONV, tensors=tuple(each.name for each in seen))
