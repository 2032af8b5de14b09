"""The scene drag: the digit moves and two networks answer; then how often they are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Array, Box, Frame, Panel, Span, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.shift import shifted
from cnnviz.staging import panels
from cnnviz.staging.boxes import extent, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import (
    as_probability,
    number,
    shift_in_words,
    spoken_percent,
    tenths,
    with_article,
)
from cnnviz.staging.inputs import DIGIT
from cnnviz.steps.mlp.common import ink
from cnnviz.steps.mlp.rivals import (
    RIVALS,
    accuracies,
    accuracy,
    answers,
    pad_digit,
    parameters,
    probabilities,
    share_changes,
    silent,
)

REACH = 7
"""How many pixels the digit may move in each direction."""

STEPS = 5
"""In how many steps, a frame each, it goes to where the parameters send it."""

WALKS, HURRIES = 1.4, 0.8
"""How many seconds a step takes: where the bars change, and where they stay."""

FALLS = {"falls": 2.2, "end": 1.2, "close": 1.2}
"""In how many seconds the curves fall, or the digit moves, by sentence."""

BESIDE = (18.6, 18.6)
"""How high and wide the digit is beside the curves."""

EDGES = {
    (1, 0): "at the bottom",
    (-1, 0): "at the top",
    (0, 1): "on the right",
    (0, -1): "on the left",
}
"""How a sentence names the edge to which a step down or to the right leads."""

LANDED = 3 + STEPS
"""The frame in which it has arrived."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the digit stands, and what both networks make of it there."""

    down: int
    right: int
    digit: Tensor
    mlp: Array
    cnn: Array

    @property
    def far(self) -> int:
        """How far from the middle; askew, at least as far as the longer of its two ways."""
        return max(abs(self.down), abs(self.right))

    @property
    def numbers(self) -> dict[str, object]:
        """What sentences say of it."""
        mlp, cnn = int(self.mlp.argmax()), int(self.cnn.argmax())
        return {
            "where": shift_in_words(self.down, self.right),
            "mlp": mlp,
            "mlp_sure": spoken_percent(as_probability(float(self.mlp.max()))),
            "cnn": cnn,
            "cnn_sure": spoken_percent(as_probability(float(self.cnn.max()))),
            "a_mlp": with_article(mlp),
            "a_cnn": with_article(cnn),
        }


def _places(digit: str, down: int, right: int) -> Iterator[Place]:
    """The middle, the way from there, and as far as was counted: where ink is lost, if anywhere,
    and along the longer of its ways."""
    way = [(round(k * down / STEPS), round(k * right / STEPS)) for k in range(STEPS + 1)]
    for k, (y, x) in enumerate((*way, *_farthest(digit, down, right))):
        moved = ink(shifted(pad_digit(digit), y, x), "Digit", f"digit {k}")
        yield Place(y, x, moved, *(probabilities(name, digit, y, x) for name, _, _ in RIVALS))


def _farthest(digit: str, down: int, right: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """As far as was counted: along the longer of its ways, if it loses ink there, else where it
    loses most; and along the longer of its ways."""
    whole = pad_digit(digit)

    def lost(y: int, x: int) -> int:
        return _inked(whole) - _inked(shifted(whole, y, x))

    upright = abs(down) > abs(right)
    way = -1 if (down if upright else right) < 0 else 1
    goes = (way * REACH, 0) if upright else (0, way * REACH)
    ends = [goes, *((REACH * y, REACH * x) for y, x in EDGES)]
    return goes if lost(*goes) else max(ends, key=lambda end: lost(*end)), goes


def _inked(picture: Array) -> int:
    """How many of its pixels hold ink."""
    return int(np.count_nonzero(picture))


def _lost(start: Place, place: Place) -> bool:
    """Whether ink of the digit lies beyond an edge of the picture."""
    return _inked(place.digit.data) < _inked(start.digit.data)


def _facts(label: int, start: Place, goal: Place, edge: Place) -> dict[str, bool]:
    later = zip(*(each[1:] for each in accuracies()), strict=True)
    said = start.numbers
    return {
        "goes": goal.far > 0,
        "alike": (said["mlp"], said["mlp_sure"]) == (said["cnn"], said["cnn_sure"]),
        "askew": bool(goal.down and goal.right),
        "both right at first": start.mlp.argmax() == label == start.cnn.argmax(),
        "mlp right": bool(goal.mlp.argmax() == label),
        "cnn right": bool(goal.cnn.argmax() == label),
        "loses ink": _lost(start, edge),
        "cnn later": all(cnn > mlp for mlp, cnn in later),
    }


def _numbers(label: int, goal: Place, edge: Place) -> dict[str, object]:
    measured, far, (mlp, cnn) = seeds.measured("shift"), goal.far, accuracies()
    mlp_parameters, cnn_parameters = map(number, parameters())
    return {
        "label": label,
        "a_label": with_article(label),
        "goal": shift_in_words(goal.down, goal.right),
        "mlp_parameters": mlp_parameters,
        "cnn_parameters": cnn_parameters,
        "n": number(measured["n"]),
        "reach": measured["shifts"][-1],
        "edge": EDGES[(edge.down // REACH, edge.right // REACH)],
        "far": f"{far} pixel{'s' * (far != 1)}",
        "mlp_right": tenths(mlp[far]),
        "cnn_right": tenths(cnn[far]),
        "mlp_last": tenths(mlp[-1]),
        "cnn_last": tenths(cnn[-1]),
    }


def _panels(places: list[Place]) -> tuple[Panel, ...]:
    drags = panels.Drags(x="right", y="down", reach=REACH, frame=LANDED)
    digit = panels.Grid(drags=drags).panel(
        "digit",
        tensors=tuple(place.digit.name for place in places),
        label="Digit",
        stage=Stage.INPUT,
        size=(28.0, 28.0),
    )
    mlp, cnn = (
        answers(short, count, hue)
        for (_, short, hue), count in zip(RIVALS, parameters(), strict=True)
    )
    return mlp, accuracy(), digit, cnn


def _moved(start: Place, place: Place) -> tuple[Span, Span]:
    """Between which rows and columns all ink of the digit lies, or would beyond the picture."""
    (top, bottom), (left, right) = extent(start.digit.data[0])
    y, x = place.down, place.right
    return (top + y, bottom + y), (left + x, right + x)


def _beyond(start: Place, place: Place) -> tuple[int, int, int, int]:
    """How many rows and columns of it lie above, right of, below and left of the picture."""
    (top, bottom), (left, right) = _moved(start, place)
    _, height, width = place.digit.data.shape
    return max(0, -top), max(0, right - width), max(0, bottom - height), max(0, -left)


def _within(start: Place, place: Place) -> tuple[Span, Span]:
    """The same, as far as it lies in the picture."""
    _, height, width = place.digit.data.shape
    (top, bottom), (left, right) = _moved(start, place)
    return (max(0, top), min(height, bottom)), (max(0, left), min(width, right))


def _marked(key: str, start: Place, goal: Place, place: Place) -> tuple[Box, ...]:
    """Where the digit will be; where it is and was; how far it lies beyond an edge in the end."""
    if key == "ask" and goal.far:
        return (region(place.digit, "border", *_within(start, goal)),)
    if key in ("walk", "arrived") and place.far:
        old = region(place.digit, "border", *_moved(start, start))
        return old, region(place.digit, "highlight", *_within(start, place))
    if key in ("end", "close") and _lost(start, place):
        return (region(place.digit, "highlight", *_moved(start, place)),)
    return ()


def _walks(start: Place, way: list[Place]) -> Iterator[tuple[float, Place]]:
    """Each step with its seconds: fewer where both networks stay as sure."""
    for before, place in pairwise((start, *way)):
        was, now = (
            [each.numbers[key] for key in ("a_mlp", "mlp_sure", "a_cnn", "cnn_sure")]
            for each in (before, place)
        )
        yield WALKS if was != now else HURRIES, place


def _frames(text: SceneText, label: int, places: list[Place]) -> Iterator[Frame]:
    """The digit in the middle, on its way and there; then the accuracy over all test digits."""
    start, *way, goal, edge, last = places
    facts, numbers = _facts(label, start, goal, edge), _numbers(label, goal, edge)
    asked, counted = ("accuracy",), ("mlp", "cnn")
    before = start
    for key, seconds, place, hidden, at, upto in (
        ("open", OPENING, start, asked, 0, 0),
        ("middle", OPENING, start, asked, 0, 0),
        ("ask", OPENING, start, asked, 0, 0),
        *(("walk", took, place, asked, 0, 0) for took, place in _walks(start, [*way, goal])),
        ("arrived", CLOSING, goal, asked, 0, 0),
        ("one", CLOSING, start, counted, 0, 0),
        ("falls", OPENING, goal, counted, goal.far, goal.far),
        ("counted", CLOSING, goal, counted, goal.far, goal.far),
        ("end", CLOSING, edge, counted, REACH, REACH),
        ("close", CLOSING, last, counted, REACH, REACH),
    ):
        yield Frame(
            seconds,
            text(key, facts | {"moved": place.far > 0}, **numbers, **place.numbers),
            boxes=_marked(key, start, goal, place),
            hidden=hidden,
            panels={
                "digit": panels.GridChanges(
                    tensor=place.digit.name,
                    size=BESIDE if hidden == counted else None,
                    around=_beyond(start, place) if key in ("end", "close") else None,
                    moved=(place.down - before.down, place.right - before.right),
                    values={"down": place.down, "right": place.right},
                ),
                "mlp": silent() if key == "open" else share_changes(place.mlp),
                "cnn": silent() if key == "open" else share_changes(place.cnn),
                "accuracy": panels.LinesChanges(at=at, upto=upto),
            },
            tween=FALLS.get(key, 0.0),
        )
        before = place


_HELP = "How many pixels the digit moves; on the stage, drag it."


@scene(
    "drag",
    stage=Stage.INPUT,
    params=(
        Param("right", "Right", "integer", STEPS, -REACH, REACH, help=_HELP),
        Param("down", "Down", "integer", 0, -REACH, REACH, help=_HELP),
        DIGIT,
    ),
)
def drag(values: Values, text: SceneText) -> Parts:
    """The digit goes to (down, right), step by step; then the accuracy over all test digits."""
    name = values.word("digit")
    label = next(each.label for each in seeds.digits() if each.name == name)
    places = list(_places(name, values.integer("down"), values.integer("right")))
    tensors = tuple(place.digit for place in places)
    return Parts(tensors, _panels(places), tuple(_frames(text, label, places)))
