"""The digit's real feature map and its shifted twin: how much they share, pooled or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import NamedTuple

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.pooling import DROPPED, Pool
from cnnviz.misconceptions.questions import number
from cnnviz.staging import diagrams, panels
from cnnviz.staging.boxes import cell, extent, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, percent, shift_in_words, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import quick_sweep
from cnnviz.steps.pooling.common import Pooling, method_param
from cnnviz.steps.pooling.pairs import TIMES, Pair, pairs_of, sum_of

ROW, WIDE = 4.5, 100.0
"""How high a bar is with the air around it, and how wide, in units."""
NEAR = 46.0
"""How large the first difference is drawn, in units."""
FIRST = (3 * ROW, 190.0)
"""How high and wide the first bar is beside the maps whose sums it compares, in units."""
FRACTION, THICK, BAR = "fraction", 1.4, 34.0
"""The panel of the line between two sums, its height, and how long the line is, in units."""
STOPS = 2
"""So many steps a row takes when the window sweeps a map."""
STILL = 1.2
"""Seconds in which the map is framed before it moves."""
HEADS = ("not pooled's", "pooled once's", "pooled twice's")
HEAD, LAST = 10.6, 84.0
"""How large what both share is drawn beside its bar in the end, and how wide the bars, in units."""
LABEL = "Overlap"
LIFTED, CARD = "pick", 8.0
"""The panel of the values that one window holds, and how large each is drawn, in units."""
KEYS = ("before", "after", "twice")


def _shifted(
    told: str, pair: Pair, by: tuple[int, int], hidden: tuple[str, ...]
) -> Iterator[Frame]:
    """A frame around all answers of the map, which moves with them away from where they were."""
    old, new = (extent(each.data[0]) for each in (pair.here, pair.moved))
    before = region(pair.here, "window", *old, group=0)
    # The frame goes along; where it was stays dashed.
    after = (
        region(pair.moved, "window", *new, group=0),
        region(pair.moved, "border", *old),
    )
    moves = by != (0, 0)
    first = Frame(STILL, told, boxes=(before,) if moves else (), hidden=hidden)
    yield first
    yield replace(
        first,
        seconds=OPENING,
        boxes=after if moves else (),
        panels={pair.here.name: panels.GridChanges(tensor=pair.moved.name, moved=by)},
        tween=2.4,
    )


def _panels(pairs: list[Pair]) -> Iterator[Panel]:
    for n, pair in enumerate(pairs):
        # All stand for the same picture, so all are equally large.
        zoom = float(2**n)
        plain = panels.Grid(numbers=False)
        first = panels.grid(pair.here, plain, zoom=zoom, operator="→" if n else "")
        yield replace(first, tensors=(pair.here.name, pair.moved.name)) if n == 0 else first
        # Only of the first two maps one is taken away from the other.
        yield panels.grid(pair.moved, plain, zoom=zoom, operator="" if n else "−")
        added = panels.grid(pair.shared, plain, zoom=zoom, operator="→")
        yield replace(added, note=f"sum {sum_of(pair.shared)}") if n == 0 else added
        if n == 0:
            bar = diagrams.line(0, (0, THICK / 2), (BAR, THICK / 2), hue="ink", wide=3)
            yield diagrams.drawing(FRACTION, "", "", [bar], (THICK, BAR), under=True)
            over = panels.Grid(numbers=False, row="under")
            either = panels.grid(pair.either, over, zoom=zoom)
            yield replace(either, note=f"sum {sum_of(pair.either)}")
            near = NEAR / pair.difference.data.shape[1]
            last = panels.grid(pair.difference, plain, zoom=near, operator="=")
            yield replace(last, tensors=(*last.tensors, pair.here.name))
            yield panels.Pick(max_abs=pair.here.max_abs).panel(
                LIFTED,
                tensors=(pair.here.name,),
                stage=Stage.POOL,
                size=(3 * CARD, 2 * CARD),
                operator="→",
            )
    counted = tuple(
        panels.Bar(label, float(pair.share), percent(pair.share), pair.here.stage)
        for label, pair in zip(TIMES, pairs, strict=True)
    )
    # In the end what both share stands at the head of its bar.
    for n, (name, pair) in enumerate(zip(HEADS, pairs, strict=True)):
        options = panels.Grid(numbers=False, row="under" if n else None)
        zoom = HEAD / pair.shared.data.shape[1]
        head = panels.grid(pair.shared, options, name=name, zoom=zoom)
        yield replace(head, label="" if n else head.label, note="")
    bars = panels.Bars(bars=counted, most=1.0, filled=True)
    yield panels.bars("shares", bars, label=LABEL, height=ROW, width=WIDE)


def _frames(
    text: SceneText, pairs: list[Pair], names: list[str], by: tuple[int, int], method: str
) -> Iterator[Frame]:
    shares = [pair.share for pair in pairs]
    before, after = (pairs[n].here.data for n in (0, 1))
    counted = {"count": before.size, "dropped": before.size - after.size}
    largest = method == "max"
    asked = number(DROPPED, Pool(1, 2, before.shape[1])).found_in("map0", "side")
    dropped = asked if largest else None
    facts = {
        "takes the maximum": largest,
        "moved": by != (0, 0),
        "grows": shares[0] < shares[1] < shares[2],
        "better": shares[2] > shares[0],
        "all": min(shares) == 1,
    }
    without = partial(all_but, names)
    first = pairs[0]
    yield Frame(OPENING, text("open"), hidden=without(first.here.name))
    shift = text("shift", facts, where=shift_in_words(*by))
    yield from _shifted(shift, first, by, without(first.here.name))
    said = dict(zip(KEYS, map(spoken_percent, shares), strict=True))

    def overlap(n: int, key: str, **numbers: str) -> Frame:
        """Both maps, pooled so many times, and how much they overlap."""
        return Frame(
            4.5,
            text(key, share=said[KEYS[n]], **numbers),
            hidden=without(*pairs[n].both, pairs[n].shared.name, "shares"),
            panels={
                pairs[n].moved.name: panels.GridChanges(operator=""),
                "shares": panels.BarsChanges(shown=n + 1, size=(ROW * (n + 1), WIDE)),
            },
            tween=1.2,
        )

    yield from _subtracted(text("before", facts), first, names)
    yield from _added(text, first, names, overlap)
    still = without(*first.both, "shares")
    beside = {
        first.moved.name: panels.GridChanges(operator=""),
        "shares": panels.BarsChanges(shown=1, size=(ROW, WIDE)),
    }
    yield Frame(
        OPENING, text("pool", facts, **counted), hidden=still, panels=beside, question=dropped
    )
    read, made = (pair.here for pair in pairs[:2])
    sweep = PooledSweep(Pooling(read, method, 2, 2, made.name), tuple(names))
    yield from _pooled(text, facts, sweep)
    left = without(first.here.name, pairs[1].here.name)
    yield Frame(OPENING, text("lost", facts, **counted), hidden=left)
    yield Frame(OPENING, text("also"), hidden=without(*pairs[1].both), tween=1.2)
    yield overlap(1, "after")
    # Of the first map is seen what it becomes; then that stands alone; then the moved one comes.
    here, moved = pairs[2].both
    for shown in ((pairs[1].here.name, here), (here,), (here, moved)):
        yield Frame(1.8, text("again"), hidden=without(*shown), tween=1.2)
    yield overlap(2, "twice")
    yield from _closed(text("close", facts, **said), names)


def _closed(told: str, names: list[str]) -> Iterator[Frame]:
    """All bars; once they have their places, what both maps share comes to the head of each."""
    size = panels.BarsChanges(size=(len(HEADS) * (HEAD + 1.6), LAST))
    first = Frame(STILL, told, hidden=all_but(names, "shares"), panels={"shares": size})
    yield first
    yield replace(first, seconds=CLOSING, hidden=all_but(names, *HEADS, "shares"), tween=1.6)


def _added(
    text: SceneText, pair: Pair, names: list[str], overlap: Callable[..., Frame]
) -> Iterator[Frame]:
    """The smaller values above the larger, with the sums of both, and the share that these make."""
    added = (pair.shared.name, pair.either.name)
    shown = all_but(names, *pair.both, *added)
    beside = {pair.moved.name: panels.GridChanges(operator="")}
    yield Frame(OPENING, text("sums"), hidden=shown, panels=beside, tween=1.2)
    told = overlap(0, "overlap", smaller=sum_of(pair.shared), larger=sum_of(pair.either))
    bar = panels.BarsChanges(shown=1, size=FIRST, operator="=")
    divided = all_but(names, *added, FRACTION, "shares")
    yield replace(told, hidden=divided, panels={"shares": bar})


class PooledSweep(NamedTuple):
    """A pooling window that goes over the map of one pair and makes that of the next."""

    pooling: Pooling
    names: tuple[str, ...]
    """Of all panels."""

    def stops(self) -> Iterator[tuple[int, float]]:
        """The windows at which it is seen, in reading order, and for how many seconds."""
        for _, _, seconds, count in quick_sweep(self.pooling.output.data, STOPS):
            yield count - 1, seconds

    def frame(self, k: int, seconds: float, sentence: str) -> Frame:
        """The k-th window, and all that is pooled then."""
        read, made = self.pooling.input, self.pooling.output
        window = region(read, "window", *self.pooling.spans(k), group=0)
        target = cell(made, *divmod(k, made.data.shape[2]), group=0)
        return Frame(
            seconds,
            sentence,
            boxes=(window, target),
            revealed={made.name: k + 1},
            hidden=all_but(self.names, read.name, made.name),
        )

    def stopped(self, k: int, seconds: float, sentence: str) -> Frame:
        """The k-th window, and its values lifted out of it."""
        read, made = self.pooling.input, self.pooling.output
        largest = int(self.pooling.values(k).argmax()) if self.pooling.method == "max" else None
        return replace(
            self.frame(k, seconds, sentence),
            computations=(self.pooling.computation(k),),
            hidden=all_but(self.names, read.name, LIFTED, made.name),
            panels={LIFTED: panels.PickChanges(argmax=largest)},
        )


def _pooled(text: SceneText, facts: Mapping[str, bool], sweep: PooledSweep) -> Iterator[Frame]:
    """The first pooling: its window goes over the map, and stops at the strongest answer."""
    made = sweep.pooling.output.data
    strongest = int(made.argmax())
    kept = text("keep", facts, kept=about(float(made.max())))
    before, after = text("walk"), text("rest")
    yield from (sweep.frame(*each, before) for each in sweep.stops() if each[0] < strongest)
    yield sweep.stopped(strongest, 4.8, kept)
    yield from (sweep.frame(*each, after) for each in sweep.stops() if each[0] > strongest)


def _subtracted(sentence: str, pair: Pair, names: list[str]) -> Iterator[Frame]:
    """Both maps; the first goes to where the second is taken away from it, and is seen there from
    nearer.
    """
    yield Frame(1.4, sentence, hidden=all_but(names, *pair.both))
    name = pair.difference.name
    whole = {name: panels.GridChanges(tensor=pair.here.name)}
    shown = all_but(names, *pair.both, name)
    yield Frame(1.6, sentence, hidden=shown, panels=whole, tween=1.2)
    yield Frame(OPENING, sentence, hidden=shown, tween=1.6)


@scene(
    "measured",
    stage=Stage.POOL,
    params=(
        Param("dy", "Down", "integer", 0, -2, 2, help="Pixels that the digit moves down."),
        Param("dx", "Right", "integer", 1, -2, 2, help="Pixels that it moves right."),
        method_param("max"),
    ),
)
def measured(values: Values, text: SceneText) -> Parts:
    """The digit's real feature map and its shifted twin: how much they share, pooled or not."""
    by = values.integer("dy"), values.integer("dx")
    method = values.word("method")
    pairs = list(pairs_of(*by, method))
    drawn = tuple(_panels(pairs))
    tensors = chain(
        *((each.here, each.moved, each.difference, each.shared, each.either) for each in pairs)
    )
    frames = _frames(text, pairs, [panel.name for panel in drawn], by, method)
    return Parts(tuple(tensors), drawn, tuple(frames))
