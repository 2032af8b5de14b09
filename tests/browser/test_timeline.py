"""The slider Timeline: by pointer, by keyboard, in words."""

from __future__ import annotations

from playwright.sync_api import expect

from chapter_page import STILL, ChapterPage


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
