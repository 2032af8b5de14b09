"""Times networks that are graphs beside PyTorch, one thread each: python bench/graphs.py

ResNet-18, MobileNetV2 and SqueezeNet 1.1 at 224×224 with random weights, batch normalisation folded
into them, as exported files have it. PyTorch runs the same layers one after another (eager).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

try:
    import torch
except ModuleNotFoundError:
    print("skipped: PyTorch, beside which the engine is timed, is not installed (torch)")
    sys.exit()
from threadpoolctl import threadpool_limits
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz.engine.layer import Layer
from cnnviz.engine.network import Network
from cnnviz.engine.weights import untrained
from engine import interleaved


class Drawn:
    """A description that grows layer by layer; each call returns the name of what it added."""

    def __init__(self) -> None:
        self.layers: list[dict[str, Any]] = []

    def add(self, kind: str, *inputs: str, **rest: Any) -> str:
        name = f"l{len(self.layers)}"
        self.layers.append({"type": kind, "name": name, **rest})
        if inputs:
            self.layers[-1]["inputs"] = list(inputs)
        return name

    def conv(self, source: str, filters: int, kernel: int, stride: int = 1, groups: int = 1) -> str:
        window = {"kernel": kernel, "stride": stride, "padding": kernel // 2, "groups": groups}
        return self.add("conv2d", source, filters=filters, **window)

    def network(self, name: str, *, pooled: bool = False) -> Network:
        if not pooled:
            self.add("global_avg_pool2d")
            self.add("dense", units=1000)
        return untrained({"name": name, "input": [3, 224, 224], "layers": self.layers}, 0)


def resnet18() -> Network:
    drawn = Drawn()
    drawn.add("relu", drawn.conv("input", 64, 7, 2))
    x, width = drawn.add("max_pool2d", size=3, stride=2, padding=1), 64
    for filters, strides in ((64, (1, 1)), (128, (2, 1)), (256, (2, 1)), (512, (2, 1))):
        for stride in strides:
            inner = drawn.add("relu", drawn.conv(x, filters, 3, stride))
            inner = drawn.conv(inner, filters, 3)
            way = drawn.conv(x, filters, 1, stride) if stride > 1 or width != filters else x
            x, width = drawn.add("relu", drawn.add("add", inner, way)), filters
    return drawn.network("ResNet-18")


def mobilenet_v2() -> Network:
    drawn = Drawn()

    def clipped(source: str) -> str:
        return drawn.add("clip", source, low=0, high=6)

    x, width = clipped(drawn.conv("input", 32, 3, 2)), 32
    blocks = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2))
    for times, filters, count, stride in (*blocks, (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
        for step in (stride, *(1,) * (count - 1)):
            wide = width * times
            inner = clipped(drawn.conv(x, wide, 1)) if times > 1 else x
            inner = clipped(drawn.conv(inner, wide, 3, step, wide))
            inner = drawn.conv(inner, filters, 1)
            x = drawn.add("add", inner, x) if step == 1 and width == filters else inner
            width = filters
    clipped(drawn.conv(x, 1280, 1))
    return drawn.network("MobileNetV2")


def squeezenet() -> Network:
    drawn = Drawn()
    x = drawn.add("conv2d", filters=64, kernel=3, stride=2)
    x = drawn.add("relu")
    for number, (squeezed, filters) in enumerate(
        ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256))
    ):
        if number in (0, 2, 4):
            x = drawn.add("max_pool2d", x, size=3, stride=2, ceil_mode=True)
        x = drawn.add("relu", drawn.conv(x, squeezed, 1))
        both = [drawn.add("relu", drawn.conv(x, filters, kernel)) for kernel in (1, 3)]
        x = drawn.add("concat", *both)
    drawn.add("relu", drawn.conv(x, 1000, 1))
    drawn.add("global_avg_pool2d")
    return drawn.network("SqueezeNet 1.1", pooled=True)


def theirs(layer: Any) -> Callable[..., Any]:
    """The same layer in PyTorch."""
    kind = getattr(layer, "kind", type(layer).__name__)
    if kind in ("Conv2d", "Dense"):
        weight, bias = (torch.from_numpy(np.array(each)) for each in (layer.weight, layer.bias))
    match kind:
        case "Conv2d":
            sides = [each[0] for each in layer.padding]
            window = {"stride": layer.stride, "padding": sides, "groups": layer.groups}
            return lambda x: functional.conv2d(x, weight, bias, **window)
        case "Dense":
            return lambda x: functional.linear(x, weight, bias)
        case "MaxPool2d":
            sides = [each[0] for each in layer.padding]
            how = {"padding": sides, "ceil_mode": layer.ceil_mode}
            return lambda x: functional.max_pool2d(x, layer.size, layer.stride, **how)
    others: dict[str, Callable[..., Any]] = {
        "relu": torch.relu,
        "clip": lambda x: torch.clamp(x, 0, 6),
        "add": torch.add,
        "Concat": lambda *x: torch.cat(x, 1),
        "GlobalAvgPool2d": lambda x: x.mean((2, 3)),
    }
    return others[kind]


def eager(network: Network, x: np.ndarray[Any, Any]) -> Callable[[], Any]:
    """Runs all layers in PyTorch, and returns what the last gives."""
    steps: list[tuple[Layer, tuple[str, ...], Callable[..., Any]]] = [
        (layer, names, theirs(layer)) for layer, names in network.sources()
    ]
    given = torch.from_numpy(x)[None]

    def run() -> Any:
        kept = {"input": given}
        with torch.inference_mode():
            for layer, names, step in steps:
                kept[layer.name] = step(*(kept[name] for name in names))
        return kept[network.answers[0]]

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="for each network")
    seconds = parser.parse_args().seconds
    torch.set_num_threads(1)
    x = np.random.default_rng(0).standard_normal((3, 224, 224)).astype(np.float32)
    ratios = []
    with threadpool_limits(1):
        for network in (resnet18(), mobilenet_v2(), squeezenet()):
            beside = eager(network, x)
            apart = network.run(x)[network.answers[0]] - beside()[0].numpy()
            assert np.abs(apart).max() < 1e-3 * np.abs(beside().numpy()).max()
            ours, their = interleaved(partial(network.run, x), beside, seconds)
            ratios.append(ours / their)
            print(
                f"{network.name}: {1000 * ours:.0f} ms, PyTorch {1000 * their:.0f} ms, "
                f"{ours / their:.2f} of its time; "
                f"{sum(network.multiply_adds().values()):,} multiply-adds"
            )
    print(f"geometric mean: {prod(ratios) ** (1 / len(ratios)):.2f} of PyTorch's time")


if __name__ == "__main__":
    main()
