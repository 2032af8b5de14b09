"""The digit of step 1 is dragged on the stage, and the networks' answers follow."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import expect

from filming import Film

STEP = 1
SCENE = "drag"


def index(film: Film) -> int:
    return [scene["name"] for scene in film.steps[STEP - 1]["scenes"]].index(SCENE)


def landed(film: Film, **values: object) -> str:
    """The sentence that the server has for the place to which the digit was dragged."""
    query = "&".join(f"{name}={value}" for name, value in values.items())
    with urlopen(f"{film.url}api/scenes/{film.steps[STEP - 1]['name']}/{SCENE}?{query}") as answer:
        frames: list[dict[str, Any]] = [json.loads(line) for line in answer][1:-1]
    return str(frames[-5]["narration"]).replace("*", "")


def drag(film: Film, dx: int, dy: int, panel: str = "digit") -> None:
    """Presses on the digit, and moves it by cells of the picture on the screen."""
    x, y = film.middle(panel)
    film.page.mouse.move(x, y)
    expect(film.page.locator("cnn-stage")).to_have_css("cursor", "move")
    film.page.mouse.down()
    film.page.mouse.move(x + dx, y + dy, steps=6)
    film.page.mouse.up()


def test_the_digit_is_dragged_and_both_networks_answer(film: Film) -> None:
    scene = index(film)
    film.at(STEP, scene, 9, right=0)
    canvas = film.picture
    before = canvas.screenshot()
    drag(film, 40, 0)
    film.page.wait_for_function(
        "() => new URLSearchParams(location.hash.slice(1)).get('right') !== '0'"
    )
    film.until(status="paused", step=STEP, frame=9)
    right = film.page.get_by_role("spinbutton", name="Right").input_value()
    assert 3 <= int(right) <= 7
    expect(film.page.locator(".sentence")).to_have_text(landed(film, right=right))
    assert canvas.screenshot() != before


def test_dragging_an_early_frame_goes_to_the_one_that_follows_the_pointer(film: Film) -> None:
    film.at(STEP, index(film), 2)
    drag(film, 0, -24)
    film.until(status="paused", step=STEP, frame=9)
    assert int(film.page.get_by_role("spinbutton", name="Right").input_value()) == 0
    assert int(film.page.get_by_role("spinbutton", name="Down").input_value()) < 0


def test_the_digit_stays_within_its_frame(film: Film) -> None:
    film.at(STEP, index(film), 9)
    drag(film, 900, 0)
    expect(film.page.get_by_role("spinbutton", name="Right")).to_have_value("7")
    film.until(status="paused", step=STEP, frame=9)


def test_the_moved_digit_of_the_vectors_is_dragged_too(film: Film) -> None:
    film.at(STEP, 1, 5)
    drag(film, 200, 0, panel="moved")
    expect(film.page.get_by_role("spinbutton", name="Right")).to_have_value("3")
    film.until(status="paused", step=STEP, frame=5)
