"""The speaker's window: in step with the projected one, both ways, with no server between them."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from chapter_page import ChapterPage
from cnnviz.content import seeds


def speaker_of(chapter_page: ChapterPage) -> Page:
    """The speaker's window, opened by its button."""
    with chapter_page.page.expect_popup() as opened:
        chapter_page.button("Speaker's window").click()
    return heard(chapter_page, opened.value)


def heard(chapter_page: ChapterPage, window: Page) -> Page:
    """Waits until the window shows the projected one's place, settled."""
    window.on("pageerror", lambda error: chapter_page.complaints.append(f"exception {error}"))
    window.wait_for_selector("main.speaker")
    expect(window.get_by_text("isn't responding")).to_be_hidden()
    return window


def test_next_in_the_speakers_window_moves_the_projected_one_and_the_other_way(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(2, 0)
    window = speaker_of(chapter_page)
    title = window.get_by_role("heading", level=1)
    scenes = chapter_page.steps[1]["scenes"]
    expect(title).to_have_text(scenes[0]["title"])
    window.get_by_role("button", name="Next scene").click()
    chapter_page.until(step=2, scene=scenes[1]["name"])
    expect(title).to_have_text(scenes[1]["title"])
    chapter_page.page.bring_to_front()
    chapter_page.press("PageDown").until(scene=scenes[2]["name"])
    expect(title).to_have_text(scenes[2]["title"])
    window.get_by_role("button", name="Previous scene").click()
    chapter_page.until(scene=scenes[1]["name"], status="paused")


def test_its_buttons_stay_where_they_are_as_the_film_plays_and_rests(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(2, 0, 4)
    window = speaker_of(chapter_page)
    places = """() => [...document.querySelectorAll("footer :is(button, a)")]
      .map((each) => each.getBoundingClientRect()).map(({ x, y, width }) => [x, y, width].join())"""
    window.get_by_role("button", name="Play").wait_for()
    before = window.evaluate(places)
    window.get_by_role("button", name="Play").click()
    window.get_by_role("button", name="Pause").wait_for()
    assert window.evaluate(places) == before


def test_the_same_keys_serve_in_both_windows(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 4)
    window = speaker_of(chapter_page)
    window.locator("body[data-frame='convolution/checkerboard paused']").wait_for()
    window.keyboard.press("l")
    chapter_page.until(frame=5, status="paused")
    expect(window.get_by_text("frame 5 of")).to_be_visible()
    window.keyboard.press("b")
    chapter_page.until(screen="black")
    expect(window.get_by_text("The audience sees a black screen")).to_be_visible()
    window.keyboard.press("PageDown")
    chapter_page.until(screen="", frame=5)
    window.keyboard.press("3")
    chapter_page.until(step=3)
    window.keyboard.press("f")
    expect(window.get_by_text("in the projected window only")).to_be_visible()


def test_it_shows_this_scene_the_next_and_the_notes(chapter_page: ChapterPage) -> None:
    chapter_page.at_end(2, 1)
    window = speaker_of(chapter_page)
    notes = seeds.text("convolution").scenes["edge"].notes
    listed = window.get_by_role("region", name="Notes").get_by_role("listitem")
    expect(listed).to_have_count(len(notes))
    assert [" ".join(text.split()) for text in listed.all_inner_texts()] == [
        note.replace(":", "", 1) for note in notes
    ]
    following = window.get_by_role("region", name="The next scene")
    expect(following).to_contain_text(chapter_page.steps[1]["scenes"][2]["title"])
    for name in ("This scene", "The next scene"):
        picture = window.get_by_role("region", name=name).locator("canvas")
        expect(picture).not_to_have_attribute("aria-label", "No picture yet")


def test_the_windows_find_each_other_after_a_reload_of_either(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 3)
    window = speaker_of(chapter_page)
    window.locator("body[data-frame='convolution/checkerboard asking']").wait_for()
    chapter_page.page.reload()
    chapter_page.until(status="asking", frame=3)
    chapter_page.press("4").until(step=4)
    heading = window.get_by_role("heading", level=1)
    expect(heading).to_have_text(chapter_page.steps[3]["scenes"][0]["title"])
    window.reload()
    heard(chapter_page, window)
    expect(heading).to_have_text(chapter_page.steps[3]["scenes"][0]["title"])


def test_the_timer_starts_pauses_and_begins_anew(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0)
    window = speaker_of(chapter_page)
    timer = window.get_by_role("timer")
    expect(timer).to_have_text("0:00")
    window.get_by_role("button", name="Start timer").click()
    expect(timer).to_have_text("0:01")
    window.get_by_role("button", name="Pause timer").click()
    expect(window.get_by_role("button", name="Resume timer")).to_be_visible()
    window.reload()
    expect(timer).not_to_have_text("0:00")
    window.get_by_role("button", name="Reset timer").click()
    expect(timer).to_have_text("0:00")


def test_the_speakers_window_says_when_the_projected_one_is_gone(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0)
    window = speaker_of(chapter_page)
    chapter_page.page.goto("about:blank")
    expect(window.get_by_text("The projected window isn't responding.")).to_be_visible()


@pytest.mark.parametrize("way", ["key", "button"])
def test_a_blocked_pop_up_is_explained_beside_the_button(
    chapter_page: ChapterPage, way: str
) -> None:
    chapter_page.page.add_init_script("window.open = () => null")
    chapter_page.at(2, 0)
    if way == "key":
        chapter_page.press("s")
    else:
        chapter_page.button("Speaker's window").click()
    told = chapter_page.page.get_by_text("The browser has blocked the speaker's window.")
    expect(told).to_be_visible()
    button, sentence = chapter_page.button("Speaker's window").bounding_box(), told.bounding_box()
    assert button
    assert sentence
    assert abs(button["y"] - sentence["y"] - sentence["height"]) < 60
    assert sentence["x"] <= button["x"] <= sentence["x"] + sentence["width"]


def test_the_speakers_modules_are_not_loaded_until_asked_for(chapter_page: ChapterPage) -> None:
    asked: list[str] = []
    chapter_page.page.on("request", lambda request: asked.append(request.url))
    chapter_page.at_end(2, 0)
    chapter_page.page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "speaker" in url or "/api/notes" in url]


def test_the_speakers_window_says_that_it_waits_and_goes_on(chapter_page: ChapterPage) -> None:
    chapter_page.open("#step=1")
    window = speaker_of(chapter_page)
    chapter_page.press("+", "+", "+", "+").until(status="asking")
    expect(window.get_by_text("Waiting at a question")).to_be_visible()
    window.keyboard.press("Space")
    chapter_page.until(status="playing", step=1, scene=chapter_page.scene(1))


def test_the_speakers_window_has_the_right_answer_and_what_to_say_to_the_others(
    chapter_page: ChapterPage,
) -> None:
    with urlopen(f"{chapter_page.url}api/scenes/stride-padding/formula") as answer:
        lines = [json.loads(line) for line in answer]
    frame = next(
        k for k, each in enumerate(lines) if each.get("question", {}).get("kind") == "choice"
    )
    chapter_page.at(3, 3, frame)
    window = speaker_of(chapter_page)
    answers = window.locator(".options li")
    options = lines[frame]["question"]["options"]
    expect(answers).to_have_count(len(options))
    for line, option in enumerate(options):
        if "rule" in option:
            said = f"{option['text']} “{option['belief']}” {option['mend']}"
            expect(answers.nth(line)).to_have_text(said)
        else:
            expect(answers.nth(line)).to_contain_text(f"Right: {option['text']}")
            expect(answers.nth(line).locator("math")).to_have_count(1)
    chapter_page.page.bring_to_front()
    chapter_page.press("j")
    expect(answers).to_have_count(0)


@pytest.mark.parametrize(("step", "scene"), [(4, "average"), (4, "invariance")])
def test_answers_on_a_map_are_shown_to_the_speaker_as_maps(
    chapter_page: ChapterPage, step: int, scene: str
) -> None:
    name = chapter_page.steps[step - 1]["name"]
    with urlopen(f"{chapter_page.url}api/scenes/{name}/{scene}") as answer:
        lines = [json.loads(line) for line in answer]
    asks = ("cell", "draw")
    frame = next(k for k, each in enumerate(lines) if each.get("question", {}).get("kind") in asks)
    question = lines[frame]["question"]
    chapter_page.open(f"#step={step}&scene={scene}&frame={frame}").until(
        status="asking", scene=scene
    )
    answers = speaker_of(chapter_page).locator(".options li")
    for line, option in enumerate(question["options"]):
        shown = answers.nth(line).locator(".answer-map td")
        if question["kind"] == "draw":
            values = [format(value, "g").replace("-", "−") for value in option["values"]]
            expect(shown).to_have_text(values)
        else:
            marked = "cells => cells.flatMap((cell, i) => 'marked' in cell.dataset ? [i] : [])"
            assert shown.evaluate_all(marked) == option.get("cells", [])
