"""No test depends on how fast the machine is: none sleeps, times, or gives up early."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parsing import parsed
from patience import PATIENCE

TESTS = Path(__file__).parent
WAITS = {TESTS / "patience.py", TESTS / "unread_connection.py"}
"""The files that wait for a state on behalf of the others."""
CLOCKS = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "time"}
GIVES_UP = {"join", "result", "settimeout", "timeout", "wait", "wait_for", "set_default_timeout"}


def early(limit: object) -> bool:
    """Whether so many seconds, or milliseconds, are too few for a busy machine."""
    return isinstance(limit, int | float) and (limit < PATIENCE or 1000 <= limit < 1000 * PATIENCE)


SCRIPTED = r"setTimeout\([^)]*, *[\d_]+\)|performance\.now\(\)|Date\.now\(\)"
"""What a script would sleep by, or read a clock with."""


def faults(source: str) -> Iterator[str]:
    """What in a test file depends on the machine's speed, by line."""
    if timed := re.search(SCRIPTED, source):
        yield f"a script sleeps or reads a clock: {timed.group()}"
    for node in ast.walk(parsed(source)):
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        owner = getattr(getattr(node.func, "value", None), "id", "")
        numbers = [each.value for each in node.args if isinstance(each, ast.Constant)]
        given = {each.arg: each.value for each in node.keywords}
        if name == "wait_for_timeout" or (name == "sleep" and numbers != [0]):
            yield f"line {node.lineno} sleeps: wait for a state"
        if owner == "time" and name in CLOCKS:
            yield f"line {node.lineno} reads a clock: let the test say what time it is"
        if name == "launch" and "timeout" not in given:
            yield f"line {node.lineno} starts a browser that gives up by itself: use PATIENCE"
        limits = [given.get("timeout"), *(node.args if name in GIVES_UP else ())]
        if any(isinstance(each, ast.Constant) and early(each.value) for each in limits):
            yield f"line {node.lineno} gives up by a time of its own: use PATIENCE"


@pytest.mark.parametrize(
    "path",
    sorted(set(TESTS.rglob("*.py")) - WAITS),
    ids=lambda path: path.relative_to(TESTS).as_posix(),
)
def test_no_test_depends_on_how_fast_the_machine_is(path: Path) -> None:
    assert list(faults(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.js")), ids=lambda path: path.name)
def test_no_test_of_the_scripts_does_either(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert re.findall(SCRIPTED, source) == []


@pytest.mark.parametrize(
    "line",
    [
        *("chromium.launch()", "chromium.launch(timeout=30_000)"),
        *("time.sleep(0.1)", "await asyncio.sleep(1)", "page.wait_for_timeout(500)"),
        *("began = time.monotonic()", "time.perf_counter()", "process.wait(timeout=10)"),
        *("event.wait(10)", "raw.settimeout(10)", "socket.create_connection(at, timeout=5)"),
        *("expect(it).to_be_visible(timeout=5_000)", "context.set_default_timeout(15_000)"),
    ],
)
def test_what_depends_on_speed_is_found(line: str) -> None:
    assert len(list(faults(f"async def test() -> None:\n    {line}\n"))) == 1


@pytest.mark.parametrize(
    "line",
    ["await asyncio.sleep(0)", "process.wait(PATIENCE)", "run(words, timeout=300)", "film.open()"],
)
def test_what_does_not_depend_on_speed_is_accepted(line: str) -> None:
    assert list(faults(f"async def test() -> None:\n    {line}\n")) == []
