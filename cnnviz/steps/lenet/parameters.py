"""Where the weights of LeNet-5 are: its table of parameters, row by row."""

from __future__ import annotations

from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, number, percent, spoken_percent
from cnnviz.staging.stages import stages_of
from cnnviz.steps.lenet.common import LAYERS

PAPER = "Paper, 1998"
DRAWN = ("where", "close")
"""What bars say faster than the table."""


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
                    how,
                    number(counts[layer.name]),
                    percent(Fraction(counts[layer.name], total)),
                    number(paper[layer.name]) if layer.name in paper else "–",
                )
            )
            stages.append(str(stage_by_layer[layer.name]))
    rows.append(("all", "", "", number(total), "100 %", number(sum(paper.values()))))
    return (
        ("Layer", "Output", "Weights + biases", "Parameters", "Share", PAPER),
        tuple(rows),
        tuple(stages),
    )


@scene("parameters", stage=Stage.CLASSIFY)
def parameters(values: Values, text: SceneText) -> Parts:
    """The table of parameters, row by row, and where the weights are."""
    network = seeds.network("lenet")
    columns, rows, stages = _table()
    counts = network.parameters()
    total = sum(counts.values())
    names = [row[0] for row in rows[:-1]]
    paper = _paper()
    numbers = {
        "total": number(total),
        "share": spoken_percent(Fraction(counts["F5"], total)),
        "paper": number(sum(paper.values())),
        "c3_paper": number(paper["C3"]),
        "s2_paper": paper["S2"],
        "s4_paper": paper["S4"],
        "convs": number(counts["C1"] + counts["C3"]),
        "convshare": spoken_percent(Fraction(counts["C1"] + counts["C3"], total)),
        **{name.lower(): number(counts[name]) for name in names},
    }
    names_of = {"S2": "free", "S4": "free"}

    def at(seconds: float, key: str, shown: int, lit: int | None) -> Frame:
        changes = panels.TableChanges(shown=shown, lit=lit)
        bars = panels.BarsChanges(lit=-1 if lit is None else lit)
        drawn = key in DRAWN
        return Frame(
            seconds,
            text(key, **numbers),
            hidden=("table",) if drawn else ("bars",),
            panels={"table": changes, "bars": bars},
        )

    frames = (
        at(OPENING, "open", 0, None),
        *(at(2.6, names_of.get(name, name.lower()), k + 1, k) for k, name in enumerate(names)),
        at(3.2, "total", len(rows), len(rows) - 1),
        at(3.6, "where", len(rows), names.index("F5")),
        at(3.6, "paper", len(rows), names.index("C3")),
        at(CLOSING, "close", len(rows), None),
    )
    table = panels.Table(
        columns=columns,
        rows=rows,
        stages=stages,
        total=True,
        known=2,
        optional=("Weights + biases", "Output", PAPER),
    )
    bars = tuple(
        panels.Bar(name, float(counts[name]), f"{row[3]} · {row[4]}", Stage(stage))
        for name, row, stage in zip(names, rows, stages, strict=False)
    )
    chart = panels.bars("bars", panels.Bars(bars=bars), label="Parameters", height=1.4, width=20.0)
    return Parts((), (panels.table("table", table), chart), frames)
