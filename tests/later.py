"""A library that is imported once a test asks for something of it."""

from __future__ import annotations

from typing import Any

import pytest


class Later:
    """Stands for a library that is slow to import, as each worker collects all tests and runs few.

    Where it is not installed, the test that asks is skipped, for the reason that is given.
    """

    def __init__(self, name: str, reason: str) -> None:
        self._asked = name, reason

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("_", "pytest")):  # by which pytest asks all that a module holds
            raise AttributeError(name)
        library, reason = self._asked
        return getattr(pytest.importorskip(library, reason=reason), name)
