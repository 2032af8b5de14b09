"""Times the engine beside PyTorch, one thread each, in turns: python bench/engine.py"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from math import prod
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

try:
    import torch
except ModuleNotFoundError:
    print("skipped: PyTorch, beside which the engine is timed, is not installed (torch)")
    sys.exit()
from threadpoolctl import threadpool_limits
from torch import nn
from torch.nn import functional

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from cnnviz import load
from cnnviz.content import seeds
from cnnviz.engine.conv import conv2d
from cnnviz.engine.weights import assemble

# Input channels, side, output channels, kernel, stride.
CONVOLUTIONS = (
    (1, 32, 6, 5, 1),
    (3, 32, 32, 3, 1),
    (32, 16, 64, 3, 1),
    (64, 56, 64, 3, 1),
    (128, 28, 128, 3, 1),
    (3, 224, 64, 7, 2),
)


def interleaved(
    ours: Callable[[], object], theirs: Callable[[], object], seconds: float
) -> tuple[float, float]:
    """Median seconds of both, taken in turns so that whatever else the machine does hits both."""
    for run in (ours, theirs):
        for _ in range(3):
            run()
    times: tuple[list[float], list[float]] = ([], [])
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times[0]) < 15:
        for run, taken in zip((ours, theirs), times, strict=True):
            began = time.perf_counter()
            run()
            taken.append(time.perf_counter() - began)
    return median(times[0]), median(times[1])


def convolution(
    c_in: int, side: int, c_out: int, size: int, stride: int, seconds: float
) -> tuple[float, float]:
    random = np.random.default_rng(0)
    x, kernel, bias = (
        random.standard_normal(shape).astype(np.float32)
        for shape in ((c_in, side, side), (c_out, c_in, size, size), (c_out,))
    )
    tx, tk, tb = torch.from_numpy(x)[None], torch.from_numpy(kernel), torch.from_numpy(bias)
    # PyTorch has no "same" for strides, so both get the same number.
    padding = size // 2

    def ours() -> np.ndarray:
        return conv2d(x, kernel, bias, stride=stride, padding=padding)

    def theirs() -> torch.Tensor:
        return functional.conv2d(tx, tk, tb, stride=stride, padding=padding)

    np.testing.assert_allclose(ours(), theirs()[0].numpy(), rtol=1e-3, atol=1e-3)
    return interleaved(ours, theirs, seconds)


def lenet(seconds: float) -> tuple[float, float]:
    """Both forward passes to the probabilities; the engine's keeps every activation."""
    weights = ROOT / "seeds" / "weights"
    description = json.loads((weights / "lenet.json").read_text(encoding="utf-8"))
    with np.load(weights / "lenet.npz") as file:
        arrays = dict(file)
    network = assemble(description, arrays)
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10),
        nn.Softmax(1),
    ).eval()  # fmt: skip
    learned = [layer for layer in net if list(layer.parameters())]
    for layer, name in zip(learned, ("C1", "C3", "F5", "F6", "output"), strict=True):
        layer.load_state_dict(
            {k: torch.from_numpy(arrays[f"{name}.{k}"]) for k in ("weight", "bias")}
        )
    x = np.random.default_rng(0).random((1, 32, 32), np.float32)
    tx = torch.from_numpy(x)[None]
    result = list(network.run(x).values())[-1]
    np.testing.assert_allclose(result, net(tx)[0].numpy(), rtol=1e-3, atol=1e-5)
    return interleaved(lambda: network.run(x), lambda: net(tx), seconds)


def simplecnn(seconds: float) -> tuple[float, float]:
    """Both forward passes to the probabilities; PyTorch's is the program that the page shows."""
    network = load("simplecnn")
    program: dict[str, Any] = {"__name__": "simple_cnn"}
    exec(compile(seeds.code("simple_cnn.py"), "simple_cnn.py", "exec"), program)
    model = program["SimpleCNN"]()
    ours = [layer for layer in network.layers if layer.array_shapes()]
    theirs = [layer for layer in model.layers if list(layer.parameters())]
    for layer, twin in zip(ours, theirs, strict=True):
        twin.load_state_dict(
            {key: torch.from_numpy(np.array(getattr(layer, key))) for key in ("weight", "bias")}
        )
    net = nn.Sequential(model, nn.Softmax(1)).eval()
    x = np.random.default_rng(0).random((3, 32, 32), np.float32)
    tx = torch.from_numpy(x)[None]
    result = list(network.run(x).values())[-1]
    np.testing.assert_allclose(result, net(tx)[0].numpy(), rtol=1e-3, atol=1e-5)
    return interleaved(lambda: network.run(x), lambda: net(tx), seconds)


FORWARD = (("LeNet-5", "lenet", lenet, 0.5), ("SimpleCNN", "simplecnn", simplecnn, 1.0))
"""Label, name, what times it, and the share of PyTorch's time that it may take."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each line")
    seconds = parser.parse_args().seconds
    torch.set_num_threads(1)
    ratios = []
    print(f"{'':<24}{'engine':>10}{'PyTorch':>10}{'ratio':>7}   milliseconds, medians")
    with threadpool_limits(1), torch.inference_mode():
        for c_in, side, c_out, size, stride in CONVOLUTIONS:
            ours, theirs = convolution(c_in, side, c_out, size, stride, seconds)
            ratios.append(ours / theirs)
            name = f"{c_in}×{side}→{c_out} k{size}" + (f" stride {stride}" if stride > 1 else "")
            print(f"{name:<24}{ours * 1e3:>10.3f}{theirs * 1e3:>10.3f}{ratios[-1]:>7.2f}")
        mean = prod(ratios) ** (1 / len(ratios))
        print(f"{'geometric mean':<44}{mean:>7.2f}")
        forward = {}
        for label, key, run, limit in FORWARD:
            ours, theirs = run(seconds)
            forward[key] = ours / theirs
            line = f"{label + ' forward':<24}{ours * 1e3:>10.3f}{theirs * 1e3:>10.3f}"
            print(f"{line}{forward[key]:>7.2f}   at most {limit}")
    print(
        json.dumps(
            {
                "convolutions": [round(ratio, 3) for ratio in ratios],
                "geometric_mean": round(mean, 3),
                **{key: round(ratio, 3) for key, ratio in forward.items()},
                "torch": torch.__version__,
                "numpy": np.__version__,
            }
        )
    )
    over = [label for label, key, _, limit in FORWARD if forward[key] > limit]
    if over:
        sys.exit(f"slower than it may be: {', '.join(over)}")


if __name__ == "__main__":
    main()
