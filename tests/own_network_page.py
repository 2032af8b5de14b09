"""The dialog of a network of one's own, for those who test it in the page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from chapter_page import ChapterPage
from onnx_models import small

SMALL = small().SerializeToString()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Your own network")


def is_ready(page: ChapterPage) -> ChapterPage:
    """Once a drop is heard: the page fetches what hears it when it is idle."""
    page.page.wait_for_function(
        "() => document.querySelector('#player').hasAttribute('data-drops')"
    )
    return page


def refused(page: ChapterPage, sentence: str) -> None:
    expect(dialog(page.page).get_by_role("alert")).to_contain_text(sentence)
    # The browser says of each answer that is no success that it is none.
    page.complaints[:] = [each for each in page.complaints if "status of 4" not in each]
