"""What the network reads: the picture, and the numbers that it is for the network."""

from __future__ import annotations

from collections.abc import Iterator

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.opened.maps import as_maps, full_colour, picture_tensor
from cnnviz.opened.subject import Subject
from cnnviz.opened.waiting import waiting
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, number

COLOURS = ("Red", "Green", "Blue")
MOST = 4
"""Maps that are drawn where the network reads more."""


def _channels(subject: Subject) -> Tensor:
    data = as_maps(subject.given["input"])
    if data.shape[1:] == (1, 1):
        data = data.reshape(1, 1, -1)
    return Tensor("input", data, "What it reads", Stage.INPUT, "signed", full_colour(data))


def _panels(picture: Tensor | None, read: Tensor) -> Iterator[Panel]:
    count, height, width = read.data.shape
    if picture is not None:
        coloured = panels.Grid(channel=-1 if len(picture.data) == 3 else 0, numbers=False)
        note = join_sides(picture.data.shape[1:])
        yield panels.grid(picture, coloured, zoom=1.4 if count > 1 else 1.0, note=note)
    for k in range(min(count, MOST)):
        name = COLOURS[k] if picture is not None and count == 3 else f"Channel {k + 1}"
        yield panels.Grid(channel=k).panel(
            f"channel {k + 1}",
            tensors=(read.name,),
            label=name if count > 1 else "For the network",
            note=join_sides((height, width)),
            stage=Stage.INPUT,
            size=(float(height), float(width)),
        )


def _frames(subject: Subject, text: SceneText, made: tuple[Panel, ...]) -> Iterator[Frame]:
    data = subject.given["input"]
    facts = {
        "a picture": subject.picture is not None,
        "colours": len(data) == 3,
        "a vector": data.ndim == 1,
        "all alike": number(float(data.min())) == number(float(data.max())),
    }
    numbers = {
        "network": subject.network.name,
        "picture": subject.pictured,
        "input": subject.sides("input"),
        "low": number(float(data.min())),
        "high": number(float(data.max())),
        "more": len(subject.network.more_inputs),
    }
    if subject.picture is not None:
        hidden = tuple(each.name for each in made[1:])
        yield Frame(OPENING, text("open", facts, **numbers), hidden=hidden)
    yield Frame(OPENING, text("numbers", facts, **numbers))
    if subject.network.more_inputs:
        one = len(subject.network.more_inputs) == 1
        yield Frame(OPENING, text("more", {"one more": one}, **numbers))
    yield Frame(CLOSING, text("close", facts, **numbers))


def reading_scene(subject: Subject) -> SceneSpec:
    """The scene that shows what the network reads."""

    def build(values: Values, text: SceneText) -> Parts:
        picture, read = picture_tensor(subject), _channels(subject)
        made = tuple(_panels(picture, read))
        tensors = (picture, read) if picture else (read,)
        return Parts(tensors, made, tuple(waiting(_frames(subject, text, made))))

    return SceneSpec("input", Stage.INPUT, build)
