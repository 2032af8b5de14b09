"""Trains the SimpleCNN on CIFAR-10, writes its weights and card: python training/simplecnn.py FILE

It learns with batch normalisation (Ioffe & Szegedy, 2015) between each convolution and its ReLU.
At rest a normalisation is one factor and one summand a channel, so it is multiplied into the
convolution before it: what is written has exactly the layers, and the parameters, of step 8.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from asked import asked, tell
from muon import optimizers
from pictures import SEEDS, cifar10, random_shift, write

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz.engine.weights import assemble
from cnnviz.evaluate import evaluate

BATCH, HELD_BACK = 128, 2000
MUON_RATE, SGD_RATE, MOMENTUM, WARM = 0.012, 0.1, 0.9, 0.1
MOVED = 2
"""Pictures are moved by up to so many pixels."""


def learner() -> nn.Sequential:
    """The SimpleCNN up to its logits, each convolution followed by its normalisation."""
    net = nn.Sequential()
    depth = 3
    for number, filters in enumerate((32, 64, 128), 1):
        net.add_module(f"conv{number}", nn.Conv2d(depth, filters, 3, padding=1, bias=False))
        net.add_module(f"norm{number}", nn.BatchNorm2d(filters))
        if number < 3:
            # A maximum may be taken before a ReLU as well as after it, at a quarter of the work.
            net.add_module(f"pool{number}", nn.MaxPool2d(2))
        net.add_module(f"relu{number}", nn.ReLU(inplace=True))
        depth = filters
    net.add_module("average", nn.AdaptiveAvgPool2d(1))
    net.add_module("flatten", nn.Flatten())
    net.add_module("linear", nn.Linear(128, 10))
    return net


@torch.no_grad()
def fold_batch_norm(net: nn.Sequential) -> dict[str, Tensor]:
    """The weights with each normalisation multiplied into the convolution before it."""
    arrays = {
        f"linear.{key}": value for key, value in net.get_submodule("linear").state_dict().items()
    }
    for number in (1, 2, 3):
        conv = net.get_submodule(f"conv{number}")
        norm = net.get_submodule(f"norm{number}")
        assert isinstance(conv, nn.Conv2d)
        assert isinstance(norm, nn.BatchNorm2d)
        assert norm.running_mean is not None
        assert norm.running_var is not None
        factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        arrays[f"conv{number}.weight"] = (conv.weight * factor[:, None, None, None]).contiguous()
        arrays[f"conv{number}.bias"] = norm.bias - norm.running_mean * factor
    return arrays


def augmented(pictures: Tensor) -> Tensor:
    """N×3×32×32 bytes as 0 to 1, half of them mirrored, each moved by up to MOVED pixels."""
    x = pictures.float().div_(255)
    x = torch.where(torch.rand(len(x), 1, 1, 1) < 0.5, x.flip(3), x)
    return random_shift(functional.pad(x, (MOVED,) * 4))


@torch.no_grad()
def accuracy(net: nn.Module, pictures: Tensor, labels: Tensor) -> float:
    net.eval()
    right = sum(
        int((net(x.float().div(255)).argmax(1) == y).sum())
        for x, y in zip(pictures.split(500), labels.split(500), strict=True)
    )
    return right / len(labels)


def train(pictures: Tensor, labels: Tensor, epochs: int, seed: int) -> tuple[nn.Sequential, float]:
    """Train, and give the network with its accuracy on what was held back."""
    order = torch.randperm(len(pictures), generator=torch.Generator().manual_seed(seed))
    held, kept = order[:HELD_BACK], order[HELD_BACK:]
    torch.manual_seed(seed)
    net = learner().to(memory_format=torch.channels_last)
    steps = len(kept) // BATCH
    steppers, schedules = optimizers(
        net, steps * epochs, muon=MUON_RATE, sgd=SGD_RATE, momentum=MOMENTUM, warm=WARM
    )
    began, right = time.monotonic(), 0.0
    for epoch in range(epochs):
        net.train()
        total = 0.0
        for batch in kept[torch.randperm(len(kept))][: steps * BATCH].split(BATCH):
            x = augmented(pictures[batch]).contiguous(memory_format=torch.channels_last)
            loss = functional.cross_entropy(net(x), labels[batch])
            net.zero_grad()
            loss.backward()
            for step in (*steppers, *schedules):
                step.step()
            total += loss.item()
        right = accuracy(net, pictures[held], labels[held])
        tell(epoch + 1, epochs, total / steps, right, time.monotonic() - began)
    return net, right


def main() -> None:
    given = asked(__doc__, "cifar10.npz: train_jpeg, train_offsets, …", epochs=50, seed=8)
    pictures, labels = cifar10(given.data, "train")
    began = time.monotonic()
    net, held = train(pictures, labels, given.epochs, given.seed)
    seconds = time.monotonic() - began
    arrays = {name: value.numpy() for name, value in fold_batch_norm(net).items()}

    described = json.loads((SEEDS / "simplecnn.json").read_text(encoding="utf-8"))
    for key in ("untrained", "seed", "card"):
        described.pop(key, None)
    described["card"] = {
        "data": f"CIFAR-10, its training half: {len(labels) - HELD_BACK:,} pictures to learn from, "
        f"{HELD_BACK:,} held back",
        "learned_from": len(labels) - HELD_BACK,
        "recipe": f"Muon at {MUON_RATE} for the convolutions, SGD at {SGD_RATE} for the rest, "
        f"momentum {MOMENTUM}, the rates rising for a tenth of the time and falling to 0, batches "
        f"of {BATCH}, {given.epochs} epochs; pictures mirrored, moved by up to {MOVED} pixels; "
        "batch normalisation while learning, multiplied into the convolutions afterwards",
        "seed": given.seed,
        "training_seconds": round(seconds),
        "held_back_accuracy": round(held, 4),
        "measured": "the test half of CIFAR-10, by the numpy engine; nothing was chosen on it",
        "date": datetime.now(UTC).date().isoformat(),
    }
    # Written before it is measured: nothing learned is lost to a file that cannot be read.
    write(given.out, described, arrays)
    measured = evaluate(assemble(described, arrays), given.data)
    described["card"] |= measured
    write(given.out, described, arrays)
    print(json.dumps({"network": "simplecnn", **measured}))


if __name__ == "__main__":
    main()
