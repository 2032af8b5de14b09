"""The syntax tree of a module, also while other threads of the tests are at work."""

from __future__ import annotations

import ast


def parsed(source: str) -> ast.Module:
    """What `ast.parse` gives.

    CPython 3.11 raises SystemError where two threads parse at once (python/cpython 106905): whoever
    met another one tries again.
    """
    while True:
        try:
            return ast.parse(source)
        except SystemError:
            continue
