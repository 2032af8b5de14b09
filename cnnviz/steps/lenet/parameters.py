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
from cnnviz.staging.chosen_cell import FLIGHT
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number, percent, spoken_percent
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.shots import all_but
from cnnviz.staging.stages import stages_of
from cnnviz.steps.lenet.common import LAYERS
from cnnviz.steps.lenet.contrast import contrast_panel, multiplications_panel
from cnnviz.steps.lenet.subjects import conv_layer
from cnnviz.steps.lenet.weights import (
    Beats,
    Told,
    parameter_tensors,
    parameters_panel,
)

GROWING = 1.5
"""Seconds in which the table opens, and bars grow out of it or come beside others."""
TURNING = 0.6
"""Seconds in which the layers' parameters turn into places for bars, and those into others."""
COMING = {"c1": 2.0, "c3-ask": 1.2, "c3": 2.0, "wide": 1.2, "f5": 3.0, "dense": 2.0}
"""Seconds in which parameters come, and in which one steps back to see more of them."""
BEHIND = (1.0, 100.0)
"""The size of the network's panel: it is drawn over the whole stage, and leaves the parameters the
room in which they come as it goes."""
PANELS = ("network", "weights", "work", "sides")
BEATS = ("c1", "c3-ask", "c3", "free", "wide", "f5", "dense", "total", "paper", "work-ask")
"""What is said at each beat of the picture of all parameters."""
SAID = {"c1": "c1-rows", "wide": "f5"}
"""What is said at a beat that is called otherwise."""


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


def _otherwise() -> dict[str, str]:
    """By layer how many parameters it has in the paper, where that is another count; of all under
    an empty name. The paper's output compares with patterns that are fixed."""
    counts, paper = seeds.network("lenet").parameters(), _paper()
    found = {name: number(count) for name, count in paper.items() if count != counts[name]}
    return found | {LAYERS[-1]: "fixed", "": number(sum(paper.values()))}


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

    def at(seconds: float, key: str, drawn: str, beat: str = "", bars: int = 0) -> Frame:
        view = (0, 2) if key == "c1" else None
        shown = 0 if "network" in drawn else BEATS.index(beat) + 1 if beat else len(BEATS)
        return Frame(
            seconds,
            text(key, **numbers),
            hidden=all_but(PANELS, *drawn.split()),
            panels={
                "network": panels.NetworkChanges(shown=len(LAYERS) + 1, view=view, size=BEHIND),
                "weights": panels.DrawingChanges(shown=shown),
                "work": panels.DrawingChanges(shown=1 + bars),
                "sides": panels.DrawingChanges(shown=1 + bars),
            },
            tween=GROWING if bars else COMING.get(beat, 0.0),
        )

    def weights(seconds: float, beat: str) -> Frame:
        return at(seconds, SAID.get(beat, beat), "weights", beat)

    yield at(OPENING, "open", "network weights")
    yield replace(at(3.0, "c1", "network weights"), tween=FLIGHT)
    yield weights(3.2, "c1")
    yield replace(weights(3.2, "c3-ask"), question=_asked())
    for beat in ("c3", "free"):
        yield weights(3.2, beat)
    yield weights(COMING["wide"], "wide")
    for beat in ("f5", "dense", "total", "paper"):
        yield weights(3.2, beat)
    cost = choice(COST, conv_layer("C3"))
    yield replace(weights(3.6, "work-ask"), question=cost)
    for key, panel in (("work", "work"), ("held", "sides")):
        # The bars grow where their places are already.
        yield replace(at(TURNING, key, panel), tween=TURNING)
        yield at(4.0, key, panel, bars=1)
    yield at(CLOSING, "close", "sides", bars=2)


def _asked() -> Question:
    """How many parameters C3 has; its sentence has the numbers in words."""
    asked = typed(PARAMETERS, conv_layer("C3"), "parameters")
    return (
        asked.found_in("", "c_in", text="six")
        .found_in("", "c_out", text="sixteen")
        .found_in("", "kernel")
    )


def _beats() -> dict[str, Beats]:
    """By layer when it is there, filled, counted, and spoken of no longer."""
    at = BEATS.index
    dense = {name: Beats(at("wide"), at("dense"), at("dense"), at("total")) for name in LAYERS[5:]}
    free = Beats(at("free"), at("free"), at("free"), at("wide"))
    return {
        "C1": Beats(at("c1"), at("c1"), at("c1"), at("c3-ask")),
        "S2": free,
        "C3": Beats(at("c3-ask"), at("c3"), at("c3"), at("free"), at("work-ask")),
        "S4": free,
        "F5": Beats(at("wide"), at("f5"), at("f5"), at("dense")),
        **dense,
    }


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
            "weights",
            network,
            learned,
            _beats(),
            _told(),
            number(sum(counts.values())),
            _otherwise(),
        ),
    )
    label = text("label-work")
    bars = multiplications_panel("work", label, work, stages_of(network), "C3")
    contrast = contrast_panel(
        "sides",
        (text("label-held"), label),
        (_sides(counts), _sides(work)),
        (text("label-convolutions"), text("label-dense")),
    )
    return Parts((*made, *learned), (*drawn, bars, contrast), tuple(_frames(text)))
