"""Records the moving picture of the README from the real page: make pictures

The page's clock is stopped and moved on by hand, so the recording is the same on a slow machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from chapter_page import SPARING, ChapterPage
from chromium import ARGUMENTS, executable
from cnnviz.server import create_app
from live_server import answering

PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "playing.gif"
SIZE = (960, 540)
STEP = 2
PARTS = ((1, 3), (2, 14))
"""Which of its scenes are recorded, counted from 0, and from which frame to their end."""
SPEED = "3"
MILLISECONDS = 100
"""Between two pictures."""
MOST = 900
"""Pictures, more of which no recording has: the film would have stopped for good."""
SETTLING = 1200
"""How long each scene's last frame is recorded."""
REST = 1500
"""How long the last picture stays after that."""
COLOURS = 192


def main() -> None:
    """Writes the picture and prints its size."""
    path = executable()
    with answering(create_app()) as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.add_init_script(SPARING)
        shots = list(islice(recorded(page, f"http://127.0.0.1:{port}/"), MOST))
        assert len(shots) < MOST, "the film does not come to its end"
        browser.close()
    write(shots)
    seconds = (len(shots) * MILLISECONDS + REST) / 1000
    print(
        f"{PICTURE}: {len(shots)} pictures, {seconds:.1f} s, {PICTURE.stat().st_size / 1e3:.0f} KB"
    )


def recorded(page: Page, url: str) -> Iterator[Image.Image]:
    """Pictures of the page while each part plays."""
    page.clock.install()
    chapter_page = ChapterPage(page, url)
    for scene, frame in PARTS:
        chapter_page.at(STEP, scene, frame)
        page.get_by_role("combobox", name="Speed").select_option(SPEED)
        page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
        chapter_page.press("k")
        last = str(chapter_page.count(STEP, scene))
        while chapter_page.data("frame") != last:
            if chapter_page.data("status") == "asking":
                chapter_page.press("k")
            yield Image.open(BytesIO(page.screenshot()))
            page.clock.run_for(MILLISECONDS)
        for _ in range(SETTLING // MILLISECONDS):
            yield Image.open(BytesIO(page.screenshot()))
            page.clock.run_for(MILLISECONDS)
        page.clock.resume()


def write(shots: list[Image.Image]) -> None:
    """All pictures as one GIF with one palette, so that only what changes is stored."""
    sheet = Image.new("RGB", (SIZE[0], SIZE[1] * 3))
    for k, shot in enumerate((shots[0], shots[len(shots) // 2], shots[-1])):
        sheet.paste(shot.convert("RGB"), (0, k * SIZE[1]))
    palette = sheet.quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
    first, *others = (
        shot.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE) for shot in shots
    )
    durations = [MILLISECONDS] * len(others) + [REST]
    PICTURE.parent.mkdir(exist_ok=True)
    first.save(PICTURE, save_all=True, append_images=others, duration=durations, loop=0)


if __name__ == "__main__":
    main()
