"""What a rule gives, the rule that is right, and rules that people believe instead.

The engine is right only. A wrong rule stands here, with what one believes who follows it and what
mends that, so that a question can offer its outcome on the very numbers that are on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from cnnviz.staging.formatting import equals, latex, number

Subject = TypeVar("Subject")
Value: TypeAlias = Fraction | str
"""A number, or words where the answer is none."""


class Outcome(NamedTuple):
    """What a rule gives, and how: LaTeX that ends in the value, empty where there is no sum."""

    value: Value
    working: str = ""

    @property
    def printed(self) -> str:
        """The value as it stands on the screen."""
        return self.value if isinstance(self.value, str) else number(self.value)


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
    right: Callable[[Subject], Outcome]
    wrong: tuple[Misconception[Subject], ...]

    def distractors(self, subject: Subject) -> Iterator[tuple[Misconception[Subject], Outcome]]:
        """The wrong rules that what they give tells from the right one and from each other.

        Of two that give the same neither is left, as it would not say which one is believed.
        """
        outcomes = [(each, each.rule(subject)) for each in self.wrong]
        printed = [self.right(subject).printed, *(outcome.printed for _, outcome in outcomes)]
        for each, outcome in outcomes:
            if printed.count(outcome.printed) == 1:
                yield each, outcome


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
    return worked(r" \cdot ".join(map(_bracketed, factors)), value, *factors)


def added(parts: Sequence[Fraction | int]) -> Outcome:
    """Their sum."""
    total = sum(map(Fraction, parts), Fraction())
    return worked(" + ".join(map(_bracketed, parts)), total, *parts)


def _bracketed(part: Fraction | int) -> str:
    return written(part) if part >= 0 else f"({written(part)})"
