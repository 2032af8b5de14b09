"""A clicker works whatever was used before by mouse or finger; who came by Tab keeps the keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chapter_page import SPARING, ChapterPage
from page_controls import SCENES, calm_frame, cell, controls, middle, where

ONWARD = ["PageDown", "ArrowRight", "ArrowDown"]
BACK = ["PageUp", "ArrowLeft", "ArrowUp"]
ELSEWHERE = ["Speaker's window", "Choose a picture", "Camera"]
"""What they open takes the keys out of the page."""

_UNFOLD = "for (const each of document.querySelectorAll('details')) each.open = true"
_RETURN = """async place => {
  if (document.fullscreenElement) await document.exitFullscreen();
  location.hash = "#";
  location.hash = place;
}"""


@pytest.fixture
def hands(browser: Browser, server: str) -> Iterator[ChapterPage]:
    """The page where there are a mouse and a finger."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, has_touch=True, service_workers="block"
    )
    context.add_init_script(SPARING)
    yield ChapterPage(context.new_page(), server)
    context.close()


def use(page: Page, control: Locator, by: str) -> None:
    """Uses a control in its middle by mouse or finger; a list is left folded."""
    # What is used may go away with its scene.
    folds = control.evaluate("element => element.localName") == "select"
    if by == "mouse":
        page.mouse.click(*middle(control))
    else:
        page.touchscreen.tap(*middle(control))
    if folds:
        control.evaluate("element => element.blur()")
        control.evaluate("element => element.focus()")


def dead(chapter_page: ChapterPage, control: Locator, onward: str) -> list[str]:
    """Which of a clicker's keys do not do what they should, the player being amid the chapter."""
    found = []
    if chapter_page.data("screen"):
        chapter_page.press("b").until(screen="")
    handle = control.element_handle() if control.count() else None
    held = handle and handle.evaluate("element => element.value")
    for key in ("b", "."):
        chapter_page.press(key)
        found += [] if chapter_page.data("screen") == "black" else [key]
        if chapter_page.data("screen"):
            chapter_page.press(key)
    if handle and handle.evaluate("element => element.value") != held:
        found.append("what the control holds")
    before = (chapter_page.data("step"), chapter_page.data("scene"))
    chapter_page.press(onward)
    found += [] if (chapter_page.data("step"), chapter_page.data("scene")) != before else [onward]
    return found


@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_a_clicker_works_after_any_use_of_any_control(hands: ChapterPage, by: str) -> None:
    keys = cycle(ONWARD + BACK)
    seen: set[str] = set()
    wrong = []
    for scene in SCENES:
        number, index = where(hands, scene)
        frame = calm_frame(hands, number, index)
        hands.at(number, index, frame)
        place = f"#step={number}&scene={scene}&frame={frame}"
        hands.page.evaluate(_UNFOLD)
        for control, name in controls(hands.page):
            if name in seen or name in ELSEWHERE:
                continue
            seen.add(name)
            use(hands.page, control, by)
            wrong += [f"{key} after {name} in {scene}" for key in dead(hands, control, next(keys))]
            hands.page.evaluate(_RETURN, place)
            hands.until(status="paused", step=number, scene=scene, frame=frame)
            hands.page.evaluate(_UNFOLD)
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 40, seen


@pytest.mark.long
def test_a_clicker_works_while_a_cell_is_open_and_numbers_go_into_it(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(2, 0, 2)
    field = chapter_page.page.locator(".cell-field")
    for typed in ("", "3", "0.5"):
        chapter_page.at(2, 0, 2)
        chapter_page.page.mouse.click(*cell(chapter_page))
        expect(field).to_be_focused()
        chapter_page.press(*typed)
        if typed:
            expect(field).to_have_value(typed)
        for key in ("b",) if typed == "3" else ("b", "."):
            chapter_page.press(key).until(screen="black").press(key).until(screen="")
        chapter_page.press("ArrowRight").until(scene=chapter_page.scene(2, 1))
        expect(field).to_have_count(0)
    chapter_page.at(2, 0, 2)
    chapter_page.page.mouse.click(*cell(chapter_page))
    chapter_page.press("7", "Enter")
    expect(field).to_be_focused()
    chapter_page.press("PageDown").until(scene=chapter_page.scene(2, 1))


def test_controls_focused_by_tab_keep_their_keys(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 2)
    slider = chapter_page.page.locator("[data-parameter=stride] input[type=range]")
    chapter_page.page.mouse.click(*middle(slider))
    chapter_page.press("Shift+Tab", "Tab")
    expect(slider).to_be_focused()
    chapter_page.press("Home", "ArrowRight")
    expect(slider).to_have_value("2")
    assert chapter_page.data("scene") == chapter_page.scene(2)
    theme = chapter_page.page.locator("html").get_attribute("data-theme")
    chapter_page.button("Theme").focus()
    chapter_page.press("Space")
    expect(chapter_page.page.locator("html")).not_to_have_attribute("data-theme", str(theme))
    chapter_page.page.get_by_role("spinbutton", name="Stride").focus()
    chapter_page.press("ArrowDown")
    expect(slider).to_have_value("1")
    speed = chapter_page.page.get_by_role("combobox", name="Speed")
    speed.focus()
    chapter_page.press("2")
    expect(speed).to_have_value("2")
    assert chapter_page.data("step") == "2"


def test_a_clicker_goes_on_from_a_dialog_that_a_mouse_has_opened(chapter_page: ChapterPage) -> None:
    for button in ("Values as tables", "Keys"):
        chapter_page.at(1, 0, 2)
        chapter_page.button(button).click()
        chapter_page.page.get_by_role("dialog").wait_for()
        chapter_page.press("PageDown").until(scene=chapter_page.scene(1, 1))
        expect(chapter_page.page.get_by_role("dialog")).to_have_count(0)
    chapter_page.at(1, 0, 2).press("v")
    chapter_page.page.get_by_role("dialog").wait_for()
    chapter_page.press("PageDown").stays()
    assert chapter_page.data("scene") == chapter_page.scene(1)
    expect(chapter_page.page.get_by_role("dialog")).to_be_visible()


def test_a_clickers_f5_and_escape_lose_nothing(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 4)
    for before in ((), ("b",), ("?",), ("k",)):
        chapter_page.press(*before)
        for key in ("Escape", "F5"):
            chapter_page.press(key)
        chapter_page.page.reload()
        chapter_page.until(step=2, scene=chapter_page.scene(2), status="paused")
        assert int(chapter_page.data("frame")) >= 4
    chapter_page.full_screen()
    chapter_page.press("F5").until(step=2, scene=chapter_page.scene(2), status="paused")
    assert chapter_page.page.evaluate("document.fullscreenElement !== null")


def test_keys_go_by_their_place_on_a_layout_without_latin_letters(
    chapter_page: ChapterPage,
) -> None:
    keys = chapter_page.page.context.new_cdp_session(chapter_page.page)
    chapter_page.open()
    for key, code, expected in [
        ("т", "KeyN", {"status": "playing", "step": "1"}),
        ("и", "KeyB", {"screen": "black"}),
        ("и", "KeyB", {"screen": ""}),
        (":", "Period", {"screen": "black"}),
        ("ز", "Period", {"screen": ""}),
        ("é", "Digit2", {"step": "2"}),
    ]:
        for kind in ("keyDown", "keyUp"):
            keys.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code})
        chapter_page.until(**expected)
