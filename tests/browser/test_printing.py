"""The article on paper: each step on pages of its own, each scene with its picture."""

from __future__ import annotations

import json
import re
from io import BytesIO
from urllib.request import urlopen

from playwright.sync_api import expect
from pypdf import PdfReader

from chapter_page import ChapterPage

NARROW = 665
"""How wide A4 is between the margins, in pixels, 96 an inch; Letter is wider, but not as high."""

_BEFORE = "() => dispatchEvent(new Event('beforeprint'))"
_AFTER = "() => dispatchEvent(new Event('afterprint'))"
_PAGE = "document.querySelector('main').outerHTML + document.documentElement.dataset.theme"
# The player is not on paper; its picture and its caption learn that when the page is next drawn.
_PUT_AWAY = """() => !document.querySelector("cnn-stage canvas[role]").width &&
  !document.querySelector(".narration").style.length"""
# Pressing print only says so; what is laid out then is looked at before it is on paper.
_LISTEN = """() => {
  window.print = () => { window.printed = true; };
  const plate = (figure) => {
    const canvas = figure.querySelector("canvas");
    const { width, height } = canvas ?? { width: 0, height: 0 };
    const bytes = canvas?.getContext("2d").getImageData(0, 0, width, height).data.buffer;
    const pixels = new Uint32Array(bytes ?? 0);
    const colours = new Set();
    for (let i = 0; i < pixels.length; i += 97) colours.add(pixels[i]);
    const words = figure.querySelector("figcaption").textContent;
    return { step: figure.closest("section").id, words, colours: colours.size, width, height };
  };
  const wider = (element) => {
    const { left, right } = element.getBoundingClientRect();
    const { clientWidth, scrollWidth } = element;
    const cut = element.matches("pre, math, table") && clientWidth && scrollWidth > clientWidth + 1;
    return left < -0.5 || right > innerWidth + 0.5 || cut;
  };
  const seen = (selector) => document.querySelector(selector).getClientRects().length > 0;
  addEventListener("beforeprint", () => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    window.plates = all("figure.printed").map(plate);
    window.asked = all(".questions .asked p").map((each) => each.textContent);
    window.answers = all(".questions .answer").map((each) => each.textContent);
    window.told = all("#article header > p.printed").map((each) => each.textContent).join();
    window.wider = all("#article *").filter(wider).map((each) => each.outerHTML.slice(0, 80));
    window.seen = ["#player", ".press", ".copy", ".play"].filter(seen);
  });
}"""


def test_the_article_is_printed_with_the_picture_of_every_scene(chapter_page: ChapterPage) -> None:
    page = chapter_page.at(1).page
    button = chapter_page.button("Print the chapter")
    expect(button).to_be_visible()
    page.evaluate(_LISTEN)

    # Who saves data has asked for the first scene alone: the others say that they are not here.
    page.evaluate(_BEFORE)
    absent = [each["width"] == 0 for each in page.evaluate("plates")]
    told = [
        each["words"].endswith("had not arrived yet when the page was printed.")
        for each in page.evaluate("plates")
    ]
    scenes = [(step["number"], scene) for step in chapter_page.steps for scene in step["scenes"]]
    assert len(told) == len(scenes)
    assert told == absent
    assert absent[-1]
    assert page.evaluate("told").endswith("waits for all of them.")
    page.evaluate(_AFTER)

    button.click()
    page.wait_for_function("() => window.printed")
    chapter_page.until(ahead="done")
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": NARROW, "height": 900})
    page.wait_for_function(_PUT_AWAY)
    before = page.evaluate(_PAGE)
    sheets = pages(chapter_page)
    page.wait_for_function("() => !document.querySelector('.printed')")
    assert page.evaluate(_PAGE) == before

    assert page.evaluate("[wider, seen, told]") == [[], [], ""]
    for (number, scene), plate in zip(scenes, page.evaluate("plates"), strict=True):
        assert plate["step"] == f"step-{number}-text"
        assert scene["title"] in plate["words"]
        assert len(plate["words"]) > len(scene["title"]) + 20, "the caption tells what is seen"
        assert plate["colours"] > 3, f"{scene['name']} is blank"
        assert 1 < plate["width"] / plate["height"] < 8
    check_questions(chapter_page)
    assert len(sheets) == len(chapter_page.steps)
    # A sheet a scene, and one for what leads in.
    most = [max(5, len(step["scenes"]) + 1) for step in chapter_page.steps]
    found = zip(sheets.values(), most, strict=True)
    assert all(2 <= count <= limit for count, limit in found), str([*sheets.values()])


def check_questions(chapter_page: ChapterPage) -> None:
    """Each question with options is on paper, in its order, and below it what each answer means."""
    asked = []
    for step in chapter_page.steps:
        for index, scene in enumerate(step["scenes"], 1):
            with urlopen(f"{chapter_page.url}api/scenes/{step['name']}/{scene['name']}") as answer:
                lines = [json.loads(line) for line in answer]
            here = [
                each for each in lines if each.get("question", {}).get("kind", "open") != "open"
            ]
            letters = "ab" if len(here) > 1 else " " * len(here)
            asked += [
                (f"{step['number']}.{index}{letter}".strip(), frame)
                for letter, frame in zip(letters, here, strict=True)
            ]
    assert len(asked) > 4
    printed = zip(
        asked,
        chapter_page.page.evaluate("asked"),
        chapter_page.page.evaluate("answers"),
        strict=True,
    )
    for (number, frame), question, answer in printed:
        assert question.startswith(f"{number} {frame['narration'].replace('*', '')}")
        for option in frame["question"]["options"]:
            drawn = frame["question"]["kind"] == "draw"
            assert drawn or option["text"] in answer
            assert option.get("belief", "") in answer
            assert option.get("mend", "") in answer


def pages(chapter_page: ChapterPage) -> dict[str, int]:
    """How many pages of Letter each step has, by its heading."""
    printed = chapter_page.page.pdf(format="Letter", tagged=True, outline=True)
    document = PdfReader(BytesIO(printed))
    _, steps = document.outline
    heads = [each for each in steps if not isinstance(each, list)]
    places = [document.get_destination_page_number(head) or 0 for head in heads]
    assert places[0] == 1, "the title and the contents have a page of their own"
    top = document.pages[0].mediabox.height
    assert all(head.top > top - 72 for head in heads), "a step begins at the top of a page"
    ends = [*places[1:], len(document.pages)]
    return {
        str(head.title): end - start for head, start, end in zip(heads, places, ends, strict=True)
    }


_PRESSED = """() => {
  window.print = () => {
    dispatchEvent(new Event("beforeprint"));
    window.drawn = document.querySelectorAll("figure.printed canvas").length;
  };
}"""


def test_printing_by_key_waits_for_all_pictures(chapter_page: ChapterPage) -> None:
    page = chapter_page.open().page
    page.evaluate(_PRESSED)
    chapter_page.press("Control+p")
    count = sum(len(step["scenes"]) for step in chapter_page.steps)
    page.wait_for_function("count => window.drawn === count", arg=count)
    expect(page.get_by_text("Waiting for the pictures")).to_have_count(0)


def test_printing_at_once_from_the_menu_prints_the_current_picture(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.open().page
    expect(chapter_page.picture).to_have_attribute("aria-label", re.compile("^Picture"))
    reader = PdfReader(BytesIO(page.pdf(format="A4")))
    assert any(len(page.images) for page in reader.pages[:1])
    assert "Printed without the scenes' pictures" in reader.pages[0].extract_text()
