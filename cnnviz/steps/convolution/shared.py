"""What the scenes of this step share: its name, its words, its parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnnviz import film, seeds
from cnnviz.film import Sweep
from cnnviz.param import Param, Values
from cnnviz.scene import (
    Array,
    Frame,
    Panel,
    Scale,
    Stage,
    Takes,
    Tensor,
)
from cnnviz.seeds import SceneText

NAME = "convolution"


def words_of(scene: str) -> SceneText:
    """The words of one scene of this step."""
    return seeds.text(NAME).scenes[scene]


def input_of(data: Array, label: str = "Input", name: str = "input") -> Tensor:
    """What the filter reads, which can be edited."""
    scale: Scale = "image" if data.min() >= 0 and data.max() <= 1 else "signed"
    return Tensor(name, data, label, Stage.INPUT, scale, film.limit(data), editable=name)


def kernel_of(data: Array) -> Tensor:
    """The filter, which can be edited."""
    return Tensor(
        "kernel", data, "Filter", Stage.CONV, "signed", film.limit(data), editable="kernel"
    )


def products_panel(kernel: Tensor, *, zoom: float, tie: int = 0, label: str = "Products") -> Panel:
    """The panel in which window and kernel meet, term by term, with the sum below."""
    _, height, width = kernel.data.shape
    return Panel(
        name=f"products{tie}" if tie else "products",
        kind="products",
        tensors=("kernel",),
        label=label,
        note="pixel · weight",
        stage=Stage.CONV,
        extent=(height * zoom + zoom, width * zoom),
        before="=",
        options={"zoom": zoom, "tie": tie},
    )


def first_term(words: SceneText, sweep: Sweep, shown: int) -> str:
    """The sentence for one term of the first window."""
    a, b, product = (film.number(value) for value in sweep.work(0).terms[shown - 1])
    return words("term", a=a, b=f"({b})" if b.startswith("−") else b, product=product)


def swept(
    words: SceneText, sweep: Sweep, before: tuple[Frame, ...], after: tuple[Frame, ...]
) -> Takes:
    """The frames of one whole sweep with its narration, between opening and closing ones."""
    beats = tuple(film.beats(sweep))

    def make(n: int) -> Frame:
        k, beat, shown, seconds = beats[n]
        work = sweep.work(k, shown)
        written = beat in ("result", "quick")
        match beat:
            case "term":
                sentence = first_term(words, sweep, shown)
            case "window":
                sentence = words("move")
            case "result":
                sentence = words("sum" if k == 0 else "result", result=film.number(work.result))
            case "quick":
                sentence = words("quick", count=sweep.kernel.data.size)
        return Frame(
            seconds,
            sentence,
            boxes=sweep.boxes(k, written=written),
            works=(work,),
            revealed={sweep.output.name: k + written},
            hidden=() if k or written else (sweep.output.name,),
        )

    return Takes(before, len(beats), make, after)


def is_default(values: Values, *names: str) -> bool:
    """Whether these parameters are as the scene declares them."""
    declared = {param.name: param.default for param in CHECKERBOARD_PARAMS}
    return all(np.array_equal(values.array(name), np.asarray(declared[name])) for name in names)


def array_param(name: str, label: str, default: NDArray[np.float64]) -> Param:
    """Numbers that are edited in place."""
    return Param(name, label, "array", default, help="Click a cell and type, or drag up and down.")


VERTICAL = seeds.example("filter: vertical edge")
CHECKERBOARD_PARAMS = (
    array_param("input", "Input", seeds.example("checkerboard")),
    array_param("kernel", "Filter", VERTICAL),
    Param("stride", "Stride", "integer", 1, 1, 4, help="How far the window moves each time."),
    Param("padding", "Padding", "integer", 0, 0, 3, help="Rings of zeros around the input."),
)
