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
from cnnviz.staging.diagrams import box, drawing, line, word
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number, percent, spoken_percent
from cnnviz.staging.panels import Part
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

SIDE, AIR, LAST, LEFT, HEAD, ROW = 2.6, 0.6, 4.6, 1.0, 1.6, 5.4
"""How large a layer is drawn, in units; how far from the next; how wide the last one is; where the
first begins, and how far below its network's name; how far from a network to the next."""

GUESS, BOTTOM, TOP = 0.5, 0.45, 0.75
"""What guessing between two classes gets right; where the plot begins, and where it ends."""

FREEZE = 0.6
"""Seconds in which the last layer drops off, and in which another takes its place."""
READ = 1.8
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
    """Both networks, layer by layer: filled what has been learned, empty what still learns.

    The first one is there alone, in the middle, and loses its last layer to a new one.
    """
    (_, frozen, hue), (_, scratch, other) = LEARNERS
    before, after = text("label-before"), text("label-after")
    alone = (*[(0.0, ROW / 2)] * 3, (0.0, 0.0))
    last = LEFT + (SIDE + AIR) * LAYERS
    plate = box(2, LEFT - 0.3, HEAD - 0.3, last - LEFT - AIR + 0.6, SIDE + 0.6, "", str(hue))
    known = word(0, LEFT, 0.5, text("label-network"), str(hue), 1.1, "left")
    row = [plate, replace(known, until=1), *_row(0, frozen, hue)]
    old = replace(box(0, last, HEAD, LAST, SIDE, before, str(hue), filled=True), until=1)
    # It drops off.
    parts = [replace(old, moves=(alone[0], (0.0, ROW / 2 + SIDE + 1.0)))]
    parts += [replace(each, moves=alone) for each in row]
    parts.append(replace(box(2, last, HEAD, LAST, SIDE, after, str(hue)), moves=alone))
    below = [*_row(4, scratch, other), box(4, last, HEAD, LAST, SIDE, after, str(other))]
    parts += [
        replace(each, y=(each.y or 0.0) + ROW, points=tuple((x, y + ROW) for x, y in each.points))
        for each in below
    ]
    told = word(2, LEFT, ROW + HEAD + SIDE + 0.9, text("label-layers"), "muted", 0.9, "left")
    parts.append(replace(told, moves=(*[(0.0, -ROW / 2 + 0.2)] * 3, (0.0, 0.0))))
    drawn = drawing("learners", "", "", parts, (ROW + HEAD + SIDE + 1.2, last + LAST))
    return replace(drawn, stage=Stage.INPUT)


def _row(at: int, label: str, hue: Stage) -> Iterator[Part]:
    """The layers of one network from a beat on, but for its last one, joined by lines."""
    learned, middle = at == 0, HEAD + SIDE / 2
    yield word(max(at, 2), LEFT, 0.5, label, str(hue), 1.1, "left")
    for k in range(LAYERS + 1):
        x = LEFT + (SIDE + AIR) * k
        yield line(at, (x - AIR, middle), (x, middle), arrow=k == 0)
        if k < LAYERS:
            yield box(at, x, HEAD, SIDE, SIDE, str(k + 1), str(hue), filled=learned)


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


def _curves(measured: dict[str, Any], guess: str) -> Panel:
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
        rules=(
            (_share(GUESS), f"{guess}: {percent(GUESS)}"),
            *((_share(each), percent(each)) for each in (0.6, 0.7)),
        ),
    ).panel(
        "right",
        label=f"Right answers, of {number(measured['n'])} new cats and dogs",
        note="pictures learned from",
        stage=Stage.CLASSIFY,
        size=(22.0, 42.0),
    )


def _numbers(measured: dict[str, Any], chosen: int) -> dict[str, object]:
    """What is said of what was measured."""
    frozen, scratch = (measured[key] for key, _, _ in LEARNERS)
    return {
        "photographs": number(8 * EACH),
        "guess": percent(GUESS),
        "eight": spoken_percent(measured["eight"]),
        "most": number(EXAMPLES[-1]),
        "count": number(EXAMPLES[chosen]),
        "frozen": spoken_percent(frozen[chosen]),
        "scratch": spoken_percent(scratch[chosen]),
        "frozen_many": spoken_percent(frozen[-1]),
        "scratch_many": spoken_percent(scratch[-1]),
        "repeats": measured["repeats"],
    }


def _frames(text: SceneText, measured: dict[str, Any], chosen: int) -> Iterator[Frame]:
    """The classes; then both curves, point by point, with a halt at the number chosen."""
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
    numbers = _numbers(measured, chosen) | {"caught": number(caught), "before": number(before)}
    # Between two numbers of pictures nothing was measured.
    low, high = (number(each / EXAMPLES[chosen]) for each in (before, caught))
    said = text("label-times", {"far": before > EXAMPLES[chosen]}, low=low, high=high)

    def at(
        seconds: float, key: str, present: str, upto: int = -1, at: int = 0, shown: int = 5
    ) -> Frame:
        # Where both are equally good: as far along as the line from scratch takes to be as high.
        reached = key in ("gap", "close") and facts["takes more"] and facts["frozen ahead"]
        reach = (_share(frozen[at]), _step(scratch, frozen[at]), said) if reached else None
        changes = {
            "right": panels.LinesChanges(at=at, upto=upto, reach=reach),
            "learners": panels.DrawingChanges(shown=shown, size=(19.5, 39.0)),
            "known": panels.TilesChanges(columns=3, size=(27.0, 27.0)),
        }
        hidden = all_but(("known", "new", "learners", "right"), *present.split())
        sentence = text(key, facts, **numbers)
        # What is read off the curves is followed by the eye: along, then down.
        tween = {"gap": READ, "learners": FREEZE, "scratch": FREEZE}.get(key, 0.0)
        return Frame(seconds, sentence, hidden=hidden, panels=changes, tween=tween)

    last = len(EXAMPLES) - 1
    yield at(OPENING, "open", "known learners", shown=1)
    yield at(OPENING, "new", "new learners", shown=1)
    # The old layer has gone before the new one comes.
    yield at(FREEZE, "learners", "new learners", shown=2)
    yield at(OPENING, "learners", "new learners", shown=3)
    # What is there has made room before the other network comes.
    yield at(FREEZE, "scratch", "new learners", shown=4)
    yield at(OPENING, "scratch", "new learners")
    yield at(OPENING, "ask", "new learners")
    # Up to the number chosen, which is read out; then on to the most, and back to compare.
    for k in range(chosen + 1):
        yield at(1.2, "walk", "new right", k, k)
    yield at(CLOSING, "few", "new right", chosen, chosen)
    for k in range(chosen + 1, last + 1):
        yield at(CLOSING if k == last else 0.7, "many", "new right", k, k)
    for key in ("gap", "close"):
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
        sheets,
        (*tiles, _learners(text), _curves(measured, text("label-guess"))),
        tuple(_frames(text, measured, chosen)),
    )
