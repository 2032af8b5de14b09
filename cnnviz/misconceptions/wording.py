"""The sentence that asks about a topic by itself, with the numbers of its subject."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

from cnnviz.content import seeds
from cnnviz.content.texts import Sentence
from cnnviz.misconceptions.answer_words import FILE
from cnnviz.misconceptions.outcome import Subject, Topic
from cnnviz.staging.formatting import number

PART = "topics"
"""Its part that has the sentences, written like a scene."""


def sentence(topic: Topic[Subject], subject: Subject) -> Sentence:
    """What is asked of the subject.

    Raises Unusable where the text cannot be read, and KeyError where it lacks the topic.
    """
    return seeds.text(FILE).scenes[PART](topic.name, **numbers(subject))


def numbers(subject: Any) -> Mapping[str, str]:
    """What a sentence may say of a subject, by name: its fields, and the numbers that follow."""
    derived = {
        name: getattr(subject, name)
        for name, each in vars(type(subject)).items()
        if isinstance(each, property) and not name.startswith("_")
    }
    plain = {name: each for name, each in derived.items() if isinstance(each, int | Fraction)}
    return {name: _written(value) for name, value in (subject._asdict() | plain).items()}


def names(topic: Topic[Any]) -> tuple[str, ...]:
    """The numbers that the topic's sentence may use."""
    return tuple(numbers(topic.make(Random(0))))  # noqa: S311 (whatever they are)


def _written(value: Any) -> str:
    """A number; numbers with commas between; a grid's rows between slashes, grids joined by and."""
    if not isinstance(value, tuple):
        return number(value)
    if not isinstance(value[0], tuple):
        return ", ".join(map(number, value))
    if isinstance(value[0][0], tuple):
        return " and ".join(map(_written, value))
    return " / ".join(" ".join(map(number, row)) for row in value)
