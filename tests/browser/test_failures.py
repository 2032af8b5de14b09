"""When the server is slow, away, or breaks off: a sentence, Try again, and the rest goes on."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from playwright.sync_api import Route, expect

from filming import Film

SCENES = "**/api/scenes/**"


def test_without_an_answer_it_says_so_and_comes_back_by_itself(film: Film) -> None:
    film.page.route(SCENES, lambda route: route.abort())
    film.open().press("Space").until(status="failed", step=1)
    expect(film.page.get_by_text("the server isn't responding")).to_be_visible()
    film.button("Try again").click()
    film.until(status="failed")
    film.page.unroute(SCENES)
    film.until(status="playing", step=1)
    expect(film.button("Try again")).to_be_hidden()
    film.complaints.clear()


@pytest.mark.parametrize("lines", [1, 3, -1])
def test_a_stream_without_its_closing_line_has_failed(film: Film, lines: int) -> None:
    def cut(route: Route) -> None:
        with urlopen(route.request.url) as answer:
            whole = answer.read().splitlines(keepends=True)
        route.fulfill(body=b"".join(whole[:lines]), content_type="application/jsonl")

    film.page.route(SCENES, cut)
    film.open().press("Space").until(status="failed", step=1)
    expect(film.page.get_by_text("broke off")).to_be_visible()
    film.page.unroute(SCENES)
    film.button("Try again").click()
    film.until(status="playing", step=1, scene=film.scene(1))


def test_nonsense_instead_of_a_stream_has_failed(film: Film) -> None:
    film.page.route(SCENES, lambda route: route.fulfill(body="<html>", content_type="text/html"))
    film.open().press("Space").until(status="failed")
    expect(film.button("Try again")).to_be_visible()


def test_a_servers_error_is_told_in_its_words(film: Film) -> None:
    film.page.route(
        SCENES, lambda route: route.fulfill(status=500, json={"detail": "The engine is ill."})
    )
    film.open().press("Space").until(status="failed")
    film.says("The engine is ill.")
    film.complaints.clear()


def test_while_one_scene_fails_the_others_play(film: Film) -> None:
    scenes = [(s, c) for s, step in enumerate(film.steps, 1) for c in range(len(step["scenes"]))]
    (_, _), (step, scene) = scenes[0], scenes[1]
    broken = f"**/api/scenes/{film.steps[0]['name']}/{film.scene(1)}*"
    film.page.route(broken, lambda route: route.abort())
    film.open().press("Space").until(status="failed", step=1)
    film.press("PageDown").until(status="playing", step=step, scene=film.scene(step, scene))
    film.press("PageUp").until(status="failed", step=1, scene=film.scene(1))
    film.complaints.clear()


def test_a_failed_fetch_ahead_is_not_shown_and_is_asked_for_again(film: Film) -> None:
    scenes = [(s, c) for s, step in enumerate(film.steps, 1) for c in range(len(step["scenes"]))]
    step, scene = scenes[1]
    path = f"**/api/scenes/{film.steps[step - 1]['name']}/{film.scene(step, scene)}*"
    film.page.route(path, lambda route: route.abort())
    with film.page.expect_event("requestfailed"):
        film.open().press("Space").until(status="playing", step=1)
    film.until(status="playing", step=1)
    film.page.unroute(path)
    film.press("PageDown").until(status="playing", step=step, scene=film.scene(step, scene))
    film.complaints.clear()


def test_a_slow_scene_is_superseded_by_the_next_jump(film: Film) -> None:
    held: list[Route] = []
    first = f"**/api/scenes/{film.steps[0]['name']}/{film.scene(1)}*"
    film.page.route(first, lambda route: held.append(route))
    film.open().press("Space").until(status="loading", step=1)
    with film.page.expect_event("requestfailed") as aborted:
        film.press("PageDown")
    assert "ABORTED" in (aborted.value.failure or "")
    film.until(status="playing")
    assert (film.data("step"), film.data("scene")) != ("1", film.scene(1))
    for route in held:
        route.abort()


def test_the_first_scene_is_asked_for_once(film: Film) -> None:
    asked: list[str] = []
    film.page.on("request", lambda request: asked.append(request.url))
    film.open().press("Space").until(status="playing")
    path = f"/api/scenes/{film.steps[0]['name']}/{film.scene(1)}"
    assert sum(url.endswith(path) for url in asked) == 1
