"""A short history: ZIP codes in 1989, LeNet-5 in 1998, AlexNet in 2012, ResNet in 2015."""

from __future__ import annotations

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

YEARS = (1989, 1998, 2012, 2015)


@scene("history", stage=Stage.CLASSIFY)
def history(values: Values, text: SceneText) -> Parts:
    """A short timeline: what was shown in 1989, 1998, 2012 and 2015."""
    zip_code = Tensor("zip", envelope(), text("label-zip"), Stage.INPUT, "image")
    paid = Tensor("cheque", cheque(), text("label-cheque"), Stage.INPUT, "image")
    residual, shortcuts = resnet()
    rows = ((), layers_of(seeds.network("lenet")), layers_of(architectures.alexnet()), residual)
    events = tuple(
        panels.Event(
            year=year,
            title=text(f"title-{year}"),
            text=text(f"text-{year}"),
            picture="" if layers else zip_code.name,
            layers=layers,
            shortcuts=shortcuts if layers is residual else (),
            since=text("label-since", years=year - before) if before else "",
        )
        for before, year, layers in zip((0, *YEARS), YEARS, rows, strict=False)
    )
    timeline = panels.Timeline(events=events).panel(
        "timeline", tensors=(zip_code.name,), stage=Stage.CLASSIFY, size=(8.0, 24.0)
    )
    accuracy = seeds.card("lenet")["accuracy"]
    assert isinstance(accuracy, float)
    ours = spoken_percent(accuracy)
    learning = sum(stage is not Stage.POOL for stage, _ in residual)

    def at(seconds: float, key: str, shown: int, lit: int | None, seen: str = "timeline") -> Frame:
        return Frame(
            seconds,
            text(key, accuracy=ours, layers=learning),
            boxes=(Box("cheque", "window", (0, 1), *AMOUNT_PLACE, stage=Stage.CLASSIFY),)
            if seen == "cheque"
            else (),
            hidden=tuple(sorted({"zip", "cheque", "timeline"} - {seen})),
            panels={"timeline": panels.TimelineChanges(shown=shown, lit=lit)},
        )

    frames = (
        at(OPENING, "open", 0, None, "zip"),
        at(4.5, "1989", 1, 0),
        at(4.5, "1998", 2, 1),
        at(4.5, "use", 2, 1, "cheque"),
        at(4.5, "2012", 3, 2),
        at(4.5, "2015", 4, 3),
        at(CLOSING, "close", 4, None),
    )
    papers = (
        panels.grid(each, panels.Grid(numbers=False), note=text(f"note-{each.name}"))
        for each in (zip_code, paid)
    )
    return Parts((zip_code, paid), (*papers, timeline), frames)
