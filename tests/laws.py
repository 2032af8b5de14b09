"""The laws of a frame, as questions to one scene: each yields a sentence for what breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from math import exp, isclose, log

import numpy as np

from cnnviz import wire
from cnnviz.content.computation import Computation
from cnnviz.content.records import Record
from cnnviz.content.scene import Box, Scene
from cnnviz.mathml import mathml
from cnnviz.staging.formatting import number
from functions_of_one import OF_ONE
from pacing_laws import PACING

LONGEST_LINE = 8 * 1024
"""Bytes of one frame: what it points at and says, never a tensor."""
LONGEST_SENTENCE = 260
OUTSIDE = 16
"""Cells that a window may reach into the padding."""
INSIDE = ("kernel", "cell", "argmax")


def named(scene: Scene) -> Iterator[str]:
    """Every name that a frame or a panel uses is there, once."""
    tensors = [tensor.name for tensor in scene.tensors]
    panels = [panel.name for panel in scene.panels]
    for names in (tensors, panels):
        for name in {name for name in names if names.count(name) > 1}:
            yield f"{name} is there more than once"
    for panel in scene.panels:
        for name in set(panel.tensors) - set(tensors):
            yield f"panel {panel.name} draws {name}, which is no tensor"
        if not all(side > 0 for side in panel.size):
            yield f"panel {panel.name} has no size"
    for tensor in scene.tensors:
        if tensor.editable and tensor.editable not in scene.values:
            yield f"{tensor.name} is edited as {tensor.editable}, which is no parameter"
    for k, frame in enumerate(scene.frames):
        used = {box.tensor for box in frame.boxes} | {work.tensor for work in frame.computations}
        for name in (used | set(frame.revealed)) - set(tensors):
            yield f"frame {k} points at {name}, which is no tensor"
        for name in {*frame.hidden, *frame.focus, *frame.panels} - set(panels):
            yield f"frame {k} speaks of {name}, which is no panel"


def told(scene: Scene) -> Iterator[str]:
    """Every frame lasts, says something short, and shows formulas that were understood."""
    if not scene.frames:
        yield "there is no frame"
    for k, frame in enumerate(scene.frames):
        if not 0 < frame.seconds <= 20:
            yield f"frame {k} lasts {frame.seconds} s"
        if not frame.narration.strip():
            yield f"frame {k} says nothing"
        if len(frame.narration) > LONGEST_SENTENCE:
            yield f"frame {k} says {len(frame.narration)} characters"
        if frame.narration.count("*") % 2 or "{" in frame.narration:
            yield f"frame {k} says {frame.narration!r}"
        formula = mathml(frame.formula)
        if "\\" in formula or " style=" in formula or "<mi>&</mi>" in formula:
            yield f"frame {k} has a formula that was not understood: {frame.formula}"


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


MISWRITTEN = {
    "more than two decimals": re.compile(r"\d\.\d{3,}"),
    "a thousand or more without groups": re.compile(
        r"(?<![\d.,#])(?!(?:19|20)\d\d(?!\d))\d{4,}"  # but for years
    ),
    "a hyphen for a minus": re.compile(r"(?<![\w\d])-\d"),
}


def numbers_written(scene: Scene) -> Iterator[str]:
    """Numbers in sentences, labels, notes and texts of panels follow one rule."""
    for text in _texts(scene):
        for fault, pattern in MISWRITTEN.items():
            if pattern.search(text):
                yield f"{text!r} has {fault}"


def _texts(scene: Scene) -> Iterator[str]:
    for frame in scene.frames:
        yield frame.narration
        yield from strings(list(frame.panels.values()))
    for panel in scene.panels:
        yield from (panel.label, panel.note)
        if panel.kind != "code":
            yield from strings(panel.options)


def strings(part: object) -> Iterator[str]:
    match part:
        case str():
            yield part
        case Record():
            for field in fields(part):
                yield from strings(getattr(part, field.name))
        case Mapping():
            for each in part.values():
                yield from strings(each)
        case list() | tuple():
            for each in part:
                yield from strings(each)


def small(scene: Scene) -> Iterator[str]:
    """A frame points into tensors; it does not carry them."""
    for k, line in enumerate(wire.lines(scene)):
        if k > 0 and len(line) > LONGEST_LINE:
            yield f"frame {k - 1} takes {len(line)} bytes"


def boxed(scene: Scene) -> Iterator[str]:
    """A box lies on its tensor; windows may reach into the padding."""
    for k, frame in enumerate(scene.frames):
        for box in frame.boxes:
            if not _lies_on(scene, box):
                yield f"frame {k} has {box}, on {scene.tensor(box.tensor).data.shape}"
        for name, count in frame.revealed.items():
            if not 0 <= count <= scene.tensor(name).data.size:
                yield f"frame {k} reveals {count} cells of {name}"


def _lies_on(scene: Scene, box: Box) -> bool:
    shape = scene.tensor(box.tensor).data.shape
    spare = 0 if box.role in INSIDE else OUTSIDE
    spans = (box.channels, box.rows, box.columns)
    return all(
        -margin <= start < stop <= side + margin
        for (start, stop), side, margin in zip(spans, shape, (0, spare, spare), strict=True)
    )


def true(scene: Scene) -> Iterator[str]:
    """What the terms give is the result, and is the cell that it names."""
    for k, frame in enumerate(scene.frames):
        for work in frame.computations:
            yield from (f"frame {k}: {fault}" for fault in _faults(scene, work))


def _faults(scene: Scene, work: Computation) -> Iterator[str]:
    cell = float(scene.tensor(work.tensor).data[work.index])
    terms = (
        work.terms if len(work.terms) == work.count else list(zip(*read(scene, work), strict=True))
    )
    given = _computed(work, terms)
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
        part = _computed(work, terms[:n])
        if not isclose(running, part, **near) and not isclose(running, part - work.bias, **near):
            yield f"after {n} terms it is {part}, and {running} is said"
    for term in work.terms:
        if len(term) == 3 and not isclose(term[0] * term[1], term[2], **near):
            yield f"{term[0]} · {term[1]} is not {term[2]}"


def _computed(work: Computation, terms: Sequence[tuple[float, ...]]) -> float:
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


def read(scene: Scene, work: Computation) -> list[list[float]]:
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
            for n, found in enumerate(read(scene, work)):
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


def finite(scene: Scene) -> Iterator[str]:
    """No number that is not finite, in what the scene holds and in what is sent."""
    for tensor in scene.tensors:
        if (
            not np.isfinite(tensor.data).all()
            or not np.isfinite(tensor.max_abs)
            or tensor.max_abs <= 0
        ):
            yield f"{tensor.name} holds or is drawn by a number that is not finite"
    try:
        for _ in wire.lines(scene, exact=True):
            pass
    except ValueError as error:
        yield f"it cannot be sent: {error}"


ALWAYS = (named, told, *PACING, multiplied, numbers_written, small, boxed, true, placed, finite)
"""What holds for every scene with any parameters."""
