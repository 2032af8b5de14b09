"""A connection's limits of size, count and time: each with its refusal, on a real server."""

from __future__ import annotations

import http.client
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from cnnviz.server.headers import SECURITY
from cnnviz.server.process import connections
from cnnviz.server.process.connections import MAX_HEAD, Connection
from cnnviz.server.routes import parameters
from cnnviz.server.run import KEEP_ALIVE_SECONDS
from looping import looped, passed, settled
from patience import PATIENCE
from unread_connection import Unread, until


@contextmanager
def raw(port: int, *sent: bytes) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) as connection:
        for part in sent:
            connection.sendall(part)
        yield connection


def answer(connection: socket.socket) -> tuple[int, dict[str, str], str]:
    """Status, headers and the sentence of a refusal, after which the connection is closed."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    body = json.loads(response.read())
    assert connection.recv(1) == b"", "the connection is closed"
    return response.status, {k.lower(): v for k, v in response.getheaders()}, body["detail"]


HEAD = b"GET /healthz HTTP/1.1\r\nHost: hall\r\n"
POST = b"POST /api/scenes/tiny/double HTTP/1.1\r\nHost: hall\r\nContent-Length: 12\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (b"\x16\x03\x01 nonsense\r\n\r\n", 400, "This is not a request in HTTP/1.1."),
        (b"GET / HTTP/1.1\r\n\r\n", 400, "This is not a request in HTTP/1.1."),
        (HEAD + b"X: " + b"x" * MAX_HEAD, 431, "The address and headers must be at most 16 KB."),
        (b"GET /" + b"x" * MAX_HEAD, 431, "The address and headers must be at most 16 KB."),
    ],
    ids=["not HTTP", "no host", "headers of over 16 KB", "an address of over 16 KB"],
)
def test_a_malformed_request_is_refused(port: int, sent: bytes, status: int, said: str) -> None:
    with raw(port, sent) as connection:
        answered, headers, sentence = answer(connection)
    assert (answered, sentence) == (status, said)
    assert headers.items() >= {k.lower(): v for k, v in SECURITY.items()}.items()


LONG = 1000
"""Seconds that no test takes: a limit of so many is reached only where time is said to pass."""


@pytest.mark.parametrize("dripped", [HEAD, b""], ids=["some", "nothing"])
def test_a_late_head_is_408_however_slowly_it_arrives(
    monkeypatch: pytest.MonkeyPatch, dripped: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", LONG)

    async def drip() -> bytes:
        unread = Unread()
        unread.say(dripped)
        for _ in range(10):
            assert not unread.is_closing()
            unread.say(dripped and b"X: y\r\n")
            await passed(LONG / 10)
        assert unread.is_closing()
        return unread.hear()

    heard = looped(drip())
    if dripped:
        assert heard.startswith(b"HTTP/1.1 408 ")
        assert f"The address and headers must arrive within {LONG} seconds.".encode() in heard
    else:
        assert heard == b"", "who asks for nothing is told nothing"


def test_a_body_that_does_not_arrive_is_408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "BODY_SECONDS", LONG)
    monkeypatch.setattr(connections, "ANSWER_SECONDS", 2 * LONG)

    async def drip() -> bytes:
        unread = Unread()
        unread.say(POST)
        await settled()
        for _ in range(10):
            assert not unread.held
            unread.say(b"{")
            await passed(LONG / 10)
        await until(unread.is_closing)
        return unread.hear()

    heard = looped(drip())
    assert heard.startswith(b"HTTP/1.1 408 ")
    assert f"The body must arrive within {LONG} seconds.".encode() in heard


def test_an_aborted_body_is_not_logged_as_an_error(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with raw(port, POST, b"{") as connection:
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(100):
            pass
    assert healthy(port)
    assert not caplog.records


def test_an_answer_that_takes_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    # The body would be waited for longer than the whole answer may take.
    monkeypatch.setattr(parameters, "BODY_SECONDS", 2 * LONG)
    monkeypatch.setattr(connections, "ANSWER_SECONDS", LONG)

    async def wait() -> None:
        unread = Unread()
        unread.say(POST)
        await passed(LONG / 2)
        assert not unread.is_closing()
        await passed(LONG / 2)
        assert unread.cut

    looped(wait())


def test_a_connection_is_kept_for_the_next_request(port: int) -> None:
    with raw(port) as connection:
        for _ in range(3):
            connection.sendall(HEAD + b"\r\n")
            response = http.client.HTTPResponse(connection)
            response.begin()
            assert response.status == 200
            assert response.read()


def test_an_idle_connection_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("HEAD_SECONDS", "ANSWER_SECONDS"):
        monkeypatch.setattr(connections, limit, 2 * LONG)

    async def rest() -> None:
        unread = Unread()
        assert isinstance(unread.protocol, Connection)
        assert unread.protocol.timeout_keep_alive == KEEP_ALIVE_SECONDS
        unread.protocol.timeout_keep_alive = LONG
        unread.say(HEAD.replace(b"healthz", b"nothing") + b"\r\n")
        await until(lambda: unread.held)
        await settled()
        assert unread.hear().startswith(b"HTTP/1.1 404 ")
        await passed(LONG / 2)
        assert not unread.is_closing()
        await passed(LONG / 2)
        assert unread.is_closing()

    looped(rest())


def test_one_connection_too_many_is_503_and_the_log_says_what_helps(
    port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Connection, "most", 2)
    monkeypatch.setattr(connections._Told, "latest", -100.0)
    caplog.set_level(logging.WARNING)
    for _ in range(2):
        with raw(port, HEAD), raw(port, HEAD), raw(port, HEAD + b"\r\n") as third:
            status, headers, said = answer(third)
            assert (status, headers["retry-after"]) == (503, "2")
            assert said == "Too many browsers are connected; try again in a moment."
    told = [record.getMessage() for record in caplog.records]
    assert told == ["all 2 connections are in use; --workers adds more"], "once a minute"


def test_connections_beyond_those_that_get_503_are_closed(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "most", 1)
    monkeypatch.setattr(Connection, "told", 1)
    with raw(port, HEAD), raw(port, HEAD) as told:
        with raw(port) as cut:
            assert cut.recv(1) == b""
        told.sendall(b"\r\n")
        assert answer(told)[0] == 503


def healthy(port: int) -> bool:
    with raw(port, HEAD + b"\r\n") as connection:
        return connection.recv(15) == b"HTTP/1.1 200 OK"
