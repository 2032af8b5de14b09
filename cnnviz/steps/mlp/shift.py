"""The scene shift: the digit moves; what becomes of the vector, and what of a feature map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content.param import Param, Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.moved import COUNTED, Moved
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.mlp.angle import Arrow, angle_panel
from cnnviz.steps.mlp.moved_digit import AROUND, Shift, shift_by

WIDE = 100.0
"""How wide a vector is, in units."""
PICTURES, ROWS = (24.0, 16.0, 12.0), (14.0, 11.0, 9.0)
"""How large the pictures are above one vector, two or three, and how high those rows."""

AGAIN = 19.0
"""How large they are one below the other, beside the arrows."""

COMES = 1.6
"""How long that comes, in seconds, before it is what has changed."""

SLIDES = 1.2
"""In how many seconds a picture slides to its place."""

CHANGED = 5
"""The frame that shows what has changed in the vector."""


def _panels(shift: Shift) -> tuple[Panel, ...]:
    """Three pictures, below them their vectors; the filter and its maps; all of it in short."""
    before, after = shift.digits
    differ, _ = shift.changes
    height, width = map(float, after.data.shape[1:])
    drags = panels.Drags(x="dx", y="dy", reach=AROUND, frame=CHANGED)
    moved = panels.Grid(drags=drags, row="same").panel(
        "moved",
        tensors=(after.name, before.name),
        label=after.label,
        stage=Stage.INPUT,
        size=(height, width),
    )
    changed = f"entries that changed: {int(differ.data.sum())} of {differ.data.size}"
    texts = ("the digit as a vector", "the moved digit as a vector", changed)
    vectors = (*shift.vectors, shift.changes[1])

    def strip(i: int, name: str, size: tuple[float, float]) -> Panel:
        options = panels.Strip(texts=(texts[i],), row="new")
        return options.panel(name, tensors=(vectors[i].name,), stage=Stage.INPUT, size=size)

    maps = [panels.grid(each, operator="→") for each in shift.maps]
    maps[1] = replace(maps[1], tensors=(*maps[1].tensors, shift.returned.name))

    other, under = shift.other, panels.Grid(row="under")

    def again(i: int) -> Panel:
        digit = shift.digits[i]
        options = under if i else panels.Grid()
        return replace(panels.grid(digit, options, name=f"{digit.name} again"), note="")

    # What has changed is the moved digit, until the other is taken away from it.
    copied, third = (
        replace(panels.grid(each, panels.Grid(row="same"), name=name), note="", label=label)
        for each, name, label in ((after, COPY, after.label), (differ, differ.name, differ.label))
    )
    pictures = (replace(panels.grid(before), note=""), moved, copied, third)
    return (
        *pictures,
        *(strip(i, name, (ROWS[0], WIDE)) for i, name in enumerate(STRIPS)),
        panels.grid(shift.sweeps[0].kernel, zoom=panels.WEIGHT, operator="∗"),
        *(replace(each, note="") for each in maps),
        again(0),
        again(1),
        strip(2, "changed", (7.0, 84.0)),
        replace(panels.grid(other.ink, under), note=""),
        angle_panel(
            "angle",
            "the digit",
            (
                Arrow("moved", shift.cosine, up=False, at=0),
                Arrow(other.ink.label.lower(), other.cosine, up=True, at=1),
            ),
        ),
    )


STRIPS = ("strip", "moved strip", "changed strip")
"""The vectors, each as wide as the stage, so that entries stand below one another."""

COPY = "moved once more"
"""The moved digit, from which the other is taken away."""
ALL = (
    *("digit", "moved", COPY, "difference", *STRIPS),
    *("kernel", "map", "moved map"),
    *("digit again", "moved again", "other", "changed", "angle"),
)
"""All panels, in their order."""


def _frames(text: SceneText, shift: Shift) -> Iterator[Frame]:
    """The vector and what changes in it, then the map and what does not."""
    facts, numbers = shift.facts_and_numbers()

    def say(key: str) -> str:
        return text(key, facts, **numbers)

    yield from _vectors(say, shift)
    yield from _swept(say("map"), shift.sweeps[0], "digit", "kernel", "map")
    yield Frame(OPENING, say("maps"), hidden=all_but(ALL, "moved", "kernel"))
    yield from _swept(say("maps-sweep"), shift.sweeps[1], "moved", "kernel", "moved map")
    both = all_but(ALL, "map", "moved map")
    # Side by side: neither is made from the other.
    beside, there = panels.GridChanges(operator=""), shift.maps[1].name
    along = Frame(
        CLOSING, say("maps-along"), boxes=shift.matching, hidden=both, panels={there: beside}
    )
    yield along
    back = replace(along, narration=say("maps-back"))
    if (shift.dy, shift.dx) != (0, 0):
        home = replace(beside, tensor=shift.returned.name, moved=(-shift.dy, -shift.dx))
        yield replace(back, boxes=shift.matched, panels={there: home}, tween=SLIDES)
        beside = replace(beside, moved=(shift.dy, shift.dx))
    else:
        yield back
    last = all_but(ALL, "map", "moved map", "changed")
    close = replace(along, narration=say("close"), hidden=last)
    yield replace(close, panels={there: beside}, tween=SLIDES)


def _vectors(say: Callable[[str], str], shift: Shift) -> Iterator[Frame]:
    """The digit and its vector; the digit moves; the vector of the moved one, and what changed."""
    before, after = (each.name for each in shift.digits)
    rest, there = panels.GridChanges(tensor=before), panels.GridChanges(tensor=after)

    def at(
        seconds: float,
        key: str,
        *shown: str,
        moved: panels.GridChanges = there,
        tween: float = 0.0,
    ) -> Frame:
        count = sum(name in STRIPS for name in shown)
        sizes: dict[str, Changes] = {"moved": moved}
        if count:
            side, row = PICTURES[count - 1], (ROWS[count - 1], WIDE)
            large = panels.GridChanges(size=(side, side))
            sizes = {"digit": large, "moved": replace(moved, size=large.size)}
            sizes |= {COPY: large, "difference": large}
            sizes |= dict.fromkeys(STRIPS, panels.StripChanges(size=row))
        return Frame(seconds, say(key), hidden=all_but(ALL, *shown), panels=sizes, tween=tween)

    yield at(OPENING, "open", "digit", "strip")
    yield at(1.4, "move", "digit", "moved", moved=rest)
    slides = replace(there, moved=(shift.dy, shift.dx))
    moved = at(OPENING, "move", "digit", "moved", moved=slides, tween=SLIDES)
    yield replace(moved, boxes=shift.stepped)
    old, new = (grid_of(each.data[0]) for each in shift.digits)
    asked = choice(COUNTED, Moved(old, new, window=1)).found_in("", "values")
    pair = ("digit", "moved", *STRIPS[:2])
    yield replace(at(OPENING, "ask", *pair), question=asked)
    yield at(COMES, "changed", *pair, COPY, tween=1.0)
    yield at(CLOSING, "changed", "digit", "moved", "difference", *STRIPS, tween=1.2)
    three = ("digit again", "moved again", "other")
    small = dict.fromkeys(three, panels.GridChanges(size=(AGAIN, AGAIN)))
    arrows = at(CLOSING, "cosine", *three[:2], "angle")
    yield replace(arrows, panels=small | {"angle": panels.DrawingChanges(shown=1)})
    yield replace(at(CLOSING, "other", *three, "angle"), panels=small)


def _swept(sentence: str, sweep: Sweep, *shown: str) -> Iterator[Frame]:
    """The filter goes over a digit row by row; its window is seen where it answers most."""
    plane = sweep.output.data[0]
    width = plane.shape[1]
    inside = range(AROUND, len(plane) - AROUND)
    for y, row in enumerate(plane):
        places = np.abs(row[inside.start : inside.stop])
        k = y * width + inside.start + int(places.argmax())
        yield Frame(
            max(0.12, 0.6 * 0.85**y),
            sentence,
            boxes=sweep.boxes(k) if y in inside else (),
            hidden=all_but(ALL, *shown),
            revealed={sweep.output.name: (y + 1) * width},
        )


_HELP = "How many pixels the digit moves."


@scene(
    "shift",
    stage=Stage.INPUT,
    params=(
        Param("dy", "Down", "integer", 0, -AROUND, AROUND, help=_HELP),
        Param("dx", "Right", "integer", 1, -AROUND, AROUND, help=_HELP),
    ),
)
def shift(values: Values, text: SceneText) -> Parts:
    """The digit moves: what becomes of the vector, and what of a feature map."""
    made = shift_by(values.integer("dy"), values.integer("dx"))
    kernel = made.sweeps[0].kernel
    found = (kernel, *made.maps, made.returned)
    tensors = (*made.digits, made.other.ink, *made.vectors, *made.changes, *found)
    return Parts(tensors, _panels(made), tuple(_frames(text, made)))
