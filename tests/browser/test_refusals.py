"""What the page refuses itself, and the text of an array among the knobs."""

from __future__ import annotations

from playwright.sync_api import WebSocket, expect

from chapter_page import ChapterPage
from page_controls import where


def asked_for(chapter_page: ChapterPage) -> list[str]:
    """The addresses of scenes that the page asks for from now on."""
    asked: list[str] = []
    page = chapter_page.page

    def ask(address: str) -> None:
        if "api/scenes" in address:
            asked.append(address)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda text: asked.append(str(text)))

    page.on("request", lambda request: ask(request.url))
    page.on("websocket", listen)
    return asked


def test_a_number_that_a_cell_refuses_leaves_what_it_held(chapter_page: ChapterPage) -> None:
    step, index = where(chapter_page, "checkerboard")
    chapter_page.at(step, index, 28)
    page = chapter_page.page
    message = page.locator("[data-parameter=kernel] [role=alert]")
    summary = page.locator("[data-parameter=kernel] .summary")
    address = page.evaluate("location.hash")
    place = chapter_page.middle("kernel")
    for typed, got in (("a", "got a."), ("99999999999", "got 99999999999."), ("1e400", "1e400")):
        page.mouse.click(*place)
        field = page.locator(".cell-field")
        expect(field).to_be_focused()
        field.press_sequentially(typed)
        expect(message).to_contain_text(got)
        expect(summary).to_have_text("3×3")
        field.press("Enter")
        field.press("Escape")
        expect(field).to_have_count(0)
        expect(message).to_have_text("")
        chapter_page.address(address)
    # Nothing was asked for that is refused: the console would have said so.
    assert chapter_page.complaints == []


def test_what_is_refused_says_nothing_of_the_picture_and_asks_for_nothing(
    chapter_page: ChapterPage,
) -> None:
    step, index = where(chapter_page, "checkerboard")
    chapter_page.at(step, index, 28)
    page = chapter_page.page
    element = page.locator("[data-parameter=input]")
    element.get_by_text("Edit as text").click()
    asked = asked_for(chapter_page)
    for text in ("1,2,3;4,5", "hello, world", "1,2;3000,5"):
        element.get_by_role("textbox").fill(text)
        expect(element.get_by_role("alert")).to_contain_text("Input must")
        expect(element.locator(".summary")).to_have_text("5×5")
    assert asked == []
    chapter_page.at(step, index, 3, kernel="abc")
    expect(page.get_by_text("Filter must hold numbers only; got abc.")).to_be_visible()
    expect(page.locator("[data-parameter=kernel] .summary")).to_have_text("3×3")
    assert not [url for url in asked if "abc" in url]


_CLEAR = """() => {
  const rect = (part) => document.querySelector(part).getBoundingClientRect();
  const [area, words, stage] = ["details[open] textarea", ".sentence", "cnn-stage"].map(rect);
  return area.top >= words.bottom && area.top >= stage.bottom && area.bottom <= innerHeight;
}"""


def test_numbers_as_text_cover_nothing_and_fold_by_escape_or_a_press_elsewhere(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(*where(chapter_page, "checkerboard"), 28)
    page = chapter_page.page
    unfold = page.get_by_text("Edit as text")
    opened = page.locator(".control details[open]")
    unfold.first.click()
    page.wait_for_function(_CLEAR)
    unfold.last.click()
    expect(opened).to_have_count(1)
    expect(page.get_by_role("textbox", name="Filter as text")).to_be_visible()
    page.wait_for_function(_CLEAR)
    chapter_page.press("Escape")
    expect(opened).to_have_count(0)
    unfold.first.click()
    page.get_by_role("textbox", name="Input as text").focus()
    chapter_page.press("Escape")
    expect(opened).to_have_count(0)
    unfold.first.click()
    expect(opened).to_have_count(1)
    page.locator(".sentence").click()
    expect(opened).to_have_count(0)


_APART = """() => {
  const said = [...document.querySelectorAll(".message")].filter((each) => each.textContent);
  const [message] = said.map((each) => each.getBoundingClientRect());
  const bar = document.querySelector("cnn-transport").getBoundingClientRect();
  return said.length === 1 && message.height > 0 && message.bottom <= bar.top + 1;
}"""
_SILENT = """() => ![...document.querySelectorAll(".message")].some((each) => each.textContent)"""


def test_an_array_that_is_typed_is_set_once_it_is_whole_and_a_refusal_goes_with_its_field(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(*where(chapter_page, "checkerboard"), 28)
    page = chapter_page.page
    asked = asked_for(chapter_page)
    address = page.evaluate("location.hash")
    for index, (name, sides) in enumerate((("Input", "5×5"), ("Filter", "3×3"))):
        element = page.locator(".control.array").nth(index)
        area = element.locator("textarea")
        held = area.input_value()
        for leave in ("Escape", "click", "focus"):
            element.get_by_text("Edit as text").click()
            area.select_text()
            area.press("1")
            expect(element.get_by_role("alert")).to_contain_text(f"{name} will be 1×1 once")
            area.press_sequentially(";2,3", delay=20)
            expect(element.get_by_role("alert")).to_contain_text("rows of equal length")
            page.wait_for_function(_APART)
            expect(element.locator(".summary")).to_have_text(sides)
            if leave == "click":
                page.locator(".sentence").click()
            elif leave == "Escape":
                chapter_page.press("Escape")
            else:
                chapter_page.button("Play").focus()
            page.wait_for_function(_SILENT)
            expect(area).to_have_value(held)
            chapter_page.address(address)
            chapter_page.press("Escape")
    assert not [each for each in asked if "?" in each]
    assert chapter_page.complaints == []


def test_what_the_engine_refuses_covers_nothing_and_is_put_back(chapter_page: ChapterPage) -> None:
    chapter_page.at(*where(chapter_page, "checkerboard"), 28)
    page = chapter_page.page
    element = page.locator("[data-parameter=input]")
    area = element.locator("textarea")
    held = area.input_value()
    for leave in ("Escape", "click"):
        element.get_by_text("Edit as text").click()
        area.select_text()
        area.press("1")
        area.press("Control+Enter")
        expect(page.get_by_text("Filter must have a height of at most 1")).to_be_visible()
        page.wait_for_function(_APART)
        if leave == "Escape":
            chapter_page.press("Escape")
        else:
            page.locator(".sentence").click()
        page.wait_for_function(_SILENT)
        expect(area).to_have_value(held)
    chapter_page.complaints.clear()


def test_of_two_refusals_one_is_said(chapter_page: ChapterPage) -> None:
    chapter_page.at(*where(chapter_page, "checkerboard"), 28)
    page = chapter_page.page
    element = page.locator("[data-parameter=kernel]")
    element.get_by_text("Edit as text").click()
    element.get_by_role("textbox").fill("1e400")
    expect(element.get_by_role("alert")).to_contain_text("got 1e400")
    stride = page.locator("[data-parameter=stride] input[type=number]")
    stride.fill("99")
    expect(page.locator("[data-parameter=stride] [role=alert]")).to_contain_text("got 99")
    expect(element.get_by_role("alert")).to_have_text("")
    stride.blur()
    page.wait_for_function(_SILENT)
