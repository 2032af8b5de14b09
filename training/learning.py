"""Records LeNet-5 while it learns: python training/learning.py mnist.npz

A LeNet-5 learns MNIST's digits from random weights, for a few minutes. At 40 moments, close
together at first and further and further apart, it is written down: its six first filters, what it
makes of the chapter's ten digits, and its loss on digits that it does not learn from. Step 6 plays
the recording; nothing of it was chosen or drawn by hand.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet import augmented, lenet
from measured import write_measured
from pictures import mnist

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from cnnviz.content import seeds

MOMENTS, EPOCHS, BATCH, RATE = 40, 4, 128, 3e-3
HELD_BACK = 5000


def moments(steps: int) -> list[int]:
    """After how many steps it is recorded: 0, 1, 2, …, each later one about a fifth further."""
    wished = np.geomspace(1, steps, MOMENTS - 1)
    taken = [0]
    for each in wished:
        taken.append(max(taken[-1] + 1, round(float(each))))
    return taken


def digits() -> Tensor:
    """The chapter's drawn digits as LeNet-5 takes them, in the order 0 to 9: 10×1×32×32."""
    drawn = {each.label: seeds.digit(each.name) for each in reversed(seeds.digits())}
    ink = np.stack([drawn[label] for label in range(10)]).astype(np.float32)
    return functional.pad(torch.from_numpy(ink), (2, 2, 2, 2))


class Recording:
    """What is written down, moment by moment.

    Args:
        images: N×1×32×32 digits that are not learned from.
        labels: what they are.
    """

    def __init__(self, images: Tensor, labels: Tensor) -> None:
        self.images, self.labels, self.digits = images, labels, digits()
        self.steps: list[int] = []
        self.loss: list[float] = []
        self.right: list[float] = []
        self.filters: list[np.ndarray] = []
        self.chances: list[np.ndarray] = []

    @torch.no_grad()
    def take(self, net: nn.Module, step: int) -> None:
        """Write down how the network is after so many steps."""
        logits = net(self.images)
        self.steps.append(step)
        self.loss.append(float(functional.cross_entropy(logits, self.labels)))
        self.right.append(float((logits.argmax(1) == self.labels).float().mean()))
        self.filters.append(net.get_parameter("C1.weight").numpy().copy())
        self.chances.append(net(self.digits).softmax(1).numpy())
        print(f"step {step}  loss {self.loss[-1]:.4f}  right {self.right[-1]:.4f}", flush=True)

    def record(self) -> dict[str, object]:
        """All of it as flat lists: moment by moment, then filter or digit, then cell or class."""
        ink = self.digits[:, 0, 2:-2, 2:-2].numpy()
        return {
            "steps": self.steps,
            "loss": round_values(np.array(self.loss), 4),
            "right": round_values(np.array(self.right), 4),
            "filters": round_values(np.stack(self.filters), 3),
            "chances": round_values(np.stack(self.chances), 4),
            "ink": round_values(ink, 1),
            "n": len(self.labels),
        }


def round_values(values: np.ndarray, decimals: int) -> list[float]:
    """All numbers of an array in a row, with so many decimals."""
    found = values.astype(np.float64).round(decimals).ravel()
    return [int(each) if each == int(each) else each for each in found.tolist()]


def learn(images: Tensor, labels: Tensor, held: Recording) -> nn.Module:
    """Learn for EPOCHS, writing down each moment."""
    net = lenet()
    steps = len(images) // BATCH * EPOCHS
    when = set(moments(steps))
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    held.take(net, 0)
    order = torch.cat([torch.randperm(len(images)) for _ in range(EPOCHS)])
    for step, batch in enumerate(order[: steps * BATCH].split(BATCH), 1):
        loss = functional.cross_entropy(net(augmented(images[batch], 1.0)), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step in when:
            held.take(net, step)
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="mnist.npz: train_images, train_labels")
    parser.add_argument("--seed", type=int, default=1989)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "seeds" / "measured")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    images, labels = mnist(given.data, "train")
    torch.manual_seed(given.seed)
    order = torch.randperm(len(images))
    held, kept = order[:HELD_BACK], order[HELD_BACK:]
    recording = Recording(images[held], labels[held])
    began = time.monotonic()
    learn(images[kept], labels[kept], recording)
    written = recording.record() | {
        "data": f"MNIST, its training half: {len(kept):,} digits to learn from, {HELD_BACK:,} held "
        "back, on which loss and accuracy are measured; the chapter's drawn digits are only shown",
        "recipe": f"AdamW, the rate falling from {RATE} to 0, batches of {BATCH}, {EPOCHS} epochs; "
        "digits turned, scaled, sheared, moved, bent, thinned and thickened",
        "seed": given.seed,
        "training_seconds": round(time.monotonic() - began),
        "command": "python training/learning.py mnist.npz",
        "date": datetime.now(UTC).date().isoformat(),
    }
    write_measured(given.out / "learning.json", written)


if __name__ == "__main__":
    main()
