"""What the scenes of this step share: tensors, panels, parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.computation import Operand
from cnnviz.content.param import Param
from cnnviz.content.question import Question
from cnnviz.content.records import Changes
from cnnviz.content.scene import (
    Array,
    Box,
    Frame,
    LazyFrames,
    Panel,
    Scale,
    Spoken,
    Stage,
    Tensor,
)
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.misconceptions.cells import CELL, Place
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.questions import Spot
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.staging import panels
from cnnviz.staging.boxes import pixel, whole
from cnnviz.staging.formatting import about, equals, factor, latex, number, product
from cnnviz.staging.inputs import array_param
from cnnviz.staging.sweep import Beat, Sweep, schedule


def input_of(data: Array, label: str = "Input", name: str = "input") -> Tensor:
    """What the filter reads, which can be edited."""
    scale: Scale = "image" if data.min() >= 0 and data.max() <= 1 else "signed"
    return Tensor(name, data, label, Stage.INPUT, scale, panels.max_abs(data), editable=name)


def kernel_of(data: Array) -> Tensor:
    """The filter, which can be edited."""
    limit = panels.max_abs(data)
    return Tensor(
        "kernel", data, "Filter", Stage.CONV, "signed", limit, editable="kernel", weights=True
    )


def products_size(kernel: Tensor, zoom: float) -> tuple[float, float]:
    """How high and wide the products are, each `zoom` units, with a row for their sum."""
    _, height, width = kernel.data.shape
    return (height + 1) * zoom, width * zoom


def products_panel(kernel: Tensor, *, zoom: float) -> Panel:
    """The panel in which window and kernel meet, term by term, with the sum below."""
    return panels.products(kernel, products_size(kernel, zoom))


TERMWISE: Mapping[str, Changes] = {
    "kernel": panels.GridChanges(operator="⊙"),
    "products": panels.ProductsChanges(factors=False),
}
"""What changes beside products: one window times the weights is no convolution yet."""


def sum_question(sweep: Sweep, k: int) -> Question:
    """What the k-th window adds up to, as a question; inside the picture its terms fly."""
    place = Place((grid_of(sweep.patch(k).reshape(sweep.size)),), (grid_of(sweep.kernel.data[0]),))
    (top, _), (left, _) = sweep.window(k)
    spots = {
        "read": Spot(sweep.input.name, (0, top, left)),
        "weights": Spot(sweep.kernel.name),
        "written": Spot(sweep.output.name, (0, *sweep.position(k))),
    }
    return number_question(CELL, place, spots=spots if sweep.padding == 0 else None)


def waiting(sweep: Sweep, k: int) -> tuple[Box, ...]:
    """The k-th window, and the cell that waits for its sum."""
    target = pixel(sweep.output, "highlight", *sweep.position(k), stage=Stage.CONV)
    return (*sweep.boxes(k, written=False), target)


def _term(text: SceneText, sweep: Sweep, k: int, shown: int) -> str:
    """The sentence for a term: of the first its product, of the others that they follow."""
    if shown > 1:
        return text("terms")
    y, x = (start for start, _ in sweep.window(k))
    height, width = sweep.input.data.shape[1:]
    facts = {"in the padding": not (0 <= y < height and 0 <= x < width)}
    return text("term", facts, product=product(*sweep.computation(k).terms[0]))


@dataclass(frozen=True, slots=True)
class Shot:
    """What a frame of a sweep shows: which panels are hidden, and what changes in the others."""

    hidden: tuple[str, ...] = ()
    panels: Mapping[str, Changes] = field(default_factory=dict)
    enlarged: Tensor | None = None
    """What the window reads, where it stands enlarged: the terms come from there."""


def swept(
    text: SceneText,
    sweep: Sweep,
    before: tuple[Frame, ...],
    after: tuple[Frame, ...],
    *,
    shot: Callable[[Beat], Shot],
    worked: int = 0,
    complete: int = 2,
    facts: Mapping[str, bool] | None = None,
) -> LazyFrames:
    """The frames of one whole sweep with its narration, between opening and closing ones.

    facts: what its last sentence may claim.
    """
    moments = tuple(schedule(sweep, worked=worked, complete=complete))
    count = sweep.kernel.data.size
    standing: dict[str, str] = {"quick": text("quick", facts or {}, count=count)}
    if worked:
        standing["passing"] = text("passing")

    def say(k: int, beat: Beat, shown: int) -> str:
        if beat in standing:
            return standing[beat]
        if beat == "term":
            return _term(text, sweep, k, shown)
        facts = {
            "window all 0": not sweep.patch(k).any(),
            "largest": float(sweep.output.data.flat[k]) == sweep.output.data.max() > 0,
            "one column": sweep.output.data.shape[2] == 1,
        }
        spoken = "move" if beat == "step" else beat
        return text(spoken, facts, count=count, result=about(float(sweep.output.data.flat[k])))

    def make(n: int, spoken: Spoken) -> Frame:
        k, beat, shown, _ = moments[n]
        taken = shot(beat)
        written = beat not in ("stop", "term", "step")
        work, boxes = sweep.computation(k, shown), sweep.boxes(k) if written else waiting(sweep, k)
        if taken.enlarged:
            reads = Operand(taken.enlarged.name, (0, 0, 0))
            work = replace(work, operands=(reads, *work.operands[1:]))
            border = around(taken.enlarged)
            looked_at = _beside(boxes[0], border)
            boxes = (*looked_at, *((border, boxes[1]) if written else boxes[1:]))
        return Frame(
            *spoken,
            formula=latex(product(*work.terms[shown - 1])) if beat == "term" else "",
            # Nobody reads sums that go by.
            pictured=beat == "quick",
            boxes=boxes,
            # Where one is left for many, a sum would come and be gone.
            computations=() if (beat, moments[n - 1][1]) == ("quick", "sum") else (work,),
            revealed={sweep.output.name: k + written},
            hidden=taken.hidden,
            panels=taken.panels,
        )

    middle = tuple(Spoken(seconds, say(k, beat, shown)) for k, beat, shown, seconds in moments)
    return LazyFrames(before, middle, make, after)


def around(enlarged: Tensor) -> Box:
    """All of what stands enlarged."""
    return whole(enlarged, "border", group=0, stage=Stage.CONV)


def _beside(window: Box, border: Box) -> tuple[Box, ...]:
    """The window on the picture, and what stands enlarged, which comes out of it."""
    return tuple(replace(box, group=1, stage=Stage.CONV) for box in (window, border))


def opposite(weights: Array) -> bool:
    """Whether the last column undoes the first, and nothing lies between them."""
    return (
        weights.shape[1] > 1
        and np.array_equal(weights[:, 0], -weights[:, -1])
        and not weights[:, 1:-1].any()
        and bool(weights[:, 0].any())
    )


def balance(sweep: Sweep, k: int) -> str:
    """The k-th sum as the products under plus, less those under minus."""
    read, weights = sweep.patch(k)[None], sweep.kernel.data.ravel()
    plus, minus = (
        float(exact.dots(read, np.where(sign * weights > 0, sign * weights, 0))[0])
        for sign in (1, -1)
    )
    result = float(sweep.output.data.flat[k])
    sign = equals(plus, minus, result)
    return latex(f"{number(plus)} − {factor(minus)} {sign} {number(result)}")


VERTICAL = seeds.example("filter: vertical edge")
CHECKERBOARD_PARAMS = (
    array_param("input", "Input", seeds.example("checkerboard")),
    array_param("kernel", "Filter", VERTICAL),
    Param("stride", "Stride", "integer", 1, 1, 4, help="How far the window moves each time."),
    Param("padding", "Padding", "integer", 0, 0, 3, help="Rings of zeros around the input."),
)
