"""The command as it is used: a process that plays, says where, and stops when it is told."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import connect

from patience import PATIENCE, eventually
from unread_connection import question

COMMAND = [sys.executable, "-m", "cnnviz"]


@contextmanager
def playing(
    *words: str, command: list[str] = COMMAND, cwd: Path | None = None, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own process on a free port, and its address."""
    process = subprocess.Popen(
        [*command, "--port", "0", *words],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("cnnviz plays at http://127.0.0.1:"), process.communicate()
        yield process, said.split()[3]
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with playing("--no-open") as (_, url):
        yield url


@contextmanager
def connected(url: str) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    try:
        yield connection
    finally:
        connection.close()


def get(url: str, path: str) -> tuple[int, bytes]:
    with connected(url) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()


def test_the_server_answers_once_it_says_where_it_is(server: str) -> None:
    assert get(server, "/")[0] == 200
    status, body = get(server, "/healthz")
    assert status == 200
    assert json.loads(body)["status"] == "ok"


def test_a_real_stream_begins_with_its_header_and_ends_with_its_closing_line(server: str) -> None:
    with connected(server) as connection:
        # One that the server has not prepared while nobody asked.
        connection.request("GET", "/api/scenes/convolution/edge?kernel=1,2,3")
        response = connection.getresponse()
        assert response.headers["transfer-encoding"] == "chunked"
        assert json.loads(response.readline())["type"] == "scene"
        assert json.loads(response.read().splitlines()[-1])["type"] == "end"


@pytest.mark.parametrize(
    "path", ["/static/../pyproject.toml", "/../../etc/passwd", "/static/x/..%2f..%2fLICENSE", "//"]
)
def test_no_path_leads_out_of_the_static_files(server: str, path: str) -> None:
    assert get(server, path)[0] == 404


def test_a_chunked_body_that_never_ends_is_cut_off(server: str) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    with connected(server) as connection:
        connection.putrequest("POST", "/api/scenes/convolution/edge")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            connection.send(chunk for _ in range(2000))
    assert get(server, "/healthz")[0] == 200


def test_the_server_survives_what_is_not_http(server: str) -> None:
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port), timeout=PATIENCE) as raw:
        raw.sendall(b"\x16\x03\x01\x00\xff nonsense\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")
    assert get(server, "/healthz")[0] == 200


def test_slow_readers_and_dropped_connections_delay_nobody(server: str) -> None:
    address = urlsplit(server)
    asked = b"GET /api/scenes/convolution/digit?exact=1&kernel=%d HTTP/1.1\r\nHost: hall\r\n\r\n"
    held = []
    for number in range(40):
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.settimeout(PATIENCE)
        raw.connect((address.hostname, address.port))
        raw.sendall(asked % (number // 4))
        held.append(raw)
    for raw in held[::2]:
        raw.close()
    slow = held[1::2]
    assert [raw.recv(1) for raw in slow] == [b"H"] * len(slow)
    status, body = get(server, "/api/scenes/convolution/digit?exact=1&kernel=10")
    assert status == 200
    assert json.loads(body.splitlines()[-1])["type"] == "end"
    assert [raw.recv(1) for raw in slow] == [b"T"] * len(slow), "they are still served"
    for raw in slow:
        raw.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_though_a_client_is_connected(number: signal.Signals) -> None:
    with playing("--no-open") as (process, url):
        with connected(url) as connection, connect(f"{url}api/line".replace("http", "ws")) as line:
            connection.request("GET", "/api/scenes/convolution/digit?kernel=1,2,3")
            connection.getresponse().readline()  # and no further
            line.send(question("lenet/live?drawing=0.2,0.3;0.5,0.7"))
            process.send_signal(number)
            process.wait(PATIENCE)
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_port_that_is_taken_gives_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "--no-open", "--port", str(port)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"cnnviz: cannot listen on 127.0.0.1 port {port}: address")


def test_the_browser_is_opened_once_the_page_answers(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\n"
        "import sys, urllib.request\n"
        "page = urllib.request.urlopen(sys.argv[1]).read()\n"
        f"open({str(seen)!r}, 'wb').write(page)\n"
    )
    browser.chmod(0o755)
    with playing(BROWSER=str(browser)):
        assert eventually(lambda: seen.exists() and seen.stat().st_size)
        assert b"<cnn-stage>" in seen.read_bytes()


def test_a_closed_pipe_ends_the_frames_without_an_error() -> None:
    process = subprocess.Popen(
        [*COMMAND, "frames", "convolution", "digit"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b'{"type":"scene"')
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=PATIENCE) == 0
    process.stderr.close()
