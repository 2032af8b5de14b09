"""The log tells a teacher what went wrong, once, and nothing about who asked for what."""

from __future__ import annotations

import http.client
import json
import logging
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from cnnviz.server.process.logs import log_to_the_terminal
from test_connections import raw
from test_run import connected, playing


def test_nothing_about_students_is_logged() -> None:
    with playing("--no-open") as (process, url):
        with connected(url) as connection:
            for method, path, body in [
                ("GET", "/?name=Ada", None),
                ("GET", "/nowhere/Ada", None),
                ("GET", "/api/scenes/convolution/edge?stride=Ada", None),
                ("GET", "/api/scenes/convolution/edge?kernel=1,2,3", None),
                ("POST", "/api/scenes/convolution/edge", '{"name": "Ada"}'),
                ("POST", "/api/scenes/lenet/live", '{"drawing": [[[0.2, 0.2], [0.8, 0.8]]]}'),
                ("BREW", "/", None),
            ]:
                connection.request(method, path, body, {"User-Agent": "Ada", "Referer": "Ada"})
                connection.getresponse().read()
        with raw(urlsplit(url).port or 0, b"GET / Ada HTTP/1.1\r\n\r\n") as connection:
            assert connection.recv(12) == b"HTTP/1.1 400"
        process.terminate()
        said, logged = process.communicate()
    assert said == ""
    assert logged == ""


def test_a_failed_scene_is_logged_with_the_id_that_the_client_got(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    detail = client.get("/api/scenes/tiny/broken").json()["detail"]
    mark = detail[detail.index("[") : detail.index("]") + 1]
    (record,) = (each for each in caplog.records if each.levelno == logging.ERROR)
    assert record.getMessage() == f"scene tiny/broken could not be built {mark}"
    assert "the secret of the log" in caplog.text


def test_a_stream_that_breaks_off_is_logged_once_and_cut(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    log_to_the_terminal()
    with connected(f"http://127.0.0.1:{port}") as connection:
        connection.request("GET", "/api/scenes/other/late?exact=0")
        with pytest.raises(http.client.IncompleteRead) as cut:
            connection.getresponse().read()
    assert json.loads(cut.value.partial.splitlines()[-1])["type"] == "error"
    (record,) = caplog.records
    assert record.getMessage().startswith("scene other/late could not be built [")
