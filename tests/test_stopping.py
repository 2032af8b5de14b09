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


def told(
    monkeypatch: pytest.MonkeyPatch, heard: list[int], later: list[int]
) -> dict[int, list[int]]:
    """What two workers are sent, which end in the second round; later: heard during the first."""
    processes = [SimpleNamespace(exitcode=None, pid=pid, sentinel=pid) for pid in (1, 2)]
    sent: dict[int, list[int]] = {1: [], 2: []}
    rounds = iter((None, 0))

    def kill(pid: int, number: int) -> None:
        sent[pid].append(number)
        heard.extend(later)
        later.clear()

    def end(*_: object) -> list[int]:
        code = next(rounds)
        for process in processes:
            process.exitcode = code
        return []

    monkeypatch.setattr(os, "kill", kill)
    monkeypatch.setattr(workers, "wait", cast("Callable[..., list[int]]", end))
    stop_workers([cast("Worker", SimpleNamespace(process=each)) for each in processes], 3600, heard)
    return sent


@pytest.mark.parametrize(
    ("heard", "sent"),
    [([TERM], [TERM]), ([TERM, TERM], [TERM, INT]), ([INT, TERM], [INT, INT]), ([], [TERM])],
)
def test_a_second_signal_is_never_merged_with_the_first(
    monkeypatch: pytest.MonkeyPatch, heard: list[int], sent: list[int]
) -> None:
    assert told(monkeypatch, heard, []) == {1: sent, 2: sent}


def test_a_signal_heard_meanwhile_reaches_each_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, [TERM], [TERM]) == {1: [TERM, INT], 2: [TERM, INT]}
