"""The laws of time: a sentence can be read, and the film waits where it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from cnnviz.content.question import Question
from cnnviz.content.scene import Scene

QUOTED = re.compile(r"“[^”]*”")


def legible(scene: Scene) -> Iterator[str]:
    """A sentence stands for a fifteenth of a second a character, and for 0.8 seconds more."""
    k = 0
    for narration, run in groupby(scene.frames, lambda frame: frame.narration):
        seconds = [frame.seconds for frame in run]
        needed = len(narration.replace("*", "")) / 15 + 0.8
        if sum(seconds) < needed - 1e-6:
            yield f"frame {k} stands for {sum(seconds):.2f} s and takes {needed:.2f} to read"
        k += len(seconds)


def asking(scene: Scene) -> Iterator[str]:
    """The film waits exactly where its sentence ends in a question, and none is answered in one."""
    frames = list(scene.frames)
    names = [frame.question.name for frame in frames if frame.question]
    for name in {name for name in names if names.count(name) > 1}:
        yield f"two questions are called {name!r}"
    for k, (frame, after) in enumerate(zip(frames, [*frames[1:], None], strict=True)):
        narration = frame.narration.replace("*", "")
        ends = after is None or after.narration != frame.narration
        if (narration.endswith("?") and ends) != (frame.question is not None):
            yield f"frame {k} says {narration!r} and asks {frame.question}"
        if frame.question:
            yield from (f"frame {k} {fault}" for fault in _unfit(scene, frame.question))
        if ends and "?" in QUOTED.sub("", narration)[:-1]:
            yield f"frame {k} goes on after its question: {narration!r}"


def _unfit(scene: Scene, question: Question) -> Iterator[str]:
    """What a question lacks to be answered as its kind is."""
    right = [each for each in question.options if not each.rule]
    match question.kind:
        case "open" if question.options:
            yield f"has options that nobody can choose: {question.options}"
        case "choice" if not 2 < len(question.options) <= 4:
            yield f"is a choice of {len(question.options)} options"
        case "number" if any(each.value is None for each in question.options):
            yield f"asks for a number, and has {question.options}"
        case "cell" | "draw":
            size = scene.tensor(question.tensor).data.size
            for option in question.options:
                if question.kind == "draw" and len(option.values) != size:
                    yield f"has {len(option.values)} values for {size} cells"
                if any(not 0 <= each < size for each in option.cells):
                    yield f"marks {option.cells} of {size} cells"
    if question.kind != "open" and len(right) != 1:
        yield f"has {len(right)} right options of {question.options}"


def unspoilt(scene: Scene) -> Iterator[str]:
    """At a question no grid is still empty, as its sides answer, and no label has the answer.

    The answer is what the next sentence emphasises for the first time, where that has a digit.
    """
    frames = list(scene.frames)
    for k, (frame, after) in enumerate(pairwise(frames)):
        if frame.question is None:
            continue
        marked, asked = {box.tensor for box in frame.boxes}, frame.question.tensor
        answers = {
            each
            for each in set(EMPHASIS.findall(after.narration))
            - set(EMPHASIS.findall(frame.narration))
            if re.search(r"\d", each)
        }
        for panel in scene.panels:
            if panel.name in frame.hidden:
                continue
            for tensor in panel.tensors:
                # What is asked to be drawn is empty, and says so.
                if frame.revealed.get(tensor) == 0 and tensor not in {*marked, asked}:
                    yield f"frame {k} asks, and {panel.name} shows {tensor} empty"
            for answer in answers:
                written = rf"(?<![\d×.,]){re.escape(answer)}(?![\d×.,])"
                if re.search(written, f"{panel.label} {panel.note}"):
                    yield f"frame {k} asks, and {panel.name} says {answer}"


EMPHASIS = re.compile(r"\*([^*]+)\*")
PACING = (legible, asking, unspoilt)
