"""A short history: ZIP codes in 1989, cheques, LeNet-5 in 1998, AlexNet, ResNet in 2015."""

from __future__ import annotations

from collections.abc import Iterator

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Box, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import architectures
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import spoken_percent
from cnnviz.steps.lenet.cheque import AMOUNT_PLACE, cheque
from cnnviz.steps.lenet.envelope import envelope
from cnnviz.steps.lenet.sketches import layers_of, resnet

YEARS = (1989, 1996, 1998, 2012, 2015)

PASSING = 1.4
"""Seconds in which they pass, up to the next of them."""


@scene("history", stage=Stage.CLASSIFY)
def history(values: Values, text: SceneText) -> Parts:
    """A short timeline: what was shown in 1989, 1998, 2012 and 2015, and put to use in 1996."""
    zip_code = Tensor("zip", envelope(), text("label-zip"), Stage.INPUT, "image")
    paid = Tensor("cheque", cheque(), text("label-cheque"), Stage.INPUT, "image")
    residual, shortcuts = resnet()
    papers = {1989: zip_code.name, 1996: paid.name}
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
            picture=papers.get(year, ""),
            layers=layers.get(year, ()),
            shortcuts=shortcuts if year == YEARS[-1] else (),
            since=text("label-since", years=year - before) if before else "",
        )
        for before, year in zip((0, *YEARS), YEARS, strict=False)
    )
    timeline = panels.Timeline(events=events).panel(
        "timeline",
        tensors=(zip_code.name, paid.name),
        stage=Stage.CLASSIFY,
        size=(8.0, 24.0),
    )
    envelope_alone = panels.grid(zip_code, panels.Grid(numbers=False), note=text("note-zip"))
    frames = tuple(_frames(text, sum(stage is not Stage.POOL for stage, _ in residual)))
    return Parts((zip_code, paid), (envelope_alone, timeline), frames)


def _frames(text: SceneText, layers: int) -> Iterator[Frame]:
    """The envelope; then year by year; and LeNet-5 once more."""
    accuracy = seeds.card("lenet")["accuracy"]
    assert isinstance(accuracy, float)

    def at(seconds: float, key: str, shown: int, lit: int, hidden: str = "zip") -> Frame:
        amount = Box("cheque", "window", (0, 1), *AMOUNT_PLACE, stage=Stage.CLASSIFY)
        return Frame(
            seconds,
            text(key, accuracy=spoken_percent(accuracy), layers=layers),
            boxes=(amount,) if YEARS[lit] == 1996 else (),
            hidden=(hidden,),
            panels={"timeline": panels.TimelineChanges(shown=shown, lit=lit)},
            tween=PASSING if hidden == "zip" else 0.0,
        )

    yield at(OPENING, "open", 1, 0, hidden="timeline")
    for k, year in enumerate(YEARS):
        yield at(4.5, str(year), k + 1, k)
    yield at(CLOSING, "close", len(YEARS), YEARS.index(1998))
