"""What a training script is asked for and what it tells, the same in all."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from pictures import SEEDS


def tell(epoch: int, epochs: int, loss: float, right: float, seconds: float) -> None:
    """How far a training is: the epoch, its mean loss, and the share of what is held back."""
    print(
        f"epoch {epoch}/{epochs}  loss {loss:.4f}  held back {right:.4f}  {seconds:.0f} s",
        flush=True,
    )


def asked(
    about: str | None,
    data: str,
    *,
    epochs: int,
    seed: int,
    out: Path = SEEDS,
    anywhere: bool = False,
    **files: str,
) -> argparse.Namespace:
    """The data's file, the epochs, the seed and the folder for the weights; sets the threads.

    `anywhere` is for a script that can compute on a graphics card, too: each new tensor is made
    where --device says. `files` are further options that name a file, each with its help.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("data", type=Path, help=data)
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--seed", type=int, default=seed)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=out, help="where the weights go")
    for name, meaning in files.items():
        parser.add_argument(f"--{name}", type=Path, help=meaning)
    if anywhere:
        parser.add_argument("--device", default="cpu", help="cpu or cuda; cpu where none is named")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    if anywhere:
        torch.set_default_device(given.device)
        # All 24 bits of a float32 there, too.
        torch.backends.cudnn.allow_tf32 = False
    return given
