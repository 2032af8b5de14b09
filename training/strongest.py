"""Measures how strong LeNet-5's strongest sum is: python training/strongest.py mnist.npz

Softmax makes ten shares of anything. The sums before it tell more: on what is no digit the
strongest of them is weaker than on nearly all of MNIST's test digits. Written are the strongest
sums at some shares of the test half, computed by the numpy engine, picture by picture.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from cnnviz import seeds, writing

SHARES = (0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.1, 0.25, 0.5, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="mnist.npz: test_images")
    parser.add_argument("--out", type=Path, default=ROOT / "seeds" / "measured")
    given = parser.parse_args()
    with np.load(given.data) as file:
        images = file["test_images"]
    network = seeds.network("lenet")
    pictures = np.pad(images[:, None].astype(np.float32) / 255, ((0, 0), (0, 0), (2, 2), (2, 2)))
    strongest = [float(network.run(picture)["output"].max()) for picture in pictures]
    measured = {
        "shares": list(SHARES),
        "sums": [round(float(each), 2) for each in np.quantile(strongest, SHARES)],
        "n": len(pictures),
        "data": "the test half of MNIST: the strongest of the ten sums before softmax",
        "command": "python training/strongest.py mnist.npz",
        "date": datetime.now(UTC).date().isoformat(),
    }
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(part)}" for key, part in measured.items())
    writing.write(given.out / "strongest.json", f"{{\n{lines}\n}}\n".encode())
    print(lines)


if __name__ == "__main__":
    main()
