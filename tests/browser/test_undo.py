"""What hands have set is taken back by Ctrl+Z and a button, pixel by pixel, stroke by stroke."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from filming import Film


def summary(film: Film, name: str) -> Locator:
    return film.page.locator(f'cnn-controls [data-parameter="{name}"] .summary')


def cell(film: Film, value: str, *keys: str) -> None:
    """Types a value into the cell in the middle of the input and presses keys."""
    film.page.mouse.click(*film.middle("input"))
    film.page.locator(".cell-field").fill(value)
    film.press(*keys)


def kernel(film: Film) -> str:
    """What is set, as the address has it."""
    found: str = film.page.evaluate("location.hash.split('&').slice(3).join('&')")
    return found


def test_pixels_are_taken_back_one_by_one_while_a_cell_is_open(film: Film) -> None:
    film.at(2, 0, 1)
    cell(film, "5", "Enter")
    film.page.keyboard.type("7")
    film.press("Enter")
    film.page.wait_for_function("() => location.hash.includes('7')")
    twice = kernel(film)
    film.press("Control+z")
    film.page.wait_for_function("() => !location.hash.includes('7')")
    assert "5" in kernel(film)
    film.press("Control+z")
    film.page.wait_for_function("() => location.hash.split('&').length === 3")
    film.press("Control+y", "Control+Shift+z")
    film.page.wait_for_function("twice => location.hash.endsWith(twice)", arg=twice)


def test_a_slider_s_way_is_one_step_and_the_browser_s_undo_stays_in_fields(film: Film) -> None:
    film.at(3, 0, 1)
    field = film.page.get_by_role("spinbutton", name="Stride")
    slider = film.page.get_by_role("slider", name="Stride")
    was = field.input_value()
    box = slider.bounding_box()
    assert box is not None
    film.page.mouse.move(box["x"] + 5, box["y"] + box["height"] / 2)
    film.page.mouse.down()
    for k in range(20):
        film.page.mouse.move(box["x"] + 5 + (box["width"] - 10) * k / 19, box["y"] + 5)
    film.page.mouse.up()
    expect(field).not_to_have_value(was)
    film.press("Control+z")
    expect(field).to_have_value(was)
    area = film.page.get_by_role("textbox", name="Input as text")
    film.page.get_by_text("Edit as text").first.click()
    whole = area.input_value()
    area.click()
    film.press("Control+a")
    film.page.keyboard.insert_text("1,2;3,4")
    film.press("Control+z")
    expect(area).not_to_have_value("1,2;3,4")
    expect(area).to_have_value(whole)
    film.complaints.clear()  # the input in between was smaller than its filter


def test_the_button_takes_back_and_keeps_the_focus(film: Film) -> None:
    film.at(2, 0, 1)
    cell(film, "5", "Escape")
    expect(summary(film, "input")).to_contain_text("edited")
    undo, redo = film.button("Undo"), film.button("Redo")
    redo.focus()
    film.press("Shift+Tab", "Enter")
    expect(summary(film, "input")).not_to_contain_text("edited")
    expect(undo).to_be_disabled()
    expect(undo).to_be_focused()
    redo.click()
    expect(summary(film, "input")).to_contain_text("edited")


def test_a_reload_leaves_what_was_set_to_be_taken_back_and_set_again(film: Film) -> None:
    film.at(2, 0, 1)
    cell(film, "5", "Escape")
    film.page.wait_for_function("() => location.hash.includes('5')")
    once = kernel(film)
    cell(film, "7", "Escape")
    film.press("Control+z")
    film.page.wait_for_function("once => location.hash.endsWith(once)", arg=once)
    film.page.reload()
    film.until(status="paused", stale="false")
    film.press("Control+z")
    film.page.wait_for_function("() => location.hash.split('&').length === 3")
    film.press("Control+y", "Control+y")
    film.page.wait_for_function("() => location.hash.includes('7')")
