"""Times the page in a headless Chromium, loading and playing: python bench/page.py"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from server import playing

from chromium import ARGUMENTS, executable

SIZE = {"width": 1280, "height": 720}
LOADS = 5
SPEED = "4"

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
_DONE = "document.getElementById('player').dataset.status === 'paused'"


def main() -> None:
    """Prints a table and one JSON line."""
    chromium = executable()
    with playing() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        loads = []
        for _ in range(LOADS):
            # Each in a context of its own, so that nothing is in the cache.
            page = browser.new_page(viewport=SIZE, bypass_csp=True)
            page.add_init_script(_WATCH)
            page.goto(f"http://{address}/#step=1", wait_until="networkidle")
            loads.append(page.evaluate(_LOADED))
            page.close()
        best = {key: sorted(load[key] for load in loads)[LOADS // 2] for key in loads[0]}
        frames = _play(browser.new_page(viewport=SIZE, bypass_csp=True), f"http://{address}/")
        browser.close()
    print(f"median of {LOADS} loads, nothing cached, until the first scene can play:")
    for key, value in best.items():
        print(f"  {key:12} {value:8.1f}")
    print(f"playing all eight steps at {SPEED}×, 1280×720:")
    for key, value in frames.items():
        print(f"  {key:12} {value}")
    print(json.dumps({"page": best, "frames": frames}))


def _play(page: Page, address: str) -> dict[str, object]:
    """Frame times in ms over the whole chapter."""
    page.goto(address, wait_until="networkidle")
    page.get_by_label("Speed").select_option(SPEED)
    page.evaluate(_FRAMES)
    for step in range(8):
        page.keyboard.press("Space")
        page.wait_for_function(f"document.getElementById('player').dataset.step === '{step + 1}'")
        page.wait_for_function(_DONE, timeout=240_000)
    timed = page.evaluate("times")
    times = sorted(time for time, _ in timed)
    slow: dict[str, int] = defaultdict(int)
    for time, scene in timed:
        slow[scene] += time > 50
    return {
        "frames": len(times),
        "p50": round(times[len(times) // 2], 1),
        "p95": round(times[int(len(times) * 0.95)], 1),
        "longest": round(times[-1], 1),
        "over 50 ms": {scene: count for scene, count in slow.items() if count},
    }


if __name__ == "__main__":
    main()
