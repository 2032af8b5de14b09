"""The scene shift: the digit moves; what becomes of the vector, and what of a feature map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
from cnnviz.staging.formatting import number
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.mlp.angle import angle_panel
from cnnviz.steps.mlp.moved_digit import AROUND, Shift, shift_by

ALONE, OF_TWO, OF_THREE = 44.0, 95.0, 200.0
"""How wide a vector is drawn beside its digit, in units: in one row, in two and in three."""

COMES = 1.6
"""How long that comes, in seconds, before it is what has changed."""

CHANGED = 5
"""The frame that shows what has changed in the vector."""


def _panels(shift: Shift) -> tuple[Panel, ...]:
    """Three pictures, each beside its vector; the filter and its maps; all of it in short."""
    before, after = shift.digits
    differ, _ = shift.changes
    height, width = map(float, after.data.shape[1:])
    drags = panels.Drags(x="dx", y="dy", reach=AROUND, frame=CHANGED)
    moved = panels.Grid(drags=drags, row="new").panel(
        "moved",
        tensors=(after.name, before.name),
        label=after.label,
        stage=Stage.INPUT,
        size=(height, width),
    )
    changed = f"entries that changed: {int(differ.data.sum())} of {differ.data.size}"
    texts = ("the digit as a vector", "the moved digit as a vector", changed)
    vectors = (*shift.vectors, shift.changes[1])

    def strip(i: int, name: str, size: tuple[float, float], new: bool = False) -> Panel:
        options = panels.Strip(texts=(texts[i],), row="new" if new else "same")
        return options.panel(name, tensors=(vectors[i].name,), stage=Stage.INPUT, size=size)

    def again(i: int) -> Panel:
        digit = shift.digits[i]
        return replace(panels.grid(digit, name=f"{digit.name} again"), note="")

    third = panels.grid(differ, panels.Grid(row="new"))
    third = replace(third, tensors=(differ.name, after.name))
    pictures = (replace(panels.grid(before), note=""), moved, replace(third, note=""))
    rows = (
        (picture, strip(i, name, (height, OF_THREE)))
        for i, (picture, name) in enumerate(zip(pictures, STRIPS, strict=True))
    )
    return (
        *(panel for row in rows for panel in row),
        panels.grid(shift.sweeps[0].kernel, zoom=panels.WEIGHT, operator="∗"),
        *(replace(panels.grid(each, operator="→"), note="") for each in shift.maps),
        again(0),
        again(1),
        strip(2, "changed", (7.0, 84.0), new=True),
        angle_panel(
            "angle", shift.cosine, f"cosine {number(shift.cosine)}", ("the digit", "moved")
        ),
    )


STRIPS = ("strip", "moved strip", "changed strip")
"""The vectors, each beside its picture."""

ALL = (
    *("digit", "strip", "moved", "moved strip", "difference", "changed strip"),
    *("kernel", "map", "moved map"),
    *("digit again", "moved again", "changed", "angle"),
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
    yield Frame(CLOSING, say("maps-back"), boxes=shift.matching, hidden=both)
    yield Frame(
        CLOSING,
        say("close"),
        boxes=shift.matching,
        hidden=all_but(ALL, "map", "moved map", "changed"),
    )


def _vectors(say: Callable[[str], str], shift: Shift) -> Iterator[Frame]:
    """The digit and its vector; the digit moves; the vector of the moved one, and what changed."""
    before, after = (each.name for each in shift.digits)
    height = float(shift.digits[0].data.shape[1])

    def wide(width: float) -> dict[str, Changes]:
        return dict.fromkeys(STRIPS, panels.StripChanges(size=(height, width)))

    def at(
        seconds: float,
        key: str,
        *shown: str,
        strips: float = OF_THREE,
        others: Mapping[str, Changes] | None = None,
        tween: float = 0.0,
    ) -> Frame:
        moved = panels.GridChanges(tensor=after)
        return Frame(
            seconds,
            say(key),
            hidden=all_but(ALL, *shown),
            panels={"moved": moved, **wide(strips), **(others or {})},
            tween=tween,
        )

    yield Frame(OPENING, say("open"), hidden=all_but(ALL, "digit", "strip"), panels=wide(ALONE))
    still = {"moved": panels.GridChanges(tensor=before)}
    yield at(1.4, "move", "digit", "moved", others=still)
    slides = {"moved": panels.GridChanges(tensor=after, moved=(shift.dy, shift.dx))}
    moved = at(OPENING, "move", "digit", "moved", others=slides, tween=1.2)
    yield replace(moved, boxes=shift.stepped)
    # What has changed is the moved digit, until the other is taken away from it.
    untold: dict[str, Changes] = {
        "difference": panels.GridChanges(tensor=after),
        STRIPS[2]: panels.StripChanges(size=(height, OF_THREE), shown=0),
    }
    old, new = (grid_of(each.data[0]) for each in shift.digits)
    asked = choice(COUNTED, Moved(old, new, window=1)).found_in("", "values")
    yield replace(at(OPENING, "ask", *ALL[:4], strips=OF_TWO, others=untold), question=asked)
    yield at(COMES, "changed", *ALL[:6], others=untold, tween=1.0)
    yield at(CLOSING, "changed", *ALL[:6], tween=1.2)
    yield at(CLOSING, "cosine", "digit again", "moved again", "angle")


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
    tensors = (*made.digits, *made.vectors, *made.changes, kernel, *made.maps)
    return Parts(tensors, _panels(made), tuple(_frames(text, made)))
