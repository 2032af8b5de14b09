"""The page of all questions: readable by everyone, on a phone and on paper, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from axe_rules import violations


# No colour depends on the width, and no place on the theme: two pages show all of both.
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_it_passes_the_rules_and_fits(browser: Any, server: str, width: int, scheme: str) -> None:
    size = {"width": width, "height": 720}
    context = browser.new_context(viewport=size, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server}questions")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_without_javascript_the_article_leads_to_a_step_s_questions(
    browser: Any, server: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server)
    page.locator("#step-4-text").get_by_role("link", name="Questions of this step").click()
    step = page.locator("#step-4")
    expect(step).to_be_in_viewport()
    expect(step).to_contain_text("How many parameters did this layer have to learn?")
    expect(step).to_contain_text("“Pooling has weights, as a convolution has.”")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.locator("#step-8")).to_contain_text("Answers to step 8")
    context.close()
