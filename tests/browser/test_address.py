"""The address: a reload, a bookmark and a link come back to the exact place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from filming import Film


def test_a_reload_in_the_middle_comes_back_to_the_same_frame_paused(film: Film) -> None:
    film.at(1, 0, 2).press("l", "l").until(frame=4)
    film.address(f"#step=1&scene={film.scene(1)}&frame=4")
    seconds = film.data("seconds")
    film.page.reload()
    film.until(status="paused", step=1, scene=film.scene(1), frame=4, seconds=seconds)
    film.stays()


def test_while_playing_the_address_follows(film: Film) -> None:
    film.open("#step=2").press("+", "+", "+", "+").until(status="asking", frame=2)
    film.press("Space").until(status="playing")
    film.page.wait_for_function(
        "() => { const data = document.querySelector('#player').dataset;"
        " return Number(data.frame) > 2 && location.hash.endsWith(`frame=${data.frame}`); }"
    )


def test_a_step_in_the_address_is_played(film: Film) -> None:
    film.open("#step=1").until(status="playing", step=1)


def test_a_link_in_the_article_scrolls_to_the_player_and_plays(film: Film) -> None:
    film.open()
    number = len(film.steps)
    film.page.locator(f'a[href="#step={number}"]').first.click()
    film.until(status="playing", step=number)
    film.page.wait_for_function(
        "() => Math.abs(document.querySelector('#player').getBoundingClientRect().top) < 2"
    )


def test_in_the_article_the_keys_are_the_pages(film: Film) -> None:
    film.open()
    film.page.evaluate("document.querySelector('.article').scrollIntoView({behavior: 'instant'})")
    film.press("Space")
    film.stays()
    assert film.data("status") == "idle"


def test_keys_do_not_scroll_the_page_under_the_player(film: Film) -> None:
    film.open().press("Space", "PageDown", "ArrowDown", "End", "ArrowUp", "PageUp", "Home")
    film.until(step=1)
    assert film.page.evaluate("scrollY") == 0


def test_the_browsers_back_button_goes_back_to_the_place(film: Film) -> None:
    film.at(1, 0, 3)
    film.address(f"#step=1&scene={film.scene(1)}&frame=3")
    film.page.evaluate(f"location.hash = '#step={len(film.steps)}'")
    film.until(status="playing", step=len(film.steps))
    film.page.go_back()
    film.until(status="paused", step=1, frame=3)


@pytest.mark.parametrize("step", ["99", "x", "-1"])
def test_an_unknown_step_is_said_and_the_page_stands(film: Film, step: str) -> None:
    film.open(f"#step={step}")
    expect(film.page.get_by_text(f"The address asks for step “{step}”")).to_be_visible()
    film.press("Space").until(status="playing", step=1)


def test_a_frame_beyond_the_last_is_the_last(film: Film) -> None:
    film.at(1, 0, 99999).until(frame=film.count(1))


def test_garbage_in_the_address_is_ignored(film: Film) -> None:
    for garbage in ("#%E0%A4%A", "#&&==", "#step=1&scene=%00&frame=NaN", "#frame=3"):
        film.open(garbage)
        expect(film.player).to_have_attribute(
            "data-status", "idle" if "step" not in garbage else "paused"
        )
