"""How long files, functions and lines may be. What is longer is listed; the lists only shrink."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
LONGEST_LINE = 120
MEDIAN_FILE = 110
MOST_SILENCED = 4
"""How many comments may silence mypy."""

LONG_FILES = {
    "cnnviz/engine/strokes.py",
    "tests/browser/test_live.py",
    "tests/drawing.py",
    "tests/engine/test_refusals.py",
    "tests/test_open_cells.py",
    "tests/test_slow_clients.py",
}
LONG_FUNCTIONS: set[str] = set()
LONG_LINES = {
    "tests/js/svg.test.js",
}


def python(*folders: str) -> dict[str, str]:
    return read(folders, "*.py")


def read(folders: tuple[str, ...], pattern: str) -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob(pattern))
    }


def expect_only(known: set[str], limit: int, found: dict[str, int]) -> None:
    """Raises AssertionError where something else is over the limit, or less than is known."""
    longer = {name: count for name, count in found.items() if count > limit}
    new = {name: count for name, count in longer.items() if name not in known}
    assert not new, f"more than {limit} lines or columns: {new}"
    short = known - longer.keys()
    assert not short, f"short enough now, take it off the list: {short}"


def functions(source: str) -> dict[str, int]:
    """The lines of each function of a Python file; of several with one name, the longest's."""
    found: dict[str, int] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            found[node.name] = max(lines, found.get(node.name, 0))
    return found


def test_no_file_is_too_long() -> None:
    files = python("cnnviz", "tests", "bench", "training") | read(("static/js",), "*.js")
    lines = {name: len(text.splitlines()) for name, text in files.items()}
    expect_only(LONG_FILES, LONGEST_FILE, lines)


def test_the_package_is_made_of_short_files() -> None:
    assert median(len(text.splitlines()) for text in python("cnnviz").values()) < MEDIAN_FILE


def test_no_function_is_too_long() -> None:
    lines = {
        f"{name}: {function}": count
        for name, source in python("cnnviz").items()
        for function, count in functions(source).items()
    }
    expect_only(LONG_FUNCTIONS, LONGEST_FUNCTION, lines)


def test_no_line_of_javascript_is_too_long() -> None:
    files = read(("static/js", "tests/js"), "*.js")
    columns = {name: max(map(len, text.splitlines()), default=0) for name, text in files.items()}
    expect_only(LONG_LINES, LONGEST_LINE, columns)


def test_mypy_is_hardly_silenced() -> None:
    silencer = "# type: " + "ignore"
    files = python("cnnviz", "tests", "bench", "training")
    assert sum(text.count(silencer) for text in files.values()) <= MOST_SILENCED


@pytest.mark.parametrize(
    ("found", "said"),
    [({"a": 9, "b": 7}, "more than 6"), ({"a": 6, "b": 6}, "short enough now")],
)
def test_a_list_that_is_not_as_things_are_fails(found: dict[str, int], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        expect_only({"a"}, 6, found)
