"""Trains LeNet-5 on MNIST, writes its weights and its card: python training/lenet.py mnist.npz"""

from __future__ import annotations

import copy
import json
import math
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import torch
from asked import asked
from pictures import SEEDS, mnist, write
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz.engine.weights import assemble
from cnnviz.evaluate import evaluate

BATCH, HELD_BACK, PEAK_RATE = 128, 5000, 4e-3


def augmented(images: Tensor, strength: float) -> Tensor:
    """Other hands: N×1×32×32 ink turned, scaled, sheared, moved, bent, and thinner or thicker."""
    count = len(images)

    def spread(*shape: int) -> Tensor:
        return torch.rand(*shape) * 2 - 1

    # Thickness: half the pictures go part of the way to their dilation or their erosion.
    thicker = functional.max_pool2d(images, 3, 1, 1)
    thinner = -functional.max_pool2d(-images, 3, 1, 1)
    amount = spread(count, 1, 1, 1) * 0.9 * strength * (torch.rand(count, 1, 1, 1) < 0.5)
    images = images + amount.clamp(min=0) * (thicker - images)
    images = images + (-amount).clamp(min=0) * 0.6 * (thinner - images)

    angle = spread(count) * math.radians(15) * strength
    scale_x = torch.exp(spread(count) * 0.15 * strength)
    scale_y = scale_x * torch.exp(spread(count) * 0.08 * strength)
    shear = spread(count) * 0.25 * strength
    maps = torch.zeros(count, 2, 3)
    maps[:, 0, 0], maps[:, 0, 1] = angle.cos() / scale_x, (shear - angle.sin()) / scale_x
    maps[:, 1, 0], maps[:, 1, 1] = angle.sin() / scale_y, angle.cos() / scale_y
    maps[:, :, 2] = spread(count, 2) * 2.5 * strength / 16  # in half-widths of 16 pixels
    grid = functional.affine_grid(maps, list(images.shape), align_corners=False)
    # Bending: a displacement for each of 5×5 points, smooth in between (Simard et al., 2003).
    bend = torch.randn(count, 2, 5, 5) * 0.6 * strength / 16
    bend = functional.interpolate(bend, images.shape[2:], mode="bilinear", align_corners=True)
    return functional.grid_sample(images, grid + bend.permute(0, 2, 3, 1), align_corners=False)


def lenet() -> nn.Sequential:
    """LeNet-5 up to its logits; the learning layers are named as in the description."""
    net = nn.Sequential()
    for name, layer in {
        "C1": nn.Conv2d(1, 6, 5),
        "C1 tanh": nn.Tanh(),
        "S2": nn.AvgPool2d(2),
        "C3": nn.Conv2d(6, 16, 5),
        "C3 tanh": nn.Tanh(),
        "S4": nn.AvgPool2d(2),
        "flatten": nn.Flatten(),
        "F5": nn.Linear(400, 120),
        "F5 tanh": nn.Tanh(),
        "F6": nn.Linear(120, 84),
        "F6 tanh": nn.Tanh(),
        "output": nn.Linear(84, 10),
    }.items():
        net.add_module(name, layer)
    return net


@torch.no_grad()
def accuracy(net: nn.Module, images: Tensor, labels: Tensor) -> float:
    return float((net(images).argmax(1) == labels).float().mean())


def train(images: Tensor, labels: Tensor, epochs: int, seed: int) -> tuple[nn.Module, float]:
    """Train, and give the running mean of the weights with its accuracy on what was held back."""
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
    held, kept = order[:HELD_BACK], order[HELD_BACK:]
    torch.manual_seed(seed)
    net = lenet()
    mean = copy.deepcopy(net)
    steps = len(kept) // BATCH
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, PEAK_RATE, total_steps=steps * epochs, pct_start=0.15
    )
    began, right = time.monotonic(), 0.0
    for epoch in range(epochs):
        # The last fifth sees hands closer to MNIST's own.
        strength = 1.0 if epoch < epochs * 0.8 else 0.7
        total = 0.0
        for batch in kept[torch.randperm(len(kept))][: steps * BATCH].split(BATCH):
            loss = functional.cross_entropy(net(augmented(images[batch], strength)), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
            with torch.no_grad():
                for slow, quick in zip(mean.parameters(), net.parameters(), strict=True):
                    slow.lerp_(quick, 0.002)
        right = accuracy(mean, images[held], labels[held])
        print(
            f"epoch {epoch + 1}/{epochs}  loss {total / steps:.4f}  held back {right:.4f}  "
            f"{time.monotonic() - began:.0f} s",
            flush=True,
        )
    return mean, right


def main() -> None:
    given = asked(__doc__, "mnist.npz: train_images, train_labels, test_…", epochs=60, seed=1998)
    pictures, labels = mnist(given.data, "train")
    began = time.monotonic()
    net, held = train(pictures, labels, given.epochs, given.seed)
    seconds = time.monotonic() - began
    arrays = {name: value.numpy() for name, value in net.state_dict().items()}

    described = json.loads((SEEDS / "lenet.json").read_text(encoding="utf-8"))
    measured = evaluate(assemble(described, arrays), given.data)
    described["card"] = {
        "data": "MNIST, its training half: 55,000 pictures to learn from, 5,000 held back",
        "recipe": f"AdamW, one cycle up to {PEAK_RATE}, batches of {BATCH}, {given.epochs} epochs; "
        "pictures turned, scaled, sheared, moved, bent, thinned and thickened; the running mean "
        "of the weights",
        "seed": given.seed,
        "training_seconds": round(seconds),
        "held_back_accuracy": round(held, 4),
        "accuracy": measured["accuracy"],
        "n": measured["n"],
        "measured": "the test half of MNIST, by the numpy engine; nothing was chosen on it",
        "date": datetime.now(UTC).date().isoformat(),
    }
    write(given.out, described, arrays)
    print(json.dumps({"network": "lenet", **measured}))


if __name__ == "__main__":
    main()
