"""The scene drag: the digit moves and two networks answer; then how often they are right."""

from __future__ import annotations

from dataclasses import dataclass

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Array, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.shift import shifted
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import (
    as_probability,
    number,
    shape_text,
    shift_in_words,
    spoken_percent,
    with_article,
)
from cnnviz.staging.inputs import DIGIT
from cnnviz.steps.mlp.common import ink
from cnnviz.steps.mlp.rivals import (
    RIVALS,
    accuracy,
    answers,
    framed,
    probabilities,
    shown,
    silent,
)

REACH = 7
"""How many pixels the digit may move in each direction."""

WALK = 5
"""In how many frames it goes to where the parameters send it."""

LANDED = 3 + WALK
"""The frame in which it has arrived."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the digit stands, and what both networks make of it there."""

    down: int
    right: int
    digit: Tensor
    answers: tuple[Array, ...]

    def named(self, label: int) -> tuple[bool, ...]:
        """Which of the networks name the digit."""
        return tuple(bool(each.argmax() == label) for each in self.answers)


def _places(digit: str, down: int, right: int) -> list[Place]:
    """The middle, and the way from there."""
    ways = [(round(k * down / WALK), round(k * right / WALK)) for k in range(WALK + 1)]
    return [
        Place(
            y,
            x,
            ink(shifted(framed(digit), y, x), "Digit", f"digit {k}"),
            tuple(probabilities(name, digit, y, x) for name, _, _ in RIVALS),
        )
        for k, (y, x) in enumerate(ways)
    ]


_HELP = "How many pixels the digit moves; on the stage, drag it."


@scene(
    "drag",
    stage=Stage.INPUT,
    params=(
        Param("right", "Right", "integer", WALK, -REACH, REACH, help=_HELP),
        Param("down", "Down", "integer", 0, -REACH, REACH, help=_HELP),
        DIGIT,
    ),
)
def drag(values: Values, text: SceneText) -> Parts:
    """The digit goes to (down, right), step by step; then the accuracy over all test digits."""
    digit, down, right = values.word("digit"), values.integer("down"), values.integer("right")
    label = next(each.label for each in seeds.digits() if each.name == digit)
    places = _places(digit, down, right)
    goal = places[-1]
    measured = seeds.measured("shift")
    # A digit that went askew has gone at least as far as the longer of its two ways.
    far = max(abs(down), abs(right))
    shares = [measured[name] for name, _, _ in RIVALS]
    parameters = [sum(seeds.network(name).parameters().values()) for name, _, _ in RIVALS]
    told = {
        "label": label,
        "a_label": with_article(label),
        "goal": shift_in_words(down, right),
        "mlp_parameters": number(parameters[0]),
        "cnn_parameters": number(parameters[1]),
        "n": number(measured["n"]),
        "reach": measured["shifts"][-1],
        "far": f"{far} pixel{'s' * (far != 1)}",
        "mlp_right": spoken_percent(shares[0][far]),
        "cnn_right": spoken_percent(shares[1][far]),
        "mlp_last": spoken_percent(shares[0][-1]),
        "cnn_last": spoken_percent(shares[1][-1]),
    }

    holds = {
        "goes": bool(down or right),
        "askew": bool(down and right),
        "both right at first": all(places[0].named(label)),
        "mlp right": goal.named(label)[0],
        "cnn right": goal.named(label)[1],
        "cnn later": all(
            cnn > mlp for mlp, cnn in zip(*(each[1:] for each in shares), strict=True)
        ),
    }

    def at(key: str, seconds: float, place: Place, *hidden: str, upto: int = REACH) -> Frame:
        mlp, cnn = place.answers
        asked = key != "open"
        now = {
            "where": shift_in_words(place.down, place.right),
            "mlp": int(mlp.argmax()),
            "mlp_sure": spoken_percent(as_probability(float(mlp.max()))),
            "cnn": int(cnn.argmax()),
            "cnn_sure": spoken_percent(as_probability(float(cnn.max()))),
            "a_mlp": with_article(int(mlp.argmax())),
            "a_cnn": with_article(int(cnn.argmax())),
        }
        stands = panels.GridChanges(
            tensor=place.digit.name, values={"down": place.down, "right": place.right}
        )
        return Frame(
            seconds,
            text(key, holds | {"moved": bool(place.down or place.right)}, **told, **now),
            hidden=hidden,
            panels={
                "digit": stands.record(),
                "mlp": shown(mlp) if asked else silent(),
                "cnn": shown(cnn) if asked else silent(),
                "accuracy": panels.LinesChanges(at=far, upto=upto).record(),
            },
        )

    start, curves = places[0], "accuracy"
    frames = (
        at("open", OPENING, start, curves),
        at("middle", OPENING, start, curves),
        at("ask", OPENING, start, curves),
        *(at("walk", 1.4, place, curves) for place in places[1:]),
        at("arrived", CLOSING, goal, curves),
        at("one", CLOSING, goal, upto=-1),
        at("counted", CLOSING, goal, upto=far),
        at("end", CLOSING, goal),
        at("close", CLOSING, goal),
    )
    tensors = {place.digit.name: place.digit for place in places}
    drags = panels.Drags(x="right", y="down", reach=REACH, frame=LANDED)
    return Parts(
        tuple(tensors.values()),
        (
            panels.Grid(drags=drags).panel(
                "digit",
                tensors=tuple(tensors),
                label="Drag the digit",
                note=shape_text(start.digit.data),
                stage=Stage.INPUT,
                size=(25.0, 25.0),
            ),
            *(
                answers(short.lower(), short, count, hue)
                for (_, short, hue), count in zip(RIVALS, parameters, strict=True)
            ),
            accuracy(measured["shifts"], shares, measured["n"]),
        ),
        frames,
    )
