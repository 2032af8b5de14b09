"""Working arrays that the engine keeps from call to call, for each thread, bounded in bytes.

For small maps making the arrays and views takes longer than the arithmetic, so a plan stays for the
next call of the same shapes. No two threads share one, as a call writes into it. Where there is no
room for another, those that were made first go.
"""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock, get_ident
from typing import Any, Protocol


class Plan(Protocol):
    """Anything that knows how many bytes it keeps."""

    @property
    def nbytes(self) -> int: ...


class Scratch:
    """Plans of all threads, by what they are for; together at most `limit` bytes.

    >>> class Kept:
    ...     nbytes = 40
    >>> scratch = Scratch(limit=100)
    >>> for key in "abc":
    ...     scratch.keep(key, Kept())
    >>> scratch.nbytes, scratch.find("a"), scratch.find("c") is None
    (80, None, False)
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.nbytes = 0
        self._lock = Lock()
        self._plans: dict[tuple[int, Hashable], Plan] = {}

    def find(self, key: Hashable) -> Any | None:
        """This thread's own plan for `key`; None: make one and keep it."""
        return self._plans.get((get_ident(), key))

    def keep(self, key: Hashable, plan: Plan) -> None:
        """Keep a plan for this thread's next calls, as long as there is room."""
        if plan.nbytes > self.limit:
            return
        with self._lock:
            mine = (get_ident(), key)
            if mine in self._plans:
                self.nbytes -= self._plans.pop(mine).nbytes
            self._plans[mine] = plan
            self.nbytes += plan.nbytes
            while self.nbytes > self.limit:
                self.nbytes -= self._plans.pop(next(iter(self._plans))).nbytes


SCRATCH = Scratch(limit=64 * 1024 * 1024)
"""All that the engine keeps from call to call, whatever it is for: 64 MB at most."""
