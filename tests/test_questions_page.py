"""The page of all questions, which needs no JavaScript: asked first, and answered below."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

import cnnviz
from cnnviz.server import create_app
from cnnviz.steps import STEPS
from tiny import CHAPTER


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app())


@pytest.fixture(scope="module")
def sections(client: TestClient) -> list[str]:
    """What stands in each step's section, as text."""
    response = client.get("/questions")
    assert response.status_code == 200
    found = re.findall(r"<section.*?</section>", response.text, re.DOTALL)
    spaced = (re.sub(r"<(?!/?(?:em|b)\b)[^>]*>", " ", each) for each in found)
    return [unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", each))) for each in spaced]


def test_each_step_lists_its_questions_and_below_them_the_answers(sections: list[str]) -> None:
    assert len(sections) == len(STEPS)
    for n, (step, text) in enumerate(zip(STEPS, sections, strict=True), 1):
        asked, answers = text.split(f"Answers to step {n}")
        questions = [each for each in cnnviz.questions(step.name) if each.kind != "open"]
        for each in questions:
            assert each.text in asked
            assert all(option.belief not in asked for option in each.options if option.belief)
            for option in each.options:
                assert option.belief in answers
                shown = asked if each.kind == "choice" else answers
                assert each.kind == "draw" or option.text in shown, (each.text, option.text)


def test_a_question_and_its_answer_have_one_number(client: TestClient) -> None:
    numbers = re.findall(r"<p><b>(\d\.\d+[ab]?)</b>", client.get("/questions").text)
    found = (each for step in STEPS for each in cnnviz.questions(step.name))
    asked = [each for each in found if each.kind != "open"]
    assert len(numbers) == 2 * len(set(numbers)) == 2 * len(asked)
    assert sorted(numbers) == sorted([*set(numbers)] * 2)


def test_a_map_is_drawn_and_marked_cells_are_dots(client: TestClient) -> None:
    text = client.get("/questions").text
    assert "<tr><td>2.75</td><td>1.25</td></tr>" in text
    touched = next(
        each for each in cnnviz.questions("convolution", "checkerboard") if each.kind == "cell"
    )
    right = touched.options[0].value
    assert isinstance(right, tuple)
    rows = ["".join("●" if 3 * y + x in right else "" for x in range(3)) for y in range(3)]
    tables = re.findall(r'<table class="map"><tbody>(.*?)</tbody>', text, re.DOTALL)
    drawn = [[re.sub(r"<[^>]*>", "", row) for row in table.strip().split("\n")] for table in tables]
    assert rows in drawn


def test_it_runs_no_script_and_is_sent_once(client: TestClient) -> None:
    response = client.get("/questions")
    assert "<script" not in response.text
    again = client.get("/questions", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_article_leads_to_each_step_s_questions(client: TestClient) -> None:
    article, text = client.get("/").text, client.get("/questions").text
    for n in range(1, len(STEPS) + 1):
        assert f'href="questions#step-{n}"' in article
        assert f'id="step-{n}"' in text


def test_a_scene_that_cannot_be_built_is_left_out_and_told_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = TestClient(create_app(CHAPTER)).get("/questions")
    assert response.status_code == 200
    assert "<section" not in response.text
    assert "secret" not in response.text
    assert "what tiny/broken asks could not be found" in caplog.text
