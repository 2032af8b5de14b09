"""What hands have set is taken back by Ctrl+Z and a button, pixel by pixel, stroke by stroke."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from chapter_page import ChapterPage


def summary(chapter_page: ChapterPage, name: str) -> Locator:
    return chapter_page.page.locator(f'cnn-controls [data-parameter="{name}"] .summary')


def cell(chapter_page: ChapterPage, value: str, *keys: str) -> None:
    """Types a value into the cell in the middle of the input, once it stands, and presses keys."""
    chapter_page.until(status="paused", stale="false")
    chapter_page.page.mouse.click(*chapter_page.middle("input"))
    chapter_page.page.locator(".cell-field").fill(value)
    chapter_page.press(*keys)


def kernel(chapter_page: ChapterPage) -> str:
    """What is set, as the address has it."""
    found: str = chapter_page.page.evaluate("location.hash.split('&').slice(3).join('&')")
    return found


def test_pixels_are_taken_back_one_by_one_while_a_cell_is_open(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 1)
    cell(chapter_page, "5", "Enter")
    chapter_page.page.keyboard.type("7")
    chapter_page.press("Enter")
    chapter_page.page.wait_for_function("() => location.hash.includes('7')")
    twice = kernel(chapter_page)
    chapter_page.press("Control+z")
    chapter_page.page.wait_for_function("() => !location.hash.includes('7')")
    assert "5" in kernel(chapter_page)
    chapter_page.press("Control+z")
    chapter_page.page.wait_for_function("() => location.hash.split('&').length === 3")
    chapter_page.press("Control+y", "Control+Shift+z")
    chapter_page.page.wait_for_function("twice => location.hash.endsWith(twice)", arg=twice)


def test_a_slider_s_way_is_one_step_and_the_browser_s_undo_stays_in_fields(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(3, 0, 1)
    field = chapter_page.page.get_by_role("spinbutton", name="Stride")
    slider = chapter_page.page.get_by_role("slider", name="Stride")
    was = field.input_value()
    box = slider.bounding_box()
    assert box is not None
    chapter_page.page.mouse.move(box["x"] + 5, box["y"] + box["height"] / 2)
    chapter_page.page.mouse.down()
    for k in range(20):
        chapter_page.page.mouse.move(box["x"] + 5 + (box["width"] - 10) * k / 19, box["y"] + 5)
    chapter_page.page.mouse.up()
    expect(field).not_to_have_value(was)
    chapter_page.press("Control+z")
    expect(field).to_have_value(was)
    area = chapter_page.page.get_by_role("textbox", name="Input as text")
    chapter_page.page.get_by_text("Edit as text").first.click()
    whole = area.input_value()
    area.click()
    chapter_page.press("Control+a")
    chapter_page.page.keyboard.insert_text("1,2;3,4")
    chapter_page.press("Control+z")
    expect(area).not_to_have_value("1,2;3,4")
    expect(area).to_have_value(whole)
    chapter_page.complaints.clear()  # the input in between was smaller than its filter


def test_the_button_takes_back_and_keeps_the_focus(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 1)
    cell(chapter_page, "5", "Escape")
    expect(summary(chapter_page, "input")).to_contain_text("edited")
    undo, redo = chapter_page.button("Undo"), chapter_page.button("Redo")
    redo.focus()
    chapter_page.press("Shift+Tab", "Enter")
    expect(summary(chapter_page, "input")).not_to_contain_text("edited")
    expect(undo).to_be_disabled()
    expect(undo).to_be_focused()
    redo.click()
    expect(summary(chapter_page, "input")).to_contain_text("edited")


def test_a_reload_leaves_what_was_set_to_be_taken_back_and_set_again(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(2, 0, 1)
    cell(chapter_page, "5", "Escape")
    chapter_page.page.wait_for_function("() => location.hash.includes('5')")
    once = kernel(chapter_page)
    cell(chapter_page, "7", "Escape")
    chapter_page.press("Control+z")
    chapter_page.page.wait_for_function("once => location.hash.endsWith(once)", arg=once)
    chapter_page.page.reload()
    chapter_page.until(status="paused", stale="false")
    chapter_page.press("Control+z")
    chapter_page.page.wait_for_function("() => location.hash.split('&').length === 3")
    chapter_page.press("Control+y", "Control+y")
    chapter_page.page.wait_for_function("() => location.hash.includes('7')")
