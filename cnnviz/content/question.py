"""Questions to the viewer: the film waits at a frame that asks one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

QuestionKind: TypeAlias = Literal["open", "choice"]
"""How a question is answered. "open": aloud, in the room or in one's head; "choice": by one of its
options, A to D."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen; what follows from a wrong belief says which one."""

    text: str
    belief: str = ""
    """The belief that it follows from; empty where it is right."""
    mend: str = ""
    """What to say to who believes that."""
    working: str = ""
    """LaTeX: how it comes about, up to its value."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a frame asks. The question itself is the frame's sentence."""

    kind: QuestionKind
    name: str = ""
    """Its sentence's key: with step and scene it names the question, whatever the parameters."""
    options: tuple[Option, ...] = ()
    """Of a choice two to four, one of them right."""
