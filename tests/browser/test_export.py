"""The chapter as one file, opened by double click where there is no network at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chapter_page import STILL, ChapterPage
from cnnviz.chapter import Chapter
from cnnviz.content import seeds
from loosely import loosely

MOST = 3_500_000


@pytest.fixture
def opened(browser: Browser, exported: Path) -> Iterator[tuple[ChapterPage, list[str]]]:
    """The file in a browser without a network, and whatever it asks for or complains of."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    chapter_page = ChapterPage(page, exported.as_uri())
    chapter_page.steps = loosely(Chapter.default().record("")["steps"])
    wrong: list[str] = []
    context.on("request", lambda request: wrong.append(f"request {request.url[:99]}"))
    context.on("console", lambda message: wrong.append(f"console {message.text}"))
    context.on("weberror", lambda error: wrong.append(f"exception {error.error}"))
    yield chapter_page, wrong
    context.close()


@pytest.mark.thorough
def test_the_file_is_small_enough_and_plays_all_scenes_without_a_request(
    exported: Path, opened: tuple[ChapterPage, list[str]]
) -> None:
    assert exported.stat().st_size <= MOST
    chapter_page, wrong = opened
    chapter_page.open().press("Space")
    number = 0
    for step, described in enumerate(chapter_page.steps, 1):
        for scene in described["scenes"]:
            if number:
                chapter_page.press("PageDown")
            chapter_page.until(status="playing", step=step, scene=scene["name"], stale="false")
            chapter_page.seek(number, 0.9999).until(status=STILL, stale="false")
            number += 1
    chapter_page.until(ahead="done")
    chapter_page.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(chapter_page.page.locator("figure.printed canvas")).to_have_count(number)
    assert [each for each in wrong if each != f"request {chapter_page.url}"] == []


@pytest.mark.thorough
def test_the_usual_settings_are_in_the_file_and_the_others_say_what_they_need(
    opened: tuple[ChapterPage, list[str]],
) -> None:
    chapter_page, wrong = opened
    page = chapter_page.page
    chapter_page.at(1, 0, 4, neurons=512)
    field = page.get_by_role("spinbutton", name="Hidden neurons")
    expect(field).to_have_value("512")
    field.fill("513")
    expect(page.get_by_text("Hidden neurons needs the server")).to_be_visible()
    expect(field).to_have_value("513")
    chapter_page.until(status="paused", stale="false")
    expect(page.get_by_text("This picture still shows the settings before")).to_be_visible()
    chapter_page.at(2, 0, 4, stride=2)
    expect(page.get_by_role("spinbutton", name="Stride")).to_have_value("2")

    chapter_page.button("Reset").click()
    page.get_by_text("Edit as text").first.click()
    field = page.get_by_role("textbox", name="Input as text")
    rows = [row.split(",") for row in field.input_value().replace("\n", "").split(";")]
    field.fill("\n".join("\t".join(row) for row in rows))
    expect(page.locator('[data-parameter="input"] .summary')).not_to_contain_text("edited")
    field.fill("no number")
    expect(page.get_by_text("Input must hold numbers only; got no.")).to_be_visible()
    expect(field).to_have_value("no number")

    chapter_page.at(7, 0, 1)
    page.get_by_label("Digit", exact=True).select_option("three")
    chapter_page.until(status="paused", stale="false")
    chapter_page.address(f"#step=7&scene={chapter_page.scene(7)}&frame=1&digit=three")
    assert not page.get_by_text("needs the server").is_visible()
    page.reload()
    chapter_page.until(status="paused", step=7)
    expect(page.get_by_label("Digit", exact=True)).to_have_value("three")
    assert [each for each in wrong if not each.startswith(f"request {chapter_page.url}")] == []


def test_the_speakers_window_opens_from_the_file_too(opened: tuple[ChapterPage, list[str]]) -> None:
    chapter_page, _ = opened
    chapter_page.at(2, 1)
    with chapter_page.page.expect_popup() as popup:
        chapter_page.button("Speaker's window").click()
    window: Page = popup.value
    title = window.get_by_role("heading", level=1)
    expect(title).to_have_text(chapter_page.steps[1]["scenes"][1]["title"])
    notes = seeds.text("convolution").scenes["edge"].notes
    listed = window.get_by_role("region", name="Notes").get_by_role("listitem")
    expect(listed).to_have_count(len(notes))
    window.get_by_role("button", name="Next scene").click()
    chapter_page.until(step=2, scene=chapter_page.scene(2, 2))
    expect(title).to_have_text(chapter_page.steps[1]["scenes"][2]["title"])
    chapter_page.page.reload()
    chapter_page.until(ahead="done")
    window.get_by_role("button", name="Previous scene").click()
    chapter_page.until(step=2, scene=chapter_page.scene(2, 1))


def test_the_cards_are_in_the_file_too(opened: tuple[ChapterPage, list[str]]) -> None:
    chapter_page, wrong = opened
    chapter_page.page.goto(f"{chapter_page.url}#cards")
    expect(chapter_page.page.get_by_role("listitem")).to_have_count(4)
    stroke = "shape => getComputedStyle(shape).strokeWidth"
    assert chapter_page.page.locator(".shape").first.evaluate(stroke) == "13px"
    assert [each for each in wrong if not each.startswith(f"request {chapter_page.url}")] == []


@pytest.mark.thorough
def test_answers_are_kept_in_the_file_too_and_only_other_numbers_need_the_server(
    opened: tuple[ChapterPage, list[str]],
) -> None:
    chapter_page, wrong = opened
    page = chapter_page.page
    chapter_page.open("#step=3&scene=formula").press("+", "+", "+", "+").until(status="asking")
    chapter_page.press("a", "Space", "y")
    listed = page.get_by_role("dialog", name="Your answers").get_by_role("listitem")
    expect(listed).to_contain_text("Your answer: 15.5. Right is 16.")
    page.get_by_role("button", name="Ask me again").click()
    expect(page.get_by_text("Other numbers need the server: this file")).to_be_visible()
    page.get_by_role("button", name="Back to your answers").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "cnnviz-answers.csv"
    # At its own question it would be asked anew.
    chapter_page.open("#step=2").press("y")
    expect(listed).to_have_count(1)
    assert [each for each in wrong if not each.startswith(("request file", "request blob"))] == []


def test_the_file_waits_at_a_question(opened: tuple[ChapterPage, list[str]]) -> None:
    chapter_page, _ = opened
    chapter_page.open().press("Space", "+", "+", "+", "+").until(status="asking", step=1)
    chapter_page.press("Space").until(status="playing", step=1, scene=chapter_page.scene(1))


def test_the_file_asks_and_tells_the_answer(opened: tuple[ChapterPage, list[str]]) -> None:
    chapter_page, wrong = opened
    frames = Chapter.default().find("convolution", "checkerboard").scene().frames
    asks = [frame.question is not None and frame.question.kind == "cell" for frame in frames]
    chapter_page.open(f"#step=2&frame={asks.index(True) + 1}").until(status="asking")
    chapter_page.press("a", "Enter")
    expect(chapter_page.page.locator(".reply")).to_have_text("1 marked")
    chapter_page.press("Space")
    expect(chapter_page.page.locator(".sentence")).to_contain_text("Right is 6 cells.")
    chapter_page.press("Space").until(status="playing")
    assert [each for each in wrong if "request" not in each] == []


def test_without_scripts_each_step_ends_in_its_questions_and_their_answers(
    browser: Browser, exported: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(exported.as_uri())
    page.emulate_media(media="print")
    for n in range(1, len(Chapter.default().steps) + 1):
        questions = page.locator(f"#step-{n}-text .unscripted")
        expect(questions).to_be_visible()
        expect(questions).to_contain_text(f"Answers to step {n}")
    pooling = page.locator("#step-4-text .unscripted")
    expect(pooling).to_contain_text("How many parameters did this layer have to learn?")
    expect(pooling).to_contain_text("“Pooling has weights, as a convolution has.”")
    context.close()


def test_where_scripts_run_the_player_asks_instead(
    opened: tuple[ChapterPage, list[str]],
) -> None:
    page = opened[0].open().page
    expect(page.locator("#step-4-text")).to_be_attached()
    expect(page.locator(".unscripted")).to_have_count(0)
