"""A topic is asked again with other numbers, of the same difficulty, by its own sentence."""

from __future__ import annotations

import re
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from starlette.testclient import TestClient

from cnnviz.content import seeds
from cnnviz.content.question import Question
from cnnviz.misconceptions import TOPICS, answer_words, answers, cells, dense, map_side, maps
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.outcome import Cells, Numbers, Topic
from cnnviz.misconceptions.questions import choice, twin
from cnnviz.misconceptions.wording import numbers, sentence
from cnnviz.server import create_app
from cnnviz.server.routes.schemas import TwinRecord
from counted_topics import CASES, agree

EACH = [pytest.param(*case, id=case[0].name) for case in CASES]
SOME = 60
KINDS = {Fraction: ("choice", "number"), str: ("choice",), Cells: ("cell",), Numbers: ("draw",)}
"""How what is right is answered."""


def assert_on_a_map(asked: Question, sides: tuple[int, int] | None) -> None:
    """What is marked or drawn, and nothing else, has a map, in which all its answers are."""
    assert (sides is not None) == (asked.kind in ("cell", "draw"))
    if sides is None:
        return
    cells = set(range(sides[0] * sides[1]))
    for option in asked.options:
        assert set(option.cells) <= cells
        assert asked.kind == "cell" or len(option.values) == len(cells)
        assert all(asked.least <= each <= asked.most for each in option.values)


@pytest.mark.parametrize(("topic", "make", "right"), EACH)
def test_a_twin_is_right_like_what_it_is_made_from_and_asked_in_one_sentence(
    topic: Topic[Any], make: Any, right: Any
) -> None:
    questions = []
    for seed in range(SOME):
        subject = topic.twin(None, seed)
        assert subject == topic.twin(None, seed)
        value, counted = topic.right(subject).value, right(subject)
        assert agree(value, counted), (subject, value, counted)
        text, asked, sides = twin(topic, seed)
        assert asked.kind in KINDS[type(value)]
        assert_on_a_map(asked, sides)
        texts = [option.text for option in asked.options]
        assert len({*texts}) == len(texts), "no two answers read the same"
        assert len(asked.options) > len(topic.wrong[:1]), "a wrong rule can be told apart"
        assert text.endswith("?")
        assert len(text) <= 260
        assert text == sentence(topic, subject)
        questions.append((asked.kind, len(asked.options)))
    # Of the same difficulty: answered in the same way, with about as many options.
    assert len({kind for kind, _ in questions}) == 1
    counts = {count for _, count in questions}
    assert max(counts) - min(counts) <= 1


def test_the_twin_of_a_subject_is_another_one_of_the_same_difficulty() -> None:
    random = Random(1)
    for seed in range(SOME):
        layer = ConvLayer(3, 6, 5, random.randint(20, 30), 2, seed % 3)
        other = map_side.SIDE.twin(layer, seed)
        assert other != layer
        told_apart = [len(list(map_side.SIDE.distractors(each))) for each in (layer, other)]
        assert told_apart[0] == told_apart[1]
    # A generator may come upon the same subject.
    alone = cells.CELL.twin(None, 3)
    assert cells.CELL.twin(alone, 3) != alone


def test_where_the_right_words_stand_among_others_tells_nothing() -> None:
    asked = choice(dense.FIXED, dense.FIXED.twin(None, 1))
    texts = [option.text for option in asked.options]
    assert texts == ["all of them", "the convolution", "the fully connected layer"]
    words_last = choice(answers.SURE, answers.SURE.twin(None, 1))
    assert [option.value is None for option in words_last.options] == [False, False, True]


def test_the_text_has_the_words_of_all_answers_and_no_others() -> None:
    words = seeds.text("questions").scenes["words"]
    assert set(words.sentences) == {*answer_words.UNITS, *answer_words.SAID}
    said = set()
    for topic in TOPICS:
        for seed in range(20):
            subject = topic.twin(None, seed)
            outcomes = [topic.right(subject), *(each.rule(subject) for each in topic.wrong)]
            said |= {each.value for each in outcomes if isinstance(each.value, str)}
    assert said == set(answer_words.SAID)
    for unit in answer_words.UNITS:
        assert re.search(r"\b1\b", answer_words.counted("1", unit))
        assert "12" in answer_words.counted("12", unit)


def test_a_sentence_speaks_of_its_subject_alone() -> None:
    text = seeds.text("questions").scenes["topics"]
    assert list(text.sentences) == [topic.name for topic in TOPICS]
    for topic in TOPICS:
        (wording,) = text.sentences[topic.name]
        named = set(re.findall(r"\{(\w+)\}", wording.text))
        assert named <= set(numbers(topic.make(Random(0))))


@pytest.fixture(scope="module")
def own() -> TestClient:
    return TestClient(create_app())


def test_a_twin_comes_over_http_with_its_sentence_and_is_not_sent_twice(own: TestClient) -> None:
    response = own.get("/api/questions/side/twin?seed=7")
    asked = TwinRecord.model_validate_json(response.content)
    text, question, _ = twin(map_side.SIDE, 7)
    assert (asked.text, asked.kind, asked.topic, asked.name) == (text, "choice", "side", "side")
    assert [each.text for each in asked.options] == [each.text for each in question.options]
    assert [each.rule for each in asked.options].count("") == 1
    again = own.get(
        "/api/questions/side/twin?seed=7", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert (
        own.get("/api/questions/side/twin").json()
        == own.get("/api/questions/side/twin?seed=0").json()
    )


def test_a_map_that_is_marked_comes_with_its_rows_and_columns(own: TestClient) -> None:
    asked = TwinRecord.model_validate_json(own.get("/api/questions/touched-cells/twin").content)
    layer = maps.TOUCHED.twin(None, 0)
    side = (layer.height + 2 * layer.padding - layer.kernel) // layer.stride + 1
    assert (asked.kind, asked.sides) == ("cell", (side, side))


@pytest.mark.parametrize("seed", ["-1", "10000", "x", "1.5", "", "9" * 400])
def test_a_seed_that_cannot_be_is_refused_with_its_range(own: TestClient, seed: str) -> None:
    response = own.get("/api/questions/side/twin", params={"seed": seed})
    problem = response.json()
    assert (response.status_code, problem["parameter"]) == (422, "seed")
    assert "from 0 to 9999" in problem["detail"]


def test_what_is_no_topic_or_no_parameter_is_named(own: TestClient) -> None:
    response = own.get("/api/questions/sides/twin")
    assert (response.status_code, response.json()["parameter"]) == (404, "topic")
    detail = response.json()["detail"]
    assert detail.startswith("There is no topic sides; the topics are maps, filter-weights,")
    assert own.get("/api/questions/side/twin?sed=1").json()["parameter"] == "sed"
    twice = own.get("/api/questions/side/twin?seed=1&seed=2")
    assert (twice.status_code, twice.json()["parameter"]) == (422, "seed")


def test_a_text_that_is_broken_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cnnviz.misconceptions.wording.FILE", "chapter")
    response = TestClient(create_app()).get("/api/questions/side/twin")
    assert response.status_code == 503
    assert response.json()["detail"].startswith("This question cannot be asked: ")
