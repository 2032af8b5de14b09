"""What a plain installation lacks: libraries that only rendering needs, imported when they are."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class MissingExtra(ImportError):
    """A library of the extra is not installed; the message says how it is."""


def extra(module: str, what: str) -> ModuleType:
    """That module of a library. Raises MissingExtra, which says what cannot be done without it."""
    try:
        return import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        raise MissingExtra(
            f'{what} needs {name}, which is not installed ({error}): pip install "cnnviz[render]"'
        ) from None
