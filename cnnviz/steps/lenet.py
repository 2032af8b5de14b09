"""Step 7, LeNet-5: a digit goes through a trained network, and any cell of it opens."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnviz import film, seeds, whole
from cnnviz.opened import Opened, columns_of, prepared
from cnnviz.param import Param, ParameterError, Values
from cnnviz.scene import Frame, Json, Panel, Scene, Script, Stage, Step, Tensor
from cnnviz.seeds import SceneText

NAME = "lenet"
LAYERS = ("C1", "S2", "C3", "S4", "F5", "F6", "output")
SURE = 0.9
PAPER = "Paper, 1998"


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


def _chosen(values: Values, cells: dict[str, Tensor]) -> tuple[str, tuple[int, int, int]]:
    """The layer and cell that were asked for. Raises ParameterError where the layer has no such."""
    layer = values.word("layer")
    shape = cells[layer].data.shape
    index = []
    for name, side in zip(("channel", "row", "column"), shape, strict=True):
        number = values.integer(name)
        if shape[1:] == (1, 1) and name != "channel":
            number = 1
        if number > side:
            raise ParameterError(name, f"must be from 1 to {side} in {layer}; got {number}")
        index.append(number - 1)
    return layer, (index[0], index[1], index[2])


def _said(share: float) -> str:
    """A probability in a sentence, in per cent, as honest at its ends."""
    if share < 0.0001:
        return "less than 0.01"
    return "more than 99.99" if share > 0.9999 else film.about(100 * round(share, 4))


def run(values: Values) -> Scene:
    """A digit goes through LeNet-5, layer by layer; one cell of each layer is opened on the way."""
    words = _words("run")
    network = seeds.network("lenet")
    made = whole.tensors(network, prepared(network, seeds.digit(values.word("digit"))))
    cells = {tensor.name: tensor for tensor in made}
    columns = columns_of(network)
    layer, index = _chosen(values, cells)
    opened = {name: Opened(network, cells, name, name) for name in LAYERS}
    asked = Opened(network, cells, layer, "asked", index)
    shown = {name: k + 2 for k, name in enumerate(LAYERS)}

    def at(seconds: float, sentence: str, count: int, **more: Json) -> Frame:
        return Frame(seconds, sentence, panels={"network": {"shown": count, **more}})

    def steps(cell: Opened, key: str, *, bent: bool) -> tuple[Frame, ...]:
        """One cell opened: what it reads, the sum, and what the rest of the layer gives."""
        parts = cell.parts | {"raw": not bent}
        numbers = cell.numbers
        count = shown[cell.layer]
        boxes = cell.boxes()

        def frame(seconds: float, part: str, shown: int, stage: int, revealed: int) -> Frame:
            return Frame(
                seconds,
                words(part, **numbers),
                boxes=boxes,
                works=(cell.work(shown),) if stage > 1 else (),
                panels={"network": {"shown": revealed, "open": {**parts, "stage": stage}}},
            )

        return (
            frame(3.2, f"{key}-patch", 0, 1, count - 1),
            frame(3.2, f"{key}-sum", cell.terms, 3, count),
        )

    tanh_limit = Frame(
        3.0,
        words("tanh", **opened["C1"].numbers),
        boxes=opened["C1"].boxes(),
        works=(opened["C1"].work(),),
        panels={"network": {"shown": 2, "open": {**opened["C1"].parts, "raw": False, "stage": 4}}},
    )
    probabilities = cells[network.layers[-1].name].data.ravel()
    ranking = np.argsort(-probabilities)
    sure = float(probabilities[ranking[0]])
    answer = {
        "digit": network.classes[int(ranking[0])],
        "second": network.classes[int(ranking[1])],
        "share": _said(sure),
        "other": _said(float(probabilities[ranking[1]])),
        "label": next(each.label for each in seeds.digits() if each.name == values.word("digit")),
    }
    right = answer["digit"] == str(answer["label"])
    verdict = "wrong" if not right else "sure" if sure >= SURE else "unsure"
    frames = [
        at(film.OPENING, words("open"), 1, outline=True),
        at(
            3.6, words("ask", parameters=f"{sum(network.parameters().values()):,}"), 1, outline=True
        ),
        *steps(opened["C1"], "conv", bent=False),
        tanh_limit,
        *steps(opened["S2"], "pool", bent=True),
        *steps(opened["C3"], "deep", bent=True),
        *steps(opened["S4"], "again", bent=True),
        *steps(opened["F5"], "dense", bent=True),
        *steps(opened["F6"], "dense-again", bent=True),
        *steps(opened["output"], "output", bent=True),
        at(4.0, words(verdict, **answer), len(columns), lit=int(ranking[0])),
    ]
    first = len(frames)
    frames += [
        Frame(
            seconds,
            words("asked-patch" if stage == 1 else f"asked-{asked.kind}", **asked.numbers),
            boxes=asked.boxes(),
            works=(asked.work(),) if stage > 1 else (),
            panels={
                "network": {
                    "shown": len(columns),
                    "lit": int(ranking[0]),
                    "open": {**asked.parts, "raw": False, "stage": stage},
                }
            },
        )
        for stage, seconds in ((1, 3.2), (4 if asked.bent else 3, film.CLOSING))
    ]
    looked_into = tuple(t for each in (*opened.values(), asked) for t in each.tensors)
    opens: Json = {
        "frame": first + 1,
        "layers": {str(c["tensor"]): c["layer"] for c in columns[1:]},
    }
    panel = whole.panel(network, made, opens=opens)
    panel = replace(panel, tensors=panel.tensors + tuple(each.name for each in looked_into))
    return Scene(
        NAME,
        "run",
        words.title,
        Stage.CLASSIFY,
        values,
        made + looked_into,
        (panel,),
        tuple(frames),
    )


def _paper() -> dict[str, int]:
    """What the paper of 1998 counts by layer; its output compares with fixed patterns."""
    counts = seeds.example("lenet paper: C1 S2 C3 S4 C5 F6")[0, 0]
    return dict(zip(LAYERS, map(int, counts), strict=False))


def _table() -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Columns, rows and stages of the table of parameters, all from the network's layers."""
    network = seeds.network("lenet")
    counts, shapes = network.parameters(), network.shapes()
    total = sum(counts.values())
    paper = _paper()
    rows = []
    stages = []
    for layer in network.layers:
        arrays = layer.array_shapes()
        shape = shapes[layer.name]
        if layer.name in LAYERS:
            weight = arrays.get("weight", ())
            times = " · ".join(str(side) for side in weight if side > 1 or len(weight) == 2)
            how = f"{times} + {arrays['bias'][0]}" if arrays else "nothing to learn"
            rows.append(
                (
                    layer.name,
                    "×".join(map(str, shape)),
                    how,
                    f"{counts[layer.name]:,}",
                    f"{100 * counts[layer.name] / total:.1f} %",
                    f"{paper[layer.name]:,}" if layer.name in paper else "–",
                )
            )
            stages.append(str(layer.stage))
    rows.append(("all", "", "", f"{total:,}", "100 %", f"{sum(paper.values()):,}"))
    return (
        ("Layer", "Output", "Weights + biases", "Parameters", "Share", PAPER),
        tuple(rows),
        tuple(stages),
    )


def parameters(values: Values) -> Scene:
    """The table of parameters, row by row, and where the weights are."""
    words = _words("parameters")
    network = seeds.network("lenet")
    columns, rows, stages = _table()
    counts = network.parameters()
    total = sum(counts.values())
    names = [row[0] for row in rows[:-1]]
    paper = _paper()
    numbers = {
        "total": f"{total:,}",
        "share": round(100 * counts["F5"] / total),
        "paper": f"{sum(paper.values()):,}",
        "c3_paper": f"{paper['C3']:,}",
        "s2_paper": paper["S2"],
        "s4_paper": paper["S4"],
        "convs": f"{counts['C1'] + counts['C3']:,}",
        "convshare": round(100 * (counts["C1"] + counts["C3"]) / total),
        **{name.lower(): f"{counts[name]:,}" for name in names},
    }
    names_of = {"S2": "free", "S4": "free"}

    def at(seconds: float, key: str, shown: int, lit: int | None) -> Frame:
        return Frame(seconds, words(key, **numbers), panels={"table": {"shown": shown, "lit": lit}})

    frames = (
        at(film.OPENING, "open", 0, None),
        *(at(2.6, names_of.get(name, name.lower()), k + 1, k) for k, name in enumerate(names)),
        at(3.2, "total", len(rows), len(rows) - 1),
        at(3.6, "where", len(rows), names.index("F5")),
        at(3.6, "paper", len(rows), names.index("C3")),
        at(film.CLOSING, "close", len(rows), None),
    )
    panel = film.table(
        "table",
        columns,
        rows,
        stages=stages,
        total=True,
        optional=("Weights + biases", "Output", PAPER),
    )
    return Scene(NAME, "parameters", words.title, Stage.CLASSIFY, values, (), (panel,), frames)


def history(values: Values) -> Scene:
    """A short timeline: what was shown in 1989 and in 1998."""
    words = _words("history")
    years = (1989, 1998)
    network = seeds.network("lenet")
    drawn = whole.tensors(network, prepared(network, seeds.digit()))
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
    ours = film.number(100 * accuracy)
    frames = tuple(
        Frame(seconds, words(key, accuracy=ours), panels={"timeline": {"shown": shown, "lit": lit}})
        for key, seconds, shown, lit in (
            ("open", film.OPENING, 0, None),
            ("1989", 4.5, 1, 0),
            ("1998", 4.5, 2, 1),
            ("use", 4.5, 2, 1),
            ("close", film.CLOSING, 2, None),
        )
    )
    return Scene(NAME, "history", words.title, Stage.CLASSIFY, values, pictures, (panel,), frames)


_DIGITS = tuple((each.name, str(each.label)) for each in seeds.digits())
RUN_PARAMS = (
    Param("digit", "Digit", "choice", _DIGITS[0][0], choices=_DIGITS),
    Param("layer", "Layer", "choice", "C3", choices=tuple((name, name) for name in LAYERS)),
    Param("channel", "Map or neuron", "integer", 3, 1, 120, help="Which map, or which neuron."),
    Param("row", "Row", "integer", 3, 1, 28, help="Vectors have no rows: it does nothing there."),
    Param("column", "Column", "integer", 3, 1, 28, help="The same for columns."),
)

STEP = Step(
    NAME,
    "history_edu",
    (
        Script(
            "run",
            Stage.CLASSIFY,
            run,
            RUN_PARAMS,
            (
                ("C1: 25 terms", {"layer": "C1", "channel": 2, "row": 9, "column": 15}),
                ("S2: a mean of 4", {"layer": "S2", "channel": 2, "row": 5, "column": 8}),
                ("C3: 150 terms", {"layer": "C3", "channel": 3, "row": 3, "column": 3}),
                ("F5: 400 terms", {"layer": "F5", "channel": 7}),
                ("output: 84 terms", {"layer": "output", "channel": 6}),
            ),
        ),
        Script("parameters", Stage.CLASSIFY, parameters),
        Script("history", Stage.CLASSIFY, history),
    ),
)
