"""A digit goes through a trained network, layer by layer, and any cell of it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import network_panels, panels
from cnnviz.staging.answers import answer_of
from cnnviz.staging.cell_detail import CellDetail, columns_of, with_border
from cnnviz.staging.chosen_cell import chosen_index, open_cell_frames
from cnnviz.staging.durations import OPENING
from cnnviz.staging.formatting import number
from cnnviz.steps.lenet.common import EXAMPLE, LAYERS, ink_of, told
from cnnviz.steps.lenet.telling import telling

ASKED = 19
"""The frame, counted from 0, in which the cell that was asked for is open."""

_DIGITS = tuple((each.name, str(each.label)) for each in seeds.digits())

OWN = "own"
"""Not one of the chapter's digits, but the one drawn in scene live."""

PARAMS = (
    Param("digit", "Digit", "choice", _DIGITS[0][0], choices=(*_DIGITS, (OWN, "your drawing"))),
    Param(
        "drawing",
        "Drawing",
        "strokes",
        EXAMPLE,
        help="The strokes of a digit of one's own; it is drawn in the scene live.",
        knob=False,
    ),
    Param("layer", "Layer", "choice", "C3", choices=tuple((name, name) for name in LAYERS)),
    Param("channel", "Map or neuron", "integer", 3, 1, 120, help="Which map, or which neuron."),
    Param("row", "Row", "integer", 3, 1, 28, help="Vectors have no rows: it does nothing there."),
    Param("column", "Column", "integer", 3, 1, 28, help="The same for columns."),
)

PRESETS: tuple[tuple[str, Mapping[str, int | str]], ...] = (
    ("C1: 25 terms", {"layer": "C1", "channel": 2, "row": 9, "column": 15}),
    ("S2: a mean of 4", {"layer": "S2", "channel": 2, "row": 5, "column": 8}),
    ("C3: 150 terms", {"layer": "C3", "channel": 3, "row": 3, "column": 3}),
    ("F5: 400 terms", {"layer": "F5", "channel": 7}),
    ("output: 84 terms", {"layer": "output", "channel": 6}),
)


@scene(
    "run",
    stage=Stage.CLASSIFY,
    params=PARAMS,
    presets=PRESETS,
)
def run(values: Values, text: SceneText) -> Parts:
    """A digit goes through LeNet-5, layer by layer; one cell of each layer is opened on the way."""
    network = seeds.network("lenet")
    own = values.word("digit") == OWN
    if own and not values.strokes("drawing"):
        raise ParameterError("drawing", "must hold a stroke to be read; got an empty paper")
    image = ink_of(values.strokes("drawing")) if own else seeds.digit(values.word("digit"))
    made = network_panels.network_tensors(network, with_border(network, image))
    cells = {tensor.name: tensor for tensor in made}
    columns = columns_of(network)
    layer = values.word("layer")
    index = chosen_index(values, layer, network.shapes()[layer])
    opened = {
        name: CellDetail(network, cells, name, name, telling(network, cells, name))
        for name in LAYERS
    }
    asked = CellDetail(network, cells, layer, "asked", index)
    shown = {name: k + 2 for k, name in enumerate(LAYERS)}

    answer = answer_of(network, {name: tensor.data for name, tensor in cells.items()})
    label = next((d.label for d in seeds.digits() if d.name == values.word("digit")), None)
    numbers = {
        **told(network, answer),
        "label": label,
        "parameters": number(sum(network.parameters().values())),
    }
    sums = cells["output"].data
    holds = {
        **answer.holds,
        "own": own,
        "wrong": not own and network.classes[answer.best] != str(label),
        "on the stroke": bool((opened["C1"].patch > 0).any()),
        "strongest": opened["output"].result == float(sums.max()),
    }
    # Where it is not to be believed no bar stands out.
    lit = None if answer.unlike else answer.best

    def at(
        seconds: float, sentence: str, count: int, lit: int | None = None, *, outline: bool = False
    ) -> Frame:
        changes = panels.NetworkChanges(shown=count, outline=outline, lit=lit)
        return Frame(seconds, sentence, panels={"network": changes.record()})

    def steps(cell: CellDetail, key: str, *, activated: bool) -> tuple[Frame, ...]:
        """One cell opened: what it reads, the sum, and what the rest of the layer gives."""
        numbers = cell.numbers
        count = shown[cell.layer]
        boxes = cell.boxes()

        def frame(seconds: float, part: str, shown: int, stage: int, revealed: int) -> Frame:
            changes = panels.NetworkChanges(
                shown=revealed, open=cell.opened(stage, raw=not activated)
            )
            return Frame(
                seconds,
                text(part, holds, **numbers),
                boxes=boxes,
                computations=(cell.computation(shown),) if stage > 1 else (),
                panels={"network": changes.record()},
            )

        return (
            frame(3.2, f"{key}-patch", 0, 1, count - 1),
            frame(3.2, f"{key}-sum", cell.terms, 3, count),
        )

    tanh_limit = Frame(
        3.0,
        text("tanh", **opened["C1"].numbers),
        boxes=opened["C1"].boxes(),
        computations=(opened["C1"].computation(),),
        panels={"network": panels.NetworkChanges(shown=2, open=opened["C1"].opened(4)).record()},
    )
    frames = [
        at(OPENING, text("open", holds), 1, outline=True),
        at(3.6, text("ask", **numbers), 1, outline=True),
        *steps(opened["C1"], "conv", activated=False),
        tanh_limit,
        *steps(opened["S2"], "pool", activated=True),
        *steps(opened["C3"], "deep", activated=True),
        *steps(opened["S4"], "again", activated=True),
        *steps(opened["F5"], "dense", activated=True),
        *steps(opened["F6"], "dense-again", activated=True),
        *steps(opened["output"], "output", activated=True),
        at(4.0, text("answer", holds, **numbers), len(columns), lit),
    ]
    frames += open_cell_frames(text, asked, len(columns), lit)
    looked_into = tuple(t for each in (*opened.values(), asked) for t in each.tensors)
    layers = {column.tensor: column.layer for column in columns[1:]}
    panel = network_panels.network_panel(network, made, panels.Opens(frame=ASKED, layers=layers))
    panel = replace(panel, tensors=panel.tensors + tuple(each.name for each in looked_into))
    return Parts(
        made + looked_into,
        (panel,),
        tuple(frames),
    )
