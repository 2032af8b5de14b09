"""Where the boxes of a graph stand: in ranks behind what they read, with a lane for each path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from cnnviz.engine.network import Network
from cnnviz.opened.blocks import Fold

Point = tuple[float, float]
Place = tuple[int, int]
"""A rank, and a lane in it, from 0."""
Pair = tuple[int, int]

BOX = (1.0, 2.2)
"""Height and width of a box, in units."""
GAP, LANE, ROW = 0.5, 0.3, 0.5
"""Between two boxes of a row, two lanes, two rows."""


@dataclass(frozen=True, slots=True)
class Laid:
    """The upper left corner of each box, the points of each path, height and width of it all."""

    corners: tuple[Point, ...]
    paths: tuple[tuple[Point, ...], ...]
    size: tuple[float, float]


def pairs_of(network: Network, found: Sequence[Fold]) -> tuple[Pair, ...]:
    """Pairs of boxes, from what is read to what reads it, each once; of those that are there."""
    place = {name: k for k, each in enumerate(found) for name in each.layers}
    pairs: dict[Pair, None] = {}
    for layer, names in network.sources():
        for name in names:
            if name in place and layer.name in place and place[name] != place[layer.name]:
                pairs[place[name], place[layer.name]] = None
    return tuple(pairs)


def laid(number: int, pairs: Sequence[Pair], shape: float, *, one_row: bool = False) -> Laid:
    """So many boxes, each behind those that it reads, for a room `shape` times as wide as high."""
    ranks = [0] * number
    for before, after in sorted(pairs, key=lambda pair: pair[1]):
        ranks[after] = max(ranks[after], ranks[before] + 1)
    places, ways = _places(ranks, pairs)
    heights = [0] * (max(ranks, default=0) + 1)
    for rank, lane in (*places, *(stop for way in ways for stop in way)):
        heights[rank] = max(heights[rank], lane + 1)
    rows = _Rows(heights, len(heights) if one_row else _across(heights, shape))
    return Laid(
        tuple(rows.corner(place) for place in places),
        tuple(
            tuple(_without_turnless(rows.path([places[before], *way, places[after]])))
            for (before, after), way in zip(pairs, ways, strict=True)
        ),
        rows.size,
    )


def _places(ranks: Sequence[int], pairs: Sequence[Pair]) -> tuple[list[Place], list[list[Place]]]:
    """The place of each box, and those that each pair's path goes through on its way."""
    taken: set[Place] = set()
    places: list[Place] = []
    for box, rank in enumerate(ranks):
        read = [places[a][1] for a, b in pairs if b == box]
        lane = min(read, default=0)
        place = next((rank, each) for each in count(lane) if (rank, each) not in taken)
        taken.add(place)
        places.append(place)
    ways: list[list[Place]] = [[] for _ in pairs]
    long = [ranks[after] - ranks[before] for before, after in pairs]
    for k in sorted(range(len(pairs)), key=long.__getitem__):
        before, after = pairs[k]
        between = range(ranks[before] + 1, ranks[after])
        free = next(n for n in count() if all((each, n) not in taken for each in between))
        ways[k] = [(each, free) for each in between]
        taken.update(ways[k])
    return places, ways


def _across(heights: Sequence[int], shape: float) -> int:
    """How many ranks a row has, for the boxes to be as large as can be."""

    def scale(across: int) -> float:
        height, width = _Rows(heights, across).size
        return min(shape / width, 1 / height)

    return max(range(1, len(heights) + 1), key=scale)


class _Rows:
    """Ranks in rows of so many."""

    def __init__(self, heights: Sequence[int], across: int) -> None:
        self._across = across
        lanes = [max(heights[k : k + across]) for k in range(0, len(heights), across)]
        self._tops = [0.0]
        for many in lanes:
            self._tops.append(self._tops[-1] + many * (BOX[0] + LANE) - LANE + ROW)
        self.size = (self._tops[-1] - ROW, across * (BOX[1] + GAP))

    def corner(self, place: Place) -> Point:
        """The upper left corner of the box at a place."""
        row, column = divmod(place[0], self._across)
        return GAP / 2 + column * (BOX[1] + GAP), self._tops[row] + place[1] * (BOX[0] + LANE)

    def path(self, stops: Sequence[Place]) -> Iterator[Point]:
        """From the first box, through the places between, to the last."""
        for k, (a, b) in enumerate(pairwise(stops)):
            (left, y), (x, to) = self._side(a), self._side(b)
            right = left + BOX[1]
            yield right, y
            if b[0] // self._across == a[0] // self._across:
                turn = x - GAP / 2
                yield from ((turn, y), (turn, to))
            else:
                between = self._tops[b[0] // self._across] - ROW / 2
                yield from ((right + GAP / 2, y), (right + GAP / 2, between))
                yield from ((x - GAP / 2, between), (x - GAP / 2, to))
            yield x, to
            if k < len(stops) - 2:
                yield x + BOX[1], to

    def _side(self, place: Place) -> Point:
        x, y = self.corner(place)
        return x, y + BOX[0] / 2


def _without_turnless(points: Iterator[Point]) -> list[Point]:
    """Without the points at which it only goes on."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and any(kept[-2][i] == kept[-1][i] == point[i] for i in (0, 1)):
            kept.pop()
        kept.append(point)
    return kept
