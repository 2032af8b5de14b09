"""Before the first key: a network reads a digit behind the chapter's name, which can be read."""

from __future__ import annotations

import re
from io import BytesIO
from math import ceil

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import FloatRect, expect

from chapter_page import ChapterPage
from cnnviz.chapter import Chapter

MOMENTS = 12 * (700,)
"""Milliseconds between the moments that are looked at: one whole loop."""
SETTLING = 50
"""Milliseconds of these in which each picture is drawn that the page asks for."""
HOUR = 3600
"""Seconds on the page's clock by which it is open; from then on the clock goes as the test says."""
NAME = ".start-screen .name"
_COLOURS = """() => [...document.querySelectorAll(".start-screen .name p")].map(line => {
  const {x, y, width, height} = line.getBoundingClientRect();
  return [[x, y, width, height], getComputedStyle(line).color.match(/\\d+/g).map(Number)];
})"""
_FILL = (
    "(name, fill) => { for (const line of name.children) line.style.webkitTextFillColor = fill; }"
)
"""Letters that are not filled keep the paper around them, so one sees what they stand on."""


def opened(chapter_page: ChapterPage, theme: str = "light") -> ChapterPage:
    """The start screen once its network is drawn."""
    chapter_page.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    chapter_page.open()
    chapter_page.page.wait_for_selector(".start-screen[data-network]")
    return chapter_page


def pixels(chapter_page: ChapterPage, height: int) -> NDArray[np.float64]:
    """The page down to that height as red, green and blue from 0 to 1."""
    size = chapter_page.page.viewport_size
    assert size
    top: FloatRect = {"x": 0, "y": 0, "width": size["width"], "height": height}
    picture = Image.open(BytesIO(chapter_page.page.screenshot(clip=top)))
    return np.asarray(picture.convert("RGB")) / 255


def luminance(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relative luminance after WCAG."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    weighed: NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighed


@pytest.mark.sampled(size=1, theme=1)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (390, 844)])
def test_the_name_can_be_read_whatever_goes_on_behind_it(
    chapter_page: ChapterPage, theme: str, size: tuple[int, int]
) -> None:
    chapter_page.page.set_viewport_size({"width": size[0], "height": size[1]})
    chapter_page.page.clock.install(time=0)
    opened(chapter_page, theme)
    chapter_page.page.clock.pause_at(HOUR)
    box = chapter_page.page.locator(NAME).bounding_box()
    assert box
    below_it = ceil(box["y"] + box["height"])
    grounds = set()
    for pause in MOMENTS:
        # Most of it at once: one picture of each moment is looked at, and none that lies between.
        chapter_page.page.clock.fast_forward(pause - SETTLING)
        chapter_page.page.clock.run_for(SETTLING)
        written = pixels(chapter_page, below_it)
        chapter_page.page.locator(NAME).evaluate(_FILL, "transparent")
        ground = pixels(chapter_page, size[1])
        grounds.add(ground.tobytes())
        chapter_page.page.locator(NAME).evaluate(_FILL, "")
        for (x, y, width, height), colour in chapter_page.page.evaluate(_COLOURS):
            part = np.s_[int(y) : int(y + height), int(x) : int(x + width)]
            letters = np.abs(written[part] - ground[part]).sum(axis=-1) > 0.3
            assert letters.any()
            own = luminance(np.array(colour) / 255)
            below = luminance(ground[part][letters])
            contrast = (np.maximum(own, below) + 0.05) / (np.minimum(own, below) + 0.05)
            assert contrast.min() >= 4.5
    assert len(grounds) > len(MOMENTS) / 2, "the network moves"
    assert not chapter_page.complaints


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080), (390, 844)])
def test_the_network_stands_below_the_name(
    chapter_page: ChapterPage, size: tuple[int, int]
) -> None:
    chapter_page.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(chapter_page)
    name = chapter_page.page.locator(NAME).bounding_box()
    room = chapter_page.page.locator(".start-screen .room").bounding_box()
    assert name
    assert room
    assert room["y"] >= name["y"] + name["height"]


def test_it_moves_and_with_less_motion_it_stands(chapter_page: ChapterPage) -> None:
    chapter_page.page.clock.install(time=0)
    opened(chapter_page)
    canvas = chapter_page.page.locator(".opening")
    chapter_page.page.clock.pause_at(HOUR)
    before = canvas.screenshot()
    chapter_page.page.clock.run_for(2000)
    assert canvas.screenshot() != before
    chapter_page.less_motion().page.clock.run_for(100)
    still = canvas.screenshot()
    chapter_page.page.clock.run_for(2000)
    assert canvas.screenshot() == still


def test_its_digit_flies_into_the_first_scene_and_then_nothing_lies_over_it(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    page.clock.install(time=0)
    opened(chapter_page)
    page.clock.pause_at(HOUR)
    chapter_page.press("Space")
    page.clock.run_for(300)
    expect(page.locator("canvas.departure")).to_have_count(1)
    page.clock.run_for(900)
    expect(page.locator("canvas.departure")).to_have_count(0)
    expect(page.locator("cnn-stage canvas[role]")).to_have_css("opacity", "1")


def test_with_less_motion_the_first_scene_is_there_at_once(chapter_page: ChapterPage) -> None:
    chapter_page.page.emulate_media(reduced_motion="reduce")
    opened(chapter_page).press("Space")
    expect(chapter_page.page.locator("canvas.departure")).to_have_count(0)
    expect(chapter_page.page.locator("cnn-stage canvas[role]")).to_have_css("opacity", "1")


def _held(text: str) -> str:
    """The text as it is written on the page: no line ends within a name such as LeNet-5."""
    return re.sub(r"(?<=[a-z])-(?=\d)", "-\u2060", text)


def test_it_says_what_it_shows_and_how_to_begin(chapter_page: ChapterPage) -> None:
    opened(chapter_page)
    chapter = Chapter.default()
    for text in (chapter.part, chapter.title, chapter.subtitle):
        expect(chapter_page.page.locator(NAME)).to_contain_text(text)
    expect(chapter_page.page.locator(".sentence")).to_have_text(_held(chapter.caption))
    begin = chapter_page.page.get_by_role("link", name="Press Space")
    chapter_page.full_screen()
    assert begin.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 32
    assert begin.evaluate("e => e.getBoundingClientRect().bottom <= innerHeight")
    begin.click()
    chapter_page.until(step=1, status="playing")
    expect(chapter_page.page.locator(".start-screen")).to_be_hidden()


def test_a_finger_is_told_to_tap(phone: ChapterPage) -> None:
    opened(phone).page.get_by_role("link", name="Tap to begin").tap()
    phone.until(step=1)


@pytest.mark.parametrize("size", [(390, 844), (320, 568)])
def test_on_a_phone_it_is_whole_without_scrolling(
    phone: ChapterPage, size: tuple[int, int]
) -> None:
    phone.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(phone)
    dock = phone.page.locator("cnn-transport").bounding_box()
    last = phone.page.locator(".start-screen li").last.bounding_box()
    assert dock
    assert last
    assert last["y"] + last["height"] <= dock["y"]


def test_each_step_has_its_picture(chapter_page: ChapterPage) -> None:
    opened(chapter_page)
    shown = chapter_page.page.locator(".start-screen .picture").evaluate_all(
        "all => all.map(e => { const s = getComputedStyle(e); "
        "return [s.backgroundImage, s.backgroundPosition]; })"
    )
    assert len({place for _, place in shown}) == len(chapter_page.steps)
    address = shown[0][0].removeprefix('url("').removesuffix('")')
    assert chapter_page.page.request.get(address).headers["content-type"] == "image/png"


def test_the_tab_names_the_step_that_one_is_in(chapter_page: ChapterPage) -> None:
    opened(chapter_page)
    expect(chapter_page.page).to_have_title(Chapter.default().title)
    for number in (1, 2):
        chapter_page.press("Space").until(step=number)
        expect(chapter_page.page).to_have_title(
            f"{chapter_page.steps[number - 1]['title']} · cnnviz"
        )
