"""The signals that worker processes are sent while they end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest

from cnnviz.server.process import workers
from cnnviz.server.process.workers import Worker, stop_workers

TERM, INT = signal.SIGTERM, signal.SIGINT


@pytest.mark.parametrize(
    ("heard", "sent"),
    [([TERM], [TERM]), ([TERM, TERM], [TERM, INT]), ([INT, TERM], [INT, INT]), ([], [TERM])],
)
def test_a_second_signal_is_never_merged_with_the_first(
    monkeypatch: pytest.MonkeyPatch, heard: list[int], sent: list[int]
) -> None:
    process = SimpleNamespace(exitcode=None, pid=1, sentinel=0)
    told: list[int] = []

    def end(*_: object) -> list[int]:
        process.exitcode = 0
        return []

    monkeypatch.setattr(os, "kill", lambda _, number: told.append(number))
    monkeypatch.setattr(workers, "wait", cast("Callable[..., list[int]]", end))
    stop_workers([cast("Worker", SimpleNamespace(process=process))], 3600, heard)
    assert told == sent
