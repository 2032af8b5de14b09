"""A picture, painted or one's own, goes through the network: each line's maps, the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnviz import film, seeds
from cnnviz.param import Param, Values
from cnnviz.scene import Array, Frame, Json, Panel, Scene, Script, Stage
from cnnviz.steps.pytorch.shared import (
    HUES,
    NAME,
    activations,
    item_of,
    layer_of,
    lines_of,
    made_of,
    note_of,
    shape_of,
    words_of,
)

BEST = 5
"""How many of the ten answers are shown as bars."""


def run(values: Values) -> Scene:
    """A picture goes through the untrained network: each line's real maps, and ten guesses."""
    words = words_of("run")
    picture = values.picture("picture")
    made = made_of(picture)
    network = seeds.network("simplecnn")
    lines, line_of = lines_of()
    tensors = {name: tensor for name, tensor, _ in made}
    shapes = {name: whole for name, _, whole in made}
    hues = {name: str(HUES[layer_of(lines[k])]) for name, k in line_of.items()} | {"input": "input"}
    source = {name: lines[k].strip().rstrip(",") for name, k in line_of.items()}
    items = []
    for name, tensor, whole in made:
        item = item_of(name, tensor, whole, note_of(tensor, whole), hues[name])
        assert isinstance(item, dict)
        title = f"{source.get(name, 'x')} → {shape_of(whole)}" if name != "input" else "x"
        items.append(item | {"title": title, "flat": len(tensor.data)})
    place = {name: k for k, (name, _, _) in enumerate(made)}
    chances = activations(picture)["probabilities"].ravel().astype(np.float64)
    best = int(chances.argmax())
    guesses = {_guess(other) for other in seeds.pictures()}
    stacks = {
        name: _awaited(
            film.stack(
                tensors[name],
                zoom=zoom,
                planes=6,
                gap=0.2,
                name=f"{name} maps",
                label=f"{label} + ReLU" if "relu" in name else label,
                note=shape_of(shapes[name]),
            )
        )
        for name, label, zoom in (
            ("conv1 relu", "conv 1", 1.0),
            ("conv2 relu", "conv 2", 1.5),
            ("conv3 relu", "conv 3", 2.2),
        )
    }
    ranking = [(network.classes[k], float(chances[k])) for k in np.argsort(-chances)]
    answer = film.bars(
        "answer",
        tuple(
            (label, chance, f"{100 * chance:.0f} %", Stage.CLASSIFY)
            for label, chance in ranking[:BEST]
        ),
        label="Untrained: a guess",
        note=f"the best {BEST} of {len(ranking)}",
        row=8.4,
        width=50.0,
    )
    sheet = Panel(
        "sheet",
        "volume",
        tuple(tensors),
        stage=Stage.STACK,
        extent=(31.0, 150.0),
        options={"items": list(items), "words": 0.4, "row": "new"},
    )
    order = [panel.name for panel in stacks.values()]
    said = {
        "picture": picture if isinstance(picture, str) else "one you chose",
        "answer": network.classes[best],
        "share": film.number(round(100 * float(chances[best]))),
        "count": len(seeds.pictures()),
        "negative": _percent_negative(activations(picture)["conv1"]),
    }

    def at(seconds: float, key: str, current: str, there: int, answered: bool = False) -> Frame:
        lit: dict[str, Json] = {"lit": 0} if key in ("answer", "same", "other") else {}
        return Frame(
            seconds,
            words(key, **said),
            hidden=() if answered else ("answer",),
            panels={
                "sheet": {"current": place[current]},
                "answer": lit,
                **{each: {"shown": 6 if k < there else 0} for k, each in enumerate(order)},
            },
        )

    frames = [at(film.OPENING, "open", "input", 0), at(4.0, "ask", "input", 0)]
    for name in line_of:
        there = sum(place[each] <= place[name] for each in stacks)
        frames.append(at(2.8, name.replace(" ", "-"), name, there))
    frames += [
        at(3.2, "softmax", "linear", len(order), True),
        at(4.0, "answer", "linear", len(order), True),
        at(4.5, "same" if len(guesses) == 1 else "other", "linear", len(order), True),
        at(film.CLOSING, "close", "linear", len(order), True),
    ]
    panels = (
        film.grid(tensors["input"], note="3×32×32", options={"channel": -1}),
        *stacks.values(),
        answer,
        sheet,
    )
    everything = tuple(tensors.values())
    return Scene(
        NAME, "run", words.title, Stage.CLASSIFY, values, everything, panels, tuple(frames)
    )


def _awaited(panel: Panel) -> Panel:
    """The same stack, with outlines where its planes will stand."""
    return replace(panel, options={**panel.options, "ghost": True})


def _guess(picture: str) -> int:
    return int(activations(picture)["probabilities"].argmax())


def _percent_negative(data: Array) -> int:
    return round(100 * float((data < 0).mean()))


_PICTURES = seeds.pictures()
SCRIPT = Script(
    "run",
    Stage.CLASSIFY,
    run,
    (
        Param(
            "picture",
            "Picture",
            "picture",
            _PICTURES[0],
            maximum=32,
            choices=tuple((each, each) for each in _PICTURES),
            channels=3,
            help="Red, green and blue from 0 to 1; one of your own stays in this page.",
        ),
    ),
)
