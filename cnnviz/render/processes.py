"""A function called ahead by several processes. When one of them is ended, at any moment, so is
the work: nothing waits for what will not come."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

from cnnviz.render.signals import uninterrupted

_MOST_WORKERS = 8
_spawn = get_context("spawn")
"""Started anew, as a copy of this process would lack its engine's thread."""
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class EndedProcess(RuntimeError):
    """A process that worked for this one was ended by something else."""

    def __init__(self) -> None:
        super().__init__("a process that draws was ended by the system, as when memory is short")


def made_ahead(
    make: Callable[[_Given], _Made], items: Iterable[_Given]
) -> Generator[tuple[_Given, _Made]]:
    """Each with what `make` makes of it, in their order; so few ahead that they take little memory.

    As many processes make it as there are cores. What `make` raises is raised here.
    Raises EndedProcess.
    """
    count = min(_MOST_WORKERS, _cores())
    workers: list[_Worker[_Given, _Made]] = []
    idle: SimpleQueue[_Worker[_Given, _Made]] = SimpleQueue()

    def made_of(item: _Given) -> _Made:
        worker = idle.get()
        try:
            return worker.ask(item)
        finally:
            idle.put(worker)

    # A thread for each process waits for what that makes.
    threads = ThreadPoolExecutor(count)
    ahead: deque[tuple[_Given, Future[_Made]]] = deque()
    try:
        with uninterrupted():
            _begin_tracker()
        for _ in range(count):
            with uninterrupted():
                workers.append(_Worker(make))
            idle.put(workers[-1])
        for item in items:
            ahead.append((item, threads.submit(made_of, item)))
            if len(ahead) > 2 * count:
                first, made = ahead.popleft()
                yield first, made.result()
        for first, made in ahead:
            yield first, made.result()
    finally:
        for worker in workers:
            worker.end()
        threads.shutdown(cancel_futures=True)


class _Worker(Generic[_Given, _Made]):
    """One process, and this one's end of the pipe between them.

    Nobody else holds the other end: when the process ends, whoever waits here for it hears so,
    and when this one ends, that one does.
    """

    def __init__(self, make: Callable[[_Given], _Made]) -> None:
        self._pipe, theirs = _spawn.Pipe()
        with theirs:
            self._process = _spawn.Process(target=_work, args=(theirs, make), daemon=True)
            try:
                self._process.start()
            except BrokenPipeError:
                raise EndedProcess from None

    def ask(self, item: _Given) -> _Made:
        try:
            self._pipe.send(item)
            made: _Made | _Raised = self._pipe.recv()
        except (EOFError, OSError):
            raise EndedProcess from None
        if isinstance(made, _Raised):
            raise made.error
        return made

    def end(self) -> None:
        self._process.kill()
        self._process.join()


class _Raised(NamedTuple):
    """What is sent instead of what could not be made."""

    error: Exception


def _work(pipe: Connection[Any, Any], make: Callable[[Any], Any]) -> None:
    # Ctrl+C is answered by the process that began the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):  # that process has ended
        while True:
            item = pipe.recv()
            try:
                made = make(item)
            except Exception as error:
                made = _Raised(error)
            pipe.send(made)


def _begin_tracker() -> None:
    """Begins the process that multiprocessing keeps beside every other on POSIX.

    Begun with the first of those, it would let that one hear of Ctrl+C again.
    """
    if os.name == "posix":
        resource_tracker.ensure_running()


def _cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
