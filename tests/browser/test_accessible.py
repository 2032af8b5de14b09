"""Nothing that axe-core calls a violation: in every scene, theme, dialog and error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from cnnviz.steps import STEPS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PLACES = ["", *(f"step={n}" for n in range(1, 9)), "step=2&scene=checkerboard&stride=99"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that lets the tool's own script in, which the policy of the server forbids."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, bypass_csp=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['target']}" for each in found]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_no_place_of_the_chapter_shuts_anyone_out(page: Page, server: str, theme: str) -> None:
    page.goto(server)
    page.evaluate("theme => localStorage.setItem('cnnviz-theme', theme)", theme)
    for place in PLACES:
        page.goto(f"{server}#{place}")
        page.reload(wait_until="networkidle")
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        assert violations(page) == [], f"{place} in {theme}"


def test_no_scene_shuts_anyone_out(page: Page, server: str) -> None:
    page.goto(server, wait_until="networkidle")
    for number, step in enumerate(STEPS, 1):
        for script in step.scripts:
            page.goto(f"{server}#step={number}&scene={script.name}&frame=2")
            page.wait_for_function(
                "name => document.getElementById('player').dataset.scene === name", arg=script.name
            )
            assert violations(page) == [], f"{step.name}/{script.name}"


def test_the_table_of_keys_shuts_nobody_out(page: Page, server: str) -> None:
    page.goto(server, wait_until="networkidle")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert violations(page) == []
