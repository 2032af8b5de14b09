"""How long frames last, in seconds at speed 1: slow for what is new, quick for what is known."""

from __future__ import annotations

OPENING = 3.2
"""Seconds for a frame that names what is on the screen."""
TERM = 1.2
"""Seconds for one term of the first position."""
RESULT = 1.6
"""Seconds for a result that is new."""
CLOSING = 4.0
"""Seconds for a frame that says what has been seen."""


def accelerating(k: int, count: int) -> float:
    """Seconds for the k-th of `count` positions that go faster and faster, about 9 s at most."""
    floor = min(0.7, 7.0 / max(count, 1))
    return max(floor, 0.7 * 0.8**k)
