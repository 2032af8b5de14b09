"""Finds the line that an exception comes from, in the package or in another file."""

from __future__ import annotations

import traceback
from pathlib import Path

_PACKAGE = Path(__file__).parent


def blame_line(error: BaseException, *folders: Path) -> tuple[str, int, str]:
    """(file, line, sentence): the innermost of the error's lines in the package or in `folders`.

    >>> blame_line(SyntaxError("invalid syntax", ("a.py", 3, 1, "x = ", 3, 5)))
    ('a.py', 3, 'is not Python: invalid syntax')
    """
    if isinstance(error, SyntaxError) and error.filename:
        return _short(Path(error.filename)), error.lineno or 0, f"is not Python: {error.msg}"
    why = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if any(path.is_relative_to(folder) for folder in (_PACKAGE, *folders)):
            return _short(path), frame.lineno or 0, why
    return _PACKAGE.name, 0, why


def _short(path: Path) -> str:
    """The path from the folder that the package is in, where it is below that."""
    above = _PACKAGE.parent
    return (path.relative_to(above) if path.is_relative_to(above) else path).as_posix()
