"""Numbers and computations as they are sent."""

from __future__ import annotations

import math
from functools import lru_cache

from cnnviz.content.computation import Computation, Operand
from cnnviz.content.records import Json
from cnnviz.staging.formatting import shortest


def number(value: float, exact: bool = False) -> int | float:
    """As short as prints the same, or in full. Raises ValueError on NaN or infinity."""
    return whole(float(value)) if exact else _short(value)


# A sweep sends the same few numbers thousands of times.
@lru_cache(maxsize=32768)
def _short(value: float) -> int | float:
    return whole(shortest(value))


def whole(number: float) -> int | float:
    """A whole number without its point. Raises ValueError on NaN or infinity."""
    if not math.isfinite(number):
        raise ValueError(f"{number} is not a finite number and cannot be sent")
    return int(number) if number == int(number) else number


@lru_cache(maxsize=32768)
def _term(term: tuple[float, ...], exact: bool) -> list[Json]:
    return [number(factor, exact) for factor in term]


def without_empty(record: dict[str, Json]) -> dict[str, Json]:
    """A record without what is empty."""
    return {key: part for key, part in record.items() if part not in ("", [], {}, 0.0)}


def computation(work: Computation, exact: bool) -> dict[str, Json]:
    """A cell's arithmetic as JSON."""
    own: dict[str, Json] = {"own": work.own} if work.own else {}
    return own | {
        "op": work.op,
        "terms": [_term(term, exact) for term in work.terms],
        "running": [number(value, exact) for value in work.running],
        "bias": number(work.bias, exact),
        "result": number(work.result, exact),
        "tensor": work.tensor,
        "index": list(work.index),
        "shown": work.shown,
        "shape": list(work.shape),
        "operands": [_operand(operand) for operand in work.operands],
    }


def _operand(operand: Operand) -> dict[str, Json]:
    record: dict[str, Json] = {"tensor": operand.tensor}
    if any(operand.start):
        record["start"] = list(operand.start)
    return record | ({"step": list(operand.step)} if operand.step != (1, 1) else {})
