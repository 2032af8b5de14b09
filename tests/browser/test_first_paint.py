"""What a page that is opened asks for, and in which order its parts come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from filming import Film

MOST_REQUESTS = 10
_NEVER_IDLE = "window.requestIdleCallback = () => 0"
_IN_SIGHT = """id => {
  const { top, bottom } = document.getElementById(id).getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}"""


def test_the_first_scene_plays_after_few_requests(film: Film) -> None:
    asked: list[str] = []
    film.page.on("request", lambda request: asked.append(request.url))
    film.open().press("Space").until(status="playing", stale="false")
    assert len([url for url in asked if url.startswith(film.url)]) <= MOST_REQUESTS, asked


def test_the_article_waits_until_the_page_has_nothing_else_to_do(film: Film) -> None:
    film.page.add_init_script(_NEVER_IDLE)
    film.open().press("Space").until(status="playing", stale="false")
    steps = film.page.locator("#article .step")
    expect(steps).to_have_count(0)
    film.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(steps).to_have_count(len(film.steps))


def test_the_article_comes_by_itself_whole_and_once(film: Film) -> None:
    film.open()
    expect(film.page.locator("#article .step")).to_have_count(len(film.steps))
    expect(film.page.locator("article")).to_have_count(1)
    expect(film.page.locator("#article math").first).to_be_attached()
    for number, step in enumerate(film.steps, 1):
        heading = film.page.locator(f"#step-{number}-title")
        assert (heading.text_content() or "").endswith(step["title"])


def test_an_address_in_the_text_leads_there(film: Film) -> None:
    film.open("#step-5-text")
    film.page.wait_for_function(_IN_SIGHT, arg="step-5-title")


def test_a_reload_comes_back_to_where_one_was_reading(film: Film) -> None:
    film.open()
    expect(film.page.locator("#article .step.laid")).to_have_count(len(film.steps))
    film.page.locator("#step-4-title").scroll_into_view_if_needed()
    film.page.wait_for_function("() => scrollY > innerHeight")
    film.page.reload()
    film.page.wait_for_function(_IN_SIGHT, arg="step-4-title")


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
