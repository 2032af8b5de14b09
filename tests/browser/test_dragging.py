"""The digit of step 1 is dragged on the stage, and the networks' answers follow."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import expect

from chapter_page import STILL, ChapterPage

STEP = 1
SCENE = "drag"


def index(chapter_page: ChapterPage) -> int:
    return [scene["name"] for scene in chapter_page.steps[STEP - 1]["scenes"]].index(SCENE)


def landed(chapter_page: ChapterPage, **values: object) -> str:
    """The sentence that the server has for the place to which the digit was dragged."""
    query = "&".join(f"{name}={value}" for name, value in values.items())
    with urlopen(
        f"{chapter_page.url}api/scenes/{chapter_page.steps[STEP - 1]['name']}/{SCENE}?{query}"
    ) as answer:
        frames: list[dict[str, Any]] = [json.loads(line) for line in answer][1:-1]
    return str(frames[8]["narration"]).replace("*", "")


def drag(chapter_page: ChapterPage, dx: int, dy: int, panel: str = "digit") -> None:
    """Presses on the digit, and moves it by cells of the picture on the screen."""
    x, y = chapter_page.middle(panel)
    chapter_page.page.mouse.move(x, y)
    expect(chapter_page.page.locator("cnn-stage")).to_have_css("cursor", "move")
    chapter_page.page.mouse.down()
    chapter_page.page.mouse.move(x + dx, y + dy, steps=6)
    chapter_page.page.mouse.up()


def test_the_digit_is_dragged_and_both_networks_answer(chapter_page: ChapterPage) -> None:
    scene = index(chapter_page)
    chapter_page.at(STEP, scene, 9, right=0)
    canvas = chapter_page.picture
    before = canvas.screenshot()
    drag(chapter_page, 40, 0)
    chapter_page.page.wait_for_function(
        "() => new URLSearchParams(location.hash.slice(1)).get('right') !== '0'"
    )
    chapter_page.until(status=STILL, step=STEP, frame=9)
    right = chapter_page.page.get_by_role("spinbutton", name="Right").input_value()
    assert 3 <= int(right) <= 7
    expect(chapter_page.page.locator(".sentence")).to_have_text(landed(chapter_page, right=right))
    assert canvas.screenshot() != before


def test_dragging_an_early_frame_goes_to_the_one_that_follows_the_pointer(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(STEP, index(chapter_page), 2)
    drag(chapter_page, 0, -24)
    chapter_page.until(status=STILL, step=STEP, frame=9)
    assert int(chapter_page.page.get_by_role("spinbutton", name="Right").input_value()) == 0
    assert int(chapter_page.page.get_by_role("spinbutton", name="Down").input_value()) < 0


def test_the_digit_stays_within_its_frame(chapter_page: ChapterPage) -> None:
    chapter_page.at(STEP, index(chapter_page), 9)
    drag(chapter_page, 900, 0)
    expect(chapter_page.page.get_by_role("spinbutton", name="Right")).to_have_value("7")
    chapter_page.until(status=STILL, step=STEP, frame=9)


def test_the_moved_digit_of_the_vectors_is_dragged_too(chapter_page: ChapterPage) -> None:
    chapter_page.at(STEP, 1, 6)
    drag(chapter_page, 200, 0, panel="moved again")
    expect(chapter_page.page.get_by_role("spinbutton", name="Right")).to_have_value("2")
    chapter_page.until(status=STILL, step=STEP, frame=6)
