"""Transposed convolution: stamps that overlap are added, and a small map becomes a larger one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.questions import Spot, choice, number
from cnnviz.misconceptions.transposed import GROWN, OVERLAPPED, Grown, Overlap
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, pixel, region
from cnnviz.staging.durations import CLOSING, OPENING, RESULT, TERM, accelerating
from cnnviz.staging.formatting import about, product, shape_text
from cnnviz.staging.inputs import array_param
from cnnviz.staging.shots import all_but
from cnnviz.steps.pytorch.enlarged import Enlarged, Evenness, kernel_weights
from cnnviz.steps.pytorch.stamped import NAMES, PICTURE, Shown, panels_of

STAMP = 1.8
"""Seconds in which the kernel becomes a stamp."""
SLIDE = 2.0
"""Seconds in which a stamp is laid on another."""
ONE_BY_ONE = 4
"""Up to so many terms come one by one; of more only the first does."""


def _frames(text: SceneText, shown: Shown) -> Iterator[Frame]:
    grown = shown.grown
    yield Frame(OPENING, text("open"), hidden=all_but(NAMES, PICTURE, "coarse", "mask"))
    taken = Frame(
        OPENING,
        text("stamp", value=about(grown.sheets.value(0))),
        boxes=(
            cell(grown.cells, 0, 0, stage=Stage.CONV),
            cell(shown.value, 0, 0, stage=Stage.CONV),
        ),
        hidden=all_but(NAMES, "input", "value", "weights"),
    )
    yield taken
    # The stamp comes out of the kernel.
    hidden = all_but(NAMES, "input", "value", "weights", "first")
    yield replace(taken, hidden=hidden, tween=STAMP)
    yield from _overlapping(text, shown)
    yield from _laid(text, grown)
    yield from _opened(text, grown)
    facts = {"values back": np.allclose(shown.again.data, grown.cells.data, rtol=0, atol=1e-9)}
    yield Frame(
        CLOSING,
        text("again", facts, size=shape_text(shown.again.data)),
        hidden=all_but(NAMES, "input", "output", "again"),
    )
    yield from _counted(text, shown.even)


def _overlapping(text: SceneText, shown: Shown) -> Iterator[Frame]:
    """Two neighbouring stamps, and a cell that both cover."""
    grown, (row, column) = shown.grown, shown.shared
    if grown.cells.data.shape[2] < 2:
        return
    stride = grown.stride
    lies = {"pair": panels.GridChanges(tensor=shown.stamps.name)}
    laid = {"pair": panels.GridChanges(tensor=shown.pair.name, laid="next")}
    both = Frame(
        OPENING,
        text("added" if grown.overlaps else "apart", stride=stride),
        boxes=(*shown.laid(0, shown.pair), *shown.laid(1, shown.pair)),
        hidden=all_but(NAMES, "input", "pair"),
        panels=laid,
        tween=SLIDE,
    )
    before = replace(
        both,
        boxes=(*shown.laid(0), *shown.laid(1)),
        hidden=all_but(NAMES, "input", "pair", "next"),
        panels=lies,
        tween=0.0,
    )
    if not grown.overlaps:
        yield before
        yield both
        return
    parts = tuple(Fraction(float(each)) for each in shown.stamps.data[:, row, column])
    spots = {
        "value": Spot(grown.cells.name),
        "read": Spot(shown.stamps.name, (0, row, column)),
        "written": Spot(shown.pair.name, (0, row, column)),
    }
    marked = pixel(shown.stamps, "highlight", row, column)
    asking = number(OVERLAPPED, Overlap(Fraction(grown.sheets.value(0)), parts), spots=spots)
    yield replace(
        before,
        narration=text("ask", stride=stride),
        boxes=(*before.boxes, marked),
        question=asking,
    )
    written = cell(shown.pair, row, column, stage=Stage.CONV)
    yield replace(both, boxes=(*both.boxes, written), computations=asking.options[0].computations)


def _laid(text: SceneText, grown: Enlarged) -> Iterator[Frame]:
    """All stamps on one sheet, and what is left of it."""
    sheets, stride, padding = grown.sheets, grown.stride, grown.padding
    _, rows, columns = grown.cells.data.shape
    facts = {"some padding": padding > 0}
    numbers = {
        "count": rows * columns,
        "stride": stride,
        "padding": padding,
        "kernel": grown.side,
        "offset": (columns - 1) * stride,
        "full": sheets.made[-1].data.shape[2],
        "width": grown.output.data.shape[2],
    }
    line = Grown(columns, grown.side, stride, padding)
    yield Frame(
        OPENING,
        text("size-ask", facts, **numbers),
        hidden=all_but(NAMES, "input", "kernel"),
        revealed={sheets.made[0].name: 0},
        question=choice(GROWN, line, unit="wide")
        .found_in("input", "side", text="×")
        .found_in("kernel", "kernel", text="×")
        .found_in("", "stride", text="steps of")
        .found_in("", "padding"),
    )
    visible = all_but(NAMES, "input", "below", "sheet")
    for i, tensor in enumerate(sheets.made):
        yield Frame(
            RESULT if i < 2 else accelerating(i - 2, len(sheets.made)),
            text("laying", stride=stride),
            boxes=sheets.boxes(i),
            hidden=visible,
            panels={"sheet": panels.GridChanges(tensor=tensor.name)},
        )
    last = sheets.made[-1]
    _, high, wide = last.data.shape
    inside = (padding, high - padding), (padding, wide - padding)
    kept = region(last, "highlight", *inside, stage=Stage.CONV)
    yield Frame(
        CLOSING,
        text("sheet", facts, **numbers),
        formula=GROWN.right(line).working,
        boxes=(kept,),
        hidden=all_but(NAMES, "sheet"),
        panels={"sheet": panels.GridChanges(tensor=last.name)},
    )


def _opened(text: SceneText, grown: Enlarged) -> Iterator[Frame]:
    """One cell of the result, term by term."""
    index = grown.busiest()
    read = grown.reads(index) if index else None
    if index is None or read is None:
        return
    count = int(np.prod(read.shape))
    output, (_, y, x) = grown.output, index
    all_terms = grown.computation(index, read, count, output)
    source = region(grown.cells, "highlight", *read.spans[1:], group=0)
    written = cell(output, y, x, group=0)
    numbers = {
        "count": count,
        "product": product(*all_terms.terms[0]),
        "result": about(all_terms.result),
    }
    visible = all_but(NAMES, "input", "kernel", "products", "output")
    terms = range(1, count) if count <= ONE_BY_ONE else range(1, min(2, count))
    for shown in terms:
        yield Frame(
            OPENING if shown == 1 else TERM,
            text("term" if shown == 1 else "terms", **numbers),
            boxes=(source, written),
            computations=(grown.computation(index, read, shown, output),),
            hidden=visible,
        )
    yield Frame(
        OPENING,
        text("cell", {"one stamp": count == 1}, **numbers),
        boxes=(source, written),
        computations=(all_terms,),
        hidden=visible,
    )


def _counted(text: SceneText, even: Evenness) -> Iterator[Frame]:
    """How many stamps lie on each cell, and of which kernels as many everywhere."""
    facts = {
        "uneven": even.uneven,
        "gaps": even.side < even.stride,
        "one step": even.stride == 1,
        "side by side": even.side == even.stride,
    }
    numbers = {
        "kernel": even.side,
        "stride": even.stride,
        "next": even.next,
        "wider": even.side + 1,
        "most": int(even.counts.data.max()),
        "most_next": int(even.even.data.max()),
    }
    yield Frame(
        CLOSING,
        text("flat", facts, **numbers),
        hidden=all_but(NAMES, "flat", "ones", "counts"),
    )
    both = ("counts", "even") if even.uneven else ("counts",)
    yield Frame(CLOSING, text("close", facts, **numbers), hidden=all_but(NAMES, *both))


@scene(
    "transposed",
    stage=Stage.CONV,
    params=(
        array_param("input", "Small map", seeds.example("small map")),
        Param("kernel_size", "Kernel size", "integer", 3, 1, 5, help="How wide a stamp is."),
        Param("stride", "Stride", "integer", 2, 1, 3, help="From one stamp to the next."),
        Param("padding", "Padding", "integer", 1, 0, 2, help="Rings of the result cut off."),
    ),
    presets=(
        ("3 by 2: uneven", {"kernel_size": 3, "stride": 2, "padding": 1}),
        ("4 by 2: even", {"kernel_size": 4, "stride": 2, "padding": 1}),
        ("2 by 2: side by side", {"kernel_size": 2, "stride": 2, "padding": 0}),
    ),
)
def transposed(values: Values, text: SceneText) -> Parts:
    """Transposed convolution: stamps that overlap are added, and a small map becomes larger."""
    side, stride, padding = (values.integer(name) for name in ("kernel_size", "stride", "padding"))
    data, weights = values.array("input"), kernel_weights(side)
    cells = Tensor(
        "input", data, "Small map", Stage.STACK, "signed", panels.max_abs(data), editable="input"
    )
    most = panels.max_abs(weights)
    kernel = Tensor("kernel", weights, "Kernel", Stage.CONV, "signed", most, weights=True)
    shown = Shown.of(Enlarged(cells, kernel, stride, padding), Evenness(side, stride, padding))
    return Parts(shown.tensors, tuple(panels_of(shown)), tuple(_frames(text, shown)))
