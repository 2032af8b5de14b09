"""A short history: ZIP codes in 1989, LeNet-5 in 1998, AlexNet in 2012, ResNet in 2015."""

from __future__ import annotations

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.pool import avg_pool2d
from cnnviz.staging import network_panels, panels
from cnnviz.staging.cell_detail import with_border
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import spoken_percent

ZIP = (
    ("zero", 0.1, 0.9),
    ("seven", 0.22, 1.0),
    ("seven", -0.04, 0.8),
    ("three", 0.16, 0.85),
    ("three", -0.1, 1.1),
)
"""The ZIP code of Holmdel, New Jersey, where the laboratory was: each digit with the slant and the
width that it was written with."""
YEARS = (1989, 1998, 2012, 2015)


def _zip_code() -> Tensor:
    """Five digits of 16×16 pixels in a row, the size that a network of 1989 read."""
    lenet = seeds.network("lenet")
    digits = [avg_pool2d(with_border(lenet, _written(*each)), 2, stride=2) for each in ZIP]
    return Tensor("zip", np.concatenate(digits, axis=2), "A ZIP code", Stage.INPUT, "image")


def _written(name: str, slant: float, wide: float) -> Array:
    """A digit as nobody writes it twice: leaning to the right, and narrower or wider."""
    strokes = next(each.strokes for each in seeds.digits() if each.name == name)
    leaning = tuple(
        tuple((0.5 + (x - 0.5) * wide + slant * (0.5 - y), y) for x, y in stroke)
        for stroke in strokes
    )
    return seeds.ink_of(leaning)


@scene("history", stage=Stage.CLASSIFY)
def history(values: Values, text: SceneText) -> Parts:
    """A short timeline: what was shown in 1989, 1998, 2012 and 2015."""
    network = seeds.network("lenet")
    drawn = network_panels.network_tensors(network, with_border(network, seeds.digit()))
    painted = (seeds.picture(name) for name in ("ship", "dog"))
    pictures = (
        _zip_code(),
        next(each for each in drawn if each.name == "C1 tanh"),
        *(
            Tensor(f"picture {year}", each, "A picture", Stage.INPUT, "rgb")
            for year, each in zip(YEARS[2:], painted, strict=True)
        ),
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
