"""Worker processes that share one listener: starts, replaces and stops them."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOOK_SECONDS = 0.1
_log = logging.getLogger("cnnviz")
_spawn = multiprocessing.get_context("spawn")

Play = Callable[[Callable[[], None]], None]
"""Plays until a signal comes, and calls what it is given once it answers."""
Work = Callable[[Play, Event], None]
"""What a process does: it plays, and sets the event once it answers."""


class CannotStart(Exception):
    """A worker ended before it answered; the log says why."""


def supervise(play: Play, count: int, announce: Callable[[], None], patience: float) -> None:
    """Runs `play` in `count` processes until a signal comes; one that ends by itself is replaced.

    Calls `announce` once all answer. After a signal they have `patience` seconds.
    Raises CannotStart.
    """
    with caught_signals() as heard:
        workers = [Worker(play) for _ in range(count)]
        try:
            while not heard and not all(worker.answers.is_set() for worker in workers):
                if _ended(workers):
                    raise CannotStart("a worker ended before it answered")
            if not heard:
                announce()
            while not heard:
                for place in _ended(workers):
                    if not heard:
                        _log.warning("a worker ended by itself; another takes its place")
                        workers[place] = Worker(play)
        finally:
            stop_workers(workers, patience, heard)


class Worker:
    """One process, and whether it answers yet."""

    def __init__(self, play: Play, work: Work | None = None) -> None:
        self.answers = _spawn.Event()
        self.process = _spawn.Process(target=work or _work, args=(play, self.answers))
        # A signal that is ignored here is ignored in the new process, until that can hear it.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.process.start()
        signal.signal(signal.SIGINT, before)


def _work(play: Play, answers: Event) -> None:
    end_with_the_parent()
    try:
        play(answers.set)
    except CannotStart as reason:
        _log.error("%s", reason)
        sys.exit(1)


def end_with_the_parent() -> None:
    """Ends this process, too, once its parent has ended."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def _ended(workers: list[Worker]) -> list[int]:
    """The places of the workers that have ended; waits a moment for one."""
    ended = wait([worker.process.sentinel for worker in workers], _LOOK_SECONDS)
    return [place for place, worker in enumerate(workers) if worker.process.sentinel in ended]


def stop_workers(workers: list[Worker], patience: float, heard: list[int]) -> None:
    """Passes on the signals that were heard, and those yet to come, until all have ended.

    After the first it is SIGINT each time, which is final: two of one kind are one to a process
    that has not come to handle the first. Those that have not after `patience` seconds are killed.
    """
    passed_on = 0
    until = time.monotonic() + patience
    while left := [worker.process for worker in workers if worker.process.exitcode is None]:
        # What is heard meanwhile is passed on in the next round, to all of them.
        first, *more = heard or [signal.SIGTERM]
        numbers = [first] + [signal.SIGINT] * len(more)
        for process in left:
            for number in numbers[passed_on:]:
                os.kill(process.pid or 0, number)
            if time.monotonic() > until:
                process.kill()
        passed_on = len(numbers)
        wait([process.sentinel for process in left], _LOOK_SECONDS)


@contextmanager
def caught_signals() -> Iterator[list[int]]:
    """The signals to stop that the process has heard, as they come."""
    heard: list[int] = []

    def hear(number: int, frame: FrameType | None) -> None:
        heard.append(number)

    before = {number: signal.signal(number, hear) for number in _SIGNALS}
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
