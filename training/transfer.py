"""Measures what features are worth elsewhere: python training/transfer.py cifar10.npz

The network of ladder.py learns eight classes of CIFAR-10. Then it is frozen, and all that learns of
the other two, cats and dogs, is one linear layer on its 384 last features. Beside it the same
network learns cats and dogs alone, from random weights. Both see the same 10 to 1,000 pictures, and
both are measured on the 2,000 cats and dogs of the test half, several times with other pictures.
How the linear layer learns was changed once after test results were known; README.md has both.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from asked import asked
from devices import half_precision, option, processor, seeded_generator
from ladder import (
    KEPT,
    WIDTHS,
    Run,
    accuracy,
    augmented,
    entering,
    ladder,
    steppers,
)
from measured import write_measured
from pictures import cifar10

ROOT = Path(__file__).resolve().parent.parent

NEW = (3, 5)
"""The two classes that the eight know nothing of: cats and dogs, the pair most alike."""
EXAMPLES = (10, 20, 50, 100, 200, 500, 1000)
"""Pictures to learn from, half of them cats, half of them dogs."""
REPEATS = 10
STEPS, BATCH = 250, 50
"""How long a network learns from random weights: of 1,000 pictures, it sees each 12 times."""
STRENGTHS, FOLDS = (1.0, 0.1, 0.01, 0.001), 5
"""How small the linear layer's weights may be held; of equally good ones the first is taken."""


def part_classes(pictures: Tensor, labels: Tensor, new: bool) -> tuple[Tensor, Tensor]:
    """The pictures of the two new classes, or those of the eight others, labelled from 0."""
    names = [each for each in range(10) if (each in NEW) is new]
    place = torch.full((10,), -1)
    place[names] = torch.arange(len(names))
    kept = place[labels] >= 0
    return pictures[kept], place[labels[kept]]


def draw_examples(labels: Tensor, count: int, seed: int) -> Tensor:
    """Which pictures are learned from: as many of one class as of the other."""
    random = seeded_generator(seed)
    halves = []
    for each in (0, 1):
        there = torch.nonzero(labels == each).ravel()
        halves.append(
            there[torch.randperm(len(there), generator=random, device="cpu")[: count // 2]]
        )
    return torch.cat(halves)


@torch.no_grad()
def features_of(net: nn.Sequential, pictures: Tensor) -> Tensor:
    """The 384 features that the frozen network sees in each picture: N×384."""
    net.eval()
    body = net[:-1]
    return torch.cat([body(entering(each)) for each in pictures.split(500)])


def ridge(features: Tensor, targets: Tensor, strength: float) -> Tensor:
    """The weights of a linear layer that gives the targets, ±1, held small: ridge regression."""
    kernel = features @ features.T
    held = kernel + strength * len(features) * torch.eye(len(features))
    return features.T @ torch.linalg.solve(held, targets)


def held_out(features: Tensor, targets: Tensor, strength: float) -> float:
    """The share that is right when each fifth of the pictures is left out in turn.

    features: N×2×384, a picture and its mirror image; targets: N, ±1.
    """
    right = 0
    for fold in range(FOLDS):
        out = torch.arange(len(targets)) % FOLDS == fold
        kept = features[~out].flatten(0, 1)
        weights = ridge(kept, targets[~out].repeat_interleave(2), strength)
        right += int((features[out, 0] @ weights * targets[out] > 0).sum())
    return right / len(targets)


def frozen(
    net: nn.Sequential, learned: tuple[Tensor, Tensor], test: tuple[Tensor, Tensor]
) -> float:
    """The accuracy of one linear layer on frozen features.

    How small its weights are held is chosen on the pictures that it learns from, fifth by fifth.
    """
    pictures, labels = learned
    features = torch.stack([features_of(net, pictures), features_of(net, pictures.flip(3))], 1)
    mean, spread = features.mean((0, 1)), features.std((0, 1)) + 0.1
    features = (features - mean) / spread / features.shape[2] ** 0.5
    targets = labels.float() * 2 - 1
    best = max(STRENGTHS, key=lambda each: held_out(features, targets, each))
    weights = ridge(features.flatten(0, 1), targets.repeat_interleave(2), best)
    said = (test[0] - mean) / spread @ weights > 0
    return float((said == (test[1] == 1)).float().mean())


def scratch(pictures: Tensor, labels: Tensor, test: tuple[Tensor, Tensor], seed: int) -> float:
    """The accuracy of the whole network after it has learned from these pictures alone."""
    torch.manual_seed(seed)
    net = ladder(2).to(memory_format=torch.channels_last)
    optimizers, schedules = steppers(net, STEPS)
    net.train()
    for _ in range(STEPS):
        batch = torch.randint(len(pictures), (BATCH,))
        with half_precision():
            logits = net(entering(augmented(pictures[batch])))
        loss = functional.cross_entropy(logits.float(), labels[batch])
        net.zero_grad()
        loss.backward()
        for step in (*optimizers, *schedules):
            step.step()
    return float(accuracy(net, *test))


def main() -> None:
    given = asked(
        __doc__,
        "cifar10.npz: train_jpeg, train_offsets, …",
        epochs=60,
        seed=7,
        out=KEPT,
        anywhere=True,
    )
    every, test_half = cifar10(given.data, "train"), cifar10(given.data, "test")
    eight, eight_test = part_classes(*every, new=False), part_classes(*test_half, new=False)
    run = Run(*eight, given.epochs, given.seed, given.out / "eight.pt")
    known = run.learn(*eight_test)
    (pictures, labels), test = part_classes(*every, new=True), part_classes(*test_half, new=True)
    test_features = features_of(run.net, test[0])
    began = time.monotonic()
    shares: dict[str, list[list[float]]] = {"frozen": [], "scratch": []}
    for count in EXAMPLES:
        found: dict[str, list[float]] = {"frozen": [], "scratch": []}
        for repeat in range(REPEATS):
            which = draw_examples(labels, count, 1000 * count + repeat)
            learned = (pictures[which], labels[which])
            found["frozen"].append(frozen(run.net, learned, (test_features, test[1])))
            found["scratch"].append(scratch(*learned, test, repeat))
        for name, each in found.items():
            shares[name].append(each)
            ways = "  ".join(f"{share:.4f}" for share in each)
            print(f"{count} {name}  {ways}  {time.monotonic() - began:.0f} s", flush=True)
    written = {
        "examples": list(EXAMPLES),
        **{name: [round(sum(each) / REPEATS, 4) for each in of] for name, of in shares.items()},
        **{f"{name} least": [round(min(each), 4) for each in of] for name, of in shares.items()},
        **{f"{name} most": [round(max(each), 4) for each in of] for name, of in shares.items()},
        "repeats": REPEATS,
        "n": len(test[1]),
        "eight": round(known, 4),
        "data": "CIFAR-10: eight classes learned, cats and dogs new; measured on the cats and dogs "
        f"of the test half, {REPEATS} times each with other pictures to learn from",
        "recipe": f"eight classes: as ladder.py, {given.epochs} epochs on all 40,000 pictures; "
        f"frozen: ridge regression on {WIDTHS[-1]} features, its strength chosen by leaving out "
        "fifths of what is learned from (it replaced logistic regression after results of a "
        "smaller network were known, see training/README.md); from scratch: the same network, "
        f"{STEPS} batches of {BATCH}",
        "seed": given.seed,
        "processor": processor(),
        "command": f"python training/transfer.py cifar10.npz{option()}",
        "date": datetime.now(UTC).date().isoformat(),
    }
    write_measured(ROOT / "seeds" / "measured" / "transfer.json", written)


if __name__ == "__main__":
    main()
