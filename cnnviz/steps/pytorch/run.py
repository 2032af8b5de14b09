"""A picture, painted or one's own, goes through the network: each line's maps, the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import network_panels, panels
from cnnviz.staging.answers import Answer, answer_of
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import as_probability, join_sides, number, percent, spoken_percent
from cnnviz.staging.inputs import PICTURE
from cnnviz.steps.pytorch.common import (
    Made,
    activations,
    item_of,
    listing,
    made_of,
    maps_of,
)

FIVE = 5
"""The ten answers stand as two panels of five, one below the other: ten rows in one are too low."""

PLANES = 5
"""How many maps of a convolution stand above the line that is read."""


MAPS = {
    "conv1 relu": ("conv 1 + ReLU", 1.0),
    "conv2 relu": ("conv 2 + ReLU", 1.5),
    "conv3 relu": ("conv 3 + ReLU", 2.2),
}
"""By layer whose maps stand above the line that is read: their label, and how large they are."""


SEEN = ("conv1", "conv1 relu", "pool2", "conv3", "average")
"""The layers at which one looks at what they make; the others do again what one has seen."""


class Reading(NamedTuple):
    """What the network makes of a picture, and what sentences say of it."""

    picture: str | Array
    made: tuple[Made, ...]
    ranking: list[tuple[str, float]]
    """The classes and their probabilities, the surest first."""
    answer: Answer
    facts: dict[str, bool]
    numbers: dict[str, object]


def _reading(picture: str | Array) -> Reading:
    network = seeds.network("simplecnn")
    kept = activations(picture)
    chances = kept["probabilities"].ravel().astype(np.float64)
    ranking = [(network.classes[k], float(chances[k])) for k in np.argsort(-chances, kind="stable")]
    answer = answer_of(network, kept)
    best = network.classes[answer.best]
    own = not isinstance(picture, str)
    truth = seeds.picture_class(picture) if isinstance(picture, str) else ""
    negative = Fraction(int((kept["conv1"] < 0).sum()), kept["conv1"].size)
    facts = {
        **answer.facts,
        "own": own,
        "no word for it": not own and not truth,
        "right": truth == best,
        "wrong": truth not in ("", best),
        "some negative": negative > 0,
    }
    numbers: dict[str, object] = {
        "picture": picture if isinstance(picture, str) else "",
        "truth": truth,
        "classes": f"{', '.join(network.classes[:-1])} or {network.classes[-1]}",
        "answer": best,
        "share": answer.spoken["share"],
        "second": network.classes[answer.second],
        "other": answer.spoken["other"],
        "rarer": spoken_percent(answer.rarer),
        "negative": spoken_percent(negative),
        "total": number(sum(network.parameters().values())),
        **_measured(),
    }
    return Reading(picture, made_of(picture), ranking, answer, facts, numbers)


def _measured() -> dict[str, str]:
    """What the card says: on how many photographs it learned and was measured, how often right."""
    card = seeds.card("simplecnn")
    accuracy, count = card["accuracy"], card["n"]
    assert isinstance(accuracy, float)
    assert isinstance(count, int)
    return {"accuracy": spoken_percent(accuracy), "count": number(count)}


def _panels(reading: Reading) -> Iterator[Panel]:
    """The picture, the maps, the surest classes, the line that is read, the other classes."""
    made = {each.name: each for each in reading.made}
    yield panels.grid(made["input"].tensor, panels.Grid(channel=-1), note="3×32×32")
    for name, (label, zoom) in MAPS.items():
        yield panels.stack(
            made[name].tensor,
            zoom=zoom,
            most=PLANES,
            gap=0.2,
            outline=True,
            name=f"{name} maps",
            label=label,
            note=join_sides(made[name].shape),
        )
    yield _classes("answer", "How sure it is", reading.ranking[:FIVE])
    yield _sheet(reading)
    yield _classes("others", "", reading.ranking[FIVE:])


def _classes(name: str, label: str, some: list[tuple[str, float]]) -> Panel:
    bars = tuple(
        panels.Bar(each, share, percent(as_probability(share)), Stage.CLASSIFY)
        for each, share in some
    )
    options = panels.Bars(bars=bars, most=1.0, aligned=seeds.outlined("simplecnn").classes)
    return panels.bars(name, options, label=label, height=7.4, width=62.0)


def _sheet(reading: Reading) -> Panel:
    """Line by line what it makes; a tap on a map opens a cell of it in scene networks."""
    network, lines = seeds.outlined("simplecnn"), listing()
    items = []
    for each in reading.made:
        source = "x.view" if each.name == "flatten" else lines[each.line].strip().rstrip(",")
        title = "x" if each.name == "input" else f"{source} → {join_sides(each.shape)}"
        items.append(replace(item_of(each), title=title, flat=len(each.tensor.data)))
    opens = panels.Opens(
        frame=network_panels.open_frame(network),
        layers=network_panels.opened_layers(network),
        scene="networks",
        values={"network": network.name},
        maps={name: tuple(some) for name, some in maps_of(reading.picture).items()},
    )
    names = tuple(each.name for each in reading.made)
    volume = panels.Volume(items=tuple(items), words=0.4, row="new", opens=opens)
    return volume.panel("sheet", tensors=names, stage=Stage.STACK, size=(31.0, 199.5))


def _frames(text: SceneText, reading: Reading) -> Iterator[Frame]:
    def frame(seconds: float, key: str, current: int, maps: int, answered: bool = False) -> Frame:
        # Where it is not to be believed no bar stands out.
        lit = answered and key != "softmax" and not reading.answer.unlike
        return Frame(
            seconds,
            text(key, reading.facts, **reading.numbers),
            hidden=() if answered else ("answer", "others"),
            panels={
                "sheet": panels.VolumeChanges(current=current),
                "answer": panels.BarsChanges(lit=0 if lit else None),
                "others": panels.BarsChanges(lit=FIVE if lit else None),
                **{
                    f"{name} maps": panels.StackChanges(shown=PLANES if k < maps else 0)
                    for k, name in enumerate(MAPS)
                },
            },
        )

    yield frame(OPENING, "open", 0, 0)
    yield frame(4.0, "ask", 0, 0)
    maps = 0
    for k, each in enumerate(reading.made[1:], 1):
        maps += each.name in MAPS
        if each.name in SEEN:
            yield frame(2.8, each.key, k, maps)
    last = len(reading.made) - 1
    yield frame(3.2, "softmax", last, maps, True)
    yield frame(4.0, "answer", last, maps, True)
    yield frame(4.5, "judge", last, maps, True)
    yield frame(4.5, "measured", last, maps, True)
    yield frame(CLOSING, "close", last, maps, True)


@scene("run", stage=Stage.CLASSIFY, params=(PICTURE,))
def run(values: Values, text: SceneText) -> Parts:
    """A picture goes through the trained network: each line's real maps, and its ten answers."""
    reading = _reading(values.picture("picture"))
    tensors = tuple(each.tensor for each in reading.made)
    return Parts(tensors, tuple(_panels(reading)), tuple(_frames(text, reading)))
