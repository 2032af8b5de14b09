"""Step 1, why fully connected networks fail at images: no neighbours, too many weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine.conv import conv2d
from cnnviz.engine.dense import flatten as flat
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.engine.receptive import receptive_field
from cnnviz.film import Sweep
from cnnviz.param import Param, Values
from cnnviz.scene import Array, Box, Frame, Json, Panel, Scene, Script, Stage, Step, Tensor
from cnnviz.seeds import SceneText

NAME = "mlp"
PHOTO = (224, 224, 3)
"""Height, width and channels of an ordinary input picture."""
FILTER = (3, 3, 3, 64)
"""Height, width, channels and number of the filters of a first convolutional layer."""
AROUND = 3
"""Zeros around the digit, so that its map has room to move as far as the digit may."""


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


def _ink(data: Array, label: str, name: str) -> Tensor:
    return Tensor(name, data, label, Stage.INPUT, "image", film.limit(data))


def _vector(data: Array, label: str, name: str) -> Tensor:
    return _ink(flat(data)[np.newaxis, np.newaxis], label, name)


def _strips(tensors: tuple[Tensor, ...], extent: tuple[float, float], **options: Json) -> Panel:
    return Panel(
        "strip",
        "strip",
        tuple(tensor.name for tensor in tensors),
        tensors[0].label if len(tensors) == 1 else "",
        f"a vector of {tensors[0].data.size}" if len(tensors) == 1 else "",
        Stage.INPUT,
        extent,
        "",
        options,
    )


def flatten(values: Values) -> Scene:
    """The digit is unrolled row by row, and neurons are wired to every entry."""
    words = _words("flatten")
    neurons = values.integer("neurons")
    digit = _ink(seeds.digit(), "Digit", "digit")
    vector = _vector(digit.data, "Flattened", "vector")
    _, height, width = digit.data.shape
    pixels = vector.data.size
    photo = int(np.prod(PHOTO))
    many = f"{neurons:,}"
    rows = (
        (f"{height}×{width}, 1 neuron", pixels, 1, Stage.INPUT),
        (f"{height}×{width}, {many} neurons", pixels, neurons, Stage.INPUT),
        ("×".join(map(str, PHOTO)) + f", {many} neurons", photo, neurons, Stage.INPUT),
    )
    weights = [dense_parameters(inputs, outputs, bias=False) for _, inputs, outputs, _ in rows]
    totals = [dense_parameters(inputs, outputs) for _, inputs, outputs, _ in rows]
    totals.append(conv2d_parameters(*FILTER))
    counted = tuple(
        (label, total, f"{total:,}", stage)
        for (label, _, _, stage), total in zip(rows, totals, strict=False)
    )
    conv = (
        f"{FILTER[3]} filters {FILTER[0]}×{FILTER[1]}×{FILTER[2]}",
        totals[3],
        f"{totals[3]:,}",
        Stage.CONV,
    )

    def at(key: str, seconds: float, bars: int, wires: float = 1, others: float = 1) -> Frame:
        so_far: list[Json] = [total if i < bars else 0 for i, total in enumerate(totals)]
        told = words(
            key,
            pixels=pixels,
            neurons=many,
            weights=f"{weights[min(max(bars, 1), 3) - 1]:,}",
            inputs=f"{photo:,}",
            size=" × ".join(map(str, PHOTO)),
            biases=many,
            parameters=f"{totals[3]:,}",
            times=f"{round(totals[2] / totals[3]):,}",
        )
        return Frame(
            seconds,
            told,
            hidden=() if bars else ("bars",),
            focus=("bars",) if bars > 2 else (),
            panels={
                "strip": {"wires": wires, "many": others},
                "bars": {"shown": bars, "bars": so_far, "lit": -1 if key == "close" else bars - 1},
            },
        )

    frames = (
        *_unrolled(words, digit, vector),
        at("neuron", film.OPENING, 0, 0.04, 0),
        at("wires", film.OPENING, 1, 1, 0),
        at("many", film.OPENING, 2),
        at("photo", film.OPENING, 2),
        at("photo-weights", film.CLOSING, 3),
        at("predict", film.OPENING, 3),
        at("conv", film.CLOSING, 4),
        at("close", film.CLOSING, 4),
    )
    return Scene(
        NAME,
        "flatten",
        words.title,
        Stage.INPUT,
        values,
        (digit, vector),
        (
            film.grid(digit),
            _strips(
                (vector,),
                (28.0, 100.0),
                neurons=neurons,
                entries=pixels,
                said=f"{many} neurons",
            ),
            film.bars(
                "bars",
                (*counted, conv),
                label="Weights and biases, at one scale",
                row=5.2,
                width=100.0,
                options={"row": "new"},
            ),
        ),
        frames,
    )


def _unrolled(words: SceneText, digit: Tensor, vector: Tensor) -> Iterator[Frame]:
    """Row after row laid end to end; then two neighbours that are torn apart."""
    _, height, width = digit.data.shape
    none = {"vector": 0}
    later = ("strip", "bars")
    yield Frame(film.OPENING, words("open", height=height, width=width), hidden=later)
    yield Frame(film.OPENING, words("ask"), hidden=("bars",), revealed=none)
    for y in range(height):
        yield Frame(
            2.4 if y == 0 else film.quick(y, height),
            words("first" if y == 0 else "rows", width=width),
            boxes=(
                film.region(digit, "window", (y, y + 1), (0, width), tie=0),
                film.region(vector, "cell", (0, 1), (y * width, (y + 1) * width), tie=0),
            ),
            hidden=("bars",),
            revealed={"vector": (y + 1) * width},
        )
    pairs = np.minimum(digit.data[0, :-1], digit.data[0, 1:])
    y, x = (int(i) for i in np.unravel_index(pairs.argmax(), pairs.shape))
    spots = [(y, x), (y + 1, x)]
    places = [y * width + x, (y + 1) * width + x]
    yield Frame(
        film.CLOSING,
        words("torn", apart=places[1] - places[0]),
        boxes=tuple(
            box
            for tie, ((row, column), place) in enumerate(zip(spots, places, strict=True))
            for box in (
                film.region(digit, "window", (row, row + 1), (column, column + 1), tie=tie),
                film.region(vector, "cell", (0, 1), (place, place + 1), tie=tie),
            )
        ),
        hidden=("bars",),
    )


def moved(data: Array, dy: int, dx: int) -> Array:
    """C×H×W moved by whole cells; what comes in is zero, what goes out is lost."""
    _, height, width = data.shape
    ring = np.zeros((len(data), height + 2 * abs(dy), width + 2 * abs(dx)))
    ring[:, abs(dy) : abs(dy) + height, abs(dx) : abs(dx) + width] = data
    top, left = abs(dy) - dy, abs(dx) - dx
    piece: Array = ring[:, top : top + height, left : left + width]
    return piece


def shift(values: Values) -> Scene:
    """The digit moves: what becomes of the vector, and what of a feature map."""
    words = _words("shift")
    dy, dx = values.integer("dy"), values.integer("dx")
    before = _ink(seeds.digit(), "Digit", "digit")
    after = _ink(moved(before.data, dy, dx), "Moved", "moved")
    old = _vector(before.data, "Flattened", "vector")
    new = _vector(after.data, "Flattened, moved", "moved vector")
    differ = (old.data != new.data).astype(np.float64)
    changes = Tensor("changes", differ, "Changed", Stage.INPUT, "count")
    changed = int(differ.sum())
    a, b = old.data.ravel(), new.data.ravel()
    cosine = float(a @ b / np.sqrt((a @ a) * (b @ b)))
    kernel = seeds.example(f"filter: {seeds.FILTERS[0]}")[np.newaxis]
    answers = [conv2d(each.data, kernel, padding=AROUND) for each in (before, after)]
    limit = film.limit(answers[0])
    maps = [
        Tensor(name, data, label, Stage.CONV, "signed", limit)
        for name, data, label in zip(
            ("map", "moved map"), answers, ("Its map", "Its map, moved"), strict=True
        )
    ]
    wrong = int((moved(answers[1], -dy, -dx) != answers[0]).sum())
    still = dy == dx == 0

    def at(
        key: str, seconds: float, strips: int, *hidden: str, focus: tuple[str, ...] = ()
    ) -> Frame:
        told = words(
            key,
            pixels=a.size,
            changed=changed,
            same=a.size - changed,
            cosine=film.about(cosine),
            where=_where(dy, dx),
            answers=answers[0].size,
            wrong=wrong,
        )
        return Frame(
            seconds,
            told,
            boxes=_matching(maps, dy, dx) if key.startswith("maps-back") else (),
            hidden=hidden,
            panels={"strip": {"shown": strips}},
            focus=focus,
        )

    both = ("map", "moved map")
    frames = (
        at("open", film.OPENING, 1, "moved", *both),
        at("move-not" if still else "move", film.OPENING, 1, *both),
        at("ask", film.OPENING, 2, *both),
        at("changed", film.CLOSING, 3, *both, focus=("strip",)),
        at("cosine", film.CLOSING, 3, *both),
        at("map", film.OPENING, 3, "moved map"),
        at("maps", film.OPENING, 3),
        at("maps-back", film.CLOSING, 3, focus=both),
        at("close-not" if still else "close", film.CLOSING, 3),
    )
    texts: list[Json] = [
        "the digit as a vector",
        "the moved digit as a vector",
        f"entries that changed: {changed} of {a.size}",
    ]
    return Scene(
        NAME,
        "shift",
        words.title,
        Stage.INPUT,
        values,
        (before, after, old, new, changes, *maps),
        (
            film.grid(before),
            film.grid(after, before="→"),
            film.grid(maps[0]),
            film.grid(maps[1], before="→", options={"row": "same"}),
            Panel(
                "strip",
                "strip",
                (old.name, new.name, changes.name),
                "",
                "",
                Stage.INPUT,
                (24.0, 100.0),
                "",
                {"texts": texts, "row": "new"},
            ),
        ),
        frames,
    )


def _matching(maps: list[Tensor], dy: int, dx: int) -> tuple[Box, ...]:
    """The same piece of both maps: around all answers, and as far along as the digit went."""
    _, rows, columns = np.nonzero(maps[0].data)
    high = (int(rows.min()), int(rows.max()) + 1)
    wide = (int(columns.min()), int(columns.max()) + 1)
    return (
        film.region(maps[0], "window", high, wide, tie=0),
        film.region(
            maps[1],
            "window",
            (high[0] + dy, high[1] + dy),
            (wide[0] + dx, wide[1] + dx),
            tie=0,
        ),
    )


def _where(dy: int, dx: int) -> str:
    """A shift in words: 1 to the right, 2 down and 1 to the left."""
    down = f"{abs(dy)} {'down' if dy > 0 else 'up'}" if dy else ""
    across = f"{abs(dx)} to the {'right' if dx > 0 else 'left'}" if dx else ""
    return " and ".join(filter(None, (down, across))) or "nowhere"


def priors(values: Values) -> Scene:
    """A patch, one filter at all places, patches of patches: over one digit."""
    words = _words("priors")
    word = values.word("filter")
    weights = seeds.example(f"filter: {word}")
    digit = _ink(seeds.digit(), "Digit", "digit")
    kernel = Tensor("kernel", weights, "One filter", Stage.CONV, "signed", film.limit(weights))
    first = Sweep(digit, kernel, output_name="map", output_label="Its map")
    _, height, width = first.output.data.shape
    second = Sweep(
        first.output,
        Tensor("over", seeds.example("filter: horizontal edge"), "", Stage.STACK),
        output_name="deep",
    )
    deep = replace(second.output, label="A map over the map", stage=Stage.STACK)
    reach = receptive_field([(first.size[0],), (second.size[0],)])[-1].size
    pixels, patch = digit.data.size, weights.size
    whole = film.region(digit, "window", (0, digit.data.shape[1]), (0, digit.data.shape[2]), tie=0)
    start = int(np.abs(first.output.data).argmax())
    none = {"map": 0, "deep": 0}
    told: dict[str, int | str] = {
        "pixels": pixels,
        "patch": patch,
        "side": first.size[0],
        "places": len(first),
        "own": f"{len(first) * patch:,}",
        "reach": reach,
    }
    y, x = first.position(start)
    spot = film.cell(first.output, y, x, tie=0)
    rows, columns = first.window(start)
    near = film.region(digit, "window", rows, columns, tie=0)
    early = ("kernel", "deep")
    spoken: tuple[tuple[str, float, tuple[Box, ...]], ...] = (
        ("all", film.OPENING, (whole, spot)),
        ("local", film.CLOSING, (near, spot)),
        ("ask", film.OPENING, (near, spot)),
    )
    frames = (
        Frame(film.OPENING, words("open", **told), hidden=(*early, "map"), revealed=none),
        *(
            Frame(seconds, words(key, **told), boxes=boxes, hidden=early, revealed=none)
            for key, seconds, boxes in spoken
        ),
        Frame(
            film.OPENING,
            words("filter", **told),
            boxes=first.boxes(0),
            hidden=early[1:],
            revealed={**none, "map": 1},
        ),
        *(
            Frame(
                max(0.12, 0.5 * 0.85**i),
                words("share", **told),
                boxes=first.boxes(k),
                hidden=early[1:],
                revealed={**none, "map": k + 1},
            )
            for i, k in enumerate(_stops(height, width))
        ),
        Frame(film.CLOSING, words("shared", **told), hidden=early[1:]),
        *_hierarchy(words, told, digit, first, deep),
        Frame(film.CLOSING, words("close", **told)),
    )
    return Scene(
        NAME,
        "priors",
        words.title,
        Stage.INPUT,
        values,
        (digit, kernel, first.output, deep),
        (
            film.grid(digit),
            film.grid(kernel, zoom=3.6, before="∗", options={"numbers": True}),
            film.grid(first.output, before="→"),
            film.grid(deep, before="→"),
        ),
        frames,
    )


def _stops(height: int, width: int) -> Iterator[int]:
    """A few places in each row, its last one among them."""
    for y in range(height):
        for x in sorted({width // 3, 2 * width // 3, width - 1}):
            yield y * width + x


def _hierarchy(
    words: SceneText, told: dict[str, int | str], digit: Tensor, first: Sweep, deep: Tensor
) -> Iterator[Frame]:
    """A cell of the second map, its window on the first, and that window's on the digit."""
    _, height, width = deep.data.shape
    side = first.size[0]
    reach = int(told["reach"])
    best = int(np.abs(deep.data).argmax())
    walk = [(y, x) for y in range(height) for x in sorted({width // 2, width - 1})]
    lines = [(divmod(best, width), "over", film.CLOSING, 0)]
    lines.append((divmod(best, width), "reach", film.CLOSING, 0))
    lines += [(at, "deep", max(0.12, 0.5 * 0.85**i), 1) for i, at in enumerate(walk)]
    lines.append((divmod(best, width), "hierarchy", film.CLOSING, 2))
    for (y, x), key, seconds, moving in lines:
        seen = y * width + x + 1 if moving == 1 else deep.data.size if moving else 0
        below = film.region(digit, "window", (y, y + reach), (x, x + reach), tie=0)
        yield Frame(
            seconds,
            words(key, **told),
            boxes=(
                *((below,) if key != "over" else ()),
                film.region(first.output, "window", (y, y + side), (x, x + side), tie=0),
                film.cell(deep, y, x, tie=0),
            ),
            hidden=("kernel",),
            revealed={"deep": seen},
        )


_SHIFT = "How many pixels the digit moves."
STEP = Step(
    NAME,
    "visibility",
    (
        Script(
            "flatten",
            Stage.INPUT,
            flatten,
            (
                Param(
                    "neurons",
                    "Hidden neurons",
                    "integer",
                    1000,
                    2,
                    4096,
                    help="In the first fully connected layer.",
                ),
            ),
        ),
        Script(
            "shift",
            Stage.INPUT,
            shift,
            (
                Param("dy", "Down", "integer", 0, -3, 3, help=_SHIFT),
                Param("dx", "Right", "integer", 1, -3, 3, help=_SHIFT),
            ),
        ),
        Script(
            "priors",
            Stage.INPUT,
            priors,
            (
                Param(
                    "filter",
                    "Filter",
                    "choice",
                    seeds.FILTERS[0],
                    choices=tuple((name, name) for name in seeds.FILTERS),
                ),
            ),
        ),
    ),
)
