"""A drawing goes through LeNet-5 while it is drawn: what it sees, every layer, its doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.names import find_named
from cnnviz.content.param import Param, Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Array, Box, Frame, Panel, Span, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.network import Network
from cnnviz.engine.strokes import has_stray_dots
from cnnviz.staging import network_panels, panels
from cnnviz.staging.answers import answer_of
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, with_article
from cnnviz.staging.network_columns import columns_of, with_border
from cnnviz.steps.lenet.common import answer_numbers, circled
from cnnviz.steps.lenet.drawn import ANSWERS, Drawn
from cnnviz.steps.lenet.fitting import FIT, shrinking
from cnnviz.steps.lenet.run import ASKED, OWN

SIDE = 10.0
"""The paper's side, in units of the stage."""

MINIATURE = 12.0
"""The paper's side beside all layers, which have the room."""

LAYERS = (21.5, 32.0)
"""The room of all layers: height and width."""

THICKNESS = 0.085
"""Of a line that no pen has pressed, as the chapter's own digits are drawn."""

SCALING = 1.4
"""Seconds in which the drawing becomes what the network sees of it."""

SHRINKING = 0.3
"""Seconds for each step in which the example shrinks before."""

SEVEN = find_named("digit", "seven", seeds.digits())
DIGIT = circled(SEVEN)
"""What is drawn before anybody draws: a 7 in a circle, which LeNet takes for something else."""

DRAWING = Param(
    "drawing",
    "Drawing",
    "strokes",
    DIGIT,
    help="Draw on the paper with mouse, pen or finger; a pen that is pressed draws thicker.",
)


@scene("live", stage=Stage.CLASSIFY, params=(DRAWING,), is_brief=True)
def live(values: Values, text: SceneText) -> Parts:
    """A drawing, what LeNet-5 sees of it, all layers, and the answer with its doubt."""
    strokes = values.strokes("drawing")
    network = seeds.network("lenet")
    x = with_border(network, seeds.ink_of(strokes))
    kept = {each.name: each for each in network_panels.network_tensors(network, x)}
    columns = _columns(network)
    made = (replace(kept["input"], quantized=True), *(_drawn(kept, each) for each in columns[1:]))
    # What a viewer draws has been seen growing; the example is drawn once more.
    drawn = Drawn(network, strokes, made[0]) if strokes == DIGIT else None
    never = (ANSWERS,) if drawn else ()
    fitted = tuple(shrinking(strokes, made[0], THICKNESS)) if drawn else ()
    facts = {"stray dots": has_stray_dots(strokes), "the example": strokes == DIGIT}
    more = (*fitted, *drawn.tensors) if drawn else ()
    pictures = tuple(_pictures(network, made, more, columns, text("your-drawing", facts), text))

    def at(seconds: float, key: str, shown: int, *hidden: str, lit: int | None = None) -> Frame:
        sentence = text(key, facts, **numbers)
        changes = panels.NetworkChanges(shown=shown, outline=not strokes, lit=lit)
        small = key in ("layers", "answer")
        pad = Changes(size=(MINIATURE, MINIATURE) if small else None)
        if key == "layers":
            # Without the classes: what the network says, the next frame tells.
            changes = replace(changes, view=(0, shown), size=LAYERS)
        tween = SCALING if key == "seen" else 0.0
        boxes = _fitted(made[0]) if key == "seen" else ()
        changed = {"network": changes, "pad": pad}
        return Frame(
            seconds,
            sentence,
            boxes=boxes,
            hidden=(*hidden, *never),
            panels=changed,
            tween=tween,
        )

    numbers: dict[str, object] = {"drawn": with_article(SEVEN.label), "label": SEVEN.label}
    frames: tuple[Frame, ...]
    if not strokes:
        frames = (at(CLOSING, "empty", 0, "seen"),)
    else:
        answer = answer_of(network, {name: tensor.data for name, tensor in kept.items()})
        facts |= answer.facts
        numbers |= answer_numbers(network, answer)
        facts["misread"] = drawn is not None and network.classes[answer.best] != str(SEVEN.label)
        frames = (
            at(OPENING, "drawing", 0, "network", "seen"),
            *_shrinks(at(4.0, "seen", 0, "network"), fitted),
            at(3.6, "layers", len(columns) - 1, "seen"),
            at(CLOSING, "answer", len(columns), "seen", lit=answer.lit),
        )
    if drawn:
        pictures += (drawn.panel(text),)
        frames += tuple(drawn.frames(text, ("network",)))
    return Parts(made + more, pictures, frames)


def _pictures(
    network: Network,
    made: tuple[Tensor, ...],
    more: tuple[Tensor, ...],
    columns: tuple[panels.Column, ...],
    label: str,
    text: SceneText,
) -> Iterator[Panel]:
    """The paper, what is seen of it, all layers.

    more: what else is seen of it by and by.
    """
    yield panels.Pad(drawing="drawing", thickness=THICKNESS).panel(
        "pad",
        # Of the network's input it comes, where that was seen before.
        tensors=(made[0].name,),
        label=label,
        stage=Stage.INPUT,
        size=(SIDE, SIDE),
    )
    seen = panels.grid(made[0], zoom=0.85 * SIDE / 32, name="seen", operator="→")
    tensors = (*seen.tensors, *(each.name for each in more))
    yield replace(seen, label=text("what-it-sees"), tensors=tensors)
    yield _network(network, made, columns)


def _shrinks(last: Frame, fitted: tuple[Tensor, ...]) -> Iterator[Frame]:
    """The drawing goes beside its paper as large as it is there, and shrinks, up to that frame."""
    plain = tuple(replace(box, name="") for box in last.boxes)
    for k, tensor in enumerate(fitted):
        seconds = SHRINKING if k else SCALING
        seen = panels.GridChanges(tensor=tensor.name)
        changed = {**last.panels, "seen": seen}
        yield replace(last, seconds=seconds, boxes=plain, panels=changed, tween=seconds)
    yield replace(last, tween=SHRINKING) if fitted else last


def _fitted(seen: Tensor) -> tuple[Box, ...]:
    """The square of FIT pixels into which the ink was scaled."""
    ink = seen.data[0]
    rows, columns = (_square(ink.sum(axis=axis)) for axis in (1, 0))
    return (replace(region(seen, "highlight", rows, columns), name=join_sides((FIT, FIT))),)


def _square(ink: Array) -> Span:
    """FIT rows, or columns, that hold as much ink as so many can, as near its middle as they do."""
    inked = np.flatnonzero(ink)
    ends = int(inked[0] + inked[-1] + 1)
    start = max(
        range(len(ink) - FIT + 1),
        key=lambda k: (float(np.round(ink[k : k + FIT].sum(), 3)), -abs(2 * k + FIT - ends)),
    )
    return start, start + FIT


def _columns(network: Network) -> tuple[panels.Column, ...]:
    """The network's columns, only what is drawn of them."""
    return tuple(replace(each, raw=each.tensor) for each in columns_of(network))


def _drawn(kept: dict[str, Tensor], column: panels.Column) -> Tensor:
    tensor = kept[column.tensor]
    return replace(tensor, stage=kept[column.layer].stage, quantized=tensor.scale != "count")


def _network(
    network: Network, made: tuple[Tensor, ...], columns: tuple[panels.Column, ...]
) -> Panel:
    """All layers beside the paper; a tap opens a cell where there is room for it, in scene run."""
    opens = panels.Opens(
        frame=ASKED,
        layers={each.tensor: each.layer for each in columns[1:]},
        scene="run",
        values={"digit": OWN},
    )
    options = network_panels.network_options(network, made, opens)
    return replace(options, columns=columns, beside=True).panel(
        "network",
        tensors=tuple(tensor.name for tensor in made),
        stage=Stage.CLASSIFY,
        size=LAYERS,
    )
