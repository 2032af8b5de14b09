"""Where a network's parameters and multiply-adds are: a bar for each layer or block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.engine.layers import Conv2d, Dense
from cnnviz.opened.blocks import blocks
from cnnviz.opened.graph import stage_of_fold
from cnnviz.opened.subject import Subject
from cnnviz.opened.waiting import waiting
from cnnviz.opened.wording import called
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number, roughly, spoken_percent

MOST = 12
"""Bars that can be read at a time: those that are longest, in their order."""
NAMES = ("parameters", "costs")
LABELS = {"parameters": "Parameters", "costs": "Multiply-adds"}


def _counted(subject: Subject) -> dict[str, dict[str, int]]:
    """Parameters and multiply-adds of each box of the graph."""
    counts, found = subject.network.parameters(), blocks(subject.network)
    return {
        "parameters": {each.name: sum(counts[name] for name in each.layers) for each in found},
        "costs": {each.name: sum(subject.costs[name] for name in each.layers) for each in found},
    }


def _panels(subject: Subject, counted: Mapping[str, Mapping[str, int]]) -> Iterator[Panel]:
    stages = {each.name: stage_of_fold(subject, each) for each in blocks(subject.network)}
    total = {key: sum(each.values()) for key, each in counted.items()}
    share = {
        name: max(Fraction(counted[key][name], total[key] or 1) for key in NAMES) for name in stages
    }
    some = sorted(share, key=lambda name: -share[name])[:MOST]
    rows = [name for name in stages if name in some and share[name] > 0]
    for key in NAMES if rows else ():
        bars = tuple(
            panels.Bar(name, float(counted[key][name]), number(counted[key][name]), stages[name])
            for name in rows
        )
        yield panels.bars(key, panels.Bars(bars=bars), label=LABELS[key], width=15.0)


def _frames(
    subject: Subject, text: SceneText, counted: Mapping[str, Mapping[str, int]]
) -> Iterator[Frame]:
    if not any(sum(each.values()) for each in counted.values()):
        yield Frame(CLOSING, text("none", {}))
        return
    numbers: dict[str, object] = {}
    most = {}
    for key, each in counted.items():
        total = sum(each.values())
        most[key] = max(each, key=lambda name: each[name])
        numbers |= {
            key: roughly(total) if key == "costs" else number(total),
            f"{key}_most": called(subject, most[key]),
            f"{key}_share": spoken_percent(Fraction(each[most[key]], total or 1)),
        }
    yield Frame(OPENING, _said("parameters", text, counted, numbers), hidden=("costs",))
    yield Frame(OPENING, _said("costs", text, counted, numbers), focus=("costs",))
    if not all(any(each.values()) for each in counted.values()):
        return
    kinds = [subject.layers.get(most[key]) for key in NAMES]
    facts = {
        "same": most["parameters"] == most["costs"],
        "dense and convolution": isinstance(kinds[0], Dense) and isinstance(kinds[1], Conv2d),
    }
    yield Frame(CLOSING, text("both", facts, **numbers))


def _said(
    key: str,
    text: SceneText,
    counted: Mapping[str, Mapping[str, int]],
    numbers: Mapping[str, object],
) -> str:
    """Where most of it is: in one part, in parts that are as large, or nowhere."""
    each = sorted(counted[key].values(), reverse=True)
    facts = {
        "none": each[0] == 0,
        "alone": sum(each) == each[0] > 0,
        "tied": each[0] == (each[1] if len(each) > 1 else 0) > 0,
    }
    return text(key, facts, **numbers)


def costs_scene(subject: Subject) -> SceneSpec:
    """The scene that shows where the parameters and the multiply-adds are."""

    def build(values: Values, text: SceneText) -> Parts:
        counted = _counted(subject)
        frames = tuple(waiting(_frames(subject, text, counted)))
        return Parts((), tuple(_panels(subject, counted)), frames)

    return SceneSpec("costs", Stage.CLASSIFY, build)
