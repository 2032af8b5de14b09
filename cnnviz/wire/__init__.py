"""Scene → JSON lines: one header (its tensors, once), one line a frame, one closing line.

Keys equal the Python field names; what is empty or at its default is left out of a frame. Numbers
are finite and as short as prints the same; `exact` sends every number in full instead.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.param import Param, Values
from cnnviz.content.records import Json, Record
from cnnviz.content.scene import Box, Frame, Panel, Scene, Tensor
from cnnviz.content.spec import SceneSpec
from cnnviz.mathml import mathml
from cnnviz.staging.captions import asking_frames, roomiest
from cnnviz.wire.arithmetic import computation, number, whole, without_empty
from cnnviz.wire.questions import asked_and_told, question_record

LISTED = 1200
"""Tensors of up to this many cells travel as numbers, others as bytes with a scale."""


def lines(scene: Scene, *, exact: bool = False) -> Iterator[bytes]:
    """The scene as JSON lines, each ending in a newline. Raises ValueError on NaN or infinity."""
    yield _line(_header(scene, exact))
    for k, frame in enumerate(scene.frames):
        yield _line({"type": "frame", "k": k, **_frame(frame, exact)})
    yield _line({"type": "end", "frames": len(scene.frames)})


_ENCODER = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _line(record: dict[str, Json]) -> bytes:
    return _ENCODER.encode(record).encode() + b"\n"


def _header(scene: Scene, exact: bool) -> dict[str, Json]:
    return {
        "type": "scene",
        "step": scene.step,
        "name": scene.name,
        "title": scene.title,
        "stage": scene.stage,
        "values": values(scene.values),
        "tensors": [_tensor(tensor, exact) for tensor in scene.tensors],
        "panels": [_panel(panel, exact) for panel in scene.panels],
        "captions": [
            *(_caption(frame, exact) for frame in roomiest(scene.frames)),
            *(said for frame in asking_frames(scene.frames) for said in asked_and_told(frame)),
        ],
        "frames": len(scene.frames),
    }


def values(given: Values) -> dict[str, Json]:
    """Parameter values as JSON: arrays and strokes as nested lists of numbers."""
    return {name: value(each) for name, each in given.items()}


def value(given: object) -> Json:
    """One parameter's value as JSON."""
    if isinstance(given, np.ndarray):
        nested: Json = [[[whole(float(c)) for c in row] for row in plane] for plane in given]
        return nested
    if isinstance(given, tuple):
        drawing: Json = [[list(point) for point in stroke] for stroke in given]
        return drawing
    assert isinstance(given, int | float | str)
    return given


def _options(options: Record, exact: bool) -> Json:
    """A panel's options or changes as they are sent."""
    return _plain(options.record(), exact)


def _plain(part: Json, exact: bool) -> Json:
    match part:
        case dict():
            return {key: _plain(each, exact) for key, each in part.items()}
        case list():
            return [_plain(each, exact) for each in part]
        case float():
            return number(part, exact)
    return part


def _tensor(tensor: Tensor, exact: bool) -> dict[str, Json]:
    record: dict[str, Json] = {
        "name": tensor.name,
        "label": tensor.label,
        "stage": tensor.stage,
        "scale": tensor.scale,
        "max_abs": number(tensor.max_abs),
        "shape": list(tensor.data.shape),
    }
    if tensor.weights:
        record["weights"] = True
    if tensor.editable:
        record["editable"] = tensor.editable
        # An edit of one cell sends all of them back.
        exact = True
    if exact or (tensor.data.size <= LISTED and not tensor.quantized):
        cells: list[Json] = [number(cell, exact) for cell in tensor.data.ravel().tolist()]
        return record | {"values": cells}
    return record | _bytes(tensor.data.astype(np.float64))


def _bytes(data: NDArray[np.float64]) -> dict[str, Json]:
    """Cells as base64 bytes b that mean offset + b·step, at most half a step from the truth."""
    # Twelve digits, as CPUs may differ in the sixteenth.
    offset = float(f"{data.min():.12g}")
    step = float(f"{(data.max() - data.min()) / 255:.12g}")
    cells = np.rint((data - offset) / (step or 1.0)).clip(0, 255).astype(np.uint8)
    return {
        "offset": offset,
        "step": step,
        "bytes": base64.b64encode(cells.tobytes()).decode("ascii"),
    }


def _panel(panel: Panel, exact: bool) -> dict[str, Json]:
    return {
        "name": panel.name,
        "kind": panel.kind,
        "tensors": list(panel.tensors),
        "label": panel.label,
        "note": panel.note,
        "stage": panel.stage,
        "size": list(panel.size),
        "operator": panel.operator,
        "options": _options(panel.options, exact),
    }


def _frame(frame: Frame, exact: bool) -> dict[str, Json]:
    record: dict[str, Json] = {
        "seconds": round(frame.seconds, 3),
        "narration": frame.narration,
        "formula": _formula(frame),
        "boxes": [_box(box) for box in frame.boxes],
        "computations": [computation(each, exact) for each in frame.computations],
        "revealed": dict(frame.revealed),
        "hidden": list(frame.hidden),
        "focus": list(frame.focus),
        "panels": {name: _options(changes, exact) for name, changes in frame.panels.items()},
        "tween": round(frame.tween, 3),
        "question": question_record(frame.question, exact),
    }
    return without_empty(record)


def _formula(frame: Frame) -> str:
    """As MathML; a blank where the computations are not written out either."""
    return " " if frame.pictured else mathml(frame.formula)


def _caption(frame: Frame, exact: bool) -> dict[str, Json]:
    """What a frame says beside its picture."""
    return without_empty(
        {
            "narration": frame.narration,
            "formula": _formula(frame),
            "computations": [computation(each, exact) for each in frame.computations],
        }
    )


def _box(box: Box) -> dict[str, Json]:
    record: dict[str, Json] = {
        "tensor": box.tensor,
        "role": box.role,
        "channels": list(box.channels),
        "rows": list(box.rows),
        "columns": list(box.columns),
    }
    if box.group >= 0:
        record["group"] = box.group
    if box.stage:
        record["stage"] = box.stage
    return record | ({"name": box.name} if box.name else {})


def param(declared: Param) -> dict[str, Json]:
    """A parameter's declaration as JSON, for controls and documentation."""
    record: dict[str, Json] = {
        field.name: getattr(declared, field.name)
        for field in fields(declared)
        if field.name not in ("default", "choices")
    }
    return record | {
        "default": value(declared.default),
        "choices": [list(choice) for choice in declared.choices],
    }


def scene_spec(declared: SceneSpec) -> dict[str, Json]:
    """A scene's declaration as JSON: name, title, stage, parameters, presets."""
    return {
        "name": declared.name,
        "title": declared.title,
        "stage": declared.stage,
        "params": [param(each) for each in declared.params],
        "presets": [
            {"label": label, "values": dict(settings)} for label, settings in declared.presets
        ],
    }
