"""What a rule gives, the rule that is right, and rules that people believe instead.

The engine is right only. A wrong rule stands here, with what one believes who follows it and what
mends that, so that a question can offer its outcome on the very numbers that are on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain
from math import prod
from random import Random
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from cnnviz.content.computation import Computation, Index, Op, Operand
from cnnviz.misconceptions.answer_words import counted, in_words
from cnnviz.staging.formatting import equals, latex, number

Subject = TypeVar("Subject")
TRIES = 50
"""Of so many random subjects a twin is chosen: one by which wrong rules can be told apart."""


class Cells(NamedTuple):
    """Cells of a map, counted row by row from 0, in order."""

    marked: tuple[int, ...]


class Numbers(NamedTuple):
    """All values of a map, row by row."""

    listed: tuple[Fraction, ...]


Value: TypeAlias = Fraction | str | Cells | Numbers
"""A number, the name of words where the answer is none, some cells of a map, or a map."""


class Outcome(NamedTuple):
    """What a rule gives, and how: LaTeX that ends in the value, empty where there is no sum.

    `computations` have their numbers on tensors called "read", "weights" and "written", or as the
    subject says: each stands for one of a scene, from the cell on that the subject begins with. A
    rule may have several ways; a scene plays the one whose tensors it shows. `terms` says of each
    number of the working, but for what it comes to, which of the subject's it is, such as "kernel";
    it is empty for a constant.
    """

    value: Value
    working: str = ""
    computations: tuple[Computation, ...] = ()
    terms: tuple[str, ...] = ()

    def of(self, *terms: str) -> Outcome:
        """The same, with the names of the numbers that it is made of."""
        return self._replace(terms=terms)

    @property
    def printed(self) -> str:
        """The value as it stands on the screen."""
        match self.value:
            case str():
                return in_words(self.value)
            case Cells(marked):
                return counted(str(len(marked)), "cells")
            case Numbers(listed):
                return " ".join(map(number, listed))
            case _:
                return number(self.value)

    @property
    def seen(self) -> Hashable:
        """What tells the value from another one on the screen."""
        return self.value if isinstance(self.value, Cells | str) else self.printed


@dataclass(frozen=True, slots=True)
class Misconception(Generic[Subject]):
    """A wrong rule, with the belief behind it and what mends it, a sentence each."""

    name: str
    belief: str
    mend: str
    rule: Callable[[Subject], Outcome]


@dataclass(frozen=True, slots=True)
class Topic(Generic[Subject]):
    """Something that can be asked of a subject: the right rule, and those that are believed."""

    name: str
    """In small letters, with hyphens: part of an address."""
    right: Callable[[Subject], Outcome]
    wrong: tuple[Misconception[Subject], ...]
    make: Callable[[Random], Subject]
    """A subject with random numbers, as a teacher would choose them."""
    sides: Callable[[Subject], tuple[int, int]] | None = None
    """Rows and columns of the map whose cells or values are the answer, where they are."""

    def distractors(self, subject: Subject) -> Iterator[tuple[Misconception[Subject], Outcome]]:
        """The wrong rules that what they give tells from the right one and from each other.

        Of two that give the same neither is left, as it would not say which one is believed.
        """
        outcomes = [(each, each.rule(subject)) for each in self.wrong]
        seen = [self.right(subject).seen, *(outcome.seen for _, outcome in outcomes)]
        for each, outcome in outcomes:
            if seen.count(outcome.seen) == 1:
                yield each, outcome

    def twin(self, subject: Subject | None, seed: int) -> Subject:
        """Another subject of the same difficulty: as many wrong rules can be told apart by it.

        Without a subject as many as there are, or nearly so. The same seed gives the same twin.
        """
        random = Random(f"{self.name} {seed}")  # noqa: S311 (it is no secret)
        wanted = len(self.wrong) if subject is None else self._told_apart(subject)
        found, gap = subject, len(self.wrong) + 1
        for _ in range(TRIES):
            other = self.make(random)
            missing = abs(self._told_apart(other) - wanted)
            if other != subject and missing < gap:
                found, gap = other, missing
            if gap == 0:
                break
        assert found is not None, f"{self.name} has no other subject"
        return found

    def _told_apart(self, subject: Subject) -> int:
        """How many wrong rules can be told apart by it."""
        return sum(1 for _ in self.distractors(subject))


def written(value: Fraction | int) -> str:
    """A number as LaTeX."""
    return latex(number(value))


def worked(left: str, value: Fraction | int, *parts: Fraction | int) -> Outcome:
    """An outcome, from its left side in LaTeX and the numbers in it that may be rounded."""
    sign = latex(equals(*parts, value))
    return Outcome(Fraction(value), f"{left} {sign} {written(value)}")


def taken(value: Fraction | int) -> Outcome:
    """An outcome that needs no arithmetic."""
    return Outcome(Fraction(value), written(value))


def multiplied(*factors: Fraction | int) -> Outcome:
    """Their product."""
    *_, value = accumulate(map(Fraction, factors), lambda a, b: a * b)
    return worked(r" \cdot ".join(map(bracketed, factors)), value, *factors)


def product(subject: Any, *names: str) -> Outcome:
    """The product of some of the subject's numbers."""
    return sum_of_products(subject, names)


def sum_of_products(subject: Any, *products: Sequence[str]) -> Outcome:
    """The sum of products of some of the subject's numbers, of which one may stand alone."""
    numbers = [[getattr(subject, name) for name in names] for names in products]
    left = " + ".join(r" \cdot ".join(map(bracketed, factors)) for factors in numbers)
    total = sum((prod(map(Fraction, factors)) for factors in numbers), Fraction())
    return worked(left, total, *chain(*numbers)).of(*chain(*products))


def plain(subject: Any, name: str) -> Outcome:
    """One of the subject's numbers, as it is."""
    return taken(getattr(subject, name)).of(name)


def added(parts: Sequence[Fraction | int]) -> Outcome:
    """Their sum; of one number itself, which is no sum."""
    if len(parts) == 1:
        return taken(parts[0])
    total = sum(map(Fraction, parts), Fraction())
    return worked(" + ".join(map(bracketed, parts)), total, *parts)


def averaged(parts: Sequence[Fraction | int]) -> Outcome:
    """Their mean."""
    inside = " + ".join(map(bracketed, parts))
    mean = sum(map(Fraction, parts), Fraction()) / len(parts)
    return worked(rf"\dfrac{{{inside}}}{{{len(parts)}}}", mean, *parts)


def played(
    outcome: Outcome,
    op: Op,
    terms: Sequence[Sequence[Fraction]],
    *operands: Operand,
    shape: Index | None = None,
    running: Iterable[Fraction] = (),
) -> Outcome:
    """The outcome with the computation that gives it, of terms that the operands begin with.

    shape: how the terms lie, by channel, row and column; one behind the other unless told.
    """
    assert isinstance(outcome.value, Fraction)
    work = Computation(
        op,
        terms=tuple(tuple(map(float, term)) for term in terms),
        running=tuple(map(float, running)),
        result=float(outcome.value),
        tensor="written",
        index=(0, 0, 0),
        shown=len(terms),
        shape=shape or (len(terms), 1, 1),
        operands=operands,
    )
    return outcome._replace(computations=(work,))


def bracketed(part: Fraction | int) -> str:
    """A number as LaTeX, in brackets where it is negative."""
    return written(part) if part >= 0 else f"({written(part)})"
