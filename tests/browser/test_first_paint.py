"""What a page that is opened asks for, and in which order its parts come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from chapter_page import ChapterPage
from patience import eventually

MOST_REQUESTS = 10
_NEVER_IDLE = "window.requestIdleCallback = () => 0"
_IN_SIGHT = """id => {
  const { top, bottom } = document.getElementById(id).getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}"""


def test_the_first_scene_plays_after_few_requests(chapter_page: ChapterPage) -> None:
    asked: list[str] = []
    chapter_page.page.on("request", lambda request: asked.append(request.url))
    chapter_page.open().press("Space").until(status="playing", stale="false")
    assert len([url for url in asked if url.startswith(chapter_page.url)]) <= MOST_REQUESTS, asked


def test_the_article_waits_until_the_page_has_nothing_else_to_do(chapter_page: ChapterPage) -> None:
    chapter_page.page.add_init_script(_NEVER_IDLE)
    chapter_page.open().press("Space").until(status="playing", stale="false")
    steps = chapter_page.page.locator("#article .step")
    expect(steps).to_have_count(0)
    chapter_page.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(steps).to_have_count(len(chapter_page.steps))


def test_the_article_comes_by_itself_whole_and_once(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    expect(chapter_page.page.locator("#article .step")).to_have_count(len(chapter_page.steps))
    expect(chapter_page.page.locator("article")).to_have_count(1)
    expect(chapter_page.page.locator("#article math").first).to_be_attached()
    for number, step in enumerate(chapter_page.steps, 1):
        heading = chapter_page.page.locator(f"#step-{number}-title")
        assert (heading.text_content() or "").endswith(step["title"])


def test_an_address_in_the_text_leads_there(chapter_page: ChapterPage) -> None:
    chapter_page.open("#step-5-text")
    chapter_page.page.wait_for_function(_IN_SIGHT, arg="step-5-title")


def test_a_reload_comes_back_to_where_one_was_reading(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    expect(chapter_page.page.locator("#article .step.laid")).to_have_count(len(chapter_page.steps))
    chapter_page.page.locator("#step-4-title").scroll_into_view_if_needed()
    chapter_page.page.wait_for_function("() => scrollY > innerHeight")
    chapter_page.page.reload()
    chapter_page.page.wait_for_function(_IN_SIGHT, arg="step-4-title")


@pytest.mark.parametrize("path", ["docs", "questions"])
def test_a_long_page_is_read_on_once_its_style_is_there(
    context: BrowserContext, server: str, path: str
) -> None:
    """Whatever asks for a layout before then would have all of it laid out, at its full height."""
    page = context.new_page()
    held: list[Route] = []
    page.route("**/docs.css", lambda route: held.append(route))
    page.goto(f"{server}{path}", wait_until="commit")
    page.wait_for_selector("body > link", state="attached")
    assert eventually(lambda: page.evaluate("document.readyState") == "loading" and held)
    expect(page.locator("main")).to_have_count(0)
    held[0].continue_()
    expect(page.locator("main > section").last).to_be_attached()
    page.wait_for_load_state()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_without_scripts_the_text_is_all_there(browser: Browser, server: str, media: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server)
    page.emulate_media(media="print" if media == "print" else "screen")
    expect(page.locator("#article .step:visible")).to_have_count(8)
    expect(page.locator("#article math").first).to_be_visible()
    if media == "screen":
        expect(page.locator("p.noscript")).to_be_visible()
    context.close()
