"""The page as a viewer has it: keys, the timeline, and what the player says about itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Locator, Page, expect

_SOURCE = Path(__file__).parent.parent / "static" / "js"
_PLACE = """async ([path, frame, panel]) => {
  const names = ["drawing/shots", "data/records", "state/timing", "elements/stage-picture"];
  const load = (name) => import(new URL(`source/${name}.js`, location.href));
  const [{ layoutAt }, records, timing, { leastLetters }] = await Promise.all(names.map(load));
  const lines = (await (await fetch(`api/scenes/${path}`)).text()).trim().split("\\n");
  const [header, ...rest] = lines.map((line) => JSON.parse(line));
  const frames = rest.slice(0, -1).map(records.parseFrame);
  const scene = { ...records.parseScene(header), frames, complete: true };
  const moment = timing.momentAt(scene, timing.settledAt(scene, frame - 1));
  const stage = document.querySelector("cnn-stage");
  const canvas = stage.querySelector("canvas");
  const { clientWidth: width, clientHeight: height } = canvas;
  const layout = layoutAt(scene, moment, { width, height, least: leastLetters(stage) });
  const at = layout.panels.get(panel);
  const { left, top } = canvas.getBoundingClientRect();
  return [left + at.x, top + at.y, at.width, at.height];
}"""
_IS = """expected => {
  const data = document.querySelector("#player").dataset;
  const is = ([name, value]) => value.split(" or ").includes(data[name]);
  return Object.entries(expected).every(is);
}"""
# A busy page may still show the address that it left, and to go there again is no change to it.
_GO = """place => {
  if (location.hash !== place) location.hash = place;
  else dispatchEvent(new HashChangeEvent("hashchange", { newURL: location.href }));
}"""
STILL = "paused or asking"
"""The status of a film that rests, whether or not it asks where it does."""
SPARING = "navigator.connection.__proto__.__defineGetter__('saveData', () => true)"
"""For a page that fetches nothing ahead, as with one who pays for it."""
SELDOM = """(() => {
  const { requestAnimationFrame: ask, cancelAnimationFrame: refuse } = window;
  // As they are now: a clock that a test holds is set up later.
  const { setTimeout: wait, clearTimeout: forget } = window;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const waiting = new Map();
  let last = 0;
  window.requestAnimationFrame = (draw) => {
    const id = ++last;
    const begin = () => waiting.set(id, [refuse, ask((now) => waiting.delete(id) && draw(now))]);
    if (still.matches) begin();
    else waiting.set(id, [forget, wait(begin, 50)]);
    return id;
  };
  window.cancelAnimationFrame = (id) => {
    const [end, of] = waiting.get(id) ?? [];
    if (waiting.delete(id)) end.call(window, of);
  };
  addEventListener("animationstart", ({ target }) => {
    for (const each of target.getAnimations({ subtree: true })) {
      if (each.effect.getComputedTiming().iterations === Infinity) each.pause();
    }
  });
})()"""
"""For a page that draws as seldom as a slow one does, and whose endless animations stand still.

Without a graphics processor, sixty pictures a second are most of what a page that moves costs. One
that is asked for less motion is left alone: it draws what changes, and that is all.
"""
_NO_FAULTS = (
    # What the browser is told here, so that no page of a test comes from an earlier one.
    "Service Worker registration blocked by Playwright",
    # A server that has been silent for long, as on a busy machine, is taken for lost; then the page
    # looks at what the browser keeps, and this is what Chromium says of what it does not.
    "net::ERR_CACHE_MISS",
)
_SAYS = "({dataset: {ahead, drops, ...told}}) => told"
_CALMED = """() => {
  const asked = matchMedia("(prefers-reduced-motion: reduce)");
  window.calmed = asked.matches || new Promise((done) => { asked.onchange = () => done(true); });
}"""
TWO_PICTURES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def is_fault(said: str) -> bool:
    """Whether what the browser says on its console, or of a request, is a fault of the page."""
    return not any(each in said for each in _NO_FAULTS)


def asking_frames(url: str, path: str, kind: str = "") -> list[int]:
    """The frames, from 1, at which a scene asks, in one of the ways or in any."""
    with urlopen(f"{url}api/scenes/{path}") as answer:
        lines = [json.loads(line) for line in answer]
    asked = [(k, line["question"]["kind"]) for k, line in enumerate(lines) if "question" in line]
    return [k for k, each in asked if kind in ("", each)]


def empty_article(page: Page) -> None:
    """Takes the text out of the page; the article itself stays, as links lead there."""
    page.locator("#article").evaluate("article => article.replaceChildren()")


@dataclass
class ChapterPage:
    """One page that plays, and what went wrong on it."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    """Console errors, exceptions, and requests to another address."""

    @classmethod
    def watched(cls, page: Page, url: str) -> ChapterPage:
        """The page, with all that goes wrong on it among its complaints."""
        made = cls(page, url)

        def ask(address: str) -> None:
            if not address.startswith((url, "about:", "data:", "blob:")):
                made.complaints.append(f"request to {address}")

        def say(kind: str, text: str) -> None:
            if kind in ("error", "warning") and is_fault(text):
                made.complaints.append(f"console {text}")

        page.on("request", lambda request: ask(request.url))
        page.on("pageerror", lambda error: made.complaints.append(f"exception {error}"))
        page.on("console", lambda message: say(message.type, message.text))
        return made

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        with urlopen(f"{self.url}api/chapter") as answer:
            found: list[dict[str, Any]] = json.load(answer)["steps"]
        return found

    def scene(self, step: int, scene: int = 0) -> str:
        name: str = self.steps[step - 1]["scenes"][scene]["name"]
        return name

    def count(self, step: int, scene: int = 0) -> int:
        """How many frames a scene has."""
        path = f"{self.steps[step - 1]['name']}/{self.scene(step, scene)}"
        with urlopen(f"{self.url}api/scenes/{path}") as answer:
            frames: int = json.loads(answer.readline())["frames"]
        return frames

    @property
    def player(self) -> Locator:
        return self.page.locator("#player")

    @property
    def picture(self) -> Locator:
        return self.page.locator("cnn-stage > canvas")

    @property
    def timeline(self) -> Locator:
        return self.page.get_by_role("slider", name="Timeline")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def open(self, address: str = "") -> ChapterPage:
        """Opens the page afresh at an address such as #step=2, and waits until it stands."""
        if self.page.url != "about:blank":
            # From there an address that differs behind # alone would lead to the same page.
            self.page.goto("about:blank")
        self.page.goto(self.url + address)
        self.page.wait_for_selector("#player[data-status]")
        return self

    def without_text(self) -> ChapterPage:
        """Empties the article, which is no part of the player, for those who look at all there is.

        It has ten times as many elements as the player.
        """
        empty_article(self.page)
        return self

    def press(self, *keys: str) -> ChapterPage:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def full_screen(self, *, on: bool = True) -> ChapterPage:
        """Goes there by its key, or comes back from there, and waits for it."""
        there = "on => (document.fullscreenElement !== null) === on"
        self.press("f").page.wait_for_function(there, arg=on)
        return self

    def data(self, name: str) -> str:
        return self.player.get_attribute(f"data-{name}") or ""

    def until(self, **expected: object) -> ChapterPage:
        """Waits for what the player says, as in until(status="paused", step=2)."""
        self.page.wait_for_function(_IS, arg={name: str(value) for name, value in expected.items()})
        return self

    def stays(self) -> None:
        """Nothing moves from one picture to the next, whatever is being fetched ahead."""
        before = self.player.evaluate(_SAYS)
        self.page.evaluate(TWO_PICTURES)
        assert self.player.evaluate(_SAYS) == before

    def less_motion(self) -> ChapterPage:
        """Asks for it, and waits until the page, which listens since before, has heard of it."""
        self.page.evaluate(_CALMED)
        self.page.emulate_media(reduced_motion="reduce")
        self.page.evaluate("window.calmed")
        return self

    def at(self, step: int, scene: int = 0, frame: int = 1, **values: object) -> ChapterPage:
        """Opens a frame of a scene, at rest and drawn."""
        more = "".join(f"&{name}={value}" for name, value in values.items())
        self.open(f"#step={step}&scene={self.scene(step, scene)}&frame={frame}{more}")
        self.until(status=STILL, step=step, scene=self.scene(step, scene))
        expect(self.picture).not_to_have_attribute("aria-label", "No picture yet")
        return self

    def move(self, step: int, scene: str, frame: int = 2) -> ChapterPage:
        """Goes to a frame of a scene by the address, on the page as it is open."""
        place = f"#step={step}&scene={scene}&frame={frame}"
        self.page.evaluate(_GO, place)
        return self.until(status=STILL, step=step, scene=scene, frame=frame, stale="false")

    def rect(self, panel: str) -> tuple[float, float, float, float]:
        """Left, top, width and height of a panel on the page, in the frame that is shown."""
        self.page.route(
            "**/source/**",
            lambda route: route.fulfill(path=_SOURCE / route.request.url.split("/source/")[1]),
        )
        step = self.steps[int(self.data("step")) - 1]["name"]
        path = f"{step}/{self.data('scene')}"
        x, y, width, height = self.page.evaluate(_PLACE, [path, int(self.data("frame")), panel])
        self.page.unroute("**/source/**")
        return x, y, width, height

    def middle(self, panel: str) -> tuple[float, float]:
        """Where on the page the middle of a panel stands in the frame that is shown."""
        x, y, width, height = self.rect(panel)
        return x + width / 2, y + height / 2

    def at_end(self, step: int, scene: int = 0) -> ChapterPage:
        """Opens a scene finished."""
        return self.at(step, scene, self.count(step, scene))

    def seek(self, scene: int, part: float) -> ChapterPage:
        """Moves the slider Timeline into a scene, counted over the whole chapter from 0."""
        self.timeline.evaluate(
            """(element, value) => {
              element.value = value;
              element.dispatchEvent(new Event("input", {bubbles: true}));
            }""",
            str(int((scene + part) * 1000)),
        )
        return self

    def address(self, expected: str) -> None:
        """The address comes to name that place."""
        self.page.wait_for_function("expected => location.hash === expected", arg=expected)

    def says(self, text: str) -> None:
        expect(self.page.get_by_text(text, exact=True)).to_be_visible()
