"""Pages of real notebooks, in the browser of all tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from patience import PATIENCE


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens a page, which may ask for nothing but what its own server has."""
    elsewhere: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(1000 * PATIENCE)

    def opened(url: str) -> Page:
        page = context.new_page()
        origin = re.sub(r"^(\w+)(://[^/]+).*", r"\2", url)
        own = (f"http{origin}", f"ws{origin}", "data:", "blob:", "about:")
        page.on(
            "request",
            lambda request: None if request.url.startswith(own) else elsewhere.append(request.url),
        )
        page.goto(url)
        return page

    yield opened
    context.close()
    # What a notebook itself looks for is its own affair; none of it is ours.
    assert [url for url in elsewhere if "anywidget" in url or "cnnviz" in url] == []
