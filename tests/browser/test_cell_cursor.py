"""A cell of a network is chosen and opened by keys alone."""

from __future__ import annotations

from playwright.sync_api import expect

from filming import Film


def test_a_cell_is_chosen_by_arrows_and_opened_by_enter(film: Film) -> None:
    film.at_end(7)
    cells = film.page.get_by_role("application")
    cells.focus()
    said = cells.locator("span")
    expect(said).to_contain_text("Output of C1 tanh, row 14, column 14, channel 3")
    film.press("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "ArrowDown")
    expect(said).to_contain_text("Output of C3 tanh, row 6, column 5, channel 9")
    film.press("Enter")
    film.page.wait_for_function(
        "() => /layer=C3/.test(location.hash) && /channel=9/.test(location.hash)"
        " && /row=6/.test(location.hash)"
    )
    expect(film.page.get_by_text("You have opened C3, map 9, row 6, column 5")).to_be_visible()


def test_where_nothing_can_be_opened_there_is_nothing_to_come_to(film: Film) -> None:
    film.at(2)
    expect(film.page.get_by_role("application")).to_have_count(0)


def test_a_clickers_arrows_go_on_once_a_pointer_was_used(film: Film) -> None:
    film.at_end(7)
    film.page.get_by_role("application").focus()
    film.page.mouse.click(5, 5)
    film.press("ArrowRight").until(step=7, scene="live")
