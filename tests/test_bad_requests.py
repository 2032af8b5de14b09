"""Whatever comes over a connection is answered, and nothing of it is an error of the server."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from cnnviz.server.headers import SECURITY
from cnnviz.server.routes.socket import PATH
from looping import looped, settled
from loosely import loosely
from test_connections import raw
from unread_connection import BYTES, CLOSE, PART, PING, PONG, TEXT, UPGRADE, Unread, frame, question

KEY = b"Sec-WebSocket-Key: " + b"x" * 22 + b"==\r\n"
MANY = b"".join(b"X-%d: y\r\n" % k for k in range(129))
REFUSED = {
    "over 128 headers": (UPGRADE.replace(KEY, KEY + MANY), 431),
    "a header of over 8 KB": (UPGRADE.replace(KEY, KEY + b"X: " + b"y" * 9000 + b"\r\n"), 431),
    "an address of over 8 KB": (UPGRADE.replace(b" HTTP", b"?" + b"y" * 9000 + b" HTTP"), 431),
    "a body": (UPGRADE.replace(KEY, KEY + b"Content-Length: 5\r\n") + b"hello", 400),
    "a body in chunks": (UPGRADE.replace(KEY, KEY + b"Transfer-Encoding: chunked\r\n"), 400),
    "no key": (UPGRADE.replace(KEY, b""), 400),
    "two keys": (UPGRADE.replace(KEY, 2 * KEY), 400),
    "a short key": (UPGRADE.replace(KEY, b"Sec-WebSocket-Key: eA==\r\n"), 400),
    "another version": (UPGRADE.replace(b"Version: 13", b"Version: 8"), 400),
    "another method": (UPGRADE.replace(b"GET", b"POST"), 405),
    "an unknown method": (UPGRADE.replace(b"GET", b"BREW"), 405),
    "another site": (UPGRADE.replace(KEY, KEY + b"Origin: http://evil.example\r\n"), 403),
    "half an address": (UPGRADE.replace(KEY, KEY + b"Origin: http://[\r\n"), 403),
    "another address": (UPGRADE.replace(PATH.encode(), b"/api/scenes/tiny/double"), 403),
}


def answered(connection: socket.socket, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer after which the connection is closed."""
    response = HTTPResponse(connection, method=method)
    response.begin()
    body = response.read()
    assert connection.recv(1) == b"", "the connection is closed"
    return response.status, {k.lower(): v for k, v in response.getheaders()}, body


@pytest.mark.parametrize("what", REFUSED)
def test_an_invalid_websocket_request_is_refused_at_once(
    port: int, client: TestClient, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    sent, status = REFUSED[what]
    with raw(port, sent) as connection:
        got, headers, body = answered(connection)
    assert got == status
    said = json.loads(body)
    assert said.keys() == {"detail"}
    assert said["detail"].endswith(".")
    assert headers["content-type"] == "application/json"
    assert headers.items() >= {k.lower(): v for k, v in SECURITY.items()}.items()
    described = client.get("/openapi.json").json()["paths"][PATH]["get"]["responses"]
    assert str(status) in described
    assert not told(caplog)


def test_a_websocket_refused_to_head_has_no_body(port: int) -> None:
    with raw(port, UPGRADE.replace(b"GET", b"HEAD")) as connection:
        assert answered(connection, "HEAD")[::2] == (405, b"")


def test_a_plain_request_is_told_how_to_open_a_websocket(client: TestClient) -> None:
    response = client.get(PATH)
    assert response.status_code == 426
    assert response.headers["Upgrade"] == "websocket"
    assert "WebSocket" in response.json()["detail"]


@pytest.mark.parametrize("what", REFUSED)
def test_stopping_during_an_unread_refusal_logs_nothing(what: str) -> None:
    async def stop() -> None:
        unread = Unread()
        unread.say(REFUSED[what][0])
        await settled()
        loosely(unread.protocol).shutdown()
        await settled()
        unread.hear()
        assert unread.cut

    looped(stop())


NAMES = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control"),
    *("Connection", "Content-Encoding", "Content-Length", "Content-Type", "Cookie", "Date"),
    *("Expect", "Forwarded", "Host", "If-Match", "If-Modified-Since", "If-None-Match"),
    *("Max-Forwards", "Origin", "Range", "Referer", "Sec-Fetch-Site", "Sec-WebSocket-Extensions"),
    *("Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Version", "TE", "Trailer"),
    *("Transfer-Encoding", "Upgrade", "User-Agent", "Via", "X-Forwarded-For", "X-Forwarded-Proto"),
    *("X-Forwarded-Prefix", "X-HTTP-Method-Override"),
)
VALUES = (
    *(b"", b"[", b"http://[", b"http://[::1]:99999", b"//", b":", b"\\", b"%", b"%ff", b"%00"),
    *(b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", "²".encode(), "ﬀ".encode(), b"-1", b"1e9", b"0x1"),
    *(b"9" * 400, b"," * 400, b";q=" * 100, b"gzip;q=x, *;q=1.1.1", b'W/"', b"*", b"null", b"100-"),
    *(b"websocket", b"upgrade", b"h2c", b"chunked, chunked", b"bytes=-", b"a" * 4000, b"a=\tb"),
)
ADDRESSES = (
    *("/", "//", "/docs/", "/docs", "/static/x/y", "/api/chapter", "/api/scenes/tiny/double"),
    *(
        "/api/scenes/tiny/double/",
        "/healthz",
        PATH,
        "*",
        "http://[/",
        "/%ff",
        "/%00",
        "/..",
        "/%2e",
    ),
    *("/static/%ff/%00", "/api/scenes/%ed%a0%80/x", "/?%", "/api/scenes/tiny/double?%ff=%ff&=&;"),
)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log was told, but for the scenes of the tiny chapter that are meant to fail."""
    said = (record.getMessage() for record in caplog.records)
    return [message for message in said if not re.match("scene (tiny/broken|other/late)", message)]


def asked(connection: socket.socket, sent: bytes) -> int:
    """The status that the bytes get, or 0 where the connection is closed without one."""
    connection.sendall(sent)
    connection.shutdown(socket.SHUT_WR)
    head = connection.recv(12)
    return int(head[9:12]) if head else 0


def of_one_header() -> Iterator[bytes]:
    for name, value in product(NAMES, VALUES):
        line = b"%b: %b\r\n" % (name.encode(), value)
        plain = b"GET /api/scenes/tiny/double HTTP/1.1\r\n"
        plain += line if name == "Host" else b"Host: hall\r\n" + line
        yield plain + b"\r\n"
        yield plain.replace(b"GET", b"POST") + b"\r\n"
        yield UPGRADE.replace(KEY, KEY + line)


def of_one_address() -> Iterator[bytes]:
    for address, method in product(ADDRESSES, ("GET", "HEAD", "POST", "OPTIONS", "PUT", "CONNECT")):
        for host in ("hall", "[", "hall:x", ""):
            yield f"{method} {address} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        yield UPGRADE.replace(f"GET {PATH}".encode(), f"{method} {address}".encode())


@pytest.mark.parametrize("requests", [of_one_header, of_one_address])
def test_no_header_or_address_causes_a_server_error(
    port: int, requests: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert callable(requests)
    for sent in requests():
        with raw(port) as connection:
            assert asked(connection, sent) < 500, sent
            assert not told(caplog), sent


KINDS = st.sampled_from([PART, TEXT, BYTES, 3, 7, CLOSE, PING, PONG, 15])
BAD = [
    b"\xff",
    b'{"type": "scene", "id": 1, "path": "\xc3\x28"}',
    b"\xed\xa0\x80",
    b"\x03\xe8",
    b"\x00",
]
TEXTS = st.text(max_size=40).map(str.encode)
DATA = st.one_of(
    st.binary(max_size=130),
    st.sampled_from(BAD),
    TEXTS,
    TEXTS.map(lambda text: question(f"tiny/double?{text.decode()}").encode()),
)
FRAMES = st.lists(st.builds(frame, KINDS, DATA, last=st.booleans()), max_size=8).map(b"".join)


ANYTHING = st.one_of(FRAMES, st.binary(max_size=300), st.tuples(FRAMES, st.binary()).map(b"".join))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=ANYTHING)
def test_no_message_causes_a_server_error(
    port: int, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    with raw(port, UPGRADE) as connection:
        assert connection.recv(12) == b"HTTP/1.1 101"
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
    assert not told(caplog)
