"""The controls of the page that can be used now."""

from __future__ import annotations

import json
from urllib.request import urlopen

from playwright.sync_api import Locator, Page

from chapter_page import ChapterPage

SCENES = ["checkerboard", "digit", "max", "formula", "live", "run"]
"""Scenes with every kind of control."""

_USABLE = """selectors => [...document.querySelectorAll(selectors)]
  .map((element, index) => {
    const name = element.ariaLabel || element.textContent.trim() || element.value || element.id;
    const off = element.disabled || element.ariaDisabled === "true" || element.clientWidth === 0;
    return [off || !element.checkVisibility({visibilityProperty: true}) ? -1 : index, name];
  })
  .filter(([index]) => index >= 0)"""
_EDITABLE = """canvas => {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  for (let clientY = top + 40; clientY < top + height; clientY += 24)
    for (let clientX = left + 24; clientX < left + width; clientX += 24) {
      const at = { clientX, clientY, bubbles: true, pointerType: "mouse" };
      canvas.dispatchEvent(new PointerEvent("pointermove", at));
      if (canvas.closest("cnn-stage").style.cursor === "ns-resize") return [clientX, clientY];
    }
}"""
_LEFT_OUT = """async ([selectors, usable]) => {
  const moving = document.getAnimations().filter(({ playState }) => playState === "running");
  await Promise.allSettled(moving.map(({ finished }) => finished));
  const all = document.querySelectorAll(selectors);
  return usable.filter(([index]) => {
    all[index].scrollIntoView({ block: "center", behavior: "instant" });
    const { top, bottom } = all[index].getBoundingClientRect();
    return top < 0 || bottom > innerHeight + 1;
  });
}"""
_CONTROLS = "#player :is(a, button, input, select, summary, textarea)"


def controls(page: Page, kinds: str = _CONTROLS) -> list[tuple[Locator, str]]:
    """All that can be used now, with a name for a test's own words."""
    every = page.locator(kinds)
    return [(every.nth(index), name) for index, name in page.evaluate(_USABLE, kinds)]


def left_out(page: Page, kinds: str = _CONTROLS) -> list[str]:
    """The names of those that can be used now, but are not in the window when scrolled to."""
    usable = page.evaluate(_USABLE, kinds)
    assert usable
    return [name for _, name in page.evaluate(_LEFT_OUT, [kinds, usable])]


def where(chapter_page: ChapterPage, scene: str) -> tuple[int, int]:
    """Step and index of a scene, by its name; the last one of that name."""
    return [
        (number, index)
        for number, step in enumerate(chapter_page.steps, 1)
        for index, each in enumerate(step["scenes"])
        if each["name"] == scene
    ][-1]


def calm_frame(chapter_page: ChapterPage, step: int, index: int) -> int:
    """The first frame of a scene at which nothing is asked, nor at its neighbours, from 1.

    There, and a frame from there, a clicker's key leaves the scene; at a question it goes on in it.
    """
    path = f"{chapter_page.steps[step - 1]['name']}/{chapter_page.scene(step, index)}"
    with urlopen(f"{chapter_page.url}api/scenes/{path}") as answer:
        lines = [json.loads(line) for line in answer]
    asks = ["question" in line for line in lines]
    return next(k for k in range(2, len(lines) - 1) if not any(asks[k - 1 : k + 2]))


def middle(control: Locator) -> tuple[float, float]:
    """Where a pointer would press it, in CSS pixels of the window."""
    box = control.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def cell(chapter_page: ChapterPage) -> tuple[float, float]:
    """A place on the stage where a cell can be edited, in CSS pixels of the window."""
    place = chapter_page.picture.evaluate(_EDITABLE)
    assert place, "no cell can be edited"
    # What the page found by itself is so under a real mouse.
    chapter_page.page.mouse.move(*place)
    assert chapter_page.page.locator("cnn-stage").evaluate("e => e.style.cursor") == "ns-resize"
    return place[0], place[1]
