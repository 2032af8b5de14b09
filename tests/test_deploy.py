"""The shipped set-up for many: nginx as it is configured, before two servers that count."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from cnnviz.server import create_app
from counting_server import Counting
from live_server import answering
from nginx_proxy import CONF, command, configuration, nginx, proxied
from patience import PATIENCE
from tiny import CHAPTER
from unread_connection import question

pytestmark = pytest.mark.skipif(not nginx(), reason="there is no nginx to try deploy/ with")


class Hall:
    """Two servers behind one address."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._asked: Counter[str] = Counter()
        servers = [Counting(create_app(CHAPTER), self._note) for _ in range(2)]
        started = [stack.enter_context(answering(each)) for each in servers]
        self.port = stack.enter_context(proxied([port for port, _ in started], folder))
        self.running = [server for _, server in started]

    def ask(self, path: str, body: str | None = None, **headers: str) -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            method = "GET" if body is None else "POST"
            line.request(method, path, body, {"Accept-Encoding": "gzip", **headers})
            response = line.getresponse()
            return response.status, response.read()

    def _note(self, asked: str) -> None:
        self._asked[asked] += 1

    def asked(self, path: str, method: str = "GET") -> int:
        """How often the servers were asked for it, together."""
        path = path if "?" in path else f"{path}?"
        return self._asked[f"{method} {path}"]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with ExitStack() as stack:
        yield Hall(tmp_path, stack)


def test_the_configuration_is_one_that_nginx_accepts(tmp_path: Path) -> None:
    done = subprocess.run(command(tmp_path, CONF, "-t"), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_simultaneous_requests_reach_the_servers_once(hall: Hall) -> None:
    _, page = hall.ask("/")
    files = [f"/{path}" for path in re.findall(r'static/[^"]+', hall.ask("/", **PLAIN)[1].decode())]
    assert files
    for path in ("/api/scenes/tiny/double", "/api/chapter", "/docs", *files):
        with ThreadPoolExecutor(16) as crowd:
            answers = set(crowd.map(hall.ask, [path] * 16))
        assert len(answers) == 1, path
        assert answers.pop()[0] == 200, path
        assert hall.asked(path) == 1, path
    assert hall.ask("/") == (200, page)
    assert hall.asked("/") == 2, "once compressed, once plain"


PLAIN = {"Accept-Encoding": "gzip;q=0, identity"}


def test_spellings_of_accept_encoding_share_one_cache_entry(hall: Hall) -> None:
    scene = "/api/scenes/tiny/double"
    for spelled in ("gzip, deflate, br, zstd", "gzip, br", "br;q=1.0, gzip;q=0.8, *;q=0.1"):
        assert hall.ask(scene, **{"Accept-Encoding": spelled})[1].startswith(b"\x1f\x8b")
    assert hall.asked(scene) == 1
    for spelled in ("", "br", "gzip;q=0", "gzip; q=0.0, br"):
        assert hall.ask(scene, **{"Accept-Encoding": spelled})[1].startswith(b"{")
    assert hall.asked(scene) == 2


def test_posts_errors_and_health_are_never_cached(hall: Hall) -> None:
    body = '{"factor": 3}'
    for _ in range(3):
        assert hall.ask("/api/scenes/tiny/double", body)[0] == 200
        assert hall.ask("/healthz")[0] == 200
        assert hall.ask("/api/scenes/tiny/double?factor=0")[0] == 422
    assert hall.asked("/api/scenes/tiny/double", "POST") == 3
    assert hall.asked("/healthz") == 3
    assert hall.asked("/api/scenes/tiny/double?factor=0") == 3


def test_stopping_one_server_fails_no_request(hall: Hall) -> None:
    hall.running[0].should_exit = True
    for factor in range(1, 12):
        assert hall.ask(f"/api/scenes/tiny/double?factor={factor}")[0] == 200
        assert hall.ask("/api/scenes/tiny/double", f'{{"factor": {factor}}}')[0] == 200


def test_the_cache_answers_without_any_server(hall: Hall) -> None:
    before = hall.ask("/api/scenes/tiny/double")
    for server in hall.running:
        server.should_exit = True
    assert hall.ask("/api/scenes/tiny/double") == before


def test_a_websocket_works_through_the_proxy(hall: Hall) -> None:
    origin = f"http://127.0.0.1:{hall.port}"
    with connect(
        f"ws://127.0.0.1:{hall.port}/api/line",
        origin=Origin(origin),
        compression=None,
    ) as line:
        for factor in (1, 2):
            line.send(question(f"tiny/double?factor={factor}"))
            assert isinstance(line.recv(timeout=PATIENCE), bytes)


def test_the_caddyfile_is_one_that_caddy_accepts() -> None:
    caddy = shutil.which("caddy")
    if not caddy:
        pytest.skip("there is no caddy to try deploy/Caddyfile with")
    file = CONF.with_name("Caddyfile")
    done = subprocess.run([caddy, "validate", "--config", str(file)], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_the_test_changes_only_where_servers_are(tmp_path: Path) -> None:
    changed = configuration([1, 2], 3).splitlines()
    shipped = CONF.read_text(encoding="utf-8").splitlines()
    assert {line.split()[0] for line in set(shipped) - set(changed)} == {"server", "listen"}
