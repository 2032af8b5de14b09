"""A page that is changed while it is open: it loads itself again, at the same place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from chapter_page import ChapterPage
from patience import eventually


@pytest.mark.long
def test_a_changed_sentence_is_on_the_open_page_at_the_same_place(
    context: BrowserContext,
    another: Callable[..., AbstractContextManager[str]],
    tmp_path: Path,
    root: Path,
) -> None:
    own = tmp_path / "own"
    shutil.copytree(root / "seeds", own)
    text = own / "text" / "pooling.md"
    with another(0, "--dev", "--seeds", str(own)) as url:
        chapter_page = ChapterPage(context.new_page(), url)
        chapter_page.at(4, 0, 1)
        words = text.read_text(encoding="utf-8")
        text.write_text(words.replace("- open: A feature map", "- open: Here is a map"))
        said = chapter_page.page.locator(".sentence")
        said.filter(has_text="Here is a map of 4×4").wait_for()
        chapter_page.until(status="paused", step=4, scene="max").address(
            "#step=4&scene=max&frame=1"
        )
        # What cannot play is not taken: the page stays.
        text.write_text(words.replace("{height}", "{hight}"))
        log = tmp_path / "said"
        assert eventually(lambda: "what played before goes on" in log.read_text())
        assert "sentence open has {hight}" in log.read_text()
        assert said.inner_text().startswith("Here is a map of 4×4")
