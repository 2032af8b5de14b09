"""Checks the programs of seeds/code: they must be there, and be Python."""

from __future__ import annotations

import ast
from pathlib import Path

from cnnviz.check.fault import Fault
from cnnviz.content.files import Unusable, display_path, text_of


def program(path: Path) -> list[Fault]:
    """A program must be Python that can be read; it is not run."""
    try:
        ast.parse(text_of(path))
    except Unusable as error:
        return [Fault.of(error)]
    except SyntaxError as error:
        return [Fault(display_path(path), error.lineno or 0, f"is not Python: {error.msg}")]
    except ValueError as error:  # a null character
        return [Fault(display_path(path), 0, f"is not Python: {error}")]
    return []
