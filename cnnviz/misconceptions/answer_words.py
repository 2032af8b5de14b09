"""How answers are written: a number in its unit, or words; the text of questions has them all."""

from __future__ import annotations

from cnnviz.content import seeds

FILE = "questions"
"""The text of seeds/text that has them."""
WORDS = "words"
"""Its part that has them, written like a scene."""
UNITS = (
    "pixels",
    "parameters",
    "weights",
    "channels",
    "filters",
    "maps",
    "cells",
    "wide",
    "more",
    "square",
)
"""What numbers are counted in."""
SAID = ("not-allowed", "share-is-silent", "dense-layer", "conv-layer", "every-layer")
"""Answers that are no numbers."""
CLAIMS = ("none", "one")
"""What a unit may claim of its count."""


def in_words(key: str) -> str:
    """An answer that is no number.

    Raises Unusable where the text cannot be read, and KeyError where it lacks the key.
    """
    return seeds.text(FILE).scenes[WORDS](key)


def counted(count: str, unit: str) -> str:
    """A number in its unit, as the text has that; without one as it is."""
    if not unit:
        return count
    claims = {"none": count == "0", "one": count == "1"}
    return seeds.text(FILE).scenes[WORDS](unit, claims, count=count)


def behind(unit: str) -> str:
    """The words behind a number that is typed."""
    return counted("", unit).strip()
