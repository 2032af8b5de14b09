"""Draws what each unit of the SimpleCNN likes best: python training/features.py

Activation maximisation (Erhan et al., 2009): beginning with noise, a picture as large as what the
unit sees is changed, step by step, so that the unit's sum grows; neighbouring pixels are kept
similar, else the answer is a pattern that only the network can see. Of several beginnings the one
that excites the unit most is kept. The first layer needs no search: its units' weights say it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz import writing
from cnnviz.content import seeds

ROOT = Path(__file__).resolve().parent.parent
STEPS, RATE, STARTS, SMOOTH, GREY = 240, 0.08, 3, 0.9, 0.35


def excitation(pictures: Tensor, weights: dict[str, Tensor], depth: int) -> Tensor:
    """The sum of unit k of layer `depth` for picture k, each as large as the unit's view: N."""
    x = pictures
    for number in range(1, depth + 1):
        # No padding: of a picture as large as the view one cell is left.
        x = functional.conv2d(x, weights[f"conv{number}.weight"], weights[f"conv{number}.bias"])
        if number < depth:
            x = functional.max_pool2d(functional.relu(x), 2)
    units = x.shape[1]
    return x[torch.arange(len(x)), torch.arange(len(x)) % units, 0, 0]


def liked(weights: dict[str, Tensor], depth: int, side: int, seed: int) -> np.ndarray:
    """What each unit of layer `depth` likes best: N×3×side×side bytes."""
    units = len(weights[f"conv{depth}.bias"])
    torch.manual_seed(seed)
    free = (torch.randn(STARTS * units, 3, side, side) * 0.3).requires_grad_()
    optimizer = torch.optim.Adam([free], RATE)
    for _ in range(STEPS):
        x = torch.sigmoid(free)
        rough = (x.diff(dim=2) ** 2).mean((1, 2, 3)) + (x.diff(dim=3) ** 2).mean((1, 2, 3))
        far = ((x - 0.5) ** 2).mean((1, 2, 3))
        sums = excitation(x, weights, depth)
        scale = sums.detach().abs().mean() + 1e-6
        loss = (-sums / scale + 10 * SMOOTH * rough + GREY * far).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        pictures = torch.sigmoid(free)
        sums = excitation(pictures, weights, depth).reshape(STARTS, units)
        best = pictures.reshape(STARTS, units, 3, side, side)[sums.argmax(0), torch.arange(units)]
    print(f"layer {depth}: {units} units, {side}×{side}, mean sum {sums.max(0).values.mean():.2f}")
    return np.asarray(best.mul(255).round().to(torch.uint8))


def kernels(weight: Tensor) -> np.ndarray:
    """The first layer's kernels as colours about grey, each at its own full contrast."""
    most = weight.abs().amax((1, 2, 3), keepdim=True)
    return np.asarray((weight / most * 127.5 + 127.5).round().to(torch.uint8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2009)
    parser.add_argument("--out", type=Path, default=ROOT / "seeds" / "features")
    given = parser.parse_args()
    network = seeds.network("simplecnn")
    fields = network.receptive_fields()
    weights = {
        f"{name}.{key}": torch.from_numpy(np.asarray(getattr(network[name], key)))
        for name in ("conv1", "conv2", "conv3")
        for key in ("weight", "bias")
    }
    arrays: dict[str, Any] = {"conv1": kernels(weights["conv1.weight"])}
    for depth, name in ((2, "conv2"), (3, "conv3")):
        arrays[name] = liked(weights, depth, fields[name][0].size, given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    with writing.rewritten(given.out / "simplecnn.npz") as file:
        np.savez_compressed(file, **arrays)


if __name__ == "__main__":
    main()
