"""Texts and networks that replace those of seeds/ for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cnnviz.content.texts import StepText
from cnnviz.engine.network import Network

_Replaced = tuple[StepText | None, Callable[[str], Network] | None]
replaced: ContextVar[_Replaced] = ContextVar("replaced", default=(None, None))


@contextmanager
def instead(words: StepText, network: Callable[[str], Network] | None = None) -> Iterator[None]:
    """Replaces, within a `with` block, the text of the step of its title, and all networks."""
    before = replaced.set((words, network))
    try:
        yield
    finally:
        replaced.reset(before)
