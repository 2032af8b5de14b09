"""Finds the line on which each value of a JSON text begins."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value."""
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def locate(text: str) -> Iterator[tuple[Path, int]]:
    """(path, line) of every value of a valid JSON text, in order; a key counts where it stands.

    A key that comes twice comes twice here, too: JSON's readers keep the last one only.

    >>> list(locate('{"a": [1,\\n 2]}'))
    [((), 1), (('a',), 1), (('a', 0), 1), (('a', 1), 2)]
    """
    path: list[str | int] = []
    line, seen, key = 1, 0, False
    for found in _PART.finditer(text):
        part = found[0]
        line, seen = line + text.count("\n", seen, found.start()), found.start()
        if part in "}]":
            path.pop()
            key = False
        elif part == ",":
            if isinstance(path[-1], int):
                path[-1] += 1
            else:
                key = True
        elif part == ":":
            continue
        elif key:
            path[-1] = json.loads(part)
            yield tuple(path), line
            key = False
        else:
            if not path or isinstance(path[-1], int):
                yield tuple(path), line
            if part == "{":
                path.append("")
                key = True
            elif part == "[":
                path.append(0)
