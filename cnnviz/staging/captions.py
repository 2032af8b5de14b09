"""Which captions of a scene need the most room: its sentence, and the formula beside it.

The page keeps that room through the whole scene, so it has to know it before the frames are there.
How wide something is, is guessed from its characters; the page measures the few that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from typing import NamedTuple

from cnnviz.content.computation import Computation
from cnnviz.content.scene import Frame, LazyFrames
from cnnviz.staging.formatting import number

LISTED = 16
"""A sum of more terms than this is written with a gap, in one line."""
PARTS = 4
"""Formulas of so few terms stand two side by side."""
SO_FAR = 10
"""About how many characters the sum so far takes."""
PICKED = 8
"""How many frames at least are looked at of those that are made only when they are asked for."""


class Room(NamedTuple):
    """How much room a caption needs: characters of its sentence, lines and width of its formula."""

    sentence: int
    lines: int
    width: int

    def holds(self, other: Room) -> bool:
        """Whether nothing of the other needs more."""
        return all(mine >= its for mine, its in zip(self, other, strict=True))


def room(frame: Frame) -> Room:
    """The room that a frame's caption needs, about."""
    if frame.pictured:
        lines, width = 0, 0
    elif frame.formula:
        lines, width = 1 + frame.formula.count(r"\frac"), len(_letters(frame.formula))
    elif frame.computations:
        few = 1 if frame.computations[0].count > PARTS else 2
        sizes = [_size(each) for each in frame.computations[:few]]
        lines, width = max(each[0] for each in sizes), sum(each[1] for each in sizes)
    else:
        lines, width = 0, 0
    return Room(len(frame.narration), lines, width)


def roomiest(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The few frames whose captions together need all the room that any caption needs.

    None of them holds another: one has the longer sentence, one the wider formula.
    """
    kept: list[tuple[Room, Frame]] = []
    for frame in _looked_at(frames):
        own = room(frame)
        if any(each.holds(own) for each, _ in kept):
            continue
        kept = [(each, other) for each, other in kept if not own.holds(each)]
        kept.append((own, frame))
    return tuple(frame for _, frame in kept)


def asking_frames(frames: Sequence[Frame]) -> Iterator[Frame]:
    """Those with a question; the many frames that are made when asked for ask nothing."""
    made = (*frames.before, *frames.after) if isinstance(frames, LazyFrames) else frames
    yield from (frame for frame in made if frame.question)


def _looked_at(frames: Sequence[Frame]) -> Iterator[Frame]:
    """All frames; of those that are made only when they are asked for, some, and the longest."""
    if not isinstance(frames, LazyFrames):
        yield from frames
        return
    yield from frames.before
    yield from frames.after
    count = len(frames.middle)
    some = {*range(0, count, max(1, count // PICKED)), *range(max(0, count - 1), count)}
    if count:
        some.add(max(range(count), key=lambda k: len(frames.middle[k].narration)))
    yield from (frames.make(k, frames.middle[k]) for k in sorted(some))


def _letters(latex: str) -> str:
    """What is left to see of LaTeX: commands as one letter each."""
    unseen = r"\\textcolor\{\w+\}|[{}\s^_&]|\\(?:left|right|text|mathrm|operatorname|[,;! ])"
    return re.sub(unseen, "", latex)


def _size(work: Computation) -> tuple[int, int]:
    """Lines and width of a computation, as static/js/drawing/arithmetic.js writes it."""
    so_far = SO_FAR if work.running and work.shown < work.count else 0
    result = 3 + _digits(work.result) + so_far
    terms = [_term(term[:2]) for term in work.terms]
    columns = work.shape[2]
    if work.op != "dot" or work.count > LISTED or columns < 2 or columns >= len(terms):
        shown = [*terms[:3], *terms[-1:]] if work.count > LISTED else terms
        return 1 + (work.op == "mean"), _join_terms(shown) + len(work.op) + result
    rows = [terms[start : start + columns] for start in range(0, len(terms), columns)]
    return len(rows), max(map(_join_terms, rows)) + result


def _term(factors: tuple[float, ...]) -> int:
    """Characters of a product; a negative factor is in parentheses."""
    return sum(_digits(each) + 2 * (each < 0) for each in factors) + len(factors) - 1


def _digits(value: float) -> int:
    # A number that cannot be written is refused where it is sent.
    return len(number(value)) if isfinite(value) else 0


def _join_terms(terms: Iterable[int]) -> int:
    return sum(each + 3 for each in terms)
