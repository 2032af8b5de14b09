"""What the scenes of this step share: tensors, panels, parameters."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.param import Param
from cnnviz.content.scene import Array, Frame, LazyFrames, Panel, Scale, Spoken, Stage, Tensor
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.formatting import about, product
from cnnviz.staging.inputs import array_param
from cnnviz.staging.sweep import Beat, Sweep, schedule


def input_of(data: Array, label: str = "Input", name: str = "input") -> Tensor:
    """What the filter reads, which can be edited."""
    scale: Scale = "image" if data.min() >= 0 and data.max() <= 1 else "signed"
    return Tensor(name, data, label, Stage.INPUT, scale, panels.max_abs(data), editable=name)


def kernel_of(data: Array) -> Tensor:
    """The filter, which can be edited."""
    return Tensor(
        "kernel", data, "Filter", Stage.CONV, "signed", panels.max_abs(data), editable="kernel"
    )


def products_panel(
    kernel: Tensor, *, zoom: float, group: int = 0, label: str = "Products"
) -> Panel:
    """The panel in which window and kernel meet, term by term, with the sum below."""
    _, height, width = kernel.data.shape
    return panels.Products(group=group).panel(
        f"products{group}" if group else "products",
        tensors=("kernel",),
        label=label,
        note="pixel · weight",
        stage=Stage.CONV,
        size=(height * zoom + zoom, width * zoom),
        operator="=",
    )


def first_term(text: SceneText, sweep: Sweep, shown: int) -> str:
    """The sentence for one term of the first window."""
    term = sweep.computation(0).terms[shown - 1]
    y, x = (
        span[0] + place
        for span, place in zip(sweep.window(0), divmod(shown - 1, sweep.size[1]), strict=True)
    )
    height, width = sweep.input.data.shape[1:]
    facts = {
        "in the padding": not (0 <= y < height and 0 <= x < width),
        "window all 0": not sweep.patch(0).any(),
    }
    return text("term", facts, product=product(*term))


def swept(
    text: SceneText, sweep: Sweep, before: tuple[Frame, ...], after: tuple[Frame, ...]
) -> LazyFrames:
    """The frames of one whole sweep with its narration, between opening and closing ones."""
    moments = tuple(schedule(sweep))
    quick = text("quick", count=sweep.kernel.data.size)

    def say(k: int, beat: Beat, shown: int) -> str:
        match beat:
            case "term":
                return first_term(text, sweep, shown)
            case "window":
                return text("move", count=sweep.kernel.data.size)
            case "result":
                facts = {"window all 0": not sweep.patch(k).any()}
                result = about(float(sweep.output.data[0][sweep.position(k)]))
                return text("sum" if k == 0 else "result", facts, result=result)
            case "quick":
                return quick

    def make(n: int, spoken: Spoken) -> Frame:
        k, beat, shown, _ = moments[n]
        written = beat in ("result", "quick")
        return Frame(
            *spoken,
            boxes=sweep.boxes(k, written=written),
            computations=(sweep.computation(k, shown),),
            revealed={sweep.output.name: k + written},
            hidden=() if k or written else (sweep.output.name,),
        )

    middle = tuple(Spoken(seconds, say(k, beat, shown)) for k, beat, shown, seconds in moments)
    return LazyFrames(before, middle, make, after)


VERTICAL = seeds.example("filter: vertical edge")
CHECKERBOARD_PARAMS = (
    array_param("input", "Input", seeds.example("checkerboard")),
    array_param("kernel", "Filter", VERTICAL),
    Param("stride", "Stride", "integer", 1, 1, 4, help="How far the window moves each time."),
    Param("padding", "Padding", "integer", 0, 0, 3, help="Rings of zeros around the input."),
)
