"""Step 2, the convolution operation: a filter slides; at each place it is a dot product."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cnnviz import film, seeds
from cnnviz.engine.activations import relu, tanh
from cnnviz.film import Sweep
from cnnviz.param import Param, Values
from cnnviz.scene import (
    Array,
    Box,
    Frame,
    Json,
    Panel,
    Scale,
    Scene,
    Script,
    Stage,
    Step,
    Takes,
    Tensor,
)
from cnnviz.seeds import SceneText

NAME = "convolution"


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


def _input(data: Array, label: str = "Input", name: str = "input") -> Tensor:
    scale: Scale = "image" if data.min() >= 0 and data.max() <= 1 else "signed"
    return Tensor(name, data, label, Stage.INPUT, scale, film.limit(data), editable=name)


def _kernel(data: Array) -> Tensor:
    return Tensor(
        "kernel", data, "Filter", Stage.CONV, "signed", film.limit(data), editable="kernel"
    )


def _products(kernel: Tensor, *, zoom: float, tie: int = 0, label: str = "Products") -> Panel:
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


def _first_term(words: SceneText, sweep: Sweep, shown: int) -> str:
    a, b, product = (film.number(value) for value in sweep.work(0).terms[shown - 1])
    return words("term", a=a, b=f"({b})" if b.startswith("−") else b, product=product)


def _sweep(
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
                sentence = _first_term(words, sweep, shown)
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


def checkerboard(values: Values) -> Scene:
    """A filter on a small checkerboard, every term of the first window written out."""
    words = _words("checkerboard")
    sweep = Sweep(
        _input(values.array("input")),
        _kernel(values.array("kernel")),
        stride=values.integer("stride"),
        padding=values.integer("padding"),
    )
    _, height, width = sweep.input.data.shape
    _, height_out, width_out = sweep.output.data.shape
    none = {sweep.output.name: 0}
    later = ("kernel", "products", "output")
    all_zero = not sweep.output.data.any()
    before = (
        Frame(film.OPENING, words("open", height=height, width=width), hidden=later, revealed=none),
        Frame(
            film.OPENING,
            words("kernel", count=sweep.kernel.data.size),
            hidden=later[1:],
            revealed=none,
        ),
        Frame(
            2.4,
            words("window"),
            boxes=sweep.boxes(0, written=False),
            works=(sweep.work(0, 0),),
            hidden=later[2:],
            revealed=none,
        ),
    )
    close = Frame(
        film.CLOSING,
        words("close")
        if all_zero and _is_default(values, "input", "kernel")
        else words("close-any", height_out=height_out, width_out=width_out),
        focus=("input", "kernel", "output"),
        works=(sweep.work(len(sweep) - 1),),
    )
    frames = _sweep(words, sweep, before, (close,))
    return Scene(
        NAME,
        "checkerboard",
        words.title,
        Stage.CONV,
        values,
        (sweep.input, sweep.kernel, sweep.output),
        (
            film.grid(
                sweep.input,
                options={"padding": sweep.padding, "numbers": True, "overlay": "kernel"},
            ),
            film.grid(sweep.kernel, before="∗", options={"numbers": True}),
            _products(sweep.kernel, zoom=1.25),
            film.grid(
                sweep.output,
                before="→",
                note=f"{height_out}×{width_out} · output of Conv",
                options={"numbers": True},
            ),
        ),
        frames,
    )


def _is_default(values: Values, *names: str) -> bool:
    declared = {param.name: param.default for param in CHECKERBOARD_PARAMS}
    return all(np.array_equal(values.array(name), np.asarray(declared[name])) for name in names)


def edge(values: Values) -> Scene:
    """The same filter on a vertical edge and on the transposed picture, in step."""
    words = _words("edge")
    kernel = _kernel(values.array("kernel"))
    data = values.array("input")
    upright = Sweep(_input(data, "Vertical edge"), kernel, output_label="Its feature map")
    turned = replace(
        _input(data.transpose(0, 2, 1), "The same, on its side", "turned"), editable=""
    )
    other = Sweep(turned, kernel, output_name="map", output_label="Its feature map", tie=1)
    both = (upright, other)
    limit = max(film.limit(sweep.output.data) for sweep in both)
    outputs = tuple(replace(sweep.output, limit=limit) for sweep in both)
    count = min(len(sweep) for sweep in both)
    none = {"output": 0, "map": 0}

    def at(k: int, seconds: float, sentence: str) -> Frame:
        boxes: tuple[Box, ...] = sum((sweep.boxes(k) for sweep in both), ())
        works = tuple(sweep.work(k) for sweep in both)
        return Frame(
            seconds, sentence, boxes=boxes, works=works, revealed={"output": k + 1, "map": k + 1}
        )

    def sentence(k: int) -> str:
        results = [film.number(sweep.work(k).result) for sweep in both]
        moved = k > 0 and results[0] != film.number(upright.work(k - 1).result)
        if k == 0:
            return words("window")
        if moved and k <= 3 and results[0] != results[1]:
            return words("found", result=results[0], other=results[1])
        return words("step") if k <= 3 else words("quick")

    tops = " ".join(film.number(value) for value in outputs[0].data[0, 0])
    bottoms = " ".join(film.number(value) for value in outputs[1].data[0, 0])
    default = _is_default(values, "kernel") and np.array_equal(data, seeds.example("vertical edge"))
    frames = (
        Frame(
            film.OPENING,
            words("open"),
            hidden=("turned", "output", "map"),
            focus=("input", "kernel"),
            revealed=none,
        ),
        Frame(film.OPENING, words("ask"), hidden=("output", "map"), revealed=none),
        *(at(k, 2.6 if k <= 2 else 0.9, sentence(k)) for k in range(count)),
        Frame(
            film.CLOSING,
            words("close", top=tops, bottom=bottoms) if default else words("close-any"),
        ),
    )
    numbers: dict[str, Json] = {"numbers": True}
    return Scene(
        NAME,
        "edge",
        words.title,
        Stage.CONV,
        values,
        (upright.input, turned, kernel, *outputs),
        (
            film.grid(upright.input, options={"numbers": True, "overlay": "kernel"}),
            film.grid(outputs[0], before="→", options=numbers),
            film.grid(kernel, options=numbers),
            film.grid(turned, options={"numbers": True, "overlay": "kernel"}),
            film.grid(outputs[1], before="→", options=numbers),
        ),
        frames,
    )


def digit(values: Values) -> Scene:
    """A filter of choice sweeps the running example's digit and leaves its feature map."""
    words = _words("digit")
    kernel = _kernel(values.array("kernel"))
    sweep = Sweep(_input(values.array("input"), "Input"), kernel)
    none = {sweep.output.name: 0}
    label = _filter_name(kernel.data)
    hidden = ("products", "output")
    opening = Frame(film.OPENING, words("open", filter=label), hidden=hidden, revealed=none)
    close = Frame(
        film.CLOSING,
        words("close", filter=label, windows=len(sweep)),
        works=(sweep.work(len(sweep) - 1),),
        focus=("input", "kernel", "output"),
    )
    frames = _sweep(words, sweep, (opening,), (close,))
    return Scene(
        NAME,
        "digit",
        words.title,
        Stage.CONV,
        values,
        (sweep.input, kernel, sweep.output),
        (
            film.grid(sweep.input),
            film.grid(kernel, zoom=4.2, before="∗", options={"numbers": True}),
            _products(kernel, zoom=4.6),
            film.grid(
                sweep.output, before="→", note=f"{film.shape(sweep.output.data)} · output of Conv"
            ),
        ),
        frames,
    )


def _filter_name(data: Array) -> str:
    known = (
        name for name in seeds.FILTERS if np.array_equal(data, seeds.example(f"filter: {name}"))
    )
    return next(known, "your own")


def activate(values: Values) -> Scene:
    """The digit's feature map through ReLU and tanh, with the current cell on the curves."""
    words = _words("activate")
    kernel = _kernel(seeds.example(f"filter: {values.word('filter')}"))
    source = Sweep(_input(seeds.digit()), kernel).output
    bent = [
        Tensor(
            name,
            function(source.data),
            label,
            Stage.ACTIVATE,
            "signed",
            film.limit(source.data) if name == "relu" else 1.0,
        )
        for name, function, label in (("relu", relu, "ReLU"), ("tanh", tanh, "tanh"))
    ]
    _, height, width = source.data.shape
    reach = float(np.ceil(film.limit(source.data)))
    none = {"relu": 0, "tanh": 0}
    plane = source.data[0]
    examples = {
        "positive": int(plane.argmax()),
        "negative": int(plane.argmin()),
        "zero": int(np.abs(plane).argmin()),
    }

    def at(index: int, seconds: float, sentence: str, revealed: dict[str, int]) -> Frame:
        y, x = divmod(index, width)
        point = {
            "x": round(float(plane[y, x]), 4),
            "relu": round(float(bent[0].data[0, y, x]), 4),
            "tanh": round(float(bent[1].data[0, y, x]), 4),
        }
        return Frame(
            seconds,
            sentence,
            formula=_activation_formula(point),
            boxes=(
                film.cell(source, y, x),
                *(film.cell(tensor, y, x) for tensor in bent),
            ),
            revealed=revealed,
            panels={"curve": {"point": dict(point)}},
        )

    def example(key: str) -> Frame:
        y, x = divmod(examples[key], width)
        numbers = {
            "x": film.number(plane[y, x]),
            "relu": film.number(bent[0].data[0, y, x]),
            "tanh": film.about(bent[1].data[0, y, x]),
        }
        return at(examples[key], film.OPENING, words(key, **numbers), none)

    def row(y: int) -> Frame:
        revealed = dict.fromkeys(none, (y + 1) * width)
        strongest = y * width + int(np.abs(plane[y]).argmax())
        return at(strongest, max(0.2, 0.5 * 0.9**y), words("sweep"), revealed)

    frames = (
        Frame(film.OPENING, words("open"), hidden=("curve", "relu", "tanh"), revealed=none),
        Frame(film.OPENING, words("curve"), hidden=("relu", "tanh"), revealed=none),
        *(example(key) for key in examples),
        *(row(y) for y in range(height)),
        Frame(film.CLOSING, words("close", negative=int((plane < 0).sum()))),
    )
    curve = [
        [float(x), float(relu(np.array(x))), float(tanh(np.array(x)))]
        for x in np.linspace(-reach, reach, 65)
    ]
    return Scene(
        NAME,
        "activate",
        words.title,
        Stage.ACTIVATE,
        values,
        (source, *bent),
        (
            film.grid(source, note=f"{film.shape(source.data)} · output of Conv"),
            Panel(
                "curve",
                "curve",
                (),
                "Activation function",
                "ReLU and tanh",
                Stage.ACTIVATE,
                (height, height * 1.0),
                "→",
                {
                    "curves": [["relu", "ReLU"], ["tanh", "tanh"]],
                    "samples": [list(row) for row in curve],
                    "reach": reach,
                },
            ),
            film.grid(bent[0], before="→", note="output of ReLU"),
            film.grid(bent[1], note="output of tanh"),
        ),
        frames,
    )


def _activation_formula(point: dict[str, float]) -> str:
    def tex(value: float) -> str:
        return film.number(value).replace("−", "-")

    x = tex(point["x"])
    sign = r"\approx" if round(point["tanh"], 2) != point["tanh"] else "="
    return (
        rf"\operatorname{{ReLU}}({x}) = \max(0, {x}) = {tex(point['relu'])} \qquad "
        rf"\tanh({x}) {sign} {tex(point['tanh'])}"
    )


def _array(name: str, label: str, default: NDArray[np.float64]) -> Param:
    return Param(name, label, "array", default, help="Click a cell and type, or drag up and down.")


_FILTER = Param(
    "filter",
    "Filter",
    "choice",
    seeds.FILTERS[0],
    choices=tuple((name, name) for name in seeds.FILTERS),
)
_VERTICAL = seeds.example("filter: vertical edge")
CHECKERBOARD_PARAMS = (
    _array("input", "Input", seeds.example("checkerboard")),
    _array("kernel", "Filter", _VERTICAL),
    Param("stride", "Stride", "integer", 1, 1, 4, help="How far the window moves each time."),
    Param("padding", "Padding", "integer", 0, 0, 3, help="Rings of zeros around the input."),
)


def _as_text(name: str) -> str:
    rows = seeds.example(f"filter: {name}")[0]
    return ";".join(",".join(f"{weight:g}" for weight in row) for row in rows)


STEP = Step(
    NAME,
    "grid_view",
    (
        Script("checkerboard", Stage.CONV, checkerboard, CHECKERBOARD_PARAMS),
        Script(
            "edge",
            Stage.CONV,
            edge,
            (
                _array("input", "Input", seeds.example("vertical edge")),
                _array("kernel", "Filter", _VERTICAL),
            ),
        ),
        Script(
            "digit",
            Stage.CONV,
            digit,
            (
                _array("input", "Input", seeds.digit()),
                _array("kernel", "Filter", _VERTICAL),
            ),
            tuple((name, {"kernel": _as_text(name)}) for name in seeds.FILTERS),
        ),
        Script("activate", Stage.ACTIVATE, activate, (_FILTER,)),
    ),
)
