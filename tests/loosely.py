"""What a test takes apart without a type at each step: JSON, and what a library does not type."""

from __future__ import annotations

from typing import Any


def loosely(value: object) -> Any:
    """The same value, of which everything may be asked; a wrong guess fails the test."""
    return value
