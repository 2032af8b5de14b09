"""What the training scripts share: reading and moving pictures, writing weights with their card."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz import writing
from cnnviz.datasets import decoded

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "weights"


def mnist(path: Path, half: str) -> tuple[Tensor, Tensor]:
    """One half of MNIST, "train" or "test": N×1×32×32 ink from 0 to 1, N labels.

    A picture is 28×28; its border of two zeros makes it as large as LeNet-5's input.
    """
    with np.load(path) as file:
        ink = torch.from_numpy(file[f"{half}_images"]).float().div(255)[:, None]
        labels = torch.from_numpy(file[f"{half}_labels"]).long()
    return functional.pad(ink, (2, 2, 2, 2)), labels


def cifar10(path: Path, half: str) -> tuple[Tensor, Tensor]:
    """One half of CIFAR-10, "train" or "test": N×3×32×32 uint8 pictures, N labels.

    They are where new tensors are made.
    """
    with np.load(path) as file:
        data, offsets = file[f"{half}_jpeg"], file[f"{half}_offsets"]
        labels = file[f"{half}_labels"]
    pictures = decoded(f"{half}_jpeg: file", data, offsets)
    there = torch.get_default_device()
    return torch.from_numpy(pictures).to(there), torch.from_numpy(labels).long().to(there)


def random_shift(framed: Tensor) -> Tensor:
    """Of pictures with a frame around them 32×32 pixels each, from a place drawn at random.

    framed: N×C×H×W, as far larger than 32×32 as they may move.
    """
    count, _, height, width = framed.shape
    rows = torch.randint(height - 31, (count, 1)) + torch.arange(32)
    columns = torch.randint(width - 31, (count, 1)) + torch.arange(32)
    which, last = torch.arange(count)[:, None, None], framed.permute(0, 2, 3, 1)
    return last[which, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


def write(folder: Path, described: dict[str, Any], arrays: dict[str, Any]) -> None:
    """Write NAME.json and NAME.npz, the weights as float32."""
    folder.mkdir(parents=True, exist_ok=True)
    name = described["name"]
    with writing.rewritten(folder / f"{name}.npz") as file:
        np.savez_compressed(file, **arrays)
    writing.write(folder / f"{name}.json", as_text(described).encode())


def as_text(described: dict[str, Any]) -> str:
    """The description as JSON that a person can read: a line a layer, a line a fact."""
    lines = []
    for key, value in described.items():
        text = json.dumps(value, ensure_ascii=False)
        if key == "layers":
            rows = ",\n    ".join(json.dumps(layer, ensure_ascii=False) for layer in value)
            text = f"[\n    {rows}\n  ]"
        elif isinstance(value, dict):
            text = json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")
        lines.append(f'  "{key}": {text}')
    return "{\n" + ",\n".join(lines) + "\n}\n"
