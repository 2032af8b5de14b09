"""The keyboard: buttons, fields, screens, help, theme; and without a pointer at all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from filming import Film


def test_space_on_a_focused_button_presses_it_and_nothing_else(film: Film) -> None:
    film.open()
    film.button("Keys").focus()
    film.press("Space")
    expect(film.page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert film.data("status") == "idle"
    film.press("Escape")
    film.button("Play").focus()
    film.press("Space").until(status="playing", step=1)
    film.press("Space").until(status="paused", step=1)


def test_a_clickers_keys_go_on_while_a_button_has_the_focus(film: Film) -> None:
    film.open()
    film.button("Theme").focus()
    film.press("PageDown").until(status="playing", step=1)


def test_everything_can_be_reached_by_tab(film: Film) -> None:
    film.at(1)
    film.page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(60):
        film.press("Tab")
        reached.add(
            film.page.evaluate(
                "document.activeElement.getAttribute('aria-label')"
                " ?? document.activeElement.textContent.trim()"
            )
        )
    wanted = {
        "Input",
        "Conv",
        "Classify",
        "Previous step",
        "Play",
        "Next step",
        "Timeline",
        "Speed",
    }
    assert wanted <= reached


@pytest.mark.parametrize(("key", "colour"), [("b", "black"), (".", "black"), ("w", "white")])
def test_a_screen_covers_everything_and_any_key_brings_the_picture_back(
    film: Film, key: str, colour: str
) -> None:
    film.open().press("Space").until(status="playing").press(key).until(screen=colour)
    curtain = film.page.locator(".blank-screen")
    expect(curtain).to_be_visible()
    box = curtain.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}
    shade = {"black": "rgb(0, 0, 0)", "white": "rgb(255, 255, 255)"}[colour]
    expect(curtain).to_have_css("background-color", shade)
    film.stays()
    film.press("PageDown").until(screen="", step=1, scene=film.scene(1))
    expect(curtain).to_be_hidden()


def test_the_question_mark_shows_all_keys(film: Film) -> None:
    film.open().press("?")
    dialog = film.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    for words in ("Page Down", "Backspace", "Full screen"):
        expect(dialog.get_by_text(words).first).to_be_visible()
    film.press("?")
    expect(dialog).to_be_hidden()
    film.press("?", "Escape")
    expect(dialog).to_be_hidden()
    film.press("Space").until(status="playing", step=1)


def test_a_key_that_comes_before_the_next_picture_is_the_players(film: Film) -> None:
    film.open().page.evaluate(
        """() => {
          for (const key of ["?", "Escape", " "]) {
            const event = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
          }
        }"""
    )
    film.until(status="playing", step=1)


def test_the_theme_goes_round_and_is_remembered(film: Film) -> None:
    film.open()
    root = film.page.locator("html")
    first = root.get_attribute("data-theme")
    seen = [first]
    for _ in range(3):
        film.press("t")
        seen.append(root.get_attribute("data-theme"))
    assert set(seen) == {"light", "dark", "contrast"}
    assert seen[3] == first
    film.press("t")
    expect(root).to_have_attribute("data-theme", str(seen[1]))
    film.page.reload()
    expect(root).to_have_attribute("data-theme", str(seen[1]))


def test_the_theme_follows_the_system_at_first(film: Film) -> None:
    film.page.emulate_media(color_scheme="dark")
    film.open()
    expect(film.page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_storage_the_page_plays(film: Film) -> None:
    film.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    film.open().press("t", "Space").until(status="playing", step=1)


def test_a_key_held_down_does_not_run_through_the_chapter(film: Film) -> None:
    film.open()
    for _ in range(5):
        film.page.keyboard.down("Space")
    film.page.keyboard.up("Space")
    film.until(status="playing", step=1)


def test_keys_with_modifiers_are_left_alone(film: Film) -> None:
    film.open().press("Control+b", "Alt+k", "Meta+n")
    film.stays()
    assert film.data("status") == "idle"
    assert film.data("screen") == ""


def test_full_screen_is_of_the_player(film: Film) -> None:
    film.open().press("f")
    film.page.wait_for_function("() => document.fullscreenElement?.id === 'player'")
    film.press("f")
    film.page.wait_for_function("() => document.fullscreenElement === null")


def test_with_reduced_motion_states_change_at_once_and_frames_go_on(film: Film) -> None:
    film.page.emulate_media(reduced_motion="reduce")
    film.open().press("Space").until(status="playing", frame=1)
    expect(film.page.locator("cnn-strip .flowing")).to_have_count(0)
    film.press("+", "+", "+", "+").until(frame=2)
