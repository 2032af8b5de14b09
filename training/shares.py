"""Counts how often a network is right, by its highest share: python training/shares.py cifar10.npz

Softmax gives each class a share; the highest is the answer's. Every photograph of CIFAR-10's test
half is answered by the numpy engine, and the answers are counted in bands of that share: how many
there are, and how many of them are right.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from measured import write_measured

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from cnnviz import datasets
from cnnviz.content import seeds
from cnnviz.evaluate import prepared

NAME = "simplecnn"
EDGES = (0.1, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Where bands end: of ten classes the highest has a tenth at least, and seldom less than 0.4."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="cifar10.npz")
    parser.add_argument("--out", type=Path, default=ROOT / "seeds" / "measured")
    given = parser.parse_args()
    network = seeds.network(NAME)
    with np.load(given.data) as file:
        labels = file["test_labels"]
    pictures = datasets.read_pictures(given.data)
    shares = np.array(
        [
            network.run(prepared(each, network.input_shape))["probabilities"].ravel()
            for each in pictures
        ]
    )
    band = np.searchsorted(EDGES[1:-1], shares.max(axis=1), side="right")
    right = shares.argmax(axis=1) == labels
    measured: dict[str, Any] = {
        "edges": list(EDGES),
        "answers": np.bincount(band, minlength=len(EDGES) - 1).tolist(),
        "right": np.bincount(band[right], minlength=len(EDGES) - 1).tolist(),
        "n": len(shares),
        "data": "the test half of CIFAR-10: answers by the highest share, and how many are right",
        "command": "python training/shares.py cifar10.npz",
        "date": datetime.now(UTC).date().isoformat(),
    }
    write_measured(given.out / f"shares-{NAME}.json", measured)
    print(measured)


if __name__ == "__main__":
    main()
