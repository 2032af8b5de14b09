"""Draws what the units of the deeper network look for: python training/features.py cifar10.npz

Six units of each of its five layers (ladder.py trains it), chosen by a rule and not by hand: those
that are choosiest on the test half, by how much stronger their hundred best pictures excite them
than all pictures do on average; one that answers much as a unit before it does is passed over.
What each looks for is drawn by activation maximisation (Erhan et al., 2009) as Olah, Mordvintsev
and Schubert (2017) describe it: a picture larger than what the unit sees is changed, step by step,
so that the unit's mean over it grows. The picture is a sum of waves, in colours that vary
independently in photographs; at each step it is moved, turned and scaled a little, so that no
pattern of single pixels can please the unit.
"""

from __future__ import annotations

import math
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from asked import asked
from devices import open_dataset, option, processor
from ladder import HELD_BACK, KEPT, POOLED, SIDES, entering, ladder, multiplications
from measured import write_measured
from pictures import cifar10

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from cnnviz import writing
from cnnviz.content import seeds
from cnnviz.engine.receptive import receptive_field

UNITS, STRONGEST, ALIKE = 6, 100, 0.5
"""Units of a layer; pictures that tell how choosy one is; correlation from which two are alike."""
CANVAS = (32, 40, 48, 64, 64)
"""Sides of the pictures by layer: each larger than what a unit sees."""
FIELD = ("size", "jump", "start")
"""What is said of what a unit sees: its width, the step to the next, where the first begins."""
NAMES = seeds.outlined("simplecnn").classes
"""The ten classes, in the order of CIFAR-10's labels."""
STEPS, RATE, AROUND, CONTRAST = 256, 0.03, 8, 1.5
"""AROUND is the grey border that a picture gets before it is moved; CONTRAST the spread of its
values before they are bent into the range of a pixel."""


SEEN, PIECE = (0, 4, 8, 14, 22, 32, 45, 64, 90, 128, 180), 14
"""After so many steps the pictures of the first layer are kept, too: their middle, so many pixels
wide, of which the chapter shows how it grows out of noise."""


def layers(net: nn.Sequential) -> list[nn.Sequential]:
    """The network up to each layer's answer, before its ReLU: what its units make of a picture."""
    names = [name for name, _ in net.named_children()]
    return [net[: names.index(f"norm{number}") + 1] for number in range(1, len(SIDES) + 1)]


def fields() -> list[Any]:
    """The receptive field of each layer's units, pool included."""
    windows: list[tuple[int, int] | tuple[int, int, int]] = []
    found = []
    for side, pooled in zip(SIDES, POOLED, strict=True):
        windows += [(side, 1, side // 2), *([(2, 2)] if pooled else [])]
        found.append(receptive_field(windows)[-1])
    return found


@torch.no_grad()
def peaks(body: nn.Module, pictures: Tensor) -> Tensor:
    """How strongly each picture excites each unit at the place that excites it most: N×units."""
    parts = [body(entering(each)).relu().amax((2, 3)) for each in pictures.split(250)]
    return torch.cat(parts)


def chosen(found: Tensor) -> list[int]:
    """The choosiest units, no two of them alike, the choosiest first.

    found: N×units, what `peaks` gives.
    """
    best = found.topk(STRONGEST, dim=0).values.mean(0)
    choosy = best / (found.mean(0) + 1e-6)
    alike = torch.corrcoef(found.T).abs()
    taken: list[int] = []
    for unit in choosy.argsort(descending=True).tolist():
        if all(alike[unit, other] < ALIKE for other in taken):
            taken.append(unit)
        if len(taken) == UNITS:
            return taken
    raise SystemExit(f"there are no {UNITS} units that differ so much")


def agreement(found: Tensor, labels: Tensor) -> tuple[int, int]:
    """Of the pictures that excite one unit most: their commonest class, and how many are of it."""
    counts = labels[found.topk(STRONGEST).indices].bincount(minlength=10)
    return int(counts.argmax()), int(counts.max())


def colours(pictures: Tensor) -> Tensor:
    """From three independent numbers to red, green, blue as they vary together: 3×3."""
    pixels = pictures[::50].permute(0, 2, 3, 1).reshape(-1, 3).float() / 255
    values, vectors = torch.linalg.eigh(torch.cov(pixels.T))
    mixing = vectors @ values.sqrt().diag()
    return mixing / mixing.norm(dim=0).max()


class Waves:
    """Pictures as sums of waves in independent colours, all of them free.

    Args:
        count: how many pictures.
        side: of each, in pixels.
        mixing: what `colours` gives.
    """

    def __init__(self, count: int, side: int, mixing: Tensor) -> None:
        self.side, self.mixing = side, mixing
        across = torch.fft.rfftfreq(side)
        frequency = torch.hypot(torch.fft.fftfreq(side)[:, None], across[None])
        # A slow wave moves much with a small step, as in photographs.
        self.scale = side / frequency.clamp(min=1 / side)
        self.free = (torch.randn(count, 3, side, len(across), 2) * 0.01).requires_grad_()

    def pictures(self) -> Tensor:
        """N×3×side×side, 0 to 1, each with the contrast of a photograph."""
        spectrum = torch.view_as_complex(self.free) * self.scale
        x = torch.fft.irfft2(spectrum, s=(self.side, self.side))
        x = torch.einsum("rc,nchw->nrhw", self.mixing, x)
        return torch.sigmoid(CONTRAST * x / (x.std((1, 2, 3), keepdim=True) + 1e-6))


def shaken(pictures: Tensor) -> Tensor:
    """Each picture moved by up to 4 pixels, turned by up to 8°, scaled by up to a tenth."""
    count, _, side, _ = pictures.shape
    x = functional.pad(pictures, (AROUND,) * 4, value=0.5)
    angle = (torch.rand(count) * 2 - 1) * math.radians(8)
    scale = 1 + (torch.rand(count) * 2 - 1) * 0.1
    maps = torch.zeros(count, 2, 3)
    maps[:, 0, 0], maps[:, 0, 1] = angle.cos() * scale, -angle.sin() * scale
    maps[:, 1, 0], maps[:, 1, 1] = angle.sin() * scale, angle.cos() * scale
    maps[:, :, 2] = (torch.rand(count, 2) * 2 - 1) * 8 / (side + 2 * AROUND)
    grid = functional.affine_grid(maps, list(x.shape), align_corners=False)
    return functional.grid_sample(x, grid, align_corners=False, padding_mode="border")


def draw_features(
    body: nn.Module, units: list[int], side: int, mixing: Tensor, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """What each of these units looks for: N×3×side×side bytes; and its middle as it grew."""
    torch.manual_seed(seed)
    waves = Waves(len(units), side, mixing)
    optimizer = torch.optim.Adam([waves.free], RATE)
    which = torch.arange(len(units))
    middle = slice((side - PIECE) // 2, (side + PIECE) // 2)
    grown = []
    for step in range(STEPS):
        if step in SEEN:
            grown.append(bytes_of(waves)[..., middle, middle])
        x = (shaken(waves.pictures()) - 0.45) / 0.25
        answers = body(x.contiguous(memory_format=torch.channels_last))
        excited = answers[which, torch.tensor(units)].mean((1, 2))
        optimizer.zero_grad()
        (-excited.sum()).backward()
        optimizer.step()
    return bytes_of(waves), np.stack(grown)


@torch.no_grad()
def bytes_of(waves: Waves) -> np.ndarray:
    """The pictures as they are, 0 to 255."""
    return np.asarray(waves.pictures().mul(255).round().to(torch.uint8).cpu())


@torch.no_grad()
def places(body: nn.Module, units: list[int], pictures: Tensor) -> np.ndarray:
    """Where each picture excites each unit most: pictures × units × (row, column, how strongly)."""
    answers = body(entering(pictures)).relu()[:, units]
    values, cells = answers.flatten(2).max(2)
    wide = answers.shape[3]
    return np.asarray(torch.stack([cells // wide, cells % wide, values], 2).cpu())


def painted_classes() -> list[str]:
    """What the painted pictures show; nothing where that is no class of CIFAR-10."""
    return [seeds.picture_class(name) for name in seeds.pictures()]


class Ladder:
    """What is found of the units, layer by layer.

    Args:
        net: the trained network.
        test: pictures and labels of the test half.
        mixing: what `colours` gives.
    """

    def __init__(self, net: nn.Sequential, test: tuple[Tensor, Tensor], mixing: Tensor) -> None:
        self.net, self.test, self.mixing = net, test, mixing
        painted = np.stack([seeds.picture(name) for name in seeds.pictures()])
        shown = (painted * 255).round().astype(np.uint8)
        self.shown = torch.from_numpy(shown).to(torch.get_default_device())
        self.arrays: dict[str, Any] = {"pictures": shown}
        self.facts: dict[str, list[float]] = {
            key: [] for key in ("units", "classes", "agree", "agree in layer", *FIELD)
        }
        self.places: list[np.ndarray] = []

    def climb(self, number: int, body: nn.Module, seed: int) -> None:
        """Choose the units of a layer, draw them, and find them in the painted pictures."""
        pictures, labels = self.test
        found = peaks(body, pictures)
        units = chosen(found)
        every = [agreement(found[:, unit], labels) for unit in range(found.shape[1])]
        own = [every[unit] for unit in units]
        field = fields()[number - 1]
        more: dict[str, list[float]] = {
            "units": [unit + 1 for unit in units],
            "classes": [name for name, _ in own],
            "agree": [count for _, count in own],
            "agree in layer": [round(float(np.mean([count for _, count in every])), 1)],
            **{key: [getattr(field, key)] for key in FIELD},
        }
        for key, values in more.items():
            self.facts[key] += values
        self.places.append(places(body, units, self.shown))
        side = CANVAS[number - 1]
        self.arrays[f"layer {number}"], grown = draw_features(body, units, side, self.mixing, seed)
        if number == 1:
            self.arrays["grown"] = grown
        print(f"layer {number}: units {units}, of one class {own}", flush=True)

    def record(self) -> dict[str, Any]:
        """All numbers as flat lists: layer by layer, then picture by picture, then unit by unit."""
        found = np.stack(self.places)
        return {
            **self.facts,
            "rows": found[..., 0].astype(int).ravel().tolist(),
            "columns": found[..., 1].astype(int).ravel().tolist(),
            "values": found[..., 2].astype(float).round(3).ravel().tolist(),
            "strongest": STRONGEST,
            "pictures": [NAMES.index(each) if each in NAMES else -1 for each in painted_classes()],
        }


def main() -> None:
    given = asked(
        __doc__,
        "cifar10.npz: train_jpeg, test_jpeg, …",
        epochs=0,
        seed=2017,
        out=KEPT,
        anywhere=True,
    )
    saved = open_dataset(given.out / "ladder.pt")
    net = ladder().to(memory_format=torch.channels_last).eval()
    net.load_state_dict(saved["net"])
    net.requires_grad_(False)
    test = cifar10(given.data, "test")
    found = Ladder(net, test, colours(cifar10(given.data, "train")[0]))
    for number, body in enumerate(layers(net), 1):
        found.climb(number, body, given.seed)
    written = found.record() | {
        "accuracy": saved["card"]["accuracy"],
        "n": len(test[1]),
        "learned from": 50_000 - HELD_BACK,
        "multiply-adds": multiplications(),
        "parameters": sum(weight.numel() for weight in net.parameters()),
        "rule": f"of each layer the six units whose {STRONGEST} strongest test pictures excite "
        "them most, against the mean of all; none that correlates with one before it by "
        f"{ALIKE} or more",
        "epochs": saved["epochs"],
        "training_seconds": saved["card"]["training_seconds"],
        "trained by": saved["card"]["processor"],
        "drawn by": processor(),
        "command": f"{saved['card']['command']}; python training/features.py cifar10.npz{option()}",
        "date": datetime.now(UTC).date().isoformat(),
    }
    with writing.rewritten(ROOT / "seeds" / "features" / "ladder.npz") as file:
        np.savez_compressed(file, **found.arrays)
    write_measured(ROOT / "seeds" / "measured" / "ladder.json", written)


if __name__ == "__main__":
    main()
