"""docs/statements.md says where each statement stands; here it is looked up there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from cnnviz.content import seeds
from cnnviz.content.texts import Sentence, StepText
from cnnviz.steps import STEPS

PAGE = Path(__file__).parent.parent / "docs" / "statements.md"
NOWHERE = "—"
FILM = re.compile(r"`([\w-]+)` ([\w-]+): “([^”]+)”")
ARTICLE = re.compile(r"(Title|Lead|Text|Worked example|Code|Key insight|Try it): “([^”]+)”")
CHAPTER = "The chapter"


class Row(NamedTuple):
    """A line of the page: the heading above it, and its three cells."""

    heading: str
    statement: str
    film: str
    article: str


def rows(page: str) -> list[Row]:
    found, heading = [], ""
    for line in page.splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("| ") and not line.startswith(("| statement |", "| --- |")):
            statement, film, article = (cell.strip() for cell in line[2:-2].split(" | "))
            found.append(Row(heading, statement, film, article))
    return found


ROWS = rows(PAGE.read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """Markdown and LaTeX without their marks, in one line."""
    text = re.sub(r"(?<=\d)\\,(?=\d)", "", text).replace(r"\cdot", "·").replace("{-1}", "-1")
    text = re.sub(r"\s*·\s*", " · ", text.replace("\\ ", " "))
    return re.sub(r"\s+", " ", re.sub(r"[*$]", "", text))


@cache
def words(heading: str) -> StepText:
    """The text under that title."""
    if heading == CHAPTER:
        return seeds.text("chapter")
    texts = [step.text for step in STEPS if step.text.title == heading]
    assert texts, f"no step is called {heading!r}"
    return texts[0]


def strings(record: object) -> Iterator[str]:
    """The texts of a panel's options: labels, counts, cells of tables."""
    if isinstance(record, str):
        yield plain(record)
    elif is_dataclass(record):
        for each in fields(record):
            yield from strings(getattr(record, each.name))
    elif isinstance(record, tuple | list):
        for each in record:
            yield from strings(each)


@cache
def told(step: str, scene: str) -> dict[str, set[str]]:
    """What a scene says and what its panels write by key, with its defaults and each preset."""
    steps = {each.name: each for each in STEPS}
    spec = next(spec for spec in steps[step].scenes if spec.name == scene)
    found: dict[str, set[str]] = {}
    for values in ({}, *(dict(values) for _, values in spec.presets)):
        made = spec.scene(values)
        written = {panel.name: set(strings(panel.options)) for panel in made.panels}
        for frame in made.frames:
            if isinstance(frame.narration, Sentence):
                here = found.setdefault(frame.narration.key, set())
                here.add(plain(frame.narration))
                for name in written.keys() - set(frame.hidden):
                    here |= written[name]
    return found


def faults(row: Row) -> list[str]:
    """What is wrong with a row, in words."""
    text = words(row.heading)
    step = next((each.name for each in STEPS if each.text is text), "")
    found = []
    if row.film != NOWHERE:
        film = FILM.fullmatch(row.film)
        if not film:
            found.append("film: not `scene` key: “quote”")
        elif film[1] not in text.scenes:
            found.append(f"{row.heading} has no scene {film[1]}")
        elif film[2] not in text.scenes[film[1]].sentences:
            found.append(f"{film[1]} has no sentence {film[2]}")
        elif not any(plain(film[3]) in each for each in told(step, film[1]).get(film[2], ())):
            found.append(f"{film[1]} {film[2]} does not have “{film[3]}”")
    article = ARTICLE.fullmatch(row.article)
    if not article:
        found.append("article: not Part: “quote”")
        return found
    parts = {"Title": text.title, "Lead": text.lead, "Text": text.body, **text.sections}
    if article[1] not in parts:
        found.append(f"{row.heading} has no part {article[1]}")
    elif plain(article[2]) not in plain(parts[article[1]]):
        found.append(f"{article[1]} does not say “{article[2]}”")
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.statement[:50])
def test_a_statement_stands_where_the_page_says(row: Row) -> None:
    assert faults(row) == []


def test_the_page_goes_through_all_steps_in_their_order() -> None:
    titles = [step.text.title for step in STEPS]
    assert list(dict.fromkeys(row.heading for row in ROWS)) == [CHAPTER, *titles]


def test_every_scene_that_teaches_has_a_statement() -> None:
    named = {(row.heading, found[1]) for row in ROWS if (found := FILM.fullmatch(row.film))}
    there = {(step.text.title, spec.name) for step in STEPS for spec in step.scenes}
    assert there - named == set(), "docs/statements.md"


def test_no_statement_is_listed_twice() -> None:
    listed = [(row.heading, row.statement) for row in ROWS]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("film", "article", "fault"),
    [
        ("`flatten` photo: “150,529”", "Lead: “millions of weights”", "does not have “150,529”"),
        ("`flatten` fotograf: “150,528”", "Lead: “millions of weights”", "no sentence fotograf"),
        ("`flat` photo: “150,528”", "Lead: “millions of weights”", "no scene flat"),
        ("photo says 150,528", "Lead: “millions of weights”", "film: not"),
        (NOWHERE, "Lead: “billions of weights”", "Lead does not say"),
        (NOWHERE, "Worked example: “150529”", "Worked example does not say"),
        (NOWHERE, NOWHERE, "article: not"),
    ],
)
def test_a_wrong_row_is_found(film: str, article: str, fault: str) -> None:
    row = Row("Why MLPs Fail at Images", "made up for this test", film, article)
    assert fault in "; ".join(faults(row))
