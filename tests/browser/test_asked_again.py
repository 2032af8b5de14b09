"""What was answered wrongly, asked again with other numbers, as often as one wants."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from chapter_page import ChapterPage
from own_answers import dialog, keep


def asked_again(chapter_page: ChapterPage) -> Page:
    chapter_page.press("y")
    chapter_page.button("Ask me again").click()
    expect(chapter_page.page.get_by_role("heading", name="Asked again")).to_be_visible()
    return chapter_page.page


def twin(chapter_page: ChapterPage, topic: str, seed: int) -> Any:
    with urlopen(f"{chapter_page.url}api/questions/{topic}/twin?seed={seed}") as answer:
        return json.load(answer)


def test_a_choice_is_asked_again_by_keys_alone_as_often_as_one_wants(
    chapter_page: ChapterPage,
) -> None:
    keep(chapter_page, ("stride-padding/stride", "side"))
    chapter_page.open("#step=3")
    page = asked_again(chapter_page)
    for seed in (1, 2):
        question = twin(chapter_page, "side", seed)
        assert question["kind"] == "choice"
        expect(page.locator("dialog .asked")).to_have_text(question["text"])
        wrong = next(i for i, each in enumerate(question["options"]) if each.get("rule"))
        right = next(each["text"] for each in question["options"] if not each.get("rule"))
        chapter_page.press("ABCD"[wrong])
        told = page.locator("dialog .told")
        expect(told).to_contain_text(f"“{question['options'][wrong]['belief']}”")
        expect(told).to_contain_text(question["options"][wrong]["mend"])
        expect(told).to_contain_text(f", {right}.")
        expect(page.locator("dialog .worked math").last).to_be_visible()
        # The focus waits on what comes next.
        chapter_page.press("Enter")
    chapter_page.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    chapter_page.until(step=3)


def test_a_number_is_typed_and_asked_for_again_where_it_is_none(chapter_page: ChapterPage) -> None:
    keep(chapter_page, ("pooling/max", "pooled-maps"))
    chapter_page.open("#step=4")
    page = asked_again(chapter_page)
    question = twin(chapter_page, "pooled-maps", 1)
    assert question["kind"] == "number"
    wrong = next(each for each in question["options"] if each.get("rule"))
    field = page.get_by_role("textbox", name="Your answer")
    expect(field).to_be_focused()
    chapter_page.press(*"many", "Enter")
    expect(page.get_by_text("That isn't a number.")).to_be_visible()
    expect(field).to_have_value("many")
    field.fill(str(wrong["value"]))
    chapter_page.press("Enter")
    told = page.locator("dialog .told")
    expect(told).to_contain_text(f"“{wrong['belief']}” {wrong['mend']}")
    expect(field).not_to_be_editable()


def test_what_is_answered_rightly_when_asked_again_is_mended_until_it_is_not(
    chapter_page: ChapterPage,
) -> None:
    keep(chapter_page, ("stride-padding/stride", "side"))
    chapter_page.open("#step=3")
    page = asked_again(chapter_page)
    listed = dialog(chapter_page).get_by_role("listitem")

    def answer(seed: int, *, right: bool) -> None:
        question = twin(chapter_page, "side", seed)
        expect(page.locator("dialog .asked")).to_have_text(question["text"])
        answers = enumerate(question["options"])
        chapter_page.press(
            "ABCD"[next(i for i, each in answers if bool(each.get("rule")) is not right)]
        )

    answer(1, right=True)
    chapter_page.button("Back to your answers").click()
    for _ in range(2):
        expect(listed).to_contain_text("Mended: asked again with other numbers, you were right.")
        expect(page.locator("dialog .lead")).to_contain_text("1 answer, mended.")
        # The browser keeps it.
        chapter_page.open("#step=2").press("y")
    chapter_page.button("Ask me again").click()
    answer(1, right=False)
    chapter_page.button("Back to your answers").click()
    expect(listed).not_to_contain_text("Mended")
    expect(page.locator("dialog .lead")).to_contain_text("1 answer to look at again.")


def test_wrong_answers_are_asked_one_after_the_other(chapter_page: ChapterPage) -> None:
    keep(chapter_page, ("mlp/flatten", "parameters"), ("stride-padding/stride", "side"))
    chapter_page.open("#step=1")
    page = asked_again(chapter_page)
    expect(page.locator("dialog .asked")).to_have_text(twin(chapter_page, "parameters", 1)["text"])
    chapter_page.button("Next question").click()
    expect(page.locator("dialog .asked")).to_have_text(twin(chapter_page, "side", 1)["text"])
    expect(chapter_page.button("Next question")).to_have_count(0)
    chapter_page.button("Back to your answers").click()
    expect(dialog(chapter_page).get_by_role("listitem")).to_have_count(2)


def test_without_the_server_it_says_that_other_numbers_need_it(chapter_page: ChapterPage) -> None:
    keep(chapter_page, ("stride-padding/stride", "side"))
    chapter_page.open("#step=3")
    chapter_page.page.route("**/api/questions/**", lambda route: route.abort())
    page = asked_again(chapter_page)
    expect(page.get_by_text("Other numbers need the server")).to_be_visible()
    chapter_page.page.unroute("**/api/questions/**")
    chapter_page.button("Try again").click()
    expect(page.locator("dialog .asked")).to_have_text(twin(chapter_page, "side", 1)["text"])
    chapter_page.complaints = [each for each in chapter_page.complaints if "ERR_FAILED" not in each]
