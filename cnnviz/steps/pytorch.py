"""Step 8, a CNN in PyTorch: read line by line, run on a picture, and what came after it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import numpy as np

from cnnviz import diagrams, film, seeds
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.engine.layers import Conv2d, Dense, Layer
from cnnviz.param import Param, Values
from cnnviz.scene import Array, Frame, Json, Panel, Scale, Scene, Script, Stage, Step, Tensor
from cnnviz.seeds import SceneText

NAME = "pytorch"
PROGRAM = "simple_cnn.py"
DRAWN = 8
"""How many maps of a layer are drawn: those that vary most over the picture."""
BEST = 5
"""How many of the ten answers are shown as bars."""
HUES = {
    "Conv2d": Stage.CONV,
    "ReLU": Stage.ACTIVATE,
    "MaxPool2d": Stage.POOL,
    "AdaptiveAvgPool2d": Stage.POOL,
    "Flatten": Stage.STACK,
    "Linear": Stage.CLASSIFY,
}
LAYERS = tuple(
    layer for layer in seeds.outlined("simplecnn").layers if layer.name != "probabilities"
)


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


def listing() -> tuple[str, ...]:
    """The lines of the program's class, without its docstring, imports and trial run."""
    source = seeds.code(PROGRAM)
    model = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    return tuple(source.splitlines()[model.lineno - 1 : model.end_lineno])


def _layer_of(line: str) -> str:
    found = re.match(r"\s+nn\.(\w+)\(.*\),$", line)
    return found[1] if found else ""


def _pieces(line: str) -> list[Json]:
    """A line as [text, colour token]: a layer in its stage's hue, Python's own words quiet."""
    parts = re.split(r"(\b(?:class|def|return|self|super)\b|nn\.\w+)", line)
    return [
        [part, HUES.get(part.removeprefix("nn."), "ink") if part.startswith("nn.") else "muted"]
        if k % 2
        else [part, "ink"]
        for k, part in enumerate(parts)
        if part
    ]


def activations(picture: str) -> dict[str, Array]:
    """What each line makes of a picture, by the name of its layer, "input" and "flatten" too."""
    kept: dict[str, Array] = {}
    given = seeds.picture(picture).astype(np.float32)
    for name, data in seeds.network("simplecnn").run(given).items():
        kept[name] = data if data.ndim == 3 else data.reshape(-1, 1, 1)
        if name == "average":
            kept["flatten"] = kept[name]
    return kept


def _made(picture: str) -> tuple[tuple[str, Tensor, tuple[int, ...]], ...]:
    """(layer, what is drawn of its output, its shape) by line; maps chosen where they vary most."""
    network = seeds.network("simplecnn")
    kept = activations(picture)
    chosen: dict[int, list[int]] = {}
    for name in ("conv1 relu", "conv2 relu", "conv3 relu"):
        varies = kept[name].std(axis=(1, 2))
        chosen[len(varies)] = sorted(np.argsort(-varies, kind="stable")[:DRAWN].tolist())
    stages = {"input": "input", "flatten": "stack"} | {each.name: each.stage for each in LAYERS}
    made = []
    for name, data in kept.items():
        if name == "probabilities":
            continue
        whole = network.shapes().get(name, (len(data),)) if name != "average" else data.shape
        some = data[chosen[len(data)]] if data.shape[1] > 1 and name != "input" else data
        scale: Scale = "rgb" if name == "input" else "signed"
        size = 1.0 if name == "input" else film.limit(some)
        label = "Picture" if name == "input" else f"Output of {name}"
        tensor = Tensor(name, some, label, Stage(stages[name]), scale, size)
        made.append((name, tensor, whole))
    return tuple(made)


def _shape(whole: tuple[int, ...]) -> str:
    return "×".join(map(str, whole))


def _counted(layer: Layer) -> tuple[int, str]:
    """How many parameters, and the formula that says so; empty for a layer that learns nothing."""
    match layer:
        case Conv2d():
            (height, width), c_in, c_out = layer.kernel, layer.c_in, layer.c_out
            count = conv2d_parameters(height, width, c_in, c_out)
            terms = rf"{height} \cdot {width} \cdot {c_in} \cdot {c_out} + {c_out}"
        case Dense():
            count = dense_parameters(layer.n_in, layer.n_out)
            terms = rf"{layer.n_in} \cdot {layer.n_out} + {layer.n_out}"
        case _:
            return 0, ""
    return count, f"{terms} = {_latex(count)}"


def _latex(count: int) -> str:
    return f"{count:,}".replace(",", "{,}")


def _counts() -> dict[str, tuple[int, str]]:
    return {"flatten": (0, ""), **{layer.name: _counted(layer) for layer in LAYERS}}


def _item(name: str, tensor: Tensor, whole: tuple[int, ...], text: str, hue: str) -> Json:
    """How the `volume` view draws one tensor: its planes, and its shape in words."""
    side = tensor.data.shape[1]
    zoom = 0.135 * (32 / side) ** 0.5 if side > 1 else (0.7 if len(tensor.data) > 10 else 1.1)
    planes = DRAWN if side > 1 else 24
    panel = film.stack(tensor, zoom=zoom, planes=planes, gap=0.2 if side > 1 else 0.34)
    extent: list[Json] = [5.6, 5.6] if name == "input" else list(panel.extent)
    options: dict[str, Json] = {"picture": True} if name == "input" else dict(panel.options)
    return {
        "tensor": tensor.name,
        "stage": hue,
        "title": _shape(whole),
        "text": text,
        "extent": extent,
        "options": options,
        "flat": 0 if side > 1 else len(tensor.data),
    }


def _note(tensor: Tensor, whole: tuple[int, ...]) -> str:
    if tensor.name == "input":
        return "red, green, blue"
    if len(whole) == 3 and whole[1] > 1:
        return f"{len(tensor.data)} of {whole[0]} maps drawn"
    return f"{whole[0]} numbers"


def _lines() -> tuple[tuple[str, ...], dict[str, int]]:
    """The listing, and which of its lines makes which layer's output."""
    lines = listing()
    names = [layer.name for layer in LAYERS]
    names.insert(names.index("linear"), "flatten")
    makers = [k for k, line in enumerate(lines) if _layer_of(line)]
    return lines, dict(zip(names, makers, strict=True))


def code(values: Values) -> Scene:
    """The lines light up one by one; beside each stands the tensor that it makes."""
    words = _words("code")
    made = _made(values.word("picture"))
    lines, line_of = _lines()
    counts = _counts()
    shapes = {name: whole for name, _, whole in made}
    total = sum(count for count, _ in counts.values())
    last = len(lines) - 1
    listed: list[Json] = [{"pieces": _pieces(line)} for line in lines]
    for name, k in line_of.items():
        hue = HUES[_layer_of(lines[k])]
        count = f"{counts[name][0]:,}" if counts[name][0] else ""
        listed[k] = {
            "pieces": _pieces(lines[k]),
            "stage": str(hue),
            "shape": _shape(shapes[name]),
            "count": count,
        }
    listed[last] = {
        "pieces": _pieces(lines[last]),
        "stage": "classify",
        "shape": "in all",
        "count": f"{total:,}",
    }
    hues = {name: str(HUES[_layer_of(lines[k])]) for name, k in line_of.items()}
    items = [
        _item(name, tensor, whole, _note(tensor, whole), hues.get(name, "input"))
        for name, tensor, whole in made
    ]
    _, scores, whole = made[-1]
    summary = _item("linear", scores, whole, "parameters in all", "classify")
    assert isinstance(summary, dict)
    items.append(summary | {"title": f"{total:,}"})
    place = {name: k for k, (name, _, _) in enumerate(made)}

    def at(seconds: float, key: str, lit: int, made: int, current: int, formula: str = "") -> Frame:
        return Frame(
            seconds,
            words(key, total=f"{total:,}", lines=len(lines), share=share, **shown.get(key, {})),
            formula=formula,
            panels={"code": {"lit": lit, "made": made}, "tensor": {"current": current}},
        )

    largest = max(counts.values())[0]
    share = round(100 * largest / total)
    shown = {
        name.replace(" ", "-"): {"count": f"{counts[name][0]:,}", "shape": _shape(shapes[name])}
        for name in line_of
    }
    start = next(k for k, line in enumerate(lines) if "Sequential" in line)
    forward = next(k for k, line in enumerate(lines) if "def forward" in line)
    frames = (
        at(film.OPENING, "open", -1, 0, 0),
        at(3.4, "class", 0, 0, 0),
        at(3.8, "sequential", start, 0, 0),
        at(3.4, "input", forward, 0, place["input"]),
        *(
            at(
                4.0 if counts[name][0] else 3.2,
                name.replace(" ", "-"),
                k,
                k + 1,
                place[name],
                counts[name][1],
            )
            for name, k in line_of.items()
        ),
        at(4.0, "total", last, last + 1, len(made)),
        at(film.CLOSING, "close", -1, last + 1, len(made)),
    )
    panels = (
        Panel("code", "code", stage=Stage.STACK, extent=(12.0, 20.0), options={"lines": listed}),
        Panel(
            "tensor",
            "volume",
            tuple(tensor.name for _, tensor, _ in made),
            stage=Stage.STACK,
            extent=(9.0, 9.0),
            options={"items": items},
        ),
    )
    tensors = tuple(tensor for _, tensor, _ in made)
    return Scene(NAME, "code", words.title, Stage.STACK, values, tensors, panels, frames)


def run(values: Values) -> Scene:
    """A picture goes through the untrained network: each line's real maps, and ten guesses."""
    words = _words("run")
    picture = values.word("picture")
    made = _made(picture)
    network = seeds.network("simplecnn")
    lines, line_of = _lines()
    tensors = {name: tensor for name, tensor, _ in made}
    shapes = {name: whole for name, _, whole in made}
    hues = {name: str(HUES[_layer_of(lines[k])]) for name, k in line_of.items()} | {
        "input": "input"
    }
    source = {name: lines[k].strip().rstrip(",") for name, k in line_of.items()}
    items = []
    for name, tensor, whole in made:
        item = _item(name, tensor, whole, _note(tensor, whole), hues[name])
        assert isinstance(item, dict)
        title = f"{source.get(name, 'x')} → {_shape(whole)}" if name != "input" else "x"
        items.append(item | {"title": title, "flat": len(tensor.data)})
    place = {name: k for k, (name, _, _) in enumerate(made)}
    chances = activations(picture)["probabilities"].ravel().astype(np.float64)
    best = int(chances.argmax())
    guesses = {_guess(other) for other in seeds.pictures()}
    stacks = {
        name: _awaited(
            film.stack(
                tensors[name],
                zoom=zoom,
                planes=6,
                gap=0.2,
                name=f"{name} maps",
                label=f"{label} + ReLU" if "relu" in name else label,
                note=_shape(shapes[name]),
            )
        )
        for name, label, zoom in (
            ("conv1 relu", "conv 1", 1.0),
            ("conv2 relu", "conv 2", 1.5),
            ("conv3 relu", "conv 3", 2.2),
        )
    }
    ranking = [(network.classes[k], float(chances[k])) for k in np.argsort(-chances)]
    answer = film.bars(
        "answer",
        tuple(
            (label, chance, f"{100 * chance:.0f} %", Stage.CLASSIFY)
            for label, chance in ranking[:BEST]
        ),
        label="Untrained: a guess",
        note=f"the best {BEST} of {len(ranking)}",
        row=8.4,
        width=50.0,
    )
    sheet = Panel(
        "sheet",
        "volume",
        tuple(tensors),
        stage=Stage.STACK,
        extent=(31.0, 150.0),
        options={"items": list(items), "words": 0.4, "row": "new"},
    )
    order = [panel.name for panel in stacks.values()]
    said = {
        "picture": picture,
        "answer": network.classes[best],
        "share": film.number(round(100 * float(chances[best]))),
        "count": len(seeds.pictures()),
        "negative": _percent_negative(activations(picture)["conv1"]),
    }

    def at(seconds: float, key: str, current: str, there: int, answered: bool = False) -> Frame:
        lit: dict[str, Json] = {"lit": 0} if key in ("answer", "same", "other") else {}
        return Frame(
            seconds,
            words(key, **said),
            hidden=() if answered else ("answer",),
            panels={
                "sheet": {"current": place[current]},
                "answer": lit,
                **{each: {"shown": 6 if k < there else 0} for k, each in enumerate(order)},
            },
        )

    frames = [at(film.OPENING, "open", "input", 0), at(4.0, "ask", "input", 0)]
    for name in line_of:
        there = sum(place[each] <= place[name] for each in stacks)
        frames.append(at(2.8, name.replace(" ", "-"), name, there))
    frames += [
        at(3.2, "softmax", "linear", len(order), True),
        at(4.0, "answer", "linear", len(order), True),
        at(4.5, "same" if len(guesses) == 1 else "other", "linear", len(order), True),
        at(film.CLOSING, "close", "linear", len(order), True),
    ]
    panels = (
        film.grid(tensors["input"], note="3×32×32", options={"channel": -1}),
        *stacks.values(),
        answer,
        sheet,
    )
    everything = tuple(tensors.values())
    return Scene(
        NAME, "run", words.title, Stage.CLASSIFY, values, everything, panels, tuple(frames)
    )


def _awaited(panel: Panel) -> Panel:
    """The same stack, with outlines where its planes will stand."""
    return replace(panel, options={**panel.options, "ghost": True})


def _guess(picture: str) -> int:
    return int(activations(picture)["probabilities"].argmax())


def _percent_negative(data: Array) -> int:
    return round(100 * float((data < 0).mean()))


def after(values: Values) -> Scene:
    """Four networks that followed: the idea of each as a diagram, its parameters as a bar."""
    words = _words("next")
    return diagrams.networks(NAME, "next", words, values)


def elsewhere(values: Values) -> Scene:
    """The same priors without pictures: along time, over a graph, and what attention gives up."""
    words = _words("elsewhere")
    return diagrams.elsewhere(NAME, "elsewhere", words, values)


_PICTURES = seeds.pictures()
_PICTURE = Param(
    "picture", "Picture", "choice", _PICTURES[0], choices=tuple((each, each) for each in _PICTURES)
)

STEP = Step(
    NAME,
    "code",
    (
        Script("code", Stage.STACK, code, (_PICTURE,)),
        Script("run", Stage.CLASSIFY, run, (_PICTURE,)),
        Script("next", Stage.CLASSIFY, after),
        Script("elsewhere", Stage.CLASSIFY, elsewhere),
    ),
)
