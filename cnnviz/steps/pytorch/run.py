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
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, number, percent, spoken_percent
from cnnviz.staging.inputs import PICTURE
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import stops
from cnnviz.steps.pytorch.answers_shown import ROWS, band_of, hundred, names, strangeness
from cnnviz.steps.pytorch.common import (
    Made,
    Ranked,
    activations,
    item_of,
    layer_of,
    listing,
    made_of,
    maps_of,
    ranked,
    score_bars,
    share_bars,
)

SEEN = ("conv1", "conv1 relu", "pool2", "conv3", "average")
"""The layers at which one looks at what they make; the others do again what one has seen."""
ASKED = "pool2"
"""The layer whose maps are seen without the picture, as it is asked what that shows."""
PASSED = 1.6
"""Seconds in which each of those others goes by."""

STOPS = 2
"""So many steps a row takes when the filters sweep the picture."""
STRIDE = 3
"""From one place to the next where the window goes along the border."""
GATHER = 1.0
"""Seconds in which the maps of a line become those of the next that is shown."""
DRAWN = (
    *("input", "sheet", "names", "strangeness", "scores", "answer", "measured"),
    *("hundred", "photographs"),
)
"""The panels of which each frame shows some."""
LOUD = 1.5
"""So many times as strong as within are maps at an edge that is called loud."""
SMALL, SMALLER = (24.0, 24.0), (16.0, 16.0)
"""How high and wide the picture is beside its first maps, and beside later ones."""
BESIDE = (36.0, 48.0)
"""How high and wide the shares are beside a hundred answers."""


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
    band = band_of(answer.share)
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
    yield replace(panels.grid(picture, panels.Grid(channel=-1), note="3×32×32"), label="")
    yield _sheet(reading)
    classes = seeds.network("simplecnn").classes
    yield names(classes)
    yield strangeness(float(reading.answer.rarer))
    accuracy = seeds.card("simplecnn")["accuracy"]
    assert isinstance(accuracy, float)
    # The shares are the last in every row, so that they keep their place.
    share = reading.answer.share
    yield hundred("hundred", "100 such answers", round(100 * reading.right), share)
    yield hundred("photographs", "100 new photographs", round(100 * accuracy))
    # In the order in which the classes have been named: none changes its place.
    named = sorted(reading.ranking, key=lambda each: classes.index(each.name))
    scores = score_bars((each.name, each.score) for each in named)
    scores = replace(scores, source="sheet")
    yield panels.bars("scores", scores, label="Ten scores", height=3.6, width=40.0)
    shares = share_bars(named, reading.ranking[0].name)
    yield panels.bars("answer", shares, label="Its shares", height=3.6, width=64.0)
    compared = (
        ("this network", accuracy, Stage.CLASSIFY),
        ("guessing", 1 / len(classes), Stage.INPUT),
    )
    right = tuple(panels.Bar(each, share, percent(share), hue) for each, share, hue in compared)
    bars = panels.Bars(bars=right, most=1.0)
    yield panels.bars("measured", bars, label="Right on new photographs", height=7.2, width=64.0)


def _sheet(reading: Reading) -> Panel:
    """Line by line what it makes; a tap on a map opens a cell of it in scene networks."""
    network, lines = seeds.outlined("simplecnn"), listing()
    items = []
    for each in reading.made:
        source = "x.view" if each.name == "flatten" else layer_of(lines[each.line])
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
    return volume.panel("sheet", tensors=names, stage=Stage.STACK, size=(36.0, 58.0))


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
                "input": panels.GridChanges(
                    size=None if "sheet" not in beside else SMALL if current == 1 else SMALLER
                ),
                "sheet": panels.VolumeChanges(current=current),
                "answer": panels.BarsChanges(
                    lit=reading.answer.best if lit else None,
                    size=BESIDE if "hundred" in beside else None,
                ),
                "hundred": panels.DrawingChanges(shown=1),
                "photographs": panels.DrawingChanges(shown=1),
                "strangeness": panels.DrawingChanges(shown=2),
            },
        )

    yield frame(OPENING, "open", "input")
    yield frame(4.0, "ask", "input", "names")
    average = next(k for k, each in enumerate(reading.made) if each.name == SEEN[-1])
    for k, each in enumerate(reading.made[1 : average + 1], 1):
        seen = each.name in SEEN
        # What goes by shares a sentence: that of the second round, or of what it leads to.
        between = each.key if each.key == "pool1" else "again"
        key = each.key if seen else between if k < average - 1 else reading.made[average].key
        # What is left of the picture is compared with it, but where one is to name it.
        beside = ("sheet",) if each.name == ASKED else ("input", "sheet")
        shown = frame(2.8 if seen else PASSED, key, *beside, current=k)
        yield from _swept(shown, reading, text) if k == 1 else (replace(shown, tween=GATHER),)
    yield frame(3.0, "softmax", "sheet", "scores", current=average)
    yield frame(4.2, "softmax", "scores", "answer")
    yield frame(4.2, "answer", "input", "answer")
    if reading.answer.unlike:
        strange = frame(4.2, "strange", "input", "strangeness")
        row = {**strange.panels, "strangeness": panels.DrawingChanges(shown=1)}
        yield replace(strange, seconds=1.4, panels=row)
        yield replace(strange, tween=1.2)
    yield frame(4.2, "judge", "input", "answer")
    # It is asked of any picture with such an answer.
    asking = frame(4.2, "sure-ask", "answer", "hundred")
    sure = choice(SURE, reading.scores).found_in("hundred", "asked", text="answers")
    yield replace(asking, question=sure)
    yield frame(4.2, "sure", "answer", "hundred")
    yield from _counted(frame(3.0, "counted", "hundred"), "hundred")
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
    # The window goes along the border: a part of it lies in the padding.
    border = replace(frame, narration=text("conv1-edge", reading.facts))
    for y, x in _around(*maps.data.shape[1:]):
        last = (y, x) == (maps.data.shape[1] // 2 - 1, width - 1)
        boxes = (
            region(image, "window", (y - 1, y + 2), (x - 1, x + 2), group=0, stage=hue),
            cell(maps, y, x, channel=shown, group=0, stage=hue),
        )
        yield replace(border, seconds=3.0 if last else 0.15, boxes=boxes)


def _around(height: int, width: int) -> Iterator[tuple[int, int]]:
    """Along the border of a map, from its left upper corner to the middle of its right side: from
    there to the maps nothing crosses the picture."""
    right, middle = width - 1, height // 2
    yield from ((0, x) for x in range(0, right, STRIDE))
    yield from ((y, right) for y in range(0, middle - 1, STRIDE))
    yield middle - 1, right


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
