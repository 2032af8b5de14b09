"""The line of hands that draw, on a real server: answers, refusals, and who is cut off."""

from __future__ import annotations

import json
import socket
import zlib
from collections.abc import Iterator
from contextlib import closing
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect

from cnnviz.server import websocket
from cnnviz.server.connections import Connection
from cnnviz.server.headers import SECURITY
from cnnviz.server.line import MOST_NAMES, NO_TEXT, PATH
from cnnviz.server.requests import MAX_BODY


def dialled(port: int, path: str = PATH, origin: str | None = None) -> ClientConnection:
    return connect(f"ws://127.0.0.1:{port}{path}", origin=origin, compression=None)  # type: ignore[arg-type]


@pytest.fixture
def line(port: int) -> Iterator[ClientConnection]:
    with dialled(port) as line:
        yield line


def asked(line: ClientConnection, question: str | bytes) -> str | bytes:
    line.send(question)
    return line.recv(timeout=10)


def ended(line: ClientConnection) -> int:
    """The code with which the server has closed the line; 1006 where it was cut."""
    with pytest.raises(ConnectionClosed):
        line.recv(timeout=10)
    return line.close_code or 1006


@pytest.mark.parametrize(
    "question",
    [
        "tiny/double",
        "tiny/double?factor=3",
        "tiny/double?input=1.23456,2;3,4&exact=1",
        "tiny/double?input=1.23456%2C2%3B3%2C4&exact=1",
    ],
)
def test_it_answers_what_a_request_is_answered(
    line: ClientConnection, client: TestClient, question: str
) -> None:
    for _ in range(2):
        answer = asked(line, question)
        assert isinstance(answer, bytes)
        assert zlib.decompress(answer, 31) == client.get(f"/api/scenes/{question}").content


@pytest.mark.parametrize(
    "question",
    [
        "tiny/nothing",
        "nothing",
        "",
        "tiny/double?factor=99",
        "tiny/double?factor=13",
        "tiny/double?factor=2&factor=3",
        "tiny/double?exact=perhaps",
    ],
)
def test_it_refuses_what_a_request_is_refused(
    line: ClientConnection, client: TestClient, question: str
) -> None:
    step, _, rest = question.partition("/")
    response = client.get(f"/api/scenes/{step or 'x'}/{rest or 'x'}")
    said = json.loads(asked(line, question))
    assert said.pop("status") == response.status_code
    assert said.keys() == response.json().keys()
    assert said == response.json() or response.status_code == 404
    assert isinstance(asked(line, "tiny/double"), bytes), "it goes on"


@pytest.mark.parametrize("question", ["tiny/broken", "other/late"])
def test_a_scene_that_breaks_is_said_and_its_reason_is_not(
    line: ClientConnection, question: str
) -> None:
    said = json.loads(asked(line, question))
    assert said["status"] == 500
    assert f"The scene {question} could not be built" in said["detail"]
    assert "secret" not in said["detail"]


def test_questions_are_answered_in_their_order(line: ClientConnection) -> None:
    factors = [*range(2, 13), *range(2, 13)]
    for factor in factors:
        line.send(f"tiny/double?factor={factor}")
    for factor in factors:
        answer = line.recv(timeout=10)
        assert isinstance(answer, bytes)
        head = json.loads(zlib.decompress(answer, 31).split(b"\n")[0])
        assert head["values"]["factor"] == factor


def test_a_question_of_too_many_names_is_refused(line: ClientConnection) -> None:
    said = json.loads(asked(line, "tiny/double?" + "a&" * (MOST_NAMES + 1)))
    sentence = f"A question may name at most {MOST_NAMES} parameters."
    assert said == {"status": 422, "detail": sentence}


def test_a_question_over_256_kb_or_not_of_text_ends_the_line(port: int) -> None:
    with dialled(port) as line:
        line.send("x" * (MAX_BODY + 1))
        assert ended(line) == 1009
    with dialled(port) as line:
        line.send(b"tiny/double")
        assert ended(line) == NO_TEXT


def test_the_page_of_another_site_gets_no_line(port: int) -> None:
    with dialled(port, origin=f"http://127.0.0.1:{port}") as line:
        assert isinstance(asked(line, "tiny/double"), bytes)
    for origin in (f"http://evil.example:{port}", "null", f"http://127.0.0.1:{port + 1}"):
        with pytest.raises(InvalidStatus) as refused:
            dialled(port, origin=origin)
        assert refused.value.response.status_code == 403


def test_there_is_no_other_line(port: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        dialled(port, "/api/scenes/tiny/double")
    assert refused.value.response.status_code == 403


def test_a_line_too_many_is_503(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with dialled(port):
        monkeypatch.setattr(Connection, "most", 1)
        with pytest.raises(InvalidStatus) as refused:
            dialled(port)
    response = refused.value.response
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"
    assert dict(response.headers.raw_items()).keys() >= {name.lower() for name in SECURITY}
    assert "Too many browsers" in response.body.decode()


def test_a_line_that_rests_is_closed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "REST_SECONDS", 0.3)
    with dialled(port) as line:
        assert ended(line) == CloseCode.SERVICE_RESTART


def test_a_line_whose_answers_nobody_reads_is_cut(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websocket, "REST_SECONDS", 0.6)
    large = "tiny/double?input=" + ";".join([",".join("1" * 64)] * 64)
    with urlopen(f"http://127.0.0.1:{port}/api/scenes/{large}") as response:
        response.read()  # which keeps it for all
    upgrade = f"GET {PATH} HTTP/1.1\r\nHost: hall\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
    proof = f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'x' * 22}==\r\n\r\n"
    # A message of text, masked as a browser's are, here by zeros.
    question = b"\x81\xfe" + len(large).to_bytes(2, "big") + bytes(4) + large.encode()
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as greedy:
        greedy.sendall((upgrade + proof).encode())
        assert greedy.recv(12) == b"HTTP/1.1 101"
        with pytest.raises(ConnectionError):
            greedy.sendall(question * 2000)
