"""Frames at which the film waits, so that each key press leads one layer on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cnnviz.content.question import Question
from cnnviz.content.scene import Frame


def waiting(frames: Iterable[Frame]) -> Iterator[Frame]:
    """The frames, at each of which it waits as at a question to the room."""
    for k, frame in enumerate(frames, 1):
        yield replace(frame, question=Question("open", f"stop {k}"))
