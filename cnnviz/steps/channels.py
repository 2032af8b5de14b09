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
from cnnviz.scene import Frame, Json, Panel, Scene, Script, Stage, Step, Tensor
from cnnviz.seeds import SceneText

NAME = "channels"
NUMBERS: dict[str, Json] = {"numbers": True}
COLOURS = ("red", "green", "blue")
FILTERS = ("vertical edge", "horizontal edge", "Laplacian", "emboss")
SIDE = 32
"""The side of the maps that a fully connected layer is compared on."""
PYRAMID = ((3, 224), (64, 224), (128, 112), (256, 56), (512, 28), (512, 14))


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


def rgb(values: Values) -> Scene:
    """One filter of three channels on a small colour picture: three partial maps become one."""
    words = _words("rgb")
    picture = seeds.example("colours")
    weights = seeds.example("filter: colours")
    bias = values.integer("bias")
    image = Tensor("image", picture, "Picture", Stage.INPUT, "rgb", 1.0)
    kernel = Tensor("kernel", weights, "Filter", Stage.CONV, "signed", film.limit(weights))
    parts = [
        Sweep(
            Tensor(colour, picture[c : c + 1], colour, Stage.INPUT, "image"),
            replace(kernel, data=weights[c : c + 1]),
            output_name=f"{colour}_map",
            output_label=colour,
        )
        for c, colour in enumerate(COLOURS)
    ]
    whole = Sweep(image, kernel, bias=float(bias), output_label="Feature map")
    limit = max(film.limit(part.output.data) for part in parts)
    maps = [replace(part.output, limit=limit) for part in parts]
    output = replace(whole.output, stage=Stage.STACK)
    grids = tuple(f"{colour}_map" for colour in COLOURS)
    none = dict.fromkeys((*grids, "output"), 0)

    def results(k: int) -> dict[str, str]:
        y, x = whole.position(k)
        return {
            colour: film.number(part.output.data[0, y, x])
            for colour, part in zip(COLOURS, parts, strict=True)
        }

    def formula(k: int) -> str:
        signed = "".join(
            f"{'+' if i and not value.startswith('−') else ''}{value}".replace("−", "-")
            for i, value in enumerate((*results(k).values(), film.number(bias)))
        )
        return f"{signed} = {film.number(whole.work(k).result)}".replace("−", "-")

    def channel(c: int) -> Frame:
        rows, columns = whole.window(0)
        return Frame(
            3.0,
            words("channel", colour=COLOURS[c], result=film.number(parts[c].work(0).result)),
            boxes=(
                film.region(image, "window", rows, columns, channels=(c, c + 1), tie=0),
                film.cell(maps[c], 0, 0, tie=0),
            ),
            works=(parts[c].work(0),),
            revealed=none | dict.fromkeys(grids[: c + 1], 1),
            hidden=("output",),
            panels={"image": {"lit": c, "shown": 3}, "kernel": {"lit": c, "shown": 3}},
        )

    def place(k: int, seconds: float, sentence: str) -> Frame:
        y, x = whole.position(k)
        rows, columns = whole.window(k)
        return Frame(
            seconds,
            sentence,
            formula=formula(k),
            boxes=(
                *(
                    film.region(image, "window", rows, columns, channels=(c, c + 1))
                    for c in range(3)
                ),
                *(film.cell(each, y, x) for each in maps),
                film.cell(output, y, x),
            ),
            revealed=dict.fromkeys((*grids, "output"), k + 1),
        )

    frames = (
        Frame(
            film.OPENING,
            words("open"),
            hidden=("kernel", *grids, "output"),
            revealed=none,
        ),
        Frame(film.OPENING, words("kernel"), hidden=(*grids, "output"), revealed=none),
        *(channel(c) for c in range(3)),
        place(0, 4.0, words("sum", bias=bias, result=film.number(whole.work(0).result))),
        *(
            place(
                k,
                2.2 if k < 4 else 0.9,
                words("move", **results(k), result=film.number(whole.work(k).result)),
            )
            for k in range(1, len(whole))
        ),
        Frame(film.CLOSING, words("close", terms=weights.size)),
    )
    plus: dict[str, Json] = {**NUMBERS, "row": "same"}
    return Scene(
        NAME,
        "rgb",
        words.title,
        Stage.STACK,
        values,
        (image, kernel, *maps, output),
        (
            film.grid(image, name="colours", zoom=1.15, options={"channel": -1, "row": "same"}),
            film.stack(image, gap=0.9, zoom=1.1, label="Its channels", before="→"),
            film.stack(kernel, gap=0.9, zoom=1.1, before="∗"),
            film.grid(
                maps[0], before="=", note="of 3×3×3", options={**NUMBERS, "row": "new"}, zoom=1.15
            ),
            film.grid(maps[1], before="+", note="products", options=plus, zoom=1.15),
            film.grid(maps[2], before="+", note="each", options=plus, zoom=1.15),
            film.grid(
                output, before="→", note=f"with bias {film.number(bias)}", options=plus, zoom=1.15
            ),
        ),
        frames,
    )


def filters(values: Values) -> Scene:
    """Four filters on the digit make a stack of four maps; the next filter is four deep."""
    words = _words("filters")
    ink = seeds.digit(values.word("digit"))
    bank = np.stack([seeds.example(f"filter: {name}") for name in FILTERS])
    data = conv2d(ink, bank, np.zeros(len(FILTERS)))
    mixing = np.repeat(np.array([1.0, 1.0, -1.0, 1.0])[:, None, None], 9, axis=0).reshape(4, 3, 3)
    joined = conv2d(data, mixing[np.newaxis], np.zeros(1))
    image = Tensor("image", ink, "Input", Stage.INPUT, "image")
    kernels = [
        Tensor(f"filter{i}", bank[i], name, Stage.CONV, "signed", film.limit(bank[i]))
        for i, name in enumerate(FILTERS)
    ]
    maps = Tensor("maps", data, "Feature maps", Stage.STACK, "signed", film.limit(data))
    following = Tensor("next", mixing, "Next filter", Stage.CONV, "signed", 2.0)
    result = Tensor("result", joined, "Its map", Stage.STACK, "signed", film.limit(joined))
    names = tuple(kernel.name for kernel in kernels)
    count = len(FILTERS)

    def one(i: int) -> Frame:
        return Frame(
            2.6,
            words("one", filter=FILTERS[i]),
            hidden=("next", "result"),
            focus=("image", names[i], "maps"),
            panels={"maps": {"shown": i + 1, "lit": i}},
        )

    full: dict[str, Json] = {"shown": count}
    frames = (
        Frame(film.OPENING, words("open", count=count), hidden=("maps", "next", "result")),
        Frame(
            film.OPENING,
            words("ask"),
            hidden=("next", "result"),
            panels={"maps": {"shown": 0}},
        ),
        *(one(i) for i in range(count)),
        Frame(
            film.OPENING,
            words("stack", count=count),
            hidden=("next", "result"),
            panels={"maps": full},
        ),
        Frame(film.OPENING, words("next", count=count), hidden=("result",), panels={"maps": full}),
        Frame(
            film.OPENING,
            words("result", count=count),
            focus=("maps", "next", "result"),
            panels={"maps": full},
        ),
        Frame(film.CLOSING, words("close"), panels={"maps": full}),
    )
    return Scene(
        NAME,
        "filters",
        words.title,
        Stage.STACK,
        values,
        (image, *kernels, maps, following, result),
        (
            film.grid(image, zoom=0.55),
            *(
                film.grid(
                    kernel,
                    zoom=3.4,
                    note=" ",
                    before="∗" if i == 0 else "",
                    options={"row": "same"},
                )
                for i, kernel in enumerate(kernels)
            ),
            replace(
                (stacked := film.stack(maps, gap=0.4, zoom=0.5, before="→")),
                options={**stacked.options, "row": "new"},
            ),
            film.stack(following, gap=0.9, zoom=2.2, before="∗"),
            film.grid(result, zoom=0.5, before="→"),
        ),
        frames,
    )


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
        replace(at("close", 3, formulas[2]), seconds=film.CLOSING),
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
        x += channels + side * film.ACROSS[0] + (110 if i < 2 else 50)
    height = 224 * (1 + film.ACROSS[1]) + max(c for c, _ in PYRAMID) * film.ALONG + 30
    panel = Panel(
        "blocks",
        "blocks",
        (),
        "",
        "",
        Stage.STACK,
        (height, x - 50),
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
                _count("K", "K, filter side", 3, 11, "How wide and high a filter is."),
                _count("C_in", "C in", 64, 512, "How many channels the input has."),
                _count("C_out", "C out", 128, 512, "How many filters there are."),
            ),
            (
                ("3×3, 64 → 128", {"K": 3, "C_in": 64, "C_out": 128}),
                ("first layer, RGB", {"K": 3, "C_in": 3, "C_out": 64}),
                ("1×1, 512 → 128", {"K": 1, "C_in": 512, "C_out": 128}),
            ),
        ),
        Script("pyramid", Stage.STACK, pyramid),
    ),
)
