"""What the last row sees: in full screen all letters are large, whole and clear of others."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import pytest

from chapter_page import ChapterPage

SIZES = [(1024, 768), (1280, 720), (1280, 800), (1920, 1080), (3840, 2160)]
WIDE = SIZES[1:]
LETTERS = 3.3
"""The height of numbers and words in the picture, in per cent of the window's height."""
PROGRAM = 1.6
"""The height of a program's letters, in per cent of the window's width.

The whole program stands on one screen with its shapes beside it: none of its lines may be left
out, and its longest has to fit the width.
"""
CAPTIONS = 4.4
"""The height of the narration's letters and the formula's, in per cent of the window's height."""
PICTURE = 75.0
"""The stage's share of the height, in per cent."""
NARROWER = {
    # Its sum of 150 products, shortened as it is, would be wider than a window of 4:3.
    ("lenet/run", (1024, 768)): 3.85,
}
"""Formulas that are smaller than CAPTIONS where they would not fit the window's width."""
NARROW = 71.0
"""The same in a window of 4:3, where captions of that size need more lines."""
LOWER = {
    # Beside three rows of terms there is room for 25 to 30 letters, so that the longest sentences
    # need five lines.
    ("convolution/checkerboard", (1024, 768)): 66.0,
    ("convolution/edge", (1024, 768)): 66.0,
    ("convolution/digit", (1024, 768)): 65.0,
    # The formula's fraction, or its products of all layers, stand below the longest sentence.
    **{("stride-padding/stride", size): 73.0 for size in WIDE},
    **{("stride-padding/formula", size): 73.0 for size in WIDE if size != (1280, 800)},
    ("stride-padding/formula", (1280, 800)): 72.0,
    ("channels/parameters", (1280, 800)): 72.0,
    ("hierarchy/growth", (1280, 800)): 72.0,
    ("stride-padding/formula", (1024, 768)): 66.5,
    ("channels/parameters", (1024, 768)): 65.0,
    ("hierarchy/growth", (1024, 768)): 66.5,
}
"""Scenes whose stage has less."""
ASKING = {True: 69.0, False: 64.5}
"""The same in a scene that asks, in a wide window and in another: at the reveal what one has
answered is worked out, and below it what is right."""
COVERED = {("pytorch/elsewhere", "3", "5")}
"""A text that a filled disc, painted later, hides under another."""

_LISTEN = """(() => {
  window.drawn = [];
  const pen = CanvasRenderingContext2D.prototype;
  const { fillText, fillRect } = pen;
  const staged = (context) => context.canvas.closest?.("cnn-stage");
  pen.fillRect = function (x, y, width, height) {
    // The stage clears itself before it draws.
    if (staged(this) && x === 0 && y === 0) window.drawn = [];
    return fillRect.call(this, x, y, width, height);
  };
  pen.fillText = function (text, x, y, ...room) {
    if (staged(this)) {
      const size = parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
      const width = Math.min(this.measureText(text).width, ...room);
      const { globalAlpha: alpha, textAlign: align } = this;
      const program = this.font.includes("monospace");
      window.drawn.push({ text, x, y, size, width, alpha, align, program });
    }
    return fillText.call(this, text, x, y, ...room);
  };
})()"""

_LOOK = """async () => {
  const next = () => new Promise((done) => requestAnimationFrame(done));
  await next();
  await next();
  const part = (selector) => {
    const element = document.querySelector(selector);
    const { scrollHeight, clientHeight } = element;
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
    // The sign behind a question hangs into the gap beside it; its words do not.
    const words = document.createRange();
    words.selectNodeContents(element);
    const across = element.matches(".sentence")
      ? words.getBoundingClientRect().right - right
      : element.scrollWidth - element.clientWidth;
    return {
      top, bottom, left, right, width, height,
      over: Math.max(across, scrollHeight - clientHeight),
      size: parseFloat(getComputedStyle(element).fontSize),
      text: element.textContent.trim(),
    };
  };
  return {
    height: innerHeight, width: innerWidth, full: document.fullscreenElement !== null,
    drawn: window.drawn, stage: part("cnn-stage"),
    sentence: part(".sentence"), formula: part(".formula"),
  };
}"""


@dataclass
class Letters:
    """A text on the stage and the room that its letters take."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, drawn: dict[str, Any]) -> Letters:
        before = {"center": 0.5, "right": 1.0, "end": 1.0}.get(drawn["align"], 0.0)
        left = drawn["x"] - before * drawn["width"]
        half = 0.36 * drawn["size"]
        right = left + drawn["width"]
        return cls(drawn["text"], left, drawn["y"] - half, right, drawn["y"] + half)

    def over(self, other: Letters) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 2 and down > 2


def asks(chapter_page: ChapterPage, path: str) -> bool:
    """Whether a scene has a question with options."""
    with urlopen(f"{chapter_page.url}api/scenes/{path}") as answer:
        return re.search(rb'"question":\{"kind":"(?!open)', answer.read()) is not None


def least_stage(path: str, size: tuple[int, int], is_asking: bool) -> float:
    """The share of the height that a scene's stage has at least, in per cent."""
    usual = PICTURE if 3 * size[0] > 4 * size[1] else NARROW
    least = LOWER.get((path, size), usual)
    return min(least, ASKING[size[0] > 1.7 * size[1]]) if is_asking else least


def faults(seen: dict[str, Any], path: str, size: tuple[int, int], least_high: float) -> list[str]:
    """What is wrong with one picture, in words."""
    found = []
    percent = 100 / seen["height"]
    stage, sentence, formula = seen["stage"], seen["sentence"], seen["formula"]
    if sentence["size"] * percent < CAPTIONS:
        found.append(f"the sentence is {sentence['size'] * percent:.2f} %")
    if formula["text"] and formula["size"] * percent < NARROWER.get((path, size), CAPTIONS):
        found.append(f"the formula is {formula['size'] * percent:.2f} %")
    if stage["height"] * percent < least_high:
        found.append(f"the stage has {stage['height'] * percent:.1f} %")
    for name, part in {"sentence": sentence, "formula": formula}.items():
        if part["text"] and (part["over"] > 1 or part["bottom"] > seen["height"] + 1):
            found.append(f"the {name} is cut off by {part['over']} px")
    least = {False: LETTERS / percent, True: PROGRAM * seen["width"] / 100}
    texts = [each for each in seen["drawn"] if each["text"].strip() and each["alpha"] > 0.05]
    found += [
        f"“{each['text']}” is {each['size'] * percent:.2f} %"
        for each in texts
        if each["size"] < least[each["program"]]
    ]
    placed = [Letters.of(each) for each in texts if each["alpha"] > 0.25]
    found += [
        f"“{each.text}” leaves the stage"
        for each in placed
        if min(each.left, each.top) < -1
        or each.right > stage["width"] + 1
        or each.bottom > stage["height"] + 1
    ]
    found += [
        f"“{one.text}” lies over “{other.text}”"
        for one, other in itertools.combinations(placed, 2)
        if one.over(other) and (path, one.text, other.text) not in COVERED
    ]
    return found


def looked(chapter_page: ChapterPage, step: int, scene: str, frame: int) -> dict[str, Any]:
    seen: dict[str, Any] = chapter_page.move(step, scene, frame).page.evaluate(_LOOK)
    return seen


@pytest.mark.sampled(size=1)
@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_last_row_can_read_every_scene(
    chapter_page: ChapterPage, size: tuple[int, int]
) -> None:
    chapter_page.page.emulate_media(reduced_motion="reduce")
    chapter_page.page.set_viewport_size({"width": size[0], "height": size[1]})
    chapter_page.page.add_init_script(_LISTEN)
    chapter_page.open().full_screen()
    wrong: dict[str, list[str]] = {}
    for number, step in enumerate(chapter_page.steps, 1):
        for index, scene in enumerate(step["scenes"]):
            count = chapter_page.count(number, index)
            path = f"{step['name']}/{scene['name']}"
            least = least_stage(path, size, asks(chapter_page, path))
            for frame in sorted({1, max(1, count // 2), count}):
                seen = looked(chapter_page, number, scene["name"], frame)
                assert seen["full"]
                if found := faults(seen, path, size, least):
                    wrong[f"{path} {frame}"] = found
    assert not wrong, "\n".join(f"{place}: {'; '.join(why)}" for place, why in wrong.items())


def test_in_full_screen_only_strip_picture_sentence_formula_and_place_are_left(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(2, 0, 12).full_screen()
    for part, there in {
        "cnn-stage": True,
        ".sentence": True,
        ".formula": True,
        ".timeline": True,
        "cnn-strip": True,
        "cnn-controls": False,
        ".bar": False,
        ".article": False,
    }.items():
        box = chapter_page.page.locator(part).bounding_box()
        inside = box is not None and box["height"] > 0 and box["y"] + box["height"] <= 721
        assert inside is there, part
    chapter_page.full_screen(on=False)
    assert chapter_page.page.locator("cnn-strip").is_visible()
