"""Several processes that answer at one address: replaced, stopped and heard together."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest

from patience import PATIENCE, eventually
from test_run import connected, get, playing


def workers(parent: int) -> list[int]:
    """The processes that answer for `parent`."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [int(pid) for pid, above, args in rows if int(above) == parent and "spawn_main" in args]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.sampled(number=1)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_workers_are_replaced_and_stop_though_streams_are_open(
    number: signal.Signals,
) -> None:
    with playing("--no-open", "--workers", "2") as (process, url):
        first = workers(process.pid)
        assert len(first) == 2
        os.kill(first[0], signal.SIGKILL)
        assert get(url, "/healthz")[0] == 200, "the other one answers"
        assert eventually(lambda: len(set(workers(process.pid)) - {first[0]}) == 2)
        with connected(url) as one, connected(url) as two:
            for connection in (one, two):
                connection.request("GET", "/api/scenes/convolution/digit?kernel=1,2,3")
                connection.getresponse().readline()  # and no further
            process.send_signal(number)
            process.wait(PATIENCE)
        assert process.stderr is not None
        log = process.stderr.read()
        assert log.count("\n") == log.count("another takes its place") == 1, log
        with pytest.raises(ConnectionRefusedError):
            get(url, "/healthz")


def test_workers_end_with_the_process_that_started_them() -> None:
    with playing("--no-open", "--workers", "2") as (process, url):
        pids = workers(process.pid)
        process.kill()
        process.wait()
        assert eventually(lambda: not any(map(alive, pids)))
        with pytest.raises(ConnectionRefusedError):
            get(url, "/healthz")
