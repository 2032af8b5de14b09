"""A page that is open while its server goes on to another version."""

from __future__ import annotations

from urllib.request import urlopen

from playwright.sync_api import Route, expect

from chapter_page import ChapterPage

NEWER = "A newer version of this chapter is here"


def of_another(route: Route) -> None:
    with urlopen(route.request.url) as answer:
        body, headers = answer.read(), dict(answer.headers)
    route.fulfill(body=body, headers=headers | {"cnnviz-version": "another"})


def test_nothing_of_a_newer_server_is_shown_and_a_hint_says_so(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 4)
    chapter_page.page.route("**/api/scenes/**", of_another)
    chapter_page.page.route("**/healthz", of_another)
    chapter_page.page.get_by_role("spinbutton", name="Stride").fill("2")
    waits = chapter_page.page.get_by_text("Stride can't be updated until you reload the page")
    expect(waits).to_be_visible()
    expect(chapter_page.page.get_by_text(NEWER)).to_be_visible()
    chapter_page.until(status="paused", stale="false", frame=4)
    chapter_page.button("Play").click()
    chapter_page.until(status="playing")
    expect(chapter_page.page.get_by_text(NEWER)).to_be_hidden()
    chapter_page.button("Pause").click()
    chapter_page.page.unroute("**/api/scenes/**")
    chapter_page.page.unroute("**/healthz")
    chapter_page.page.reload()
    chapter_page.until(status="paused", stale="false")
    expect(chapter_page.page.get_by_text(NEWER)).to_have_count(0)
    expect(chapter_page.page.get_by_role("spinbutton", name="Stride")).to_have_value("2")


def test_returning_to_the_page_tells_of_a_new_version(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 4)
    chapter_page.page.route("**/healthz", of_another)
    chapter_page.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(chapter_page.page.get_by_text(NEWER)).to_be_visible()
