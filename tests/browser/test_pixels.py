"""A window that moves to a screen of another pixel ratio: every canvas is drawn anew."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chapter_page import ChapterPage

_FINE = """() => {
  const all = [...document.querySelectorAll("canvas")];
  const canvases = all.filter((each) => each.checkVisibility());
  return canvases.length > 1 && canvases.every((canvas) => {
    const side = Math.max(canvas.clientWidth, canvas.clientHeight) * devicePixelRatio;
    return Math.abs(Math.max(canvas.width, canvas.height) - side) <= 1;
  });
}"""
_SEEN = """() => [...document.querySelectorAll("canvas")]
  .filter((each) => each.checkVisibility()).map((each) => each.toDataURL())"""


@pytest.mark.parametrize("scene", [("convolution", 0), ("lenet", 1)])
def test_another_pixel_ratio_draws_every_canvas_anew(
    chapter_page: ChapterPage, scene: tuple[str, int]
) -> None:
    step = next(n for n, each in enumerate(chapter_page.steps, 1) if each["name"] == scene[0])
    chapter_page.at(step, scene[1], 3)
    page = chapter_page.page
    page.wait_for_selector("cnn-strip canvas:not([hidden])")
    screen = page.context.new_cdp_session(page)
    seen = []
    for ratio in (1, 2, 1.25, 3, 1):
        screen.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": 1280, "height": 720, "deviceScaleFactor": ratio, "mobile": False},
        )
        page.wait_for_function(_FINE)
        seen.append(page.evaluate(_SEEN))
    assert seen[0] == seen[-1]
    for before, after in pairwise(seen):
        assert all(one != other for one, other in zip(before, after, strict=True))
