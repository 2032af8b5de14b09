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
    # Drawn lighter than it could be, so that outlines and ghosts stand out on it.
    return Tensor(name, data, label, Stage.INPUT, scale, 1.6 * film.limit(data), editable)


def stride(values: Values) -> Scene:
    """One input and one filter, with a window that moves by one and a window that skips."""
    words = _words("stride")
    step = values.integer("stride")
    data, weights = values.array("input"), values.array("kernel")
    kernel = Tensor(
        "kernel", weights, "Filter", Stage.CONV, "signed", film.limit(weights), "kernel"
    )
    near = Sweep(_input(data, "Stride 1"), kernel, output_name="every")
    far = Sweep(
        _input(data, f"Stride {step}", "again", ""),
        kernel,
        stride=step,
        output_name="some",
        tie=1,
    )
    _, rows, columns = far.output.data.shape
    maps = [
        replace(sweep.output, label=f"Map {film.shape(sweep.output.data)}") for sweep in (near, far)
    ]
    same_row: dict[str, Json] = {**NUMBERS, "row": "same"}
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
                film.cell(near.output, y * step, x * step)
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
        (near.input, far.input, kernel, *maps),
        (
            *(
                replace(panel, note="")  # The sizes stand in the labels: a phone needs the room.
                for panel in (
                    film.grid(near.input, options=NUMBERS),
                    film.grid(maps[0], before="→", options=same_row),
                    film.grid(kernel, options=NUMBERS),
                    film.grid(far.input, options=same_row),
                    film.grid(maps[1], before="→", options=same_row),
                )
            ),
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
        return rf"\left\lfloor \dfrac{{{size} - {kernel}}}{{{by}}} \right\rfloor + 1 = {fits}"

    return rf"{one(1)} \qquad {one(step)}"


def _sides(values: Values) -> tuple[Array, int, int]:
    """The input, the filter's side and the ring that keeps the map as large as the input."""
    data = values.array("input")
    side = int(values.word("K"))
    most = min(data.shape[1:])
    if side > most:
        raise ParameterError("K", f"must be at most {most} (the input's smaller side); got {side}")
    return data, side, (side - 1) // 2


def padding(values: Values) -> Scene:
    """Only whole windows, or a ring of zeros as well: how large the map becomes."""
    words = _words("padding")
    data, side, ring = _sides(values)
    kernel = Tensor("kernel", np.ones((1, side, side)), "Filter", Stage.CONV)
    inner = Sweep(_input(data, "Valid"), kernel, output_name="valid", output_label="Map")
    outer = Sweep(
        _input(data, "Same", "padded", ""),
        kernel,
        padding=ring,
        output_name="same",
        output_label="Map",
        tie=1,
    )
    around = f"{film.shape(data)}, zeros around" if ring else film.shape(data)
    return Scene(
        NAME,
        "padding",
        words.title,
        Stage.CONV,
        values,
        (inner.input, outer.input, inner.output, outer.output),
        (
            film.grid(inner.input, options=NUMBERS),
            film.grid(inner.output, before="→", options={**NUMBERS, "row": "same"}),
            film.grid(outer.input, options={**NUMBERS, "padding": ring}, note=around),
            film.grid(outer.output, before="→", options={**NUMBERS, "row": "same"}),
        ),
        tuple(_padding_sweep(words, inner, outer)),
    )


def _padding_sweep(words: SceneText, inner: Sweep, outer: Sweep) -> Iterator[Frame]:
    """First the windows that lie wholly on the picture, then those that reach over its edge."""
    height = inner.input.data.shape[1]
    side = inner.size[0]
    none = {"valid": 0, "same": 0}
    left, right = ("input", "valid"), ("padded", "same")
    size = film.shape(inner.input.data)
    yield Frame(film.OPENING, words("open", size=size), focus=("input",), revealed=none)
    yield Frame(
        film.OPENING,
        words("ask", side=side, count=side * side),
        focus=left,
        revealed=none,
        boxes=inner.boxes(0, written=False),
    )
    for k in range(len(inner)):
        yield Frame(
            film.quick(k, len(inner)) + (1.0 if k < 2 else 0.0),
            words("valid", result=film.number(inner.work(k).result)),
            boxes=inner.boxes(k),
            works=(inner.work(k),),
            focus=left,
            revealed={"valid": k + 1, "same": 0},
        )
    small, large = (film.shape(sweep.output.data) for sweep in (inner, outer))
    yield Frame(
        film.OPENING,
        words("shrunk" if small != size else "whole", size=small),
        focus=left,
        revealed={"same": 0},
        formula=_formula(height, side, 1, 0, 1),
    )
    ring = outer.padding
    yield Frame(
        film.OPENING,
        words(("no-ring", "ring", "rings")[min(ring, 2)], ring=ring),
        revealed={"same": 0},
        focus=right,
    )
    columns = outer.output.data.shape[2]
    for k in range(len(outer)):
        key = "corner" if k == 0 and ring else "edge" if k < columns and ring else "same"
        yield Frame(
            film.OPENING if k == 0 else film.quick(k, len(outer)),
            words(key, result=film.number(outer.work(k).result)),
            boxes=outer.boxes(k),
            works=(outer.work(k),),
            focus=right,
            revealed={"same": k + 1},
        )
    yield Frame(
        film.CLOSING,
        words("close", small=small, large=large),
        formula=_formula(height, side, 1, ring, 1),
    )


def fairness(values: Values) -> Scene:
    """In how many windows a corner and the middle take part, without padding and with it."""
    words = _words("fairness")
    data, side, ring = _sides(values)
    height, width = data.shape[1:]
    pads = (0, ring)
    inputs = [
        replace(_input(data, label, name, ""), scale="image", limit=4.0 * film.limit(data))
        for name, label in (("valid", "Valid"), ("same", "Same"))
    ]
    counts = [
        Tensor(
            f"{name} count",
            usage2d((height, width), (side, side), padding=(pad, pad))[np.newaxis],
            "Windows a pixel",
            Stage.CONV,
            "count",
            float(side * side),
        )
        for name, pad in (("valid", 0), ("same", ring))
    ]
    names = [count.name for count in counts]
    corner, middle = (0, 0), (height // 2, width // 2)

    def reads(which: int, key: str, at: tuple[int, int]) -> Iterator[Frame]:
        """Window by window, those that read the pixel at `at`."""
        spans = [
            [
                span
                for span in windows(sides, side, padding=pads[which])
                if span[0] <= place < span[1]
            ]
            for sides, place in zip((height, width), at, strict=True)
        ]
        found = [(rows, columns) for rows in spans[0] for columns in spans[1]]
        (y, x), source, count = at, inputs[which], counts[which]
        pixel = film.region(source, "note", (y, y + 1), (x, x + 1))
        later = names if which == 0 else names[1:]
        there = dict.fromkeys(later, 0)
        for n, (rows, columns) in enumerate(found, 1):
            last = n == len(found)
            yield Frame(
                film.OPENING if last or n == 1 else 0.6,
                words(f"{key}-all" if last else f"{key}-some", n=n, times=_times(len(found))),
                boxes=(film.region(source, "window", rows, columns, tie=0), pixel),
                focus=(source.name, count.name),
                revealed=there,
            )

    said = {
        key: _times(int(count.data[0, *at]))
        for key, count, at in (
            ("corner", counts[0], corner),
            ("middle", counts[0], middle),
            ("corner_same", counts[1], corner),
            ("middle_same", counts[1], middle),
        )
    }
    first, second = (("valid", names[0]), ("same", names[1]))
    frames = (
        Frame(
            film.OPENING,
            words("open"),
            boxes=tuple(
                film.region(inputs[0], "note", (y, y + 1), (x, x + 1)) for y, x in (corner, middle)
            ),
            focus=("valid",),
            revealed=dict.fromkeys(names, 0),
        ),
        *reads(0, "corner", corner),
        *reads(0, "middle", middle),
        Frame(film.OPENING, words("map", count=side * side), focus=first, revealed={names[1]: 0}),
        Frame(
            film.OPENING,
            words("predict"),
            boxes=(film.region(inputs[1], "note", (0, 1), (0, 1)),),
            revealed={names[1]: 0},
            focus=second,
        ),
        *reads(1, "padded", corner),
        Frame(
            film.CLOSING,
            words("close", **said),
            boxes=tuple(film.cell(count, 0, 0) for count in counts),
            focus=tuple(names),
        ),
    )
    return Scene(
        NAME,
        "fairness",
        words.title,
        Stage.CONV,
        values,
        (*inputs, *counts),
        (
            film.grid(inputs[0], options={"numbers": False}),
            film.grid(counts[0], before="→", options={**NUMBERS, "row": "same"}),
            film.grid(inputs[1], options={"numbers": False, "padding": ring}),
            film.grid(counts[1], before="→", options={**NUMBERS, "row": "same"}),
        ),
        frames,
    )


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _formula(size: int, kernel: int, step: int, ring: int, dilation: int) -> str:
    """O with its numbers filled in, the division before the floor where it leaves something."""
    reach = span(kernel, dilation)
    room = size - reach + 2 * ring
    fits = output_size(size, kernel, stride=step, padding=ring, dilation=dilation)
    wide = str(kernel) if dilation == 1 else rf"({dilation} \cdot ({kernel} - 1) + 1)"
    head = (
        rf"O = \left\lfloor \dfrac{{{size} - {wide} + 2 \cdot {ring}}}{{{step}}} \right\rfloor + 1"
    )
    quotient = film.number(room / step)
    sign = "=" if round(room / step, 2) == room / step else r"\approx"
    return rf"{head} {sign} \lfloor {quotient} \rfloor + 1 = {fits}"


GENERAL = r"O = \left\lfloor \dfrac{W - K + 2P}{S} \right\rfloor + 1"
DILATED = r"O = \left\lfloor \dfrac{W - (D \cdot (K - 1) + 1) + 2P}{S} \right\rfloor + 1"
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
                "input": f"input {size}",
                "padded": f"input {ring} + {size} + {ring}" if ring else f"input {size}",
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
_SMALL = _array("input", "Input", seeds.example("small numbers"))
_SIDE = Param(
    "K", "Filter side", "choice", "3", choices=tuple((side, f"{side}×{side}") for side in "135")
)
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
        Script("padding", Stage.CONV, padding, (_SMALL, _SIDE)),
        Script("fairness", Stage.CONV, fairness, (_SMALL, _SIDE)),
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
                ("valid: 30", {"W": 32, "K": 3, "S": 1, "P": 0, "D": 1}),
                ("same: 32", {"W": 32, "K": 3, "S": 1, "P": 1, "D": 1}),
                ("halved: 16", {"W": 32, "K": 3, "S": 2, "P": 1, "D": 1}),
            ),
        ),
    ),
)
