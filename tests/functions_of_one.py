"""Functions of one number by their definitions, written without the engine."""

from __future__ import annotations

from collections.abc import Callable
from math import erf, exp, log, log1p, pi, sqrt, tanh


def _hard_sigmoid(x: float) -> float:
    return min(max(x / 6 + 0.5, 0.0), 1.0)


OF_ONE: dict[str, Callable[[float], float]] = {
    "relu": lambda x: max(x, 0.0),
    "abs": abs,
    "tanh": tanh,
    "sigmoid": lambda x: 0.5 + tanh(x / 2) / 2,
    "relu6": lambda x: min(max(x, 0.0), 6.0),
    "elu": lambda x: x if x > 0 else exp(x) - 1,
    "hard_sigmoid": _hard_sigmoid,
    "hard_swish": lambda x: x * _hard_sigmoid(x),
    "gelu": lambda x: x * (1 + erf(x / sqrt(2))) / 2,
    "silu": lambda x: x / (1 + exp(-x)),
    "hard_tanh": lambda x: min(max(x, -1.0), 1.0),
    "selu": lambda x: 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * (exp(x) - 1)),
    "gelu_tanh": lambda x: x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3))) / 2,
    "softplus": lambda x: log1p(exp(x)),
    "softsign": lambda x: x / (1 + abs(x)),
    "mish": lambda x: x * tanh(log1p(exp(x))),
    "erf": erf,
    "exp": exp,
    "log": log,
    "sqrt": sqrt,
    "reciprocal": lambda a: 1 / a,
}
