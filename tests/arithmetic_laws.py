"""The laws of what a frame computes: the terms give the result, as computed and as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import exp, isclose, log

from cnnviz.content.computation import Computation
from cnnviz.content.scene import Scene
from cnnviz.staging.formatting import number
from functions_of_one import OF_ONE

NUMBER = r"(−?[\d,]+(?:\.\d+)?)"
PRODUCT = re.compile(rf"(?<!· ){NUMBER} · \(?{NUMBER}\)? ([=≈]) \*?{NUMBER}")


def multiplied(scene: Scene) -> Iterator[str]:
    """A product that a sentence writes is so as printed, or says ≈ and is so but for rounding."""
    for k, frame in enumerate(scene.frames):
        for a, b, sign, result in PRODUCT.findall(frame.narration):
            x, y, given = (
                Fraction(each.replace("−", "-").replace(",", "")) for each in (a, b, result)
            )
            dust = Fraction(1, 100) * (1 + abs(x) + abs(y)) if sign == "≈" else 0
            if abs(x * y - given) > dust:
                yield f"frame {k} says {a} · {b} {sign} {result}"


def true(scene: Scene) -> Iterator[str]:
    """What the terms give is the result, and is the cell that it names."""
    for k, frame in enumerate(scene.frames):
        for work in frame.computations:
            yield from (f"frame {k}: {fault}" for fault in _faults(scene, work))


def _faults(scene: Scene, work: Computation) -> Iterator[str]:
    cell = float(scene.tensor(work.tensor).data[work.index])
    complete = len(work.terms) == work.count
    terms = work.terms if complete else list(zip(*terms_in(scene, work), strict=True))
    given = given_by(work, terms)
    # float32 tensors, and sums in another order.
    size = sum(abs(term[-1]) for term in terms) + abs(work.bias)
    near = {"rel_tol": 1e-5, "abs_tol": 1e-6 * max(size, 1e-3)}
    if not isclose(work.result, cell, rel_tol=1e-6, abs_tol=1e-9):
        yield f"the result is {work.result}, the cell {work.tensor}{work.index} is {cell}"
    if not isclose(given, work.result, **near):
        yield f"the terms give {given}, the result is {work.result}"
    if not 0 <= work.shown <= work.count:
        yield f"{work.shown} of {work.count} terms are shown"
    if work.running and len(work.running) != len(work.terms):
        yield f"{len(work.running)} running values for {len(work.terms)} terms"
    for n, running in enumerate(work.running, 1):
        part = given_by(work, terms[:n])
        if not isclose(running, part, **near) and not isclose(running, part - work.bias, **near):
            yield f"after {n} terms it is {part}, and {running} is said"
    for term in work.terms:
        if len(term) == 3 and not isclose(term[0] * term[1], term[2], **near):
            yield f"{term[0]} · {term[1]} is not {term[2]}"


def given_by(work: Computation, terms: Sequence[tuple[float, ...]]) -> float:
    """What these terms give by the definition of the operation, with its bias."""
    first = [term[0] for term in terms]
    match work.op:
        case "dot":
            return sum(a * b for a, b, *_ in terms) + work.bias
        case "sum":
            return sum(first) + work.bias
        case "max":
            return max(first)
        case "midpoint":
            return (min(first) + max(first)) / 2
        case "mean":
            return sum(first) / len(terms) + work.bias
        case "softmax":
            return 1 / sum(exp(each - first[work.own]) for each in first)
        case "log_softmax":
            return -log(sum(exp(each - first[work.own]) for each in first))
        case _:
            return OF_ONE[work.op](first[0])


def _places(work: Computation, n: int) -> Iterator[tuple[int, int, int]]:
    """Every place of the n-th operand, by three nested loops."""
    (c, y, x), (down, along) = work.operands[n].start, work.operands[n].step
    for channel in range(work.shape[0]):
        for row in range(work.shape[1]):
            for column in range(work.shape[2]):
                yield c + channel, y + down * row, x + along * column


def terms_in(scene: Scene, work: Computation) -> list[list[float]]:
    """What is in the tensors at the places of the terms, an operand each; 0 in the padding."""
    found = []
    for n, operand in enumerate(work.operands):
        data = scene.tensor(operand.tensor).data
        inside = (
            all(0 <= at < side for at, side in zip(place, data.shape, strict=True))
            and float(data[place])
            for place in _places(work, n)
        )
        found.append([float(value) for value in inside])
    return found


def placed(scene: Scene) -> Iterator[str]:
    """Each factor of each term is what is in its tensor at its place, and 0 in the padding."""
    for k, frame in enumerate(scene.frames):
        for work in frame.computations:
            if len(work.operands) != (2 if work.op == "dot" else 1):
                yield f"frame {k} does not say where the factors of {work} are"
                continue
            for n, found in enumerate(terms_in(scene, work)):
                listed = found if len(work.terms) == work.count else [*found[:3], found[-1]]
                if [term[n] for term in work.terms] != listed:
                    yield f"frame {k}: {work.operands[n]} holds {listed[:30]}, not what {work} says"


def adds_up_as_printed(scene: Scene) -> Iterator[str]:
    """With at most two decimals printed, the printed terms give the printed result exactly.

    So it must be for worked examples; elsewhere the line says ≈.
    """
    for k, frame in enumerate(scene.frames):
        for work in frame.computations:
            if _as_printed(work) != _printed(work.result):
                yield f"frame {k} prints a sum that is not its result: {work}"


def _printed(value: float) -> Fraction:
    return Fraction(number(value).replace("−", "-").replace(",", ""))


def _as_printed(work: Computation) -> Fraction:
    match work.op:
        case "dot":
            return sum(
                (_printed(a) * _printed(b) for a, b, *_ in work.terms),
                _printed(work.bias),
            )
        case "max":
            return max(_printed(term[0]) for term in work.terms)
        case "relu":
            return max(_printed(work.terms[0][0]), Fraction())
        case "sum" | "mean":
            total = sum((_printed(term[0]) for term in work.terms), Fraction())
            count = 1 if work.op == "sum" else len(work.terms)
            return total / count + _printed(work.bias)
    raise AssertionError(f"{work.op} is no sum, maximum, mean or ReLU")


ARITHMETIC = (multiplied, true, placed)
