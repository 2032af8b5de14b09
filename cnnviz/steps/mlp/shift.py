"""The scene shift: the digit moves; what becomes of the vector, and what of a feature map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from cnnviz.content.param import Param, Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.moved import COUNTED, Moved
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import whole
from cnnviz.staging.durations import CLOSING, OPENING, RESULT
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.mlp.common import falling_rows
from cnnviz.steps.mlp.cosine import WIDE, Mark, cosine_scale
from cnnviz.steps.mlp.meeting import ROWS, Meeting, meeting_of, meeting_panels
from cnnviz.steps.mlp.moved_digit import FARTHEST, RING, Shift, shift_by

ROW = 84.0
"""How wide a vector is beside its picture, of WIDE units together."""
SIDES = {2: 14.6, 3: 10.0, 4: 9.5}
"""How large pictures are beside their vectors, by how many rows there are."""

COMES = 1.6
"""How long the rows move apart, in seconds, before what has changed fills one."""

MARKED = 2.4
"""How long one entry is marked in both vectors before its values are seen."""

LARGE = (19.4, 19.4)
"""How large the filter is among three pictures, so that its numbers can be read."""

EMPTY = 1.2
"""How long the filter is seen before it sweeps."""

FILLS = 2.0
"""In how many seconds what has changed fills its row, and the values of an entry come."""

SLIDES = 1.2
"""In how many seconds a picture slides to its place."""

HOME = 3.0
"""How long the moved map is seen on its way back, before it is compared."""

SWEPT, STEP = 2, 0.075
"""Of how many rows the window is seen in each of its places, and how many seconds in each."""

CHANGED = 5
"""The frame that shows what has changed in the vector."""

PAIR = ("digit again", "digit strip", "moved again", "moved strip")
"""Both digits, each beside its vector."""
FIRST_MAP = "map again"
"""The first map, where the second one is made or compared with it."""
MET = ("digit again", "digit strip", *ROWS[0], "moved again", "moved strip", *ROWS[1])
"""Both digits and vectors, and below each what becomes of one of its entries."""
ALL = (
    *("digit", "strip", "moved", *MET),
    *("difference", "changed strip", "other", "other strip", "cosine"),
    *("padded", FIRST_MAP, "moved padded", "kernel", "map", "moved map", "wrong"),
)
"""All panels, in their order."""


def _panels(shift: Shift, meeting: Meeting) -> tuple[Panel, ...]:
    """The digit, moved; rows of pictures with their vectors; the filter, and what it makes."""
    before, after = shift.digits
    differ, changes = shift.changes
    old, new = shift.vectors
    other = shift.other
    named = other.ink.label.lower()
    drags = panels.Drags(x="dx", y="dy", reach=FARTHEST, frame=CHANGED)
    changed = f"entries that changed: {int(differ.data.sum())} of {differ.data.size}"

    def strip(
        name: str, vector: Tensor, text: str, row: Literal["same", "new"], size: float = ROW
    ) -> Panel:
        options = panels.Strip(texts=(text,), row=row)
        return options.panel(name, tensors=(vector.name,), stage=Stage.INPUT, size=(SIDES[2], size))

    def beside(name: str, picture: Tensor, drags: panels.Drags | None = None) -> Panel:
        """A picture at the head of a row, named by the text of its vector."""
        shown = panels.grid(picture, panels.Grid(row="new", drags=drags), name=name)
        return replace(shown, label="", note="", size=(SIDES[2], SIDES[2]))

    moved = panels.grid(after, panels.Grid(drags=drags, row="same"))
    first, second = (
        replace(panels.grid(digit, panels.Grid(padding=RING), name=name), note=_ringed(digit))
        for digit, name in zip(shift.digits, ("padded", "moved padded"), strict=True)
    )
    maps = [panels.grid(each, operator="→") for each in shift.maps]
    maps[1] = replace(maps[1], tensors=(*maps[1].tensors, shift.returned.name))
    size = f"{old.data.size} entries"
    return (
        panels.grid(before),
        strip("strip", old, f"the digit as a vector: {size}", "new", WIDE),
        replace(moved, tensors=(after.name, before.name)),
        beside("digit again", before),
        strip("digit strip", old, "the digit", "same"),
        *meeting_panels(meeting, 0),
        beside("moved again", after, drags=drags),
        strip("moved strip", new, "the digit, moved", "same"),
        *meeting_panels(meeting, 1),
        beside("difference", differ),
        strip("changed strip", changes, changed, "same"),
        beside("other", other.ink),
        strip("other strip", other.vector, named, "same"),
        cosine_scale(
            "cosine",
            (
                Mark("the digit, moved:", shift.cosine, above=True, at=0, hue="conv"),
                Mark(f"{named}:", other.cosine, above=False, at=1, hue="classify"),
            ),
        ),
        first,
        panels.grid(shift.maps[0], name=FIRST_MAP),
        second,
        panels.grid(shift.sweeps[0].kernel, zoom=panels.WEIGHT, operator="∗"),
        *maps,
        panels.grid(shift.wrong),
    )


def _ringed(digit: Tensor) -> str:
    _, height, width = digit.data.shape
    return f"{height}×{width}, and a ring of zeros"


def _frames(text: SceneText, shift: Shift, meeting: Meeting) -> Iterator[Frame]:
    """The vector and what changes in it, then the map and what does not."""
    facts, numbers = shift.facts_and_numbers()

    def say(key: str) -> str:
        return text(key, facts, **numbers)

    yield from _moved(say, shift)
    yield from _vectors(say, shift)
    first, second = shift.sweeps
    yield from _swept(say("map"), first, "padded", "kernel", "map", slow=SWEPT)
    second_map = shift.maps[1]
    there = second_map.name
    making = (FIRST_MAP, "moved padded", "kernel", "moved map")
    # It is this map that is asked about.
    asked = (whole(second_map, "highlight", stage=Stage.CONV),)
    large: dict[str, Changes] = {"kernel": panels.GridChanges(size=LARGE)}
    asks = Frame(OPENING, say("maps"), boxes=asked, hidden=all_but(ALL, *making))
    yield replace(asks, panels=large, revealed={there: 0})
    for frame in _swept(say("maps-sweep"), second, *making):
        yield replace(frame, panels=large)
    both = all_but(ALL, FIRST_MAP, "moved map")
    # Side by side: neither is made from the other.
    beside = panels.GridChanges(operator="")
    along = Frame(
        CLOSING, say("maps-along"), boxes=shift.matching, hidden=both, panels={there: beside}
    )
    yield along
    back = replace(along, narration=say("maps-back"))
    home = replace(beside, tensor=shift.returned.name)
    if facts["moved"]:
        slides = replace(home, moved=(-shift.dy, -shift.dx))
        yield replace(back, seconds=HOME, boxes=shift.matched, panels={there: slides}, tween=SLIDES)
    compared = all_but(ALL, FIRST_MAP, "moved map", "wrong")
    yield replace(back, boxes=shift.matched, hidden=compared, panels={there: home}, tween=SLIDES)
    if facts["moved"]:
        yield from _met(say("meets"), meeting)
    yield replace(along, narration=say("close"))


def _moved(say: Callable[[str], str], shift: Shift) -> Iterator[Frame]:
    """The digit and its vector; the digit moves."""
    before, after = (each.name for each in shift.digits)
    pair = all_but(ALL, "digit", "moved")
    yield Frame(OPENING, say("open"), hidden=all_but(ALL, "digit", "strip"))
    rest = {"moved": panels.GridChanges(tensor=before)}
    yield Frame(1.4, say("move"), hidden=pair, panels=rest)
    slides = panels.GridChanges(tensor=after, moved=(shift.dy, shift.dx))
    yield Frame(
        OPENING,
        say("move"),
        boxes=shift.stepped,
        hidden=pair,
        panels={"moved": slides},
        tween=SLIDES,
    )


def _vectors(say: Callable[[str], str], shift: Shift) -> Iterator[Frame]:
    """Both digits beside their vectors; what changed; how alike they are, and how another is."""
    old, new = (grid_of(each.data[0]) for each in shift.digits)
    asked = choice(COUNTED, Moved(old, new, window=1)).found_in("", "values")
    differ, changes = shift.changes

    def rows(seconds: float, key: str, count: int, *more: str) -> Frame:
        return _rows(seconds, say(key), count, *more)

    yield replace(rows(OPENING, "ask", 2), question=asked)
    yet = rows(COMES, "changed", 3, differ.name, "changed strip")
    yield replace(yet, revealed={changes.name: 1, differ.name: 1}, tween=1.0)
    yield replace(rows(CLOSING, "changed", 3, differ.name, "changed strip"), tween=FILLS)
    for key, count, *more in (("cosine", 3), ("other", 4, "other", "other strip")):
        frame = rows(CLOSING, key, count, *more)
        marked: dict[str, Changes] = {"cosine": panels.DrawingChanges(shown=count - 2)}
        hidden = tuple(name for name in frame.hidden if name != "cosine")
        yield replace(frame, hidden=hidden, panels={**frame.panels, **marked})


def _met(sentence: str, meeting: Meeting) -> Iterator[Frame]:
    """One entry in both vectors; then its values come out, each to the same weight."""
    marked = _rows(MARKED, sentence, 2)
    yield replace(marked, boxes=meeting.places)
    met = _rows(CLOSING, sentence, 4, *ROWS[0], *ROWS[1])
    sizes = {name: change for name, change in met.panels.items() if name in PAIR}
    yield replace(met, boxes=(*meeting.places, meeting.met), panels=sizes, tween=FILLS)


def _rows(seconds: float, sentence: str, count: int, *more: str) -> Frame:
    """Both digits beside their vectors, and so many rows in all."""
    side, shown = SIDES[count], (*PAIR, *more)
    sizes: dict[str, Changes] = {
        name: panels.StripChanges(size=(side, ROW))
        if name.endswith("strip")
        else panels.GridChanges(size=(side, side))
        for name in shown
    }
    return Frame(seconds, sentence, hidden=all_but(ALL, *shown), panels=sizes)


def _swept(sentence: str, sweep: Sweep, *shown: str, slow: int = 0) -> Iterator[Frame]:
    """The filter goes over a digit, and each row of the map falls when it is through.

    Of the first rows that are not all 0 so many are `slow`: the window is seen in each of its
    places.
    """
    plane = sweep.output.data[0]
    hidden, name = all_but(ALL, *shown), sweep.output.name
    found = next((y for y, row in enumerate(plane) if row.any()), 0) if slow else 0
    if slow:
        yield Frame(EMPTY, sentence, revealed={name: 0}, hidden=hidden)
    places = range(sweep.index(found, 0), sweep.index(found + slow, 0))
    for k in places:
        seconds = RESULT if k == places.start else STEP
        boxes = sweep.boxes(k, stage=Stage.CONV)
        yield Frame(seconds, sentence, boxes=boxes, revealed={name: k + 1}, hidden=hidden)
    yield from falling_rows(sweep, found + slow, sentence, hidden)


_HELP = "How many pixels the digit moves."


@scene(
    "shift",
    stage=Stage.INPUT,
    params=(
        Param("dy", "Down", "integer", 0, -FARTHEST, FARTHEST, help=_HELP),
        Param("dx", "Right", "integer", 1, -FARTHEST, FARTHEST, help=_HELP),
    ),
)
def shift(values: Values, text: SceneText) -> Parts:
    """The digit moves: what becomes of the vector, and what of a feature map."""
    made = shift_by(values.integer("dy"), values.integer("dx"))
    kernel = made.sweeps[0].kernel
    found = (kernel, *made.maps, made.returned, made.wrong)
    vectors = (*made.vectors, made.other.vector)
    meeting = meeting_of(made.vectors, made.digits[0].data.shape[2])
    tensors = (*made.digits, made.other.ink, *vectors, *made.changes, *found, *meeting.tensors)
    return Parts(tensors, _panels(made, meeting), tuple(_frames(text, made, meeting)))
