"""Full screen: the bar, the caption and what is pointed at leave the picture to those who look."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chapter_page import ChapterPage
from page_controls import where

_THERE = """() => document.querySelector("#player.attended") !== null
  && document.querySelector("cnn-transport").getAnimations().length === 0"""
_STAYS = "performance.now = () => 0"
"""For a page whose bar stays once it is there, however slowly it is reached for."""

_BUTTONS = """() => [...document.querySelectorAll(".bar :is(button, select)")]
  .filter((each) => each.checkVisibility())
  .map((each) => [each.ariaLabel ?? each.localName, each.getBoundingClientRect()])
  .filter(([, { left, right, top, bottom }]) =>
    left < 0 || right > innerWidth || top < 0 || bottom > innerHeight)
  .map(([name]) => name)"""


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (390, 844)], ids=lambda size: size[0])
def test_every_button_of_the_bar_lies_in_a_telephones_window(
    phone: ChapterPage, size: tuple[int, int]
) -> None:
    page = phone.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(_STAYS)
    phone.at(*where(phone, "checkerboard"), 6)
    phone.full_screen()
    page.touchscreen.tap(10, 100)
    page.wait_for_function(_THERE)
    assert page.evaluate(_BUTTONS) == []
    # The knobs would take half of the window: they come by a button.
    stage, knobs = page.locator("cnn-stage"), page.locator("cnn-controls")
    expect(knobs).to_be_hidden()
    bar = page.locator("cnn-transport").bounding_box()
    assert bar
    assert bar["height"] < 0.25 * size[1]
    page.locator(".settings").tap()
    expect(knobs).to_be_visible()
    expect(stage).to_be_visible()


def test_a_tap_that_brings_the_bar_opens_nothing(phone: ChapterPage) -> None:
    page = phone.page
    page.add_init_script(_STAYS)
    phone.at(*where(phone, "checkerboard"), 28)
    phone.full_screen()
    place = phone.middle("output")
    page.touchscreen.tap(*place)
    page.wait_for_function(_THERE)
    phone.stays()
    assert phone.data("frame") == "28"
    # The next tap is meant: it goes where the cell is computed.
    page.touchscreen.tap(*place)
    page.wait_for_function("() => Number(document.querySelector('#player').dataset.frame) < 28")


_LABELS = """async () => {
  const drawn = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {
    drawn.push(text);
    return fillText.call(this, text, ...more);
  };
  window.drawn = drawn;
}"""
_LABELLED = "() => window.drawn.splice(0).some((text) => text.startsWith('row '))"


def test_what_the_pointer_names_goes_with_it(chapter_page: ChapterPage) -> None:
    page = chapter_page.page
    page.clock.install(time=0)
    chapter_page.at(*where(chapter_page, "checkerboard"), 6)
    chapter_page.full_screen()
    x, y = chapter_page.middle("kernel")
    page.evaluate(_LABELS)
    page.clock.pause_at(3_600_000)
    page.mouse.move(x, y - 4)
    page.mouse.move(x, y)
    page.clock.run_for(500)
    assert page.evaluate(_LABELLED)
    page.clock.run_for(10_000)
    assert page.locator("#player.unattended").count() == 1
    page.evaluate("window.drawn.length = 0; dispatchEvent(new Event('resize'))")
    page.mouse.move(x, y + 2)
    page.clock.run_for(500)
    assert page.evaluate(_LABELLED), "and comes back with it"
    chapter_page.press("k")
    page.clock.run_for(300)
    page.evaluate("window.drawn.length = 0")
    page.clock.run_for(1000)
    assert not page.evaluate(_LABELLED), "who plays on has seen it"


_SEEN = """() => {
  const rect = (part) => document.querySelector(part).getBoundingClientRect();
  const [words, bar, stage] = [".sentence", "cnn-transport", "cnn-stage"].map(rect);
  return [words.bottom <= bar.top, Math.max(0, stage.bottom - rect(".narration").top)];
}"""


def test_the_caption_stands_above_the_bar_and_hardly_over_the_picture(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    page.add_init_script(_STAYS)
    chapter_page.open()
    chapter_page.full_screen()
    page.mouse.move(400, 300)
    page.mouse.move(404, 300)
    page.wait_for_function(_THERE)
    # From the start screen on: the first sentence comes while the bar is there.
    chapter_page.press("Space").until(step=1)
    chapter_page.press("k")
    for step, frame in ((1, 5), (2, 6), (2, 12)):
        chapter_page.move(step, chapter_page.scene(step), frame)
        page.wait_for_function(f"() => ({_SEEN})()[0]")
        assert page.evaluate(_SEEN)[1] < 40
