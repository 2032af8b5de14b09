"""The strip over the picture: what the scene has made so far stands at its stations."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from filming import Film
from page_controls import where

_SEEN = """() => Object.fromEntries([...document.querySelectorAll("cnn-strip .station")]
  .map((station) => [station, station.querySelector(".thumbnail")])
  .filter(([, thumbnail]) => !thumbnail.hidden)
  .map(([station, thumbnail]) => [station.dataset.stage, thumbnail.style.transform]))"""
"""By stage, where each tensor is on its way; empty once it stands."""


def stations(film: Film) -> dict[str, str]:
    found: dict[str, str] = film.page.evaluate(_SEEN)
    return found


def test_a_map_comes_to_its_station_when_it_is_made(film: Film) -> None:
    step, index = where(film, "checkerboard")
    film.at(step, index, 1)
    assert stations(film) == {"input": ""}
    film.move(step, "checkerboard", film.count(step, index))
    assert stations(film) == {"input": "", "conv": ""}
    film.move(step, "checkerboard", 1)
    assert stations(film) == {"input": ""}


def test_it_travels_along_the_line_between_the_stations(film: Film) -> None:
    """Frames are drawn in the browser as they pass; each says how far the map still has to go."""
    step, index = where(film, "checkerboard")
    film.page.add_init_script("""(() => {
      window.ways = [];
      const look = () => {
        const map = document.querySelector("[data-stage=conv] .thumbnail");
        const moving = map && !map.hidden && /translateX\\((.*?)px/.exec(map.style.transform);
        if (moving) window.ways.push(Number(moving[1]));
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })()""")
    film.at(step, index, 1)
    frames = range(2, film.count(step, index))
    since = next(k for k in frames if "conv" in stations(film.move(step, "checkerboard", k)))
    film.move(step, "checkerboard", since - 1).press("k").until(status="playing")
    film.page.wait_for_function("() => window.ways.length > 0")
    film.page.wait_for_function("""() => {
      const map = document.querySelector("[data-stage=conv] .thumbnail");
      return !map.hidden && map.style.transform === "";
    }""")
    ways = film.page.evaluate("window.ways")
    assert ways == sorted(ways)
    assert ways[0] < 0


def test_a_scene_without_tensors_borrows_those_of_a_whole_network(film: Film) -> None:
    step, index = where(film, "formula")
    film.at(step, index, 2)
    film.page.wait_for_function(f"() => Object.keys(({_SEEN})()).length === 6")


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080), (390, 844)])
def test_in_full_screen_it_is_a_band_that_names_step_and_scene(
    film: Film, size: tuple[int, int]
) -> None:
    width, height = size
    film.page.set_viewport_size({"width": width, "height": height})
    wrong = []
    film.at(1)
    film.press("f")
    film.page.wait_for_function("() => document.fullscreenElement !== null")
    here = film.page.locator("cnn-strip .here")
    for number, step in enumerate(film.steps, 1):
        for scene in step["scenes"]:
            film.move(number, scene["name"], 1)
            expect(here).to_contain_text(scene["title"])
            found: dict[str, Any] = film.page.evaluate("""() => {
              const box = (element) => element.getBoundingClientRect();
              const words = document.createRange();
              words.selectNodeContents(document.querySelector("cnn-strip .here"));
              return {
                band: box(document.querySelector("cnn-strip")).height,
                words: box(words).right,
                lines: box(words).height,
                first: box(document.querySelector(".station")).left,
                last: box([...document.querySelectorAll(".station")].at(-1)).right,
              };
            }""")
            path = f"{step['name']}/{scene['name']}"
            if found["last"] > width or found["words"] > width:
                wrong.append(f"{path} leaves the window")
            if width > height and found["words"] > found["first"]:
                wrong.append(f"{path}: words and stations overlap")
            if found["band"] > height * (0.045 if width > height else 0.08):
                wrong.append(f"{path}: the band is {found['band']} high")
    assert not wrong, "\n".join(wrong)
