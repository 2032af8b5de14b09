"""What learned features are worth elsewhere: frozen against learned anew, on two new classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.diagrams import box, drawing, word
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number, percent, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.steps.hierarchy.rungs import NETWORK, painted_picture

NEW = (3, 5)
"""The classes that the network with learned features has not seen: cats and dogs."""

LEARNERS = (("frozen", "Frozen features", Stage.STACK), ("scratch", "From scratch", Stage.INPUT))
"""Who learns: its key in what was measured, what it is called, its hue."""

EXAMPLES = (10, 20, 50, 100, 200, 500, 1000)
"""From how many pictures both learned, in training/transfer.py."""

EACH = 5000
"""Photographs of each class in the training half of CIFAR-10."""

LAYERS = 5
"""How many layers of features each of the two networks has, below its last one."""

GUESS, BOTTOM, TOP = 0.5, 0.45, 0.75
"""What guessing between two classes gets right; where the plot begins, and where it ends."""

READ = 1.0
"""Seconds in which the line is drawn that reads off how many pictures are enough."""


def _share(right: float) -> float:
    """How high a point stands in the plot, from 0 to 1."""
    return min(max((right - BOTTOM) / (TOP - BOTTOM), 0.0), 1.0)


def _step(rights: Sequence[float], goal: float) -> float:
    """How many steps along, and how far into the next, a line is first as high as that."""
    k = next(k for k, each in enumerate(rights) if each >= goal)
    before = rights[k - 1] if k else goal
    return k - (rights[k] - goal) / (rights[k] - before) if k else 0.0


def _pictures(name: str, label: str, shown: Sequence[int]) -> Tensor:
    data = np.concatenate([painted_picture(each) for each in shown])
    return Tensor(name, data, label, Stage.INPUT, "rgb", 1.0, quantized=True)


def _learners(text: SceneText) -> Panel:
    """Both networks, layer by layer: filled what has been learned before, empty what learns."""
    parts = []
    # The second network has its place from the start, so that nothing moves when it comes.
    for row, (key, label, hue) in enumerate(LEARNERS):
        top = 5.4 * row
        parts.append(word(row, 0.0, top + 0.6, label, hue, 1.1, "left"))
        for k in range(LAYERS + 1):
            learned = key == "frozen" and k < LAYERS
            place = (3.0 * k, top + 1.5, 2.6, 2.6)
            parts.append(
                box(
                    row,
                    *place,
                    str(k + 1) if learned else text("label-new"),
                    str(hue),
                    filled=learned,
                )
            )
            if row:
                parts.append(replace(parts[-1], at=0, until=row, text="", dashed=True))
    drawn = drawing("learners", text("label-layers"), "", parts, (9.6, 17.6))
    return replace(drawn, stage=Stage.INPUT)


def _sheet(tensor: Tensor, columns: int) -> Panel:
    """Pictures as large as there is room for beside the curves."""
    count = len(tensor.data) // 3
    return panels.Tiles(columns=columns).panel(
        tensor.name,
        tensors=(tensor.name,),
        label=tensor.label,
        stage=tensor.stage,
        size=(count / columns * 9.0, columns * 9.0),
    )


def _curves(measured: dict[str, Any]) -> Panel:
    lines = tuple(
        panels.Series(
            label=label,
            stage=hue,
            values=tuple(map(_share, measured[key])),
            texts=tuple(map(percent, measured[key])),
            spread=tuple(
                (_share(least), _share(most))
                for least, most in zip(
                    measured[f"{key} least"], measured[f"{key} most"], strict=True
                )
            ),
        )
        for key, label, hue in LEARNERS
    )
    return panels.Lines(
        lines=lines,
        marks=tuple(map(number, EXAMPLES)),
        rules=tuple((_share(each), percent(each)) for each in (0.5, 0.6, 0.7)),
    ).panel(
        "right",
        label=f"Right, of {number(measured['n'])} new cats and dogs",
        note="pictures learned from",
        stage=Stage.CLASSIFY,
        size=(22.0, 42.0),
    )


def _frames(text: SceneText, measured: dict[str, Any], chosen: int) -> Iterator[Frame]:
    """The classes; then both curves, point by point; then at the number of pictures chosen."""
    frozen, scratch = (measured[key] for key, _, _ in LEARNERS)
    # The fewest pictures from which the network from scratch is as good as frozen features now.
    enough = [n for n, each in zip(EXAMPLES, scratch, strict=True) if each >= frozen[chosen]]
    caught = enough[0] if enough else 0
    before = max((n for n in EXAMPLES if n < caught), default=EXAMPLES[0])
    facts = {
        "frozen ahead": frozen[chosen] > scratch[chosen],
        "ahead everywhere": all(a > b for a, b in zip(frozen, scratch, strict=True)),
        "takes more": caught > EXAMPLES[chosen],
        "never as good": caught == 0,
    }
    numbers = {
        "photographs": number(8 * EACH),
        "guess": percent(GUESS),
        "eight": spoken_percent(measured["eight"]),
        "fewest": EXAMPLES[0],
        "most": number(EXAMPLES[-1]),
        "count": number(EXAMPLES[chosen]),
        "frozen": spoken_percent(frozen[chosen]),
        "scratch": spoken_percent(scratch[chosen]),
        "frozen_many": spoken_percent(frozen[-1]),
        "scratch_many": spoken_percent(scratch[-1]),
        "repeats": measured["repeats"],
        "caught": number(caught),
        "before": number(before),
    }
    # Between two numbers of pictures nothing was measured.
    low, high = (number(each / EXAMPLES[chosen]) for each in (before, caught))
    said = text("label-times", {"far": before > EXAMPLES[chosen]}, low=low, high=high)

    def at(seconds: float, key: str, present: str, upto: int = -1, at: int = 0) -> Frame:
        # Where both are equally good: as far along as the line from scratch takes to be as high.
        reached = key in ("gap", "close") and facts["takes more"] and facts["frozen ahead"]
        reach = (_share(frozen[at]), _step(scratch, frozen[at]), said) if reached else None
        changes = {
            "right": panels.LinesChanges(at=at, upto=upto, reach=reach),
            "learners": panels.DrawingChanges(
                shown=1 if key == "learners" else 2, size=(18.0, 33.0)
            ),
        }
        hidden = all_but(("known", "new", "learners", "right"), *present.split())
        sentence = text(key, facts, **numbers)
        # What is read off the curves is followed by the eye: along, then down.
        tween = READ if key == "gap" else 0.0
        return Frame(seconds, sentence, hidden=hidden, panels=changes, tween=tween)

    last = len(EXAMPLES) - 1
    yield at(OPENING, "open", "known")
    yield at(OPENING, "new", "known new")
    yield at(OPENING, "learners", "new learners")
    yield at(OPENING, "scratch", "new learners")
    yield at(OPENING, "ask", "new learners")
    for k in range(last + 1):
        yield at(1.2, "walk", "new right", k, k)
    if chosen < last:
        yield at(CLOSING, "many", "new right", last, last)
    for key in ("few", "gap", "close"):
        yield at(CLOSING, key, "new right", last, chosen)


@scene(
    "transfer",
    stage=Stage.STACK,
    params=(
        Param(
            "examples",
            "Pictures",
            "choice",
            str(EXAMPLES[2]),
            choices=tuple((str(each), number(each)) for each in EXAMPLES),
        ),
    ),
)
def transfer(values: Values, text: SceneText) -> Parts:
    """Frozen features of eight classes, and a network from scratch, on cats and dogs."""
    measured = dict(seeds.measured("transfer"))
    classes = seeds.measured(NETWORK)["pictures"]
    known = [n for n, each in enumerate(classes) if each >= 0 and each not in NEW]
    new = [n for n, each in enumerate(classes) if each in NEW]
    sheets = (
        _pictures("known", f"Learned: {len(known)} classes", known),
        _pictures("new", "New", new),
    )
    tiles = (_sheet(sheets[0], 4), _sheet(sheets[1], 1))
    chosen = EXAMPLES.index(int(values.word("examples")))
    return Parts(
        sheets, (*tiles, _learners(text), _curves(measured)), tuple(_frames(text, measured, chosen))
    )
