"""Once the page is open it needs no server: what is here plays, what needs the engine says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from chapter_page import STILL, ChapterPage

Server = AbstractContextManager[str]
Another = Callable[[int], Server]

pytestmark = pytest.mark.long


def test_without_the_server_playback_goes_on_and_pending_settings_apply_later(
    context: BrowserContext, another: Another
) -> None:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    with another(0) as url:
        chapter_page = ChapterPage(page, url)
        steps = chapter_page.steps
        chapter_page.at(2, 0, 1).until(ahead="done")

    number = len(steps[0]["scenes"])
    for step, described in enumerate(steps[1:], 2):
        for scene in described["scenes"]:
            if number > len(steps[0]["scenes"]):
                chapter_page.press("PageDown")
                chapter_page.until(status="playing", step=step, scene=scene["name"], stale="false")
            chapter_page.seek(number, 0.9999).until(status=STILL, stale="false")
            number += 1

    chapter_page.press("2").until(status="playing", step=2)
    page.get_by_role("spinbutton", name="Stride").fill("3")
    waits = page.get_by_text("Stride can't be updated: the server isn't responding.")
    expect(waits).to_be_visible()
    other = page.get_by_text("This picture still shows the settings before.")
    expect(other).to_be_visible()
    chapter_page.until(status="paused", stale="false")
    assert page.get_by_role("spinbutton", name="Stride").input_value() == "3"
    chapter_page.button("Play").click()
    chapter_page.until(status="playing")
    chapter_page.button("Pause").click()
    chapter_page.until(status="paused")

    with another(int(url.rstrip("/").rsplit(":", 1)[1])):
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(waits).to_be_hidden()
        expect(other).to_be_hidden()
        expect(page.locator("#player[data-status=paused][data-stale=false]")).to_be_visible()
        chapter_page.address(
            f"#step=2&scene={chapter_page.scene(2)}&frame={chapter_page.data('frame')}&stride=3"
        )
    assert wrong == []


@pytest.fixture(scope="module")
def kept(
    browser: Browser, start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChapterPage]:
    """A page whose browser has kept the chapter, and whose server is gone."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    with start(tmp_path_factory.mktemp("kept") / "said") as url:
        chapter_page = ChapterPage(context.new_page(), url)
        _ = chapter_page.steps
        chapter_page.open().until(ahead="done")
        chapter_page.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    yield chapter_page
    context.close()


def test_the_cached_page_opens_and_plays_without_the_server(
    kept: ChapterPage,
) -> None:
    page, steps = kept.page, kept.steps
    page.reload()
    kept.until(ahead="done").press("End").until(status="playing", step=len(steps), stale="false")
    kept.press("1").until(status="playing", step=1, stale="false")


def test_a_reload_without_the_server_shows_what_is_cached(
    kept: ChapterPage,
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
        kept.until(status=STILL, step=step, scene=scene, frame=2, stale="false")
        waits = page.get_by_text(f"{label} can't be updated: the server isn't responding.")
        expect(waits).to_contain_text("Until then you see the usual settings.")
        assert f"{name}=" in page.evaluate("location.hash"), "what was set is not lost"
        kept.press("End").until(status="playing", step=len(steps), stale="false")
        kept.press("1").until(status="playing", step=1, stale="false")
