"""Measures how far a digit may move before a network loses it: python training/shifted.py mnist.npz

Every picture of MNIST's test half is moved by 0 to 7 pixels, to the left, to the right, up and
down, within the network's 32×32 input; ink that leaves the frame is lost, which begins for a few
digits at 3 pixels. The accuracy of a distance is the mean over the four directions. All of it is
computed by the numpy engine, picture by picture.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measured import write_measured

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from cnnviz.content import seeds
from cnnviz.engine.network import Network
from cnnviz.engine.shift import shifted

NETWORKS = ("mlp", "lenet-still")
DISTANCES = range(8)
DIRECTIONS = ((0, -1), (0, 1), (-1, 0), (1, 0))
"""Left, right, up and down, as (dy, dx)."""


def right(network: Network, pictures: NDArray[np.float32], labels: NDArray[Any]) -> float:
    """The share of N×1×32×32 pictures that the network names as they are labelled."""
    said = [network.run(picture)["output"].argmax() for picture in pictures]
    return float((np.array(said) == labels).mean())


def accuracies(
    network: Network, pictures: NDArray[np.float32], labels: NDArray[Any], distance: int
) -> list[float]:
    """The accuracy by direction at one distance."""
    return [
        right(network, shifted(pictures, dy * distance, dx * distance), labels)
        for dy, dx in (DIRECTIONS if distance else DIRECTIONS[:1])
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="mnist.npz: test_images, test_labels")
    parser.add_argument("--out", type=Path, default=ROOT / "seeds" / "measured")
    given = parser.parse_args()
    with np.load(given.data) as file:
        images, labels = file["test_images"], file["test_labels"]
    pictures = np.pad(images[:, None].astype(np.float32) / 255, ((0, 0), (0, 0), (2, 2), (2, 2)))
    measured: dict[str, Any] = {"shifts": list(DISTANCES)}
    began = time.monotonic()
    for name in NETWORKS:
        network = seeds.network(name)
        measured[name] = []
        for distance in DISTANCES:
            each = accuracies(network, pictures, labels, distance)
            measured[name].append(round(float(np.mean(each)), 4))
            ways = "  ".join(f"{share:.4f}" for share in each)
            print(
                f"{name}  {distance} px  {measured[name][-1]:.4f}  ({ways})  "
                f"{time.monotonic() - began:.0f} s",
                flush=True,
            )
    measured |= {
        "n": len(labels),
        "data": "the test half of MNIST; moved left, right, up and down within 32×32, the mean of "
        "the four; ink that leaves the frame is lost",
        "command": "python training/shifted.py mnist.npz",
        "date": datetime.now(UTC).date().isoformat(),
    }
    write_measured(given.out / "shift.json", measured)


if __name__ == "__main__":
    main()
