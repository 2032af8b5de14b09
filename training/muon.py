"""Muon (Jordan et al., 2024): steps for matrices whose directions all count the same.

A gradient of a layer is mostly along a few directions. Muon takes the momentum's matrix apart into
directions, gives each the same length (a polynomial iterated a few times does nearly that, without
a singular value decomposition), and so learns the rare directions as fast as the common ones.
torch.optim.Muon does the same in bfloat16 and for matrices only, which costs ten times as much on
a processor without bfloat16.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn


class Muon(torch.optim.Optimizer):
    """For weights (O×…) with a normalisation after them: their length is held at the root of O.

    Args:
        weights: the convolutions' kernels, each taken as a matrix with a row a filter.
        lr: the length of a step in each direction.
        momentum: how much of the last steps stays, Nesterov's way.
    """

    def __init__(self, weights: Iterable[Tensor], lr: float, momentum: float) -> None:
        super().__init__(weights, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            for weight in group["params"]:
                held = self.state[weight].setdefault("held", torch.zeros_like(weight))
                held.mul_(group["momentum"]).add_(weight.grad)
                ahead = (weight.grad + group["momentum"] * held).reshape(len(weight), -1)
                weight.mul_(len(weight) ** 0.5 / weight.norm())
                weight.sub_(group["lr"] * orthogonalize(ahead).reshape(weight.shape))


def optimizers(
    net: nn.Sequential, steps: int, *, muon: float, sgd: float, momentum: float, warm: float
) -> tuple[list[torch.optim.Optimizer], list[torch.optim.lr_scheduler.LambdaLR]]:
    """Muon for the convolutions' kernels, SGD for the rest; and what sets their rates.

    Args:
        steps: how many there will be.
        muon, sgd: the highest rates.
        momentum: of both.
        warm: the share of the steps in which the rates rise from 0; then they fall back to 0.
    """
    kernels = [module.weight for module in net if isinstance(module, nn.Conv2d)]
    others = [weight for weight in net.parameters() if weight.dim() != 4]
    both: list[torch.optim.Optimizer] = [
        Muon(kernels, muon, momentum),
        torch.optim.SGD(others, sgd, momentum=momentum, nesterov=True),
    ]

    def pace(step: int) -> float:
        done = step / steps
        return min(done / warm, (1 - done) / (1 - warm))

    return both, [torch.optim.lr_scheduler.LambdaLR(each, pace) for each in both]


def orthogonalize(matrix: Tensor, rounds: int = 3) -> Tensor:
    """The matrix with all its singular values moved close to 1."""
    wide = matrix.shape[0] <= matrix.shape[1]
    x = matrix if wide else matrix.T
    x = x / (x.norm() + 1e-7)
    for _ in range(rounds):
        square = x @ x.T
        x = 3.4445 * x + (2.0315 * square @ square - 4.775 * square) @ x
    return x if wide else x.T
