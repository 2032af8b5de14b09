"""Where the weights of LeNet-5 are: its table of parameters, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.layers import COST, PARAMETERS
from cnnviz.misconceptions.questions import choice
from cnnviz.misconceptions.questions import number as typed
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, number, percent, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.staging.stages import stages_of
from cnnviz.steps.lenet.common import LAYERS
from cnnviz.steps.lenet.subjects import conv_layer

GROWING = 1.5
"""Seconds in which the table opens, and bars grow out of it or come beside others."""
SHARE = "Share of all"
DIFFERENT = tuple(map(LAYERS.index, ("S2", "S4", "output")))
"""Which others than C3 the paper counts otherwise."""
FREE = {"S2": "free", "S4": "free-too"}
"""What is said of the layers that learn nothing."""


def _paper() -> dict[str, int]:
    """What the paper of 1998 counts by layer; its output compares with fixed patterns."""
    counts = seeds.example("lenet paper: C1 S2 C3 S4 C5 F6")[0, 0]
    return dict(zip(LAYERS[:-1], map(int, counts), strict=True))


def _table() -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Columns, rows and stages of the table of parameters, all from the network's layers."""
    network = seeds.network("lenet")
    counts, shapes = network.parameters(), network.shapes()
    shares = _shares()
    stage_by_layer = stages_of(network)
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
                    join_sides(shape),
                    percent(shares[layer.name]),
                    how,
                    number(counts[layer.name]),
                )
            )
            stages.append(str(stage_by_layer[layer.name]))
    rows.append(("all", "", "100 %", "", number(sum(counts.values()))))
    columns = ("Layer", "Output", SHARE, "Weights + biases", "Parameters")
    return columns, tuple(rows), tuple(stages)


def _both_counts() -> tuple[tuple[str, ...], ...]:
    """By layer how many parameters it has here, and how many in the paper."""
    counts, paper = seeds.network("lenet").parameters(), _paper()
    rows = tuple(
        (name, number(counts[name]), number(paper[name]) if name in paper else "–")
        for name in LAYERS
    )
    return *rows, ("all", number(sum(counts.values())), number(sum(paper.values())))


def _shares() -> dict[str, Fraction]:
    """By layer its share of all parameters."""
    counts = seeds.network("lenet").parameters()
    total = sum(counts.values())
    return {name: Fraction(counts[name], total) for name in LAYERS}


def _multiplications() -> dict[str, int]:
    """By layer how often it multiplies by a weight: each weight once at every place."""
    work = seeds.network("lenet").multiply_adds()
    return {name: work[name] for name in LAYERS}


def _convolutions(by_layer: dict[str, int]) -> tuple[str, int, str]:
    """What both convolutions have together: label, number, the number in words and its share."""
    together = by_layer["C1"] + by_layer["C3"]
    share = Fraction(together, sum(by_layer.values()))
    return "C1 + C3", together, f"{number(together)} ({percent(share)})"


def _numbers() -> dict[str, object]:
    """What sentences say."""
    counts = seeds.network("lenet").parameters()
    total, paper, work, deep = sum(counts.values()), _paper(), _multiplications(), conv_layer("C3")
    return {
        "total": number(total),
        "share": spoken_percent(Fraction(counts["F5"], total)),
        "paper": number(sum(paper.values())),
        "convs": number(counts["C1"] + counts["C3"]),
        "convshare": spoken_percent(Fraction(counts["C1"] + counts["C3"], total)),
        "work": number(work["C3"]),
        "dense_work": number(work["F5"]),
        "weights": number(deep.weights),
        "places": number(deep.out**2),
        **{name.lower(): number(counts[name]) for name in LAYERS},
    }


def _frames(text: SceneText, rows: int) -> Iterator[Frame]:
    """The layer with the most; row by row, why; then what the bars do not show."""
    numbers, most = _numbers(), max(_multiplications().values())

    def at(seconds: float, key: str, shown: int, lit: int | None, drawn: str = "table") -> Frame:
        side_by_side = (14.0, 20.0) if key == "close" else None
        bars = panels.BarsChanges(
            shown=len(LAYERS) + (key == "close"), lit=-1 if lit is None else lit, size=side_by_side
        )
        return Frame(
            seconds,
            text(key, **numbers),
            hidden=all_but(("table", "paper", "bars", "work"), *drawn.split()),
            panels={
                "table": panels.TableChanges(shown=shown, lit=lit, open=key != "open"),
                "paper": panels.TableChanges(lit=lit, others=DIFFERENT),
                "bars": bars,
                "work": bars if key == "close" else replace(bars, most=float(most)),
            },
            tween=GROWING if key in ("where", "work", "close") else 0.0,
        )

    deep = LAYERS.index("C3")
    yield at(OPENING, "open", 0, None)
    yield at(4.0, "where", 0, LAYERS.index("F5"))
    for k, name in enumerate(LAYERS):
        if k == deep:
            layer = conv_layer(name)
            asked = (
                typed(PARAMETERS, layer, "parameters")
                .found_in("table", "c_in", text=f"{layer.c_in}×{layer.side}×")
                .found_in("table", "c_out", text=f"{layer.c_out}×{layer.out}×")
                .found_in("", "kernel")
            )
            yield replace(at(3.2, "c3-ask", k, k), question=asked)
        yield at(2.6, FREE.get(name, name.lower()), k + 1, k)
    yield at(3.2, "total", rows, rows - 1)
    yield at(3.6, "paper", rows, deep, "paper")
    asked = choice(COST, conv_layer("C3"))
    yield replace(at(3.6, "work-ask", rows, deep, "bars"), question=asked)
    yield at(4.0, "work", rows, deep, "work")
    yield at(CLOSING, "close", rows, len(LAYERS), "bars work")


@scene("parameters", stage=Stage.CLASSIFY)
def parameters(values: Values, text: SceneText) -> Parts:
    """The table of parameters, row by row, where the weights are, and where the work is."""
    columns, rows, stages = _table()
    glyphs = tuple(seeds.network("lenet").shapes()[name] for name in LAYERS)
    network, work = seeds.network("lenet"), _multiplications()
    counts = network.parameters()
    table = panels.Table(
        columns=columns,
        rows=rows,
        stages=stages,
        total=True,
        known=2,
        optional=("Weights + biases", "Output"),
        shared=SHARE,
        glyphs=glyphs,
        shares=tuple(map(float, _shares().values())),
    )
    paper = panels.Table(
        columns=("Layer", "Parameters here", "Paper of 1998"),
        rows=_both_counts(),
        stages=stages,
        total=True,
        glyphs=glyphs,
    )
    held = [(row[0], counts[row[0]], f"{row[4]} ({row[2]})") for row in rows[:-1]]
    done = [(name, count, number(count)) for name, count in work.items()]
    held.append(_convolutions(counts))
    done.append(_convolutions(work))
    stages = (*stages, str(Stage.CONV))
    # Parameters are drawn as shares of them all, work as it is.
    whole = sum(counts.values())
    charts = [
        panels.bars(
            name,
            panels.Bars(
                bars=tuple(
                    panels.Bar(layer, count / unit, said, Stage(stage))
                    for (layer, count, said), stage in zip(bars, stages, strict=True)
                ),
                most=most,
                filled=True,
            ),
            label=text(f"label-{name}"),
            height=1.4,
            width=20.0,
        )
        for name, bars, unit, most in (("bars", held, whole, 1.0), ("work", done, 1, None))
    ]
    # Their layers have hues of their own.
    held_by, done_by = (replace(each, stage=Stage.INPUT) for each in charts)
    charts = [held_by, replace(done_by, note=text("note-work"))]
    tables = panels.table("table", table), panels.table("paper", paper)
    return Parts((), (*tables, *charts), tuple(_frames(text, len(rows))))
