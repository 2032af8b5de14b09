"""What must not be broken off: Ctrl+C and SIGTERM wait until it is done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Lets Ctrl+C and SIGTERM wait; processes that are begun meanwhile are not told of Ctrl+C.

    For what cannot be left half done: a process half begun would say that it lacks what it was to
    be told, and a library broken off within a call would say what it left undone.
    """
    if threading.current_thread() is not threading.main_thread():
        with _deaf():  # such a thread is never interrupted, but hands on what it is deaf to
            yield
        return
    held: list[int] = []
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in before:
        # What another thread of this process is told is carried out in this one all the same.
        signal.signal(each, lambda number, _: held.append(number))
    try:
        with _deaf():
            yield
    finally:
        for each, handler in before.items():
            signal.signal(each, signal.SIG_DFL if handler is None else handler)
        for number in held:
            signal.raise_signal(number)


@contextmanager
def _deaf() -> Iterator[None]:
    """Lets this thread, and processes that it begins, hear nothing of Ctrl+C."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
