"""Batch normalisation of one channel, in fractions, from the pictures and the filter's weights."""

from __future__ import annotations

from fractions import Fraction
from math import isclose, sqrt

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from truth import plain
from truth.plain import Truth

PICTURES = ("ship", "cat", "horse", "frog")
PLACE = (9, 18)


def norm(scene: Scene, frame: Frame) -> Truth:
    gamma, beta = scene.values.integer("gamma"), scene.values.integer("beta")
    channels = scene.values.integer("channels")
    kernel = plain.grid(2 * seeds.example("filter: plus"))
    greens = [np.round(seeds.picture(name)[1:2], 1) for name in PICTURES]
    maps = [plain.conv(plain.grid(each), kernel) for each in greens]
    assert [plain.grid(scene.tensor("maps").data, k) for k in range(len(maps))] == maps
    values = [cell for each in maps for cell in plain.cells(each)]
    mean = plain.mean(values)
    variance = plain.mean([each**2 for each in values]) - mean**2
    under = sqrt(variance + Fraction(1, 10**5))
    (y, x), factor = PLACE, gamma / under
    value = maps[0][y][x]
    normal = float(value - mean) / under
    scaled = gamma * normal + beta
    for name in ("two steps", "one step"):
        assert isclose(scene.tensor(name).data[0, y, x], scaled, abs_tol=1e-9), name
    numbers = {
        "count": str(len(PICTURES)),
        "values": plain.printed(len(values)),
        "mean": plain.about(mean),
        "value": plain.printed(value),
        "normal": plain.about(normal),
        "least": plain.about(float(min(values) - mean) / under),
        "most": plain.about(float(max(values) - mean) / under),
        "gamma": plain.printed(gamma),
        "beta": plain.printed(beta),
        "picture": PICTURES[0],
        "channels": str(channels),
        "side": "30",
        "kept": plain.printed(channels + channels + channels + channels),
        "weight": "2",
        "bias": plain.about(beta - float(mean) * factor),
        "scaled": plain.about(scaled),
    }
    return Truth({}, numbers)
