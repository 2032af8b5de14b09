"""The lines of the program light up one by one; beside each stands the tensor that it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.answers import LOSS, Scores
from cnnviz.misconceptions.dense import DENSE_PARAMETERS, Dense
from cnnviz.misconceptions.questions import choice
from cnnviz.misconceptions.questions import number as typed
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, join_sides, number, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.steps.pytorch.common import (
    Made,
    activations,
    item_of,
    listing,
    made_of,
    pieces,
    score_bars,
)

_PICTURES = tuple((each, each) for each in seeds.pictures())


LAST = len(listing()) - 1
"""The last line."""
FORWARD = next(k for k, line in enumerate(listing()) if "def forward" in line)
"""The line at which what happens to x begins."""
SEQUENTIAL = next(k for k, line in enumerate(listing()) if "Sequential" in line)
"""The line at which the features begin."""
CLASSIFIER = next(k for k, line in enumerate(listing()) if "self.classifier =" in line)
"""The line that makes the classifier."""
FEATURES, FORWARDS = (SEQUENTIAL, CLASSIFIER - 1), (CLASSIFIER, LAST)
"""The first and the last line of each part that is read at a time."""
TILES = 6
"""How many maps of a layer are drawn."""
WIDE = 11.5
"""How wide the picture is, what a line makes, and its scores, in lines of the listing."""
PICTURE = 10.57
"""How wide the picture is: one of the sizes that pictures have in the whole chapter."""
TWO_COLUMNS = (16.0, 36.8)
"""How high and wide the whole program is in two columns, in lines."""
LETTER = 0.502
"""How wide a letter is, as a share of the height of a line."""


def _listing(made: tuple[Made, ...]) -> Panel:
    """The listing, each layer's line with its shape and its parameters."""
    lines = [panels.CodeLine(pieces=pieces(line)) for line in listing()]
    for each in made[1:]:
        lines[each.line] = replace(
            lines[each.line],
            stage=each.stage,
            shape=join_sides(each.shape),
            count=number(each.parameters) if each.parameters else "",
        )
    return panels.Code(lines=tuple(lines)).panel(
        "code", stage=Stage.STACK, size=(float(len(lines)), 56 * LETTER)
    )


def _tensor(made: tuple[Made, ...]) -> Panel:
    """What a line makes: a few of its maps, side by side, or its numbers."""
    items = []
    for each in made:
        item = item_of(each)
        if item.flat == 0 and item.options:
            text = f"{TILES} of {each.shape[0]} maps drawn"
            # What pooling makes is seen to be half as long as what it reads.
            share = 0.5 if each.name == "pool1" else 1.0
            item = replace(item, text=text, flat=TILES, share=share)
        elif each.name == "flatten":
            item = replace(item, text="one row for one picture", row=True)
        items.append(item)
    return panels.Volume(items=tuple(items)).panel(
        "tensor",
        tensors=tuple(each.tensor.name for each in made),
        stage=Stage.STACK,
        size=(float(LAST), WIDE),
    )


def _picture(made: tuple[Made, ...]) -> Panel:
    """What goes in."""
    picture = made[0].tensor
    side = picture.data.shape[1]
    drawn = panels.grid(picture, panels.Grid(channel=-1), zoom=PICTURE / side, name="picture")
    return replace(drawn, label="", note=join_sides(picture.data.shape))


def _dense(made: tuple[Made, ...]) -> Dense:
    """The classifier, as rules read it: what it reads of one picture, and how many classes."""
    return Dense(1, made[-2].tensor.data.size, 1, 1, len(_scores(made)))


def _scores(made: tuple[Made, ...]) -> tuple[float, ...]:
    """What the last line gives each class."""
    return tuple(float(each) for each in made[-1].tensor.data.ravel())


def _classes(made: tuple[Made, ...]) -> Panel:
    """The ten scores, each with its class."""
    named = zip(seeds.network("simplecnn").classes, _scores(made), strict=True)
    return panels.bars("scores", score_bars(named), height=1.3, width=WIDE)


def _shares(scores: Scores) -> Panel:
    """What softmax makes of the highest score, once and twice."""
    told = (("softmax once", scores.highest(1)), ("softmax twice", scores.highest(2)))
    bars = panels.Bars(
        bars=tuple(
            panels.Bar(each, float(share), number(Fraction(share)), Stage.CLASSIFY)
            for each, share in told
        ),
        most=1.0,
        above=True,
    )
    best = seeds.network("simplecnn").classes[int(np.argmax(scores.scores))]
    return panels.bars("shares", bars, label=f"Share of {best}", height=5.6, width=1.5 * WIDE)


def _counts(made: tuple[Made, ...]) -> Panel:
    """How many parameters each layer has that learns."""
    bars = panels.Bars(
        bars=tuple(
            panels.Bar(each.name, float(each.parameters), number(each.parameters), each.stage)
            for each in made
            if each.parameters
        )
    )
    return panels.bars("counts", bars, label="Parameters", height=2.6, width=WIDE)


READ = ("conv1", "pool1", "conv2", "conv3", "average", "flatten", "linear")
"""The lines that are read one by one: the others do again what one has seen."""


def _frame(text: str, at: Reading, formula: str = "") -> Frame:
    """A frame in which a line of the program is read; the scores stand there once they are made."""
    split = None if at.part else FORWARD
    size = None if at.part else TWO_COLUMNS
    changes = {
        "code": panels.CodeChanges(lit=at.lit, made=at.done, open=at.part, split=split, size=size),
        "tensor": panels.VolumeChanges(current=at.current, source="" if at.here else "code"),
        "scores": panels.BarsChanges(lit=at.best),
    }
    present = at.present if at.current else "picture" if at.part else ""
    # What is empty names none of them.
    hidden = all_but(("picture", "tensor", "scores", "shares", "counts"), present)
    tween = FLIGHT if present == "tensor" else 0.0
    return Frame(4.0, text, formula=formula, hidden=hidden, panels=changes, tween=tween)


FLIGHT = 1.0
"""Seconds in which what a line makes comes out of it."""


class Reading(NamedTuple):
    """How far the program has been read."""

    lit: int
    """The line that is spoken of; -1 for none."""
    part: tuple[int, int] | None = None
    """The first and the last line that are open; all by default."""
    done: int = 0
    """So many lines say what they make."""
    current: int = 0
    """What has been made last, by its place."""
    present: str = "tensor"
    """What is there beside the lines, once something has been made: that, the ten scores, what
    softmax makes of the highest, or how many parameters there are; nothing if empty."""
    here: bool = False
    """Whether that comes where the one before it is, not out of its line."""
    best: int | None = None
    """The class with the highest score, once it is spoken of."""


def _frames(text: SceneText, made: tuple[Made, ...], total: int) -> Iterator[Frame]:
    lines = listing()
    registered = next(k for k, line in enumerate(lines) if "super()" in line)
    share = spoken_percent(next(Fraction(e.parameters, total) for e in made if e.name == "conv3"))
    numbers = {"total": number(total), "lines": sum(map(bool, lines)), "share": share}
    yield replace(_frame(text("open", **numbers), Reading(-1)), seconds=OPENING)
    for key, lit, part in (
        ("class", 0, None),
        ("super", registered, None),
        ("input", FORWARD, (FORWARD, LAST)),
        ("sequential", SEQUENTIAL, FEATURES),
    ):
        # Beside the features there is room from the first on for what they make.
        read = Reading(lit, part, SEQUENTIAL if part == FEATURES else 0)
        frame = replace(_frame(text(key, **numbers), read), seconds=3.6)
        if key == "input":
            # First where forward begins, then what it does first.
            yield replace(frame, seconds=5.0)
            frame = _frame(text(key, **numbers), read._replace(lit=lit + 1))
        yield frame
    yield from _lines(text, made[:-1])
    yield from _ending(text, made)
    most = max(made, key=lambda each: each.parameters)
    read = Reading(most.line, FEATURES, len(lines), len(made) - 1, "counts")
    yield _frame(text("total", **numbers), read, _sum(made, total))
    closing = _frame(text("close", **numbers), read._replace(lit=-1, part=None, present=""))
    yield replace(closing, seconds=CLOSING)


def _sum(made: tuple[Made, ...], total: int) -> str:
    """All parameters, layer by layer."""
    counts = " + ".join(number(each.parameters) for each in made if each.parameters)
    return f"{counts} = {number(total)}"


def _lines(text: SceneText, made: tuple[Made, ...]) -> Iterator[Frame]:
    """Line by line what is made, up to the view."""
    done = 0
    for k, each in enumerate(made):
        done = max(done, each.line + 1 if each.line < FORWARD else 0)
        if each.name in READ:
            count, shape = number(each.parameters), join_sides(each.shape)
            sentence = text(each.key, count=count, shape=shape)
            part = FEATURES if each.line < CLASSIFIER else FORWARDS
            if each.name in ("pool1", "average"):
                # What is pooled is what ReLU has left.
                before = made[k - 1]
                bent = _frame(sentence, Reading(before.line, part, done - 1, k - 1, here=True))
                yield replace(bent, seconds=2.0)
            here = each.name in ("pool1", "flatten")
            frame = _frame(sentence, Reading(each.line, part, done, k, here=here), each.formula)
            yield frame if each.parameters else replace(frame, seconds=3.2)


def _ending(text: SceneText, made: tuple[Made, ...]) -> Iterator[Frame]:
    """The classifier's parameters are asked and counted, then what the loss makes of its scores."""
    last, scores = made[-1], Scores(_scores(made))
    before = max(each.line + 1 for each in made[:-1] if each.line < last.line)
    read = Reading(last.line, FORWARDS, before, len(made) - 2)
    dense = _dense(made)
    counted = typed(DENSE_PARAMETERS, dense, "parameters").found_in(
        "code", "inputs", "neurons", text=f"({dense.inputs}, {dense.neurons})"
    )
    yield replace(_frame(text("linear-ask"), read), question=counted)
    # What runs in `forward` says its shape with the line above it that runs later.
    read = Reading(last.line, FORWARDS, len(listing()), len(made) - 1, "scores")
    sentence = text(last.key, count=number(last.parameters), shape=join_sides(last.shape))
    yield _frame(sentence, read, last.formula)
    shares = {
        "score": about(max(scores.scores)),
        "once": about(scores.highest(1)),
        "twice": about(scores.highest(2)),
    }
    # The loss takes what `forward` gives.
    read = read._replace(lit=len(listing()) - 1, best=int(np.argmax(scores.scores)))
    yield replace(
        _frame(text("loss-ask", **shares), read),
        question=choice(LOSS, scores).found_in("scores", "scores"),
    )
    yield _frame(text("loss", **shares), read._replace(present="shares"))


@scene(
    "code",
    stage=Stage.STACK,
    params=(Param("picture", "Picture", "choice", _PICTURES[0][0], choices=_PICTURES),),
)
def code(values: Values, text: SceneText) -> Parts:
    """The lines light up one by one; beside each stands the tensor that it makes."""
    made = made_of(activations(values.word("picture")))
    total = sum(each.parameters for each in made)
    scored = (_classes(made), _shares(Scores(_scores(made))), _counts(made))
    return Parts(
        tuple(each.tensor for each in made),
        (_listing(made), _picture(made), _tensor(made), *scored),
        tuple(_frames(text, made, total)),
    )
