"""An engine of JavaScript: V8 from a wheel, or the one that this Python itself runs in."""

from __future__ import annotations

import sys
from typing import Protocol

from cnnviz.render.extras import extra
from cnnviz.render.signals import uninterrupted

LIBRARIES = () if sys.platform == "emscripten" else ("py_mini_racer",)
"""What must be installed for it: in a browser's Python (Pyodide), nothing."""


class _JavaScript(Protocol):
    """Evaluates scripts; it must be closed, or V8 keeps Python from ending."""

    def eval(self, code: str) -> object:
        """What the script's last line is worth."""

    def close(self) -> None:
        """Ends it."""


class _V8:
    """The engine of the wheel, which Ctrl+C and SIGTERM never break off within a call."""

    def __init__(self, name: str) -> None:
        library = extra(name, "drawing without a browser")
        with uninterrupted():
            self._engine: _JavaScript = library.MiniRacer()

    def eval(self, code: str) -> object:
        with uninterrupted():
            return self._engine.eval(code)

    def close(self) -> None:
        with uninterrupted():
            self._engine.close()


class _Around:
    """The engine around a Python that is compiled for the browser."""

    def eval(self, code: str) -> object:
        return extra("pyodide.code", "drawing in a browser's Python").run_js(code)

    def close(self) -> None:
        """It goes on: the Python runs in it."""


def javascript() -> _JavaScript:
    """An engine to draw with. Raises MissingExtra where there is none."""
    return _V8(*LIBRARIES) if LIBRARIES else _Around()
