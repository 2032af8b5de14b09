"""Times the page in a headless Chromium, loading and playing: python bench/page.py

Its first paint is compared with that of a blank page, which the same process serves with the same
headers, in turn within one run: how fast a machine is just now does not change the ratio much.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from starlette.requests import Request
from starlette.responses import Response

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from chromium import ARGUMENTS, executable
from cnnviz.page.cached_body import CachedBody
from cnnviz.render.look import parsed_size
from cnnviz.server import create_app
from cnnviz.server.http_cache import respond
from live_server import answering

SIZE: ViewportSize = {"width": 1280, "height": 720}
LOADS = 6
SPEED = "4"
BLANK = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Blank</title><p>Blank'

# Runs before the page's own scripts: long tasks, and when the first scene could play.
_WATCH = """
window.long = [];
new PerformanceObserver((list) => long.push(...list.getEntries().map((task) => task.duration)))
  .observe({ type: "longtask", buffered: true });
"""
_LOADED = """() => {
  const kinds = ["navigation", "resource"];
  const all = kinds.flatMap((kind) => performance.getEntriesByType(kind));
  const scene = all.filter((entry) => entry.name.includes("/api/scenes/"))
    .reduce((a, b) => (a.responseEnd < b.responseEnd ? a : b));
  const before = all.filter((entry) => entry.startTime <= scene.responseEnd);
  return {
    requests: before.length,
    kilobytes: before.reduce((sum, entry) => sum + entry.transferSize, 0) / 1024,
    elsewhere: all.filter((entry) => new URL(entry.name).origin !== location.origin).length,
    paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    ready: scene.responseEnd,
    blocked: long.reduce((sum, duration) => sum + Math.max(0, duration - 50), 0),
  };
}"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_FRAMES = """() => {
  window.times = [];
  const { dataset } = document.getElementById("player");
  let last = 0;
  const next = (now) => {
    if (last) times.push([now - last, `${dataset.step} ${dataset.scene}`]);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}"""
_STATUS = "document.getElementById('player').dataset.status"
_RESTS = f"['paused', 'asking'].includes({_STATUS})"


def main() -> None:
    """Prints a table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--loads", type=int, default=LOADS, help="how often each is loaded")
    parser.add_argument("--paint", action="store_true", help="the first paint alone")
    parser.add_argument("--size", type=_viewport, default=SIZE, help="of the window played in")
    options = parser.parse_args()
    if options.serve:
        serve()
        return
    measured: dict[str, object] = {}
    chromium = executable()
    with beside_a_blank_page() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        measured["paint"] = paints(browser, address, options.loads)
        if not options.paint:
            measured["page"] = loads(browser, address, options.loads)
            played = browser.new_page(viewport=options.size, bypass_csp=True)
            measured["frames"] = _play(played, address)
        browser.close()
    print(json.dumps(measured))


def _viewport(text: str) -> ViewportSize:
    width, height = parsed_size(text)
    return {"width": width, "height": height}


def serve() -> None:
    """Plays at a free port, which it prints, with a blank page at /blank."""
    app = create_app()

    async def blank(request: Request) -> Response:
        return respond(request, CachedBody(BLANK.encode(), "text/html; charset=utf-8"))

    app.add_route("/blank", blank)
    with answering(app) as (port, _):
        print(port, flush=True)
        sys.stdin.read()


@contextmanager
def beside_a_blank_page() -> Iterator[str]:
    """The address of such a server, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
    finally:
        process.kill()
        process.wait()


def paints(browser: Browser, address: str, many: int) -> dict[str, float]:
    """First contentful paint of each page in ms, and as a multiple of the blank one's."""
    paths = ("blank", "", "docs")
    times: dict[str, list[float]] = {path: [] for path in paths}
    for number in range(many + 1):
        for path in paths:
            # Each in a context of its own, so that nothing is in the cache.
            page = browser.new_page(viewport=SIZE, bypass_csp=True)
            page.goto(address + path, wait_until="load")
            painted = page.wait_for_function(_PAINT).json_value()
            page.close()
            if number:  # the first round is the browser's own start
                times[path].append(painted)
    middle = {path: median(each) for path, each in times.items()}
    measured = {f"{path or 'page'}, ms": value for path, value in middle.items()}
    for path in paths[1:]:
        measured[f"{path or 'page'} : blank"] = round(middle[path] / middle["blank"], 2)
    _table(f"first contentful paint, median of {many} in turn:", measured)
    return measured


def loads(browser: Browser, address: str, many: int) -> dict[str, float]:
    """What is loaded until the first scene can play."""
    taken = []
    for _ in range(many):
        page = browser.new_page(viewport=SIZE, bypass_csp=True)
        page.add_init_script(_WATCH)
        page.goto(f"{address}#step=1", wait_until="networkidle")
        taken.append(page.evaluate(_LOADED))
        page.close()
    middle = {key: median(load[key] for load in taken) for key in taken[0]}
    _table(f"median of {many} loads, nothing cached, until the first scene can play:", middle)
    return middle


def _table(title: str, values: dict[str, float]) -> None:
    print(title)
    for key, value in values.items():
        print(f"  {key:14} {value:8.2f}")


def _play(page: Page, address: str) -> dict[str, object]:
    """Frame times in ms over the whole chapter, in full screen, going on at each question."""
    page.goto(address, wait_until="networkidle")
    page.get_by_label("Speed").select_option(SPEED)
    page.keyboard.press("f")
    page.evaluate(_FRAMES)
    for step in range(8):
        page.keyboard.press("Space")
        page.wait_for_function(f"document.getElementById('player').dataset.step === '{step + 1}'")
        while (
            page.wait_for_function(_RESTS, timeout=240_000) and page.evaluate(_STATUS) == "asking"
        ):
            page.keyboard.press("Space")
    timed = page.evaluate("times")
    times = sorted(time for time, _ in timed)
    slow: dict[str, int] = defaultdict(int)
    for time, scene in timed:
        slow[scene] += time > 50
    told = {
        "frames": len(times),
        "p50": round(times[len(times) // 2], 1),
        "p95": round(times[int(len(times) * 0.95)], 1),
        "longest": round(times[-1], 1),
        "over 50 ms": {scene: count for scene, count in slow.items() if count},
    }
    size = page.viewport_size or SIZE
    print(f"playing all eight steps at {SPEED}×, {size['width']}×{size['height']}:")
    for key, value in told.items():
        print(f"  {key:12} {value}")
    return told


if __name__ == "__main__":
    main()
