"""Dialogs of the page: each opens at its top, with the button that closes it in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from chapter_page import SPARING, ChapterPage

OPENED: dict[str, Callable[[ChapterPage], object]] = {
    "keys": lambda page: page.press("?"),
    "values": lambda page: page.press("v"),
    "picture": lambda page: page.press("g"),
    "answers": lambda page: page.press("y"),
    "network": lambda page: page.page.evaluate(
        "() => document.querySelector('.tools .network').click()"
    ),
}
_WHERE = """dialog => {
  const { top, bottom } = dialog.querySelector(".close").getBoundingClientRect();
  const box = dialog.getBoundingClientRect();
  return [dialog.scrollTop, box.top >= 0, top >= box.top && bottom <= innerHeight];
}"""


@pytest.fixture(
    params=[(1280, 720), (1024, 600), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def small(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[ChapterPage]:
    """The page where long dialogs have to be scrolled."""
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, service_workers="block"
    )
    context.add_init_script(SPARING)
    yield ChapterPage(context.new_page(), server)
    context.close()


@pytest.mark.parametrize("name", OPENED)
def test_every_dialog_opens_at_its_top(small: ChapterPage, name: str) -> None:
    small.at(1, 0, 12)
    OPENED[name](small)
    dialog = small.page.locator("dialog[open]")
    dialog.wait_for()
    assert dialog.evaluate(_WHERE) == [0, True, True]


def test_all_keys_are_to_be_seen_at_once_on_a_laptop(chapter_page: ChapterPage) -> None:
    chapter_page.page.set_viewport_size({"width": 1280, "height": 720})
    chapter_page.at(1, 0, 2).press("?")
    dialog = chapter_page.page.locator("dialog[open]")
    dialog.get_by_text("Theme: light").wait_for()
    assert dialog.evaluate("each => each.scrollHeight - each.clientHeight") == 0
