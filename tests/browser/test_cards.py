"""Four cards to print: each a sheet with its letter, on any paper, at any width of the window."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from chapter_page import ChapterPage

LETTERS = ["A", "B", "C", "D"]


def cards(chapter_page: ChapterPage) -> ChapterPage:
    chapter_page.page.goto(f"{chapter_page.url}#cards")
    expect(chapter_page.page.get_by_role("heading", name="Four cards")).to_be_visible()
    return chapter_page


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_card_fills_a_sheet(chapter_page: ChapterPage, paper: str) -> None:
    sheets = PdfReader(BytesIO(cards(chapter_page).page.pdf(format=paper))).pages
    assert [sheet.extract_text().strip() for sheet in sheets] == LETTERS


def test_its_letter_is_a_third_of_a_sheet_high_and_no_shape_is_near_the_edge(
    chapter_page: ChapterPage,
) -> None:
    page = cards(chapter_page).page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})  # A4, 96 pixels an inch
    expect(page.get_by_role("button")).to_be_hidden()
    for letter in LETTERS:
        card = page.locator(f"[data-letter={letter}]")
        shape, sheet = card.locator(".shape").bounding_box(), card.bounding_box()
        assert shape
        assert sheet
        assert (sheet["width"], sheet["height"]) == (794, 1123)
        # The box has the line's width in it; printers leave out 5 mm.
        assert shape["x"] > 19
        assert shape["x"] + shape["width"] < 794 - 19
        size = card.locator(".letter").evaluate(
            "each => parseFloat(getComputedStyle(each).fontSize)"
        )
        assert size / 297 > 0.3


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_window_shows_all_four_and_scrolls_only_down(
    chapter_page: ChapterPage, width: int
) -> None:
    chapter_page.page.set_viewport_size({"width": width, "height": 720})
    page = cards(chapter_page).page
    expect(page.get_by_role("listitem")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_speakers_window_leads_there(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0)
    with chapter_page.page.expect_popup() as speaker:
        chapter_page.button("Speaker's window").click()
    with speaker.value.expect_popup() as opened:
        speaker.value.get_by_role("link", name="Cards to print").click()
    expect(opened.value.get_by_role("listitem")).to_have_count(4)
    assert opened.value.evaluate("window.opener") is None
