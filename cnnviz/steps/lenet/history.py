"""A short history: ZIP codes in 1989, cheques, LeNet-5 in 1998, AlexNet, ResNet in 2015."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import architectures
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import spoken_percent
from cnnviz.steps.lenet.cheque import cheque
from cnnviz.steps.lenet.envelope import AIR, HEIGHT, SIDE, WIDTH, ZIP, envelope, sign, written
from cnnviz.steps.lenet.sketches import layers_of, resnet

YEARS = (1989, 1996, 1998, 2012, 2015)

PASSING = 1.4
"""Seconds in which they pass, up to the next of them."""


MAIL, CODE, TIMELINE = "mail", "zip", "timeline"
"""The panels: the envelope, its ZIP code as it is read, the years."""


@scene("history", stage=Stage.CLASSIFY)
def history(values: Values, text: SceneText) -> Parts:
    """An envelope's ZIP code; then what was shown in 1989, 1998, 2012 and 2015, and put to use in
    1996."""
    code = Tensor(CODE, written(ZIP)[np.newaxis], text("label-zip"), Stage.INPUT, "image")
    residual, shortcuts = resnet()
    parts = {1989: tuple(sign(code.name)), 1996: tuple(cheque())}
    layers = {
        1998: layers_of(seeds.network("lenet")),
        2012: layers_of(architectures.alexnet()),
        2015: residual,
    }
    events = tuple(
        panels.Event(
            year=year,
            title=text(f"title-{year}"),
            text=text(f"text-{year}"),
            parts=parts.get(year, ()),
            layers=layers.get(year, ()),
            shortcuts=shortcuts if year == YEARS[-1] else (),
            since=text("label-since", years=year - before) if before else "",
        )
        for before, year in zip((0, *YEARS), YEARS, strict=False)
    )
    timeline = panels.Timeline(events=events).panel(
        TIMELINE, tensors=(code.name,), stage=Stage.CLASSIFY, size=(8.0, 24.0)
    )
    mail = panels.Drawing(parts=tuple(envelope(code.name))).panel(
        MAIL,
        tensors=(code.name,),
        stage=Stage.INPUT,
        size=(HEIGHT + 2 * AIR, WIDTH + 2 * AIR),
        note=text("note-mail"),
    )
    options = panels.Grid(numbers=False)
    digits = panels.grid(code, options, note=text("note-zip", side=SIDE))
    frames = tuple(_frames(text, code, sum(stage is not Stage.POOL for stage, _ in residual)))
    return Parts((code,), (mail, digits, timeline), frames)


def _frames(text: SceneText, code: Tensor, layers: int) -> Iterator[Frame]:
    """The envelope; its digits; then year by year; and LeNet-5 once more."""
    accuracy = seeds.card("lenet")["accuracy"]
    assert isinstance(accuracy, float)
    numbers = {"accuracy": spoken_percent(accuracy), "layers": layers, "side": SIDE}

    def at(seconds: float, key: str, shown: int, lit: int) -> Frame:
        changes = {TIMELINE: panels.TimelineChanges(shown=shown, lit=lit)}
        sentence, others = text(key, **numbers), (MAIL, CODE)
        return Frame(seconds, sentence, hidden=others, panels=changes, tween=PASSING)

    for beat, (key, tween) in enumerate((("open", 0.0), ("mark", 1.0), ("mark", PASSING)), 1):
        drawn = {MAIL: panels.DrawingChanges(shown=beat)}
        said = text(key, **numbers)
        yield Frame(2.6, said, hidden=(CODE, TIMELINE), panels=drawn, tween=tween)
    cut = tuple(
        region(code, "highlight", (0, SIDE), (k, k + SIDE))
        for k in range(0, code.data.shape[-1], SIDE)
    )
    sentence = text("cut", **numbers)
    yield Frame(4.0, sentence, boxes=cut, hidden=(MAIL, TIMELINE), tween=PASSING)
    for k, year in enumerate(YEARS):
        yield at(4.5, str(year), k + 1, k)
    yield at(CLOSING, "close", len(YEARS), YEARS.index(1998))
