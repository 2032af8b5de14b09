"""The slider Timeline: by pointer, by keyboard, in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chapter_page import STILL, ChapterPage, asking_frames

_PICTURE = "() => document.querySelector('cnn-stage canvas').toDataURL()"
_SHOWS = "picture => document.querySelector('cnn-stage canvas').toDataURL() === picture"
_ASKED = [
    (2, "activate", "draw"),
    (4, "max", "choice"),
    (4, "average", "number"),
    (4, "invariance", "cell"),
]


def test_a_click_anywhere_goes_there(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    box = chapter_page.timeline.bounding_box()
    assert box is not None
    scenes = [
        (s, c) for s, step in enumerate(chapter_page.steps, 1) for c in range(len(step["scenes"]))
    ]
    for index in (len(scenes) - 1, 0):
        x = box["x"] + box["width"] * (index + 0.5) / len(scenes)
        chapter_page.page.mouse.click(x, box["y"] + box["height"] / 2)
        step, scene = scenes[index]
        chapter_page.until(status=STILL, step=step, scene=chapter_page.scene(step, scene))
        assert 1 <= int(chapter_page.data("frame")) <= chapter_page.count(step, scene)
        chapter_page.stays()


def test_after_a_click_on_it_a_clicker_still_goes_on(chapter_page: ChapterPage) -> None:
    chapter_page.at(1)
    chapter_page.timeline.click(position={"x": 5, "y": 5})
    chapter_page.until(status="paused").press("PageDown").until(status="playing")


def test_dragging_shows_the_frames_on_the_way(chapter_page: ChapterPage) -> None:
    chapter_page.at(1)
    box = chapter_page.timeline.bounding_box()
    assert box is not None
    room = box["width"] / sum(len(step["scenes"]) for step in chapter_page.steps)
    y = box["y"] + box["height"] / 2
    chapter_page.page.mouse.move(box["x"] + room * 0.1, y)
    chapter_page.page.mouse.down()
    seen = []
    for part in (0.2, 0.5, 0.8):
        chapter_page.page.mouse.move(box["x"] + room * part, y)
        chapter_page.until(status=STILL)
        seen.append(int(chapter_page.data("frame")))
    chapter_page.page.mouse.up()
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


def test_arrows_on_it_go_frame_by_frame(chapter_page: ChapterPage) -> None:
    chapter_page.at(1, 0, 2)
    chapter_page.timeline.focus()
    chapter_page.press("ArrowRight").until(frame=3, status="paused", step=1)
    chapter_page.press("ArrowLeft", "ArrowLeft").until(frame=1, scene=chapter_page.scene(1))


def test_it_tells_the_place_in_words(chapter_page: ChapterPage) -> None:
    chapter_page.at(1, 0, 3)
    words = f"Step 1, {chapter_page.steps[0]['title']}, scene 1, frame 3 of {chapter_page.count(1)}"
    expect(chapter_page.timeline).to_have_attribute("aria-valuetext", words)


@pytest.mark.parametrize(("step", "scene", "kind"), _ASKED)
def test_scrubbed_past_a_question_the_next_frame_stands_there_as_if_opened(
    chapter_page: ChapterPage, step: int, scene: str, kind: str
) -> None:
    page = chapter_page.page
    path = f"{chapter_page.steps[step - 1]['name']}/{scene}"
    asks = asking_frames(chapter_page.url, path, kind)[0]
    chapter_page.open(f"#step={step}&scene={scene}&frame={asks + 1}").without_text()
    chapter_page.until(status="paused", frame=asks + 1, stale="false")
    chapter_page.stays()
    picture = page.evaluate(_PICTURE)
    sentence = page.locator(".narration .sentence").text_content() or ""
    rooms = page.locator(".timeline .scene")
    index = [each["name"] for each in chapter_page.steps[step - 1]["scenes"]].index(scene)
    room = rooms.nth(sum(len(each["scenes"]) for each in chapter_page.steps[: step - 1]) + index)
    box = room.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    count = chapter_page.count(step, index)

    def over(frame: int) -> float:
        return box["x"] + box["width"] * (frame - 0.5) / count

    # While its answer is being told.
    chapter_page.move(step, scene, asks).until(status="asking").press("Space")
    page.mouse.move(over(asks), middle)
    page.mouse.down()
    chapter_page.until(status="asking", frame=asks)
    page.mouse.move(over(asks + 1), middle)
    page.mouse.up()
    chapter_page.until(status="paused", frame=asks + 1, stale="false")
    page.wait_for_function(_SHOWS, arg=picture)
    expect(page.locator(".narration .sentence")).to_have_text(sentence)
    expect(page.locator(".term-flights > *")).to_have_count(0)
    expect(page.locator("cnn-stage .answer-cells")).to_be_hidden()


@pytest.mark.parametrize(("step", "scene", "kind"), _ASKED)
def test_by_arrows_one_goes_into_a_question_through_it_and_back_and_it_asks_anew(
    chapter_page: ChapterPage, step: int, scene: str, kind: str
) -> None:
    page = chapter_page.page
    path = f"{chapter_page.steps[step - 1]['name']}/{scene}"
    asks = asking_frames(chapter_page.url, path, kind)[0]
    sentence = page.locator(".narration .sentence")
    chapter_page.open(f"#step={step}&scene={scene}&frame={asks}").without_text()
    chapter_page.until(status="asking", frame=asks)
    question = sentence.text_content() or ""
    chapter_page.timeline.focus()
    # Space is the player's there, too: it tells the answer, and an arrow leaves while it is told.
    for key, frame in (("ArrowRight", asks + 1), ("ArrowLeft", asks - 1)):
        back = "ArrowLeft" if key == "ArrowRight" else "ArrowRight"
        chapter_page.press("Space")
        expect(sentence).not_to_have_text(question)
        chapter_page.press(key).until(status=STILL, frame=frame)
        expect(page.locator(".term-flights > *")).to_have_count(0)
        expect(page.locator(".formula .answer")).to_have_count(0)
        chapter_page.press(back).until(status="asking", frame=asks)
        expect(sentence).to_have_text(question)
    # Opened afresh, it asks, told or not.
    chapter_page.press("Space")
    expect(sentence).not_to_have_text(question)
    page.reload()
    chapter_page.until(status="asking", frame=asks)
    expect(sentence).to_have_text(question)
