"""At a question the film rests by itself, says so, and goes on in the scene."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest

from filming import Film

FASTEST = ("+",) * 4


def first_question(film: Film, step: int) -> int:
    """The frame, from 1, at which the first scene of a step asks."""
    path = f"{film.steps[step - 1]['name']}/{film.scene(step)}"
    with urlopen(f"{film.url}api/scenes/{path}") as answer:
        lines = [json.loads(line) for line in answer]
    return next(k for k, line in enumerate(lines) if line.get("question", {}).get("kind") == "open")


def asked(film: Film, step: int = 1) -> Film:
    """The first scene of a step, as it waits at its first question."""
    film.open(f"#step={step}").press(*FASTEST)
    return film.until(status="asking", step=step, frame=first_question(film, step))


@pytest.mark.parametrize("key", ["Space", "Enter", "PageDown", "ArrowRight", "k"])
def test_a_key_goes_on_in_the_scene(film: Film, key: str) -> None:
    asked(film).stays()
    scene, frame = film.data("scene"), int(film.data("frame"))
    film.press(key).until(status="playing", scene=scene)
    film.page.wait_for_function("frame => Number(player.dataset.frame) > frame", arg=frame)
    assert film.data("scene") == scene


def test_the_play_button_goes_on_and_shows_meanwhile_that_the_film_waits(film: Film) -> None:
    asked(film)
    moving = "button => getComputedStyle(button).animationName !== 'none'"
    assert film.button("Play").evaluate(moving)
    film.button("Play").click()
    film.until(status="playing", step=1, scene=film.scene(1))
    assert not film.button("Pause").evaluate(moving)


def test_with_reduced_motion_the_sign_stands_still(film: Film) -> None:
    film.page.emulate_media(reduced_motion="reduce")
    asked(film)
    assert (
        film.button("Play").evaluate("button => getComputedStyle(button).animationName") == "none"
    )


def test_every_step_asks_and_space_walks_on_from_there_while_it_plays(film: Film) -> None:
    asked(film).press("Space").until(status="playing", step=1)
    for step, _ in enumerate(film.steps[1:], 2):
        film.press("Space").until(status="playing", step=step)


def test_from_a_question_one_goes_elsewhere_as_from_a_pause(film: Film) -> None:
    asked(film)
    frame = int(film.data("frame"))
    film.press("l").until(status="paused", frame=frame + 1)
    film.press("j").until(status="paused", frame=frame)
    asked(film).seek(0, 0.999).until(status="paused", frame=film.count(1))
    asked(film).press("3").until(status="playing", step=3)
