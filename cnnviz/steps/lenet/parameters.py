"""Where the parameters of LeNet-5 are: all of them to one scale, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.question import Question
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.layers import COST, PARAMETERS
from cnnviz.misconceptions.questions import choice
from cnnviz.misconceptions.questions import number as typed
from cnnviz.staging import network_panels, panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number, percent, spoken_percent
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.shots import all_but
from cnnviz.staging.stages import stages_of
from cnnviz.steps.lenet.common import LAYERS
from cnnviz.steps.lenet.contrast import contrast_panel
from cnnviz.steps.lenet.subjects import conv_layer
from cnnviz.steps.lenet.weights import FILLED, Beats, Told, parameter_tensors, parameters_panel

GROWING = 1.5
"""Seconds in which the table opens, and bars grow out of it or come beside others."""
COMING = {FILLED: 1.0, FILLED + 1: 3.0}
"""Seconds in which there are the layers' names alone, and in which all parameters come, in each
layer as many at a time."""
PANELS = ("network", "weights", "paper", "work", "sides")
DIFFERENT = tuple(map(LAYERS.index, ("S2", "S4", "output")))
"""Which others than C3 the paper counts otherwise."""
FREE = {"S2": "free", "S4": "free-too"}
"""What is said of the layers that learn nothing."""
BEATS = (
    *("where", "where", "where"),
    *("c1", "free", "c3-ask", "c3", "free-too", "f5", "f6", "output", "total"),
)
"""What is said at each beat of the picture of all parameters."""


def _paper() -> dict[str, int]:
    """What the paper of 1998 counts by layer; its output compares with fixed patterns."""
    counts = seeds.example("lenet paper: C1 S2 C3 S4 C5 F6")[0, 0]
    return dict(zip(LAYERS[:-1], map(int, counts), strict=True))


def _told() -> dict[str, Told]:
    """How each layer's count comes about, weights and biases; of the largest its share, too."""
    network = seeds.network("lenet")
    counts, shares, found = network.parameters(), _shares(), {}
    for layer in network.layers:
        arrays, total = layer.array_shapes(), ""
        if layer.name not in LAYERS:
            continue
        if arrays:
            weight = arrays["weight"]
            times = " · ".join(str(side) for side in weight if side > 1 or len(weight) == 2)
            total = f"{times} + {arrays['bias'][0]} = {number(counts[layer.name])}"
        share = percent(shares[layer.name]) if shares[layer.name] == max(shares.values()) else ""
        found[layer.name] = Told(share, total)
    return found


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


def _sides(by_layer: dict[str, int]) -> tuple[int, int]:
    """What the convolutions have together, and what the dense layers have."""
    convolutions = by_layer["C1"] + by_layer["C3"]
    return convolutions, sum(by_layer.values()) - convolutions


def _numbers() -> dict[str, object]:
    """What sentences say."""
    counts = seeds.network("lenet").parameters()
    total, paper, work, deep = sum(counts.values()), _paper(), _multiplications(), conv_layer("C3")
    convs = _sides(counts)[0]
    return {
        "total": number(total),
        "share": spoken_percent(_shares()["F5"]),
        "paper": number(sum(paper.values())),
        "convs": number(convs),
        "convshare": spoken_percent(Fraction(convs, total)),
        "workshare": spoken_percent(Fraction(_sides(work)[0], sum(work.values()))),
        "work": number(work["C3"]),
        "dense_work": number(work["F5"]),
        "weights": number(deep.weights),
        "places": number(deep.out**2),
        **{name.lower(): number(counts[name]) for name in LAYERS},
    }


def _frames(text: SceneText) -> Iterator[Frame]:
    """The layer with the most; layer by layer, why; then what the picture does not show."""
    numbers = _numbers()

    def at(seconds: float, key: str, drawn: str, beat: int = len(BEATS)) -> Frame:
        lit = LAYERS.index("C3")
        return Frame(
            seconds,
            text(key, **numbers),
            hidden=all_but(PANELS, *drawn.split()),
            panels={
                "network": panels.NetworkChanges(shown=len(LAYERS) + 1),
                "weights": panels.DrawingChanges(shown=beat),
                "paper": panels.TableChanges(lit=lit, others=DIFFERENT),
                "work": panels.BarsChanges(lit=lit),
                "sides": panels.DrawingChanges(shown=1 + (key == "close")),
            },
            tween=GROWING if key in ("work", "held", "close") else 0.0,
        )

    yield at(OPENING, "open", "network")
    for beat, key in enumerate(BEATS, 1):
        frame = at(COMING.get(beat, 3.2), key, "weights", beat)
        if beat == FILLED + 1:
            frame = replace(frame, tween=COMING[beat])
        yield replace(frame, question=_asked()) if key == "c3-ask" else frame
    yield at(3.6, "paper", "paper")
    cost = choice(COST, conv_layer("C3"))
    yield replace(at(3.6, "work-ask", "weights", len(BEATS) + 1), question=cost)
    yield at(4.0, "work", "work")
    yield at(4.0, "held", "sides")
    yield at(CLOSING, "close", "sides")


def _asked() -> Question:
    """How many parameters C3 has; its sentence has the numbers in words."""
    asked = typed(PARAMETERS, conv_layer("C3"), "parameters")
    return (
        asked.found_in("", "c_in", text="six")
        .found_in("", "c_out", text="sixteen")
        .found_in("", "kernel")
    )


def _beats() -> dict[str, Beats]:
    """By layer when it is spoken of and counted; of C3 one asks before, and at the end."""
    counted = {name: BEATS.index(FREE.get(name, name.lower())) for name in LAYERS}
    found = {name: Beats(at, at) for name, at in counted.items()}
    return found | {"C3": Beats(BEATS.index("c3-ask"), counted["C3"], len(BEATS))}


@scene("parameters", stage=Stage.CLASSIFY)
def parameters(values: Values, text: SceneText) -> Parts:
    """All parameters, layer by layer, where they are, and where the work is."""
    network, work = seeds.network("lenet"), _multiplications()
    counts = network.parameters()
    made = network_panels.network_tensors(network, with_border(network, seeds.digit()))
    made = tuple(replace(each, quantized=True) for each in made)
    learned = parameter_tensors(network, LAYERS)
    drawn = (
        network_panels.network_panel(network, made),
        parameters_panel(
            "weights", network, learned, _beats(), _told(), number(sum(counts.values()))
        ),
    )
    stages = tuple(str(stages_of(network)[name]) for name in LAYERS)
    glyphs = tuple(network.shapes()[name] for name in LAYERS)
    paper = panels.Table(
        columns=("Layer", "Parameters here", "Paper of 1998"),
        rows=_both_counts(),
        stages=stages,
        total=True,
        glyphs=glyphs,
    )
    bars = tuple(
        panels.Bar(name, float(count), number(count), Stage(stage))
        for (name, count), stage in zip(work.items(), stages, strict=True)
    )
    options = panels.Bars(bars=bars, filled=True)
    label = text("label-work")
    chart = panels.bars("work", options, label=label, height=1.4, width=20.0)
    contrast = contrast_panel(
        "sides",
        (text("label-held"), label),
        (_sides(counts), _sides(work)),
        (text("label-convolutions"), text("label-dense")),
    )
    # The chart's layers have hues of their own.
    charts = panels.table("paper", paper), replace(chart, stage=Stage.INPUT), contrast
    return Parts((*made, *learned), (*drawn, *charts), tuple(_frames(text)))
