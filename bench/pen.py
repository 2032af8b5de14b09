"""Times a pen on the page: from its move to the repainted layers: python bench/pen.py"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import ViewportSize, sync_playwright

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from server import playing

from chromium import ARGUMENTS, executable

SIZE: ViewportSize = {"width": 1280, "height": 720}
STROKES, MOVES = 5, 60
PAUSE = 40
"""Milliseconds between two moves, so that none waits for the one before."""

# A move is over once the stage has drawn the scene that answers the newest drawing.
_WATCH = """async () => {
  await customElements.whenDefined("cnn-stage");
  window.waits = [];
  let began = 0;
  addEventListener("pointerrawupdate", (event) => {
    began = event.buttons ? event.timeStamp : 0;
  }, true);
  const stage = customElements.get("cnn-stage").prototype;
  const { update } = stage;
  stage.update = function (state) {
    update.call(this, state);
    const answered = new URLSearchParams(state.shownKey.split("?")[1]).get("drawing");
    const drawn = state.values["lenet/live"]?.drawing;
    if (!began || !state.shown?.complete || answered !== drawn) return;
    waits.push(performance.now() - began);
    began = 0;
  };
}"""
_PAPER = """() => {
  const { left, top, width, height } = document.querySelector("cnn-stage").getBoundingClientRect();
  return [left, top, width, height];
}"""


def main() -> None:
    """Prints a table and one JSON line."""
    chromium = executable()
    with playing() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE, bypass_csp=True)
        page.goto(f"http://{address}/#step=7&scene=live&frame=1")
        page.wait_for_selector("#player[data-status=paused][data-ahead=done]")
        page.evaluate(_WATCH)
        left, top, _, height = page.evaluate(_PAPER)
        centre, radius = (left + 0.42 * height, top + 0.45 * height), 0.2 * height
        for stroke in range(STROKES):
            page.mouse.move(centre[0], centre[1] - radius)
            page.mouse.down()
            for move in range(1, MOVES + 1):
                turn = 2 * math.pi * move / MOVES
                x = centre[0] + radius * math.sin(turn) * (1 - 0.1 * stroke)
                page.mouse.move(x, centre[1] - radius * math.cos(turn))
                page.wait_for_timeout(PAUSE)
            page.mouse.up()
            page.get_by_role("button", name="Clear").click()
        waits: list[float] = page.evaluate("waits")
        browser.close()
    if len(waits) < STROKES * MOVES / 2:
        sys.exit(f"only {len(waits)} of {STROKES * MOVES} moves were answered")
    cuts = quantiles(waits, n=100)
    measured = {"moves": len(waits), "median": cuts[49], "p95": cuts[94], "longest": max(waits)}
    print("from the pen's move to the repainted layers, ms:")
    for name, value in measured.items():
        print(f"  {name:12} {value:8.1f}")
    print(json.dumps({"bench": "pen", **{k: round(v, 2) for k, v in measured.items()}}))


if __name__ == "__main__":
    main()
