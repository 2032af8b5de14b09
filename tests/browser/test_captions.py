"""What stands around the picture: the place in words, the sentence and its formula are whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from chapter_page import SPARING, ChapterPage, asking_frames

_WALK = """async ([step, scene, frames]) => {
  const next = () => new Promise((done) => requestAnimationFrame(done));
  const { dataset } = document.querySelector("#player");
  const measure = LOOK;
  const found = [];
  for (const frame of frames) {
    location.hash = `#step=${step}&scene=${scene}&frame=${frame}`;
    const there = () => dataset.scene === scene && dataset.frame === String(frame)
      && dataset.stale === "false" && ["paused", "asking"].includes(dataset.status);
    while (!there()) await next();
    await next();
    found.push(measure());
  }
  return found;
}"""
"""Goes through frames of a scene on the page as it is open, and measures each of them."""


def walk(
    chapter_page: ChapterPage, step: int, scene: str, frames: list[int], look: str
) -> list[Any]:
    """What `look`, a function in JavaScript, says of each of the frames, from 1."""
    # What is only evaluated would wait for good for a frame that never comes.
    walked = chapter_page.page.wait_for_function(
        _WALK.replace("LOOK", look), arg=[step, scene, frames]
    )
    found: list[Any] = walked.json_value()
    return found


def places(chapter_page: ChapterPage) -> list[tuple[int, str]]:
    """Step and name of every scene."""
    return [
        (number, scene["name"])
        for number, step in enumerate(chapter_page.steps, 1)
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


WIDTHS = (320, 390, 1024, 1280)


@pytest.mark.thorough
def test_the_place_in_words_takes_two_lines_beside_the_buttons(chapter_page: ChapterPage) -> None:
    chapter_page.open().without_text().less_motion()
    wrong = []
    for number, scene in places(chapter_page):
        for width in WIDTHS:
            chapter_page.page.set_viewport_size({"width": width, "height": 768})
            why = walk(chapter_page, number, scene, [1], _PLACE)[0]
            wrong += [f"{scene} at {width} px: the place {why}"] if why else []
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def still(browser: Browser, server: str) -> Iterator[ChapterPage]:
    """The page for one who asks for no motion: a frame is there at once."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, reduced_motion="reduce", service_workers="block"
    )
    context.add_init_script(SPARING)
    yield ChapterPage(context.new_page(), server)
    context.close()


def open_at(chapter_page: ChapterPage, width: int, height: int, *, full: bool) -> None:
    chapter_page.page.set_viewport_size({"width": width, "height": height})
    chapter_page.open()
    if full:
        chapter_page.full_screen()


_STAGE = """() => {
  const { x, y, width, height } = document.querySelector("cnn-stage").getBoundingClientRect();
  return [x, y, width, height].join(" ");
}"""


def room(chapter_page: ChapterPage) -> str:
    """The height that is kept for the captions of the scene."""
    kept: str = chapter_page.page.evaluate("player.style.getPropertyValue('--caption-height')")
    return kept


def test_as_much_room_is_kept_from_the_start_screen_as_from_an_address(still: ChapterPage) -> None:
    still.at(1)
    expected = room(still)
    assert expected
    still.open().press("Space").until(step=1, stale="false")
    assert room(still) == expected


_WATCH = """() => {
  window.tries = 0;
  const isDraft = (each) => each.matches(".options[inert]");
  const isTried = ({ addedNodes }) => [...addedNodes].some(isDraft);
  const count = (records) => void (tries += records.filter(isTried).length);
  const watching = new MutationObserver(count);
  watching.observe(document.querySelector(".narration"), { childList: true });
  window.tried = () => {
    count(watching.takeRecords());
    return tries;
  };
}"""
"""Counts how often the answers of a question are tried out beside a caption."""
_GO_ON = """() => {
  const before = tried();
  player.dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown", bubbles: true }));
  return [player.dataset.scene, tried() - before];
}"""


@pytest.mark.parametrize("full", [False, True])
def test_the_room_of_the_scene_that_comes_is_found_while_one_plays(
    chapter_page: ChapterPage, *, full: bool
) -> None:
    first, second = chapter_page.scene(2), chapter_page.scene(2, 1)
    open_at(chapter_page, 1280, 720, full=False)
    chapter_page.move(2, second).move(2, first, 1)
    # It was found for another place.
    chapter_page.page.set_viewport_size({"width": 1200, "height": 760})
    if full:
        chapter_page.full_screen()
    chapter_page.page.evaluate(_WATCH)
    chapter_page.press("k").until(status="playing")
    chapter_page.page.wait_for_function("() => tried() > 0")
    assert chapter_page.page.evaluate(_GO_ON) == [second, 0]
    found = room(chapter_page)
    open_at(chapter_page, 1200, 760, full=full)
    assert room(chapter_page.move(2, second)) == found


_WHOLE = """() => {
  const full = document.fullscreenElement !== null;
  const bar = document.querySelector("cnn-transport").getBoundingClientRect();
  const lowest = full ? innerHeight : bar.top;
  return [".sentence", ".formula"].map((selector) => {
    const part = document.querySelector(selector);
    if (!part.textContent.trim() || !part.checkVisibility()) return "";
    const { top, bottom, left, right } = part.getBoundingClientRect();
    // The sign behind a question hangs into the gap beside it; its words do not.
    const words = document.createRange();
    words.selectNodeContents(part);
    const across = part.matches(".sentence")
      ? words.getBoundingClientRect().right - right
      : part.scrollWidth - part.clientWidth;
    const down = part.scrollHeight - part.clientHeight;
    const stage = document.querySelector("cnn-stage").getBoundingClientRect();
    if (across > 1 || down > 1) return `${selector} is cut by ${across}×${down}`;
    if (bottom > lowest + 1) return `${selector} is ${bottom - lowest} under the bar`;
    if (top < stage.bottom - 1) return `${selector} lies over the stage`;
    return left < -1 || right > innerWidth + 1 ? `${selector} leaves the window` : "";
  }).filter(Boolean).join(", ");
}"""


def captioned(chapter_page: ChapterPage, path: str) -> list[int]:
    """One frame, from 1, of each sentence with each size of formula; and the last."""
    with urlopen(f"{chapter_page.url}api/scenes/{path}") as answer:
        frames = [json.loads(line) for line in answer][1:-1]
    found: dict[tuple[Any, ...], int] = {}
    for frame in frames:
        sizes = [(len(work["terms"]), work["shape"]) for work in frame.get("computations", [])]
        caption = (frame["narration"], len(frame.get("formula", "")) // 40, str(sizes))
        found.setdefault(caption, frame["k"] + 1)
    return sorted({*found.values(), len(frames)})


@pytest.mark.sampled(size=1)
@pytest.mark.long
@pytest.mark.parametrize("full", [False, True], ids=["window", "full screen"])
@pytest.mark.parametrize(
    "size", [(390, 844), (1024, 768), (1280, 720)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_no_sentence_and_no_formula_is_cut_off_and_the_stage_stays_where_it_is(
    still: ChapterPage, size: tuple[int, int], full: bool
) -> None:
    open_at(still, *size, full=full)
    still.without_text()
    wrong = []
    both = f"() => [({_WHOLE})(), ({_STAGE})()]"
    for number, step in enumerate(still.steps, 1):
        for scene in step["scenes"]:
            path = f"{step['name']}/{scene['name']}"
            frames = sorted({*captioned(still, path), *asking_frames(still.url, path)})
            found = walk(still, number, scene["name"], frames, both)
            wrong += [
                f"{path} {k}: {why}" for k, (why, _) in zip(frames, found, strict=True) if why
            ]
            stages = {stage for _, stage in found}
            wrong += [f"{path}: the stage is at {stages}"] if len(stages) > 1 else []
    assert not wrong, "\n".join(wrong)


def test_beside_two_windows_a_formula_has_the_colour_of_the_one_it_is_of(
    still: ChapterPage,
) -> None:
    scenes = [name for number, name in places(still) if number == 2]
    colours = """() => {
      const of = (element) => getComputedStyle(element).color;
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = "var(--conv)";
      const found = [of(document.querySelector(".narration .formula")), of(probe)];
      probe.remove();
      return found;
    }"""
    still.at(2, scenes.index("edge"), 6)
    formula, window = still.page.evaluate(colours)
    assert formula == window
    still.at(2, scenes.index("checkerboard"), 6)
    formula, window = still.page.evaluate(colours)
    assert formula != window
