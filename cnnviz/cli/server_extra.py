"""What the server and its page need besides numpy, and what is said where it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cnnviz.cli.options import CommandError

LIBRARIES = frozenset(
    {
        *("anyio", "fastapi", "h11", "jinja2", "markdown_it", "markupsafe", "mdit_py_plugins"),
        *("pydantic", "pygments", "segno", "starlette", "uvicorn", "websockets"),
    }
)
"""What the extra `server` brings, by the names under which it is imported."""


@contextmanager
def importing_server() -> Iterator[None]:
    """Where the server is imported. Raises CommandError where a library is older than it needs.

    What is missing stays a ModuleNotFoundError, of which `lacks_server` says what to install.
    """
    try:
        yield
    except ModuleNotFoundError:
        raise
    except ImportError as error:
        again = "`python -m pip install --upgrade cnnviz` installs what it needs"
        raise CommandError(f"the server cannot start: {error}; {again}") from None


def lacks_server(error: ModuleNotFoundError) -> str:
    """What to say where the module that is missing comes with the extra; empty where it does not.

    >>> lacks_server(ModuleNotFoundError("No module named 'uvicorn'", name="uvicorn"))
    'this needs uvicorn, which is not installed: pip install "cnnviz[server]"'
    """
    library = (error.name or "").partition(".")[0]
    if library not in LIBRARIES:
        return ""
    return f'this needs {library}, which is not installed: pip install "cnnviz[server]"'
