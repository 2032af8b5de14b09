"""Nothing that axe-core calls a violation: in every scene, theme, dialog and error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from cnnviz.steps import STEPS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


_SHOWN = """name => {
  const { scene, stale } = document.getElementById("player").dataset;
  return scene === name && stale === "false";
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that lets the tool's own script in, which the policy of the server forbids."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, bypass_csp=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def violations(page: Page, part: str = "#player") -> list[str]:
    """What is wrong with the player; the chapter's text stays the same, and is asked about once."""
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['target']}" for each in found]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_no_place_of_the_chapter_shuts_anyone_out(page: Page, server: str, theme: str) -> None:
    page.goto(server)
    page.evaluate("theme => localStorage.setItem('cnnviz-theme', theme)", theme)
    page.reload(wait_until="networkidle")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert violations(page, "html") == [], f"the page in {theme}"
    for number, step in enumerate(STEPS, 1):
        # One theme sees every scene; what the others change is the same in all of a step.
        for script in step.scripts if theme == "light" else step.scripts[:1]:
            page.goto(f"{server}#step={number}&scene={script.name}&frame=2")
            page.wait_for_function(_SHOWN, arg=script.name)
            assert violations(page) == [], f"{step.name}/{script.name} in {theme}"
    page.goto(f"{server}#step=2&scene=checkerboard&stride=99")
    page.get_by_role("alert").filter(has_text="Stride").wait_for()
    assert violations(page) == [], f"a refused parameter in {theme}"


def test_the_table_of_keys_shuts_nobody_out(page: Page, server: str) -> None:
    page.goto(server, wait_until="networkidle")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert violations(page, "html") == []
