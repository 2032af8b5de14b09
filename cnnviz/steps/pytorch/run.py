"""A picture, painted or one's own, goes through the network: each line's maps, the answer."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import network_panels, panels
from cnnviz.staging.answers import answer_of
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import as_probability, number, percent, spoken_percent
from cnnviz.staging.inputs import PICTURE
from cnnviz.steps.pytorch.common import (
    HUES,
    activations,
    item_of,
    layer_of,
    lines_of,
    made_of,
    maps_of,
    note_of,
    shape_of,
)

FIVE = 5
"""The ten answers stand as two panels of five, one below the other: ten rows in one are too low."""

PLANES = 5
"""How many maps of a convolution stand above the line that is read."""


@scene(
    "run",
    stage=Stage.CLASSIFY,
    params=(PICTURE,),
)
def run(values: Values, text: SceneText) -> Parts:
    """A picture goes through the trained network: each line's real maps, and its ten answers."""
    picture = values.picture("picture")
    made = made_of(picture)
    network = seeds.network("simplecnn")
    lines, line_of = lines_of()
    tensors = {name: tensor for name, tensor, _ in made}
    shapes = {name: shape for name, _, shape in made}
    hues = {name: HUES[layer_of(lines[k])] for name, k in line_of.items()} | {"input": Stage.INPUT}
    source = {name: lines[k].strip().rstrip(",") for name, k in line_of.items()}
    items = []
    for name, tensor, shape in made:
        item = item_of(name, tensor, shape, note_of(tensor, shape), hues[name])
        title = f"{source.get(name, 'x')} → {shape_of(shape)}" if name != "input" else "x"
        items.append(replace(item, title=title, flat=len(tensor.data)))
    place = {name: k for k, (name, _, _) in enumerate(made)}
    kept = activations(picture)
    chances = kept["probabilities"].ravel().astype(np.float64)
    judgement = answer_of(network, kept)
    stacks = {
        name: panels.stack(
            tensors[name],
            zoom=zoom,
            most=PLANES,
            gap=0.2,
            outline=True,
            name=f"{name} maps",
            label=f"{label} + ReLU" if "relu" in name else label,
            note=shape_of(shapes[name]),
        )
        for name, label, zoom in (
            ("conv1 relu", "conv 1", 1.0),
            ("conv2 relu", "conv 2", 1.5),
            ("conv3 relu", "conv 3", 2.2),
        )
    }
    ranking = [(network.classes[k], float(chances[k])) for k in np.argsort(-chances, kind="stable")]
    answer, lower = (
        panels.bars(
            name,
            panels.Bars(
                bars=tuple(
                    panels.Bar(each, share, percent(as_probability(share)), Stage.CLASSIFY)
                    for each, share in five
                ),
                most=1.0,
                aligned=network.classes,
            ),
            label=label,
            height=7.4,
            width=62.0,
        )
        for name, label, five in (
            ("answer", "How sure it is", ranking[:FIVE]),
            ("others", "", ranking[FIVE:]),
        )
    )
    opens = panels.Opens(
        frame=network_panels.open_frame(network),
        layers=network_panels.opened_layers(network),
        scene="networks",
        values={"network": network.name},
        maps={name: tuple(some) for name, some in maps_of(picture).items()},
    )
    sheet = panels.Volume(items=tuple(items), words=0.4, row="new", opens=opens).panel(
        "sheet", tensors=tuple(tensors), stage=Stage.STACK, size=(31.0, 199.5)
    )
    order = [panel.name for panel in stacks.values()]
    own = not isinstance(picture, str)
    truth = seeds.picture_class(picture) if isinstance(picture, str) else ""
    negative = _negative(kept["conv1"])
    holds = {
        **judgement.holds,
        "own": own,
        "no word for it": not own and not truth,
        "right": truth == ranking[0][0],
        "wrong": truth not in ("", ranking[0][0]),
        "some negative": negative > 0,
    }
    numbers = {
        "picture": picture if isinstance(picture, str) else "",
        "truth": truth,
        "classes": f"{', '.join(network.classes[:-1])} or {network.classes[-1]}",
        "answer": ranking[0][0],
        "share": spoken_percent(as_probability(ranking[0][1])),
        "second": ranking[1][0],
        "other": spoken_percent(as_probability(ranking[1][1])),
        "rarer": spoken_percent(judgement.rarer),
        "negative": spoken_percent(negative),
        "total": number(sum(network.parameters().values())),
        **_measured(),
    }

    def at(seconds: float, key: str, current: str, there: int, answered: bool = False) -> Frame:
        # Where it is not to be believed no bar stands out.
        told = answered and key != "softmax" and not judgement.unlike
        lit = panels.BarsChanges(lit=0 if told else None)
        others = panels.BarsChanges(lit=FIVE if told else None)
        return Frame(
            seconds,
            text(key, holds, **numbers),
            hidden=() if answered else ("answer", "others"),
            panels={
                "sheet": panels.VolumeChanges(current=place[current]).record(),
                "answer": lit.record(),
                "others": others.record(),
                **{
                    each: panels.StackChanges(shown=PLANES if k < there else 0).record()
                    for k, each in enumerate(order)
                },
            },
        )

    frames = [
        at(OPENING, "open", "input", 0),
        at(4.0, "ask", "input", 0),
    ]
    for name in line_of:
        there = sum(place[each] <= place[name] for each in stacks)
        frames.append(at(2.8, name.replace(" ", "-"), name, there))
    frames += [
        at(3.2, "softmax", "linear", len(order), True),
        at(4.0, "answer", "linear", len(order), True),
        at(4.5, "judge", "linear", len(order), True),
        at(4.5, "measured", "linear", len(order), True),
        at(CLOSING, "close", "linear", len(order), True),
    ]
    pictures = (
        panels.grid(tensors["input"], panels.Grid(channel=-1), note="3×32×32"),
        *stacks.values(),
        answer,
        sheet,
        lower,
    )
    everything = tuple(tensors.values())
    return Parts(everything, pictures, tuple(frames))


def _measured() -> dict[str, str]:
    """What the card says: on how many photographs it learned and was measured, how often right."""
    card = seeds.card("simplecnn")
    accuracy, count = card["accuracy"], card["n"]
    assert isinstance(accuracy, float)
    assert isinstance(count, int)
    return {"accuracy": spoken_percent(accuracy), "count": number(count)}


def _negative(data: Array) -> Fraction:
    """The share of negative values."""
    return Fraction(int((data < 0).sum()), data.size)
