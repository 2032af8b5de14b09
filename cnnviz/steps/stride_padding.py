"""Step 3, stride and padding: how far a window moves, how far it reaches, how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine.geometry import output_size, usage2d, windows
from cnnviz.engine.spatial import span
from cnnviz.film import Sweep
from cnnviz.param import Param, ParameterError, Values
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
    Tensor,
    Work,
)
from cnnviz.seeds import SceneText

NAME = "stride-padding"
NUMBERS: dict[str, Json] = {"numbers": True}
GHOSTS = 40
"""More passed-over places than this are not all left on the picture."""


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


def _input(data: Array, label: str, name: str = "input", editable: str = "input") -> Tensor:
    scale: Scale = "image" if data.min() >= 0 else "signed"
    return Tensor(name, data, label, Stage.INPUT, scale, film.limit(data), editable)


def _labelled(sweep: Sweep, scale: Scale = "signed") -> Tensor:
    return replace(sweep.output, scale=scale)


def stride(values: Values) -> Scene:
    """One input and one filter, with a window that moves by one and a window that skips."""
    words = _words("stride")
    step = values.integer("stride")
    data, weights = values.array("input"), values.array("kernel")
    kernel = Tensor(
        "kernel", weights, "Filter", Stage.CONV, "signed", film.limit(weights), "kernel"
    )
    near = Sweep(
        _input(data, "Stride 1"), kernel, output_name="every", output_label="Its feature map"
    )
    far = Sweep(
        _input(data, f"Stride {step}", "again", ""),
        kernel,
        stride=step,
        output_name="some",
        output_label="Its feature map",
        tie=1,
    )
    _, rows, columns = far.output.data.shape
    none = {"every": 0, "some": 0}
    frames = (
        Frame(
            film.OPENING,
            words("open", height=data.shape[1], width=data.shape[2]),
            hidden=("every", "some"),
            revealed=none,
        ),
        Frame(film.OPENING, words("ask", stride=step), revealed=none),
        *_in_step(words, near, far),
        Frame(
            film.CLOSING,
            words("size", near=len(near), far=len(far)),
            formula=_both(data.shape[1], kernel.data.shape[1], step),
        ),
        Frame(
            film.CLOSING,
            words("close", stride=step) if step > 1 else words("close-same"),
            boxes=tuple(
                film.cell(near.output, y * step, x * step, tie=1)
                for y in range(rows)
                for x in range(columns)
            )[:GHOSTS],
            focus=("every", "some"),
        ),
    )
    return Scene(
        NAME,
        "stride",
        words.title,
        Stage.CONV,
        values,
        (near.input, far.input, kernel, near.output, far.output),
        (
            film.grid(near.input, options=NUMBERS),
            film.grid(near.output, before="→", options=NUMBERS),
            film.grid(kernel, options=NUMBERS),
            film.grid(far.input, options=NUMBERS),
            film.grid(far.output, before="→", options=NUMBERS),
        ),
        frames,
    )


def _in_step(words: SceneText, near: Sweep, far: Sweep) -> Iterator[Frame]:
    """Both windows at the same place, and a ghost where the second one is not computed."""
    passed: list[Box] = []
    done = 0
    step = far.stride
    size = far.size
    told: set[str] = set()
    for k in range(len(near)):
        y, x = near.position(k)
        rows, columns = near.window(k)
        stands = y % step == 0 and x % step == 0
        if stands:
            boxes = (*near.boxes(k), *far.boxes(done))
            works: tuple[Work, ...] = (near.work(k), far.work(done))
            done += 1
            key = "first" if k == 0 else "meet"
        else:
            middle = (rows[0] + size[0] // 2, columns[0] + size[1] // 2)
            passed.append(
                film.region(
                    far.input,
                    "ghost",
                    (middle[0], middle[0] + 1),
                    (middle[1], middle[1] + 1),
                )
            )
            over = film.region(far.input, "ghost", rows, columns)
            boxes = (*near.boxes(k), over)
            works = (near.work(k),)
            key = "row" if y % step else "skip"
        new = key not in told
        told.add(key)
        yield Frame(
            film.OPENING if new else film.quick(k, len(near)),
            words(
                key if new or k < 4 else "quick",
                result=film.number(near.work(k).result),
                stride=step,
            ),
            boxes=(*boxes, *passed[-GHOSTS:]),
            works=works,
            revealed={"every": k + 1, "some": done},
        )


def _both(size: int, kernel: int, step: int) -> str:
    def one(by: int) -> str:
        fits = output_size(size, kernel, stride=by)
        return rf"\left\lfloor \frac{{{size} - {kernel}}}{{{by}}} \right\rfloor + 1 = {fits}"

    return rf"{one(1)} \qquad {one(step)}"


def padding(values: Values) -> Scene:
    """Only whole windows, or a ring of zeros: the map's size, and how often each pixel is read."""
    words = _words("padding")
    data = values.array("input")
    _, height, width = data.shape
    side = int(values.word("K"))
    if side > min(height, width):
        raise ParameterError(
            "K", f"must be at most {min(height, width)} (the input's smaller side); got {side}"
        )
    ring = (side - 1) // 2
    kernel = Tensor("kernel", np.ones((1, side, side)), "Filter", Stage.CONV)
    inner = Sweep(_input(data, "Valid: no padding"), kernel, output_name="valid", tie=0)
    outer = Sweep(
        _input(data, "Same: zeros around", "padded", ""),
        kernel,
        padding=ring,
        output_name="same",
        tie=1,
    )
    counts = [
        Tensor(
            name,
            usage2d((height, width), (side, side), padding=(pad, pad))[np.newaxis],
            "How often read",
            Stage.CONV,
            "count",
            float(side * side),
        )
        for name, pad in (("count valid", 0), ("count same", ring))
    ]
    frames = (*_padding_sweep(words, inner, outer), *_fairness(words, inner, outer, counts))
    fits = [film.shape(sweep.output.data) for sweep in (inner, outer)]
    return Scene(
        NAME,
        "padding",
        words.title,
        Stage.CONV,
        values,
        (inner.input, outer.input, inner.output, outer.output, *counts),
        (
            film.grid(inner.input, options=NUMBERS),
            film.grid(inner.output, before="→", options=NUMBERS),
            film.grid(counts[0], options={**NUMBERS, "row": "same"}, note="windows a pixel"),
            film.grid(
                outer.input,
                options={**NUMBERS, "padding": ring},
                note=f"{film.shape(data)} + ring of {ring}" if ring else fits[1],
            ),
            film.grid(outer.output, before="→", options={**NUMBERS, "row": "same"}),
            film.grid(counts[1], options={**NUMBERS, "row": "same"}, note="windows a pixel"),
        ),
        frames,
    )


def _padding_sweep(words: SceneText, inner: Sweep, outer: Sweep) -> Iterator[Frame]:
    """The padded window leads; the other joins in wherever all of it lies on the picture."""
    _, height, width = inner.input.data.shape
    none = {"valid": 0, "same": 0}
    counted = ("count valid", "count same")
    left = ("padded", "same")
    yield Frame(
        film.OPENING,
        words("open", height=height, width=width),
        hidden=(*counted, *left, "valid"),
        revealed=none,
    )
    side = inner.size[0]
    area = side * side
    yield Frame(
        film.OPENING,
        words("ask", side=side, count=area),
        hidden=(*counted, *left),
        revealed=none,
        boxes=inner.boxes(0, written=False),
    )
    for k in range(len(inner)):
        yield Frame(
            film.quick(k, len(inner)) + (1.0 if k < 2 else 0.0),
            words("valid", result=film.number(inner.work(k).result)),
            boxes=inner.boxes(k),
            works=(inner.work(k),),
            hidden=(*counted, *left),
            revealed={"valid": k + 1, "same": 0},
        )
    size = film.shape(inner.output.data)
    yield Frame(
        film.OPENING,
        words("shrunk", size=size),
        hidden=(*counted, *left),
        revealed={"same": 0},
        formula=_formula(height, side, 1, 0, 1),
    )
    yield Frame(
        film.OPENING,
        words("ring", ring=outer.padding),
        hidden=counted,
        revealed={"same": 0},
        focus=left,
    )
    for k in range(len(outer)):
        yield Frame(
            film.quick(k, len(outer)) + (2.0 if k == 0 else 0.0),
            words("same-first" if k < 2 else "same", result=film.number(outer.work(k).result)),
            boxes=outer.boxes(k),
            works=(outer.work(k),),
            hidden=counted,
            focus=left,
            revealed={"same": k + 1},
        )
    yield Frame(
        film.OPENING,
        words("kept", size=film.shape(outer.output.data)),
        hidden=counted,
        formula=_formula(height, side, 1, outer.padding, 1),
    )


def _fairness(
    words: SceneText, inner: Sweep, outer: Sweep, counts: list[Tensor]
) -> Iterator[Frame]:
    """How many windows read a corner and the middle, without and with padding."""
    _, height, width = inner.input.data.shape
    middle = (height // 2, width // 2)
    both = [(counts[0], inner.input, "count valid"), (counts[1], outer.input, "count same")]
    yield Frame(film.OPENING, words("predict"), revealed={"count valid": 0, "count same": 0})
    for which, (count, source, name) in enumerate(both):
        later = ("count same",) if which == 0 else ()
        for y, x, key in ((0, 0, "corner"), (*middle, "middle")):
            yield Frame(
                film.OPENING,
                words(f"{key}-{name.split()[1]}", times=int(count.data[0, y, x])),
                boxes=(
                    film.region(source, "window", (y, y + 1), (x, x + 1), tie=0),
                    film.cell(count, y, x, tie=0),
                ),
                focus=(source.name, name),
                hidden=later,
            )
    corner, same = (int(count.data[0, 0, 0]) for count in counts)
    most = int(counts[0].data.max())
    yield Frame(
        film.CLOSING,
        words("close", corner=corner, same=same, most=most),
        focus=("count valid", "count same"),
    )


def _formula(size: int, kernel: int, step: int, ring: int, dilation: int) -> str:
    """O with its numbers filled in, the division before the floor where it leaves something."""
    reach = span(kernel, dilation)
    room = size - reach + 2 * ring
    fits = output_size(size, kernel, stride=step, padding=ring, dilation=dilation)
    wide = str(kernel) if dilation == 1 else rf"({dilation} \cdot ({kernel} - 1) + 1)"
    head = (
        rf"O = \left\lfloor \frac{{{size} - {wide} + 2 \cdot {ring}}}{{{step}}} \right\rfloor + 1"
    )
    quotient = film.number(room / step)
    sign = "=" if round(room / step, 2) == room / step else r"\approx"
    return rf"{head} {sign} \lfloor {quotient} \rfloor + 1 = {fits}"


GENERAL = r"O = \left\lfloor \frac{W - K + 2P}{S} \right\rfloor + 1"
DILATED = r"O = \left\lfloor \frac{W - (D \cdot (K - 1) + 1) + 2P}{S} \right\rfloor + 1"
MARCH = 14
"""At most so many frames for the windows that are laid down."""


def formula(values: Values) -> Scene:
    """One line of pixels, the windows that fit on it, and what is left over."""
    words = _words("formula")
    size, side, step, ring, dilation = (values.integer(name) for name in "WKSPD")
    reach = span(side, dilation)
    padded = size + 2 * ring
    if reach > padded:
        most = (padded - 1) // dilation + 1
        where = f"the padded input is {padded}" + (f", D is {dilation}" if dilation > 1 else "")
        raise ParameterError("K", f"must be from 1 to {most} here ({where}); got {side}")
    places = windows(size, side, stride=step, padding=ring, dilation=dilation)
    fits = len(places)
    over = size + ring - places[-1][1]
    letters = DILATED if dilation > 1 else GENERAL
    numbers = _formula(size, side, step, ring, dilation)

    def at(key: str, seconds: float, shown: int, formula: str = letters, **more: Json) -> Frame:
        told = words(
            key,
            size=size,
            side=side,
            step=step,
            ring=ring,
            reach=reach,
            fits=fits,
            over=over,
            padded=padded,
            dilation=dilation,
            room=film.about((padded - reach) / step),
        )
        return Frame(seconds, told, formula=formula, panels={"ruler": {"shown": shown, **more}})

    stops = sorted({round(1 + (fits - 1) * i / MARCH) for i in range(1, MARCH + 1)} - {1})
    frames = (
        at("open", film.OPENING, 0, ring=0),
        at("padding" if ring else "no-padding", film.OPENING, 0, ring=1),
        at("first" if dilation == 1 else "first-dilated", film.OPENING, 1, ring=1),
        *(
            at("march", 1.2 if i == 0 else film.quick(i, len(stops)), shown, ring=1)
            for i, shown in enumerate(stops)
        ),
        at("over" if over else "even", film.OPENING, fits, ring=1, over=1),
        at("numbers", film.CLOSING, fits, numbers, ring=1, over=1),
        at(_closing(size, fits, step), film.CLOSING, fits, numbers, ring=1, over=1),
    )
    ruler = Panel(
        "ruler",
        "ruler",
        (),
        "",
        "",
        Stage.CONV,
        (13.0, 40.0),
        "",
        {
            "size": size,
            "padding": ring,
            "dilation": dilation,
            "windows": [list(place) for place in places],
            "lanes": -(-reach // step),
            "over": over,
            "texts": {
                "input": f"input {size}" + (f" + {ring} + {ring}" if ring else ""),
                "output": f"output {fits}",
                "over": f"{over} left over",
            },
        },
    )
    return Scene(NAME, "formula", words.title, Stage.CONV, values, (), (ruler,), frames)


def _closing(size: int, fits: int, step: int) -> str:
    if fits == size:
        return "close-same"
    if step == 2 and fits == -(-size // 2):
        return "close-half"
    return "close-smaller" if fits < size else "close-larger"


def _array(name: str, label: str, default: Array) -> Param:
    return Param(
        name,
        label,
        "array",
        np.asarray(default, np.float64),
        help="Click a cell and type, or drag up and down.",
    )


_PLUS = _array("kernel", "Filter", seeds.example("filter: plus"))
STEP = Step(
    NAME,
    "open_with",
    (
        Script(
            "stride",
            Stage.CONV,
            stride,
            (
                _array("input", "Input", seeds.example("ring")),
                _PLUS,
                Param("stride", "Second stride", "integer", 2, 1, 4, help="The right window's."),
            ),
        ),
        Script(
            "padding",
            Stage.CONV,
            padding,
            (
                _array("input", "Input", seeds.example("small numbers")),
                Param(
                    "K",
                    "Filter side",
                    "choice",
                    "3",
                    choices=tuple((side, f"{side}×{side}") for side in "135"),
                ),
            ),
        ),
        Script(
            "formula",
            Stage.CONV,
            formula,
            (
                Param("W", "W, input", "integer", 32, 1, 64, help="Pixels along one side."),
                Param("K", "K, filter", "integer", 3, 1, 11, help="Weights along one side."),
                Param("S", "S, stride", "integer", 2, 1, 5, help="How far the window moves."),
                Param("P", "P, padding", "integer", 1, 0, 5, help="Zeros at each end."),
                Param("D", "D, dilation", "integer", 1, 1, 3, help="From weight to weight."),
            ),
            (
                ("no padding: 30", {"W": 32, "K": 3, "S": 1, "P": 0, "D": 1}),
                ("same: 32", {"W": 32, "K": 3, "S": 1, "P": 1, "D": 1}),
                ("halved: 16", {"W": 32, "K": 3, "S": 2, "P": 1, "D": 1}),
            ),
        ),
    ),
)
