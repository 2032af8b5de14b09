"""LeNet-5 while it learns: its first filters from random to trained, its answer, and its loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText, one_of
from cnnviz.misconceptions.learning import BY_HAND, DIFFERENT, FirstLayer
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import (
    about,
    as_probability,
    number,
    percent,
    spoken_percent,
    with_article,
)
from cnnviz.staging.network_panels import full_colour
from cnnviz.staging.shots import all_but
from cnnviz.steps.hierarchy.detector import Detector, detector, played
from cnnviz.steps.hierarchy.recording import (
    BATCH,
    FILTERS,
    MOMENTS,
    SIDE,
    Recording,
    facts_of,
    farthest,
    nearest,
    recording,
    turns,
)

TOP = 2.5
"""The loss at the top of the plot: a little above that of guessing, which is ln 10, or 2.3."""

TICKS = (0, 1, 10, 100, 1000)
"""Batches that are written below the plot."""

PACE = 0.42
"""Seconds from one moment to the next."""

TILE, COLUMNS = 58.0, 3
"""How high a filter is, in units, and how many stand in a row: large, as they are to be watched."""
RIGHT = 128.0
"""How wide whatever stands beside them is: it alone changes, and they stay where they are."""
LOSS = 84.0, RIGHT
"""How high and wide the loss is."""
PICTURE = 31.4
"""How high the digit is, at the head of the answer to it."""
ANSWER = 76.0, RIGHT
"""How high and wide the answer is: its ten rows have to be read."""
TEN = 70.0, RIGHT
"""How high and wide ten digits are, with their labels."""
ALONE = 100.0
"""How high a filter is that stands between a digit and the map that it makes of it."""


def _panels(
    kept: Recording, filters: Tensor, image: Tensor, found: Detector, goal: int
) -> tuple[Panel, ...]:
    tiles = panels.Tiles(columns=COLUMNS, count=FILTERS, single=True).panel(
        filters.name,
        tensors=(filters.name,),
        label=filters.label,
        stage=Stage.CONV,
        size=(TILE * FILTERS / COLUMNS, TILE * COLUMNS),
    )
    digit = replace(image, label="Digit")
    plain = panels.Grid(numbers=False)
    return (
        replace(tiles, name="before", label="At the start", stage=Stage.INPUT),
        tiles,
        replace(tiles, name="after", label=f"After {number(kept.steps[goal])} batches"),
        replace(panels.grid(image, zoom=PICTURE / 28), label="", note=""),
        _answer(image.label),
        _loss(kept),
        panels.Tiles(columns=5, single=True, texts=tuple(map(str, range(10)))).panel(
            "ten", tensors=("ten",), label="Digits and their labels", size=TEN
        ),
        panels.grid(digit, plain, zoom=ALONE / 28, name="digit"),
        panels.grid(found.filter, plain, zoom=0.6 * ALONE / SIDE, operator="∗"),
        replace(
            panels.grid(found.made, plain, zoom=ALONE / 28, operator="="),
            tensors=(found.made.name, found.positive.name),
        ),
    )


def _answer(digit: str) -> Panel:
    """How sure it is of each digit."""
    ten = tuple(panels.Bar(str(each), 0.0, "> 99.9 %", Stage.CLASSIFY) for each in range(10))
    return panels.Bars(bars=ten, most=1.0, row="under").panel(
        "answer", label=f"Its answer to the {digit}", stage=Stage.CLASSIFY, size=ANSWER
    )


def _loss(kept: Recording) -> Panel:
    """The loss, batch by batch."""
    loss = panels.Series(
        label="Loss",
        stage=Stage.CONV,
        values=tuple(min(each / TOP, 1.0) for each in kept.loss),
        texts=tuple(
            one_of(f"{number(loss)} after {number(step)} batches")
            for loss, step in zip(kept.loss, kept.steps, strict=True)
        ),
    )
    place = _places(kept.steps[-1])
    return panels.Lines(
        lines=(loss,),
        marks=tuple(map(number, kept.steps)),
        places=tuple(map(place, kept.steps)),
        ticks=tuple((place(each), number(each)) for each in TICKS),
        rules=tuple((each / TOP, str(each)) for each in (0, 1, 2)),
    ).panel("loss", note="batches, on a log scale", stage=Stage.CONV, size=LOSS)


def _places(last: int) -> Callable[[int], float]:
    """Where a batch stands along the plot: from batch to batch at first, then ever more at a time,
    so that it has logarithms along it."""
    return lambda step: float(np.round(np.log1p(step) / np.log1p(last), 4))


def _shown(
    kept: Recording, digit: int, moment: int, upto: int, lit: int | None
) -> dict[str, panels.Changes]:
    """What the panels show at a moment, the loss up to another; lit: the filter to look at."""
    shares = tuple(kept.chances[moment, digit].tolist())

    # They grow as they learn: each moment is drawn in full colour, or the first would be pale.
    def six(moment: int, lit: int | None) -> panels.TilesChanges:
        most = full_colour(kept.filters[moment].reshape(FILTERS, SIDE, SIDE))
        return panels.TilesChanges(first=FILTERS * moment, most=float(np.round(most, 3)), lit=lit)

    return {
        "before": six(0, None),
        "filters": six(moment, lit),
        "after": six(moment, None),
        "answer": panels.BarsChanges(
            bars=shares,
            texts=tuple(percent(as_probability(each)) if each >= 0.05 else "" for each in shares),
            lit=int(np.argmax(shares)),
        ),
        "loss": panels.LinesChanges(at=moment, upto=upto),
    }


def _pair(kept: Recording, moment: int) -> tuple[Box, ...]:
    """A frame around each of the two filters that are least alike; where two are nearly the same,
    around these."""
    whole, differ = (0, SIDE), facts_of(kept, moment)["all differ"]
    pair = farthest(kept, moment) if differ else nearest(kept, moment)[1]
    return tuple(
        Box("filters", "highlight", (place, place + 1), whole, whole)
        for place in (FILTERS * moment + each for each in pair)
    )


PANELS = ("before", "filters", "after", "image", "answer", "loss", "ten", "digit", "one", "made")
WATCHED = ("filters", "loss")
"""What is on the screen while it learns."""
ANSWERED = ("filters", "image", "answer")
"""What is there when its answer is spoken of."""


def _looking(seen: Frame, told: Frame, found: Detector) -> Iterator[Frame]:
    """First the digit and the filter; then the map, row by row; then what is above 0 in it.

    seen, told: what is said and shown until then, and from then on.
    """
    pair = ("digit", "one")
    yield replace(seen, seconds=2.4, hidden=all_but(PANELS, *pair))
    hidden = all_but(PANELS, *pair, "made")
    for y, x, seconds, count in found.passing():
        many, boxes = {found.made.name: count}, found.boxes(y, x)
        yield replace(seen, seconds=seconds, boxes=boxes, revealed=many, hidden=hidden)
    yield replace(seen, seconds=2.0, hidden=hidden)
    above = {**told.panels, "made": panels.GridChanges(tensor=found.positive.name)}
    # A beam would go through the signs.
    apart = tuple(replace(box, group=-1) for box in found.boxes(*found.strongest))
    yield replace(told, boxes=apart, hidden=hidden, panels=above, tween=1.0)


def _numbers(kept: Recording, digit: int, moment: int) -> dict[str, object]:
    return {
        "digit": with_article(digit),
        "label": digit,
        "most": spoken_percent(float(kept.chances[moment, digit].max())),
        "said": int(kept.chances[moment, digit].argmax()),
        "batches": number(kept.steps[moment]),
        "right": spoken_percent(kept.right[moment]),
        "n": number(kept.held),
        "loss": about(kept.loss[moment]),
        "batch": BATCH,
        "weights": FILTERS * SIDE**2,
    }


def _frames(
    text: SceneText, kept: Recording, digit: int, goal: int, found: Detector
) -> Iterator[Frame]:
    """Before learning; then moment by moment up to the one chosen; and that one."""

    def at(seconds: float, key: str, moment: int, upto: int, *present: str) -> Frame:
        facts = facts_of(kept, moment) | {"undecided": kept.chances[moment, digit].max() < 0.3}
        # One of them is to be watched meanwhile.
        lit = found.unit if key == "play" and turns(kept, moment) else None
        changed = _shown(kept, digit, moment, upto, lit)
        # What is told of panels that are not there would make an exported file larger.
        told = {name: each for name, each in changed.items() if name in (*present, "filters")}
        return Frame(
            seconds,
            text(key, facts, **_numbers(kept, digit, moment)),
            hidden=all_but(PANELS, *present),
            panels=told,
        )

    yield at(OPENING, "open", 0, -1, "filters")
    first = FirstLayer(FILTERS, SIDE**2)
    by_hand = number_question(BY_HAND, first, "weights").found_in("filters", "filters")
    yield replace(at(OPENING, "hand", 0, -1, "filters"), question=by_hand)
    yield at(OPENING, "guess", 0, -1, *ANSWERED)
    shown = at(OPENING, "shown", 0, -1, "filters", "ten")
    yield replace(shown, panels={**shown.panels, "ten": panels.TilesChanges(named=1)})
    yield at(OPENING, "loss", 0, 0, *WATCHED)
    moments, looked = played(kept, goal)
    pace = PACE if looked else PACE * MOMENTS / len(moments)
    # Asked while nobody can see it yet.
    told = [facts_of(kept, each) for each in moments]
    asked = max((k for k, facts in enumerate(told) if facts["still random"]), default=-1)
    settled = next((k for k, facts in enumerate(told) if facts["settled"]), None)
    different = number_question(DIFFERENT, first, "filters").found_in("filters", "filters")
    for k, moment in enumerate(moments):
        if k == settled:
            six = at(OPENING, "six", moment, moment, *WATCHED)
            yield replace(six, boxes=_pair(kept, moment))
        elif k not in looked:
            yield at(pace, "play", moment, moment, *WATCHED)
        elif k == looked[0]:
            seen, above = (at(OPENING, key, moment, moment) for key in ("edge", "above"))
            yield from _looking(seen, above, found)
        if k == asked:
            question = at(OPENING, "ask", moment, moment, *WATCHED)
            yield replace(question, question=different)
    yield at(CLOSING, "right", goal, goal, *ANSWERED)
    yield at(CLOSING, "close", goal, goal, "before", "after")


_HELP = "From 0, before the first batch, to 39, after the last."


@scene(
    "learning",
    stage=Stage.CONV,
    params=(
        Param("moment", "Moment", "integer", MOMENTS - 1, 0, MOMENTS - 1, help=_HELP),
        Param(
            "digit",
            "Digit",
            "choice",
            "5",
            choices=tuple((str(each), str(each)) for each in range(10)),
        ),
    ),
)
def learning(values: Values, text: SceneText) -> Parts:
    """The recording of a LeNet-5 that learns, played up to the moment chosen."""
    kept, digit = recording(), int(values.word("digit"))
    goal = values.integer("moment")
    planes = kept.filters.reshape(MOMENTS * FILTERS, SIDE, SIDE)
    most = panels.max_abs(planes)
    title = f"Its {FILTERS} filters of {SIDE}×{SIDE}"
    filters = Tensor("filters", planes, title, Stage.CONV, max_abs=most, weights=True)
    image = Tensor("image", kept.ink[digit : digit + 1], str(digit), Stage.INPUT, "image")
    ten = Tensor("ten", kept.ink, "Digits", Stage.INPUT, "image", quantized=True)
    moments, looked = played(kept, goal)
    found = detector(kept, image, moments[looked[0]] if looked else goal)
    return Parts(
        (filters, image, ten, found.filter, found.made, found.positive),
        _panels(kept, filters, image, found, goal),
        tuple(_frames(text, kept, digit, goal, found)),
    )
