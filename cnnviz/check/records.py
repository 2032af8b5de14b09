"""Checks what seeds/ holds as JSON: worked examples, digits, painted pictures, measurements."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cnnviz.check.fault import Fault, JsonFile, is_number
from cnnviz.content.arrays import MAX_MAGNITUDE, MAX_SIDE
from cnnviz.content.drawings import MAX_POINTS, MAX_STROKES
from cnnviz.content.parameter_error import counted, range_of

_SHAPES = {"polygon": 0, "disc": 3, "ellipse": 5}
"""How many numbers each kind of painted shape has; a polygon has points."""
_LEAST_SIDE = 3
"""Of an example that is read by a filter, which has as many rows and columns."""
_COUNTS, _MOST = "lenet paper: ", 1e9
"""How the name of an example begins that holds counts, and their largest."""
_NAME = re.compile(r"\w+([ -]\w+)*")
_LONGEST = 40
"""So many characters may be in the name of what can be chosen."""
_TAKEN = ("own", "best", "kept")
"""What the page calls one's own drawing or picture, and the one that a unit likes best."""


def examples(path: Path, needed: Mapping[str, Sequence[int]]) -> list[Fault]:
    """Each example must be rows of numbers, all as long, or channels of such rows.

    needed: by name, the shape that the scenes need; of one without a colon they take other heights
    and widths.
    """
    record = JsonFile(path)
    for name, given in record.named("rows of numbers", needed):
        planes = given if _depth(given) == 3 else [given]
        wrong = _not_rows(planes, _MOST if name.startswith(_COUNTS) else MAX_MAGNITUDE)
        if wrong:
            place = wrong[1] if _depth(given) == 3 else wrong[1][1:]
            record.fault(f"“{name}” {wrong[0]}", name, *place)
        elif name in needed:
            shape = (len(planes), len(planes[0]), len(planes[0][0]))
            if wanted := _other_shape(shape, needed[name], fixed=":" in name):
                record.fault(f"“{name}” must {wanted}", name)
    return record.faults


def _other_shape(shape: Sequence[int], needed: Sequence[int], *, fixed: bool) -> str:
    """What an example must be that has another shape than the scenes need; empty if it fits."""
    if shape[0] != needed[0]:
        return f"have {counted(needed[0], 'channel')}; it has {shape[0]}"
    sides, wanted = (f"{each[1]}×{each[2]}" for each in (shape, needed))
    if fixed and sides != wanted:
        return f"be {wanted}; it is {sides}"
    if not fixed and min(shape[1:]) < _LEAST_SIDE:
        return f"be at least {_LEAST_SIDE}×{_LEAST_SIDE}; it is {sides}"
    return ""


def _depth(given: object) -> int:
    return 1 + _depth(given[0]) if isinstance(given, list) and given else 0


def _not_rows(planes: object, most: float) -> tuple[str, tuple[int, ...]] | None:
    """Why these are not channels of rows of numbers, and where; None where they are."""
    assert isinstance(planes, list)
    width = height = 0
    for c, plane in enumerate(planes):
        if not isinstance(plane, list) or not plane:
            return "must be rows of numbers, such as [[1, 0], [0, 1]]", (c,)
        height = height or len(plane)
        if len(plane) != height:
            return f"has channels of {height} and of {len(plane)} rows", (c,)
        for y, row in enumerate(plane):
            if not isinstance(row, list) or not row:
                return "must be rows of numbers, such as [[1, 0], [0, 1]]", (c, y)
            width = width or len(row)
            if len(row) != width:
                return f"has rows of {width} and of {len(row)} numbers", (c, y)
            for x, cell in enumerate(row):
                if not is_number(cell, -most, most):
                    numbers = f"no number {range_of(-most, most)}"
                    return f"holds {_brief(cell)}, which is {numbers}", (c, y, x)
    if max(width, height) > MAX_SIDE:
        return f"must be at most {MAX_SIDE}×{MAX_SIDE}; it is {height}×{width}", ()
    return None


def digits(path: Path, needed: Mapping[str, int]) -> list[Fault]:
    """Each digit needs a name of its own, a label from 0 to 9, and strokes in the unit square.

    needed: the labels of those that the scenes need, by name.
    """
    record = JsonFile(path)
    if record.faults:
        return record.faults
    if not isinstance(record.held, list) or not record.held:
        record.fault("must list at least one digit: [{“name”: …, “label”: …, “strokes”: …}]")
        return record.faults
    seen: set[str] = set()
    for k, digit in enumerate(record.held):
        if not isinstance(digit, dict) or set(digit) != {"name", "label", "strokes"}:
            record.fault("a digit has name, label and strokes, and nothing else", k)
            continue
        name, label = digit["name"], digit["label"]
        if sentence := _unfit_name(name):
            record.fault(sentence, k, "name")
        elif name in seen:
            record.fault(f"name must be its own; got {_brief(name)} again", k, "name")
        seen.add(str(name))
        if not is_number(label, 0, 9) or label != int(label):
            record.fault(f"label must be a digit from 0 to 9; got {_brief(label)}", k, "label")
        elif label != needed.get(str(name), label):
            record.fault(f"label of “{name}” must be {needed[name]}; got {label}", k, "label")
        _strokes(record, digit["strokes"], k, "strokes")
    record.require(needed, seen)
    return record.faults


def _unfit_name(name: object) -> str:
    """Why nobody could choose what has this name; empty where one can."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > _LONGEST:
        wanted = "words of letters and digits, split by a space or a hyphen"
        return f"name must be {wanted}, {_LONGEST} characters at most; got {_brief(name)}"
    return f"name must not be {name}, which the page means otherwise" if name in _TAKEN else ""


def _strokes(record: JsonFile, strokes: object, *place: str | int) -> None:
    if not isinstance(strokes, list) or not 0 < len(strokes) <= MAX_STROKES:
        record.fault(f"strokes must be 1 to {MAX_STROKES} lists of points [x, y]", *place)
        return
    for k, stroke in enumerate(strokes):
        if not isinstance(stroke, list) or not stroke:
            record.fault("a stroke must be a list of points [x, y]", *place, k)
        else:
            for n, point in enumerate(stroke):
                if not _are(point, 2, 0, 1) and not _are(point, 3, 0, 1):
                    sentence = "a point must be [x, y] or [x, y, thickness], each from 0 to 1"
                    record.fault(f"{sentence}; got {_brief(point)}", *place, k, n)
    if sum(len(stroke) for stroke in strokes if isinstance(stroke, list)) > MAX_POINTS:
        record.fault(f"strokes must hold at most {MAX_POINTS} points together", *place)


def pictures(path: Path, classes: Collection[str], needed: Sequence[str]) -> list[Fault]:
    """Each picture needs a class, which may be empty, and shapes with their colours.

    classes: what the network of photographs can call them, where that is known.
    needed: the names that the scenes need, which come first.
    """
    record = JsonFile(path)
    named = list(record.named("pictures", needed))
    if not record.faults and [name for name, _ in named[: len(needed)]] != [*needed]:
        record.fault(f"the first must be {', '.join(needed)}, in this order")
    for name, picture in named:
        if sentence := _unfit_name(name):
            record.fault(sentence, name)
        if not isinstance(picture, dict) or set(picture) != {"class", "shapes"}:
            record.fault(f"“{name}” must have class and shapes, and nothing else", name)
            continue
        if not isinstance(picture["class"], str):
            record.fault(f"class of “{name}” must be a text, which may be empty", name, "class")
        elif classes and picture["class"] not in ("", *classes):
            sentence = f"class of “{name}” must be empty or one of {', '.join(classes)}"
            record.fault(sentence, name, "class")
        if not isinstance(picture["shapes"], list) or not picture["shapes"]:
            record.fault(f"shapes of “{name}” must list at least one shape", name, "shapes")
            continue
        for k, shape in enumerate(picture["shapes"]):
            for sentence in _shape_faults(shape):
                record.fault(f"shape {k + 1} of “{name}” {sentence}", name, "shapes", k)
    return record.faults


def _shape_faults(shape: object) -> Iterable[str]:
    if not isinstance(shape, dict):
        yield "must be an object {…} with a fill and a polygon, a disc or an ellipse"
        return
    for key in ("fill", "to"):
        if (key == "fill" or key in shape) and not _are(shape.get(key), 3, 0, 1):
            yield f"must have as {key} red, green and blue from 0 to 1"
    kinds = [kind for kind in _SHAPES if kind in shape]
    if len(kinds) != 1 or set(shape) - {"fill", "to", *kinds}:
        yield f"must have one of {', '.join(_SHAPES)}, a fill, perhaps a to, and nothing else"
        return
    drawn, count = shape[kinds[0]], _SHAPES[kinds[0]]
    if count:
        if not _are(drawn, count, -1000, 1000):
            yield f"must have {count} numbers as its {kinds[0]}"
        elif min(drawn[2 : 4 if count == 5 else 3]) <= 0:
            yield f"must have radii above 0 in its {kinds[0]}"
    elif (
        not isinstance(drawn, list) or len(drawn) < 3 or not all(_are(p, 2, -10, 10) for p in drawn)
    ):
        yield "must have at least three points [x, y] as its polygon"


def measurement(path: Path, needed: Mapping[str, str]) -> list[Fault]:
    """A measurement must have what the scenes read of it, by name: a "number", or "8 numbers"."""
    record = JsonFile(path)
    for name, given in record.named("measurements", needed):
        kind = needed.get(name, "")
        if kind == "number" and not is_number(given, 0, 1e9):
            record.fault(f"“{name}” must be a number; got {_brief(given)}", name)
        elif kind.endswith(" numbers") and not _are(given, int(kind.split()[0]), -1e9, 1e9):
            got = f"{len(given)} of them" if isinstance(given, list) else _brief(given)
            record.fault(f"“{name}” must be a list of {kind}; got {got}", name)
        elif path.stem.startswith("unusual-") and name in _RISING and sorted(given) != given:
            record.fault(f"“{name}” must rise from one to the next", name)
    return record.faults


_RISING = ("values", "shares")
"""Of what is measured of the unusual: points of a curve, which is read between them."""


def _are(given: Any, count: int, least: float, most: float) -> bool:
    """Whether these are `count` numbers in that range."""
    return (
        isinstance(given, list)
        and len(given) == count
        and all(is_number(each, least, most) for each in given)
    )


def _brief(given: object) -> str:
    text = str(given)
    return text if len(text) <= 40 else text[:39] + "…"
