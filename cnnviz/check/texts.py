"""Checks seeds/text: its grammar, and whether it has every sentence that the scenes ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from cnnviz.check.fault import Fault
from cnnviz.check.needs import Filled
from cnnviz.content import grammar, seeds
from cnnviz.content.files import Unusable, display_path, text_of
from cnnviz.content.grammar import Mistake
from cnnviz.content.texts import SceneText, Wording
from cnnviz.mathml import first_misread
from cnnviz.page import article

Scenes = Mapping[str, Mapping[str, Filled]]
"""What each scene of a step asks for: by scene, by key."""


def text(path: Path, scenes: Scenes) -> list[Fault]:
    """A step's text must keep the grammar, and have each sentence that its scenes ask for."""
    try:
        source = text_of(path)
    except Unusable as error:
        return [Fault.of(error)]
    words, problems = grammar.parse(source, seeds.code)
    problems += _formulas(source)
    problems += _scenes(words.scenes, scenes)
    return [Fault(display_path(path), *problem) for problem in problems]


def _formulas(source: str) -> Iterator[Mistake]:
    told, _, _ = source.partition(f"\n## {grammar.SCENES}")
    for line, latex in article.find_formulas(told):
        if why := first_misread(latex):
            yield Mistake(line, f"the formula ${latex}$ cannot be read: {why}")


def _scenes(told: Mapping[str, SceneText], scenes: Scenes) -> Iterator[Mistake]:
    for name in scenes:
        if name not in told:
            yield Mistake(0, f"the words of scene {name} are missing: “### {name}: Title”")
    for name, words in told.items():
        if name not in scenes:
            known = ", ".join(scenes) or "none"
            yield Mistake(words.line, f"there is no scene {name} in this step; there is {known}")
        else:
            yield from _sentences(words, scenes[name])


def _sentences(words: SceneText, asked: Mapping[str, Filled]) -> Iterator[Mistake]:
    for key, filled in asked.items():
        if key not in words.sentences:
            given = ", ".join(f"{{{name}}}" for name in filled.numbers)
            hint = f", which may use {given}" if given else ""
            yield Mistake(words.line, f"sentence {key} is missing{hint}")
    for key, wordings in words.sentences.items():
        if key not in asked:
            sentence = f"the scene asks for no sentence {key}; it asks for {', '.join(asked)}"
            yield Mistake(wordings[0].line, sentence)
        else:
            for wording in wordings:
                yield from _misfits(key, wording, asked[key])


def _misfits(key: str, wording: Wording, filled: Filled) -> Iterator[Mistake]:
    try:
        named = [name for _, name, _, _ in Formatter().parse(wording.text) if name is not None]
    except ValueError:
        named = []  # of which the grammar has told
    claimed = [claim.removeprefix("not ") for claim in wording.claims]
    for (left, right), names, known in (
        ("{}", named, filled.numbers),
        ("[]", claimed, filled.claims),
    ):
        for name in dict.fromkeys(names):
            if name not in known:
                there = ", ".join(f"{left}{each}{right}" for each in known) or "none"
                asks = f"sentence {key} has {left}{name}{right}, which the scene does not know"
                yield Mistake(wording.line, f"{asks}; it knows {there}")
