"""Once the page is open it needs no server: what is here plays, what needs the engine says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from filming import Film

Another = Callable[[int], AbstractContextManager[str]]

pytestmark = pytest.mark.long


def test_without_the_server_playback_goes_on_and_pending_settings_apply_later(
    context: BrowserContext, another: Another
) -> None:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    with another(0) as url:
        film = Film(page, url)
        steps = film.steps
        film.at(2, 0, 1).until(ahead="done")

    number = len(steps[0]["scenes"])
    for step, described in enumerate(steps[1:], 2):
        for scene in described["scenes"]:
            if number > len(steps[0]["scenes"]):
                film.press("PageDown")
                film.until(status="playing", step=step, scene=scene["name"], stale="false")
            film.seek(number, 0.9999).until(status="paused", stale="false")
            number += 1

    film.press("2").until(status="playing", step=2)
    page.get_by_role("spinbutton", name="Stride").fill("3")
    waits = page.get_by_text("Stride can't be updated: the server isn't responding.")
    expect(waits).to_be_visible()
    other = page.get_by_text("This picture still shows the settings before.")
    expect(other).to_be_visible()
    film.until(status="paused", stale="false")
    assert page.get_by_role("spinbutton", name="Stride").input_value() == "3"
    film.button("Play").click()
    film.until(status="playing")
    film.button("Pause").click()
    film.until(status="paused")

    with another(int(url.rstrip("/").rsplit(":", 1)[1])):
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(waits).to_be_hidden()
        expect(other).to_be_hidden()
        expect(page.locator("#player[data-status=paused][data-stale=false]")).to_be_visible()
        film.address(f"#step=2&scene={film.scene(2)}&frame={film.data('frame')}&stride=3")
    assert wrong == []


@pytest.fixture
def kept(browser: Browser, another: Another) -> Iterator[Film]:
    """A page whose browser has kept the chapter, and whose server is gone."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    with another(0) as url:
        film = Film(context.new_page(), url)
        _ = film.steps
        film.open().until(ahead="done")
        film.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    yield film
    context.close()


def test_the_cached_page_opens_and_plays_without_the_server(
    kept: Film,
) -> None:
    page, steps = kept.page, kept.steps
    page.reload()
    kept.until(ahead="done").press("End").until(status="playing", step=len(steps), stale="false")
    kept.press("1").until(status="playing", step=1, stale="false")


def test_a_reload_without_the_server_shows_what_is_cached(
    kept: Film,
) -> None:
    page, steps = kept.page, kept.steps

    stroke = "0.5,0.1;" + ";".join(f"0.5,{k / 400:.4f}" for k in range(60, 360))
    for step, scene, name, value in (
        (2, "edge", "kernel", "1,2;3,4"),
        (3, "stride", "stride", "3"),
        (7, "live", "drawing", stroke),
        (8, "run", "picture", "|".join([";".join([",".join(["0.5"] * 32)] * 32)] * 3)),
    ):
        described = next(each for each in steps[step - 1]["scenes"] if each["name"] == scene)
        label = next(each["label"] for each in described["params"] if each["name"] == name)
        kept.open(f"#step={step}&scene={scene}&frame=2&{name}={value}")
        page.reload()
        kept.until(status="paused", step=step, scene=scene, frame=2, stale="false")
        waits = page.get_by_text(f"{label} can't be updated: the server isn't responding.")
        expect(waits).to_contain_text("Until then you see the usual settings.")
        assert f"{name}=" in page.evaluate("location.hash"), "what was set is not lost"
        kept.press("End").until(status="playing", step=len(steps), stale="false")
        kept.press("1").until(status="playing", step=1, stale="false")
