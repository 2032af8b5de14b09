"""Trains two networks of one size on digits that never move: python training/fair.py mnist.npz

An MLP and a second LeNet-5, with the same pictures, the same order and the same recipe, so that
what tells them apart is how they are wired. Step 1 compares them on digits that have moved.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from asked import asked, tell
from lenet import accuracy, lenet
from pictures import SEEDS, mnist, write

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz.engine.weights import assemble
from cnnviz.evaluate import evaluate

BATCH, HELD_BACK, PEAK_RATE = 128, 5000, 3e-3
HIDDEN = 60
"""Neurons of the MLP's hidden layer: 62,110 parameters, beside LeNet-5's 61,706."""


def mlp() -> nn.Sequential:
    """One hidden layer, up to the logits; the learning layers are named as in the description."""
    net = nn.Sequential()
    for name, layer in {
        "flatten": nn.Flatten(),
        "hidden": nn.Linear(1024, HIDDEN),
        "hidden tanh": nn.Tanh(),
        "output": nn.Linear(HIDDEN, 10),
    }.items():
        net.add_module(name, layer)
    return net


def train(
    net: nn.Module, images: Tensor, labels: Tensor, epochs: int, seed: int
) -> tuple[nn.Module, float]:
    """Train on the pictures as they are; give the accuracy on what was held back, too."""
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
    held, kept = order[:HELD_BACK], order[HELD_BACK:]
    steps = len(kept) // BATCH
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, PEAK_RATE, total_steps=steps * epochs, pct_start=0.2
    )
    shuffle = torch.Generator().manual_seed(seed)
    began, right = time.monotonic(), 0.0
    for epoch in range(epochs):
        total = 0.0
        drawn = torch.randperm(len(kept), generator=shuffle)
        for batch in kept[drawn][: steps * BATCH].split(BATCH):
            loss = functional.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        right = accuracy(net, images[held], labels[held])
        tell(epoch + 1, epochs, total / steps, right, time.monotonic() - began)
    return net, right


def descriptions() -> dict[str, dict[str, Any]]:
    """Both networks as plain data, without their cards."""
    original = json.loads((SEEDS / "lenet.json").read_text(encoding="utf-8"))
    shared = {key: original[key] for key in ("input", "range", "prepare", "classes")}
    dense = [
        {"type": "flatten", "name": "flatten"},
        {"type": "dense", "name": "hidden", "units": HIDDEN},
        {"type": "tanh", "name": "hidden tanh"},
        {"type": "dense", "name": "output", "units": 10},
        {"type": "softmax", "name": "probabilities"},
    ]
    return {
        "mlp": {"name": "mlp", "title": "MLP", **shared, "layers": dense},
        "lenet-still": {
            "name": "lenet-still",
            "title": "LeNet-5 that never saw a digit move",
            "paper": original["paper"],
            **shared,
            "layers": original["layers"],
        },
    }


def main() -> None:
    given = asked(__doc__, "mnist.npz: train_images, train_labels, test_…", epochs=10, seed=1)
    pictures, labels = mnist(given.data, "train")
    for (name, described), make in zip(descriptions().items(), (mlp, lenet), strict=True):
        print(name)
        torch.manual_seed(given.seed)
        began = time.monotonic()
        net, held = train(make(), pictures, labels, given.epochs, given.seed)
        seconds = time.monotonic() - began
        arrays = {key: value.numpy() for key, value in net.state_dict().items()}
        measured = evaluate(assemble(described, arrays), given.data)
        described["card"] = {
            "data": f"MNIST, its training half: {len(labels) - HELD_BACK:,} pictures to learn "
            f"from, {HELD_BACK:,} held back; none of them moved or changed",
            "recipe": f"AdamW, one cycle up to {PEAK_RATE}, batches of {BATCH}, {given.epochs} "
            "epochs; the same for both networks of this comparison",
            "seed": given.seed,
            "training_seconds": round(seconds),
            "held_back_accuracy": round(held, 4),
            "accuracy": measured["accuracy"],
            "n": measured["n"],
            "measured": "the test half of MNIST, by the numpy engine; nothing was chosen on it",
            "date": datetime.now(UTC).date().isoformat(),
        }
        write(given.out, described, arrays)
        print(json.dumps({"network": name, **measured}))


if __name__ == "__main__":
    main()
