"""A picture, painted or one's own, goes through the network: each line's maps, the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.answers import SURE, Scores
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import network_panels, panels
from cnnviz.staging.answers import Answer, answer_of
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.diagrams import disc, drawing
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, number, percent, spoken_percent
from cnnviz.staging.inputs import PICTURE
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import stops
from cnnviz.steps.pytorch.common import (
    Made,
    Ranked,
    activations,
    item_of,
    listing,
    made_of,
    maps_of,
    ranked,
    score_bars,
    share_bars,
)

SEEN = ("conv1", "conv1 relu", "pool2", "conv3", "average")
"""The layers at which one looks at what they make; the others do again what one has seen."""
PASSED = 1.6
"""Seconds in which each of those others goes by."""

STOPS = 2
"""So many steps a row takes when the filters sweep the picture."""
GATHER = 1.0
"""Seconds in which the maps of a line become those of the next that is shown."""
DRAWN = ("input", "sheet", "scores", "answer", "measured", "hundred", "photographs")
"""The panels of which each frame shows some."""
LOUD = 1.5
"""So many times as strong as within are maps at an edge that is called loud."""
SMALL = (24.0, 24.0)
"""How high and wide the picture is beside its first maps."""
ROWS = 10
"""Of a hundred answers."""


class Reading(NamedTuple):
    """What the network makes of a picture, and what sentences say of it."""

    made: tuple[Made, ...]
    ranking: list[Ranked]
    """The classes, the surest first."""
    maps: dict[str, tuple[int, ...]]
    """Which maps of each layer are drawn, where not all are."""
    answer: Answer
    right: Fraction
    """Which part was right of the answers with about that share."""
    scores: Scores
    facts: dict[str, bool]
    numbers: dict[str, object]


def _reading(picture: str | Array) -> Reading:
    network = seeds.network("simplecnn")
    kept = activations(picture)
    answer = answer_of(network, kept)
    best = network.classes[answer.best]
    own = not isinstance(picture, str)
    truth = seeds.picture_class(picture) if isinstance(picture, str) else ""
    negative = Fraction(int((kept["conv1"] < 0).sum()), kept["conv1"].size)
    band = _band(answer.share)
    facts = {
        **answer.facts,
        "own": own,
        "no word for it": not own and not truth,
        "right": truth == best,
        "wrong": truth not in ("", best),
        "some negative": negative > 0,
        "loud edge": _edge_loudness(kept["conv1"]) > LOUD,
        "less often": band.right < band.least,
    }
    shapes = network.shapes()
    numbers: dict[str, object] = {
        "pooled": join_sides(shapes["pool1"][1:]),
        "maps": number(shapes["conv2"][0]),
        "picture": picture if isinstance(picture, str) else "",
        "truth": truth,
        "classes": f"{', '.join(network.classes[:-1])} or {network.classes[-1]}",
        "answer": best,
        "share": answer.spoken["share"],
        "second": network.classes[answer.second],
        "other": answer.spoken["other"],
        "rarer": answer.spoken_rarer,
        "negative": spoken_percent(negative),
        "total": number(sum(network.parameters().values())),
        **_measured(),
        **band.numbers,
    }
    maps = {name: tuple(some) for name, some in maps_of(kept).items()}
    scores = Scores(tuple(kept["linear"].ravel().tolist()))
    return Reading(made_of(kept), ranked(kept), maps, answer, band.right, scores, facts, numbers)


def _edge_loudness(maps: Array) -> float:
    """How many times as strong maps are at their edges as within them."""
    strength = np.abs(maps.astype(np.float64))
    within = strength[:, 1:-1, 1:-1]
    edge = (strength.sum() - within.sum()) / (strength.size - within.size)
    return float(edge / max(within.mean(), 1e-9))


class Band(NamedTuple):
    """Answers whose share lies from one number to another, counted on the test photographs."""

    least: Fraction
    most: Fraction
    answers: int
    right: Fraction
    """Which part of them was right."""

    @property
    def numbers(self) -> dict[str, object]:
        return {
            "least": percent(self.least),
            "most": percent(self.most),
            "answers": number(self.answers),
            "right": spoken_percent(self.right),
        }


def _band(share: float) -> Band:
    """The band in which an answer's share lies."""
    counted = seeds.measured("shares-simplecnn")
    edges, answers, right = (counted[name] for name in ("edges", "answers", "right"))
    k = max(k for k in range(len(answers)) if k == 0 or share >= edges[k])
    least, most = (Fraction(repr(edge)) for edge in edges[k : k + 2])
    return Band(least, most, answers[k], Fraction(right[k], max(1, answers[k])))


def _measured() -> dict[str, str]:
    """What the card says: on how many photographs it learned and was measured, how often right."""
    card = seeds.card("simplecnn")
    accuracy, count = card["accuracy"], card["n"]
    assert isinstance(accuracy, float)
    assert isinstance(count, int)
    return {"accuracy": spoken_percent(accuracy), "count": number(count)}


def _panels(reading: Reading) -> Iterator[Panel]:
    """The picture, the maps of the line that is read, scores and shares, and what was measured."""
    picture = reading.made[0].tensor
    yield panels.grid(picture, panels.Grid(channel=-1), note="3×32×32")
    yield _sheet(reading)
    accuracy, classes = seeds.card("simplecnn")["accuracy"], len(reading.ranking)
    assert isinstance(accuracy, float)
    # The shares are the last in every row, so that they keep their place.
    yield _hundred("hundred", "100 such answers", round(100 * reading.right))
    yield _hundred("photographs", "100 new photographs", round(100 * accuracy))
    scores = score_bars((each.name, each.score) for each in reading.ranking)
    scores = replace(scores, source="sheet")
    yield panels.bars("scores", scores, label="Ten scores", height=3.6, width=40.0)
    shares = share_bars(reading.ranking, reading.ranking[0].name)
    yield panels.bars("answer", shares, label="Its shares", height=3.6, width=64.0)
    compared = (("this network", accuracy, Stage.CLASSIFY), ("guessing", 1 / classes, Stage.INPUT))
    right = tuple(panels.Bar(each, share, percent(share), hue) for each, share, hue in compared)
    yield panels.bars(
        "measured",
        panels.Bars(bars=right, most=1.0),
        label="Right on new photographs",
        height=7.2,
        width=64.0,
    )


def _hundred(name: str, label: str, right: int) -> Panel:
    """A hundred answers as discs: open ones, of which so many are filled, row by row."""
    hue = str(Stage.CLASSIFY)
    places = [(3.6 * (k % ROWS) + 1.8, 3.6 * (k // ROWS) + 1.8) for k in range(ROWS**2)]
    discs = [disc(0, *place, 1.3, "", "muted") for place in places]
    counted = enumerate(places[:right])
    discs += [disc(1 + k // ROWS, *place, 1.3, "", hue, filled=True) for k, place in counted]
    return drawing(name, label, "", discs, (36.0, 36.0))


def _sheet(reading: Reading) -> Panel:
    """Line by line what it makes; a tap on a map opens a cell of it in scene networks."""
    network, lines = seeds.outlined("simplecnn"), listing()
    items = []
    for each in reading.made:
        source = "x.view" if each.name == "flatten" else lines[each.line].strip().rstrip(",")
        title = "x" if each.name == "input" else f"{source} → {join_sides(each.shape)}"
        items.append(replace(item_of(each), title=title, flat=len(each.tensor.data)))
    opens = panels.Opens(
        frame=network_panels.open_frame(network),
        layers=network_panels.opened_layers(network),
        scene="networks",
        values={"network": network.name},
        maps=reading.maps,
    )
    names = tuple(each.name for each in reading.made)
    volume = panels.Volume(items=tuple(items), opens=opens)
    return volume.panel("sheet", tensors=names, stage=Stage.STACK, size=(36.0, 62.0))


def _frames(text: SceneText, reading: Reading) -> Iterator[Frame]:
    def frame(seconds: float, key: str, *beside: str, current: int = 0) -> Frame:
        # Where it is not to be believed no bar stands out.
        lit = (
            key in ("answer", "sure-ask", "sure", "counted", "judge") and not reading.answer.unlike
        )
        return Frame(
            seconds,
            text(key, reading.facts, **reading.numbers),
            hidden=all_but(DRAWN, *beside),
            panels={
                "input": panels.GridChanges(size=SMALL if "sheet" in beside else None),
                "sheet": panels.VolumeChanges(current=current),
                "answer": panels.BarsChanges(lit=0 if lit else None),
                "hundred": panels.DrawingChanges(shown=1),
                "photographs": panels.DrawingChanges(shown=1),
            },
        )

    yield frame(OPENING, "open", "input")
    yield frame(4.0, "ask", "input")
    average = next(k for k, each in enumerate(reading.made) if each.name == SEEN[-1])
    for k, each in enumerate(reading.made[1 : average + 1], 1):
        seen = each.name in SEEN
        # What goes by shares a sentence: that of the second round, or of what it leads to.
        between = each.key if each.key == "pool1" else "again"
        key = each.key if seen else between if k < average - 1 else reading.made[average].key
        # Beside the first maps one sees where they come from; later ones have the stage.
        beside = ("input", "sheet") if k == 1 else ("sheet",)
        shown = frame(2.8 if seen else PASSED, key, *beside, current=k)
        yield from _swept(shown, reading, text) if k == 1 else (replace(shown, tween=GATHER),)
    yield frame(3.0, "softmax", "sheet", "scores", current=average)
    yield frame(4.2, "softmax", "scores", "answer")
    yield frame(4.2, "answer", "input", "answer")
    if reading.answer.unlike:
        yield frame(4.2, "strange", "input", "answer")
    yield frame(4.2, "judge", "input", "answer")
    # It is asked of any picture with such an answer.
    asking = frame(4.2, "sure-ask", "answer", "hundred")
    sure = choice(SURE, reading.scores).found_in("hundred", "asked", text="answers")
    yield replace(asking, question=sure)
    yield frame(4.2, "sure", "answer", "hundred")
    yield from _counted(frame(3.0, "counted", "answer", "hundred"), "hundred")
    yield from _counted(frame(3.0, "measured", "measured", "photographs"), "photographs")
    ending = frame(CLOSING, "close", "input", "photographs")
    counted = panels.DrawingChanges(shown=1 + ROWS)
    yield replace(ending, panels={**ending.panels, "photographs": counted})


def _swept(frame: Frame, reading: Reading, text: SceneText) -> Iterator[Frame]:
    """The first layer's filters sweep the picture, all of them at once; then it is said what
    they read at its edges."""
    image, maps, hue = reading.made[0].tensor, reading.made[1].tensor, reading.made[1].stage
    width, shown = maps.data.shape[2], reading.maps[maps.name][0]
    for y, x in stops(maps.data, STOPS):
        first = (y, x) == (0, 0)
        seen = panels.VolumeChanges(current=1, cells=y * width + x + 1)
        yield replace(
            frame,
            seconds=1.2 if first else 0.08,
            boxes=(
                region(image, "window", (y - 1, y + 2), (x - 1, x + 2), group=0, stage=hue),
                cell(maps, y, x, channel=shown, group=0, stage=hue),
            ),
            panels={**frame.panels, "sheet": seen},
        )
    yield replace(frame, seconds=1.6)
    yield replace(frame, seconds=3.0, narration=text("conv1-edge", reading.facts))


def _counted(frame: Frame, name: str) -> Iterator[Frame]:
    """The hundred answers of a panel are counted: row by row those that are right."""
    for row in range(ROWS + 1):
        counted = panels.DrawingChanges(shown=1 + row)
        seconds = frame.seconds if row == ROWS else 0.3
        yield replace(frame, seconds=seconds, panels={**frame.panels, name: counted})


@scene("run", stage=Stage.CLASSIFY, params=(PICTURE,))
def run(values: Values, text: SceneText) -> Parts:
    """A picture goes through the trained network: each line's real maps, and its ten answers."""
    reading = _reading(values.picture("picture"))
    tensors = tuple(each.tensor for each in reading.made)
    return Parts(tensors, tuple(_panels(reading)), tuple(_frames(text, reading)))
