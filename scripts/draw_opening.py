"""Draws what stands for the chapter, from the real page: make pictures

The picture for link previews, the icons, and the thumbnails of the steps on the start screen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from chromium import ARGUMENTS, executable
from cnnviz.server import create_app
from live_server import answering

STATIC = Path(__file__).parent.parent / "static"
PREVIEW: ViewportSize = {"width": 1200, "height": 630}
ICONS = (32, 180, 512)
THUMBNAIL = (192, 120)
"""In pixels; it is shown at half that size."""
LONGEST = 2.6
"""Of what is longer than so many of its heights, the start is shown."""
ACROSS = 4
"""How many thumbnails stand side by side on their sheet."""
DRAWN: ViewportSize = {"width": 480, "height": 300}
"""How large it is drawn."""
COLOURS = 128
_BARE = "<style>body { margin: 0 } svg { display: block; width: 100vw; height: auto }</style>"
_DRAWN = """() => new Promise((done) => {
  // A change of size is drawn before the second picture from now.
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)));
})"""
_POSTER = """
  .player > :is(cnn-strip, .narration, cnn-transport), .start-screen :is(.begin, ol) {
    display: none !important;
  }
  .player { grid-template: 100vh / minmax(0, 1fr) !important; min-height: 0 !important; }
  .player > cnn-stage { grid-row: 1 !important; }
  .start-screen { padding: 52px 44px 40px !important; }
  .start-screen .part { font-size: 30px !important; }
  .start-screen .title { font-size: 57px !important; white-space: nowrap; }
  .start-screen .subtitle { font-size: 25px !important; }
  .start-screen .room { margin-top: 6px !important; }
"""


def main() -> None:
    """Writes all of them and prints their sizes."""
    path = executable()
    with answering(create_app()) as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        url = f"http://127.0.0.1:{port}/"
        write(poster(browser, url), "pictures/preview.png")
        for theme, each in drawings().items():
            write(sheet([thumbnail(browser, one) for one in each]), f"pictures/steps-{theme}.png")
        for side in ICONS:
            write(icon(browser, side), f"icons/{side}.png")
        browser.close()


def write(picture: Image.Image, name: str) -> None:
    """The picture as a PNG with a palette, which is a third as large."""
    file = STATIC / name
    file.parent.mkdir(exist_ok=True)
    flat = picture.convert("RGBA" if picture.mode == "RGBA" else "RGB")
    few = flat.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    print(f"{file}: {picture.width}×{picture.height}, {file.stat().st_size / 1e3:.1f} KB")


def shot(page: Page) -> Image.Image:
    """What the page shows."""
    return Image.open(BytesIO(page.screenshot(omit_background=True)))


def poster(browser: Browser, url: str) -> Image.Image:
    """The start screen without what one presses, at the moment that shows all of it."""
    page = browser.new_page(viewport=PREVIEW, reduced_motion="reduce", bypass_csp=True)
    page.goto(url)
    page.add_style_tag(content=_POSTER)
    page.wait_for_selector(".start-screen[data-network]")
    page.evaluate(_DRAWN)
    picture = shot(page).convert("RGB")
    page.close()
    return picture


def drawings() -> dict[str, list[str]]:
    """A drawing of each step, as SVG, by theme."""
    program = Path(__file__).parent / "step_pictures.js"
    told = subprocess.run(["node", str(program)], check=True, capture_output=True, text=True)
    found: dict[str, list[str]] = json.loads(told.stdout)
    return found


def thumbnail(browser: Browser, drawing: str) -> Image.Image:
    """An SVG as a thumbnail."""
    return fitted(screenshot(browser, drawing, DRAWN).convert("RGB"))


def screenshot(browser: Browser, drawing: str, size: ViewportSize) -> Image.Image:
    """An SVG as wide as that."""
    page = browser.new_page(viewport=size)
    page.set_content(f"{_BARE}{drawing}")
    picture = shot(page)
    page.close()
    return picture


def fitted(picture: Image.Image) -> Image.Image:
    """What is drawn without the paper around it, as large as it can be; of a long row the start."""
    paper = picture.crop((0, 0, 1, 1)).resize(picture.size)
    box = ImageChops.difference(picture, paper).getbbox()
    left, top, right, bottom = box or (0, 0, *picture.size)
    right = min(right, left + round(LONGEST * (bottom - top)))
    inner = picture.crop((left, top, right, bottom))
    margin = inner.width // 20
    scale = max(
        (inner.width + 2 * margin) / THUMBNAIL[0], (inner.height + 2 * margin) / THUMBNAIL[1]
    )
    across, down = (round(side * scale) for side in THUMBNAIL)
    whole = paper.resize((across, down))
    whole.paste(inner, ((across - inner.width) // 2, (down - inner.height) // 2))
    return whole.resize(THUMBNAIL, Image.Resampling.LANCZOS)


def sheet(pictures: list[Image.Image]) -> Image.Image:
    """All thumbnails as one picture, row by row."""
    rows = -(-len(pictures) // ACROSS)
    whole = Image.new("RGB", (THUMBNAIL[0] * ACROSS, THUMBNAIL[1] * rows))
    for number, picture in enumerate(pictures):
        row, column = divmod(number, ACROSS)
        whole.paste(picture, (column * THUMBNAIL[0], row * THUMBNAIL[1]))
    return whole


def icon(browser: Browser, side: int) -> Image.Image:
    """The icon of the page, as large as that; the corners are clear."""
    drawing = (STATIC / "favicon.svg").read_text()
    return screenshot(browser, drawing, {"width": side, "height": side})


if __name__ == "__main__":
    main()
