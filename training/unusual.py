"""Measures what is usual for a network: python training/unusual.py lenet mnist.npz

Softmax makes shares of anything. What stands before it tells more: LeNet-5, which has learned on
pictures of no digit too, answers them with weak sums, and the strongest of the ten is measured. The
SimpleCNN has only learned from photographs; the 128 numbers that its last layer reads are measured,
their mean and how they vary together on pictures of the training half. Written are the measured
values at some shares of the test half. All of it is computed by the numpy engine.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measured import write_measured

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from cnnviz import datasets
from cnnviz.content import seeds
from cnnviz.evaluate import prepared
from cnnviz.staging.answers import UNLIKE, familiarity

SHARES = (0, 0.001, 0.002, 0.005, 0.01, 0.015, 0.02, UNLIKE, 0.03, 0.04, 0.05, 0.1, 0.25, 0.5, 1)
LAYERS = {"lenet": "output", "simplecnn": "average"}
SPREAD = 10_000
"""From how many pictures of the training half mean and spread are taken."""
ABOUT = {
    "lenet": ("mnist.npz", "MNIST: the strongest of the ten sums before softmax"),
    "simplecnn": (
        "cifar10.npz",
        "CIFAR-10: how far, below 0, the roots of the 128 averages lie from their mean",
    ),
}
"""By network: its data, and what is measured on it."""
Array = NDArray[Any]


def activations(name: str, pictures: Any) -> list[Array]:
    """The measured layer's activations, one picture after another."""
    network = seeds.network(name)
    layer = LAYERS[name]
    return [network.run(prepared(x, network.input_shape))[layer] for x in pictures]


def layer_spread(layers: list[Array]) -> dict[str, list[float]]:
    """The mean of N roots, and the lower triangle of the matrix that whitens them, row by row."""
    roots = np.sqrt(np.stack([each.ravel() for each in layers]).astype(np.float64))
    covariance = np.cov(roots.T)
    # What hardly varies would weigh without bound: a thousandth of the mean variance is added.
    covariance += 1e-3 * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    whitening = np.linalg.inv(np.linalg.cholesky(covariance))
    lower = whitening[np.tril_indices(len(whitening))]
    return {"mean": _short(roots.mean(axis=0)), "whitening": _short(lower)}


def _short(numbers: Array) -> list[float]:
    """To four digits, which is more than they are known to."""
    return [float(f"{number:.4g}") for number in numbers]


def training_half(path: Path) -> list[NDArray[np.float32]]:
    """Pictures of CIFAR-10's training half, 3×32×32 from 0 to 1."""
    with np.load(path) as file:
        data, offsets = file["train_jpeg"], file["train_offsets"][: SPREAD + 1]
    return [x / np.float32(255) for x in datasets.decoded("train_jpeg: file", data, offsets)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=list(LAYERS))
    parser.add_argument("data", type=Path, help="mnist.npz for lenet, cifar10.npz for simplecnn")
    parser.add_argument("--out", type=Path, default=ROOT / "seeds" / "measured")
    given = parser.parse_args()
    name = given.network
    measured: dict[str, Any] = {"layer": LAYERS[name]}
    if name == "simplecnn":
        measured |= layer_spread(activations(name, training_half(given.data)))
    values = [
        familiarity(measured, each)
        for each in activations(name, datasets.read_pictures(given.data))
    ]
    file, about = ABOUT[name]
    measured |= {
        "shares": list(SHARES),
        "values": [round(float(each), 3) for each in np.quantile(values, SHARES)],
        "n": len(values),
        "data": f"the test half of {about}",
        "command": f"python training/unusual.py {name} {file}",
        "date": datetime.now(UTC).date().isoformat(),
    }
    write_measured(given.out / f"unusual-{name}.json", measured)
    print({key: part for key, part in measured.items() if key not in ("mean", "whitening")})


if __name__ == "__main__":
    main()
