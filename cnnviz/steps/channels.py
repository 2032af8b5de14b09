"""Step 5, feature maps and channels: a filter is as deep as its input; as many maps as filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine.conv import conv2d
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.film import Sweep
from cnnviz.param import Param, Values
from cnnviz.scene import Frame, Json, Panel, Scene, Script, Stage, Step, Tensor, Work
from cnnviz.seeds import SceneText

NAME = "channels"
NUMBERS: dict[str, Json] = {"numbers": True}
COLOURS = ("red", "green", "blue")
FILTERS = ("vertical edge", "horizontal edge", "Laplacian", "emboss")
SIDE = 32
"""The side of the maps that a fully connected layer is compared on."""
PYRAMID = ((3, 224), (64, 112), (128, 56), (256, 28), (512, 14))
"""Channels and sides: VGG's, after each of its first pools."""
BETWEEN = 45.0
"""Units between two blocks: room for what is written below them."""


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


def rgb(values: Values) -> Scene:
    """One filter of three channels on a small colour picture: three partial maps become one."""
    words = _words("rgb")
    bias = values.integer("bias")
    image = Tensor("image", seeds.example("colours"), "Picture", Stage.INPUT, "rgb", 1.0)
    weights = seeds.example("filter: colours")
    kernel = Tensor("kernel", weights, "Filter", Stage.CONV, "signed", film.limit(weights))
    whole = Sweep(image, kernel, bias=float(bias), output_label="Map")
    parts = [
        Sweep(
            replace(image, name=colour, data=image.data[c : c + 1]),
            replace(kernel, data=weights[c : c + 1]),
            output_name=f"{colour} map",
            output_label=colour,
        )
        for c, colour in enumerate(COLOURS)
    ]
    limit = max(film.limit(part.output.data) for part in parts)
    maps = [replace(part.output, limit=limit) for part in parts]
    output = replace(whole.output, stage=Stage.STACK)
    constant = Tensor(
        "bias", np.full((1, 1, 1), float(bias)), "bias", Stage.CONV, "signed", max(abs(bias), limit)
    )
    return Scene(
        NAME,
        "rgb",
        words.title,
        Stage.STACK,
        values,
        (image, kernel, *maps, constant, output),
        tuple(
            replace(panel, note="") for panel in _rgb_panels(image, kernel, maps, constant, output)
        ),
        tuple(_rgb_frames(words, whole, parts, bias)),
    )


def _rgb_panels(
    image: Tensor, kernel: Tensor, maps: list[Tensor], bias: Tensor, output: Tensor
) -> Iterator[Panel]:
    """Above, the picture and its channels; below, the filter's layers and what they find."""
    yield film.grid(image, name="picture", options={"channel": -1})
    same: dict[str, Json] = {**NUMBERS, "row": "same"}
    for c, colour in enumerate(COLOURS):
        before = "" if c else "→"
        channel = film.grid(image, name=colour, before=before, options={**same, "channel": c})
        yield replace(channel, label=colour)
    for c, colour in enumerate(COLOURS):
        row = "same" if c else "new"
        options: dict[str, Json] = {**NUMBERS, "channel": c, "row": row}
        layer = film.grid(kernel, name=f"filter {colour}", options=options)
        yield replace(layer, label=f"for {colour}")
    for c, part in enumerate(maps):
        yield film.grid(part, before="+" if c else "→", options=same)
    yield film.grid(bias, name="plus", before="+", options=same)
    yield film.grid(output, before="=", options=same)


def _rgb_frames(words: SceneText, whole: Sweep, parts: list[Sweep], bias: int) -> Iterator[Frame]:
    """The first place term by term, the next channel by channel, and each time the sum."""
    names = [part.output.name for part in parts]
    layers = [f"filter {colour}" for colour in COLOURS]
    below = (*names, "plus", "output")
    none = dict.fromkeys((*names, "output"), 0)
    yield Frame(film.OPENING, words("open"), hidden=(*COLOURS, *layers, *below), revealed=none)
    yield Frame(film.OPENING, words("split"), hidden=(*layers, *below), revealed=none)
    yield Frame(film.OPENING, words("kernel"), hidden=below, revealed=none)

    def channel(k: int, c: int, shown: int, seconds: float, sentence: str) -> Frame:
        work = parts[c].work(k, shown)
        rows, columns = whole.window(k)
        y, x = whole.position(k)
        done = shown == len(work.terms)
        window = film.region(whole.input, "window", rows, columns, channels=(c, c + 1), tie=0)
        return Frame(
            seconds,
            sentence,
            formula=_products(work),
            boxes=(window, film.cell(parts[c].output, y, x, tie=0)) if done else (window,),
            works=(work,),
            revealed=none
            | {name: k + (i < c or (i == c and done)) for i, name in enumerate(names)}
            | {"output": k},
            focus=(COLOURS[c], layers[c], *names[: c + 1], *(["output"] if k else [])),
            hidden=("plus", "output", *names[c + 1 :]) if k == 0 else (),
        )

    for k in range(len(whole)):
        for c, (colour, part) in enumerate(zip(COLOURS, parts, strict=True)):
            terms = part.kernel.data.size
            said = {"colour": colour, "result": film.number(part.work(k).result)}
            if k == 0:
                for shown in range(1, terms):
                    a, b, product = (film.number(value) for value in part.work(0).terms[shown - 1])
                    signed = f"({b})" if b.startswith("−") else b
                    sentence = words("term", a=a, b=signed, product=product, colour=colour)
                    yield channel(0, c, shown, film.TERM if c == 0 else 0.3, sentence)
            sentence = words("layer" if k == 0 else "next", **said)
            yield channel(k, c, terms, 2.2 if k == 0 else 1.2, sentence)
        results = [film.number(part.work(k).result) for part in parts]
        total = film.number(whole.work(k).result)
        y, x = whole.position(k)
        yield Frame(
            film.CLOSING if k == 0 else film.RESULT,
            words("sum" if k == 0 else "sum-next", result=total, bias=film.number(bias)),
            formula=_sum([*results, film.number(bias)], total),
            boxes=(
                *(film.region(part.output, "note", (y, y + 1), (x, x + 1)) for part in parts),
                film.cell(whole.output, y, x),
            ),
            revealed=dict.fromkeys((*names, "output"), k + 1),
            focus=(*names, "plus", "output"),
        )
    yield Frame(
        film.CLOSING,
        words("close", terms=whole.kernel.data.size),
        focus=("picture", *COLOURS, *layers, "output"),
    )


def _products(work: Work) -> str:
    """The products so far, and what they add up to."""
    shown = [film.number(product) for _, _, product in work.terms[: work.shown]]
    total = work.running[work.shown - 1] if work.running else work.result
    return _sum(shown, film.number(total))


def _sum(parts: list[str], total: str) -> str:
    """The channels' numbers and the bias, with their signs, and what they add up to."""
    signed = "".join(
        f" {'-' if part.startswith('−') else '+'} {part.removeprefix('−')}" for part in parts[1:]
    )
    return f"{parts[0]}{signed} = {total}".replace("−", "-")


def filters(values: Values) -> Scene:
    """Four filters on the digit make a stack of four maps; the next filter is four deep."""
    words = _words("filters")
    ink = seeds.digit(values.word("digit"))
    bank = np.concatenate([seeds.example(f"filter: {name}") for name in FILTERS])
    data = conv2d(ink, bank[:, np.newaxis], np.zeros(len(bank)))
    # The next layer's filter, by hand: upright edges that end in level ones, and the other way.
    mixing = bank[[1, 0, 3, 2]]
    joined = conv2d(data, mixing[np.newaxis], np.zeros(1))
    image = Tensor("image", ink, "Input", Stage.INPUT, "image")
    kernels = Tensor("filters", bank, "Filters", Stage.CONV, "signed", 2.0)
    maps = Tensor("maps", data, "Feature maps", Stage.STACK, "signed", film.limit(data))
    deep = Tensor("deep", mixing, "One next filter", Stage.CONV, "signed", 2.0)
    result = Tensor("result", joined, "Its map", Stage.STACK, "signed", film.limit(joined))
    stacked = film.stack(maps, before="→")
    return Scene(
        NAME,
        "filters",
        words.title,
        Stage.STACK,
        values,
        (image, kernels, maps, deep, result),
        (
            film.grid(image),
            film.stack(kernels, zoom=4.2, gap=0.7, before="∗", note=f"{len(bank)} of 3×3"),
            replace(stacked, options={**stacked.options, "ghost": True}),
            film.stack(deep, zoom=4.2, gap=0.7, before="∗", note="4×3×3"),
            film.grid(result, before="→"),
        ),
        tuple(_filter_frames(words, len(bank), result)),
    )


def _filter_frames(words: SceneText, count: int, result: Tensor) -> Iterator[Frame]:
    """Plane by plane the stack grows; then one deep filter reads through all of it."""
    none = {"result": 0}
    later = ("deep", "result")
    empty: dict[str, Json] = {"shown": 0}
    full: dict[str, Json] = {"shown": count}
    yield Frame(
        film.OPENING,
        words("open", count=count),
        hidden=("filters", "maps", *later),
        revealed=none,
        panels={"maps": empty},
    )
    yield Frame(
        film.OPENING,
        words("ask", count=count),
        hidden=("maps", *later),
        revealed=none,
        panels={"maps": empty},
    )
    for i, name in enumerate(FILTERS):
        yield Frame(
            2.6,
            words("one", filter=name),
            hidden=later,
            revealed=none,
            panels={"filters": {"lit": i}, "maps": {"shown": i + 1, "lit": i}},
        )
    yield Frame(
        film.OPENING,
        words("stack", count=count),
        hidden=later,
        focus=("maps",),
        revealed=none,
        panels={"maps": full},
    )
    yield Frame(
        film.OPENING,
        words("deep", count=count),
        hidden=("result",),
        focus=("maps", "deep"),
        revealed=none,
        panels={"maps": full},
    )
    _, height, width = result.data.shape
    for y in range(height):
        for x in (0, width // 2) if y == 0 else (0,):
            patch: dict[str, Json] = {"shown": count, "patch": [y, y + 3, x, x + 3]}
            yield Frame(
                film.OPENING if (y, x) == (0, 0) else max(0.2, 0.6 * 0.85**y),
                words("read" if (y, x) == (0, 0) else "sweep", count=count),
                boxes=(film.cell(result, y, x),),
                focus=("maps", "deep", "result"),
                revealed={"result": y * width + x + 1},
                panels={"maps": patch},
            )
    yield Frame(film.CLOSING, words("close", count=count), panels={"maps": full})


def parameters(values: Values) -> Scene:
    """The parameters of a convolutional layer beside those of a fully connected one."""
    words = _words("parameters")
    k, c_in, c_out = (values.integer(name) for name in ("K", "C_in", "C_out"))
    single = conv2d_parameters(k, k, c_in, 1, bias=False)
    layer = conv2d_parameters(k, k, c_in, c_out)
    inputs, outputs = SIDE * SIDE * c_in, SIDE * SIDE * c_out
    dense = dense_parameters(inputs, outputs, bias=False)
    bars = film.bars(
        "bars",
        (
            ("one filter", single, f"{single:,}", Stage.CONV),
            ("the layer", layer, f"{layer:,}", Stage.STACK),
            ("fully connected", dense, f"{dense:,}", Stage.CLASSIFY),
        ),
        label="Parameters",
        row=1.3,
        width=13.0,
    )
    formulas = (
        r"K \cdot K \cdot C_{in} \cdot C_{out} + C_{out}",
        rf"{k} \cdot {k} \cdot {c_in} = {_tex(single)}",
        rf"{k} \cdot {k} \cdot {c_in} \cdot {c_out} + {c_out} = {_tex(layer)}",
        rf"{_tex(inputs)} \cdot {_tex(outputs)} = {_tex(dense)}",
    )
    numbers = {
        "k": k,
        "c_in": c_in,
        "c_out": c_out,
        "filter": f"{single:,}",
        "layer": f"{layer:,}",
        "side": SIDE,
        "inputs": f"{inputs:,}",
        "outputs": f"{outputs:,}",
        "dense": f"{dense:,}",
        "ratio": f"{round(dense / layer):,}",
    }

    def at(key: str, shown: int, formula: str, scale: str = "log") -> Frame:
        return Frame(
            4.2 if key == "dense" else 3.4,
            words(key, **numbers),
            formula=formula,
            panels={"bars": {"shown": shown, "scale": scale, "lit": shown - 1}},
        )

    frames = (
        at("open", 0, formulas[0]),
        at("one", 1, formulas[1]),
        at("layer", 2, formulas[2]),
        at("dense", 3, formulas[3]),
        at("linear", 3, formulas[3], "linear"),
        at("log", 3, formulas[2]),
        replace(
            at("close", 3, formulas[2]),
            seconds=film.CLOSING,
            panels={"bars": {"shown": 3, "scale": "log"}},
        ),
    )
    return Scene(NAME, "parameters", words.title, Stage.STACK, values, (), (bars,), frames)


def _tex(count: int) -> str:
    return f"{count:,}".replace(",", "{,}")


def pyramid(values: Values) -> Scene:
    """Blocks true to scale: sides shrink, channels grow."""
    words = _words("pyramid")
    # A channel is drawn as thick as a pixel is wide, so that volumes compare truly.
    blocks: list[Json] = []
    x = 0.0
    for i, (channels, side) in enumerate(PYRAMID):
        stage = Stage.INPUT if i == 0 else Stage.STACK
        text = f"{channels}×{side}×{side}"
        blocks.append({"x": x, "channels": channels, "side": side, "text": text, "stage": stage})
        x += channels + side * film.ACROSS[0] + BETWEEN
    height = 224 * (1 + film.ACROSS[1]) + 40
    panel = Panel(
        "blocks",
        "blocks",
        (),
        "",
        "",
        Stage.STACK,
        (height, x - BETWEEN),
        "",
        {"blocks": blocks, "across": list(film.ACROSS), "along": film.ALONG},
    )

    def frames() -> Iterator[Frame]:
        for i, (channels, side) in enumerate(PYRAMID):
            sentence = words(
                "open" if i == 0 else "next",
                channels=channels,
                side=side,
                values=f"{channels * side * side:,}",
            )
            state: dict[str, Json] = {"shown": i + 1, "lit": i}
            yield Frame(3.0, sentence, panels={"blocks": state})
        yield Frame(
            film.CLOSING, words("close"), panels={"blocks": {"shown": len(PYRAMID), "lit": -1}}
        )

    return Scene(NAME, "pyramid", words.title, Stage.STACK, values, (), (panel,), tuple(frames()))


def _count(name: str, label: str, default: int, maximum: int, help_: str) -> Param:
    return Param(name, label, "integer", default, 1, maximum, help=help_)


STEP = Step(
    NAME,
    "layers",
    (
        Script(
            "rgb",
            Stage.STACK,
            rgb,
            (Param("bias", "Bias", "integer", 1, -3, 3, help="Added to every sum."),),
        ),
        Script(
            "filters",
            Stage.STACK,
            filters,
            (
                Param(
                    "digit",
                    "Digit",
                    "choice",
                    seeds.digits()[0].name,
                    choices=tuple((each.name, str(each.label)) for each in seeds.digits()),
                ),
            ),
        ),
        Script(
            "parameters",
            Stage.STACK,
            parameters,
            (
                _count("K", "K, filter", 3, 11, "How wide and high a filter is."),
                _count("C_in", "C in", 64, 512, "How many channels the input has."),
                _count("C_out", "C out", 128, 512, "How many filters there are."),
            ),
            (
                ("3×3, 64 → 128", {"K": 3, "C_in": 64, "C_out": 128}),
                ("first layer", {"K": 3, "C_in": 3, "C_out": 64}),
                ("1×1, 512 → 128", {"K": 1, "C_in": 512, "C_out": 128}),
            ),
        ),
        Script("pyramid", Stage.STACK, pyramid),
    ),
)
