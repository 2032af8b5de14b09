"""Public functions of the engine, each with arguments that are right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnviz.engine import (
    activations,
    arguments,
    centering,
    chance,
    conv,
    dense,
    exact,
    geometry,
    layers,
    network,
    pool,
    rasterize,
    receptive,
    shift,
    strokes,
    weights,
)
from layer_cases import LAYERS, made

X = np.arange(75.0).reshape(3, 5, 5)
KERNEL = np.arange(54.0).reshape(2, 3, 3, 3)
TINY = {
    "name": "tiny",
    "input": [3, 5, 5],
    "classes": ["a", "b"],
    "layers": [
        {"type": "conv2d", "name": "C", "filters": 2, "kernel": 3, "padding": "same"},
        {"type": "avg_pool2d", "name": "P", "size": 2, "count_include_pad": False},
        {"type": "max_pool2d", "name": "M", "size": 2, "stride": 1},
        {"type": "softmax", "name": "S", "axis": 1},
        {"type": "flatten", "name": "F"},
        {"type": "dense", "name": "D", "units": 2},
        {"type": "relu", "name": "R"},
    ],
}
NET = weights.untrained(TINY, 0)
ARRAYS = {
    f"{layer.name}.{key}": getattr(layer, key)
    for layer in NET.layers
    for key in layer.array_shapes()
}


@dataclass
class Case:
    """A function, its right arguments, and other names by which a sentence may call a parameter."""

    function: Callable[..., Any]
    right: dict[str, Any]
    names: tuple[str, ...] = ()


def case(function: Callable[..., Any], *names: str, **right: Any) -> Case:
    return Case(function, right, names)


WINDOW = {"stride": 1, "padding": 0, "dilation": 1}
AXIS = {"size": 5, "kernel": 3, **WINDOW}
POOL = {"x": X, "size": 2, **WINDOW, "ceil_mode": True}
COUNTS = {"kernel_h": 3, "kernel_w": 3, "c_in": 4, "c_out": 2, "groups": 2}
DRAWING = [[[0.1, 0.2], [0.3, 0.4, 0.5]], [[0.5, 0.5]]]
LAYER = {"name": "L"}
BY_LAYER = ("tiny",)

CASES = {
    "largest_by_chance": case(chance.largest_by_chance, draws=3, kinds=2),
    "relu": case(activations.relu, x=X),
    "tanh": case(activations.tanh, x=X),
    "sigmoid": case(activations.sigmoid, x=X),
    "softmax": case(activations.softmax, x=X, axis=0),
    "log_softmax": case(activations.log_softmax, x=X, axis=0),
    "conv2d": case(
        conv.conv2d, "kernel", "bias", x=X, kernel=KERNEL, bias=np.ones(2), **WINDOW, groups=1
    ),
    "conv2d of integers": case(
        conv.conv2d,
        "kernel",
        "bias",
        x=X.astype(int),
        kernel=KERNEL.astype(int),
        bias=np.ones(2, int),
        **WINDOW,
        groups=1,
    ),
    "dense": case(dense.dense, "x", x=np.ones(3), weight=np.ones((2, 3)), bias=np.ones(2)),
    "flatten": case(dense.flatten, x=X),
    "max_pool2d": case(pool.max_pool2d, **POOL),
    "avg_pool2d": case(pool.avg_pool2d, **POOL, count_include_pad=False),
    "global_avg_pool2d": case(pool.global_avg_pool2d, x=X),
    "output_size": case(geometry.output_size, "kernel", **AXIS, ceil_mode=True),
    "pooled_size": case(geometry.pooled_size, "size", **AXIS, ceil_mode=True),
    "windows": case(geometry.windows, "kernel", **AXIS, ceil_mode=True),
    "usage": case(geometry.usage, "kernel", **AXIS),
    "usage2d": case(
        geometry.usage2d, "kernel", size=(5, 5), kernel=(3, 3), **WINDOW
    ),
    "conv2d_parameters": case(geometry.conv2d_parameters, "groups", **COUNTS, bias=True),
    "conv2d_multiply_adds": case(
        geometry.conv2d_multiply_adds, "groups", **COUNTS, out_h=3, out_w=3
    ),
    "dense_parameters": case(geometry.dense_parameters, n_in=3, n_out=2, bias=True),
    "dense_multiply_adds": case(geometry.dense_multiply_adds, n_in=3, n_out=2),
    "same_padding": case(arguments.same_padding, size=5, kernel=3, stride=1, dilation=1),
    "receptive_field": case(
        receptive.receptive_field, "kernel", "stride", "padding", "dilation", layers=[(3, 1, 0, 1)]
    ),
    "ReceptiveField.through": case(
        receptive.ReceptiveField(3, 1, 0).through,
        *("kernel", "stride", "padding", "dilation", "layers"),
        window=(3, 1, 0, 1),
    ),
    "ReceptiveField.seen_by": case(receptive.ReceptiveField(3, 1, 0).seen_by, position=2),
    "exact.patches": case(exact.patches, "size", x=X, size=(3, 3), **WINDOW),
    "exact.conv2d": case(exact.conv2d, "size", x=X, weight=KERNEL[0], bias=1.0, **WINDOW),
    "exact.products": case(exact.products, a=X, b=X),
    "exact.dots": case(exact.dots, "weights", windows=X[0], weights=np.ones(5), bias=1.0),
    "exact.running": case(exact.running, terms=np.ones(5)),
    "exact.means": case(exact.means, windows=X[0]),
    "shifted": case(shift.shifted, x=X, dy=1, dx=-1),
    "paint": case(rasterize.paint, shapes=[{"fill": [1, 0, 0], "disc": [0.5, 0.5, 0.2]}], size=4),
    "rasterize": case(strokes.rasterize, "stroke", strokes=DRAWING, size=8, thickness=0.1),
    "normalized": case(strokes.normalized, "stroke", strokes=DRAWING),
    "effort": case(strokes.effort, "stroke", strokes=DRAWING),
    "has_stray_dots": case(strokes.has_stray_dots, "stroke", strokes=DRAWING),
    "center": case(centering.center, "box", ink=X[0], size=28, box=20),
    "outline": case(weights.outline, *BY_LAYER, description=TINY),
    "untrained": case(weights.untrained, *BY_LAYER, description=TINY, seed=0),
    "assemble": case(weights.assemble, *BY_LAYER, description=TINY, arrays=ARRAYS),
    "Network": case(
        network.Network, "shape", "input", name="n", input_shape=(3, 5, 5), layers=NET.layers,
        classes=("a",), more_inputs={"more": (3, 5, 5)}, outputs=("D", "R"),
    ),
    "Network.run": case(NET.run, x=X),
    "Network.__getitem__": case(NET.__getitem__, "layer", name="C"),
    "Layer": case(layers.Layer, **LAYER, inputs=("input",)),
    **{
        name: case(kind, "shape", "high", "groups", "extra", **LAYER, **parameters, inputs=())
        for name, (kind, parameters, _) in LAYERS.items()
    },
    "Conv2d": case(
        layers.Conv2d, "groups", **LAYER, c_in=4, c_out=2, kernel=3, **WINDOW, groups=2,
        has_bias=True,
    ),
    "Pool2d": case(layers.Pool2d, **LAYER, size=2, **WINDOW, ceil_mode=True),
    "AvgPool2d": case(
        layers.AvgPool2d, **LAYER, size=2, **WINDOW, ceil_mode=True, count_include_pad=True
    ),
    "Activation": case(layers.Activation, **LAYER, kind="softmax", axis=0),
    "Dense": case(layers.Dense, **LAYER, n_in=3, n_out=2, has_bias=True),
    **{
        f"{type(each).__name__}.{method}": case(
            getattr(each, method), "x", "shape", "shapes", **{key: value}
        )
        for each, x in (
            *zip(NET.layers, NET.run(X).values(), strict=False),
            *((made(name), X) for name in LAYERS),
        )
        for method, key, value in (
            ("apply", "x", x),
            ("output_shape", "shape", x.shape),
            ("window", "shape", x.shape),
            ("multiply_adds", "shape", x.shape),
        )
    },
}  # fmt: skip
