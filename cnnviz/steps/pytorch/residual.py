"""A residual block: a filter's map and its input, added; what the shortcut costs, and changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from cnnviz.content.computation import Computation
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.engine.geometry import conv2d_parameters
from cnnviz.misconceptions.questions import Spot, choice
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.misconceptions.shortcuts import BLOCK, JOINED, Block
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, pixel, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, join_sides, number
from cnnviz.staging.inputs import FILTER
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import quick_sweep
from cnnviz.steps.pytorch.shortcut import STRONGEST, Residual, block_panels, residual_of

BLOCK_ROW = ("x", "pattern", "found", "plus", "y")
"""The panels of the whole block, without its shortcut."""
WHOLE: Mapping[str, panels.Changes] = {
    "shortcut": panels.ArcChanges(sent=True),
    "plus": panels.DrawingChanges(shown=1),
}
"""How they are where both ways can meet."""
SUMMED: Mapping[str, panels.Changes] = {
    "found": panels.GridChanges(operator="+"),
    "y": panels.GridChanges(operator="="),
}
"""The signs between maps of which one is the sum."""
SMALL = 15.2
"""How large x is beside what is read of it."""
ARRIVES, ROW = 1.0, 1.4
"""Seconds until all is in its place, and for a row of products."""
RIDE = 2.4
"""Seconds in which x goes along the shortcut."""


def _frames(
    text: SceneText, made: Residual, block: Block, names: tuple[str, ...]
) -> Iterator[Frame]:
    whole = all_but(names, "shortcut", *BLOCK_ROW)
    none = {"y": 0, "parts": 0, "total": 0}
    yield from _found(text, made, names)
    followed = all_but(names, "shortcut", *BLOCK_ROW, "relu")
    for sent in (False, True):
        yield Frame(
            RIDE if sent else OPENING,
            text("shortcut"),
            hidden=followed,
            revealed=none,
            panels={**WHOLE, "shortcut": panels.ArcChanges(sent=sent)},
            tween=RIDE if sent else 0.0,
        )
    yield from _cell(text, made, names)
    for y, x, seconds, count in quick_sweep(made.y.data):
        boxes = (
            region(made.x, "window", (y, y + 1), (x, x + 1)),
            region(made.found, "window", (y, y + 1), (x, x + 1)),
            cell(made.y, y, x),
        )
        yield Frame(
            seconds,
            text("sweep"),
            boxes=boxes,
            hidden=whole,
            revealed={"y": count},
            panels=WHOLE,
        )
    yield Frame(CLOSING, text("sweep"), hidden=whole, panels=_holding("found", "y"))
    zeros = ("zeros" if name == "pattern" else name for name in ("shortcut", *BLOCK_ROW))
    yield Frame(
        CLOSING,
        text("zero", {"zero": made.is_zero}),
        hidden=all_but(names, *zeros),
        panels=_holding("nothing", "x"),
        tween=1.4,
    )
    yield from _cost(text, block, names)
    yield from _smaller(text, made, block, names)
    closing = Frame(1.6, text("close"), hidden=followed, panels=WHOLE)
    yield closing
    # The gradient comes from behind the block, and takes both ways back to x.
    back = panels.ArcChanges(sent=True, back=True)
    changes = {**WHOLE, "shortcut": back}
    yield replace(closing, seconds=CLOSING, panels=changes, tween=RIDE)
    deep = all_but(names, "deep")
    for beat in (1, 2):
        yield Frame(
            1.2 if beat == 1 else CLOSING,
            text("deep"),
            hidden=deep,
            panels={"deep": panels.DrawingChanges(shown=beat)},
            tween=3.0 if beat == 2 else 0.0,
        )


def _holding(found: str, y: str) -> dict[str, panels.Changes]:
    """The whole block, and which tensors its maps show: from some to others they fade."""
    maps = {"found": panels.GridChanges(tensor=found), "y": panels.GridChanges(tensor=y)}
    return {**WHOLE, **maps}


def _found(text: SceneText, made: Residual, names: tuple[str, ...]) -> Iterator[Frame]:
    """What the filter finds in x."""
    shown = all_but(names, "x", "filter", "found")
    for y, x, seconds, count in quick_sweep(made.found.data):
        yield Frame(
            seconds,
            text("open"),
            boxes=(
                region(made.x, "window", (y - 1, y + 2), (x - 1, x + 2)),
                cell(made.found, y, x),
            ),
            hidden=shown,
            revealed={"found": count},
        )
    yield Frame(OPENING, text("open"), hidden=shown)


def _cell(text: SceneText, made: Residual, names: tuple[str, ...]) -> Iterator[Frame]:
    """One cell: what the filter finds there, and x."""
    found, given, total = made.cells
    work, (y, x) = made.work, made.place
    numbers = {"found": about(found), "given": number(given), "terms": work.count}
    numbers |= {"sum": about(total)}
    # The part of x that the filter reads is cut out and enlarged: its numbers can be read.
    read = (
        region(made.x, "window", (y - 1, y + 2), (x - 1, x + 2), group=1),
        region(made.patch, "window", (0, 3), (0, 3), group=1),
    )
    place = Frame(
        ROW,
        text("place", **numbers),
        boxes=read,
        hidden=all_but(names, "x", "patch", "filter", "products"),
        revealed={"parts": 1, "total": 0},
        panels={
            # Where it is read is seen in the small, too: the numbers have the room.
            "x": panels.GridChanges(size=(SMALL, SMALL)),
            "filter": panels.GridChanges(operator="⊙"),
            "products": panels.ProductsChanges(factors=False),
        },
    )
    yield from _row_by_row(place, work)
    spots = {"read": Spot("parts"), "written": Spot("total")}
    cards = ("x cell", "found cell", "y cell")
    # Each cell stands below its map, which shows where it is: a cell alone is a patch of colour.
    places = tuple(pixel(each, "highlight", y, x) for each in (made.x, made.found, made.y))
    asked = Frame(
        OPENING,
        text("ask", **numbers),
        boxes=places[:-1],
        hidden=all_but(names, "x", "found", *cards[:-1]),
        revealed={"y": 0, "total": 0},
        panels=SUMMED,
    )
    yield replace(asked, question=number_question(JOINED, made.joined, spots=spots))
    joined = replace(
        JOINED.right(made.joined).computations[0],
        tensor="total",
        operands=(replace(work.operands[0], tensor="parts", start=(0, 0, 0)),),
    )
    yield Frame(
        CLOSING,
        text("sum", **numbers),
        formula=JOINED.right(made.joined).working,
        boxes=(
            *places,
            region(made.parts, "window", (0, 1), (0, 1), channels=(0, 2)),
            cell(made.total, 0, 0),
        ),
        computations=(joined,),
        hidden=all_but(names, "x", "found", "y", *cards),
        revealed={"y": 0},
        panels=SUMMED,
    )


def _row_by_row(place: Frame, work: Computation) -> Iterator[Frame]:
    """Its products, row by row, so that no pair flies over another."""
    running = tuple(exact.running(np.array([each[2] for each in work.terms])).tolist())
    for shown in range(0, len(work.terms), 3):
        rows = replace(work, shown=shown, running=running)
        yield replace(place, seconds=ROW if shown else ARRIVES, computations=(rows,))
    yield replace(place, seconds=OPENING, computations=(replace(work, running=running),))


def _cost(text: SceneText, block: Block, names: Sequence[str]) -> Iterator[Frame]:
    """How many weights a block has."""
    right = BLOCK.right(block)
    numbers = {"channels": block.channels, "weights": right.printed}
    question = (
        choice(BLOCK, block)
        .found_in("", "kernel", text="×")
        .found_in("", "channels", text=f"from {block.channels} to {block.channels}")
    )
    asked, told = (
        Frame(
            CLOSING,
            text(key, **numbers),
            hidden=all_but(names, "weights"),
            panels={"weights": panels.DrawingChanges(shown=shown)},
        )
        for shown, key in ((1, "cost"), (2, "weights"))
    )
    yield replace(asked, question=question)
    yield replace(told, formula=right.working, tween=1.0)


def _smaller(
    text: SceneText, made: Residual, block: Block, names: Sequence[str]
) -> Iterator[Frame]:
    """A stride of 2: x does not fit, until it goes through a convolution of 1×1."""
    numbers = {
        "sides": join_sides(made.x.data.shape[1:]),
        "halved": join_sides(made.half.data.shape[1:]),
        "channels": block.channels,
        "doubled": number(block.doubled),
        "point": number(conv2d_parameters(1, 1, block.channels, block.doubled, bias=False)),
    }
    yield Frame(
        CLOSING,
        text("differ", **numbers),
        hidden=all_but(names, "shortcut", "x", "filter", "half", "plus"),
        panels={**WHOLE, "plus": panels.DrawingChanges(shown=2)},
    )
    # Both are of one size now.
    shown = all_but(names, "x", "point", "short", "half")
    both = {"half": panels.GridChanges(operator="+")}
    yield Frame(OPENING, text("point"), hidden=shown, panels=both, tween=1.2)
    shown = all_but(names, "projection", "x", "filter", "half", "plus", "half y")
    # Beside so much its cells have no room for numbers on every stage.
    bare = {**WHOLE, "filter": panels.GridChanges(bare=True)}
    yield Frame(CLOSING, text("projected", **numbers), hidden=shown, panels=bare, tween=1.2)


@scene(
    "residual",
    stage=Stage.CONV,
    params=(
        FILTER,
        Param(
            "strength",
            "Strength of F",
            "integer",
            2,
            0,
            STRONGEST,
            help="The filter's weights in quarters: at 0 the block passes x on.",
        ),
        Param("channels", "Channels", "integer", 64, 1, 512, help="How many maps the block has."),
    ),
)
def residual(values: Values, text: SceneText) -> Parts:
    """A residual block: a filter's map and its input, added; what the shortcut costs."""
    made = residual_of(values.word("filter"), values.integer("strength"))
    block = Block(values.integer("channels"), made.filter.data.shape[1])
    drawn = tuple(block_panels(made, block))
    names = tuple(panel.name for panel in drawn)
    return Parts(made.tensors, drawn, tuple(_frames(text, made, block, names)))
