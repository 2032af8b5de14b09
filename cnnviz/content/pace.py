"""Time for people: frames last until they are read, and the film waits where it asks.

A scene says how long its frames last at least; here they get what their sentences need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from cnnviz.content.question import Question
from cnnviz.content.scene import Frame, LazyFrames, Spoken, strip_emphasis
from cnnviz.content.texts import Sentence

CHARACTERS = 15
"""Characters that people read in a second, as subtitles are timed."""
NOTICING = 0.8
"""Seconds until one has noticed that there is a new sentence."""


def reading_time(narration: str) -> float:
    """Seconds that it takes to read a sentence; its asterisks are not shown."""
    return len(strip_emphasis(narration)) / CHARACTERS + NOTICING


def set_durations(frames: Sequence[Frame]) -> Sequence[Frame]:
    """The frames, none too short for its sentence, and with its question each that asks one.

    A sentence that stands through several frames, as in a sweep, needs its time in all of them
    together; the last of them asks. The middle of LazyFrames is not made for that.
    """
    lazy = frames if isinstance(frames, LazyFrames) else LazyFrames(tuple(frames))
    ends = [*lazy.before, *lazy.after]
    first = len(lazy.before)
    spoken = [Spoken(frame.seconds, frame.narration) for frame in ends]
    timed = list(_with_durations([*spoken[:first], *lazy.middle, *spoken[first:]]))
    last = first + len(lazy.middle)
    times = timed[:first] + timed[last:]
    made = tuple(
        replace(frame, seconds=each.seconds, question=_name_question(frame.question, asked))
        for frame, each, asked in zip(ends, times, _questions(times), strict=True)
    )
    if not lazy.middle:
        return made
    return replace(lazy, before=made[:first], middle=tuple(timed[first:last]), after=made[first:])


def _name_question(given: Question | None, asked: Question | None) -> Question | None:
    """The scene's own question by its sentence's name; else one to the room, if it asks.

    Where the scene has one to the room, it waits there without asking.
    """
    if given and given.kind == "open":
        return given
    return replace(given, name=asked.name) if given and asked else asked


def _with_durations(spoken: Sequence[Spoken]) -> Iterator[Spoken]:
    """Each sentence with the time that it needs, in the rhythm that its frames have."""
    for narration, group in groupby(spoken, lambda each: each.narration):
        run = list(group)
        total = sum(each.seconds for each in run)
        slower = max(1.0, reading_time(narration) / total) if total > 0 else 1.0
        for each in run:
            yield each._replace(seconds=each.seconds * slower)


def _questions(spoken: Sequence[Spoken]) -> Iterator[Question | None]:
    """What each asks: the last of those that say the same sentence, if that is a question."""
    for each, after in pairwise([*spoken, None]):
        assert each is not None
        narration = each.narration
        ends = after is None or after.narration != narration
        asks = ends and narration.rstrip("*”").endswith("?")
        name = narration.key if isinstance(narration, Sentence) else ""
        yield Question("open", name) if asks else None
