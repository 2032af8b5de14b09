"""One line of pixels, the windows that fit on it, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.question import Question
from cnnviz.content.scene import Array, Box, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.engine.arguments import dilated_size
from cnnviz.engine.geometry import windows
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.map_side import SIDE
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import region, whole
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, number
from cnnviz.staging.shots import all_but

SIZE = (18.0, 40.0)
NAMES = ("picture", "ruler", "five", "map")
LOW, THICK, ABOVE = 2.4, 4.5, 12.0
"""How high the line is without windows beside a pixel of it, how high such a pixel is at most, and
how high the picture is above it."""
SWEPT, COUNTED, TOLD, RESTS = 3.0, 1.4, 6.0, 2.5
"""Seconds in which a filter goes along the line, in which its outputs move together, in which their
sum is made number by number, and after each of these."""
MARCH = 14
"""At most so many frames for the windows that are laid down."""


class Around(NamedTuple):
    """A filter so many weights wide, and so many zeros at each end."""

    side: int
    ring: int


FIVE = Around(5, 2)
"""What is asked about in the end: with fewer zeros at an end it would not stay as wide."""


class Line(NamedTuple):
    """A line of pixels with the windows that fit on it, and what sentences say of it."""

    picture: Tensor
    row: Tensor
    """The row of the picture that the line is."""
    ruler: panels.Ruler
    facts: dict[str, bool]
    numbers: dict[str, object]
    made: Tensor
    """The map that the filter makes of the picture."""
    question: Question
    """How many windows fit."""


def _picture(size: int) -> Array:
    """The digit of the seeds on size×size pixels: with paper around it, or fewer pixels of it."""
    digit = seeds.digit()
    side = digit.shape[1]
    if size < side:
        kept = np.arange(size) * side // size
        return digit[:, kept][:, :, kept]
    before = (size - side) // 2
    around = (before, size - side - before)
    return np.pad(digit, ((0, 0), around, around))


def _means(
    data: Array, window: tuple[int, int], rings: tuple[int, int], step: int, dilation: int
) -> Array:
    """Of what each window covers; rings: of zeros, above and below, and at either end."""
    high, wide = rings
    padded = np.pad(data, ((0, 0), (high, high), (wide, wide)))
    covered = exact.patches(padded, window, stride=step, padding=0, dilation=dilation)
    means: Array = covered.mean(axis=-1).round(3)
    return means


def _texts(
    *,
    size: int,
    side: int,
    step: int,
    ring: int,
    reach: int,
    fits: int,
    over: int,
    padded: int,
    dilation: int,
) -> panels.RulerTexts:
    """What is written on a line of which these are the numbers."""
    room, apart = padded - reach, dilation > 1
    return panels.RulerTexts(
        size=f"W = {size}",
        padding=f"P = {ring}",
        kernel=f"K = {side}, D = {dilation}" if apart else f"K = {side}",
        stride=f"S = {step}",
        room=f"room to move: {room} = {_steps(fits - 1, step, over)}",
        output=f"O = {fits}",
        over=f"{over} left over",
        numbers=(
            str(size),
            f"({dilation} · ({side} − 1) + 1)" if apart else str(side),
            str(ring),
            str(step),
            number(Fraction(room, step)),
            str(fits),
            str(room),
        ),
        letters=("W", "(D · (K − 1) + 1)" if apart else "K", "P", "S", "O"),
    )


def _steps(count: int, step: int, over: int) -> str:
    """What the room to move is made of."""
    return f"{count} · {step}" + (f" + {over}" if over else "")


def _line(size: int, side: int, step: int, ring: int, dilation: int) -> Line:
    reach = dilated_size(side, dilation)
    padded = size + 2 * ring
    if reach > padded:
        most = (padded - 1) // dilation + 1
        where = f"the padded input is {padded}" + (f", D is {dilation}" if dilation > 1 else "")
        raise ParameterError("K", f"must be from 1 to {most} here ({where}); got {side}")
    places = windows(size, side, stride=step, padding=ring, dilation=dilation)
    fits = len(places)
    over = size + ring - places[-1][1]
    facts = {
        "padded": ring > 0,
        "dilated": reach > side,
        "single pixel": size == 1,
        "left over": over > 0,
        "one window": fits == 1,
        "same": fits == size,
        "halved": 2 * fits == size,
        "smaller": fits < size,
        "most common": (side, step, ring, dilation) == (3, 1, 1, 1),
    }
    counts = {"size": size, "side": side, "step": step, "ring": ring, "reach": reach}
    counts |= {"fits": fits, "over": over, "padded": padded, "dilation": dilation}
    numbers = {**counts, "room": about(Fraction(padded - reach, step))}
    picture = Tensor("picture", _picture(size), "Input", Stage.INPUT, "image")
    middle = size // 2
    row = Tensor("row", picture.data[:, middle : middle + 1], "One row", Stage.INPUT, "image")
    along = _means(row.data, (1, side), (0, ring), step, dilation)
    averaged = _means(picture.data, (side, side), (ring, ring), step, dilation)
    ruler = panels.Ruler(
        size=size,
        padding=ring,
        dilation=dilation,
        windows=tuple(places),
        over=over,
        texts=_texts(**counts),
        ink=tuple(row.data.ravel().tolist()),
        outputs=tuple(along.ravel().tolist()),
    )
    made = Tensor(
        "map", averaged.reshape(1, fits, fits), "Map", Stage.CONV, "image", picture.max_abs
    )
    layer = ConvLayer(1, 1, reach, size, step, ring)
    return Line(picture, row, ruler, facts, numbers, made, choice(SIDE, layer))


def _frames(text: SceneText, line: Line, five: Line) -> Iterator[Frame]:
    hidden = all_but(NAMES, "ruler")

    def frame(key: str, seconds: float, changes: panels.RulerChanges) -> Frame:
        sentence = text(key, line.facts, **line.numbers)
        return Frame(seconds, sentence, hidden=hidden, panels={"ruler": changes})

    yield from _taken_out(text, line)
    fits = len(line.ruler.windows)
    first = panels.RulerChanges(shown=1, ring=1)
    yield replace(frame("first", OPENING, first), question=_on_ruler(line, "ruler", "each"))
    stops = sorted({round(1 + (fits - 1) * i / MARCH) for i in range(1, MARCH + 1)} - {1})
    for i, shown in enumerate(stops):
        seconds = 1.2 if i == 0 else accelerating(i, len(stops))
        yield frame("march", seconds, panels.RulerChanges(shown=shown, ring=1))
    over = panels.RulerChanges(shown=fits, ring=1, over=1)
    yield replace(frame("over", OPENING, over), tween=COUNTED)
    told = replace(over, told=1)
    yield replace(frame("numbers", TOLD + RESTS, told), tween=TOLD)
    yield from _five(text, five)
    # What holds for a row holds for the columns: the picture once more, and its map.
    closing = text("close", line.facts, **line.numbers)
    yield Frame(CLOSING, closing, hidden=all_but(NAMES, "picture", "map"), tween=1.2)


def _on_ruler(line: Line, panel: str, before: str) -> Question:
    """What is asked of a line, whose numbers its ruler has; before: the words before the stride."""
    asked = line.question
    for name, letter in (("side", "W"), ("kernel", "K"), ("padding", "P")):
        asked = asked.found_in(panel, name, text=f"{letter} =")
    return asked.found_in("", "stride", text=f"{before} {line.numbers['step']}")


def _five(text: SceneText, five: Line) -> Iterator[Frame]:
    """The line once more, with a padding that makes up for what a filter of 5 takes away."""
    size = five.ruler.size
    numbers = {"size": size, "wider": FIVE.side, "zeros": FIVE.ring, "fewer": FIVE.side - 1}
    hidden = all_but(NAMES, "five")
    yield Frame(
        OPENING,
        text("five", **numbers),
        hidden=hidden,
        panels={"five": panels.RulerChanges(shown=1, ring=1)},
        question=_on_ruler(five, "five", "steps of"),
    )
    # First it goes along the line, then its places are counted, then the sum says why.
    same = text("five-same", {"shorter": size < FIVE.side}, **numbers)
    there = panels.RulerChanges(shown=size, ring=1)
    counted = replace(there, over=1)
    for sentence, changes, tween in (
        (text("five-march"), there, SWEPT),
        (same, counted, COUNTED),
        (same, replace(counted, told=1), TOLD),
    ):
        yield Frame(tween + RESTS, sentence, hidden=hidden, panels={"five": changes}, tween=tween)


def _taken_out(text: SceneText, line: Line) -> Iterator[Frame]:
    """A picture; one row that comes out of it and lies down below it; the zeros at its ends."""
    alone = all_but(NAMES, "picture")
    yield Frame(OPENING, text("picture", line.facts, **line.numbers), hidden=alone)
    taken = _taken(line)
    ruler = line.ruler
    low = LOW + min(THICK, 1.15 * SIZE[1] / (ruler.size + 2 * ruler.padding))
    # The picture stays above its row while that becomes the line.
    for key, ring, boxes, tween in (("open", 0, taken, 2.0), ("padding", 1, taken[:1], 1.0)):
        yield Frame(
            OPENING,
            text(key, line.facts, **line.numbers),
            boxes=boxes,
            hidden=all_but(NAMES, "picture", "ruler"),
            panels={
                "picture": panels.GridChanges(size=(ABOVE, ABOVE)),
                "ruler": panels.RulerChanges(shown=0, ring=ring, size=(low, SIZE[1])),
            },
            tween=tween,
        )


def _taken(line: Line) -> tuple[Box, Box]:
    """The row in the picture, and where it stands alone."""
    size = line.picture.data.shape[2]
    middle = size // 2
    return (
        region(line.picture, "window", (middle, middle + 1), (0, size), group=0),
        whole(line.row, "highlight", group=0),
    )


@scene(
    "formula",
    stage=Stage.CONV,
    params=(
        Param("W", "W, input", "integer", 32, 1, 64, help="Pixels along one side."),
        Param("K", "K, filter", "integer", 3, 1, 11, help="Weights along one side."),
        Param("S", "S, stride", "integer", 2, 1, 5, help="How far the window moves."),
        Param("P", "P, padding", "integer", 1, 0, 5, help="Zeros at each end."),
        Param("D", "D, dilation", "integer", 1, 1, 3, help="From weight to weight."),
    ),
    presets=(
        ("valid", {"W": 32, "K": 3, "S": 1, "P": 0, "D": 1}),
        ("same", {"W": 32, "K": 3, "S": 1, "P": 1, "D": 1}),
        ("halved", {"W": 32, "K": 3, "S": 2, "P": 1, "D": 1}),
    ),
)
def formula(values: Values, text: SceneText) -> Parts:
    """One line of pixels, the windows that fit on it, and what is left over."""
    line = _line(*(values.integer(name) for name in "WKSPD"))
    five = _line(values.integer("W"), FIVE.side, 1, FIVE.ring, 1)
    plain = panels.Grid(numbers=False)
    ruler = replace(line.ruler, row="new")
    drawn = (
        panels.grid(line.picture, plain),
        ruler.panel("ruler", tensors=(line.row.name,), stage=Stage.CONV, size=SIZE),
        five.ruler.panel("five", stage=Stage.CONV, size=SIZE),
        panels.grid(line.made, plain, operator="→"),
    )
    return Parts((line.picture, line.row, line.made), drawn, tuple(_frames(text, line, five)))
