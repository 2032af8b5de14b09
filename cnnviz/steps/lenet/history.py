"""A short history: postal digits in 1989, LeNet-5 in 1998."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import network_panels, panels
from cnnviz.staging.cell_detail import with_border
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import spoken_percent


@scene("history", stage=Stage.CLASSIFY)
def history(values: Values, text: SceneText) -> Parts:
    """A short timeline: what was shown in 1989 and in 1998."""
    years = (1989, 1998)
    network = seeds.network("lenet")
    drawn = network_panels.network_tensors(network, with_border(network, seeds.digit()))
    made = {each.name: each for each in drawn}
    pictures = (made["input"], made["C1 tanh"])
    events = tuple(
        panels.Event(
            year=year,
            title=text(f"title-{year}"),
            text=text(f"text-{year}"),
            picture=picture.name,
        )
        for year, picture in zip(years, pictures, strict=True)
    )
    panel = panels.Timeline(events=events, first=1986, last=2001).panel(
        "timeline",
        tensors=tuple(picture.name for picture in pictures),
        stage=Stage.CLASSIFY,
        size=(8.0, 24.0),
    )
    accuracy = seeds.card("lenet")["accuracy"]
    assert isinstance(accuracy, float)
    ours = spoken_percent(accuracy)

    frames = tuple(
        Frame(
            seconds,
            text(key, accuracy=ours),
            panels={"timeline": panels.TimelineChanges(shown=shown, lit=lit)},
        )
        for key, seconds, shown, lit in (
            ("open", OPENING, 0, None),
            ("1989", 4.5, 1, 0),
            ("1998", 4.5, 2, 1),
            ("use", 4.5, 2, 1),
            ("close", CLOSING, 2, None),
        )
    )
    return Parts(pictures, (panel,), frames)
