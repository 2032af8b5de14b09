"""Step 4, pooling: one number of each neighbourhood, and what that forgives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine.activations import relu
from cnnviz.engine.conv import conv2d
from cnnviz.engine.geometry import dense_parameters
from cnnviz.engine.pool import avg_pool2d, global_avg_pool2d, max_pool2d
from cnnviz.param import Param, ParameterError, Values
from cnnviz.scene import Array, Box, Frame, Json, Panel, Scene, Script, Stage, Step, Tensor, Work
from cnnviz.seeds import SceneText

NAME = "pooling"
NUMBERS: dict[str, Json] = {"numbers": True}
SLOW = 9
"""More windows than this go by quickly."""


def _words(scene: str) -> SceneText:
    return seeds.text(NAME).scenes[scene]


def _map(data: Array, label: str, name: str = "input", editable: str = "") -> Tensor:
    return Tensor(name, data, label, Stage.CONV, "signed", film.limit(data), editable)


@dataclass(frozen=True, slots=True)
class Pooling:
    """A pooling window over one map: boxes, works and the pooled map of the engine.

    Raises ParameterError where the window is larger than the map.
    """

    input: Tensor
    method: str
    window: int
    stride: int
    output: Tensor = field(init=False)

    def __post_init__(self) -> None:
        side = min(self.input.data.shape[1:])
        if self.window > side:
            raise ParameterError(
                "window", f"must be at most {side} (the map's shorter side); got {self.window}"
            )
        pool = max_pool2d if self.method == "max" else avg_pool2d
        data = pool(self.input.data, self.window, stride=self.stride)
        output = Tensor(
            "output", data, "Pooled map", Stage.POOL, "signed", film.limit(self.input.data)
        )
        object.__setattr__(self, "output", output)

    def __len__(self) -> int:
        return int(self.output.data.size)

    def spans(self, k: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Half-open rows and columns of the k-th window."""
        y, x = divmod(k, int(self.output.data.shape[2]))
        top, left = y * self.stride, x * self.stride
        return (top, top + self.window), (left, left + self.window)

    def values(self, k: int) -> Array:
        """What the k-th window holds, in reading order."""
        (top, bottom), (left, right) = self.spans(k)
        return self.input.data[0, top:bottom, left:right].ravel()

    def work(self, k: int, shown: int | None = None) -> Work:
        """The k-th window's maximum or mean, value by value."""
        values = self.values(k)
        y, x = divmod(k, int(self.output.data.shape[2]))
        if self.method == "max":
            running = np.maximum.accumulate(values).tolist()
        else:
            running = [float(values[: i + 1].mean()) for i in range(values.size)]
        return Work(
            op="max" if self.method == "max" else "mean",
            terms=tuple((value,) for value in values.tolist()),
            running=tuple(running),
            result=float(self.output.data[0, y, x]),
            tensor="output",
            index=(0, y, x),
            shown=len(values) if shown is None else shown,
            columns=self.window,
        )

    def winner(self, k: int) -> Box:
        """The box on the strongest value of the k-th window."""
        (top, _), (left, _) = self.spans(k)
        y, x = divmod(int(self.values(k).argmax()), self.window)
        return film.region(self.input, "winner", (top + y, top + y + 1), (left + x, left + x + 1))

    def frame(self, k: int, seconds: float, sentence: str, shown: int | None = None) -> Frame:
        """The k-th window with `shown` values looked at; with all of them, its result."""
        rows, columns = self.spans(k)
        y, x = divmod(k, int(self.output.data.shape[2]))
        done = shown is None
        boxes = [film.region(self.input, "window", rows, columns, tie=0)]
        lifted: dict[str, dict[str, Json]] = {}
        if done:
            boxes.append(film.cell(self.output, y, x, tie=0))
            if self.method == "max":
                boxes.append(self.winner(k))
                lifted = {"pick": {"winner": int(self.values(k).argmax())}}
        return Frame(
            seconds,
            sentence,
            boxes=tuple(boxes),
            works=(self.work(k, shown),),
            revealed={"output": k + done},
            hidden=() if k or done else ("output",),
            panels=lifted,
        )


def _windows(words: SceneText, pooling: Pooling) -> Iterator[Frame]:
    """All windows: the first value by value, the next in two beats, many of them quickly."""
    count = pooling.window**2
    for shown in range(1, count + 1):
        value = film.about(pooling.work(0).running[shown - 1])
        yield pooling.frame(0, 0.9, words("term", value=value), shown)
    for k in range(len(pooling)):
        result = film.about(pooling.work(k).result)
        if k == 0:
            yield pooling.frame(0, 2.4, words("result", result=result, count=count))
        elif k < min(len(pooling), SLOW):
            yield pooling.frame(k, 1.0, words("window", stride=pooling.stride), 0)
            yield pooling.frame(k, 1.6, words("next", result=result))
        else:
            yield pooling.frame(k, film.quick(k - SLOW, len(pooling) - SLOW), words("quick"))


def _pooled(name: str, values: Values) -> Scene:
    words = _words(name)
    pooling = Pooling(
        _map(values.array("input"), "Feature map", editable="input"),
        values.word("method"),
        values.integer("window"),
        values.integer("stride"),
    )
    _, height, width = pooling.input.data.shape
    before, after = pooling.input.data.size, pooling.output.data.size
    none = {"output": 0}
    key = "close" if pooling.stride >= pooling.window else "close-more"
    fewer = film.number(100 * (1 - after / before))
    zoom = 1.35
    frames = (
        Frame(
            film.OPENING,
            words("open", height=height, width=width),
            hidden=("pick", "output"),
            revealed=none,
        ),
        replace(
            pooling.frame(0, film.OPENING, words("ask", window=pooling.window), 0),
            hidden=("output",),
        ),
        *_windows(words, pooling),
        Frame(
            film.CLOSING,
            words(key, before=before, after=after, fewer=fewer),
            boxes=tuple(pooling.winner(k) for k in range(min(len(pooling), SLOW)))
            if pooling.method == "max"
            else (),
            focus=("input", "output"),
            works=(pooling.work(len(pooling) - 1),),
        ),
    )
    pick = Panel(
        "pick",
        "pick",
        ("input",),
        "Window",
        "the strongest" if pooling.method == "max" else "the mean",
        Stage.POOL,
        ((pooling.window + 1) * zoom, pooling.window * zoom),
        "→",
        {"limit": pooling.input.limit, "tie": 0},
    )
    return Scene(
        NAME,
        name,
        words.title,
        Stage.POOL,
        values,
        (pooling.input, pooling.output),
        (
            film.grid(pooling.input, options=NUMBERS),
            pick,
            film.grid(
                pooling.output,
                before="→",
                note=f"{film.shape(pooling.output.data)} · output of Pool",
                options=NUMBERS,
            ),
        ),
        frames,
    )


def maximum(values: Values) -> Scene:
    """Max pooling of a small map, window by window, the winner lifted out."""
    return _pooled("max", values)


def average(values: Values) -> Scene:
    """Average pooling of the same map."""
    return _pooled("average", values)


PLACES = ((0, 0), (0, 1), (1, 1), (1, 2))
"""How far the map has moved, (down, right), in each picture of the toy."""


def invariance(values: Values) -> Scene:
    """One strong value moves within its window, then across the border of it."""
    words = _words("invariance")
    spot = seeds.example("spot")
    labels = ("at first", "1 right", "1 down", "1 right")
    moved = [np.roll(spot, place, axis=(1, 2)) for place in PLACES]
    before = [
        replace(_map(data, label, f"map{i}"), limit=float(spot.max()))
        for i, (data, label) in enumerate(zip(moved, labels, strict=True))
    ]
    poolings = [Pooling(tensor, values.word("method"), 2, 2) for tensor in before]
    after = [
        replace(pooling.output, name=f"pooled{i}", label="pooled")
        for i, pooling in enumerate(poolings)
    ]
    strong = film.number(float(spot.max()))
    kept = [film.number(float(tensor.data.max())) for tensor in after]

    def blocks(i: int) -> tuple[Box, ...]:
        y, x = divmod(int(after[i].data.argmax()), 2)
        window = film.region(before[i], "window", (2 * y, 2 * y + 2), (2 * x, 2 * x + 2), tie=0)
        ghosts = tuple(
            film.region(before[i], "ghost", (a, a + 2), (b, b + 2)) for a in (0, 2) for b in (0, 2)
        )
        return (*ghosts, window, film.cell(after[i], y, x, tie=0))

    def at(i: int, sentence: str, seconds: float = 3.6) -> Frame:
        hidden = tuple(
            name for j in range(i + 1, len(PLACES)) for name in (f"map{j}", f"pooled{j}")
        )
        return Frame(seconds, sentence, boxes=blocks(i), hidden=hidden)

    opened = replace(at(0, words("open"), film.OPENING), boxes=blocks(0)[:4])
    asked = at(0, words("ask"), film.OPENING)
    frames = (
        replace(opened, hidden=(*opened.hidden, "pooled0")),
        at(0, words("pooled", strong=strong)),
        asked,
        at(1, words("within", strong=strong, kept=kept[1])),
        at(2, words("down")),
        at(3, words("across", strong=strong), 4.2),
        Frame(film.CLOSING, words("close")),
    )
    grids = [
        film.grid(tensor, note=" ", options=NUMBERS if i == 0 else {**NUMBERS, "row": "same"})
        for i, tensor in enumerate(before)
    ]
    pooled = [
        replace(
            film.grid(tensor, note="2×2", options={**NUMBERS, "row": "new" if i == 0 else "same"}),
            # As wide as the map above it, so that the two stand one under the other.
            extent=(2.0, 4.0),
        )
        for i, tensor in enumerate(after)
    ]
    return Scene(
        NAME,
        "invariance",
        words.title,
        Stage.POOL,
        values,
        (*before, *after),
        (*grids, *pooled),
        frames,
    )


def measured(values: Values) -> Scene:
    """The digit's real feature map and its shifted twin: how many values stay, pooled or not."""
    words = _words("measured")
    dy, dx = values.integer("dy"), values.integer("dx")
    kernel = seeds.example("filter: vertical edge")[np.newaxis]

    def response(ink: Array) -> Array:
        return relu(conv2d(ink, kernel, np.zeros(1), padding=1))

    ink = seeds.digit()
    pair = (response(ink), response(np.roll(ink, (dy, dx), axis=(1, 2))))
    pool = max_pool2d if values.word("method") == "max" else avg_pool2d
    small = (pool(pair[0], 2), pool(pair[1], 2))
    limit = film.limit(pair[0])
    tensors = tuple(
        Tensor(name, data, label, stage, "signed", limit)
        for name, data, label, stage in (
            ("map", pair[0], "Feature map", Stage.ACTIVATE),
            ("moved", pair[1], "of the shifted digit", Stage.ACTIVATE),
            ("small", small[0], "Pooled", Stage.POOL),
            ("small_moved", small[1], "of the shifted digit", Stage.POOL),
        )
    )
    marks = tuple(
        Tensor(name, ((a == b) & (a != 0)).astype(np.float64), "unchanged", stage, "count")
        for name, (a, b), stage in (
            ("same", pair, Stage.ACTIVATE),
            ("small_same", small, Stage.POOL),
        )
    )
    counts = [_kept(*pair), _kept(*small)]
    shares = [film.number(round(100 * kept / max(active, 1), 1)) for kept, active in counts]
    verdict = words(
        "better"
        if counts[1][0] / max(counts[1][1], 1) > counts[0][0] / max(counts[0][1], 1)
        else "equal"
    )
    late = ("small", "small_moved", "small_same")
    first = ("moved", "same", *late)

    def count(i: int) -> dict[str, object]:
        kept, active = counts[i]
        return {"kept": kept, "active": active, "share": shares[i]}

    frames = (
        Frame(film.OPENING, words("open"), hidden=first),
        Frame(film.OPENING, words("shift", dy=dy, dx=dx), hidden=first[1:]),
        Frame(4.5, words("before", **count(0)), hidden=late),
        Frame(film.OPENING, words("pool"), hidden=late[2:], focus=late[:2]),
        Frame(4.5, words("after", **count(1)), focus=late),
        Frame(
            film.CLOSING,
            words("close", share=shares[0], share_after=shares[1], verdict=verdict),
        ),
    )
    row: dict[str, Json] = {"row": "same"}
    panels = (
        film.grid(tensors[0], zoom=0.5),
        film.grid(tensors[1], zoom=0.5, options=row),
        film.grid(marks[0], zoom=0.5, before="=", options=row),
        film.grid(tensors[2], zoom=0.86, options={"row": "new"}),
        film.grid(tensors[3], zoom=0.86, options=row),
        film.grid(marks[1], zoom=0.86, before="=", options=row),
    )
    return Scene(
        NAME, "measured", words.title, Stage.POOL, values, (*tensors, *marks), panels, frames
    )


def _kept(a: Array, b: Array) -> tuple[int, int]:
    """How many cells kept their value, of how many that are not zero in both."""
    active = (a != 0) | (b != 0)
    return int(((a == b) & active).sum()), int(active.sum())


def everywhere(values: Values) -> Scene:
    """Global average pooling: each map of LeNet-5's first layer becomes one number."""
    words = _words("global")
    maps = _first_layer(values.word("digit"))
    channels, height, width = maps.shape
    means = np.asarray(global_avg_pool2d(maps), dtype=np.float64)
    stack = Tensor("maps", maps, "Maps of LeNet-5", Stage.STACK, "signed", film.limit(maps))
    vector = Tensor(
        "means", means.reshape(1, channels, 1), "Means", Stage.POOL, "signed", film.limit(means)
    )
    flat, pooled = 512 * 7 * 7, 512
    bars = film.bars(
        "counts",
        (
            ("flattened", flat, f"{flat:,}", Stage.CLASSIFY),
            ("pooled", pooled, f"{pooled:,}", Stage.POOL),
        ),
        label="Inputs for a dense layer",
        note="from 512 maps of 7×7",
        row=5.0,
        width=34.0,
    )

    def at(i: int) -> Frame:
        key = "one" if i == 0 else "next"
        mean = film.about(means[i])
        sentence = words(key, cells=height * width, mean=mean)
        return Frame(
            4.0 if i == 0 else 1.3,
            sentence,
            formula=rf"\frac{{1}}{{{height * width}}} \sum_{{y,x}} a_{{{i + 1}}}(y, x) "
            rf"\approx {film.number(means[i])}",
            boxes=(film.cell(vector, i, 0),),
            revealed={"means": i + 1},
            panels={"maps": {"shown": channels, "lit": i}},
            hidden=("counts",),
        )

    frames = (
        Frame(
            film.OPENING,
            words("open", maps=channels, height=height, width=width),
            hidden=("means", "counts"),
            revealed={"means": 0},
        ),
        *(at(i) for i in range(channels)),
        Frame(film.OPENING, words("all", maps=channels), hidden=("counts",)),
        Frame(
            4.6,
            words("compare", flat=f"{flat:,}", pooled=pooled),
            panels={"counts": {"shown": 2, "lit": 1}},
            focus=("counts",),
        ),
        Frame(
            film.CLOSING,
            words(
                "close",
                flat_weights=f"{dense_parameters(flat, 1000, bias=False):,}",
                pooled_weights=f"{dense_parameters(pooled, 1000, bias=False):,}",
            ),
            panels={"counts": {"shown": 2, "lit": 1}},
            focus=("counts",),
        ),
    )
    return Scene(
        NAME,
        "global",
        words.title,
        Stage.POOL,
        values,
        (stack, vector),
        (
            film.stack(stack, planes=channels, gap=0.5),
            film.grid(vector, zoom=8, before="→", options=NUMBERS),
            bars,
        ),
        frames,
    )


def _first_layer(digit: str) -> Array:
    network = seeds.network("lenet")
    ink = np.pad(seeds.digit(digit), ((0, 0), (2, 2), (2, 2))).astype(np.float32)
    return network.run(ink)["C1 tanh"].astype(np.float64)


_METHODS = (("max", "maximum"), ("mean", "mean"))


def _method(default: str) -> Param:
    return Param("method", "Method", "choice", default, choices=_METHODS)


def _knobs(default: str) -> tuple[Param, ...]:
    return (
        Param(
            "input",
            "Input",
            "array",
            seeds.example("pooling"),
            help="Click a cell and type, or drag up and down.",
        ),
        _method(default),
        Param("window", "Window", "integer", 2, 2, 3, help="How many cells wide and high."),
        Param("stride", "Stride", "integer", 2, 1, 3, help="How far the window moves each time."),
    )


STEP = Step(
    NAME,
    "compress",
    (
        Script("max", Stage.POOL, maximum, _knobs("max")),
        Script("average", Stage.POOL, average, _knobs("mean")),
        Script("invariance", Stage.POOL, invariance, (_method("max"),)),
        Script(
            "measured",
            Stage.POOL,
            measured,
            (
                Param("dy", "Down", "integer", 0, -2, 2, help="Pixels that the digit moves down."),
                Param("dx", "Right", "integer", 1, -2, 2, help="Pixels that it moves right."),
                _method("max"),
            ),
        ),
        Script(
            "global",
            Stage.POOL,
            everywhere,
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
    ),
)
