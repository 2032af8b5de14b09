"""Trains LeNet-5 on MNIST, writes its weights and its card: python training/lenet.py mnist.npz"""

from __future__ import annotations

import copy
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from asked import asked, tell
from hands import hands
from nondigits import nondigits
from pictures import SEEDS, mnist, write

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz.engine.weights import assemble
from cnnviz.evaluate import evaluate

BATCH, HELD_BACK, PEAK_RATE, SECOND_RATE = 128, 5000, 4e-3, 2e-3
DRAWN, UNNAMED = 20_000, 16_000
"""How many digits are drawn in other hands, and how many pictures that are no digit."""
HANDS, OTHERS = 16, 20
"""How many of them stand beside the 128 of MNIST in each batch."""


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


def soil(images: Tensor) -> Tensor:
    """Some with a stray dot, some with noise of up to σ 0.3, half of it cut off at 0 and 1."""
    count = len(images)
    place = torch.rand(count, 2, 1, 1) * 32
    radius = 0.6 + torch.rand(count, 1, 1) * 1.2
    y, x = torch.meshgrid(torch.arange(32) + 0.5, torch.arange(32) + 0.5, indexing="ij")
    far = torch.hypot(y - place[:, 0], x - place[:, 1])
    dots = (radius + 0.5 - far).clamp(0, 1) * (torch.rand(count, 1, 1) < 0.15)
    images = torch.maximum(images, dots[:, None])
    sigma = torch.rand(count, 1, 1, 1) * 0.3 * (torch.rand(count, 1, 1, 1) < 0.2)
    noisy = images + sigma * torch.randn(images.shape)
    return torch.where(torch.rand(count, 1, 1, 1) < 0.5, noisy.clamp(0, 1), noisy)


def doubtful(logits: Tensor) -> Tensor:
    """The loss of what is no digit: to be given even shares, from small sums (Hendrycks, 2019)."""
    even = logits.logsumexp(1) - logits.mean(1)
    return (even + 0.02 * logits.square().mean(1)).mean()


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


@dataclass(frozen=True)
class Pictures:
    """What a network learns from, and what is held back from it: N×1×32×32 ink, and labels."""

    images: Tensor
    labels: Tensor
    held_images: Tensor
    held_labels: Tensor


Lesson = Callable[[nn.Module, Tensor, Tensor, float], Tensor]
"""The loss of a network on a batch of MNIST's pictures, with their labels, at some strength."""


def plain(net: nn.Module, images: Tensor, labels: Tensor, strength: float) -> Tensor:
    """MNIST's digits alone, in other hands."""
    return functional.cross_entropy(net(augmented(images, strength)), labels)


def widen(pictures: Pictures, seed: int) -> Lesson:
    """MNIST's digits, those of other hands, and what is no digit; some with dots, some noisy."""
    ink, names = map(torch.from_numpy, hands(DRAWN, seed))
    drawn = functional.pad(ink[:, None], (2, 2, 2, 2))
    kept = pictures.images[:, 0, 2:-2, 2:-2].numpy()
    others = torch.from_numpy(nondigits(UNNAMED, kept, seed))[:, None]

    def loss(net: nn.Module, images: Tensor, labels: Tensor, strength: float) -> Tensor:
        more, none = torch.randint(len(drawn), (HANDS,)), torch.randint(len(others), (OTHERS,))
        shown = torch.cat([images, drawn[more], others[none]])
        logits = net(soil(augmented(shown, strength)))
        named = functional.cross_entropy(logits[:-OTHERS], torch.cat([labels, names[more]]))
        return named + 0.3 * doubtful(logits[-OTHERS:])

    return loss


def learn(
    net: nn.Module, pictures: Pictures, lesson: Lesson, epochs: int, peak: float, mild: float
) -> tuple[nn.Module, float]:
    """Train, and give the running mean of the weights with its accuracy on what was held back.

    mild: the strength of the last fifth of the epochs, which sees hands closer to MNIST's own.
    """
    mean = copy.deepcopy(net)
    steps = len(pictures.images) // BATCH
    optimizer = torch.optim.AdamW(net.parameters(), peak, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, peak, total_steps=steps * epochs, pct_start=0.15
    )
    began, right = time.monotonic(), 0.0
    for epoch in range(epochs):
        strength = 1.0 if epoch < epochs * 0.8 else mild
        total = 0.0
        for batch in torch.randperm(len(pictures.images))[: steps * BATCH].split(BATCH):
            loss = lesson(net, pictures.images[batch], pictures.labels[batch], strength)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
            with torch.no_grad():
                for slow, quick in zip(mean.parameters(), net.parameters(), strict=True):
                    slow.lerp_(quick, 0.002)
        right = accuracy(mean, pictures.held_images, pictures.held_labels)
        tell(epoch + 1, epochs, total / steps, right, time.monotonic() - began)
    return mean, right


def main() -> None:
    given = asked(
        __doc__,
        "mnist.npz: train_images, train_labels, test_…",
        epochs=60,
        seed=1998,
        first="weights of the first part, where it need not be done again",
    )
    images, labels = mnist(given.data, "train")
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(given.seed))
    held, kept = order[:HELD_BACK], order[HELD_BACK:]
    pictures = Pictures(images[kept], labels[kept], images[held], labels[held])
    began = time.monotonic()
    torch.manual_seed(given.seed)
    net: nn.Module = lenet()
    if given.first:
        with np.load(given.first) as file:
            net.load_state_dict({name: torch.from_numpy(file[name]) for name in file})
        card = json.loads(given.first.with_suffix(".json").read_text(encoding="utf-8"))["card"]
        began -= card["training_seconds"]
    else:
        net, _ = learn(net, pictures, plain, given.epochs, PEAK_RATE, 0.7)
    torch.manual_seed(given.seed + 1)
    lesson = widen(pictures, given.seed)
    net, right = learn(net, pictures, lesson, given.epochs // 3, SECOND_RATE, 0.6)
    seconds = time.monotonic() - began
    arrays = {name: value.numpy() for name, value in net.state_dict().items()}

    described = json.loads((SEEDS / "lenet.json").read_text(encoding="utf-8"))
    measured = evaluate(assemble(described, arrays), given.data)
    described["card"] = {
        "data": "MNIST, its training half: 55,000 pictures to learn from, 5,000 held back; "
        f"{DRAWN:,} digits drawn in other hands (hands.py), {UNNAMED:,} pictures that are no digit "
        "(nondigits.py)",
        "recipe": f"AdamW, batches of {BATCH}; one cycle up to {PEAK_RATE} on MNIST alone, "
        f"{given.epochs} epochs, another up to {SECOND_RATE} on all of it, {given.epochs // 3} "
        "epochs; pictures turned, scaled, sheared, moved, bent, thinned and thickened, in the "
        "second some with stray dots and noise; the running mean of the weights",
        "seed": given.seed,
        "training_seconds": round(seconds),
        "held_back_accuracy": round(right, 4),
        "accuracy": measured["accuracy"],
        "n": measured["n"],
        "measured": "the test half of MNIST, by the numpy engine; nothing was chosen on it",
        "examined": "noise, drawn digits in twenty styles, scribbles, letters and patterns: "
        "training/examined.json",
        "date": datetime.now(UTC).date().isoformat(),
    }
    write(given.out, described, arrays)
    print(json.dumps({"network": "lenet", **measured}))


if __name__ == "__main__":
    main()
