"""By forced colours, by ear, by keys alone: nothing is lost, and nothing is said twice."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import CDPSession, expect

from chapter_page import ChapterPage
from page_controls import SCENES, calm_frame, controls, where

ROLES = {"button", "link", "slider", "spinbutton", "combobox", "radio", "textbox", "checkbox"}
ROLES |= {"DisclosureTriangle"}

_LISTEN = """() => {
  window.heard = [];
  const listen = ({target}) => {
    const region = target.parentElement?.closest("[role=status], [role=alert]") ?? target;
    if (region.matches?.("[role=status], [role=alert]") && region.textContent) {
      window.heard.push(region.textContent);
    }
  };
  new MutationObserver((changes) => changes.forEach(listen))
    .observe(document.body, {childList: true, characterData: true, subtree: true});
}"""


def listening(chapter_page: ChapterPage) -> CDPSession:
    """What a reader of the screen asks; its tree is kept from one time to the next."""
    ears = chapter_page.page.context.new_cdp_session(chapter_page.page)
    ears.send("Accessibility.enable")
    return ears


def read(ears: CDPSession) -> list[dict[str, Any]]:
    """What is there to be read in the player, from top to bottom: role and name of each part."""
    nodes = ears.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    player = next(n for n in nodes if n.get("name", {}).get("value") == "Player")
    found, waiting = [], [player]
    while waiting:
        node = waiting.pop(0)
        role = node["role"]["value"]
        # What has just been spoken is there for a while.
        inside = [] if role == "status" else node.get("childIds", [])
        waiting = [by_id[child] for child in inside if child in by_id] + waiting
        if not node["ignored"]:
            found.append({"role": role, "name": node.get("name", {}).get("value", "")})
    return found


@pytest.mark.long
def test_each_sentence_is_there_once_and_no_two_controls_have_one_name(
    chapter_page: ChapterPage,
) -> None:
    ears = listening(chapter_page.open().without_text())
    wrong = []
    for number, step in enumerate(chapter_page.steps, 1):
        for scene in step["scenes"]:
            chapter_page.move(number, scene["name"])
            parts = read(ears)
            sentence = chapter_page.page.locator(".sentence").text_content() or ""
            told = [each["name"] for each in parts if each["role"] in ("StaticText", "image")]
            # Emphasis splits it.
            times = "".join("".join(told).split()).count("".join(sentence.split()))
            if times != 1:
                wrong.append(f"{scene['name']}: the sentence is there {times} times")
            names = Counter(each["name"] for each in parts if each["role"] in ROLES)
            wrong += [
                f"{scene['name']}: {n} controls are called {each}"
                for each, n in names.items()
                if n > 1
            ]
    assert not wrong, "\n".join(wrong)


def test_visual_changes_are_announced_once(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 3)
    chapter_page.page.evaluate(_LISTEN)
    for key, words in {
        "b": "Black screen. Any key brings the picture back.",
        "x": "The picture is back.",
        "w": "White screen. Any key brings the picture back.",
        "y": "The picture is back.",
        "t": "Theme: ",
        "+": "Speed: 1.5×.",
    }.items():
        chapter_page.press(key)
        chapter_page.page.wait_for_function(
            "words => window.heard.some(h => h.startsWith(words))", arg=words
        )
        assert len(chapter_page.page.evaluate("window.heard")) == 1
        chapter_page.page.evaluate("window.heard.length = 0")


def test_announcements_are_removed_afterwards(chapter_page: ChapterPage) -> None:
    chapter_page.page.clock.install(time=0)
    chapter_page.at(2, 0, 3)
    chapter_page.page.clock.run_for(60_000)
    mouth = chapter_page.page.locator(".narration > [role=status].visually-hidden")
    chapter_page.press("l").until(frame=4)
    chapter_page.page.clock.run_for(1000)
    expect(mouth).to_have_text(chapter_page.page.locator(".sentence").text_content() or "")
    chapter_page.page.clock.run_for(60_000)
    expect(mouth).to_have_text("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_forced_colours_the_timeline_and_the_current_stage_are_seen(
    chapter_page: ChapterPage, scheme: Any
) -> None:
    chapter_page.page.emulate_media(forced_colors="active", color_scheme=scheme)
    chapter_page.at(2, 0, 40)

    def colours(selector: str) -> set[Any]:
        picture = Image.open(
            BytesIO(chapter_page.page.locator(selector).first.screenshot())
        ).convert("RGB")
        many = picture.getcolors(1 << 20) or []
        return {colour for count, colour in many if count > 12}

    now, other = ".scene[data-current]", ".scene:not([data-current])"
    assert len(colours(".track .step:has([data-current])")) >= 3, "ground, line and how far"
    assert len(colours(f".track {other}")) >= 2
    style = "e => [getComputedStyle(e).borderColor, getComputedStyle(e).backgroundColor].join()"
    for one, two in [
        (f".track {now}", f".track {other}"),
        (".station[aria-current]", ".station:not([aria-current])"),
    ]:
        page = chapter_page.page
        assert page.locator(one).first.evaluate(style) != page.locator(two).first.evaluate(style)
    chapter_page.press("b")
    expect(chapter_page.page.locator(".blank-screen")).to_have_css(
        "background-color", "rgb(0, 0, 0)"
    )


@pytest.mark.long
def test_no_button_that_a_key_presses_loses_the_focus(chapter_page: ChapterPage) -> None:
    lost = []
    seen: set[str] = set()
    for scene in SCENES:
        number, index = where(chapter_page, scene)
        frame = calm_frame(chapter_page, number, index)
        chapter_page.at(number, index, frame)
        if scene == "checkerboard":
            # Something to take back.
            chapter_page.page.locator("[data-parameter=stride] input[type=range]").focus()
            chapter_page.press("ArrowRight")
            chapter_page.page.wait_for_function("() => location.hash.includes('stride=2')")
        place = chapter_page.page.evaluate("location.hash")
        for button, name in controls(chapter_page.page, "#player :is(button, summary)"):
            if name in seen or name in ("Speaker's window", "Choose a picture"):
                continue
            seen.add(name)
            button.focus()
            chapter_page.press("Enter")
            chapter_page.page.evaluate(
                "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
            )
            if chapter_page.page.evaluate("document.activeElement === document.body"):
                lost.append(f"{name} in {scene}")
            if chapter_page.page.evaluate("document.fullscreenElement !== null"):
                chapter_page.press("f")
            chapter_page.press("Escape")
            chapter_page.page.evaluate(
                "place => { location.hash = '#'; location.hash = place; }", place
            )
            chapter_page.until(status="paused", step=number, scene=scene, frame=frame)
    assert not lost, "\n".join(lost)
    assert {"Undo", "Clear", "Reset", "Next step"} <= seen


def test_the_camera_gives_the_focus_back_and_so_does_a_retry(chapter_page: ChapterPage) -> None:
    chapter_page.at(*where(chapter_page, "run"), 1)
    chapter_page.page.evaluate(
        """() => {
          const canvas = Object.assign(document.createElement("canvas"), {width: 64, height: 64});
          const pen = canvas.getContext("2d");
          setInterval(() => pen.fillRect(0, 0, 64, 64), 30);
          navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);
        }"""
    )
    for end in ("Take the picture", "Stop the camera"):
        chapter_page.button("Camera").focus()
        chapter_page.press("Enter")
        chapter_page.button("Take the picture").and_(
            chapter_page.page.locator(":enabled")
        ).wait_for()
        chapter_page.button(end).focus()
        chapter_page.press("Enter")
        expect(chapter_page.button("Camera")).to_be_focused()
    chapter_page.page.route("**/api/scenes/**", lambda route: route.fulfill(body="{}"))
    chapter_page.open("#step=3")
    chapter_page.button("Try again").focus()
    chapter_page.page.unroute("**/api/scenes/**")
    chapter_page.press("Enter").until(step=3, stale="false")
    assert chapter_page.page.evaluate("document.activeElement !== document.body")
    chapter_page.complaints.clear()
