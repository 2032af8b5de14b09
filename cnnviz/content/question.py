"""Questions to the viewer: the film waits at a frame that asks one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

QuestionKind: TypeAlias = Literal["open"]
"""How a question is answered. "open": aloud, in the room or in one's head."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a frame asks. The question itself is the frame's sentence."""

    kind: QuestionKind
    name: str = ""
    """Its sentence's key: with step and scene it names the question, whatever the parameters."""
