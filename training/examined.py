"""Measures what LeNet-5 stands: python training/examined.py mnist.npz

Noise: Gaussian, σ 0.2, on the ink of the whole 32×32 input of MNIST's test half, cut off at 0 and 1
and not; what it costs is the accuracy without it less that with it, beside the network that saw
neither noise nor moved digits (lenet-still). Drawings: those of tests/drawing.py, which was made
for the tests and not trained on, through the page's own normalisation: 2,000 digits in twenty
styles, and how much of what is no digit is doubted or gets less than 60 %. Computed by the numpy
engine, picture by picture; written into training/examined.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
import drawing
import not_digits
from cnnviz import datasets, writing
from cnnviz.content import seeds
from cnnviz.engine.network import Network
from cnnviz.engine.strokes import normalized
from cnnviz.evaluate import prepared
from cnnviz.staging.answers import answer_of

Array = NDArray[Any]
SIGMA, TIMES, SEED = 0.2, 10, 100


def share_right(network: Network, pictures: list[Array], labels: Array) -> float:
    """How many of 1×32×32 pictures are named as they are labelled."""
    said = [network.run(x.astype(np.float32))["output"].argmax() for x in pictures]
    return round(float((np.array(said) == labels).mean()), 4)


def noise(pictures: list[Array], labels: Array) -> dict[str, dict[str, float]]:
    """Each network's accuracy without noise and with it."""
    r = np.random.default_rng(SEED)
    noisy = [x + r.normal(0, SIGMA, x.shape) for x in pictures]
    cut = [np.clip(x, 0, 1) for x in noisy]
    given = {"without noise": pictures, "with noise": noisy, "noise cut off at 0 and 1": cut}
    return {
        name: {kind: share_right(seeds.network(name), each, labels) for kind, each in given.items()}
        for name in ("lenet", "lenet-still")
    }


def picture_of(strokes: drawing.Strokes) -> Array:
    """A drawing as the page shows it to the network."""
    return np.pad(normalized(strokes).round(1), 2)[None]


def drawing_scores(network: Network) -> dict[str, float]:
    """How many drawn digits are read, by style."""
    found = {}
    for number, style in enumerate(drawing.STYLES):
        each = [
            pair
            for time in range(TIMES)
            for pair in drawing.digits(style, SEED * (time + 1) + number)
        ]
        labels = np.array([digit for digit, _ in each])
        found[style.name] = share_right(
            network, [picture_of(strokes) for _, strokes in each], labels
        )
    return found


def share_doubted(network: Network, pictures: list[Array]) -> float:
    """How many are doubted, or get less than 60 %."""
    answers = [answer_of(network, network.run(x.astype(np.float32))) for x in pictures]
    return round(float(np.mean([each.unlike or each.share < 0.6 for each in answers])), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="mnist.npz: test_images, test_labels")
    parser.add_argument("--out", type=Path, default=ROOT / "training")
    given = parser.parse_args()
    data, network = datasets.read_pictures(given.data), seeds.network("lenet")
    pictures: list[Array] = [prepared(x, network.input_shape) for x in data]
    styles = drawing_scores(network)
    measured: dict[str, Any] = {
        "noise": noise(pictures, data.labels),
        "drawn digits read": {"all": round(float(np.mean(list(styles.values()))), 4), **styles},
        "doubted": {
            "test digits": share_doubted(network, pictures),
            "letters": share_doubted(
                network, [picture_of(each) for each in drawing.letters(400, SEED)]
            ),
            "scribbles": share_doubted(
                network, [picture_of(each) for each in not_digits.scribbles(400, SEED)]
            ),
            "patterns": share_doubted(
                network, [each[None] for each in not_digits.patterns(32, SEED)]
            ),
        },
        "n": len(pictures),
        "data": "MNIST's test half; drawings of tests/drawing.py, made for the tests",
        "command": "python training/examined.py mnist.npz",
        "date": datetime.now(UTC).date().isoformat(),
    }
    text = json.dumps(measured, indent=2, ensure_ascii=False)
    writing.write(given.out / "examined.json", f"{text}\n".encode())
    print(text)


if __name__ == "__main__":
    main()
