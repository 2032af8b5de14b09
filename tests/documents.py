"""What stands in the documents and in the JavaScript that they describe."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def rows(path: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its first two lines."""
    section = read(path).split(f"\n{heading}\n", 1)[1]
    table = re.search(r"^\|.*\n\|[ -|]*\n((?:\|.*\n)+)", section, re.MULTILINE)
    assert table, heading
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in table[1].splitlines()]


def names(path: str, heading: str) -> list[str]:
    """What stands in backticks in the first column of that table."""
    return [name for first, *_ in rows(path, heading) for name in re.findall(r"`([^`]+)`", first)]


def block(path: str, opening: str) -> str:
    """What stands in a JavaScript object or array, after the words that open it."""
    found = re.search(
        rf"^(?:export )?const {opening} = [{{\[]\n(.*?)^[}}\]];",
        read(path),
        re.MULTILINE | re.DOTALL,
    )
    assert found, f"{path} has no {opening}"
    return found[1]
