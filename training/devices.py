"""What depends on where a training computes: on the processor or on a graphics card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor


def on_card() -> bool:
    """Whether new tensors are made on a graphics card, as --device says."""
    return bool(torch.get_default_device().type == "cuda")


def processor() -> str:
    """What computes, as a person would name it."""
    if on_card():
        return str(torch.cuda.get_device_name())
    return f"{torch.get_num_threads()} threads of a processor"


def option() -> str:
    """How a command says the same, to be written down with what was measured."""
    return " --device cuda" if on_card() else ""


def half_precision() -> torch.autocast:
    """Computing in bfloat16, four times as fast as in float32 where there is bfloat16."""
    return torch.autocast(torch.get_default_device().type, torch.bfloat16)


def seeded_generator(seed: int) -> torch.Generator:
    """What draws the same numbers wherever the rest is computed: for tensors of the processor."""
    return torch.Generator("cpu").manual_seed(seed)


def random_state() -> Tensor:
    """Where the random numbers stand from which a training draws."""
    return torch.cuda.get_rng_state() if on_card() else torch.get_rng_state()


def set_random_state(state: Tensor) -> None:
    """Let them go on from there."""
    if on_card():
        torch.cuda.set_rng_state(state.cpu())
    else:
        torch.set_rng_state(state)


def open_dataset(file: Path) -> dict[str, Any]:
    """What torch.save wrote, wherever that was computed."""
    saved: dict[str, Any] = torch.load(
        file, weights_only=True, map_location=torch.get_default_device()
    )
    return saved
