"""Questions to the viewer: the film waits at a frame that asks one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from cnnviz.content.computation import Computation

QuestionKind: TypeAlias = Literal["open", "choice", "number", "cell", "draw"]
"""How a question is answered. "open": aloud, in the room or in one's head; "choice": by one of its
options, A to D; "number": typed; "cell": by marking cells of a tensor; "draw": by setting the
values of a tensor's cells."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers of an option's working stand on the screen while it is asked."""

    names: tuple[str, ...]
    """Which ones, as its terms name them."""
    panel: str = ""
    """In whose words; empty for those of the sentence that asks."""
    text: str = ""
    """The words that have them, where others there have numbers, too; or a number as a word."""


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer; what follows from a wrong belief says which one."""

    text: str
    """How it is written, such as 13×13 or 5 cells."""
    rule: str = ""
    """The name of the wrong rule that gives it; empty where it is right."""
    belief: str = ""
    """The belief behind that rule."""
    mend: str = ""
    """What to say to who believes that."""
    working: str = ""
    """LaTeX: how it comes about, up to its value."""
    terms: tuple[str, ...] = ()
    """What the numbers of the working are, up to its value; empty for a constant."""
    value: float | None = None
    """The answer as a number, where it is one."""
    cells: tuple[int, ...] = ()
    """Of "cell": those that are marked, counted row by row from 0."""
    values: tuple[float, ...] = ()
    """Of "draw": all values of the map, row by row."""
    computations: tuple[Computation, ...] = ()
    """How it comes about from tensors on the screen, where it does."""


@dataclass(frozen=True, slots=True)
class Window:
    """What a cell reads: a square of another tensor, whose place follows from the cell's."""

    tensor: str
    side: int
    stride: int = 1
    padding: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What a frame asks. The question itself is the frame's sentence."""

    kind: QuestionKind
    name: str = ""
    """Its sentence's key: with step and scene it names the question, whatever the parameters."""
    topic: str = ""
    """The name of what it asks about; another question about that can be made."""
    options: tuple[Option, ...] = ()
    """Of a choice two to four, lettered in this order; else the right answer and then those of the
    wrong rules, which are not shown before the answer is. One of them is right."""
    tensor: str = ""
    """Of "cell" and "draw": the tensor whose cells are marked or set, also where that is not
    asked for what is set, and the room is asked."""
    window: Window | None = None
    """Of "cell": what its cells read, which tells why one of them is right."""
    unit: str = ""
    """Of "number": what stands behind it."""
    least: float = 0.0
    """Of "draw": the smallest value that can be set."""
    most: float = 0.0
    """Of "draw": the largest."""
    step: float = 0.0
    """Of "draw": from one value to the next."""
    sources: tuple[Source, ...] = ()
    """Where numbers of its options' workings stand; of several the first that has it."""

    def found_in(self, panel: str, *names: str, text: str = "") -> Question:
        """The same, with where these numbers stand; without a panel in its sentence."""
        return replace(self, sources=(*self.sources, Source(names, panel, text)))
