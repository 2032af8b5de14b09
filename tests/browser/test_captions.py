"""What stands around the picture: the place in words, the sentence and its formula are whole."""

from __future__ import annotations

from typing import Any

import pytest

from filming import Film

_WALK = """async ([step, scene, frames, look]) => {
  const next = () => new Promise((done) => requestAnimationFrame(done));
  const { dataset } = document.querySelector("#player");
  const measure = (0, eval)(look);
  const found = [];
  for (const frame of frames) {
    location.hash = `#step=${step}&scene=${scene}&frame=${frame}`;
    const there = () => dataset.scene === scene && dataset.frame === String(frame)
      && dataset.stale === "false" && dataset.status === "paused";
    while (!there()) await next();
    await next();
    found.push(measure());
  }
  return found;
}"""
"""Goes through frames of a scene on the page as it is open, and measures each of them."""


def walk(film: Film, step: int, scene: str, frames: list[int], look: str) -> list[Any]:
    """What `look`, a function in JavaScript, says of each of the frames, from 1."""
    found: list[Any] = film.page.evaluate(_WALK, [step, scene, frames, look])
    return found


def places(film: Film) -> list[tuple[int, str]]:
    """Step and name of every scene."""
    return [
        (number, scene["name"])
        for number, step in enumerate(film.steps, 1)
        for scene in step["scenes"]
    ]


_PLACE = """() => {
  const place = document.querySelector(".place");
  if (!place.checkVisibility()) return "";
  const words = document.createRange();
  words.selectNodeContents(place);
  const { top, bottom, left, right } = words.getBoundingClientRect();
  const lines = new Set([...words.getClientRects()].map((box) => Math.round(box.bottom))).size;
  if (lines > 2) return `${lines} lines`;
  const bar = document.querySelector("cnn-transport").getBoundingClientRect();
  if (top < bar.top || bottom > bar.bottom || left < 0 || right > innerWidth)
    return "is outside the bar";
  const others = [...document.querySelectorAll(".count, .bar button, .bar select")];
  const over = others.filter((each) => each.checkVisibility()).find((each) => {
    const box = each.getBoundingClientRect();
    return box.left < right && left < box.right && box.top < bottom && top < box.bottom;
  });
  return over ? `lies over ${over.ariaLabel ?? over.className}` : "";
}"""


@pytest.mark.parametrize("width", [320, 390, 1024, 1280])
def test_the_place_in_words_takes_two_lines_beside_the_buttons(film: Film, width: int) -> None:
    film.page.set_viewport_size({"width": width, "height": 768})
    film.open()
    wrong = {
        scene: found
        for number, scene in places(film)
        for found in walk(film, number, scene, [1], _PLACE)
        if found
    }
    assert not wrong, "\n".join(f"{scene}: the place {why}" for scene, why in wrong.items())
