"""A drawing goes through LeNet-5 while it is drawn: what it sees, every layer, its doubt."""

from __future__ import annotations

from dataclasses import replace

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.network import Network
from cnnviz.engine.strokes import has_stray_dots
from cnnviz.staging import network_panels, panels
from cnnviz.staging.answers import answer_of
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.network_columns import columns_of, with_border
from cnnviz.steps.lenet.common import EXAMPLE, answer_numbers
from cnnviz.steps.lenet.run import ASKED, OWN

SIDE = 10.0
"""The paper's side, in units of the stage."""

MINIATURE = 12.0
"""The paper's side beside all layers, which have the room."""

LAYERS = (21.5, 32.0)
"""The room of all layers: height and width."""

UNTOLD = (21.5, 32.0)
"""As that, of the layers without the answer."""

SCALING = 1.4
"""Seconds in which the drawing becomes what the network sees of it."""

DRAWING = Param(
    "drawing",
    "Drawing",
    "strokes",
    EXAMPLE,
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
    pictures = (
        panels.Pad(drawing="drawing", thickness=THICKNESS).panel(
            "pad",
            # Of the network's input it comes, where that was seen before.
            tensors=(made[0].name,),
            label=text("your-drawing"),
            stage=Stage.INPUT,
            size=(SIDE, SIDE),
        ),
        replace(
            panels.grid(made[0], zoom=0.6 * SIDE / 32, name="seen", operator="→"),
            label=text("what-it-sees"),
        ),
        _network(network, made, columns),
    )

    def at(seconds: float, key: str, shown: int, *hidden: str, lit: int | None = None) -> Frame:
        sentence = text(key, facts, **numbers)
        changes = panels.NetworkChanges(shown=shown, outline=not strokes, lit=lit)
        small = key in ("layers", "answer")
        pad = Changes(size=(MINIATURE, MINIATURE) if small else None)
        if key == "layers":
            # Without the classes: what the network says, the next frame tells.
            changes = replace(changes, view=(0, shown), size=UNTOLD)
        tween = SCALING if key == "seen" else 0.0
        changed = {"network": changes, "pad": pad}
        return Frame(seconds, sentence, hidden=hidden, panels=changed, tween=tween)

    numbers: dict[str, object] = {}
    facts = {"stray dots": has_stray_dots(strokes), "the example": strokes == EXAMPLE}
    frames: tuple[Frame, ...]
    if not strokes:
        frames = (at(CLOSING, "empty", 0, "seen"),)
    else:
        answer = answer_of(network, {name: tensor.data for name, tensor in kept.items()})
        facts |= answer.facts
        numbers = answer_numbers(network, answer)
        frames = (
            at(OPENING, "drawing", 0, "network", "seen"),
            at(4.0, "seen", 0, "network"),
            at(3.6, "layers", len(columns) - 1, "seen"),
            at(CLOSING, "answer", len(columns), "seen", lit=answer.lit),
        )
    return Parts(made, pictures, frames)


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


THICKNESS = 0.085
"""Of a line that no pen has pressed, as the chapter's own digits are drawn."""
