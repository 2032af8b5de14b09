"""The streams of all scenes' defaults, line by line, as they were last read and accepted.

`make golden` accepts what they are now; README.md beside this says more.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from math import isclose
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz import wire
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.opened.example import example_steps
from cnnviz.steps import STEPS
from loosely import loosely

FOLDER = Path(__file__).parent / "golden"
SCENES = [
    pytest.param(step, spec, id=f"{step.name}-{spec.name}")
    for step in (*STEPS, example_steps()[0])
    for spec in step.scenes
]
"""Of the chapter, and of a small network that is opened."""


def golden(step: Step, spec: SceneSpec) -> Path:
    return FOLDER / f"{step.name}-{spec.name}.jsonl"


@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_a_scene_streams_what_was_accepted(
    step: Step, spec: SceneSpec, request: pytest.FixtureRequest
) -> None:
    path = golden(step, spec)
    now = b"".join(wire.lines(spec.scene()))
    accepted = path.read_bytes() if path.exists() else b""
    found = difference(accepted, now)
    if found and request.config.getoption("--accept"):
        path.write_bytes(now)
        return
    assert accepted, f"{path.name} is not there yet: make golden, and read it"
    assert not found, f"{path.name}: {found}; make golden, and read the diff"


def difference(accepted: bytes, now: bytes) -> str:
    """Where two streams part, and how; empty where they tell the same.

    Numbers may differ in their last printed digit, as another machine adds in another order.
    """
    was, is_ = ([json.loads(line) for line in each.splitlines()] for each in (accepted, now))
    for k, (old, new) in enumerate(zip(was, is_, strict=False), 1):
        for place, *values in parts(old, new, ""):
            cut = [text if len(text := repr(value)) < 200 else text[:199] + "…" for value in values]
            return f"line {k}{place} was {cut[0]} and is {cut[1]}"
    return "" if len(was) == len(is_) else f"there were {len(was)} lines and are {len(is_)}"


def parts(old: Any, new: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    """The places within two records at which they differ."""
    match old, new:
        case dict(), dict() if old.keys() == new.keys():
            for key in old:
                if key == "bytes":
                    pair = [np.frombuffer(b64decode(each[key]), np.uint8) for each in (old, new)]
                    same = pair[0].size == pair[1].size
                    if not same or np.abs(pair[0].astype(int) - pair[1]).max() > 1:
                        yield f"{place}.bytes", old[key], new[key]
                else:
                    yield from parts(old[key], new[key], f"{place}.{key}")
        case list(), list() if len(old) == len(new):
            for i, (one, other) in enumerate(zip(old, new, strict=True)):
                yield from parts(one, other, f"{place}[{i}]")
        case ((int() | float()), (int() | float())):
            if not isclose(old, new, rel_tol=1e-4, abs_tol=2e-4):
                yield place, old, new
        case _:
            if old != new:
                yield place, old, new


def test_no_golden_is_left_of_a_scene_that_is_gone() -> None:
    expected = {golden(*loosely(each.values)).name for each in SCENES}
    assert {path.name for path in FOLDER.glob("*.jsonl")} <= expected


def test_a_difference_is_found_where_it_is() -> None:
    old = b'{"a":[1,2]}\n{"b":{"c":"x"}}\n'
    assert difference(old, old) == ""
    assert difference(old, old.replace(b"2", b"2.0001")) == ""
    assert difference(old, old.replace(b"2", b"2.001")) == "line 1.a[1] was 2 and is 2.001"
    assert difference(old, old.replace(b"x", b"y")) == "line 2.b.c was 'x' and is 'y'"
    assert difference(old, old.replace(b"c", b"d")) == "line 2.b was {'c': 'x'} and is {'d': 'x'}"
    assert difference(old, old.splitlines()[0]) == "there were 2 lines and are 1"
