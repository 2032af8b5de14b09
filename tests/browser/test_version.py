"""A page that is open while its server goes on to another version."""

from __future__ import annotations

from urllib.request import urlopen

from playwright.sync_api import Route, expect

from filming import Film

NEWER = "A newer version of this chapter is here"


def of_another(route: Route) -> None:
    with urlopen(route.request.url) as answer:
        body, headers = answer.read(), dict(answer.headers)
    route.fulfill(body=body, headers=headers | {"cnnviz-version": "another"})


def test_nothing_of_a_newer_server_is_shown_and_a_hint_says_so(film: Film) -> None:
    film.at(2, 0, 4)
    film.page.route("**/api/scenes/**", of_another)
    film.page.route("**/healthz", of_another)
    film.page.get_by_role("spinbutton", name="Stride").fill("2")
    waits = film.page.get_by_text("Stride can't be updated until you reload the page")
    expect(waits).to_be_visible()
    expect(film.page.get_by_text(NEWER)).to_be_visible()
    film.until(status="paused", stale="false", frame=4)
    film.button("Play").click()
    film.until(status="playing")
    expect(film.page.get_by_text(NEWER)).to_be_hidden()
    film.button("Pause").click()
    film.page.unroute("**/api/scenes/**")
    film.page.unroute("**/healthz")
    film.page.reload()
    film.until(status="paused", stale="false")
    expect(film.page.get_by_text(NEWER)).to_have_count(0)
    expect(film.page.get_by_role("spinbutton", name="Stride")).to_have_value("2")


def test_returning_to_the_page_tells_of_a_new_version(film: Film) -> None:
    film.at(2, 0, 4)
    film.page.route("**/healthz", of_another)
    film.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(film.page.get_by_text(NEWER)).to_be_visible()
