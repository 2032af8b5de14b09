"""When the server is slow, away, or breaks off: a sentence, Try again, and the rest goes on."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from playwright.sync_api import Route, expect

from chapter_page import ChapterPage

SCENES = "**/api/scenes/**"


def test_without_an_answer_it_says_so_and_comes_back_by_itself(chapter_page: ChapterPage) -> None:
    chapter_page.page.route(SCENES, lambda route: route.abort())
    chapter_page.open().press("Space").until(status="failed", step=1)
    expect(chapter_page.page.get_by_text("the server isn't responding")).to_be_visible()
    chapter_page.button("Try again").click()
    chapter_page.until(status="failed")
    chapter_page.page.unroute(SCENES)
    chapter_page.until(status="playing", step=1)
    expect(chapter_page.button("Try again")).to_be_hidden()
    chapter_page.complaints.clear()


@pytest.mark.parametrize("lines", [1, 3, -1])
def test_a_stream_without_its_closing_line_has_failed(
    chapter_page: ChapterPage, lines: int
) -> None:
    def cut(route: Route) -> None:
        with urlopen(route.request.url) as answer:
            whole = answer.read().splitlines(keepends=True)
        route.fulfill(body=b"".join(whole[:lines]), content_type="application/jsonl")

    chapter_page.page.route(SCENES, cut)
    chapter_page.open().press("Space").until(status="failed", step=1)
    expect(chapter_page.page.get_by_text("broke off")).to_be_visible()
    chapter_page.page.unroute(SCENES)
    chapter_page.button("Try again").click()
    chapter_page.until(status="playing", step=1, scene=chapter_page.scene(1))


def test_nonsense_instead_of_a_stream_has_failed(chapter_page: ChapterPage) -> None:
    chapter_page.page.route(
        SCENES, lambda route: route.fulfill(body="<html>", content_type="text/html")
    )
    chapter_page.open().press("Space").until(status="failed")
    expect(chapter_page.button("Try again")).to_be_visible()


def test_a_servers_error_is_told_in_its_words(chapter_page: ChapterPage) -> None:
    chapter_page.page.route(
        SCENES, lambda route: route.fulfill(status=500, json={"detail": "The engine is ill."})
    )
    chapter_page.open().press("Space").until(status="failed")
    chapter_page.says("The engine is ill.")
    chapter_page.complaints.clear()


def test_while_one_scene_fails_the_others_play(chapter_page: ChapterPage) -> None:
    scenes = [
        (s, c) for s, step in enumerate(chapter_page.steps, 1) for c in range(len(step["scenes"]))
    ]
    (_, _), (step, scene) = scenes[0], scenes[1]
    broken = f"**/api/scenes/{chapter_page.steps[0]['name']}/{chapter_page.scene(1)}*"
    chapter_page.page.route(broken, lambda route: route.abort())
    chapter_page.open().press("Space").until(status="failed", step=1)
    chapter_page.press("PageDown").until(
        status="playing", step=step, scene=chapter_page.scene(step, scene)
    )
    chapter_page.press("PageUp").until(status="failed", step=1, scene=chapter_page.scene(1))
    chapter_page.complaints.clear()


def test_a_failed_fetch_ahead_is_not_shown_and_is_asked_for_again(
    chapter_page: ChapterPage,
) -> None:
    scenes = [
        (s, c) for s, step in enumerate(chapter_page.steps, 1) for c in range(len(step["scenes"]))
    ]
    step, scene = scenes[1]
    path = (
        f"**/api/scenes/{chapter_page.steps[step - 1]['name']}/{chapter_page.scene(step, scene)}*"
    )
    chapter_page.page.route(path, lambda route: route.abort())
    with chapter_page.page.expect_event("requestfailed"):
        chapter_page.open().press("Space").until(status="playing", step=1)
    chapter_page.until(status="playing", step=1)
    chapter_page.page.unroute(path)
    chapter_page.press("PageDown").until(
        status="playing", step=step, scene=chapter_page.scene(step, scene)
    )
    chapter_page.complaints.clear()


def test_a_slow_scene_is_superseded_by_the_next_jump(chapter_page: ChapterPage) -> None:
    held: list[Route] = []
    first = f"**/api/scenes/{chapter_page.steps[0]['name']}/{chapter_page.scene(1)}*"
    chapter_page.page.route(first, lambda route: held.append(route))
    chapter_page.open().press("Space").until(status="loading", step=1)
    with chapter_page.page.expect_event("requestfailed") as aborted:
        chapter_page.press("PageDown")
    assert "ABORTED" in (aborted.value.failure or "")
    chapter_page.until(status="playing")
    assert (chapter_page.data("step"), chapter_page.data("scene")) != ("1", chapter_page.scene(1))
    for route in held:
        route.abort()


def test_the_first_scene_is_asked_for_once(chapter_page: ChapterPage) -> None:
    asked: list[str] = []
    chapter_page.page.on("request", lambda request: asked.append(request.url))
    chapter_page.open().press("Space").until(status="playing")
    path = f"/api/scenes/{chapter_page.steps[0]['name']}/{chapter_page.scene(1)}"
    assert sum(url.endswith(path) for url in asked) == 1
