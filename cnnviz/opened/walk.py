"""Through the network layer by layer: each one's maps, its shape, its parameters, its cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.opened import wording
from cnnviz.opened.cell import SUMMED
from cnnviz.opened.graph import Drawn, drawn
from cnnviz.opened.maps import Shown, picture_tensor, shown
from cnnviz.opened.subject import Subject
from cnnviz.opened.waiting import waiting
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import count_noun, join_sides, number
from cnnviz.staging.shots import all_but

LAYER = 2.4
"""Seconds for a layer."""
WORDS = 0.24
"""The share of the height of the maps that the words below them take."""
BEST = 5
"""Answers that are drawn."""
NAMES = ("graph", "maps", "answers")


@dataclass(frozen=True)
class _Walk:
    subject: Subject
    graph: Drawn
    seen: dict[str, Shown]
    cells: tuple[str, ...]
    """The layers whose cells a tap opens."""

    @property
    def more(self) -> tuple[str, ...]:
        """The picture as one looks at it, where there is one."""
        return () if self.subject.picture is None else ("picture",)

    @cached_property
    def scores(self) -> list[tuple[str, float]] | None:
        """The largest answers, with their names; None where the answer is no list."""
        values = self.subject.kept[self.subject.network.answers[0]]
        if values.size != len(values) or values.size < 2:
            return None
        best = np.argsort(-values.ravel(), kind="stable")[:BEST]
        return [(self.subject.names[k], float(values.ravel()[k])) for k in best]


def _item(walk: _Walk, name: str) -> panels.Item:
    """How the maps of an activation lie, and what is written below them."""
    subject, each = walk.subject, walk.seen[name]
    if name == "input" and subject.picture is not None and len(subject.picture) == 3:
        return panels.Item(
            tensor="picture",
            stage=Stage.INPUT,
            title=f"{subject.pictured}: {subject.sides(name)}",
            text="",
            size=_as_large(subject.picture),
        )
    title = f"{name}: {subject.sides(name)}"
    if name == "input":
        parts = [each.text]
    else:
        counted = (
            (subject.layers[name].parameters(), "parameter"),
            (subject.costs[name], "multiply-add"),
        )
        counts = [count_noun(count, noun) for count, noun in counted if count]
        parts = [subject.operator(name), *counts, each.text]
    planes = panels.planes(each.tensor)
    return panels.Item(
        tensor=each.tensor.name,
        stage=each.tensor.stage,
        title=title,
        text=" · ".join(filter(None, parts)),
        size=(5.0, 5.0),
        options=planes,
        flat=len(each.tensor.data),
    )


def _as_large(picture: np.ndarray) -> tuple[float, float]:
    _, height, width = picture.shape
    side = max(height, width)
    return 5.0 * height / side, 5.0 * width / side


def _panels(walk: _Walk) -> Iterator[Panel]:
    yield walk.graph.panel
    names = tuple(walk.seen)
    items = tuple(_item(walk, name) for name in names)
    opens = walk.cells and panels.Opens(
        frame=SUMMED,
        layers={name: name for name in names if name in walk.cells},
        scene="cell",
        maps={name: each.which for name, each in walk.seen.items() if each.which},
    )
    yield panels.Volume(items=items, row="new", words=WORDS, opens=opens or None).panel(
        "maps", tensors=(*names, *walk.more), stage=Stage.STACK, size=_size(walk, 0.32)
    )
    if scores := walk.scores:
        bars = tuple(
            panels.Bar(label, score, number(score), Stage.CLASSIFY) for label, score in scores
        )
        yield panels.bars("answers", panels.Bars(bars=bars), height=1.4, width=14.0)


def _size(walk: _Walk, share: float) -> tuple[float, float]:
    """As wide as the graph above, and so much of that high."""
    _, width = walk.graph.panel.size
    return width * share, width


def _frames(walk: _Walk, text: SceneText) -> Iterator[Frame]:
    subject = walk.subject

    def frame(seconds: float, sentence: str, name: str, *shown: str) -> Frame:
        return Frame(
            seconds,
            sentence,
            hidden=all_but(NAMES if walk.scores else NAMES[:2], *shown),
            panels={
                "graph": panels.GraphChanges(lit=walk.graph.place(name)),
                "maps": panels.VolumeChanges(current=subject.stops.index(name)),
            },
        )

    low, high = (float(each) for each in (subject.kept["input"].min(), subject.kept["input"].max()))
    opening = {
        "network": subject.network.name,
        "input": subject.sides("input"),
        "picture": subject.pictured,
        "low": number(low),
        "high": number(high),
    }
    facts = {
        "a picture": subject.picture is not None,
        "all alike": opening["low"] == opening["high"],
    }
    yield frame(OPENING, text("open", facts, **opening), "input", "graph", "maps")
    partly = [name for name, each in walk.seen.items() if each.which and name != "input"]
    for name in subject.stops[1:]:
        said = wording.facts(subject, name) | {"some drawn": name in partly[:1]}
        sentence = text("layer", said, **wording.numbers(subject, name))
        yield frame(LAYER, sentence, name, "graph", "maps")
    last = subject.network.answers[0]
    if scores := walk.scores:
        (best, most), (second, other) = scores[:2]
        told = {"answer": best, "second": second, "most": number(most), "other": number(other)}
        likely = {"shares": are_shares(subject.kept[last].ravel())}
        yield frame(CLOSING, text("answer", likely, **told), last, "graph", "answers")
    else:
        made = {"output": join_sides(subject.kept[last].shape)}
        yield frame(CLOSING, text("made", {}, **made), last, "graph", "maps")


def are_shares(values: np.ndarray) -> bool:
    """Whether they are shares of 1, as softmax makes them."""
    return bool(values.min() >= 0 and abs(float(values.sum()) - 1) < 1e-3)


def walk_scene(subject: Subject, cells: tuple[str, ...] = ()) -> SceneSpec:
    """The scene that goes through all layers, one a frame; a tap opens cells of these layers."""

    def build(values: Values, text: SceneText) -> Parts:
        seen = {name: shown(subject, name) for name in subject.stops}
        walk = _Walk(subject, drawn(subject, one_row=True), seen, cells)
        picture = picture_tensor(subject)
        tensors: list[Tensor] = [each.tensor for each in seen.values()]
        tensors += [picture] if picture else []
        return Parts(tensors, tuple(_panels(walk)), tuple(waiting(_frames(walk, text))))

    return SceneSpec("layers", Stage.CONV, build)
