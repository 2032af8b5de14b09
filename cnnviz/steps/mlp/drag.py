"""The scene drag: the digit moves and two networks answer; then how often they are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Array, Box, Frame, Panel, Stage, Tensor
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

FALLS = {"falls": 2.2, "end": 1.2}
"""In how many seconds the curves fall, by sentence."""

BESIDE = (20.0, 20.0)
"""How high and wide the digit is beside the curves."""

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
    """The middle, the way from there, and as far as was counted: along the longer of its ways."""
    way = [(round(k * down / STEPS), round(k * right / STEPS)) for k in range(STEPS + 1)]
    upright = abs(down) > abs(right)
    far = -REACH if (down if upright else right) < 0 else REACH
    last = (far, 0) if upright else (0, far)
    for k, (y, x) in enumerate((*way, last)):
        moved = ink(shifted(pad_digit(digit), y, x), "Digit", f"digit {k}")
        yield Place(y, x, moved, *(probabilities(name, digit, y, x) for name, _, _ in RIVALS))


def _facts(label: int, start: Place, goal: Place) -> dict[str, bool]:
    later = zip(*(each[1:] for each in accuracies()), strict=True)
    said = start.numbers
    return {
        "goes": goal.far > 0,
        "alike": (said["mlp"], said["mlp_sure"]) == (said["cnn"], said["cnn_sure"]),
        "askew": bool(goal.down and goal.right),
        "both right at first": start.mlp.argmax() == label == start.cnn.argmax(),
        "mlp right": bool(goal.mlp.argmax() == label),
        "cnn right": bool(goal.cnn.argmax() == label),
        "cnn later": all(cnn > mlp for mlp, cnn in later),
    }


def _numbers(label: int, goal: Place) -> dict[str, object]:
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


def _left(start: Place, place: Place) -> tuple[Box, ...]:
    """Where the digit is, as far as it is in the picture, and where it was in the middle."""
    still, moved = extent(start.digit.data[0]), []
    way, sides = (place.down, place.right), place.digit.data.shape[1:]
    for (first, last), far, side in zip(still, way, sides, strict=True):
        moved.append((max(0, first + far), min(side, last + far)))
    old = region(place.digit, "border", *still)
    return (old, region(place.digit, "highlight", *moved)) if place.far else ()


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
    start, *way, goal, farthest = places
    facts, numbers = _facts(label, start, goal), _numbers(label, goal)
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
        ("end", CLOSING, farthest, counted, REACH, REACH),
        ("close", CLOSING, farthest, counted, REACH, REACH),
    ):
        yield Frame(
            seconds,
            text(key, facts | {"moved": place.far > 0}, **numbers, **place.numbers),
            boxes=_left(start, place) if hidden == asked else (),
            hidden=hidden,
            panels={
                "digit": panels.GridChanges(
                    tensor=place.digit.name,
                    size=BESIDE if hidden == counted else None,
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
