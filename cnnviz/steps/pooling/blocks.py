"""A small map is pooled, block by block: what is kept, what is learned, what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from cnnviz.content.param import Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.maps import AVERAGED, Averaged
from cnnviz.misconceptions.pooling import LEARNED, STRONGEST, Pool, Seen
from cnnviz.misconceptions.questions import Spot, choice, draw, number
from cnnviz.staging import panels
from cnnviz.staging.boxes import pixel, region
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, equals, spoken_percent
from cnnviz.staging.formatting import number as written
from cnnviz.staging.shots import all_but
from cnnviz.steps.pooling import backwards
from cnnviz.steps.pooling.common import Pooling, map_of

SLOW = 9
"""More windows than this go by quickly."""
FIRST = 3.4
"""Seconds for the first window where its values are not looked at one by one."""
ADDED, ADDED_UP = 0.7, 1.6
"""Seconds in which one more value of the first window is added, and the last."""
ENLARGED = 1.3
"""How large the values of a window are drawn at most beside the map, in its cells."""
OTHER = "other"
"""What the same windows give if the other of both is taken of them, the maximum or the mean."""


def _window_frames(
    text: SceneText, pooling: Pooling, names: Sequence[str], *, one_by_one: bool
) -> Iterator[Frame]:
    """All windows: the first, then the others at once, many of them quickly.

    one_by_one: the values of the first are looked at one by one, else all of them side by side.
    """
    count = pooling.window**2
    running = pooling.computation(0).running
    for shown in range(1, count + 1) if one_by_one else ():
        value, last = about(running[shown - 1]), about(float(pooling.values(0)[shown - 1]))
        grown = shown == 1 or running[shown - 1] > running[shown - 2]
        facts = {**pooling.facts(0), "first": shown == 1, "grown": grown}
        term = text("term", facts, value=value, last=last)
        # What is found so far stands below the values themselves.
        yield replace(pooling.frame(0, 0.9, term, names, shown), pictured=True)
    for k in range(len(pooling)):
        if k >= SLOW:
            seconds = accelerating(k - SLOW, len(pooling) - SLOW)
            yield pooling.frame(k, seconds, text("quick"), names)
            continue
        result = about(pooling.computation(k).result)
        again = k > 1 and result == about(pooling.computation(k - 1).result)
        numbers = {
            "result": result,
            "stride": pooling.stride,
            "sum": written(float(exact.running(pooling.values(k))[-1])),
        }
        key = ("result", "window", "next")[min(k, 2)]
        facts = {**pooling.facts(k), "again": again}
        sentence = text(key, facts, count=count, **numbers)
        if k == 0 and pooling.method == "mean" and not one_by_one:
            yield from _added(text, sentence, pooling, names)
            continue
        yield pooling.frame(k, 2.4 if k or one_by_one else FIRST, sentence, names)


def _added(text: SceneText, told: str, pooling: Pooling, names: Sequence[str]) -> Iterator[Frame]:
    """The values of the first window are added one by one, and their sum is divided, as is told."""
    count, result = pooling.window**2, pooling.computation(0).result
    sums = [written(value) for value in exact.running(pooling.values(0)).tolist()]
    for shown, value in enumerate(sums, 1):
        seconds = ADDED if shown < count else ADDED_UP
        added = pooling.frame(0, seconds, text("add", count=count), names, shown)
        so_far = panels.PickChanges(told=("sum", value))
        yield replace(added, panels={"pick": so_far}, pictured=True)
    divided = panels.PickChanges(told=(f"÷ {count} {equals(result)}", written(result)))
    yield replace(pooling.frame(0, FIRST, told, names), panels={"pick": divided})


def _other(pooling: Pooling) -> Tensor:
    """The map pooled by the other of the two, in the colours of this one."""
    method = "mean" if pooling.method == "max" else "max"
    label = "Window means" if method == "mean" else "Window maxima"
    made = replace(pooling, method=method).output
    return replace(made, name=OTHER, label=label, max_abs=pooling.output.max_abs)


def _zoom(pooling: Pooling) -> float:
    """How large a cell of the pooled map is where that is as high as the map."""
    high, low = (len(each.data[0]) for each in (pooling.input, pooling.output))
    return high / low


def _lifting(pooling: Pooling) -> tuple[Panel, ...]:
    """The map, the window lifted out, the pooled map, which is as high as the map."""
    high = pooling.window + 1
    large = max(1.0, min(ENLARGED, pooling.input.data.shape[1] / high))
    pick = panels.Pick(max_abs=pooling.input.max_abs).panel(
        "pick",
        tensors=("input",),
        stage=Stage.POOL,
        size=(high * large, pooling.window * large),
        operator="→",
    )
    made = panels.grid(pooling.output, zoom=_zoom(pooling), operator="→")
    return panels.grid(pooling.input), pick, made


def _frames(
    text: SceneText, pooling: Pooling, names: Sequence[str], goes_back: bool
) -> Iterator[Frame]:
    read, made = pooling.input.data, pooling.output.data
    facts = {
        "takes the maximum": pooling.method == "max",
        "overlap": pooling.stride < pooling.window and len(pooling) > 1,
        "reads all": pooling.reads_all,
    }
    yield Frame(
        OPENING,
        text("open", facts, height=read.shape[1], width=read.shape[2]),
        hidden=all_but(names, "input"),
        revealed={"output": 0},
    )
    yield _asked(text, facts, pooling, names, goes_back)
    yield from _window_frames(text, pooling, names, one_by_one=goes_back)
    fewer = spoken_percent(1 - Fraction(made.size, read.size))
    winners = _strongest(pooling) if pooling.method == "max" else ()
    both = all_but(names, "input", "output")
    if not goes_back:
        pool = Pool(1, pooling.window, min(read.shape[1:]))
        asked = number(LEARNED, pool, unit="parameters").found_in("", "window")
        said = text("ask-parameters", window=pooling.window)
        yield Frame(OPENING, said, hidden=both, question=asked)
    yield Frame(
        CLOSING,
        text("close", facts, before=read.size, after=made.size, fewer=fewer),
        boxes=winners,
        hidden=both,
    )
    if not goes_back:
        yield _beside(text("beside"), pooling, all_but(names, "input", "output", OTHER))
    if "gradient" in names:
        yield from backwards.told(text, facts, pooling, names, winners)


def _beside(told: str, pooling: Pooling, hidden: tuple[str, ...]) -> Frame:
    """Both pooled maps, on either side of the map: what each maximum and each mean is made of."""
    columns = pooling.output.data.shape[2]
    winners, both = _strongest(pooling), ("output", OTHER)
    means, maxima = both if pooling.method == "mean" else both[::-1]
    made = [pixel(pooling.output, "cell", *divmod(k, columns)) for k in range(len(winners))]
    kept = (replace(each, role="argmax", tensor=maxima) for each in made)
    # A mean is made of all that its window holds; windows that overlap would hide one another.
    apart = range(len(made) if pooling.stride >= pooling.window else 0)
    read = (region(pooling.input, "window", *pooling.spans(k), stage=Stage.POOL) for k in apart)
    averaged = (replace(made[k], tensor=means, stage=Stage.POOL) for k in apart)
    return Frame(
        CLOSING,
        told,
        boxes=(*read, *averaged, *winners, *kept),
        hidden=hidden,
        panels={"input": panels.GridChanges(operator="←")},
    )


def _strongest(pooling: Pooling) -> tuple[Box, ...]:
    """The strongest value of each window, where these are few."""
    return tuple(map(pooling.winner, range(min(len(pooling), SLOW))))


def _asked(
    text: SceneText,
    facts: Mapping[str, bool],
    pooling: Pooling,
    names: Sequence[str],
    goes_back: bool,
) -> Frame:
    """The first window, and what it will keep; means are asked for as a map to be drawn."""
    drawn = pooling.method == "mean" and not goes_back
    values = grid_of(pooling.input.data[0])
    spots = {"read": Spot("input"), "written": Spot("output")}
    question = None
    if drawn:
        averaged = Averaged(values, pooling.window, pooling.stride)
        question = draw(AVERAGED, averaged, "output", spots)
    elif pooling.method == "max" and goes_back:
        seen = Seen(tuple(row[: pooling.window] for row in values[: pooling.window]))
        question = choice(STRONGEST, seen, spots=spots)
    return Frame(
        OPENING,
        text("ask", facts, window=pooling.window),
        boxes=(region(pooling.input, "window", *pooling.spans(0), group=0),),
        hidden=all_but(names, "input", *(["output"] if drawn else [])),
        revealed={"output": 0},
        question=question,
    )


def block_by_block(values: Values, text: SceneText, *, goes_back: bool) -> Parts:
    """A small map is pooled, one block after another.

    goes_back: then it shows where a gradient goes, else it asks what is learned.
    """
    pooling = Pooling(
        map_of(values.array("input"), "Feature map", editable="input"),
        values.word("method"),
        values.integer("window"),
        values.integer("stride"),
    )
    tensors: tuple[Tensor, ...] = (pooling.input, pooling.output)
    drawn = _lifting(pooling)
    if goes_back and pooling.method == "max" and pooling.facts(0)["one winner"]:
        tensors = (*tensors, *backwards.tensors(pooling))
        drawn = backwards.drawn(drawn, pooling, _zoom(pooling))
    if not goes_back:
        other = _other(pooling)
        tensors = (*tensors, other)
        drawn = (panels.grid(other, zoom=_zoom(pooling)), *drawn)
    names = [panel.name for panel in drawn]
    return Parts(tensors, drawn, tuple(_frames(text, pooling, names, goes_back)))
