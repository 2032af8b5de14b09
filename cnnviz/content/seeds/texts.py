"""The texts of the steps, and the program that they quote."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cnnviz.content import grammar
from cnnviz.content.files import folder, text_of
from cnnviz.content.seeds.replaced import replaced
from cnnviz.content.texts import StepText


def text(step: str) -> StepText:
    """The words of a step, from seeds/text/<step>.md; docs/seeds.md has the grammar.

    Raises Unusable where there is no such file, or none that can be read.
    """
    words, _ = replaced.get()
    if words is not None and words.title == step:
        return words
    return text_at(folder("seeds") / "text" / f"{step}.md")


@cache
def text_at(path: Path) -> StepText:
    """The words of one file. Raises Unusable."""
    return grammar.parse(text_of(path), code)[0]


def code(name: str) -> str:
    """A program of seeds/code, which runs as it stands. Raises Unusable."""
    return text_of(folder("seeds") / "code" / name)
