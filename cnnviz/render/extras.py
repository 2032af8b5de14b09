"""What a plain installation lacks: libraries that few need, imported when they are."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class MissingExtra(ImportError):
    """A library of the extra is not installed; the message says how it is."""


def extra(module: str, what: str, of: str = "render") -> ModuleType:
    """That module of a library, which the extra `of` brings.

    Raises MissingExtra, which says what cannot be done without it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        raise MissingExtra(
            f'{what} needs {name}, which is not installed ({error}): pip install "cnnviz[{of}]"'
        ) from None
