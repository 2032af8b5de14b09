"""A clicker works whatever was used before by mouse or finger; who came by Tab keeps the keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from filming import SPARING, Film
from page_controls import SCENES, cell, controls, middle, where

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
def hands(browser: Browser, server: str) -> Iterator[Film]:
    """The page where there are a mouse and a finger."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, has_touch=True, service_workers="block"
    )
    context.add_init_script(SPARING)
    yield Film(context.new_page(), server)
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


def dead(film: Film, control: Locator, onward: str) -> list[str]:
    """Which of a clicker's keys do not do what they should, the player being amid the chapter."""
    found = []
    if film.data("screen"):
        film.press("b").until(screen="")
    handle = control.element_handle() if control.count() else None
    held = handle and handle.evaluate("element => element.value")
    for key in ("b", "."):
        film.press(key)
        found += [] if film.data("screen") == "black" else [key]
        if film.data("screen"):
            film.press(key)
    if handle and handle.evaluate("element => element.value") != held:
        found.append("what the control holds")
    before = (film.data("step"), film.data("scene"))
    film.press(onward)
    found += [] if (film.data("step"), film.data("scene")) != before else [onward]
    return found


@pytest.mark.long
@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_a_clicker_works_after_any_use_of_any_control(hands: Film, by: str) -> None:
    keys = cycle(ONWARD + BACK)
    seen: set[str] = set()
    wrong = []
    for scene in SCENES:
        number, index = where(hands, scene)
        hands.at(number, index, 2)
        place = f"#step={number}&scene={scene}&frame=2"
        hands.page.evaluate(_UNFOLD)
        for control, name in controls(hands.page):
            if name in seen or name in ELSEWHERE:
                continue
            seen.add(name)
            use(hands.page, control, by)
            wrong += [f"{key} after {name} in {scene}" for key in dead(hands, control, next(keys))]
            hands.page.evaluate(_RETURN, place)
            hands.until(status="paused", step=number, scene=scene, frame=2)
            hands.page.evaluate(_UNFOLD)
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 40, seen


@pytest.mark.long
def test_a_clicker_works_while_a_cell_is_open_and_numbers_go_into_it(film: Film) -> None:
    film.at(2, 0, 2)
    field = film.page.locator(".cell-field")
    for typed in ("", "3", "0.5"):
        film.at(2, 0, 2)
        film.page.mouse.click(*cell(film))
        expect(field).to_be_focused()
        film.press(*typed)
        if typed:
            expect(field).to_have_value(typed)
        for key in ("b",) if typed == "3" else ("b", "."):
            film.press(key).until(screen="black").press(key).until(screen="")
        film.press("ArrowRight").until(scene=film.scene(2, 1))
        expect(field).to_have_count(0)
    film.at(2, 0, 2)
    film.page.mouse.click(*cell(film))
    film.press("7", "Enter")
    expect(field).to_be_focused()
    film.press("PageDown").until(scene=film.scene(2, 1))


def test_controls_focused_by_tab_keep_their_keys(film: Film) -> None:
    film.at(2, 0, 2)
    slider = film.page.locator("[data-parameter=stride] input[type=range]")
    film.page.mouse.click(*middle(slider))
    film.press("Shift+Tab", "Tab")
    expect(slider).to_be_focused()
    film.press("Home", "ArrowRight")
    expect(slider).to_have_value("2")
    assert film.data("scene") == film.scene(2)
    theme = film.page.locator("html").get_attribute("data-theme")
    film.button("Theme").focus()
    film.press("Space")
    expect(film.page.locator("html")).not_to_have_attribute("data-theme", str(theme))
    film.page.get_by_role("spinbutton", name="Stride").focus()
    film.press("ArrowDown")
    expect(slider).to_have_value("1")
    speed = film.page.get_by_role("combobox", name="Speed")
    speed.focus()
    film.press("2")
    expect(speed).to_have_value("2")
    assert film.data("step") == "2"


def test_a_clicker_goes_on_from_a_dialog_that_a_mouse_has_opened(film: Film) -> None:
    for button in ("Values as tables", "Keys"):
        film.at(1, 0, 2)
        film.button(button).click()
        film.page.get_by_role("dialog").wait_for()
        film.press("PageDown").until(scene=film.scene(1, 1))
        expect(film.page.get_by_role("dialog")).to_have_count(0)
    film.at(1, 0, 2).press("v")
    film.page.get_by_role("dialog").wait_for()
    film.press("PageDown").stays()
    assert film.data("scene") == film.scene(1)
    expect(film.page.get_by_role("dialog")).to_be_visible()


def test_a_clickers_f5_and_escape_lose_nothing(film: Film) -> None:
    film.at(2, 0, 4)
    for before in ((), ("b",), ("?",), ("k",)):
        film.press(*before)
        for key in ("Escape", "F5"):
            film.press(key)
        film.page.reload()
        film.until(step=2, scene=film.scene(2), status="paused")
        assert int(film.data("frame")) >= 4
    film.press("f")
    film.page.wait_for_function("() => document.fullscreenElement !== null")
    film.press("F5").until(step=2, scene=film.scene(2), status="paused")
    assert film.page.evaluate("document.fullscreenElement !== null")


def test_keys_go_by_their_place_on_a_layout_without_latin_letters(film: Film) -> None:
    keys = film.page.context.new_cdp_session(film.page)
    film.open()
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
        film.until(**expected)
