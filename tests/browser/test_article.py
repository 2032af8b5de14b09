"""The article beside the player, as one reads it."""

from __future__ import annotations

import pytest

from chapter_page import ChapterPage

_CUT = """() => [...document.querySelectorAll(".article pre")]
  .map((each) => {
    each.closest(".step").style.contentVisibility = "visible";
    return each;
  })
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map(({ textContent }) => textContent)"""


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_what_a_program_prints_stands_in_its_window(chapter_page: ChapterPage, width: int) -> None:
    chapter_page.page.set_viewport_size({"width": width, "height": 720})
    chapter_page.open()
    assert chapter_page.page.evaluate(_CUT) == []
    assert chapter_page.page.evaluate("document.scrollingElement.scrollWidth") <= width
