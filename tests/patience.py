"""The one place where tests wait: for a state, for as long as the busiest machine may need."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 180.0
"""Seconds after which a test gives up on a state; one that passes never waits so long."""


def eventually(holds: Callable[[], object]) -> bool:
    """Whether that comes to hold; asks again and again until it does."""
    until = time.monotonic() + PATIENCE
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.01)
    return bool(held)


def now() -> float:
    """When a gesture begins that says itself how long it takes, in seconds since 1970."""
    return time.time()
