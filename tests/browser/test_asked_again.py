"""What was answered wrongly, asked again with other numbers, as often as one wants."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Locator, Page, Route, expect

from chapter_page import TWO_PICTURES, ChapterPage
from finger import drag
from own_answers import dialog, keep
from page_controls import middle
from patience import eventually


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


def cells(page: Page) -> Locator:
    return page.locator("dialog .map-cells > *")


def test_a_map_is_marked_by_keys_and_by_mouse(chapter_page: ChapterPage) -> None:
    keep(chapter_page, ("convolution/checkerboard", "touched-cells"))
    chapter_page.open("#step=2")
    page = asked_again(chapter_page)
    told = page.locator("dialog .told")
    question = twin(chapter_page, "touched-cells", 1)
    rows, columns = question["sides"]
    expect(cells(page)).to_have_count(rows * columns)
    right = next(each["cells"] for each in question["options"] if not each.get("rule"))
    # Without any cell it is asked again; None is an answer.
    chapter_page.button("Answer").click()
    expect(page.get_by_text("Mark the cells first")).to_be_visible()
    expect(cells(page).nth(0)).to_be_focused()
    at = 0
    for cell in right:
        down, along = cell // columns - at // columns, cell % columns - at % columns
        chapter_page.press(*["ArrowDown" if down > 0 else "ArrowUp"] * abs(down))
        chapter_page.press(*["ArrowRight" if along > 0 else "ArrowLeft"] * abs(along), "Space")
        at = cell
    chapter_page.press("Tab", "Tab", "Enter")
    expect(told).to_contain_text("right.")
    expect(page.locator("dialog [data-told='right']")).to_have_count(len(right))
    chapter_page.press("Enter")
    question = twin(chapter_page, "touched-cells", 2)
    wrong = next(each for each in question["options"] if each.get("rule"))
    for cell in wrong["cells"]:
        cells(page).nth(cell).click()
    chapter_page.button("Answer").click()
    expect(told).to_contain_text(f"“{wrong['belief']}” {wrong['mend']}")
    # Once told it is not changed any more.
    pressed = cells(page).nth(0).get_attribute("aria-pressed")
    cells(page).nth(0).click(force=True)
    expect(cells(page).nth(0)).to_have_attribute("aria-disabled", "true")
    assert cells(page).nth(0).get_attribute("aria-pressed") == pressed


def test_a_map_is_drawn_by_keys_and_by_mouse(chapter_page: ChapterPage) -> None:
    keep(chapter_page, ("convolution/activate", "rectified-map"))
    chapter_page.open("#step=2")
    page = asked_again(chapter_page)
    told = page.locator("dialog .told")

    def raise_to(value: float, step: float) -> None:
        key = "Shift+ArrowUp" if value > 0 else "Shift+ArrowDown"
        chapter_page.press(*[key] * round(abs(value) / step))

    question = twin(chapter_page, "rectified-map", 1)
    right = next(each for each in question["options"] if not each.get("rule"))
    expect(cells(page).nth(0)).to_be_focused()
    for value in right["values"]:
        raise_to(value, question["step"])
        chapter_page.press("ArrowRight")
    chapter_page.press("Enter")
    expect(told).to_have_text("Your map: right.")
    chapter_page.press("Enter")
    question = twin(chapter_page, "rectified-map", 2)
    expect(page.locator("dialog .asked math, dialog .asked .answer-map")).to_have_count(1)
    # The one before is gone once the first cell has the focus.
    expect(cells(page).nth(0)).to_be_focused()
    x, y = middle(cells(page).nth(0))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 400)
    page.mouse.up()
    expect(cells(page).nth(0)).to_have_attribute("aria-valuenow", str(round(question["most"])))
    chapter_page.button("Answer").click()
    expect(told).to_contain_text("The right map stands beside it.")
    expect(page.locator("dialog .beside .answer-map td")).to_have_count(4)


def test_a_finger_marks_and_drags_what_is_asked_again(phone: ChapterPage) -> None:
    keep(phone, ("convolution/checkerboard", "touched-cells"))
    phone.open("#step=2").press("y")
    phone.button("Ask me again").tap()
    cells(phone.page).nth(1).tap()
    expect(cells(phone.page).nth(1)).to_have_attribute("aria-pressed", "true")
    phone.button("Answer").tap()
    expect(phone.page.locator("dialog .told")).to_contain_text("Right is")
    keep(phone, ("convolution/activate", "rectified-map"))
    phone.open("#step=2").press("y")
    phone.button("Ask me again").tap()
    expect(cells(phone.page).nth(0)).to_be_visible()
    x, y = middle(cells(phone.page).nth(0))
    drag(phone.page, (x, y), (x, y - 16))
    expect(cells(phone.page).nth(0)).to_have_attribute("aria-valuenow", "1")


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


def test_the_last_button_counts_however_late_the_answers_come(chapter_page: ChapterPage) -> None:
    keep(chapter_page, ("mlp/flatten", "parameters"), ("stride-padding/stride", "side"))
    page = chapter_page.open("#step=1").press("y").page
    questions, held = "**/api/questions/**", list[Route]()
    page.route(questions, lambda route: held.append(route))

    def press(name: str) -> None:
        asked = len(held) + 1
        chapter_page.button(name).click()
        # It is held after it is made: who answers all before then would let it be lost.
        assert eventually(lambda: page.evaluate("true") and len(held) == asked)

    def answer_all() -> None:
        for route in reversed(held):
            with page.expect_event("requestfinished"):
                route.continue_()
        held.clear()
        page.evaluate(TWO_PICTURES)

    listed = dialog(chapter_page).get_by_role("listitem")
    press("Ask me again")
    expect(listed).to_have_count(2)
    press("Ask me again")
    answer_all()
    expect(page.locator("dialog .asked")).to_have_text(twin(chapter_page, "parameters", 1)["text"])
    press("Next question")
    chapter_page.button("Back to your answers").click()
    answer_all()
    expect(listed).to_have_count(2)
    press("Ask me again")
    answer_all()
    press("Next question")
    press("Next question")
    answer_all()
    expect(page.locator("dialog .asked")).to_have_text(twin(chapter_page, "side", 1)["text"])
    expect(chapter_page.button("Next question")).to_have_count(0)


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
