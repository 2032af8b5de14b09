"""A connection's limits of size, count and time: each with its refusal, on a real server."""

from __future__ import annotations

import http.client
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from cnnviz.server import connections, requests
from cnnviz.server.connections import MAX_HEAD, Connection
from cnnviz.server.headers import SECURITY
from cnnviz.server.run import KEEP_ALIVE_SECONDS


@contextmanager
def raw(port: int, *sent: bytes) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
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
def test_what_cannot_be_read_as_a_request_is_refused(
    port: int, sent: bytes, status: int, said: str
) -> None:
    with raw(port, sent) as connection:
        answered, headers, sentence = answer(connection)
    assert (answered, sentence) == (status, said)
    assert headers.items() >= {k.lower(): v for k, v in SECURITY.items()}.items()


@pytest.mark.parametrize(("dripped", "status"), [(HEAD, 408), (b"", 0)], ids=["some", "nothing"])
def test_a_head_that_does_not_arrive_is_408(
    port: int, monkeypatch: pytest.MonkeyPatch, dripped: bytes, status: int
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    with raw(port, dripped) as connection:
        if status:
            said = "The address and headers must arrive within 0.3 seconds."
            assert answer(connection)[::2] == (status, said)
        else:
            assert connection.recv(1) == b"", "who asks for nothing is told nothing"


def test_a_head_that_drips_gains_no_time(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    with raw(port, HEAD) as connection:
        connection.settimeout(0.02)
        for _ in range(500):
            try:
                connection.sendall(b"X: y\r\n")
                assert connection.recv(1) == b"H"
            except TimeoutError:
                continue
            break
        else:
            pytest.fail("a header every 20 ms was waited for")


def test_a_body_that_does_not_arrive_is_408(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "BODY_SECONDS", 0.3)
    with raw(port, POST, b"{") as connection:
        assert answer(connection)[::2] == (408, "The body must arrive within 0.3 seconds.")


def test_a_body_that_breaks_off_is_nobody_s_error(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with raw(port, POST, b"{") as connection:
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(100):
            pass
    assert healthy(port)
    assert not caplog.records


def test_an_answer_that_takes_long_is_cut_off(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "ANSWER_SECONDS", 0.3)
    with raw(port, POST) as connection:
        # The body would be waited for longer than the whole answer may take.
        assert connection.recv(1) == b""


def test_a_connection_is_kept_for_the_next_request(port: int) -> None:
    with raw(port) as connection:
        for _ in range(3):
            connection.sendall(HEAD + b"\r\n")
            response = http.client.HTTPResponse(connection)
            response.begin()
            assert response.status == 200
            assert response.read()


def test_a_connection_that_rests_is_closed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    begin, limits = Connection.__init__, []

    def sooner(self: Connection, *words: object, **options: object) -> None:
        begin(self, *words, **options)
        limits.append(self.timeout_keep_alive)
        self.timeout_keep_alive = 0.2

    monkeypatch.setattr(Connection, "__init__", sooner)
    with raw(port, HEAD + b"\r\n") as connection:
        response = http.client.HTTPResponse(connection)
        response.begin()
        response.read()
        assert connection.recv(1) == b""
    assert limits == [KEEP_ALIVE_SECONDS]


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


def test_beyond_those_who_are_told_connections_are_cut(
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
