"""Wrong rules: told apart from the right one and from each other, and worked out to their value."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cnnviz.misconceptions import ALL, TOPICS, depth, layers, map_side
from cnnviz.misconceptions.depth import Chain
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.outcome import Outcome, Topic
from cnnviz.staging.formatting import number
from counted_topics import CASES, agree
from truth import formulas

MANY = 200
PAGE = Path(__file__).parent.parent / "docs" / "misconceptions.md"


EACH = [pytest.param(*case, id=case[0].name) for case in CASES]


def ends_at_its_value(outcome: Outcome) -> bool:
    """Whether the working holds, and its last side is what the outcome says, if it is a number."""
    if list(formulas.wrong(outcome.working)):
        return False
    if not isinstance(outcome.value, Fraction):
        return True
    last = formulas._value(re.split(r"=|\\approx", outcome.working)[-1])
    return last == Fraction(outcome.printed.replace("−", "-").replace(",", ""))


def names_its_numbers(subject: Any, outcome: Outcome) -> bool:
    """Whether each number of the working is the subject's that it is said to be."""
    left = re.split(r"=|\\approx", outcome.working)[0]
    written = [each.replace(",", "") for each in re.findall(r"\d[\d,.]*", left)]
    if not outcome.terms:
        return True
    return len(written) == len(outcome.terms) and all(
        each in sizes(getattr(subject, name))
        for each, name in zip(written, outcome.terms, strict=True)
        if name
    )


def sizes(value: Any) -> set[str]:
    """A number, or several, as they are printed, without signs."""
    each = value if isinstance(value, tuple) else (value,)
    return {number(Fraction(one)).lstrip("−").replace(",", "") for one in each}


def test_every_topic_is_tried() -> None:
    assert [topic.name for topic, _, _ in CASES] == [topic.name for topic in TOPICS]


@pytest.mark.parametrize(("topic", "make", "right"), EACH)
def test_the_right_rule_agrees_with_counting(
    topic: Topic[Any], make: Callable[[Random], Any], right: Callable[[Any], Any]
) -> None:
    random = Random(topic.name)
    for _ in range(MANY):
        subject = make(random)
        outcome = topic.right(subject)
        counted = right(subject)
        assert agree(outcome.value, counted, within=1e-9), (subject, outcome.value, counted)
        assert ends_at_its_value(outcome), (subject, outcome)
        assert names_its_numbers(subject, outcome), (subject, outcome)


@pytest.mark.parametrize(("topic", "make", "right"), EACH)
def test_every_distractor_differs_and_its_working_ends_at_its_value(
    topic: Topic[Any], make: Callable[[Random], Any], right: Callable[[Any], Any]
) -> None:
    random, shown = Random(topic.name), set()
    for _ in range(MANY):
        subject = make(random)
        found = list(topic.distractors(subject))
        seen = [topic.right(subject).seen, *(outcome.seen for _, outcome in found)]
        assert len(seen) == len(set(seen)), subject
        for each, outcome in found:
            assert outcome == each.rule(subject)
            assert ends_at_its_value(outcome), (subject, each.name, outcome)
            assert names_its_numbers(subject, outcome), (subject, each.name, outcome)
            shown.add(each.name)
    assert shown == {each.name for each in topic.wrong}, "each can be offered somewhere"


def test_names_are_told_apart_and_each_has_its_belief_and_its_mend() -> None:
    names = [each.name for each in ALL]
    assert len(names) == len(set(names))
    for each in ALL:
        for sentence in (each.belief, each.mend):
            assert re.fullmatch(r"[A-Z0-9].*\.", sentence), each.name
            assert len(sentence) <= 110


def test_the_page_lists_them_all_in_order_each_with_where_it_was_found() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    told = [row for row in rows if row[0] not in (("belief"), "---")]
    assert [(belief, mend) for belief, mend, _ in told] == [
        (each.belief, each.mend) for each in ALL
    ]
    sources = [source for *_, source in told if source != "teaching"]
    assert len(sources) > len(ALL) / 3
    for source in sources:
        assert re.search(r"\(https://[^)]+\)|(?:19|20)\d\d", source), source


def test_the_numbers_that_a_textbook_layer_gives() -> None:
    layer = ConvLayer(3, 6, 5, 32)
    given = {
        each.name: outcome.printed
        for topic in (layers.FILTER_WEIGHTS, layers.BIASES)
        for each, outcome in topic.distractors(layer)
    }
    assert given["one kernel for all channels"] == "25"
    assert given["a bias for each weight"] == "450"
    assert given["a bias for each channel"] == "18"
    assert given["a bias for each cell"] == "4,704"
    sides = {
        each.name: outcome.printed
        for each, outcome in map_side.SIDE.distractors(ConvLayer(1, 1, 3, 28, 2))
    }
    assert list(sides.values()) == ["12.5", "14", "not allowed"]
    lenet = Chain((5, 2, 5, 2, 5), (1, 2, 1, 2, 1))
    assert depth.FIELD.right(lenet).printed == "32"
    assert [outcome.printed for _, outcome in depth.FIELD.distractors(lenet)][-1] == "19"


def test_of_two_equal_values_neither_is_offered() -> None:
    # Three channels in, three filters: "filters follow maps" would be right.
    names = [each.name for each, _ in layers.MAPS.distractors(ConvLayer(3, 3, 3, 8))]
    assert names == ["maps multiply"]
    # Two channels with two filters: 4 for both.
    two = [each.name for each, _ in layers.BIASES.distractors(ConvLayer(2, 2, 1, 1))]
    assert two == []
