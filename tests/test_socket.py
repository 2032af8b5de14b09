"""The line of hands that draw, on a real server: answers, refusals, and who is cut off."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from cnnviz.server.headers import SECURITY
from cnnviz.server.process.connections import Connection
from cnnviz.server.process.websocket import REST_SECONDS
from cnnviz.server.routes.parameters import MAX_BODY
from cnnviz.server.routes.socket import MOST_NAMES, NO_TEXT, PATH
from looping import looped, passed, settled
from patience import PATIENCE
from unread_connection import CLOSE, TEXT, frame, frames, opened, question, until


def dialled(port: int, path: str = PATH, origin: str | None = None) -> ClientConnection:
    said = None if origin is None else Origin(origin)
    return connect(f"ws://127.0.0.1:{port}{path}", origin=said, compression=None)


@pytest.fixture
def line(port: int) -> Iterator[ClientConnection]:
    with dialled(port) as line:
        yield line


def asked(line: ClientConnection, path: str, number: int = 1) -> tuple[dict[str, Any], bytes]:
    """The answer's head, and the stream that follows it."""
    line.send(question(path, number))
    return heard(line)


def heard(line: ClientConnection) -> tuple[dict[str, Any], bytes]:
    """An answer's head, and the stream that follows it."""
    answer = line.recv(timeout=PATIENCE)
    if isinstance(answer, str):
        return json.loads(answer), b""
    head, _, packed = answer.partition(b"\n")
    return json.loads(head), zlib.decompress(packed, 31)


def ended(line: ClientConnection) -> int:
    """The code with which the server has closed the line; 1006 where it was cut."""
    with pytest.raises(ConnectionClosed):
        line.recv(timeout=PATIENCE)
    return line.close_code or 1006


@pytest.mark.parametrize(
    "path",
    [
        "tiny/double",
        "tiny/double?factor=3",
        "tiny/double?input=1.23456,2;3,4&exact=1",
        "tiny/double?input=1.23456%2C2%3B3%2C4&exact=1",
    ],
)
def test_it_answers_as_http_does(line: ClientConnection, client: TestClient, path: str) -> None:
    for number in (0, 2**53 - 1):
        head, stream = asked(line, path, number)
        assert head == {"type": "scene", "id": number}
        assert stream == client.get(f"/api/scenes/{path}").content


@pytest.mark.parametrize(
    "path",
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
def test_it_refuses_as_http_does(line: ClientConnection, client: TestClient, path: str) -> None:
    step, _, rest = path.partition("/")
    response = client.get(f"/api/scenes/{step or 'x'}/{rest or 'x'}")
    said, _ = asked(line, path, 7)
    assert (said.pop("type"), said.pop("id")) == ("error", 7)
    assert said.pop("status") == response.status_code
    assert said.keys() == response.json().keys()
    assert said == response.json() or response.status_code == 404
    assert asked(line, "tiny/double", 8)[0] == {"type": "scene", "id": 8}, "it goes on"


@pytest.mark.parametrize(
    ("message", "number", "status", "told"),
    [
        ("tiny/double", None, 400, "A message is a JSON object"),
        ("[" * 100_000, None, 400, "A message is a JSON object"),
        ("[1]", None, 400, "A message is a JSON object"),
        ("{}", None, 422, "the types are: scene."),
        ('{"type": "weather", "id": 3}', 3, 422, "the types are: scene."),
        ('{"type": ["scene"], "id": 3}', 3, 422, "the types are: scene."),
        ('{"type": "scene", "path": "tiny/double"}', None, 422, "needs an id and a path"),
        ('{"type": "scene", "id": 3, "path": 4}', 3, 422, "needs an id and a path"),
        *(
            (f'{{"type": "scene", "id": {number}, "path": "tiny/double"}}', None, 422, "needs an")
            for number in ('"3"', "true", "1.5", "-1", str(2**53))
        ),
    ],
)
def test_an_invalid_message_is_answered_with_what_is_wrong(
    line: ClientConnection, message: str, number: int | None, status: int, told: str
) -> None:
    line.send(message)
    said, _ = heard(line)
    assert (said["type"], said["id"], said["status"]) == ("error", number, status)
    assert told in said["detail"]
    assert asked(line, "tiny/double")[0]["type"] == "scene", "it goes on"


@pytest.mark.parametrize("path", ["tiny/broken", "other/late"])
def test_a_failing_scene_is_reported_without_its_reason(line: ClientConnection, path: str) -> None:
    said, _ = asked(line, path)
    assert said["status"] == 500
    assert f"The scene {path} could not be built" in said["detail"]
    assert "secret" not in said["detail"]


def test_questions_are_answered_in_their_order(line: ClientConnection) -> None:
    factors = [*range(2, 13), *range(2, 13)]
    for number, factor in enumerate(factors):
        line.send(question(f"tiny/double?factor={factor}", number))
    for number, factor in enumerate(factors):
        head, stream = heard(line)
        assert head["id"] == number
        assert json.loads(stream.split(b"\n")[0])["values"]["factor"] == factor


def test_a_message_with_too_many_parameters_is_refused(line: ClientConnection) -> None:
    said, _ = asked(line, "tiny/double?" + "a&" * (MOST_NAMES + 1))
    sentence = f"A question may name at most {MOST_NAMES} parameters."
    assert said == {"type": "error", "id": 1, "status": 422, "detail": sentence}


def test_a_message_over_256_kb_or_not_of_text_closes_the_websocket(port: int) -> None:
    with dialled(port) as line:
        line.send("x" * (MAX_BODY + 1))
        assert ended(line) == 1009
    with dialled(port) as line:
        line.send(question("tiny/double").encode())
        assert ended(line) == NO_TEXT


def test_a_page_of_another_site_gets_no_websocket(port: int) -> None:
    with dialled(port, origin=f"http://127.0.0.1:{port}") as line:
        assert asked(line, "tiny/double")[0]["type"] == "scene"
    for origin in (f"http://evil.example:{port}", "null", f"http://127.0.0.1:{port + 1}"):
        with pytest.raises(InvalidStatus) as refused:
            dialled(port, origin=origin)
        assert refused.value.response.status_code == 403


def test_there_is_no_other_websocket(port: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        dialled(port, "/api/scenes/tiny/double")
    assert refused.value.response.status_code == 403


def test_one_websocket_too_many_is_503(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with dialled(port):
        monkeypatch.setattr(Connection, "most", 1)
        with pytest.raises(InvalidStatus) as refused:
            dialled(port)
    response = refused.value.response
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"
    assert dict(response.headers.raw_items()).keys() >= {name.lower() for name in SECURITY}
    assert "Too many browsers" in response.body.decode()


def test_an_idle_websocket_is_closed() -> None:
    async def rest() -> tuple[int, bytes]:
        unread, _ = await opened()
        await passed(REST_SECONDS / 2)
        assert not unread.held
        await passed(REST_SECONDS)
        return next(frames(unread.hear()))

    assert looped(rest()) == (CLOSE, CloseCode.SERVICE_RESTART.to_bytes(2, "big"))


def test_a_websocket_whose_answers_are_not_read_is_closed() -> None:
    large = "tiny/double?input=" + ";".join([",".join("1" * 64)] * 64)

    async def ask() -> None:
        unread, _ = await opened()
        unread.say(frame(TEXT, question(large).encode()))
        await until(lambda: unread.held)
        await settled()
        await passed(REST_SECONDS)
        assert unread.cut

    looped(ask())


def test_a_page_of_another_version_gets_no_websocket(port: int) -> None:
    with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        version = answer.headers["Cnnviz-Version"]
    with dialled(port, f"{PATH}?version={version}") as line:
        assert asked(line, "tiny/double")[0]["type"] == "scene"
    with pytest.raises(InvalidStatus) as refused, dialled(port, f"{PATH}?version=another"):
        pass
    assert refused.value.response.status_code == 409


def test_every_scene_names_the_version_that_it_is_of(client: TestClient) -> None:
    version = client.get("/healthz").json()["version"]
    for method in ("GET", "POST"):
        answer = client.request(method, "/api/scenes/tiny/double", content="{}")
        assert answer.headers["Cnnviz-Version"] == version
