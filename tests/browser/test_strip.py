"""The strip over the picture: what the scene has made so far stands at its stations."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from chapter_page import ChapterPage
from page_controls import where

_SEEN = """() => Object.fromEntries([...document.querySelectorAll("cnn-strip .station")]
  .map((station) => [station, station.querySelector(".thumbnail")])
  .filter(([, thumbnail]) => !thumbnail.hidden)
  .map(([station, thumbnail]) => [station.dataset.stage, thumbnail.style.transform]))"""
"""By stage, where each tensor is on its way; empty once it stands."""


def stations(chapter_page: ChapterPage) -> dict[str, str]:
    found: dict[str, str] = chapter_page.page.evaluate(_SEEN)
    return found


def test_a_map_comes_to_its_station_when_it_is_made(chapter_page: ChapterPage) -> None:
    step, index = where(chapter_page, "checkerboard")
    chapter_page.at(step, index, 1)
    assert stations(chapter_page) == {"input": ""}
    chapter_page.move(step, "checkerboard", chapter_page.count(step, index))
    assert stations(chapter_page) == {"input": "", "conv": ""}
    chapter_page.move(step, "checkerboard", 1)
    assert stations(chapter_page) == {"input": ""}


def test_it_travels_along_the_line_between_the_stations(chapter_page: ChapterPage) -> None:
    """Frames are drawn in the browser as they pass; each says how far the map still has to go."""
    step, index = where(chapter_page, "checkerboard")
    chapter_page.page.add_init_script("""(() => {
      window.ways = [];
      const look = () => {
        const map = document.querySelector("[data-stage=conv] .thumbnail");
        const moving = map && !map.hidden && /translateX\\((.*?)px/.exec(map.style.transform);
        if (moving) window.ways.push(Number(moving[1]));
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })()""")
    chapter_page.at(step, index, 1)
    frames = range(2, chapter_page.count(step, index))
    since = next(
        k for k in frames if "conv" in stations(chapter_page.move(step, "checkerboard", k))
    )
    chapter_page.move(step, "checkerboard", since - 1).press("k").until(status="playing")
    chapter_page.page.wait_for_function("() => window.ways.length > 0")
    chapter_page.page.wait_for_function("""() => {
      const map = document.querySelector("[data-stage=conv] .thumbnail");
      return !map.hidden && map.style.transform === "";
    }""")
    ways = chapter_page.page.evaluate("window.ways")
    assert ways == sorted(ways)
    assert ways[0] < 0


def test_a_scene_without_tensors_borrows_those_of_a_whole_network(
    chapter_page: ChapterPage,
) -> None:
    step, index = 7, 2
    assert chapter_page.scene(step, index) == "parameters"
    chapter_page.at(step, index, 2)
    chapter_page.page.wait_for_function(f"() => Object.keys(({_SEEN})()).length === 6")


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080), (390, 844)])
def test_in_full_screen_it_is_a_band_that_names_step_and_scene(
    chapter_page: ChapterPage, size: tuple[int, int]
) -> None:
    width, height = size
    chapter_page.page.set_viewport_size({"width": width, "height": height})
    chapter_page.page.emulate_media(reduced_motion="reduce")
    wrong = []
    chapter_page.at(1).full_screen()
    here = chapter_page.page.locator("cnn-strip .here")
    for number, step in enumerate(chapter_page.steps, 1):
        for scene in step["scenes"]:
            chapter_page.move(number, scene["name"], 1)
            expect(here).to_contain_text(scene["title"])
            found: dict[str, Any] = chapter_page.page.evaluate("""() => {
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
