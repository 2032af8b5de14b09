"""SECURITY.md says what the code does: each limit's number, and a test that holds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from websockets import http11

from cnnviz.cli import play
from cnnviz.content import arrays, drawings
from cnnviz.engine.scratch import SCRATCH
from cnnviz.server import errors, kept_networks, read_budget, run
from cnnviz.server.process import connections, websocket
from cnnviz.server.routes import parameters, socket, uploads
from cnnviz.server.streaming import scene_request, streams
from cnnviz.staging import cost

LIMITS = {
    "what the engine keeps between computations": f"{SCRATCH.limit // 2**20} MB",
    "address and headers of a request": f"{connections.MAX_HEAD // 1024} KB",
    "body of a request": f"{parameters.MAX_BODY // 1024} KB",
    "files of a network, together": f"{uploads.MAX_UPLOAD // 2**20} MB",
    "the line before them": f"{uploads.MAX_LINE // 1024} KB",
    "files of a network": f"{uploads.MOST_FILES}",
    "letters of a file's name": f"{uploads.MAX_NAME}",
    "networks that arrive or are read at the same time": (
        f"{uploads.MOST_UPLOADS}, of which 1 is read"
    ),
    "networks kept, each with each of its pictures": f"{kept_networks.MOST_KEPT}",
    "weights and activations of these, together": (
        f"{kept_networks.MOST_KEPT_BYTES // 2**20} MB, or one network alone"
    ),
    "time for the files of a network": f"{uploads.UPLOAD_SECONDS} seconds",
    "brackets within one another in a body": f"{parameters.MAX_DEPTH}",
    f"bodies over {parameters.SMALL_BODY // 1024} KB that have not arrived completely, together": (
        f"{parameters.MOST_WAITING // 2**20} MB"
    ),
    "side of an array": f"{arrays.MAX_SIDE}",
    "magnitude of a number in an array": f"{arrays.MAX_MAGNITUDE:g}",
    "numbers in the frames of one sweep": f"{cost.MOST_NUMBERS:,}",
    "strokes of a drawing": f"{drawings.MAX_STROKES}",
    "points of a drawing": f"{drawings.MAX_POINTS}",
    "connections": f"{connections.MOST}, or what the system allows",
    "different scenes asked for and not finished": f"{streams.AT_ONCE}",
    "scenes computed at the same time": f"{streams.TURNS}",
    "of these, scenes with large arrays": f"{streams.LARGE_AT_ONCE}",
    "drawings computed before other requests get their turn": (
        f"1, of {scene_request.SKETCH} points and ink for a few milliseconds at most"
    ),
    "streams kept, compressed": f"{streams.KEPT // 2**20} MB",
    "time for address and headers": f"{connections.HEAD_SECONDS} seconds",
    "time for a body": f"{parameters.BODY_SECONDS} seconds",
    "time for an answer, reading it included": f"{connections.ANSWER_SECONDS} seconds",
    "time between two requests of a connection": f"{run.KEEP_ALIVE_SECONDS} seconds",
    "a message on a WebSocket": f"{parameters.MAX_BODY // 1024} KB of text",
    "parameters in a message": f"{socket.MOST_NAMES}",
    "time between two messages, reading the answer included": (f"{websocket.REST_SECONDS} seconds"),
    "time for open streams when the server stops": f"{run.GRACE_SECONDS:g} seconds",
    "connections beyond these": f"{connections.TOLD} are told so, the others are closed",
    "headers of a request for a WebSocket": (
        f"{http11.MAX_NUM_HEADERS} of {http11.MAX_LINE_LENGTH // 1024} KB each"
    ),
    "pings, pongs and fragments before a message is complete": f"{websocket.MOST_FRAMES}",
    "memory for an answer that the client does not read": f"{2 * read_budget.PIECE // 1024} KB",
    "workers": f"{play.MOST_WORKERS}",
}


@pytest.fixture(scope="module")
def rows(root: Path) -> dict[str, list[str]]:
    """The table of limits: what, limit, what happens, test."""
    text = (root / "SECURITY.md").read_text(encoding="utf-8")
    cells = [
        [each.strip() for each in row]
        for row in re.findall(r"^\|(.*)\|(.*)\|(.*)\|(.*)\|$", text, re.MULTILINE)
    ]
    return {what: rest for what, *rest in cells[2:]}


@pytest.mark.parametrize("what", LIMITS)
def test_a_limit_is_documented_as_it_is(rows: dict[str, list[str]], what: str) -> None:
    assert rows[what][0] == LIMITS[what]


def test_a_refusal_says_when_to_ask_again_as_documented(rows: dict[str, list[str]]) -> None:
    said = [beyond for _, beyond, _ in rows.values() if "Retry-After" in beyond]
    assert len(said) == 5
    assert all(f"`Retry-After: {errors.RETRY_SECONDS}`" in beyond for beyond in said)


def test_each_limit_names_a_test_that_is_there(rows: dict[str, list[str]], root: Path) -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in root.glob("tests/**/test_*.py"))
    for _, _, test in rows.values():
        assert f"\ndef {test.strip('`')}(" in tests, test


NO_LIMITS = {
    "AGAIN_SECONDS": "how often a server that starts says to ask again",
    "LOOK_SECONDS": "how often --dev looks for changes",
    "MAX_CHANNELS": "no scene takes more; a colour picture has three",
    "MAX_ID": "what a number in JSON can hold exactly",
    "MOST_GRACE": "what who starts the server may ask for",
    "QUIET_SECONDS": "how long nobody has asked before scenes are prefetched",
    "SWITCH_SECONDS": "how often Python's threads take turns",
}
"""Constants that are called like limits and are none for a visitor, with the reason."""


def test_each_limit_of_the_code_is_in_the_table(root: Path) -> None:
    source = Path(__file__).read_text(encoding="utf-8").partition("NO_LIMITS")[0]
    named = {
        name
        for folder in ("content", "server", "cli")
        for path in (root / "cnnviz" / folder).rglob("*.py")
        for name in re.findall(
            r"^((?:MAX|MOST)_\w+|MOST|[A-Z]\w*_SECONDS) = ",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    assert {name for name in named if f".{name}" not in source} == set(NO_LIMITS)
