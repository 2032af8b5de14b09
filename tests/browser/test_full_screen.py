"""Full screen: all that a hand may want is in a bar that comes with the pointer or a tap."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from chapter_page import SPARING, ChapterPage
from page_controls import left_out, middle, where

_LEFT = "() => document.fullscreenElement === null"
_THERE = """() => document.querySelector("#player.attended") !== null
  && document.querySelector("cnn-transport").getAnimations().length === 0"""
_GONE = """() => document.querySelector("#player.attended") === null
  && document.querySelector("cnn-transport").getAnimations().length === 0"""
_REACHED = """() => document.querySelector("#player.reached") !== null
  && document.querySelector("cnn-controls").getAnimations().length === 0"""
_STAYS = "performance.now = () => 0"
"""For a page whose bar stays once it is there, however slowly it is reached for."""


@pytest.fixture(
    params=[(1280, 720), (1024, 768), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def hands(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[ChapterPage]:
    """The page where there are a mouse and a finger."""
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, service_workers="block"
    )
    context.add_init_script(SPARING)
    context.add_init_script(_STAYS)
    yield ChapterPage(context.new_page(), server)
    context.close()


def touching(chapter_page: ChapterPage, by: str) -> Callable[[Locator], None]:
    """Presses a control as a mouse or a finger would: after the bar has come, in its middle."""
    width = chapter_page.page.evaluate("innerWidth")

    def press(control: Locator) -> None:
        if by == "mouse":
            chapter_page.page.mouse.move(width / 2, 60)
            chapter_page.page.mouse.move(width / 2, 64)
        elif not chapter_page.page.evaluate(_THERE):
            chapter_page.page.touchscreen.tap(10, 10)
        chapter_page.page.wait_for_function(_THERE)
        if by == "mouse":
            chapter_page.page.mouse.move(*middle(chapter_page.page.locator(".bar")))
        chapter_page.page.wait_for_function(_REACHED)
        control.scroll_into_view_if_needed()
        if by == "mouse":
            chapter_page.page.mouse.click(*middle(control))
        else:
            chapter_page.page.touchscreen.tap(*middle(control))

    return press


@pytest.mark.sampled(by=1)
@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_everything_can_be_done_in_full_screen_by_hand(hands: ChapterPage, by: str) -> None:
    press = touching(hands, by)
    hands.at(*where(hands, "formula"), 3)
    hands.full_screen()
    settings = hands.page.locator(".settings")
    if settings.is_visible():
        press(settings)
    slider = hands.page.locator("[data-parameter=S] input[type=range]")
    press(slider)
    expect(slider).not_to_have_value("2")
    press(hands.button("same"))
    expect(hands.button("same")).to_have_attribute("aria-pressed", "true")
    press(hands.button("Play"))
    hands.until(status="playing")
    press(hands.button("Pause"))
    hands.until(status="paused")
    press(hands.button("Leave full screen"))
    hands.page.wait_for_function(_LEFT)
    hands.at(*where(hands, "live"), 3)
    hands.full_screen()
    if settings.is_visible():
        press(settings)
    press(hands.button("Clear"))
    expect(hands.page.locator(".sentence")).to_contain_text("The paper is empty")
    press(hands.button("Leave full screen"))
    hands.page.wait_for_function(_LEFT)
    expect(hands.page.locator(".tools .fullscreen")).to_have_attribute("aria-label", "Full screen")


@pytest.mark.thorough
def test_every_control_of_the_bar_is_in_the_window(hands: ChapterPage) -> None:
    for scene in ("checkerboard", "formula", "live", "run"):
        hands.at(*where(hands, scene), 2)
        hands.full_screen()
        hands.page.mouse.move(100, 60)
        hands.page.mouse.move(100, 64)
        hands.page.wait_for_function(_THERE)
        hands.page.mouse.move(*middle(hands.page.locator(".bar")))
        hands.page.wait_for_function(_REACHED)
        assert left_out(hands.page, "#player :is(button, input, select, summary)") == [], scene
        hands.full_screen(on=False)


def test_the_bar_goes_when_the_pointer_rests_but_not_under_it_or_the_focus(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    page.clock.install(time=0)
    chapter_page.at(2, 0, 12)
    chapter_page.full_screen()
    page.wait_for_function(_GONE)
    # From here on time passes only when the test says so.
    page.clock.pause_at(3_600_000)
    page.mouse.move(400, 300)
    page.mouse.move(404, 300)
    page.wait_for_function(_THERE)
    page.clock.run_for(3100)
    page.wait_for_function(_GONE)
    page.mouse.move(400, 304)
    page.wait_for_function(_THERE)
    page.mouse.move(*middle(chapter_page.button("Next step")))
    page.clock.run_for(60_000)
    assert page.evaluate(_THERE)
    page.mouse.move(400, 300)
    page.clock.run_for(3100)
    page.wait_for_function(_GONE)
    chapter_page.press("Tab")
    page.evaluate("document.querySelector('cnn-transport .next').focus()")
    page.wait_for_function(_THERE)
    page.clock.run_for(60_000)
    assert page.evaluate(_THERE)
    chapter_page.press("Space").until(step=3)
    page.evaluate("document.activeElement.blur()")
    page.clock.run_for(3100)
    page.wait_for_function(_GONE)


@pytest.mark.thorough
def test_what_a_mouse_has_pressed_does_not_hold_the_bar(chapter_page: ChapterPage) -> None:
    page = chapter_page.page
    page.clock.install(time=0)
    chapter_page.at(2, 0, 12)
    chapter_page.full_screen()
    page.clock.pause_at(3_600_000)
    page.mouse.move(400, 300)
    page.mouse.move(404, 300)
    page.wait_for_function(_THERE)
    page.mouse.click(*middle(chapter_page.button("Play")))
    chapter_page.until(status="playing")
    page.clock.resume()
    page.mouse.move(400, 300)
    page.wait_for_function(_GONE)
    chapter_page.press("Space").until(step=3)


def test_working_on_the_picture_does_not_show_the_bar(chapter_page: ChapterPage) -> None:
    chapter_page.page.add_init_script(_STAYS)
    chapter_page.at(*where(chapter_page, "live"), 3)
    chapter_page.full_screen()
    chapter_page.page.mouse.move(200, 300)
    chapter_page.page.mouse.move(210, 300)
    chapter_page.page.wait_for_function(_THERE)
    chapter_page.page.mouse.down()
    chapter_page.page.mouse.move(260, 340, steps=4)
    chapter_page.page.wait_for_function(_GONE)
    chapter_page.page.mouse.up()


_CARDS = """() => [...document.querySelectorAll(".start-screen li a")].map(card => {
  const { left, right, top, bottom, width } = card.getBoundingClientRect();
  const places = [[left + width / 2, top + 3], [left + width / 2, bottom - 3]];
  const isFree = ([x, y]) => document.elementFromPoint(x, y)?.closest("a") === card;
  return left >= 0 && right <= innerWidth && places.every(isFree);
})"""
_CAPTION = """() => {
  const caption = document.querySelector(".sentence").getBoundingClientRect();
  const bar = document.querySelector("cnn-transport").getBoundingClientRect();
  return [Math.round(caption.top), caption.bottom <= bar.top];
}"""


@pytest.mark.parametrize(
    "size", [(1280, 720), (1920, 1080), (1024, 768)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_the_bar_covers_no_card_of_the_opening(
    chapter_page: ChapterPage, size: tuple[int, int]
) -> None:
    page = chapter_page.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(_STAYS)
    chapter_page.open()
    page.wait_for_selector(".start-screen[data-network]")
    chapter_page.full_screen()
    at_rest, _ = page.evaluate(_CAPTION)
    page.mouse.move(400, 300)
    page.mouse.move(404, 300)
    page.wait_for_function(_THERE)
    assert page.evaluate(_CARDS) == 8 * [True]
    assert page.evaluate(_CAPTION) == [at_rest, True]
