"""The laws of a frame, as questions to one scene: each yields a sentence for what breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

import numpy as np

from arithmetic_laws import ARITHMETIC
from cnnviz import wire
from cnnviz.content.records import Record
from cnnviz.content.scene import Box, Scene
from cnnviz.mathml import mathml
from pacing_laws import PACING

LONGEST_LINE = 8 * 1024
"""Bytes of one frame: what it points at and says, never a tensor."""
LONGEST_SENTENCE = 260
OUTSIDE = 20
"""Cells that a window may reach into the padding, of all layers below it together."""
INSIDE = ("kernel", "cell", "argmax")


def named(scene: Scene) -> Iterator[str]:
    """Every name that a frame or a panel uses is there, once."""
    tensors = [tensor.name for tensor in scene.tensors]
    panels = [panel.name for panel in scene.panels]
    for names in (tensors, panels):
        for name in {name for name in names if names.count(name) > 1}:
            yield f"{name} is there more than once"
    for panel in scene.panels:
        for name in set(panel.tensors) - set(tensors):
            yield f"panel {panel.name} draws {name}, which is no tensor"
        if not all(side > 0 for side in panel.size):
            yield f"panel {panel.name} has no size"
    for tensor in scene.tensors:
        if tensor.editable and tensor.editable not in scene.values:
            yield f"{tensor.name} is edited as {tensor.editable}, which is no parameter"
    for k, frame in enumerate(scene.frames):
        used = {box.tensor for box in frame.boxes} | {work.tensor for work in frame.computations}
        for name in (used | set(frame.revealed)) - set(tensors):
            yield f"frame {k} points at {name}, which is no tensor"
        for name in {*frame.hidden, *frame.focus, *frame.panels} - set(panels):
            yield f"frame {k} speaks of {name}, which is no panel"


def told(scene: Scene) -> Iterator[str]:
    """Every frame lasts, says something short, and shows formulas that were understood."""
    if not scene.frames:
        yield "there is no frame"
    for k, frame in enumerate(scene.frames):
        if not 0 < frame.seconds <= 20:
            yield f"frame {k} lasts {frame.seconds} s"
        if not frame.narration.strip():
            yield f"frame {k} says nothing"
        if len(frame.narration) > LONGEST_SENTENCE:
            yield f"frame {k} says {len(frame.narration)} characters"
        if frame.narration.count("*") % 2 or "{" in frame.narration:
            yield f"frame {k} says {frame.narration!r}"
        formula = mathml(frame.formula)
        if "\\" in formula or " style=" in formula or "<mi>&</mi>" in formula:
            yield f"frame {k} has a formula that was not understood: {frame.formula}"


MISWRITTEN = {
    "more than two decimals": re.compile(r"\d\.\d{3,}"),
    "a thousand or more without groups": re.compile(
        r"(?<![\d.,#])(?!(?:19|20)\d\d(?!\d))\d{4,}"  # but for years
    ),
    "a hyphen for a minus": re.compile(r"(?<![\w\d])-\d"),
}
FINER = {"norm": re.compile(r"(spread|×) \d\.\d{3}")}
"""What has a third decimal, by scene: with two, what one works out from it would be another number
than the one that stands there (tests/steps/test_pytorch_norm.py)."""


def numbers_written(scene: Scene) -> Iterator[str]:
    """Numbers in sentences, labels, notes and texts of panels follow one rule."""
    finer = FINER.get(scene.name)
    for text in _texts(scene):
        if finer and finer.fullmatch(text):
            continue
        for fault, pattern in MISWRITTEN.items():
            if pattern.search(text):
                yield f"{text!r} has {fault}"


def _texts(scene: Scene) -> Iterator[str]:
    for frame in scene.frames:
        yield frame.narration
        yield from strings(list(frame.panels.values()))
    for panel in scene.panels:
        yield from (panel.label, panel.note)
        if panel.kind != "code":
            yield from strings(panel.options)


def strings(part: object) -> Iterator[str]:
    match part:
        case str():
            yield part
        case Record():
            for field in fields(part):
                yield from strings(getattr(part, field.name))
        case Mapping():
            for each in part.values():
                yield from strings(each)
        case list() | tuple():
            for each in part:
                yield from strings(each)


def small(scene: Scene) -> Iterator[str]:
    """A frame points into tensors; it does not carry them."""
    for k, line in enumerate(wire.lines(scene)):
        if k > 0 and len(line) > LONGEST_LINE:
            yield f"frame {k - 1} takes {len(line)} bytes"


def boxed(scene: Scene) -> Iterator[str]:
    """A box lies on its tensor; windows may reach into the padding."""
    for k, frame in enumerate(scene.frames):
        for box in frame.boxes:
            if not _lies_on(scene, box):
                yield f"frame {k} has {box}, on {scene.tensor(box.tensor).data.shape}"
        for name, count in frame.revealed.items():
            if not 0 <= count <= scene.tensor(name).data.size:
                yield f"frame {k} reveals {count} cells of {name}"


def _lies_on(scene: Scene, box: Box) -> bool:
    shape = scene.tensor(box.tensor).data.shape
    spare = 0 if box.role in INSIDE else OUTSIDE
    spans = (box.channels, box.rows, box.columns)
    return all(
        -margin <= start < stop <= side + margin
        for (start, stop), side, margin in zip(spans, shape, (0, spare, spare), strict=True)
    )


def finite(scene: Scene) -> Iterator[str]:
    """No number that is not finite, in what the scene holds and in what is sent."""
    for tensor in scene.tensors:
        if (
            not np.isfinite(tensor.data).all()
            or not np.isfinite(tensor.max_abs)
            or tensor.max_abs <= 0
        ):
            yield f"{tensor.name} holds or is drawn by a number that is not finite"
    try:
        for _ in wire.lines(scene, exact=True):
            pass
    except ValueError as error:
        yield f"it cannot be sent: {error}"


ALWAYS = (named, told, *PACING, *ARITHMETIC, numbers_written, small, boxed, finite)
"""What holds for every scene with any parameters."""
