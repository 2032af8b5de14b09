"""Every question of the chapter, answered wrongly and rightly by keys alone, on one page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from chapter_page import ChapterPage

VOICE = ".narration > [role=status]:not(.note)"
LETTERS = "ABCD"
_LISTEN = """voice => {
  window.heard = [];
  const hear = () => window.heard.push(voice.textContent);
  new MutationObserver(hear).observe(voice, { childList: true });
}"""
_FOCUSED = "() => document.activeElement.textContent.trim()"


@dataclass(frozen=True)
class Asking:
    """A frame, from 1, that asks, and what there is to answer."""

    step: int
    scene: str
    frame: int
    question: Mapping[str, Any]
    columns: int
    """Of the map that is marked or drawn."""

    @property
    def right(self) -> Mapping[str, Any]:
        return next(each for each in self.question["options"] if not each.get("rule"))

    @property
    def wrong(self) -> Mapping[str, Any]:
        """An answer of a wrong rule; of a question that knows none, one that no rule gives."""
        known = (each for each in self.question["options"] if each.get("rule"))
        return next(known, {"text": "123456"})

    def name(self, option: Mapping[str, Any]) -> str:
        """How it is called when it is told."""
        if self.question["kind"] != "choice":
            return str(option["text"])
        return f"{LETTERS[self.question['options'].index(option)]}, {option['text']}"


def all_asking(chapter_page: ChapterPage) -> Iterator[Asking]:
    for step, each in enumerate(chapter_page.steps, 1):
        for scene in each["scenes"]:
            with urlopen(f"{chapter_page.url}api/scenes/{each['name']}/{scene['name']}") as answer:
                header, *lines = (json.loads(line) for line in answer)
            shapes = {tensor["name"]: tensor["shape"] for tensor in header["tensors"]}
            for frame, line in enumerate(lines, 1):
                question = line.get("question", {"kind": "open"})
                if question["kind"] != "open":
                    columns = shapes.get(question.get("tensor"), [0])[-1]
                    yield Asking(step, scene["name"], frame, question, columns)


def answer(page: Page, asking: Asking, option: Mapping[str, Any]) -> None:
    """Answers by keys, whatever has been answered before."""
    match asking.question["kind"]:
        case "choice":
            page.keyboard.press(LETTERS[asking.question["options"].index(option)])
        case "number":
            page.keyboard.press("a")
            page.keyboard.press("Control+A")
            # As it is printed; a space would ask for the answer.
            page.keyboard.type(option["text"].split()[0])
            page.keyboard.press("Enter")
        case "cell":
            mark(page, asking, option.get("cells", []))
        case "draw":
            draw(page, asking, option["values"])


def mark(page: Page, asking: Asking, wanted: list[int]) -> None:
    """Marks these cells and no others; where it is none of them, says so."""
    page.keyboard.press("a")
    found = page.locator(".answer-cells > *")
    pressed = "cells => cells.flatMap((cell, i) => cell.ariaPressed === 'true' ? [i] : [])"
    at = 0
    for cell in sorted({*found.evaluate_all(pressed)} ^ {*wanted}):
        down, along = cell // asking.columns - at // asking.columns, cell % asking.columns
        along -= at % asking.columns
        keys = ["ArrowDown" if down > 0 else "ArrowUp"] * abs(down)
        for key in [*keys, *["ArrowRight" if along > 0 else "ArrowLeft"] * abs(along), "Enter"]:
            page.keyboard.press(key)
        at = cell
    if not wanted:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(_FOCUSED) == "None":
                break
        page.keyboard.press("Enter")
        return
    page.keyboard.press("Escape")


def draw(page: Page, asking: Asking, wanted: list[float]) -> None:
    """Sets each value by arrows: by large steps and, with Shift, by small ones."""
    page.keyboard.press("a")
    found = page.locator(".answer-cells > *")
    for i, value in enumerate(wanted):
        for up, down in (("ArrowUp", "ArrowDown"), ("Shift+ArrowUp", "Shift+ArrowDown")):
            for _ in range(100):
                before = float(found.nth(i).get_attribute("aria-valuenow") or 0)
                if abs(before - value) <= asking.question["step"] / 2 + 1e-9:
                    break
                page.keyboard.press(up if before < value else down)
                after = float(found.nth(i).get_attribute("aria-valuenow") or 0)
                if (before < value) != (after < value):
                    break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")


def told(asking: Asking, option: Mapping[str, Any]) -> list[str]:
    """What has to be said of an answer, part by part."""
    kind, is_right = asking.question["kind"], option is asking.right
    own = "Your map" if kind == "draw" else asking.name(option)
    if is_right:
        return [f"{own}: right."]
    belief = f": “{option['belief']}” {option['mend']}" if option.get("rule") else ""
    right = {
        "draw": "The right map stands beside it.",
        "cell": f"Right is {asking.right['text']}.",
    }.get(kind, f"It is {asking.name(asking.right)}.")
    return [f"{own}{belief}" if belief else own, right]


@pytest.mark.thorough
def test_every_question_is_answered_by_keys_alone_and_says_what_the_answer_means(
    chapter_page: ChapterPage,
) -> None:
    questions = list(all_asking(chapter_page))
    assert len(questions) >= 40
    page = chapter_page.page
    page.emulate_media(reduced_motion="reduce")
    chapter_page.open("#step=1").without_text().until(step=1)
    page.locator(VOICE).evaluate(_LISTEN)
    sentence = page.locator(".sentence")
    heard: set[str] = set()
    for asking in questions:
        kind = asking.question["kind"]
        chapter_page.move(asking.step, asking.scene, asking.frame).until(status="asking")
        for option in (asking.wrong, asking.right):
            answer(page, asking, option)
            chapter_page.press("Space")
            for part in told(asking, option):
                expect(sentence).to_contain_text(part)
            if kind not in heard:
                said = sentence.text_content()
                page.wait_for_function("said => window.heard.some(t => t.includes(said))", arg=said)
            # Told, it waits; and asks anew where one comes back.
            chapter_page.until(status="asking", frame=asking.frame)
            if option is not asking.right:
                chapter_page.press("l").until(frame=asking.frame + 1)
                chapter_page.press("j").until(status="asking", frame=asking.frame)
        heard.add(kind)
    assert heard == {"choice", "number", "cell", "draw"}
