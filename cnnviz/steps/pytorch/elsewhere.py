"""The same priors without pictures: along time, over a graph, and what attention gives up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.layers import Conv2d
from cnnviz.engine.network import Network
from cnnviz.staging.answers import answer_of
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.diagrams import drawing, verdicts, verdicts_in_turn
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides
from cnnviz.staging.network_columns import columns_of, with_border
from cnnviz.staging.network_panels import columns_frame, network_panel, network_tensors
from cnnviz.staging.panels import DrawingChanges, Grid, Part, grid, max_abs
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import quick_sweep
from cnnviz.steps.pytorch import domains


class Ending(NamedTuple):
    """The network that began it all, one of its first filters, and the map that this leaves."""

    network: Network
    made: tuple[Tensor, ...]
    filter: Tensor
    map: Tensor

    @property
    def given(self) -> Tensor:
        """The digit with which the chapter began."""
        return self.made[0]

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        return *self.made, self.filter, self.map

    def panels(self) -> tuple[Panel, ...]:
        """The digit, the filter and its map; the whole network."""
        plain, side = Grid(numbers=False), join_sides(self.filter.data.shape[1:])
        return (
            replace(grid(self.given, plain), note=join_sides(self.given.data.shape[1:])),
            grid(self.filter, plain, zoom=2.4, operator="∗", note=side),
            grid(self.map, plain, operator="→"),
            network_panel(self.network, self.made),
        )


def _ending() -> Ending:
    lenet = seeds.network("lenet")
    given, *made = network_tensors(lenet, with_border(lenet, seeds.digit()))
    mapped = next(each for each in made if each.name == "C1 tanh")
    first = lenet["C1"]
    assert isinstance(first, Conv2d)
    assert first.weight is not None
    weights = first.weight[-1]
    filtered = Tensor(
        "filter", weights, "Its filter", Stage.CONV, max_abs=max_abs(weights), weights=True
    )
    left = replace(mapped, name="map", data=mapped.data[-1:], label="One map of it")
    return Ending(lenet, (replace(given, label="The 5"), *made), filtered, left)


def _ended(
    text: SceneText, end: Ending, drawn: tuple[Panel, ...], hidden: tuple[str, ...]
) -> Iterator[Frame]:
    """The filter slides over the digit once more, and leaves its map; then the whole network."""
    swept, (*parts, whole) = end.map, drawn
    side = end.filter.data.shape[1]
    slid = Frame(CLOSING, text("end"), hidden=(*hidden, whole.name))
    for y, x, seconds, done in quick_sweep(swept.data, STOPS, PACE):
        rows, columns = (y, y + side), (x, x + side)
        boxes = (
            region(end.given, "window", rows, columns, group=0, stage=Stage.CONV),
            cell(swept, y, x, group=0, stage=Stage.CONV),
        )
        yield replace(slid, seconds=seconds, boxes=boxes, revealed={swept.name: done})
    yield slid
    answer = answer_of(end.network, {each.name: each.data for each in end.made})
    count = len(columns_of(end.network))
    last = columns_frame(CLOSING, text("whole"), count, lit=answer.lit)
    yield replace(last, hidden=(*hidden, *(each.name for each in parts)))


IDEAS = ("local", "shared", "stacked")
VERDICTS = (5.1, 6.2)
"""Height and width of the three ideas, one below the other."""
BESIDE_DIGIT = (15.3, 18.6)
"""As that, beside the digit, whose pixels are units."""
SCHEDULE = (
    ("audio", "audio", 1, "..."),
    ("audio-found", "audio", 2, "..."),
    ("audio-all", "audio", 3, "+.."),
    ("audio-all", "audio", 3, "++."),
    ("audio-all", "audio", 3, "+++"),
    ("graph", "graph", 1, "..."),
    ("graph-mean", "graph", 2, "+.."),
    ("graph-other", "graph", 3, "++."),
    ("graph-all", "graph", 4, "++."),
    ("graph-again", "graph", 5, "+++"),
    ("attention", "attention", 1, "-.."),
    ("attention-weights", "attention", 2, "-.."),
    ("attention-weights", "attention", 3, "-.."),
    ("attention-price", "attention", 3, "-++"),
)
"""Sentence, panel, how many of its parts, in order, are there, and of each idea whether it holds,
does not, or is not spoken of yet."""
JUDGED = tuple(judged for judged, _ in groupby(SCHEDULE, itemgetter(-1)))
"""What is judged, from beat to beat."""
BEATS = tuple(
    beat for beat, (_, alike) in enumerate(groupby(SCHEDULE, itemgetter(-1)), 1) for _ in alike
)
"""At which of these beats each of the schedule is."""
SECONDS = {("audio-all", 3): 2.6, ("attention-weights", 2): 0.7}
"""Of frames that share a sentence, by that and how many parts are there."""
ENDED = 1 + max(shown for _, _, shown, _ in SCHEDULE)
"""After all of them: what a graph's nodes held before has gone."""
MEANS = {"graph-mean": "", "graph-other": "other_", "graph-again": "again_"}
"""Of which mean the formula stands beside a sentence: with what the names of its numbers begin."""
NARROWED = {"audio": 13.0, "attention": 15.2}
"""The widths of two of them where all three stand side by side."""
SLIDE = 3.6
"""Seconds in which the filter slides along the sound."""
SENT = 1.6
"""Seconds in which nodes hear from their neighbours."""
STOPS = 2
"""So many steps a row takes when the filter slides over the digit, as often before."""
PACE = (0.4, 0.03)
"""Seconds at its first place, and at each other: all in two."""


def _mean(numbers: Mapping[str, str], prefix: str) -> str:
    terms, count, sign, mean = (
        numbers[f"{prefix}{name}"] for name in ("terms", "neighbours", "equals", "mean")
    )
    return rf"\dfrac{{{terms}}}{{{count}}} {sign} {mean}"


def _judged(
    text: SceneText, diagrams: Mapping[str, tuple[list[Part], tuple[float, float]]]
) -> Iterator[Panel]:
    """The diagrams, which of the ideas hold below each of them, and beside each in turn."""
    ideas = [text(f"idea-{name}") for name in IDEAS]
    for name, (parts, size) in diagrams.items():
        *_, last = (judged for _, panel, _, judged in SCHEDULE if panel == name)
        said = verdicts([(idea, mark == "+") for idea, mark in zip(ideas, last, strict=True)])
        yield drawing(name, text(f"label-{name}"), "", parts, size)
        yield drawing(f"{name}-below", "", "", said, VERDICTS, under=True)
    told = [[None if mark == "." else mark == "+" for mark in judged] for judged in JUDGED]
    yield drawing("ideas", "", "", verdicts_in_turn(ideas, told), VERDICTS)


@scene("elsewhere", stage=Stage.CLASSIFY)
def elsewhere(values: Values, text: SceneText) -> Parts:
    """Sound, a graph, and attention: where the three ideas hold, and where one is given up."""
    audio, taps = domains.audio()
    graph, mean = domains.graph()
    attention, looks = domains.attention()
    diagrams = {
        "audio": (audio, (11.0, domains.LONG)),
        "graph": (graph, (11.0, domains.WIDE)),
        "attention": (attention, (11.0, domains.ATTENTION)),
    }
    panels = tuple(_judged(text, diagrams))
    names = [panel.name for panel in panels]
    end = _ending()
    drawn = end.panels()
    numbers = {"taps": str(taps), **mean, **looks}

    def at(
        seconds: float,
        key: str,
        present: Sequence[str],
        shown: int,
        tween: float = 0,
        judged: int = 1,
    ) -> Frame:
        return Frame(
            seconds,
            text(key, **numbers),
            hidden=all_but((*names, *(each.name for each in drawn)), *present),
            panels={
                each: DrawingChanges(shown=judged if each == "ideas" else shown) for each in names
            },
            tween=tween,
            formula=_mean(mean, MEANS[key]) if key in MEANS else "",
        )

    opening = at(OPENING, "open", (end.given.name, "ideas"), 1)
    beside = {"ideas": DrawingChanges(shown=1, size=BESIDE_DIGIT)}
    frames = [replace(opening, panels={**opening.panels, **beside})]
    for (key, panel, shown, _), judged in zip(SCHEDULE, BEATS, strict=True):
        # What the ideas are stays in sight from the first frame to the last of attention.
        slides = SLIDE if panel == "audio" and shown == 2 else 0
        sent = SENT if panel == "graph" and shown > 1 else 0
        seconds = slides or SECONDS.get((key, shown), 4.4)
        frames.append(at(seconds, key, (panel, "ideas"), shown, slides or sent, judged))
    held = [each for each in names if each != "ideas"]
    close = at(6.0, "close", held, ENDED)
    # As high as they were, so that what is below them stands in one row.
    small = {
        name: DrawingChanges(shown=ENDED, size=(11.0, wide)) for name, wide in NARROWED.items()
    }
    frames.append(replace(close, panels={**close.panels, **small}))
    frames.extend(_ended(text, end, drawn, tuple(names)))
    return Parts(end.tensors, (*drawn, *panels), tuple(frames))
