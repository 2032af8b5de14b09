"""A cell of a network is chosen and opened by keys alone."""

from __future__ import annotations

from playwright.sync_api import expect

from chapter_page import ChapterPage


def test_a_cell_is_chosen_by_arrows_and_opened_by_enter(chapter_page: ChapterPage) -> None:
    chapter_page.at_end(7)
    cells = chapter_page.page.get_by_role("application")
    cells.focus()
    said = cells.locator("span")
    expect(said).to_contain_text("Output of C1 tanh, row 14, column 14, channel 3")
    chapter_page.press("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "ArrowDown")
    expect(said).to_contain_text("Output of C3 tanh, row 6, column 5, channel 9")
    chapter_page.press("Enter")
    chapter_page.page.wait_for_function(
        "() => /layer=C3/.test(location.hash) && /channel=9/.test(location.hash)"
        " && /row=6/.test(location.hash)"
    )
    expect(
        chapter_page.page.get_by_text("You have opened C3, map 9, row 6, column 5")
    ).to_be_visible()


def test_where_nothing_can_be_opened_there_is_nothing_to_come_to(chapter_page: ChapterPage) -> None:
    chapter_page.at(2)
    expect(chapter_page.page.get_by_role("application")).to_have_count(0)


def test_a_clickers_arrows_go_on_once_a_pointer_was_used(chapter_page: ChapterPage) -> None:
    chapter_page.at_end(7)
    chapter_page.page.get_by_role("application").focus()
    chapter_page.page.mouse.click(5, 5)
    chapter_page.press("ArrowRight").until(step=7, scene="live")
