"""How long files, functions and lines may be."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

from parsing import parsed

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
LONGEST_LINE = 120
MEDIAN_FILE = 110
MOST_SILENCED = 4
"""How many comments may silence mypy."""


def python(*folders: str) -> dict[str, str]:
    return read(folders, "*.py")


def read(folders: tuple[str, ...], pattern: str) -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob(pattern))
    }


def longer(limit: int, found: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in found.items() if count > limit}


def functions(source: str) -> dict[str, int]:
    """The lines of each function of a Python file; of several with one name, the longest's."""
    found: dict[str, int] = {}
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            found[node.name] = max(lines, found.get(node.name, 0))
    return found


def test_no_file_is_too_long() -> None:
    files = python("cnnviz", "tests", "bench", "training") | read(("static/js",), "*.js")
    lines = {name: len(text.splitlines()) for name, text in files.items()}
    assert not longer(LONGEST_FILE, lines)


def test_the_package_is_made_of_short_files() -> None:
    assert median(len(text.splitlines()) for text in python("cnnviz").values()) < MEDIAN_FILE


def test_no_function_is_too_long() -> None:
    lines = {
        f"{name}: {function}": count
        for name, source in python("cnnviz").items()
        for function, count in functions(source).items()
    }
    assert not longer(LONGEST_FUNCTION, lines)


def test_no_line_of_javascript_is_too_long() -> None:
    files = read(("static/js", "tests/js"), "*.js")
    columns = {name: max(map(len, text.splitlines()), default=0) for name, text in files.items()}
    assert not longer(LONGEST_LINE, columns)


def test_mypy_is_hardly_silenced() -> None:
    silencer = "# type: " + "ignore"
    files = python("cnnviz", "tests", "bench", "training")
    assert sum(text.count(silencer) for text in files.values()) <= MOST_SILENCED
