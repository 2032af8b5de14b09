"""Trains a deeper network for step 6's ladder of features: python training/ladder.py cifar10.npz

Five convolutions, where the SimpleCNN has three: deep enough for edges, textures, motifs and parts
to come one after another. The network itself is not shipped, only pictures of what its units look
for, which features.py draws; so it is kept as PyTorch has it, in build/, and saved after each
epoch: started again with the same options, a training that was cut off goes on where it stood.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from asked import asked, tell
from devices import (
    half_precision,
    open_dataset,
    option,
    processor,
    random_state,
    seeded_generator,
    set_random_state,
)
from muon import optimizers
from pictures import cifar10, random_shift

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "ladder"
"""Where the networks are kept; nothing of it is committed."""

WIDTHS = (48, 96, 160, 192, 384)
"""Filters of the five layers: the first 5×5, the others 3×3, with pools after 1, 2 and 4."""
SIDES, POOLED = (5, 3, 3, 3, 3), (True, True, False, True, False)
MEAN, SPREAD = 0.45, 0.25
"""What is subtracted from a pixel between 0 and 1, and what the rest is divided by."""

BATCH, HELD_BACK = 250, 2000
MUON_RATE, SGD_RATE, MOMENTUM, WARM = 0.015, 0.1, 0.9, 0.15
MOVED, SMOOTHED = 3, 0.1
"""Pictures are moved by up to so many pixels; so much of each label is shared among all classes."""


def ladder(classes: int = 10) -> nn.Sequential:
    """The network up to its logits: convolution, pool, batch normalisation, ReLU, five times."""
    net = nn.Sequential()
    depth = 3
    for number, (width, side, pooled) in enumerate(zip(WIDTHS, SIDES, POOLED, strict=True), 1):
        kernel = nn.Conv2d(depth, width, side, padding=side // 2, bias=False)
        net.add_module(f"conv{number}", kernel)
        if pooled:
            net.add_module(f"pool{number}", nn.MaxPool2d(2))
        net.add_module(f"norm{number}", nn.BatchNorm2d(width))
        net.add_module(f"relu{number}", nn.ReLU(inplace=True))
        depth = width
    net.add_module("most", nn.AdaptiveMaxPool2d(1))
    net.add_module("flatten", nn.Flatten())
    net.add_module("linear", nn.Linear(depth, classes))
    return net


def multiplications() -> int:
    """How many multiply-adds one 32×32 picture costs."""
    total, side, depth = 0, 32, 3
    for width, kernel, pooled in zip(WIDTHS, SIDES, POOLED, strict=True):
        total += side * side * width * depth * kernel * kernel
        side, depth = side // 2 if pooled else side, width
    return total


def entering(pictures: Tensor) -> Tensor:
    """N×3×H×W bytes as the network takes them: about 0, with a spread of about 1."""
    x = pictures.float().div_(255).sub_(MEAN).div_(SPREAD)
    return x.contiguous(memory_format=torch.channels_last)


def augmented(pictures: Tensor) -> Tensor:
    """N×3×32×32 bytes, half of them mirrored, each moved by up to MOVED pixels."""
    x = torch.where(torch.rand(len(pictures), 1, 1, 1) < 0.5, pictures.flip(3), pictures)
    return random_shift(functional.pad(x.float(), (MOVED,) * 4, mode="reflect").to(torch.uint8))


@torch.no_grad()
def accuracy(net: nn.Module, pictures: Tensor, labels: Tensor) -> float:
    """The share that the network names rightly, in full precision, each picture seen once."""
    net.eval()
    right = sum(
        int((net(entering(x)).argmax(1) == y).sum())
        for x, y in zip(pictures.split(500), labels.split(500), strict=True)
    )
    return right / len(labels)


def steppers(
    net: nn.Sequential, steps: int
) -> tuple[list[torch.optim.Optimizer], list[torch.optim.lr_scheduler.LambdaLR]]:
    """What moves the weights at each of so many steps, and what sets how far."""
    return optimizers(net, steps, muon=MUON_RATE, sgd=SGD_RATE, momentum=MOMENTUM, warm=WARM)


class Run:
    """One training, saved after each epoch, so that one cut off can go on.

    Args:
        pictures: N×3×32×32 bytes to learn from.
        labels: their N classes, from 0.
        epochs: how often each picture is seen.
        seed: of the first weights and of the order.
        file: where it is saved.
    """

    def __init__(
        self, pictures: Tensor, labels: Tensor, epochs: int, seed: int, file: Path
    ) -> None:
        torch.manual_seed(seed)
        self.pictures, self.labels, self.file = pictures, labels, file
        self.net = ladder(int(labels.max()) + 1).to(memory_format=torch.channels_last)
        self.steps, self.epochs, self.epoch = len(pictures) // BATCH, epochs, 0
        self.optimizers, self.schedules = steppers(self.net, self.steps * epochs)
        self.seconds = 0.0
        if file.exists():
            self._resume(open_dataset(file))

    def _resume(self, saved: dict[str, Any]) -> None:
        if saved["epochs"] != self.epochs:
            raise SystemExit(f"{self.file} is of a training of {saved['epochs']} epochs")
        self.net.load_state_dict(saved["net"])
        for each, state in zip(self.optimizers, saved["optimizers"], strict=True):
            each.load_state_dict(state)
        for schedule, state in zip(self.schedules, saved["schedules"], strict=True):
            schedule.load_state_dict(state)
        self.epoch, self.seconds = saved["epoch"], saved["seconds"]
        set_random_state(saved["random"])

    def _save(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        saved = {
            "net": self.net.state_dict(),
            "optimizers": [each.state_dict() for each in self.optimizers],
            "schedules": [each.state_dict() for each in self.schedules],
            "epoch": self.epoch,
            "epochs": self.epochs,
            "seconds": self.seconds,
            "random": random_state(),
        }
        part = self.file.with_suffix(".part")
        torch.save(saved, part)
        part.rename(self.file)

    def one_epoch(self) -> float:
        """See each picture once; give the mean loss."""
        began, total = time.monotonic(), 0.0
        self.net.train()
        order = torch.randperm(len(self.pictures))[: self.steps * BATCH]
        for n, batch in enumerate(order.split(BATCH), 1):
            x = entering(augmented(self.pictures[batch]))
            with half_precision():
                logits = self.net(x)
            loss = functional.cross_entropy(
                logits.float(), self.labels[batch], label_smoothing=SMOOTHED
            )
            self.net.zero_grad()
            loss.backward()
            for step in (*self.optimizers, *self.schedules):
                step.step()
            total += loss.item()
            if self.epoch == 0 and n in (10, 50):
                print(f"{n * BATCH / (time.monotonic() - began):.0f} pictures/s", flush=True)
        self.epoch += 1
        self.seconds += time.monotonic() - began
        self._save()
        return float(total / self.steps)

    def learn(self, pictures: Tensor, labels: Tensor) -> float:
        """Train to the end, telling the accuracy on what was held back; give the last."""
        right = float(accuracy(self.net, pictures, labels))
        while self.epoch < self.epochs:
            loss = self.one_epoch()
            right = float(accuracy(self.net, pictures, labels))
            tell(self.epoch, self.epochs, loss, right, self.seconds)
        return right


def main() -> None:
    given = asked(
        __doc__,
        "cifar10.npz: train_jpeg, train_offsets, …",
        epochs=60,
        seed=5,
        out=KEPT,
        anywhere=True,
    )
    pictures, labels = cifar10(given.data, "train")
    order = torch.randperm(len(labels), generator=seeded_generator(given.seed), device="cpu")
    held, kept = order[:HELD_BACK], order[HELD_BACK:]
    file = given.out / "ladder.pt"
    run = Run(pictures[kept], labels[kept], given.epochs, given.seed, file)
    parameters = sum(weight.numel() for weight in run.net.parameters())
    print(f"{parameters:,} parameters, {multiplications():,} multiply-adds", flush=True)
    right = run.learn(pictures[held], labels[held])
    measured = accuracy(run.net, *cifar10(given.data, "test"))
    saved = open_dataset(file)
    saved["card"] = {
        "held_back_accuracy": round(right, 4),
        "accuracy": round(measured, 4),
        "training_seconds": round(run.seconds),
        "processor": processor(),
        "command": f"python training/ladder.py cifar10.npz{option()}",
        "date": datetime.now(UTC).date().isoformat(),
    }
    torch.save(saved, file)
    print(saved["card"])


if __name__ == "__main__":
    main()
