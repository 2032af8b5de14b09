"""The keyboard: buttons, fields, screens, help, theme; and without a pointer at all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chapter_page import ChapterPage


def test_space_on_a_focused_button_presses_it_and_nothing_else(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    chapter_page.button("Keys").focus()
    chapter_page.press("Space")
    expect(chapter_page.page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert chapter_page.data("status") == "idle"
    chapter_page.press("Escape")
    chapter_page.button("Play").focus()
    chapter_page.press("Space").until(status="playing", step=1)
    chapter_page.press("Space").until(status="paused", step=1)


def test_a_clickers_keys_go_on_while_a_button_has_the_focus(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    chapter_page.button("Theme").focus()
    chapter_page.press("PageDown").until(status="playing", step=1)


def test_everything_can_be_reached_by_tab(chapter_page: ChapterPage) -> None:
    chapter_page.at(1)
    chapter_page.page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(60):
        chapter_page.press("Tab")
        reached.add(
            chapter_page.page.evaluate(
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
    chapter_page: ChapterPage, key: str, colour: str
) -> None:
    chapter_page.open().press("Space").until(status="playing").press(key).until(screen=colour)
    curtain = chapter_page.page.locator(".blank-screen")
    expect(curtain).to_be_visible()
    box = curtain.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}
    shade = {"black": "rgb(0, 0, 0)", "white": "rgb(255, 255, 255)"}[colour]
    expect(curtain).to_have_css("background-color", shade)
    chapter_page.stays()
    chapter_page.press("PageDown").until(screen="", step=1, scene=chapter_page.scene(1))
    expect(curtain).to_be_hidden()


def test_the_question_mark_shows_all_keys(chapter_page: ChapterPage) -> None:
    chapter_page.open().press("?")
    dialog = chapter_page.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    for words in ("Page Down", "Backspace", "Full screen"):
        expect(dialog.get_by_text(words).first).to_be_visible()
    chapter_page.press("?")
    expect(dialog).to_be_hidden()
    chapter_page.press("?", "Escape")
    expect(dialog).to_be_hidden()
    chapter_page.press("Space").until(status="playing", step=1)


def test_a_key_that_comes_before_the_next_picture_is_the_players(chapter_page: ChapterPage) -> None:
    chapter_page.open().page.evaluate(
        """() => {
          for (const key of ["?", "Escape", " "]) {
            const event = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
          }
        }"""
    )
    chapter_page.until(status="playing", step=1)


def test_the_theme_goes_round_and_is_remembered(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    root = chapter_page.page.locator("html")
    first = root.get_attribute("data-theme")
    seen = [first]
    for _ in range(3):
        chapter_page.press("t")
        seen.append(root.get_attribute("data-theme"))
    assert set(seen) == {"light", "dark", "contrast"}
    assert seen[3] == first
    chapter_page.press("t")
    expect(root).to_have_attribute("data-theme", str(seen[1]))
    chapter_page.page.reload()
    expect(root).to_have_attribute("data-theme", str(seen[1]))


def test_the_theme_follows_the_system_at_first(chapter_page: ChapterPage) -> None:
    chapter_page.page.emulate_media(color_scheme="dark")
    chapter_page.open()
    expect(chapter_page.page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_storage_the_page_plays(chapter_page: ChapterPage) -> None:
    chapter_page.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    chapter_page.open().press("t", "Space").until(status="playing", step=1)


def test_a_key_held_down_does_not_run_through_the_chapter(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    for _ in range(5):
        chapter_page.page.keyboard.down("Space")
    chapter_page.page.keyboard.up("Space")
    chapter_page.until(status="playing", step=1)


def test_keys_with_modifiers_are_left_alone(chapter_page: ChapterPage) -> None:
    chapter_page.open().press("Control+b", "Alt+k", "Meta+n")
    chapter_page.stays()
    assert chapter_page.data("status") == "idle"
    assert chapter_page.data("screen") == ""


def test_full_screen_is_of_the_player(chapter_page: ChapterPage) -> None:
    chapter_page.open().press("f")
    chapter_page.page.wait_for_function("() => document.fullscreenElement?.id === 'player'")
    chapter_page.press("f")
    chapter_page.page.wait_for_function("() => document.fullscreenElement === null")


def test_with_reduced_motion_states_change_at_once_and_frames_go_on(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.page.emulate_media(reduced_motion="reduce")
    chapter_page.open().press("Space").until(status="playing", frame=1)
    expect(chapter_page.page.locator("cnn-strip .flowing")).to_have_count(0)
    chapter_page.press("+", "+", "+", "+").until(frame=2)


def test_a_button_that_was_clicked_has_no_frame_when_keys_go_on(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 2)
    framed = chapter_page.page.locator("#player :is(button, summary):focus-visible")
    for press in (".station[data-stage=activate]", ".bar .next"):
        chapter_page.page.locator(press).click()
        chapter_page.press("7").until(step=7)
        expect(framed).to_have_count(0)
    # Who comes by keys sees where they are.
    chapter_page.press("Tab")
    expect(chapter_page.page.locator("#player :focus-visible, .skip:focus")).to_have_count(1)
