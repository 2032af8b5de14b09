"""Right arguments for layers that have no function of their own, to be replaced by wrong ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnviz.engine import (
    activation_layers,
    joins,
    linear,
    normalization,
    shaping,
    spread_normalization,
    transposed,
)
from cnnviz.engine.layer import Layer
from cnnviz.engine.resize import Resize2d

X = np.arange(75.0).reshape(3, 5, 5)
LAYER: dict[str, Any] = {"name": "L"}
ONES = np.ones(3)

LAYERS: dict[str, tuple[type[Layer], dict[str, Any], dict[str, Any]]] = {
    "Pointwise": (
        activation_layers.Pointwise, {"kind": "clip", "parameters_by_name": {"low": 0.0}}, {}
    ),
    "PReLU": (activation_layers.PReLU, {"slope_shape": (3, 1, 1)}, {"slope": np.ones((3, 1, 1))}),
    "Arithmetic": (
        joins.Arithmetic,
        {"kind": "mul", "constant_shape": (3, 1, 1), "constant_first": False, "is_learned": True},
        {"constant": np.ones((3, 1, 1))},
    ),
    "Concat": (joins.Concat, {"axis": 0}, {}),
    "BatchNorm2d": (
        normalization.BatchNorm2d,
        {"channels": 3, "epsilon": 1e-5},
        {"scale": ONES, "shift": ONES, "mean": ONES, "variance": ONES},
    ),
    "LocalResponseNorm": (
        normalization.LocalResponseNorm, {"size": 3, "alpha": 0.1, "beta": 0.5, "bias": 1.0}, {}
    ),
    "GroupNorm": (
        spread_normalization.GroupNorm,
        {"channels": 3, "groups": 3, "epsilon": 1e-5},
        {"scale": ONES, "shift": ONES},
    ),
    "LayerNorm": (
        spread_normalization.LayerNorm,
        {"normal_shape": (5, 5), "epsilon": 1e-5},
        {"scale": np.ones((5, 5)), "shift": np.ones((5, 5))},
    ),
    "Reshape": (shaping.Reshape, {"shape": (5, 15)}, {}),
    "Transpose": (shaping.Transpose, {"axes": (1, 2, 0)}, {}),
    "Slice": (shaping.Slice, {"axis": 0, "start": 0, "stop": 2, "step": 1}, {}),
    "Pad": (
        shaping.Pad, {"around": ((0, 0), (1, 2), (0, 1)), "mode": "constant", "value": 0.0}, {}
    ),
    "ConvTranspose2d": (
        transposed.ConvTranspose2d,
        {"c_in": 3, "c_out": 3, "kernel": 2, "stride": 2, "padding": 0, "dilation": 1,
         "extra": 1, "groups": 1, "has_bias": True},
        {"weight": np.ones((3, 3, 2, 2)), "bias": ONES},
    ),
    "Resize2d": (
        Resize2d,
        {"size": (10, 10), "mode": "linear", "coordinates": "half_pixel",
         "rounding": "round_prefer_floor", "scale": (2.0, 2.0), "cubic": -0.75},
        {},
    ),
    "MatMul": (
        linear.MatMul,
        {"weight_shape": (5, 2), "weight_first": False},
        {"weight": np.ones((5, 2))},
    ),
    "Reduce": (linear.Reduce, {"kind": "mean", "axes": (0,), "keeps_axes": True}, {}),
}  # fmt: skip
"""By name: the class, its parameters, and its arrays."""


def made(name: str) -> Layer:
    kind, parameters, arrays = LAYERS[name]
    return kind(**LAYER, **parameters, **arrays)
