"""The arithmetic of a cell: its terms, and the places that they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Literal, TypeAlias

Index: TypeAlias = tuple[int, int, int]
"""A cell: channel, row, column; or how many of each."""
Op: TypeAlias = Literal[
    "dot", "sum", "max", "mean", "midpoint", "relu", "abs", "tanh", "sigmoid", "softmax",
    "relu6", "elu", "hard_sigmoid", "hard_swish", "gelu", "silu", "hard_tanh", "selu", "gelu_tanh",
    "softplus", "softsign", "mish", "erf", "exp", "log", "sqrt", "reciprocal", "log_softmax"
]  # fmt: skip

WRITTEN = {
    "relu": "ReLU",
    "relu6": "ReLU6",
    "elu": "ELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "hard_sigmoid": "hard sigmoid",
    "hard_swish": "hard swish",
    "hard_tanh": "hard tanh",
    "selu": "SELU",
    "gelu_tanh": "GELU",
    "mish": "Mish",
    "log_softmax": "log softmax",
}
"""Functions that are not written as the engine names them."""


@dataclass(frozen=True, slots=True)
class Operand:
    """Where the factors of a computation are: cells of `tensor`, `step` apart.

    The first is at `start` (channel, row, column); those that lie outside the tensor are padding,
    which counts as 0.
    """

    tensor: str
    start: Index = (0, 0, 0)
    step: tuple[int, int] = (1, 1)
    """From row to row and from column to column; channels follow one another."""


@dataclass(frozen=True, slots=True, repr=False)
class Computation:
    """One cell's arithmetic: terms that give `result`, which is the cell `index` of `tensor`.

    op "dot": terms (a, b, a·b) whose products are summed with `bias`; else terms (a,): "sum" and
    "mean", to which `bias` is added, "max", "midpoint" of the smallest and the largest, or the
    function that is taken of a, softmax of all of them.
    `shown` terms are already on the screen; `running` is the sum (or maximum) after each term, and
    may be left out once all are there.
    """

    op: Op
    terms: tuple[tuple[float, ...], ...]
    """All of them, or of very many the first three and the last."""
    result: float
    tensor: str
    index: Index
    shown: int
    running: tuple[float, ...] = ()
    bias: float = 0.0
    shape: Index = (1, 1, 1)
    """How the terms lie, by channel, row and column: that many of each."""
    operands: tuple[Operand, ...] = ()
    """Where their factors are, first a, then b."""
    own: int = 0
    """Of softmax, which gives a number for each term: for which of them this one is, from 0."""

    @property
    def count(self) -> int:
        """How many terms there are."""
        return prod(self.shape)

    def places(self, operand: Operand) -> Iterator[Index]:
        """The place in the operand's tensor of each of `terms`, channel by channel, row by row."""
        _, rows, columns = self.shape
        listed = len(self.terms) == self.count
        for i in range(self.count) if listed else (0, 1, 2, self.count - 1):
            channel, y, x = i // (rows * columns), i // columns % rows, i % columns
            first, top, left = operand.start
            yield first + channel, top + y * operand.step[0], left + x * operand.step[1]

    def __repr__(self) -> str:
        place = ", ".join(map(str, self.index))
        terms = f"{self.shown} of {self.count} terms"
        return f"<Computation {self.op}: {terms}, {self.tensor}[{place}] = {self.result:g}>"
