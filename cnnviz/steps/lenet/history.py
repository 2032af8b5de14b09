"""A short history: postal digits in 1989, LeNet-5 in 1998."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Json, Panel, Scene, SceneSpec, Stage
from cnnviz.staging import network_panels
from cnnviz.staging.cell_detail import prepared
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import said
from cnnviz.steps.lenet.words import NAME, words_of


def history(values: Values) -> Scene:
    """A short timeline: what was shown in 1989 and in 1998."""
    words = words_of("history")
    years = (1989, 1998)
    network = seeds.network("lenet")
    drawn = network_panels.tensors(network, prepared(network, seeds.digit()))
    made = {each.name: each for each in drawn}
    pictures = (made["input"], made["C1 tanh"])
    events: list[Json] = [
        {
            "year": year,
            "title": words(f"title-{year}"),
            "text": words(f"text-{year}"),
            "picture": picture.name,
        }
        for year, picture in zip(years, pictures, strict=True)
    ]
    panel = Panel(
        "timeline",
        "timeline",
        tuple(picture.name for picture in pictures),
        stage=Stage.CLASSIFY,
        extent=(8.0, 24.0),
        options={"events": events, "from": 1986, "to": 2001},
    )
    accuracy = seeds.card("lenet")["accuracy"]
    assert isinstance(accuracy, float)
    ours = said(accuracy)
    frames = tuple(
        Frame(seconds, words(key, accuracy=ours), panels={"timeline": {"shown": shown, "lit": lit}})
        for key, seconds, shown, lit in (
            ("open", OPENING, 0, None),
            ("1989", 4.5, 1, 0),
            ("1998", 4.5, 2, 1),
            ("use", 4.5, 2, 1),
            ("close", CLOSING, 2, None),
        )
    )
    return Scene(NAME, "history", words.title, Stage.CLASSIFY, values, pictures, (panel,), frames)


SCENE = SceneSpec("history", Stage.CLASSIFY, history)
