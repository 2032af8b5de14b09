"""What a load balancer is told while a server starts, serves, and is about to stop."""

from __future__ import annotations

import json
import signal
import threading
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from cnnviz.content.param import Values
from cnnviz.content.spec import Parts
from cnnviz.content.texts import SceneText
from cnnviz.server import create_app
from patience import PATIENCE, eventually
from test_run import get, playing
from tiny import CHAPTER, DOUBLE, TINY


def test_until_the_first_scene_is_ready_it_starts() -> None:
    go = threading.Event()

    def build(values: Values, text: SceneText) -> Parts:
        assert go.wait(PATIENCE)
        return DOUBLE.build(values, text)

    first = replace(TINY, scenes=(replace(DOUBLE, build=build), *TINY.scenes[1:]))
    chapter = replace(CHAPTER, steps=(first, *CHAPTER.steps[1:]))
    with TestClient(create_app(chapter)) as client:
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (503, "starting")
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["cache-control"] == "no-store"
        assert client.get("/").status_code == 200, "who comes all the same is served"
        go.set()
        assert eventually(lambda: client.get("/healthz").status_code == 200)
        answer = client.get("/healthz")
        assert (answer.json()["status"], answer.headers["cache-control"]) == ("ok", "no-store")


@pytest.mark.sampled(workers=1)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_while_stopping_it_is_unhealthy_but_serves_until_its_grace_ends(
    workers: str,
) -> None:
    with playing("--no-open", "--workers", workers, "--grace", "3600") as (process, url):

        def status() -> tuple[int, str]:
            code, body = get(url, "/healthz")
            return code, json.loads(body)["status"]

        assert status() == (200, "ok")
        process.send_signal(signal.SIGTERM)
        assert eventually(lambda: status() == (503, "stopping"))
        assert get(url, "/api/scenes/convolution/checkerboard")[0] == 200
        # A second signal means it.
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_without_clients_left_a_short_grace_ends_by_itself() -> None:
    with playing("--no-open", "--grace", "1") as (process, _):
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def test_control_c_stops_without_grace() -> None:
    with playing("--no-open", "--workers", "2", "--grace", "3600") as (process, _):
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def test_an_invalid_grace_prints_one_line_of_error(capsys: pytest.CaptureFixture[str]) -> None:
    from cnnviz.cli import main

    assert main(["--grace", "3601"]) == 1
    assert capsys.readouterr().err == (
        "cnnviz: grace must be a whole number from 0 to 3600; got 3601\n"
    )
