"""The lines of the program light up one by one; beside each stands the tensor that it makes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number, spoken_percent
from cnnviz.steps.pytorch.common import (
    HUES,
    counts,
    item_of,
    layer_of,
    lines_of,
    made_of,
    note_of,
    pieces,
    shape_of,
)

_PICTURES = seeds.pictures()


@scene(
    "code",
    stage=Stage.STACK,
    params=(
        Param(
            "picture",
            "Picture",
            "choice",
            _PICTURES[0],
            choices=tuple((each, each) for each in _PICTURES),
        ),
    ),
)
def code(values: Values, text: SceneText) -> Parts:
    """The lines light up one by one; beside each stands the tensor that it makes."""
    made = made_of(values.word("picture"))
    lines, line_of = lines_of()
    counted = counts()
    shapes = {name: whole for name, _, whole in made}
    total = sum(count for count, _ in counted.values())
    last = len(lines) - 1
    listed = [panels.CodeLine(pieces=pieces(line)) for line in lines]
    for name, k in line_of.items():
        listed[k] = replace(
            listed[k],
            stage=HUES[layer_of(lines[k])],
            shape=shape_of(shapes[name]),
            count=number(counted[name][0]) if counted[name][0] else "",
        )
    listed[last] = replace(listed[last], stage=Stage.CLASSIFY, shape="in all", count=number(total))
    hues = {name: HUES[layer_of(lines[k])] for name, k in line_of.items()}
    items = [
        item_of(name, tensor, whole, note_of(tensor, whole), hues.get(name, Stage.INPUT))
        for name, tensor, whole in made
    ]
    _, scores, whole = made[-1]
    summary = item_of("linear", scores, whole, "parameters in all", Stage.CLASSIFY)
    items.append(replace(summary, title=number(total)))
    place = {name: k for k, (name, _, _) in enumerate(made)}

    def at(seconds: float, key: str, lit: int, made: int, current: int, formula: str = "") -> Frame:
        return Frame(
            seconds,
            text(key, total=number(total), lines=len(lines), share=share, **shown.get(key, {})),
            formula=formula,
            panels={
                "code": panels.CodeChanges(lit=lit, made=made).record(),
                "tensor": panels.VolumeChanges(current=current).record(),
            },
        )

    share = spoken_percent(Fraction(counted["conv3"][0], total))
    shown = {
        name.replace(" ", "-"): {"count": number(counted[name][0]), "shape": shape_of(shapes[name])}
        for name in line_of
    }
    start = next(k for k, line in enumerate(lines) if "Sequential" in line)
    forward = next(k for k, line in enumerate(lines) if "def forward" in line)
    frames = (
        at(OPENING, "open", -1, 0, 0),
        at(3.4, "class", 0, 0, 0),
        at(3.8, "sequential", start, 0, 0),
        at(3.4, "input", forward, 0, place["input"]),
        *(
            at(
                4.0 if counted[name][0] else 3.2,
                name.replace(" ", "-"),
                k,
                k + 1,
                place[name],
                counted[name][1],
            )
            for name, k in line_of.items()
        ),
        at(4.0, "total", last, last + 1, len(made)),
        at(CLOSING, "close", -1, last + 1, len(made)),
    )
    tensors = tuple(tensor for _, tensor, _ in made)
    names = tuple(tensor.name for tensor in tensors)
    pictures = (
        panels.Code(lines=tuple(listed)).panel("code", stage=Stage.STACK, size=(12.0, 20.0)),
        panels.Volume(items=tuple(items)).panel(
            "tensor", tensors=names, stage=Stage.STACK, size=(9.0, 9.0)
        ),
    )
    return Parts(tensors, pictures, frames)
