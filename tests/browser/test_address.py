"""The address: a reload, a bookmark and a link come back to the exact place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chapter_page import ChapterPage


def test_a_reload_in_the_middle_comes_back_to_the_same_frame_paused(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(1, 0, 2).press("l", "l").until(frame=4)
    chapter_page.address(f"#step=1&scene={chapter_page.scene(1)}&frame=4")
    seconds = chapter_page.data("seconds")
    chapter_page.page.reload()
    chapter_page.until(
        status="paused", step=1, scene=chapter_page.scene(1), frame=4, seconds=seconds
    )
    chapter_page.stays()


def test_while_playing_the_address_follows(chapter_page: ChapterPage) -> None:
    chapter_page.open("#step=2").press("+", "+", "+", "+").until(status="asking", frame=3)
    # The first tells the answer.
    chapter_page.press("Space", "Space").until(status="playing")
    chapter_page.page.wait_for_function(
        "() => { const data = document.querySelector('#player').dataset;"
        " return Number(data.frame) > 3 && location.hash.endsWith(`frame=${data.frame}`); }"
    )


def test_a_step_in_the_address_is_played(chapter_page: ChapterPage) -> None:
    chapter_page.open("#step=1").until(status="playing", step=1)


def test_a_link_in_the_article_scrolls_to_the_player_and_plays(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    number = len(chapter_page.steps)
    chapter_page.page.locator(f'a[href="#step={number}"]').first.click()
    chapter_page.until(status="playing", step=number)
    chapter_page.page.wait_for_function(
        "() => Math.abs(document.querySelector('#player').getBoundingClientRect().top) < 2"
    )


def test_in_the_article_the_keys_are_the_pages(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    expect(chapter_page.page.locator("#article .step.laid")).to_have_count(len(chapter_page.steps))
    chapter_page.page.evaluate(
        "document.querySelector('.article').scrollIntoView({behavior: 'instant'})"
    )
    chapter_page.press("Space")
    chapter_page.stays()
    assert chapter_page.data("status") == "idle"


def test_keys_do_not_scroll_the_page_under_the_player(chapter_page: ChapterPage) -> None:
    chapter_page.open().press("Space", "PageDown", "ArrowDown", "End", "ArrowUp", "PageUp", "Home")
    chapter_page.until(step=1)
    assert chapter_page.page.evaluate("scrollY") == 0


def test_the_browsers_back_button_goes_back_to_the_place(chapter_page: ChapterPage) -> None:
    chapter_page.at(1, 0, 3)
    chapter_page.address(f"#step=1&scene={chapter_page.scene(1)}&frame=3")
    chapter_page.page.evaluate(f"location.hash = '#step={len(chapter_page.steps)}'")
    chapter_page.until(status="playing", step=len(chapter_page.steps))
    chapter_page.page.go_back()
    chapter_page.until(status="paused", step=1, frame=3)


@pytest.mark.parametrize("step", ["99", "x", "-1"])
def test_an_unknown_step_is_said_and_the_page_stands(chapter_page: ChapterPage, step: str) -> None:
    chapter_page.open(f"#step={step}")
    expect(chapter_page.page.get_by_text(f"The address asks for step “{step}”")).to_be_visible()
    chapter_page.press("Space").until(status="playing", step=1)


def test_a_frame_beyond_the_last_is_the_last(chapter_page: ChapterPage) -> None:
    chapter_page.at(1, 0, 99999).until(frame=chapter_page.count(1))


def test_garbage_in_the_address_is_ignored(chapter_page: ChapterPage) -> None:
    for garbage in ("#%E0%A4%A", "#&&==", "#step=1&scene=%00&frame=NaN", "#frame=3"):
        chapter_page.open(garbage)
        expect(chapter_page.player).to_have_attribute(
            "data-status", "idle" if "step" not in garbage else "paused"
        )
