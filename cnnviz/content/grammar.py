"""Parses seeds/text: turns a file into the text of a step, or says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from string import Formatter
from typing import NamedTuple

from cnnviz.content.texts import SceneText, StepText, Wording

PARTS = ("Worked example", "Code", "Key insight", "Try it")
"""The parts of an article that the page has a place for, each under its `## heading`."""
SCENES = "Scenes"
_FILE = re.compile(r"\{file: code/([\w.]+)\}\s*")
_HEADING = re.compile(r"### ([\w-]+): (\S.*)")
_SENTENCE = re.compile(r"- ([\w-]+)(?: \[([^]]+)\])?: (.+)")


class Mistake(NamedTuple):
    """A line that does not follow the grammar, and a sentence that says why."""

    line: int
    sentence: str


Lines = list[tuple[int, str]]
"""Lines with their numbers, from 1."""


def parse(source: str, program: Callable[[str], str]) -> tuple[StepText, list[Mistake]]:
    """The step text in `source`, and what is wrong with it; docs/seeds.md has the grammar.

    program: gives the text of a file of seeds/code by its name, or raises OSError or ValueError.
    """
    problems: list[Mistake] = []
    parts = _parts(source, problems)
    opening = _article(parts.pop(""), program, problems)
    title, _, rest = opening.partition("\n")
    if not title.startswith("# ") or not title[2:].strip():
        problems.append(Mistake(1, "the first line must be a title, such as “# Pooling”"))
    lead, _, body = rest.strip().partition("\n\n")
    if not lead:
        problems.append(Mistake(1, "below the title must stand a line that says what it is about"))
    scenes = _scenes(parts.pop(SCENES, []), problems)
    sections = {name: _article(lines, program, problems) for name, lines in parts.items()}
    words = StepText(title.removeprefix("# ").strip(), lead.strip(), body.strip(), sections, scenes)
    return words, sorted(problems)


def _parts(source: str, problems: list[Mistake]) -> dict[str, Lines]:
    """The lines below each `## heading`; those before the first one are under the empty name."""
    lines: Lines = []
    parts = {"": lines}
    fence = 0
    for n, line in enumerate(source.split("\n"), 1):
        if line.startswith("```"):
            fence = 0 if fence else n
        if fence or not line.startswith("## "):
            lines.append((n, line))
            continue
        name, lines = line[3:].strip(), []
        if name in parts:
            problems.append(Mistake(n, f"there is a part “{name}” already"))
        elif name not in (*PARTS, SCENES):
            known = ", ".join((*PARTS, SCENES))
            problems.append(
                Mistake(n, f"the page has no place for “{name}”; its parts are {known}")
            )
        parts[name] = lines
    if fence:
        problems.append(Mistake(fence, "the program that begins here has no end (```)"))
    return parts


def _article(lines: Lines, program: Callable[[str], str], problems: list[Mistake]) -> str:
    """The lines as Markdown, with the programs that they name."""
    told = []
    for n, line in lines:
        if found := _FILE.fullmatch(line):
            try:
                line = f"```python\n{program(found[1])}```"
            except (OSError, ValueError) as error:
                problems.append(Mistake(n, str(error)))
        elif line.startswith("{file"):
            problems.append(Mistake(n, "a program is named so: {file: code/name.py}"))
        told.append(line)
    return "\n".join(told).strip()


@dataclass(slots=True)
class _Draft:
    """A scene's words while they are read."""

    title: str
    line: int
    sentences: dict[str, list[Wording]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def finished(self) -> SceneText:
        sentences = {key: tuple(wordings) for key, wordings in self.sentences.items()}
        return SceneText(self.title, sentences, tuple(self.notes), self.line)


def _scenes(lines: Lines, problems: list[Mistake]) -> dict[str, SceneText]:
    drafts: dict[str, _Draft] = {}
    draft = _Draft("", 0)
    for n, line in _join_lines(lines):
        if found := _HEADING.fullmatch(line):
            if found[1] in drafts:
                problems.append(Mistake(n, f"there is a scene {found[1]} already"))
            draft = drafts[found[1]] = _Draft(found[2].strip(), n)
        elif line.startswith("> ") and draft.line:
            draft.notes.append(line[2:])
        elif (found := _SENTENCE.fullmatch(line)) and draft.line:
            claims = tuple(re.split(r",\s*", found[2])) if found[2] else ()
            wording = Wording(found[3].strip(), claims, n)
            draft.sentences.setdefault(found[1], []).append(wording)
            problems += (Mistake(n, each) for each in _faults(found[1], wording.text))
        else:
            problems.append(Mistake(n, _misread(line, draft)))
    for each in drafts.values():
        for key, wordings in each.sentences.items():
            problems += _unspoken(key, wordings)
    return {name: each.finished() for name, each in drafts.items()}


def _join_lines(lines: Lines) -> Iterator[tuple[int, str]]:
    """The lines that hold something, each sentence with its further lines, which are indented."""
    held: list[str] = []
    begun = 0
    for n, line in lines:
        if held and line.startswith("  ") and line.strip():
            held.append(line.strip())
            continue
        if held:
            yield begun, " ".join(held)
        held = []
        if line.startswith("- "):
            held, begun = [line.rstrip()], n
        elif line.strip():
            yield n, line.rstrip()
    if held:
        yield begun, " ".join(held)


def _misread(line: str, draft: _Draft) -> str:
    """Why a line below “## Scenes” says nothing."""
    if line.startswith("#"):
        return "a scene begins so: “### name: Title”"
    if not draft.line:
        return "only a scene can stand here, which begins so: “### name: Title”"
    if line.startswith("-"):
        return "a sentence is written so: “- key: Text.” or “- key [claim, not claim]: Text.”"
    if line.startswith(">"):
        return "a note is written so: “> Ask: Text?”"
    return (
        "this line is no sentence (“- key: Text.”), note (“> Text.”), or scene (“### name: Title”)"
    )


def _faults(key: str, text: str) -> Iterator[str]:
    """What is wrong with a sentence whatever the scene fills in."""
    if text.count("*") % 2:
        yield f"sentence {key} has an asterisk without another: *emphasis* has one on either side"
    try:
        for _, name, spec, conversion in Formatter().parse(text):
            if name is not None and (spec or conversion or not name.isidentifier()):
                yield f"sentence {key} has {{{name}}}, which must be one name, such as {{count}}"
    except ValueError:
        yield f"sentence {key} has a brace without another: a number is written so: {{count}}"


def _unspoken(key: str, wordings: Sequence[Wording]) -> Iterator[Mistake]:
    """Wordings that are never reached, and numbers for which there is none."""
    for k, wording in enumerate(wordings):
        if any(set(each.claims) <= set(wording.claims) for each in wordings[:k]):
            sentence = f"sentence {key} is never spoken so: a wording above claims no more"
            yield Mistake(wording.line, sentence)
    if not all(each.claims for each in wordings):
        return  # One that claims nothing says the rest.
    names = sorted({claim.removeprefix("not ") for each in wordings for claim in each.claims})
    for answers in product((False, True), repeat=len(names)):
        holds = dict(zip(names, answers, strict=True))
        if not any(each.fits(holds) for each in wordings):
            case = " and ".join(name if holds[name] else f"not {name}" for name in names)
            sentence = f"sentence {key} has no wording for: {case}; let the last one claim nothing"
            yield Mistake(wordings[-1].line, sentence)
            return
