"""One's own answers: kept by the browser alone, listed by step, kept as a file, and erased."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from axe_rules import violations
from chapter_page import SPARING, ChapterPage
from cnnviz.misconceptions.map_side import SIDE
from own_answers import KEY, dialog, keep, kept

_WIDE = """size => {
  const { style } = document.documentElement;
  style.fontSize = size;
  const { scrollWidth } = document.querySelector("dialog[open]");
  style.fontSize = "";
  return scrollWidth;
}"""
FRACTION = next(each for each in SIDE.wrong if each.name == "the fraction stays")


def asking(chapter_page: ChapterPage, step: int, scene: str) -> None:
    """The scene, as it waits at its question with options."""
    chapter_page.open(f"#step={step}&scene={scene}").press(*"++++")
    while True:
        chapter_page.until(status="asking", scene=scene)
        if chapter_page.page.get_by_role("group", name="Question").get_by_role("button").count():
            return
        frame = chapter_page.data("frame")
        chapter_page.press("k")
        chapter_page.page.wait_for_function("frame => player.dataset.frame !== frame", arg=frame)


def answered(chapter_page: ChapterPage, letter: str = "a") -> ChapterPage:
    """How many windows fit, answered, revealed, and the list of answers open."""
    asking(chapter_page, 3, "formula")
    chapter_page.press(letter, "Space").press("y")
    expect(dialog(chapter_page)).to_be_visible()
    return chapter_page


def test_an_answer_is_listed_with_its_belief_and_outlives_a_reload(
    chapter_page: ChapterPage,
) -> None:
    answered(chapter_page)
    listed = dialog(chapter_page).get_by_role("listitem")
    for _ in range(2):
        expect(listed).to_have_count(1)
        expect(listed).to_contain_text("Your answer: 15.5. Right is 16.")
        expect(listed).to_contain_text(f"“{FRACTION.belief}” {FRACTION.mend}")
        # At its own question it would be asked anew.
        chapter_page.open("#step=2").press("y")


def test_before_it_is_revealed_an_answer_is_not_listed(chapter_page: ChapterPage) -> None:
    asking(chapter_page, 3, "formula")
    chapter_page.press("a", "y")
    expect(dialog(chapter_page)).to_contain_text("Nothing here yet.")
    chapter_page.press("y", "Space", "y")
    expect(dialog(chapter_page).get_by_role("listitem")).to_have_count(1)


def test_the_link_plays_the_scene_that_speaks_of_it(chapter_page: ChapterPage) -> None:
    answered(chapter_page)
    chapter_page.page.get_by_role("link", name="Watch “").click()
    expect(dialog(chapter_page)).to_have_count(0)
    chapter_page.until(status="playing", scene="formula")


def test_all_is_erased_by_one_button(chapter_page: ChapterPage) -> None:
    answered(chapter_page)
    assert kept(chapter_page)["answers"]
    chapter_page.button("Erase all").click()
    expect(dialog(chapter_page)).to_contain_text("Erased.")
    expect(dialog(chapter_page).get_by_role("listitem")).to_have_count(0)
    assert kept(chapter_page) is None
    chapter_page.page.reload()
    chapter_page.page.wait_for_selector("#player[data-status]")
    chapter_page.press("y")
    expect(dialog(chapter_page)).to_contain_text("Nothing here yet.")


def test_the_file_is_a_table_of_what_is_listed(chapter_page: ChapterPage, tmp_path: Path) -> None:
    answered(chapter_page)
    with chapter_page.page.expect_download() as download:
        chapter_page.button("Save as a file").click()
    assert download.value.suggested_filename == "cnnviz-answers.csv"
    download.value.save_as(tmp_path / "answers.csv")
    text = (tmp_path / "answers.csv").read_text(encoding="utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert told["step"] == f"3 {chapter_page.steps[2]['title']}"
    assert (told["my answer"], told["right"], told["right answer"]) == ("15.5", "no", "16")
    assert (told["mended"], told["only near"]) == ("no", "no")
    assert (told["belief"], told["what mends it"]) == (FRACTION.belief, FRACTION.mend)


@pytest.mark.parametrize(
    "text",
    ["{", "7", '{"version":"older","answers":{"mlp/flatten#ask":{}}}', '{"answers":"x"}', "\u0000"],
)
def test_nonsense_in_the_storage_is_dropped_without_a_word(
    chapter_page: ChapterPage, text: str
) -> None:
    chapter_page.page.goto(chapter_page.url)
    chapter_page.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    chapter_page.open("#step=2").press("y")
    expect(dialog(chapter_page)).to_contain_text("Nothing here yet.")


def test_a_browser_that_keeps_nothing_is_no_hindrance(chapter_page: ChapterPage) -> None:
    chapter_page.page.add_init_script("""
      for (const name of ["getItem", "setItem", "removeItem"])
        Storage.prototype[name] = () => { throw new DOMException("full", "QuotaExceededError"); };
    """)
    answered(chapter_page)
    expect(dialog(chapter_page).get_by_role("listitem")).to_have_count(1)
    chapter_page.button("Erase all").click()
    expect(dialog(chapter_page).get_by_role("listitem")).to_have_count(0)


def test_at_the_end_of_a_step_they_are_offered_and_space_goes_on(chapter_page: ChapterPage) -> None:
    keep(chapter_page, ("stride-padding/stride", "side"))
    last = len(chapter_page.steps[2]["scenes"]) - 1
    chapter_page.at(3, last)
    offer = chapter_page.page.locator(".offer")
    expect(offer).to_be_hidden()
    chapter_page.open(
        f"#step=3&scene={chapter_page.scene(3, last)}&frame={chapter_page.count(3, last)}"
    )
    chapter_page.until(status="paused", scene=chapter_page.scene(3, last))
    expect(offer).to_have_text("Your answers: 1 answer to look at againY")
    offer.click()
    expect(dialog(chapter_page)).to_be_visible()
    chapter_page.press("Escape", "Space").until(step=4)
    expect(offer).to_be_hidden()


WIDTHS = {"light": (320, 390, 1280), "dark": (1280,), "contrast": (390,)}
"""By theme: one sees every width; what the others change is the same in all of them."""


@pytest.mark.parametrize("theme", WIDTHS)
def test_every_state_passes_the_rules_and_fits(browser: Any, server: str, theme: str) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(SPARING)
    page = context.new_page()
    chapter_page = ChapterPage(page, server)

    def look(state: str) -> None:
        for width in WIDTHS[theme]:
            page.set_viewport_size({"width": width, "height": 720})
            assert violations(page, "dialog[open]") == [], f"{state} {width}"
            # At 200 % of the text, too, nothing lies beside the window.
            for size in ("", "200%"):
                wide = page.evaluate(_WIDE, size)
                assert wide <= width, f"{state} {width} {size}"

    topics = ("side", "touched-cells", "rectified-map")
    scenes = (f"stride-padding/{name}" for name in ("stride", "padding", "fairness"))
    keep(chapter_page, *zip(scenes, topics, strict=True))
    page.evaluate("theme => localStorage.setItem('cnnviz-theme', theme)", theme)
    chapter_page.open("#step=3").without_text().press("y")
    expect(dialog(chapter_page)).to_be_visible()
    look("the list")
    chapter_page.button("Ask me again").click()
    chapter_page.page.locator("dialog .choices").wait_for()
    look("asked")
    chapter_page.press("a")
    chapter_page.page.locator("dialog .told em").first.wait_for()
    look("told")
    for kind in ("cell", "draw"):
        chapter_page.button("Next question").click()
        chapter_page.page.locator(f"dialog [data-kind='{kind}'] > *").nth(1).click()
        look(f"asked by {kind}")
        chapter_page.button("Answer").click()
        chapter_page.page.locator("dialog .told em").first.wait_for()
        look(f"told by {kind}")
    chapter_page.button("Back to your answers").click()
    chapter_page.button("Erase all").click()
    look("empty")
    context.close()
