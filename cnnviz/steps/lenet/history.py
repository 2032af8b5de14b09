"""A short history: ZIP codes in 1989, LeNet-5 in 1998, AlexNet in 2012, ResNet in 2015."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import network_panels, panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import spoken_percent
from cnnviz.staging.network_columns import with_border
from cnnviz.steps.lenet.envelope import envelope
from cnnviz.steps.lenet.sketches import alexnet, resnet

YEARS = (1989, 1998, 2012, 2015)


@scene("history", stage=Stage.CLASSIFY)
def history(values: Values, text: SceneText) -> Parts:
    """A short timeline: what was shown in 1989, 1998, 2012 and 2015."""
    network = seeds.network("lenet")
    drawn = network_panels.network_tensors(network, with_border(network, seeds.digit()))
    pictures = (
        Tensor("zip", envelope(), "A ZIP code", Stage.INPUT, "image"),
        next(each for each in drawn if each.name == "C1 tanh"),
        Tensor("alexnet", alexnet(), "The layers of AlexNet", Stage.INPUT, "image"),
        Tensor("resnet", resnet(), "Layers of ResNet with shortcuts", Stage.INPUT, "image"),
    )
    events = tuple(
        panels.Event(
            year=year,
            title=text(f"title-{year}"),
            text=text(f"text-{year}"),
            picture=picture.name,
            since=text("label-since", years=year - before) if before else "",
        )
        for before, year, picture in zip((0, *YEARS), YEARS, pictures, strict=False)
    )
    timeline = panels.Timeline(events=events).panel(
        "timeline",
        tensors=tuple(picture.name for picture in pictures),
        stage=Stage.CLASSIFY,
        size=(8.0, 24.0),
    )
    accuracy = seeds.card("lenet")["accuracy"]
    assert isinstance(accuracy, float)
    ours = spoken_percent(accuracy)

    def at(seconds: float, key: str, shown: int, lit: int | None) -> Frame:
        return Frame(
            seconds,
            text(key, accuracy=ours),
            hidden=("timeline",) if shown == 0 else ("zip",),
            panels={"timeline": panels.TimelineChanges(shown=shown, lit=lit)},
        )

    frames = (
        at(OPENING, "open", 0, None),
        at(4.5, "1989", 1, 0),
        at(4.5, "1998", 2, 1),
        at(4.5, "use", 2, 1),
        at(4.5, "2012", 3, 2),
        at(4.5, "2015", 4, 3),
        at(CLOSING, "close", 4, None),
    )
    code = panels.grid(pictures[0], panels.Grid(numbers=False), note=text("note-zip"))
    return Parts(pictures, (code, timeline), frames)
