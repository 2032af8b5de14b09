"""The SVG of a scene is the picture on its canvas, but for the edges of lines and letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from chapter_page import ChapterPage

SOURCE = Path(__file__).parent.parent.parent / "static" / "js"
"""The page itself has one bundle; the modules are served beside it."""

BEYOND = {40: 0.01, 100: 0.0005}
"""Of how many pixels, as a share, red, green or blue may differ by more than so many of 255."""

SCENES = {
    "mlp/flatten": (0, {"raster", "rect", "text"}),
    "mlp/drag": (0, {"line", "circle"}),
    "convolution/digit": (60, {"rect", "raster"}),
    "channels/filters": (0, {"polygon", "raster"}),
    "hierarchy/learned": (0, {"raster"}),
    "lenet/live": (3, {"within"}),
    "lenet/history": (0, {"circle", "text"}),
    "pytorch/code": (0, {"text"}),
    "pytorch/next": (0, {"line", "text"}),
}
"""By scene the frame that is compared, 0 for the last, and what is to be seen of it there."""
KINDS = {"rect", "line", "polygon", "circle", "text", "raster", "within"}

_DRAW = """async ([path, frame]) => {
  const load = (name) => import(new URL(`source/${name}.js`, location.href));
  const [{ still }, { fontOf }, { layoutAt }, { readTheme }, { layers }, records, timing, views] =
    await Promise.all([
      "views/still", "drawing/shapes", "drawing/shots", "drawing/palette", "views/compose",
      "data/records", "state/timing", "views/fetch-views",
    ].map(load));
  await views.fetchViews();
  const lines = (await (await fetch(`api/scenes/${path}`)).text()).trim().split("\\n");
  const [header, ...rest] = lines.map((line) => JSON.parse(line));
  const frames = rest.slice(0, -1).map(records.parseFrame);
  const scene = { ...records.parseScene(header), frames, complete: true };
  const { clientWidth: width, clientHeight: height } = document.querySelector("cnn-stage canvas");
  const moment = timing.momentAt(scene, timing.settledAt(scene, frame - 1));
  const context = { scene, moment, layout: layoutAt(scene, moment, { width, height }) };
  const letters = new OffscreenCanvas(1, 1).getContext("2d");
  const measure = (shape) => {
    letters.font = fontOf(shape);
    return letters.measureText(shape.text).width;
  };
  const theme = readTheme(document.querySelector("cnn-stage"));
  return {
    svg: still(context, { theme, measure }),
    kinds: layers(context).flatMap(({ shapes }) => shapes.map(({ kind }) => kind)),
  };
}"""
_COMPARE = """async (limits) => {
  const canvas = document.querySelector("cnn-stage canvas");
  const { width, height } = canvas;
  const image = new Image(width, height);
  image.src = "picture.svg";
  await image.decode();
  const [shown, drawn] = [canvas, image].map((picture) => {
    const sheet = new OffscreenCanvas(width, height);
    const pixels = sheet.getContext("2d", { willReadFrequently: true });
    pixels.drawImage(picture, 0, 0, width, height);
    return pixels.getImageData(0, 0, width, height).data;
  });
  const beyond = limits.map(() => 0);
  for (let i = 0; i < shown.length; i += 4) {
    const by = Math.max(...[i, i + 1, i + 2].map((at) => Math.abs(shown[at] - drawn[at])));
    limits.forEach((limit, k) => (beyond[k] += by > limit));
  }
  return beyond.map((count) => count / (width * height));
}"""


def drawn(chapter_page: ChapterPage, path: str, frame: int) -> dict[str, Any]:
    """Opens a scene at a frame and draws that as an SVG: `svg`, and the `kinds` of its shapes."""
    name, script = path.split("/")
    step = next(n for n, each in enumerate(chapter_page.steps, 1) if each["name"] == name)
    scene = [each["name"] for each in chapter_page.steps[step - 1]["scenes"]].index(script)
    frame = frame or chapter_page.count(step, scene)
    chapter_page.at(step, scene, frame)
    chapter_page.page.route(
        "**/source/**",
        lambda route: route.fulfill(path=SOURCE / route.request.url.split("/source/")[1]),
    )
    found: dict[str, Any] = chapter_page.page.evaluate(_DRAW, [path, frame])
    return found


def compare(chapter_page: ChapterPage, svg: str) -> None:
    """Fails where the canvas shows another picture."""
    chapter_page.page.route(
        "**/picture.svg", lambda route: route.fulfill(body=svg, content_type="image/svg+xml")
    )
    shares = chapter_page.page.evaluate(_COMPARE, list(BEYOND))
    for (limit, most), share in zip(BEYOND.items(), shares, strict=True):
        assert share <= most, f"{share:.3%} of the pixels differ by more than {limit}"


@pytest.mark.parametrize("path", SCENES)
def test_the_svg_of_a_scene_is_the_picture_on_its_canvas(
    chapter_page: ChapterPage, path: str
) -> None:
    frame, kinds = SCENES[path]
    picture = drawn(chapter_page, path, frame)
    assert kinds <= set(picture["kinds"])
    compare(chapter_page, picture["svg"])


def test_every_kind_of_shape_is_compared() -> None:
    assert set().union(*(kinds for _, kinds in SCENES.values())) == KINDS


@pytest.mark.parametrize(
    ("theme", "asked"), [("dark", {"color_scheme": "dark"}), ("contrast", {"contrast": "more"})]
)
def test_it_is_so_in_every_theme(
    chapter_page: ChapterPage, theme: str, asked: dict[str, Any]
) -> None:
    chapter_page.page.emulate_media(**asked)
    picture = drawn(chapter_page, "channels/filters", 0)
    expect(chapter_page.page.locator("html")).to_have_attribute("data-theme", theme)
    compare(chapter_page, picture["svg"])


def test_a_picture_without_one_of_its_texts_is_another_picture(chapter_page: ChapterPage) -> None:
    svg = drawn(chapter_page, "channels/filters", 0)["svg"]
    text = next(line for line in svg.splitlines() if ">Its map<" in line)
    with pytest.raises(AssertionError, match="differ by more than"):
        compare(chapter_page, svg.replace(text, ""))
