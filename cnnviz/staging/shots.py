"""Which panels a frame hides, said by those that it shows."""

from __future__ import annotations

from collections.abc import Iterable


def all_but(names: Iterable[str], *shown: str) -> tuple[str, ...]:
    """What is hidden where of these panels only `shown` are there, in their order.

    >>> all_but(["input", "kernel", "output"], "kernel")
    ('input', 'output')
    """
    return tuple(name for name in names if name not in shown)
